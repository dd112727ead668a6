import type { Curve, CurveReport } from "../../curve/curve.ts";
import { grouped } from "../../check/decimalText.ts";
import { decimal } from "../../money.ts";
import type { Doubling } from "../../plan/doublings.ts";
import { countText, moneyText, counted } from "../amount.ts";
import { figure, gainRange, isWorsening, noMoreOfThese, sided } from "../curve.ts";
import type { ReportFigure } from "./report.ts";

/** `+1.6` and `−0.3` points; of a scale with an open end `0.15 better`. */
export function gainText(gain: number, share: boolean): string {
  if (!share) return sided(gain, false);
  const size = figure(Math.abs(gain), true);
  return Number(size) === 0 ? size : `${gain > 0 ? "+" : "−"}${size}`;
}

/** A score in so many digits after the point. */
export function scoreText(score: number, digits: number): string {
  return grouped(decimal(score).toFixed(digits));
}

/** `$1,250`: what a point costs, to ten dollars where it is a hundred or more. */
function pointText(each: number, currency: string): string {
  const rounded = each >= 100 ? 10 * Math.round(each / 10) : Number(each.toPrecision(2));
  return moneyText({ amount: decimal(rounded).toFixed(), currency }).replace(/\.00(?!\d)/, "");
}

/** The next doubling as a figure: its gain, its range, and the price of that same doubling. */
export function doublingFigure(step: Doubling | undefined): ReportFigure {
  const base = { id: "double", label: "Twice the data" };
  if (step === undefined) return { ...base, value: "unknown" };
  const { from, to, gain, price, currency, share } = step;
  const ends = rangeText(step);
  const cost = price === null ? "" : `, for ${moneyText({ amount: price.all, currency })}`;
  const note = `${ends && `${ends}, `}from ${countText(from)} to ${countText(to)}${cost}.`;
  return { ...base, value: gainText(gain, share), note };
}

function rangeText({ range, share }: Doubling): string {
  if (range === null) return "";
  return share ? range.map((end) => gainText(end, true)).join(" to ") : gainRange(range, false);
}

export interface DataVerdict {
  readonly head: string;
  readonly sentence: string;
  readonly stopAt: number | null;
}

/** How many examples to label: each doubling is bought while a point of it costs no more than `pointValue`, null where nobody said. */
export function dataVerdict(
  { steps, curve: { notes } }: { readonly steps: readonly Doubling[]; readonly curve: Pick<Curve, "notes"> },
  pointValue: number | null,
): DataVerdict {
  const [first] = steps;
  if (first === undefined) return { head: "No forecast", sentence: "", stopAt: null };
  if (isWorsening(notes)) return { head: "Every larger set was worse", sentence: noMoreOfThese, stopAt: first.from };
  const { from, currency } = first;
  if (pointValue === null || !Number.isFinite(pointValue) || first.price === null) {
    const { value, note = "" } = doublingFigure(first);
    const missing = Number.isFinite(pointValue) ? "It takes the price of the examples" : "Say what a point is worth";
    const sentence = `It is ${note} ${missing} to see where to stop.`;
    return { head: `${value}${first.share ? " points" : ""} for twice the data`, sentence, stopAt: null };
  }
  const end = steps.findIndex(({ each }) => each === null || each > pointValue);
  const bought = end < 0 ? steps : steps.slice(0, end);
  const last = bought.at(-1);
  if (last === undefined)
    return { head: `Stop at ${countText(from)}`, sentence: tooDear(first, pointValue), stopAt: from };
  const gain = bought.reduce((sum, step) => sum + step.gain, 0);
  const price = bought.reduce((sum, step) => sum.plus(step.price?.all ?? 0), decimal(0));
  const range = bought.length === 1 ? ` (${rangeText(last)})` : "";
  return {
    head: `Label ${countText(last.to - from)} more`,
    sentence: `${gainText(gain, last.share)}${last.share ? " points" : ""}${range} for ${moneyText({ amount: price.toFixed(), currency })}, then stop.`,
    stopAt: last.to,
  };
}

function tooDear({ each, currency, share }: Doubling, pointValue: number): string {
  if (each === null) return "No gain is expected.";
  const worth = moneyText({ amount: decimal(pointValue).toFixed(), currency });
  return `${share ? "A point" : "A whole unit"} of the next doubling costs ${pointText(each, currency)}, more than ${worth}.`;
}

export type DoublingRow = Readonly<
  Record<"name" | "parts" | "gain" | "gainRange" | "score" | "scoreRange" | "price" | "point", string>
>;

/** A doubling in words and amounts. */
export function doublingRow(step: Doubling): DoublingRow {
  const { from, to, gain, score, price, labelled, currency, digits, each, share } = step;
  const money = (amount: string): string => moneyText({ amount, currency });
  const labels = labelled > 0 && price !== null ? `${counted(labelled, "label")} ${money(price.labels)}, ` : "";
  return {
    name: `${countText(from)} to ${countText(to)}`,
    parts: price === null ? "" : `${labels}training ${money(price.training)}`,
    gain: gainText(gain, share),
    gainRange: rangeText(step),
    score: scoreText(score.median, digits),
    scoreRange: `${scoreText(score.low, digits)} to ${scoreText(score.high, digits)}`,
    price: price === null ? "unknown" : money(price.all),
    point: each === null ? "unknown" : pointText(each, currency),
  };
}

/** The first whole size that reaches a target. Null is one beyond the search, which ends at 1,024 times the largest pilot. */
export function sizeText(n: number | null): string {
  return n === null ? "never" : countText(Math.ceil(n));
}

/** What a target takes: the sizes, by the rule, and the chance within eight times the largest of the pilots. */
export function targetSentence(
  { value, n, pWithin8x, rule }: NonNullable<CurveReport["target"]>,
  [smallest, largest]: readonly [smallest: number, largest: number],
): string {
  const isSeen = (size: number | null): size is number => size !== null && Number.isFinite(size);
  const most = isSeen(n.high80) ? `to ${sizeText(n.high80)}` : "or more";
  const between = isSeen(n.low80) ? `80 %: ${sizeText(n.low80)} ${most}` : "nor with one chance in ten";
  const takes = isSeen(n.median) ? `takes ${counted(Math.ceil(n.median), "example")}` : "is not in sight";
  // The search begins there: less is not known to be enough.
  const reached = n.high80 === smallest ? "is reached with the smallest pilot already" : `${takes} (${between})`;
  const below = isSeen(rule) && rule < smallest ? ", below the pilots" : "";
  const byRule = isSeen(rule) ? `takes ${sizeText(rule)}${below}` : "is not in sight";
  return `The target ${value} ${reached}; by the rule it ${byRule}. The chance to reach it with ${countText(8 * largest)} or fewer is ${Math.round(100 * pWithin8x)} %.`;
}
