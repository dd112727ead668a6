import { addDays, daysBetween } from "../../check/day.ts";
import { amountText, decimal, roundTo, type Amount } from "../../money.ts";
import type { Payback, QualityAgainst } from "./answer.ts";
import { paybackMonths, thresholdRequests } from "./payback.ts";
import type { Quality } from "../../contract/fields/ways.ts";
import { quantile, type Draw } from "./sample.ts";
import { drawnTerms, isDrawn, sumAt, typicalOf, type DrawnTerm, type Inputs, type Period, type Term } from "./terms.ts";

/** A way ready to be held against another. */
export interface Priced {
  readonly id: string;
  readonly terms: readonly Term[];
  readonly drawn: readonly DrawnTerm[];
  readonly quality: Quality | null;
  /** The day on which it stops answering, where it is known. */
  readonly stops: string | null;
}

/** What all comparisons share. */
export interface Setting {
  readonly inputs: Inputs;
  readonly draws: readonly Draw[];
  readonly asOf: string;
  readonly months: number;
  readonly growth: number;
  readonly hoursPerMonth: number;
}

export const requestsInput = "traffic.requestsPerMonth";

/** When a way has paid for itself against another. */
export function payback(way: Priced, today: Priced, setting: Setting): Omit<Payback, "withCaching" | "thresholds"> {
  const { inputs, asOf, months: horizon, hoursPerMonth } = setting;
  const typical = new Map([...inputs].map(([name, reading]) => [name, reading.typical.toNumber()]));
  const monthsAt = monthsFor(way, today, setting);
  const found = monthsAt(typical);
  const ends = way.stops === null ? Infinity : (daysBetween(asOf, way.stops) * 24) / hoursPerMonth;
  const differs = isDrawn(way.drawn) || isDrawn(today.drawn);
  const drawn = (differs ? setting.draws : setting.draws.slice(0, 1))
    .map((draw) => monthsAt(draw) ?? Infinity)
    .sort((a, b) => a - b);
  const difference = (period: Period): Amount =>
    typicalOf(way.terms, inputs, period).minus(typicalOf(today.terms, inputs, period));
  const months = found === null ? null : rounded(found);
  const verdict = verdictOf(found, ends);
  return {
    verdict,
    months,
    day: found === null || verdict !== "pays" ? null : addDays(asOf, Math.ceil((found * hoursPerMonth) / 24)),
    // A likeliest value at the very end of its range can lie outside of the middle 80 draws: the range holds it, too.
    low: finite(Math.min(quantile(drawn, 0.1), found ?? Infinity)),
    high: finite(Math.max(quantile(drawn, 0.9), found ?? Infinity)),
    withinHorizon: shareUpTo(drawn, Math.min(horizon, ends)),
    requestsPerMonth: threshold(way, today, inputs),
    stops: way.stops,
    once: amountText(difference("once")),
    savedPerMonth: amountText(difference("month").negated()),
    quality: qualityAgainst(way.quality, today.quality),
  };
}

/** Months until a way has paid for itself, for one value of each input. */
function monthsFor(way: Priced, today: Priced, { growth }: Pick<Setting, "growth">): (draw: Draw) => number | null {
  const all = (draw: Draw) => (name: string) => draw.get(name) ?? 1;
  const withoutRequests = (draw: Draw) => (name: string) => (name === requestsInput ? 0 : (draw.get(name) ?? 1));
  const pair = (period: Period, values: typeof all): ((draw: Draw) => readonly [way: number, today: number]) => {
    const [own, other] = [sumAt(way.drawn, period, values), sumAt(today.drawn, period, values)];
    return (draw) => [own(draw), other(draw)];
  };
  const [fixedAt, monthAt, onceAt] = [pair("month", withoutRequests), pair("month", all), pair("once", all)];
  return (draw) => {
    const [[ownFixed, otherFixed], [ownMonth, otherMonth], [ownOnce, otherOnce]] = [
      fixedAt(draw),
      monthAt(draw),
      onceAt(draw),
    ];
    const fixed = ownFixed - otherFixed;
    return paybackMonths({
      once: ownOnce - otherOnce,
      savedByRequests: otherMonth - ownMonth + fixed,
      fixed,
      growth,
    });
  };
}

function verdictOf(months: number | null, ends: number): Payback["verdict"] {
  if (months === null) return "never";
  if (months > ends) return "after_it_stops";
  return months === 0 ? "at_once" : "pays";
}

/** To hundredths of a month of the question. */
function rounded(months: number): number {
  return Math.round(100 * months) / 100;
}

function finite(months: number): number | null {
  return Number.isFinite(months) ? rounded(months) : null;
}

function shareUpTo(sorted: readonly number[], end: number): number {
  return Math.round((1000 * sorted.filter((months) => months <= end).length) / sorted.length) / 1000;
}

/** From how many requests on a month of the one costs no more than a month of the other. */
function threshold(way: Priced, today: Priced, inputs: Inputs): number | null {
  const requests = inputs.get(requestsInput)?.typical ?? decimal(0);
  const monthly = ({ terms }: Priced, byRequests: boolean): Amount =>
    typicalOf(
      terms.filter(({ factors }) => factors.includes(requestsInput) === byRequests),
      inputs,
      "month",
    );
  const fixed = monthly(way, false).minus(monthly(today, false));
  if (requests.isZero()) return null;
  const saved = monthly(today, true).minus(monthly(way, true)).dividedBy(requests);
  return thresholdRequests(fixed, roundTo(saved, 40));
}

/** How two qualities stand to each other: those of one metric alone can be compared. */
export function qualityAgainst(one: Quality | null, other: Quality | null): QualityAgainst {
  if (one === null || other === null) return "unknown";
  if (one.metric !== other.metric) return "not_comparable";
  const [higher, lower] = one.lowerIsBetter === true ? (["worse", "better"] as const) : (["better", "worse"] as const);
  if ((one.low ?? one.score) > (other.high ?? other.score)) return higher;
  return (one.high ?? one.score) < (other.low ?? other.score) ? lower : "close";
}

/** A way made ready. */
export function priced(
  id: string,
  terms: readonly Term[],
  inputs: Inputs,
  quality: Quality | null,
  stops: string | null,
): Priced {
  return { id, terms, drawn: drawnTerms(terms, inputs), quality, stops };
}
