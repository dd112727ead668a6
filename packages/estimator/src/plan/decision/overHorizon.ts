import { creditsOff } from "../../bill/credits.ts";
import { decimal, larger, smaller, sum, zero, type Amount } from "../../money.ts";
import type { Overlay } from "../../prices/overlay.ts";
import { monthsLeft, monthsOfTraffic, withoutRequests, type Priced, type Setting } from "./against.ts";
import type { Thresholds } from "./answer.ts";
import type { Candidate } from "./candidates.ts";
import type { PricedWay } from "./rates.ts";
import {
  drawnSum,
  drawnTerms,
  joined,
  minus,
  priceFactor,
  requestsInput,
  typicalOf,
  type Column,
  type Columns,
  type DrawnTerm,
  type Period,
  type Term,
} from "./terms.ts";

/** The setting with the horizon of one way: it ends when the model stops answering. */
export function settingOf(way: Priced, setting: Setting): Setting {
  const left = monthsLeft(way, setting);
  return left < setting.months ? { ...setting, months: left } : setting;
}

/** What a way costs over the horizon less credits, and these; for a tuned offer to the last digit the total of `estimate`. */
export function typicalTotal(
  { bill, terms: all }: Candidate,
  setting: Setting,
  credits: readonly ProviderCredit[],
): { readonly total: Amount; readonly credits: Amount } {
  const billed = bill === null || setting.growth !== 0 ? zero : bill.total;
  const totalOf = (pays: (one: Term) => boolean): Amount => {
    const [own, around] = [all.filter(pays), (bill?.around ?? []).filter(pays)];
    return bill === null || setting.growth !== 0 || own.length === around.length
      ? termsTotal(own, setting)
      : billed.plus(termsTotal(around, setting));
  };
  const taken = sum(
    credits.map(({ provider, amount }) =>
      smaller(
        amount,
        totalOf(({ from }) => from.provider === provider),
      ),
    ),
  );
  return { total: totalOf(() => true).minus(taken), credits: taken };
}

function termsTotal(terms: readonly Term[], { inputs, months, growth }: Setting): Amount {
  return typicalOf(terms, inputs, "once")
    .plus(typicalOf(terms, inputs, "month", false).times(months))
    .plus(typicalOf(terms, inputs, "month", true).times(monthsOfTraffic(months, growth)));
}

export interface ProviderCredit {
  readonly provider: string;
  readonly amount: Amount;
}

/** More than any bill: what is left of it shows how much credit there is. */
const largestBill = decimal("1e30");

export function creditsOf(overlay: Overlay, currency: string, day: string): ProviderCredit[] {
  return [...new Set((overlay.credits ?? []).map(({ provider }) => provider))]
    .map((provider) => {
      const { left } = creditsOff({ overlay, provider, total: zero, currency, day });
      return { provider, amount: largestBill.minus(left(largestBill)) };
    })
    .filter(({ amount }) => !amount.isZero());
}

/** Everything that a way costs over the horizon less credits, at the values of the inputs. */
export function overHorizon(
  { terms, drawn }: Priced,
  setting: Setting,
  credits: readonly ProviderCredit[],
): (at: Columns) => Column {
  const paid = credits.map(({ provider, amount }) => ({
    most: amount.toNumber(),
    own: drawnTerms(
      terms.filter(({ from }) => from.provider === provider),
      setting.inputs,
    ),
  }));
  return (at) =>
    paid.reduce<Column>(
      (left, { most, own }) =>
        joined(left, drawnTotal(own, setting, at), most, (all, part, limit) => all - Math.min(limit, part)),
      drawnTotal(drawn, setting, at),
    );
}

function drawnTotal(drawn: readonly DrawnTerm[], setting: Setting, at: Columns): Column {
  const months = monthsOfTraffic(setting.months, setting.growth);
  return joined(
    drawnSum(drawn, "once", at),
    drawnSum(drawn, "month", withoutRequests(at)),
    drawnSum(drawn, "month", at),
    (once, fixed, month) => once + fixed * setting.months + (month - fixed) * months,
  );
}

export function moreThan(
  way: Priced,
  other: Priced,
  setting: Setting,
  credits: readonly ProviderCredit[],
): (at: Columns) => Column {
  const [own, others] = [overHorizon(way, setting, credits), overHorizon(other, setting, credits)];
  return (at) => minus(own(at), others(at));
}

/**
 * From where on a way costs less than today's, and pays back within the months asked, by one input with all others at
 * their likeliest value. With F paid once more, H fixed each month more, s saved by a request, R requests, M months and
 * G months of the first month's traffic:
 *
 *     it saves from R = H / s, and pays from R = (F + H·M) / (s·G)
 *
 * A token more in today's prompt adds its price p to s, so the same two equations give the prompt tokens.
 */
export function thresholds(way: Priced, today: Priced, own: PricedWay | undefined, setting: Setting): Thresholds {
  const { inputs } = setting;
  const months = Math.min(setting.months, monthsLeft(way, setting));
  const traffic = decimal(monthsOfTraffic(months, setting.growth));
  const typical = (name: string, otherwise: Amount): Amount => inputs.get(name)?.typical ?? otherwise;
  const requests = typical(requestsInput, zero);
  const more = (period: Period, byRequests?: boolean): Amount =>
    typicalOf(way.terms, inputs, period, byRequests).minus(typicalOf(today.terms, inputs, period, byRequests));
  const fixed = more("month", false);
  const due = more("once").plus(fixed.times(months));
  const saved = requests.isZero() ? zero : more("month", true).negated().dividedBy(requests);
  const one = decimal(1);
  const perToken =
    own === undefined
      ? zero
      : priceOfToken(own)
          .times(typical(priceFactor, one))
          .times(typical(`${own.id}.calls`, one))
          .times(requests);
  const now = own === undefined ? zero : typical(`${own.id}.extraInputTokens`, zero);
  const tokensFor = (lacking: Amount, paying: Amount): number | null =>
    paying.isZero() || months <= 0 ? null : up(now.plus(lacking.dividedBy(paying)));
  return {
    requestsPerMonth: {
      saves: saved.greaterThan(0) ? up(fixed.dividedBy(saved)) : null,
      pays: saved.greaterThan(0) && months > 0 ? up(due.dividedBy(saved.times(traffic))) : null,
    },
    promptTokens: {
      saves: tokensFor(fixed.minus(saved.times(requests)), perToken),
      pays: tokensFor(due.minus(saved.times(requests).times(traffic)), perToken.times(traffic)),
    },
  };
}

/** What one more token in today's prompt costs a request: the cached price where the cache holds what the prompt adds. */
function priceOfToken({ way, prices: { input, cachedInput } }: PricedWay): Amount {
  const isCached = cachedInput !== null && (way.cachedInputTokens ?? 0) > 0;
  return (isCached ? cachedInput : input).price.typical;
}

/** The next whole number, at least 0. */
function up(value: Amount): number {
  return larger(value.toDecimalPlaces(6).ceil(), zero).toNumber();
}
