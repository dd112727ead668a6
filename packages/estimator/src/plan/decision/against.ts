import { addDays, daysBetween } from "../../check/day.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import type { Quality } from "../../contract/fields/ways.ts";
import { amountText, decimal, roundTo, zero, type Amount } from "../../money.ts";
import type { Payback, QualityAgainst } from "./answer.ts";
import type { PricedWay } from "./rates.ts";
import { quantile, typicalColumns } from "./sample.ts";
import {
  atListedPrices,
  drawnSum,
  drawnTerms,
  joined,
  minus,
  reading,
  requestsInput,
  sortedValues,
  term,
  typicalOf,
  type Column,
  type Columns,
  type DrawnTerm,
  type Inputs,
  type Period,
  type Term,
} from "./terms.ts";

export interface Priced {
  readonly id: string;
  readonly terms: readonly Term[];
  readonly drawn: readonly DrawnTerm[];
  readonly quality: Quality | null;
  /** The day on which it stops answering, where it is known. */
  readonly stops: string | null;
}

export interface Setting {
  readonly inputs: Inputs;
  readonly draws: Columns;
  readonly asOf: string;
  readonly months: number;
  readonly growth: number;
  readonly hoursPerMonth: number;
}

export function priced(
  id: string,
  terms: readonly Term[],
  inputs: Inputs,
  quality: Quality | null,
  stops: string | null = null,
): Priced {
  return { id, terms, drawn: drawnTerms(terms, inputs), quality, stops };
}

/** Months from the day asked until a way stops answering. */
export function monthsLeft(
  { stops }: Pick<Priced, "stops">,
  { asOf, hoursPerMonth }: Pick<Setting, "asOf" | "hoursPerMonth">,
): number {
  return stops === null ? Infinity : (daysBetween(asOf, stops) * 24) / hoursPerMonth;
}

/** The same inputs where nobody asks anything. */
export function withoutRequests(at: Columns): Columns {
  return new Map(at).set(requestsInput, 0);
}

export function payback(way: Priced, today: Priced, setting: Setting): Omit<Payback, "withCaching" | "thresholds"> {
  const { inputs, asOf, hoursPerMonth } = setting;
  const monthsAt = monthsFor(way, today, setting);
  const typically = Number(monthsAt(typicalColumns(inputs)));
  const months = finite(typically);
  const ends = monthsLeft(way, setting);
  const drawn = sortedValues(monthsAt(setting.draws));
  const more = (period: Period): Amount =>
    typicalOf(way.terms, inputs, period).minus(typicalOf(today.terms, inputs, period));
  const verdict =
    months === null ? "never" : typically > ends ? "after_it_stops" : typically === 0 ? "at_once" : "pays";
  const last = Math.min(setting.months, ends);
  return {
    verdict,
    months,
    day: verdict === "pays" ? addDays(asOf, Math.ceil((typically * hoursPerMonth) / 24)) : null,
    // A likeliest value at the very end of its range can lie outside of the middle 80 draws: the range holds it, too.
    low: finite(Math.min(quantile(drawn, 0.1), typically)),
    high: finite(Math.max(quantile(drawn, 0.9), typically)),
    withinHorizon: Math.round((1000 * drawn.filter((one) => one <= last).length) / drawn.length) / 1000,
    requestsPerMonth: threshold(way, today, inputs),
    stops: way.stops,
    once: amountText(more("once")),
    savedPerMonth: amountText(more("month").negated()),
    quality: qualityAgainst(way.quality, today.quality),
  };
}

/** Months until a way has paid for itself, at the values of the inputs; infinity stands for "never". */
function monthsFor(way: Priced, today: Priced, { growth }: Setting): (at: Columns) => Column {
  const more = (period: Period, at: Columns): Column =>
    minus(drawnSum(way.drawn, period, at), drawnSum(today.drawn, period, at));
  return (at) =>
    joined(
      more("once", at),
      more("month", at),
      more("month", withoutRequests(at)),
      (once, month, fixed) => paybackMonths({ once, savedByRequests: fixed - month, fixed, growth }) ?? Infinity,
    );
}

function finite(months: number): number | null {
  return Number.isFinite(months) ? Math.round(100 * months) / 100 : null;
}

/** From how many requests on a month of the one costs no more than a month of the other. */
function threshold(way: Priced, today: Priced, inputs: Inputs): number | null {
  const requests = inputs.get(requestsInput)?.typical ?? zero;
  if (requests.isZero()) return null;
  const more = (byRequests: boolean): Amount =>
    typicalOf(way.terms, inputs, "month", byRequests).minus(typicalOf(today.terms, inputs, "month", byRequests));
  return thresholdRequests(more(false), roundTo(more(true).negated().dividedBy(requests), 40));
}

/** How two qualities stand to each other: those of one metric alone can be compared. */
function qualityAgainst(one: Quality | null, other: Quality | null): QualityAgainst {
  if (one === null || other === null) return "unknown";
  if (one.metric !== other.metric) return "not_comparable";
  const [higher, lower] = one.lowerIsBetter === true ? (["worse", "better"] as const) : (["better", "worse"] as const);
  if ((one.low ?? one.score) > (other.high ?? other.score)) return higher;
  return (one.high ?? one.score) < (other.low ?? other.score) ? lower : "close";
}

/** What a way costs against another: F once, and S less every month at the traffic of the first month. */
interface Stakes {
  /** Paid once more than for the other way. */
  readonly once: number;
  /** Saved each month by requests alone, at the traffic of the first month. */
  readonly savedByRequests: number;
  /** Paid each month more than for the other way, whatever the traffic (hosting, stores, retraining). */
  readonly fixed: number;
  /** Growth of the traffic from month to month: 0.05 is 5 %. */
  readonly growth: number;
}

/** Months that are looked ahead before a pay-back is called never: a hundred years. */
const farthest = 1200;

/**
 * Months until the difference has paid for itself; 0 where it costs nothing more at once, null where it never does:
 *
 *     F / (s · requests − H)
 *
 * With growing traffic the savings of month k are s · requests · (1 + g)^(k − 1) − H, summed month by month; within a
 * month they come evenly.
 */
export function paybackMonths({ once, savedByRequests, fixed, growth }: Stakes): number | null {
  const saved = savedByRequests - fixed;
  if (once <= 0 && saved >= 0) return 0;
  if (growth === 0) return saved > 0 ? once / saved : null;
  let left = once;
  let byRequests = savedByRequests;
  for (let month = 0; month < farthest; month += 1) {
    const own = byRequests - fixed;
    if (own > 0 && own >= left) return month + Math.max(left, 0) / own;
    left -= own;
    byRequests *= 1 + growth;
  }
  return null;
}

/**
 * Requests a month from which a month of the one way costs no more than a month of the other: H / s, where H is what
 * its fixed costs are more and s is what a request saves. 0 where it costs no more whatever the traffic; null where no
 * number of requests is enough.
 */
export function thresholdRequests(fixed: Amount, savedPerRequest: Amount): number | null {
  if (!fixed.greaterThan(0)) return savedPerRequest.isNegative() ? null : 0;
  return savedPerRequest.greaterThan(0) ? roundTo(fixed.dividedBy(savedPerRequest).ceil(), 0).toNumber() : null;
}

/** Months of the first month's traffic that a time holds: Σ (1 + g)^k; a part of a month counts in proportion. */
export function monthsOfTraffic(months: number, growth: number): number {
  if (growth === 0) return months;
  let sum = 0;
  for (let month = 0; month < months; month += 1) sum += Math.min(1, months - month) * (1 + growth) ** month;
  return sum;
}

/**
 * What becomes of a pay-back if the provider's cache holds all that today's prompt adds: the case for tuning often rests on
 * a long prompt alone. Null where today's way adds nothing, adds what changes with each request (retrieved passages), has
 * its cache stated, or has no price for cached input.
 */
export function cachedPayback(
  way: Priced,
  today: Priced,
  { ways, traffic }: { readonly ways: readonly PricedWay[]; readonly traffic: LikelyTraffic },
  setting: Setting,
): Payback["withCaching"] {
  const own = ways.find(({ id }) => id === today.id);
  if (own === undefined || own.prices.cachedInput === null || own.way.kind === "rag") return null;
  const { extraInputTokens: extra, cachedInputTokens, calls } = own.way;
  if (extra === undefined || cachedInputTokens !== undefined) return null;
  const cachedTokens = Math.round(reading(extra).typical.toNumber()) + (traffic.cachedInputTokens ?? 0);
  const { input, cachedInput } = own.prices;
  const saved = cachedInput.price.typical.minus(input.price.typical);
  const factors = [requestsInput, decimal(cachedTokens), saved, ...(calls === undefined ? [] : [`${own.id}.calls`])];
  const cached = atListedPrices([term("cached_prompt", "month", cachedInput.from, ...factors)]);
  const terms = [...today.terms.filter(({ kind }) => kind !== "cached_prompt"), ...cached];
  const { verdict, months } = payback(
    way,
    priced(today.id, terms, setting.inputs, today.quality, today.stops),
    setting,
  );
  return { cachedTokens, verdict, months };
}
