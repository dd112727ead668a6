import { noteOf, type LineItem, type Offer } from "@tunecast/estimator";
import { isTrainingAtLeast } from "@tunecast/estimator/answer";
import { difference, moneyText, timeText } from "@tunecast/estimator/text";
import { trainingRange } from "./trainingRange.ts";
import { spanText, timeSpan } from "./text.ts";

/** What the three answers are read with. */
export interface Reading {
  /** Requests a month; null where nobody uses the model. */
  readonly requests: number | null;
  /** Data are missing, so that every figure is "at least": rows that could not be read. */
  readonly partOnly: boolean;
}

/** How sure the cost of training is, whatever of the use of the model is not counted. */
export function trainingRangeText(offer: Offer, { partOnly }: Reading): string {
  const { low, high } = trainingRange(offer);
  const { currency } = offer.training;
  const least = moneyText({ amount: low, currency });
  if (partOnly) return `at least ${least}: data are missing`;
  if (isTrainingAtLeast(offer)) return `at least ${least}`;
  if (low !== high) return spanText(low, high, currency);
  return isSecondHand(offer.lines.filter(({ kind }) => kind === "training"))
    ? "for these numbers, at a second-hand price"
    : "exact for these numbers";
}

/** What the cost of a month is reckoned for. It is as exact as the requests are, which nobody knows to the last one. */
export function monthlyRangeText(offer: Offer, { requests }: Reading): string {
  const { monthly, assumptions, lines } = offer;
  if (monthly === null) return "";
  if (assumptions.some(({ kind, part }) => kind === "not_counted" && part !== "training"))
    return "at least: a part of it has no price";
  if (requests === 0) return noteOf(offer, "idle_deleted") ? "in the first month, nothing after it" : "with no request";
  const notes = [
    noteOf(offer, "no_cached_rate") ? "cached input billed as input" : null,
    isSecondHand(lines.filter(({ kind }) => kind !== "training")) ? "a second-hand price" : null,
  ].filter((note) => note !== null);
  return ["for these requests", ...notes].join(", ");
}

/** Days, weeks or months until training has paid for itself; `never` and `unknown` are words. */
export function payBackText({ breakEven }: Offer): string {
  if (breakEven === null) return "unknown";
  if (breakEven.months === null) return "never";
  return Number(breakEven.months) === 0 ? "at once" : timeText(Number(breakEven.months));
}

/** How sure that is. */
export function payBackRangeText({ breakEven }: Offer, { partOnly }: Reading): string {
  if (breakEven === null || breakEven.months === null) return "";
  const low = Number(breakEven.low ?? breakEven.months);
  if (partOnly) return `at least ${timeText(low)}`;
  const span = timeSpan(low, breakEven.high === null ? null : Number(breakEven.high));
  return span === timeText(low) ? "for these numbers" : span;
}

/** What the months come from and why they have a range, or why there are none. */
export function payBackReason({ breakEven, monthly, horizon, training }: Offer, { requests }: Reading): string {
  if (horizon.months === 0) return "Type how often it is asked, to compare.";
  if (requests === 0) return "Nobody asks, so there is nothing that tuning could save.";
  if (breakEven === null || monthly === null)
    return "Nothing to compare with: no price was found for the untuned model here, or for using the tuned one.";
  const saved = difference(breakEven.alternativeMonthly.amount, monthly.amount);
  if (saved === "0") return "A month costs the same.";
  const costsMore = saved.startsWith("-");
  const each = moneyText({ amount: costsMore ? saved.slice(1) : saved, currency: training.currency });
  if (costsMore) return `A month costs ${each} more.`;
  if (breakEven.months === null && breakEven.stops !== undefined)
    return `It saves ${each} a month, and stops answering too soon.`;
  const ends = [breakEven.low ?? breakEven.months, breakEven.high].map((end) => end !== null && timeText(Number(end)));
  const range = ends[0] === ends[1] ? "" : " The range is that of the training bill.";
  return `It saves ${each} a month.${range}`;
}

function isSecondHand(lines: readonly LineItem[]): boolean {
  return lines.some(({ rate }) => rate.confidence === "secondary");
}
