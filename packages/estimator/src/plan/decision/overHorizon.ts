import { daysBetween } from "../../check/day.ts";
import { creditsOff } from "../../bill/credits.ts";
import { decimal, smaller, sum, zero, type Amount } from "../../money.ts";
import type { Overlay } from "../../prices/overlay.ts";
import { requestsInput, withoutRequests, type Priced, type Setting } from "./against.ts";
import type { Candidate } from "./candidates.ts";
import { monthsOfTraffic } from "./payback.ts";
import { joined, minus, type Column, type Columns } from "./column.ts";
import { drawnSum, drawnTerms, typicalOf, type DrawnTerm, type Inputs, type Term } from "./terms.ts";

/** The setting with the horizon of one way: it ends when the model stops answering. */
export function settingOf({ stops }: Priced, setting: Setting): Setting {
  if (stops === null) return setting;
  const left = (daysBetween(setting.asOf, stops) * 24) / setting.hoursPerMonth;
  return left < setting.months ? { ...setting, months: left } : setting;
}

/** What a way costs over the horizon at the likeliest values, and the credits taken off it. */
export interface HorizonTotal {
  readonly total: Amount;
  readonly credits: Amount;
}

/**
 * Everything that a way costs over the horizon, less the credits of the providers that it pays. Steady traffic at a tuned
 * offer is the total of its bill by `estimate`, to the last digit, and what the bill does not hold.
 */
export function typicalTotal(way: Candidate, setting: Setting, credits: readonly ProviderCredit[]): HorizonTotal {
  const { bill } = way;
  const overAll = (terms: readonly Term[]): Amount => termsTotal(terms, setting);
  const billed = bill === null || setting.growth !== 0 ? null : bill.total;
  const before = billed === null ? overAll(way.terms) : billed.plus(overAll(bill?.around ?? []));
  const taken = sum(
    credits.map(({ provider, amount }) => {
      const paid = (terms: readonly Term[]): Term[] => terms.filter(({ from }) => from.provider === provider);
      const isBilled = billed !== null && paid(way.terms).length > paid(bill?.around ?? []).length;
      return smaller(amount, isBilled ? billed.plus(overAll(paid(bill?.around ?? []))) : overAll(paid(way.terms)));
    }),
  );
  return { total: before.minus(taken), credits: taken };
}

function termsTotal(terms: readonly Term[], { inputs, months, growth }: Setting): Amount {
  const metered = terms.filter(({ factors }) => factors.includes(requestsInput));
  const fixed = terms.filter((term) => !metered.includes(term));
  return typicalOf(terms, inputs, "once")
    .plus(typicalOf(fixed, inputs, "month").times(months))
    .plus(typicalOf(metered, inputs, "month").times(monthsOfTraffic(months, growth)));
}

/** A credit of one provider in the currency of the decision. */
export interface ProviderCredit {
  readonly provider: string;
  readonly amount: Amount;
}

/** More than any bill: what is left of it shows how much credit there is. */
const largestBill = decimal("1e30");

/** The credits that can be used, one entry a provider. */
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
    drawn: termsOf(terms, provider, setting.inputs),
  }));
  return (at) =>
    paid.reduce<Column>(
      (left, { most, drawn: own }) =>
        joined(left, drawnTotal(own, setting, at), most, (all, part, limit) => all - Math.min(limit, part)),
      drawnTotal(drawn, setting, at),
    );
}

function termsOf(terms: readonly Term[], provider: string, inputs: Inputs): DrawnTerm[] {
  return drawnTerms(
    terms.filter(({ from }) => from.provider === provider),
    inputs,
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

/** What one way costs more than another over the horizon, at the values of the inputs. */
export function moreThan(
  way: Priced,
  other: Priced,
  setting: Setting,
  credits: readonly ProviderCredit[],
): (at: Columns) => Column {
  const [own, others] = [overHorizon(way, setting, credits), overHorizon(other, setting, credits)];
  return (at) => minus(own(at), others(at));
}
