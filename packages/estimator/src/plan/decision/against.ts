import { addDays, daysBetween } from "../../check/day.ts";
import { amountText, decimal, roundTo, type Amount } from "../../money.ts";
import type { Payback, QualityAgainst } from "./answer.ts";
import { paybackMonths, thresholdRequests } from "./payback.ts";
import type { Quality } from "../../contract/fields/ways.ts";
import { joined, minus, sortedValues, type Column, type Columns } from "./column.ts";
import { quantile, typicalColumns } from "./sample.ts";
import { drawnSum, drawnTerms, typicalOf, type DrawnTerm, type Inputs, type Period, type Term } from "./terms.ts";

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
  readonly draws: Columns;
  readonly asOf: string;
  readonly months: number;
  readonly growth: number;
  readonly hoursPerMonth: number;
}

export const requestsInput = "traffic.requestsPerMonth";

/** When a way has paid for itself against another. */
export function payback(way: Priced, today: Priced, setting: Setting): Omit<Payback, "withCaching" | "thresholds"> {
  const { inputs, asOf, months: horizon, hoursPerMonth } = setting;
  const monthsAt = monthsFor(way, today, setting);
  const typically = Number(monthsAt(typicalColumns(inputs)));
  const found = Number.isFinite(typically) ? typically : null;
  const ends = way.stops === null ? Infinity : (daysBetween(asOf, way.stops) * 24) / hoursPerMonth;
  const drawn = sortedValues(monthsAt(setting.draws));
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

/** Months until a way has paid for itself, at the values of the inputs; infinity stands for "never". */
function monthsFor(way: Priced, today: Priced, { growth }: Pick<Setting, "growth">): (at: Columns) => Column {
  const apart = (one: Priced, other: Priced, period: Period, at: Columns): Column =>
    minus(drawnSum(one.drawn, period, at), drawnSum(other.drawn, period, at));
  return (at) => {
    const fixed = apart(way, today, "month", withoutRequests(at));
    const saved = apart(today, way, "month", at);
    const once = apart(way, today, "once", at);
    return joined(
      once,
      saved,
      fixed,
      (paid, savedInAll, more) =>
        paybackMonths({ once: paid, savedByRequests: savedInAll + more, fixed: more, growth }) ?? Infinity,
    );
  };
}

/** The same inputs where nobody asks anything. */
export function withoutRequests(at: Columns): Columns {
  return new Map(at).set(requestsInput, 0);
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

function shareUpTo(sorted: Float64Array, end: number): number {
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
