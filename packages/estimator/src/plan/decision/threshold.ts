import { daysBetween } from "../../check/day.ts";
import { decimal, larger, zero, type Amount } from "../../money.ts";
import { requestsInput, type Priced, type Setting } from "./against.ts";
import type { Thresholds } from "./answer.ts";
import { monthsOfTraffic } from "./payback.ts";
import { priceFactor, typicalOf, type Period } from "./terms.ts";
import type { PricedWay } from "./ways.ts";

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
  const { inputs, asOf, months: asked, growth, hoursPerMonth } = setting;
  const ends = way.stops === null ? Infinity : (daysBetween(asOf, way.stops) * 24) / hoursPerMonth;
  const months = Math.min(asked, ends);
  const [m, traffic] = [decimal(months), decimal(monthsOfTraffic(months, growth))];
  const requests = inputs.get(requestsInput)?.typical ?? zero;
  const typical = (name: string): Amount => inputs.get(name)?.typical ?? decimal(1);
  const more = (period: Period, byRequests?: boolean): Amount => {
    const of = ({ terms }: Priced): Amount =>
      typicalOf(
        byRequests === undefined
          ? terms
          : terms.filter(({ factors }) => factors.includes(requestsInput) === byRequests),
        inputs,
        period,
      );
    return of(way).minus(of(today));
  };
  const [once, fixed] = [more("once"), more("month", false)];
  const saved = requests.isZero() ? zero : more("month", true).negated().dividedBy(requests);
  const due = once.plus(fixed.times(m));
  const token =
    own === undefined
      ? zero
      : priceOfToken(own)
          .times(typical(priceFactor))
          .times(typical(`${own.id}.calls`));
  const now = own === undefined ? zero : (inputs.get(`${own.id}.extraInputTokens`)?.typical ?? zero);
  const perToken = token.times(requests);
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
function priceOfToken({ way, prices }: PricedWay): Amount {
  const { input, cachedInput } = prices;
  const isCached = cachedInput !== null && (way.cachedInputTokens ?? 0) > 0;
  return (isCached ? cachedInput : input).price.typical;
}

/** The next whole number, at least 0. */
function up(value: Amount): number {
  return larger(value.toDecimalPlaces(6).ceil(), zero).toNumber();
}
