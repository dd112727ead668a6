import type { TargetAnswer } from "../../curve/curve.ts";
import { decimal } from "../../money.ts";
import { pointCost, type Doubling } from "../../plan/doublings.ts";
import { countText, moneyText, counted } from "../amount.ts";
import type { ReportFigure } from "./report.ts";

/** `+1.6`, `−0.3`: in the unit of the score. */
export function gainText(gain: number, digits: number): string {
  const text = scoreText(gain, digits);
  return gain > 0 ? `+${text}` : text.replace("-", "−");
}

/** A score in so many digits after the point. */
export function scoreText(score: number, digits: number): string {
  return countText(decimal(score).toDecimalPlaces(digits).toFixed(digits));
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
  const { from, to, gain, range, price, currency, digits } = step;
  const ends = range === null ? "" : `${gainText(range[0], digits)} to ${gainText(range[1], digits)}, `;
  const cost = price === null ? "" : `, for ${moneyText({ amount: price.all, currency })}`;
  const note = `${ends}from ${countText(from)} to ${countText(to)}${cost}.`;
  return { ...base, value: gainText(gain, digits), note };
}

export interface DataVerdict {
  readonly head: string;
  readonly sentence: string;
  readonly stopAt: number | null;
}

/** How many examples to label: each doubling is bought while a point of it costs no more than `pointValue`, null where nobody said. */
export function dataVerdict(steps: readonly Doubling[], pointValue: number | null): DataVerdict {
  const [first] = steps;
  if (first === undefined) return { head: "No forecast", sentence: "", stopAt: null };
  const { from, currency } = first;
  if (pointValue === null || !Number.isFinite(pointValue) || first.price === null) {
    const { value, note = "" } = doublingFigure(first);
    const sentence = `It is ${note} Say what a point is worth to see where to stop.`;
    return { head: `${value} for twice the data`, sentence, stopAt: null };
  }
  const bought: Doubling[] = [];
  for (const step of steps) {
    const each = pointCost(step);
    if (each === null || each > pointValue) break;
    bought.push(step);
  }
  const last = bought.at(-1);
  if (last === undefined)
    return { head: `Stop at ${countText(from)}`, sentence: tooDear(first, pointValue), stopAt: from };
  const gain = bought.reduce((sum, step) => sum + step.gain, 0);
  const price = bought.reduce((sum, step) => sum.plus(step.price?.all ?? 0), decimal(0));
  const range =
    bought.length === 1 && last.range !== null
      ? ` (${gainText(last.range[0], last.digits)} to ${gainText(last.range[1], last.digits)})`
      : "";
  return {
    head: `Label ${countText(last.to - from)} more`,
    sentence: `${gainText(gain, last.digits)} points${range} for ${moneyText({ amount: price.toFixed(), currency })}, then stop.`,
    stopAt: last.to,
  };
}

function tooDear(first: Doubling, pointValue: number): string {
  const each = pointCost(first);
  if (each === null) return "No gain is expected.";
  const worth = moneyText({ amount: decimal(pointValue).toFixed(), currency: first.currency });
  return `A point of the next doubling costs ${pointText(each, first.currency)}, more than ${worth}.`;
}

export type DoublingRow = Readonly<
  Record<"name" | "parts" | "gain" | "gainRange" | "score" | "scoreRange" | "price" | "point", string>
>;

/** A doubling in words and amounts. */
export function doublingRow(step: Doubling): DoublingRow {
  const { from, to, gain, range, score, price, labelled, currency, digits } = step;
  const money = (amount: string): string => moneyText({ amount, currency });
  const each = pointCost(step);
  const labels = labelled > 0 && price !== null ? `${counted(labelled, "label")} ${money(price.labels)}, ` : "";
  return {
    name: `${countText(from)} to ${countText(to)}`,
    parts: price === null ? "" : `${labels}training ${money(price.training)}`,
    gain: gainText(gain, digits),
    gainRange: range === null ? "" : `${gainText(range[0], digits)} to ${gainText(range[1], digits)}`,
    score: scoreText(score.median, digits),
    scoreRange: `${scoreText(score.low, digits)} to ${scoreText(score.high, digits)}`,
    price: price === null ? "unknown" : money(price.all),
    point: each === null ? "unknown" : pointText(each, currency),
  };
}

/** What a target takes; empty for one outside the scale, of which a note says that no size reaches it. */
export function targetSentence(
  { value, n, pWithin8x, note }: TargetAnswer,
  [smallest, largest]: readonly [smallest: number, largest: number],
): string {
  if (note?.kind === "target_beyond_bound") return "";
  const size = (count: number): string => countText(Number(count.toPrecision(3)));
  // The search begins there: less is not known to be enough.
  if (n.high80 === smallest) return `A score of ${value} is reached with the smallest run already.`;
  const likely = Number.isFinite(n.median) ? `takes about ${size(n.median)} examples` : "is not in sight";
  const bound = Number.isFinite(n.high80) ? `; with ${size(n.high80)} the chance is nine in ten` : "";
  const chance = `${Math.round(100 * pWithin8x)} %`;
  return `A score of ${value} ${likely}${bound}. The chance to reach it with ${size(8 * largest)} or fewer is ${chance}.`;
}
