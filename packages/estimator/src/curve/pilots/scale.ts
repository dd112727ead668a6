import { fail, ok, type Problem, type Result } from "../../problem.ts";
import type { FitOptions } from "../curve.ts";
import type { Metric } from "./metric.ts";
import type { Pilot } from "./pilot.ts";

/** How values become gaps to the best possible value, so that accuracy and error are one problem: value = best + sign · gap. */
export interface Scale {
  readonly sign: -1 | 1;
  /** The best possible value; where there is none, a reference that leaves as much to gain as the pilots spanned. */
  readonly best: number;
  /** Whether `best` is a real bound: only then is the gap's logarithm meaningful. */
  readonly bounded: boolean;
  readonly lower: number;
  readonly upper: number;
  /** Size of a point in the unit of the values: 0.01 of a fraction, 1 of anything else. */
  readonly point: number;
}

interface MetricScale {
  readonly direction: "higher" | "lower";
  readonly lower: number | null;
  /** `"share"`: 1 or 100, by the unit. */
  readonly upper: number | "share" | null;
}

const SHARE: MetricScale = { direction: "higher", lower: 0, upper: "share" };

const METRICS: Readonly<Record<Metric, MetricScale>> = {
  accuracy: SHARE,
  precision: SHARE,
  recall: SHARE,
  f1: SHARE,
  "win-rate": SHARE,
  bleu: SHARE,
  rouge: SHARE,
  error: { direction: "lower", lower: 0, upper: "share" },
  loss: { direction: "lower", lower: 0, upper: null },
  perplexity: { direction: "lower", lower: 1, upper: null },
  reward: { direction: "higher", lower: null, upper: null },
};

/** True for losses and errors: less of them is better. */
export function isLowerBetter(metric: Metric): boolean {
  return METRICS[metric].direction === "lower";
}

/**
 * What is wrong with scores of one metric; null where nothing is. Problems: `mixed_scores` (metric, least, greatest: shares up to 1
 * beside percents), `score_beyond_bound` (metric, score, lower, upper, where there is one).
 */
export function scoresProblem(metric: Metric, scores: readonly number[]): Problem | null {
  const { lower, upper: top } = METRICS[metric];
  const [least, greatest] = [Math.min(...scores), Math.max(...scores)];
  if (isMixed(top, least, greatest)) return { kind: "mixed_scores", metric, least, greatest };
  const upper = top === "share" ? (greatest > 1 ? 100 : 1) : top;
  const score = scores.find((one) => one < (lower ?? -Infinity) || one > (upper ?? Infinity));
  if (score === undefined || lower === null) return null;
  return { kind: "score_beyond_bound", metric, score, lower, ...(upper !== null && { upper }) };
}

function isMixed(upper: MetricScale["upper"], least: number, greatest: number): boolean {
  return upper === "share" && least > 0 && least <= 1 && greatest > 1;
}

/**
 * The scale of the values, by the options or by the metric. Problems: `mixed_units` (least, greatest: shares partly up to 1, partly
 * above), `bounds_crossed` (lower, upper), `value_beyond_bound` (value, n, lower, upper, metric if named), `constant_unbounded` (value), `at_best` (value).
 */
export function readScale(pilots: readonly Pilot[], options: FitOptions): Result<Scale> {
  const metric = METRICS[options.metric ?? (options.direction === "lower" ? "loss" : "accuracy")];
  const direction = options.direction ?? metric.direction;
  const least = pilots.reduce((low, { value }) => Math.min(low, value), Infinity);
  const greatest = pilots.reduce((high, { value }) => Math.max(high, value), -Infinity);
  const share = metric.upper === "share" && options.upper === undefined;
  if (share && options.unit === undefined && isMixed(metric.upper, least, greatest))
    return fail({ kind: "mixed_units", least, greatest });
  const percent = options.unit === "percent" || (share && options.unit === undefined && greatest > 1);
  const fraction =
    !percent && (options.unit === "fraction" || (options.unit === undefined && (share || options.upper === 1)));
  const top = metric.upper === "share" ? (percent ? 100 : 1) : metric.upper;
  const lower = (options.lower === undefined ? metric.lower : options.lower) ?? -Infinity;
  const upper = (options.upper === undefined ? top : options.upper) ?? Infinity;
  if (!(lower < upper)) return fail({ kind: "bounds_crossed", lower, upper });
  for (const { n, value } of pilots)
    if (value < lower || value > upper)
      return fail({ kind: "value_beyond_bound", value, n, lower, upper, metric: options.metric });

  const sign = direction === "higher" ? -1 : 1;
  const bound = direction === "higher" ? upper : lower;
  const bounded = Number.isFinite(bound);
  if (!bounded && least === greatest) return fail({ kind: "constant_unbounded", value: least });
  if (bounded && least === bound && greatest === bound) return fail({ kind: "at_best", value: bound });
  const assumed = direction === "higher" ? greatest + (greatest - least) : least - (greatest - least);
  return ok({ sign, best: bounded ? bound : assumed, bounded, lower, upper, point: fraction ? 0.01 : 1 });
}

/** Distance of a value to the best one, in its own unit. */
export function gapOf(scale: Scale, value: number): number {
  return scale.sign * (value - scale.best);
}

/** The value at a gap, held within the bounds. */
export function valueAt(scale: Scale, gap: number): number {
  return Math.min(Math.max(scale.best + scale.sign * gap, scale.lower), scale.upper);
}

/** Standard error of a share of `items` test items, √(p(1 − p)/m), at 0 and 1 half an item inside; null where values are no shares. */
export function shareError(scale: Scale, value: number, items: number): number | null {
  const width = scale.upper - scale.lower;
  if (!Number.isFinite(width)) return null;
  const p = Math.min(Math.max((value - scale.lower) / width, 0.5 / (items + 1)), 1 - 0.5 / (items + 1));
  return width * Math.sqrt((p * (1 - p)) / items);
}
