import { moneyText } from "@tunecast/estimator/text";
import { numberText } from "../question/numberText.ts";
import type { Quality, Step } from "./quality.ts";

/** `+1.6`, `−0.3`: in the unit of the score. */
export function gainText(gain: number, digits: number): string {
  const text = gain.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return gain > 0 ? `+${text}` : text.replace("-", "−");
}

/** `$1,250`: what a point costs, to ten dollars where it is a hundred or more. */
export function pointText(each: number, currency: string): string {
  const rounded = each >= 100 ? 10 * Math.round(each / 10) : Number(each.toPrecision(2));
  return moneyText({ amount: String(rounded), currency }).replace(/\.00(?!\d)/u, "");
}

/** The next doubling in the first screen: its gain, its range, and the price of that same doubling. */
export function doublingText(step: Step | undefined): { readonly value: string; readonly small: string } {
  if (step === undefined) return { value: "unknown", small: "" };
  const { from, to, gain, range, price, currency, digits } = step;
  const ends = range === null ? "" : `${gainText(range[0], digits)} to ${gainText(range[1], digits)}, `;
  const cost = price === null ? "" : `, for ${moneyText({ amount: price.all, currency })}`;
  return { value: gainText(gain, digits), small: `${ends}from ${numberText(from)} to ${numberText(to)}${cost}.` };
}

/** What to do next, in three words and one sentence. */
export interface DataVerdict {
  readonly head: string;
  readonly sentence: string;
  /** The doubling after which to stop; null where nobody said what a point is worth. */
  readonly stopAt: number | null;
}

/** How many examples to label: each doubling is bought as long as a point of it costs no more than it is worth. */
export function dataVerdict({ steps, tested }: Quality, pointValue: number | null): DataVerdict {
  const [first] = steps;
  if (first === undefined) return { head: "No forecast", sentence: "", stopAt: null };
  const { value, small } = doublingText(first);
  if (pointValue === null || !Number.isFinite(pointValue) || first.price === null)
    return {
      head: `${value} for twice the data`,
      sentence: `It is ${small} Say what a point is worth to see where to stop.`,
      stopAt: null,
    };
  const bought: Step[] = [];
  for (const step of steps) {
    const each = pointCost(step);
    if (each === null || each > pointValue) break;
    bought.push(step);
  }
  const last = bought.at(-1);
  const worth = moneyText({ amount: String(pointValue), currency: first.currency });
  if (last === undefined) {
    const each = pointCost(first);
    const why =
      each === null
        ? "No gain is expected."
        : `A point of the next doubling costs ${pointText(each, first.currency)}, more than ${worth}.`;
    return { head: `Stop at ${numberText(tested[1])}`, sentence: why, stopAt: tested[1] };
  }
  const gain = bought.reduce((sum, step) => sum + step.gain, 0);
  const price = bought.reduce((sum, step) => sum + Number(step.price?.all ?? 0), 0);
  const range =
    bought.length === 1 && last.range !== null
      ? ` (${gainText(last.range[0], last.digits)} to ${gainText(last.range[1], last.digits)})`
      : "";
  return {
    head: `Label ${numberText(last.to - tested[1])} more`,
    sentence: `${gainText(gain, last.digits)} points${range} for ${moneyText({ amount: price.toFixed(6), currency: first.currency })}, then stop.`,
    stopAt: last.to,
  };
}

/** What a point of a doubling costs; null where it has no price, or no gain is expected. */
export function pointCost({ gain, price }: Step): number | null {
  return price === null || gain <= 0 ? null : Number(price.all) / gain;
}
