import { creditsOff } from "../../bill/line.ts";
import { daysBetween } from "../../check/day.ts";
import { decimal, smaller, sum, zero, type Amount } from "../../money.ts";
import { once, onceBy } from "../../prices/once.ts";
import type { Overlay } from "../../prices/overlay.ts";
import type { DecidedWay } from "./answer.ts";
import type { Candidate } from "./candidates.ts";
import { joined, minus, plusTimes, typicalOf } from "./terms.ts";
import type { Column, Columns, Inputs, SumsOf, Term } from "./terms.ts";

export type Priced = Pick<Candidate, "terms" | "stops" | "quality">;

export interface Setting {
  readonly inputs: Inputs;
  readonly draws: Columns;
  /** What terms come to at the draws. */
  readonly drawn: SumsOf;
  readonly asOf: string;
  readonly months: number;
  readonly growth: number;
  readonly hoursPerMonth: number;
  /** What each provider's credits come to in the currency of the decision. */
  readonly credits: readonly { readonly provider: string; readonly amount: Amount }[];
}

/** More than any bill: what is left of it shows how much credit there is. */
const largestBill = decimal("1e30");

export function creditsOf(overlay: Overlay, currency: string, day: string): Setting["credits"] {
  return [...new Set((overlay.credits ?? []).map(({ provider }) => provider))]
    .map((provider) => {
      const { left } = creditsOff({ overlay, provider, total: zero, currency, day });
      return { provider, amount: largestBill.minus(left(largestBill)) };
    })
    .filter(({ amount }) => !amount.isZero());
}

/** The setting with the horizon of one way: it ends when the model stops answering. */
export function settingOf({ stops }: Pick<Priced, "stops">, setting: Setting): Setting {
  return { ...setting, months: Math.min(setting.months, monthsLeft(stops, setting)) };
}

export function monthsLeft(stops: string | null, { asOf, hoursPerMonth }: Setting): number {
  return stops === null ? Infinity : (daysBetween(asOf, stops) * 24) / hoursPerMonth;
}

/** What a way costs over the horizon less credits, and these; for a tuned offer to the last digit the total of `estimate`. */
export function typicalTotal(
  { bill, terms: all }: Candidate,
  { inputs, months, growth, credits }: Setting,
): { readonly total: Amount; readonly credits: Amount } {
  const termsTotal = (terms: readonly Term[]): Amount =>
    typicalOf(terms, inputs, "once")
      .plus(typicalOf(terms, inputs, "month", false).times(months))
      .plus(typicalOf(terms, inputs, "month", true).times(monthsOfTraffic(months, growth)));
  const totalOf = (pays: (one: Term) => boolean): Amount => {
    const [own, around] = [all.filter(pays), (bill?.around ?? []).filter(pays)];
    return bill === null || growth !== 0 || own.length === around.length
      ? termsTotal(own)
      : bill.total.plus(termsTotal(around));
  };
  const billOf = (provider: string): Amount => totalOf(({ from }) => from.provider === provider);
  const taken = credits.map(({ provider, amount }) => smaller(amount, billOf(provider)));
  return { total: totalOf(() => true).minus(sum(taken)), credits: sum(taken) };
}

/** The terms that a provider is paid for: one list of them, so that their sums are made once for all months. */
const paidTo = once((terms: readonly Term[]) =>
  onceBy(String, (provider: string) => terms.filter(({ from }) => from.provider === provider)),
);

/** Everything that a way costs over the horizon less credits, at the values of the inputs. */
export function overHorizon({ terms }: Priced, { months, growth, credits }: Setting, sumsOf: SumsOf): Column {
  const traffic = monthsOfTraffic(months, growth);
  const total = (own: readonly Term[]): Column => {
    const { once: atOnce, month, fixed } = sumsOf(own);
    return plusTimes(plusTimes(atOnce, fixed, months), minus(month, fixed), traffic);
  };
  return credits.reduce<Column>((left, { provider, amount }) => {
    const paid = total(paidTo(terms)(provider));
    return joined(left, paid, amount.toNumber(), (all, part, limit) => all - Math.min(limit, part));
  }, total(terms));
}

/** What a way has cost after some of its months, as its total over all of them is made: traffic grows, credits pay first. */
export function spentAfter(
  months: number,
  { once: atOnce, monthly, total, credits, lines, ...way }: DecidedWay,
  growth: number = 0,
): Amount {
  if (months === way.months) return decimal(total.amount);
  const even = (time: number): Amount => decimal(monthly.amount).times(time).plus(atOnce.amount);
  const grown = (time: number): Amount => decimal(monthsOfTraffic(time, growth)).minus(time);
  // All that the whole total holds beyond even months came with the growth of the traffic.
  const more = decimal(total.amount).plus(credits).minus(even(way.months));
  const byGrowth = growth === 0 ? zero : more.times(grown(months)).dividedBy(grown(way.months));
  const spent = even(months).plus(byGrowth);
  const stated = lines.filter(({ from }) => from.kind === "stated");
  const own = sum(stated.map(({ amount, period }) => decimal(amount).times(period === "once" ? 1 : months)));
  return spent.minus(smaller(decimal(credits), spent.minus(own)));
}

/** Months of the first month's traffic that a time holds: Σ (1 + g)^k; a part of a month counts in proportion. */
export function monthsOfTraffic(months: number, growth: number): number {
  if (growth === 0) return months;
  let traffic = 0;
  let grown = 1;
  // By products: engines differ in the last digit of a power.
  for (let month = 0; month < months; month += 1, grown *= 1 + growth) traffic += Math.min(1, months - month) * grown;
  return traffic;
}
