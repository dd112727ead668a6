import type { CostOf } from "./worth/costs.ts";
import type { DoublingRule } from "./doublingRule.ts";
import type { Metric } from "./pilots/metric.ts";
import type { CurveNote } from "./notes.ts";
import type { Pilot } from "./pilots/pilot.ts";

/** How to read the values of the pilots. Everything has a default; see `scale.ts`. */
export interface FitOptions {
  readonly model?: string;
  /** Gives direction and bounds where they are not given. Default: a bounded score for `higher`, a loss for `lower`. */
  readonly metric?: Metric;
  /** Which way is better. Default: that of `metric`, else `higher`. */
  readonly direction?: "higher" | "lower";
  /** Least value possible, in the unit of the values; null for none. */
  readonly lower?: number | null;
  /** Greatest value possible, in the unit of the values; null for none. */
  readonly upper?: number | null;
  /** The value of guessing. Pilots at it have not begun to learn, and a note says so. */
  readonly chance?: number;
  /** Unit of the values; default: `percent` when a bounded score has a value above 1. A point is 0.01 of a fraction and 1 of anything else. */
  readonly unit?: "fraction" | "percent" | "other";
  /** Items in the test set: gives √(p(1−p)/m) to pilots of a share without a standard error. Absent: what the digits of the values suggest. */
  readonly testSize?: number;
  /** False when the smaller training sets are not parts of the larger ones; the intervals then say less, and a note says so. */
  readonly nested?: boolean;
}

/** Median and central 80 % interval, in the unit of the metric; `low80` < `high80` whichever way is better. */
export type Interval80 = Readonly<Record<"median" | "low80" | "high80", number>>;

/** A forecast of one measurement at size `n`: as a run there would be scored, its noise included. */
export interface Prediction extends Interval80 {
  readonly n: number;
  /** The plain doubling line at `n`, never clipped. */
  readonly rule: number;
  readonly low95: number;
  readonly high95: number;
  /** n over the largest pilot: the distance beyond the pilots. */
  readonly ratio: number;
  /** `beyond_8x`: further than the method was ever checked. */
  readonly flag: "beyond_8x" | null;
}

/** How many examples a target takes. `Infinity`: not within 1,024 times the largest pilot. */
export interface TargetAnswer {
  readonly value: number;
  /** Sizes at which the median and the ends of the 80 % interval reach the target: with probability ½, and about 1/10 (`low80`) and 9/10 (`high80`). */
  readonly n: Interval80;
  /** Probability that a run within 8 times the largest pilot reaches it. */
  readonly pWithin8x: number;
  readonly rule: number;
  readonly note: CurveNote | null;
}

/** What doubling the largest pilot buys. */
export interface DoublingAnswer {
  /** Expected improvement in points (positive is better): posterior mean of the curve itself, without the noise of a run. */
  readonly gain: number;
  readonly points: Interval80;
  readonly ruleGain: number;
  readonly cost: string;
  /** cost / gain, dollars to six places: the value per point at which the doubling breaks even; null when no gain is expected. */
  readonly dollarsPerPoint: string | null;
  /** Probability that value per point × improvement is more than the cost; null without a value per point. */
  readonly pPays: number | null;
}

/** Which size pays best when a point is worth so much. Dollars are decimal text to six places. */
export interface BestSpend {
  /** Total size of the training set with the greatest expected net value, by the posterior mean; the largest pilot where no more pays. */
  readonly n: number;
  /** What it still takes, dollars: nothing that is owned is paid again. */
  readonly spend: string;
  readonly net: string;
  /** True when the search ended at 8 times the largest pilot: more may pay, but nothing checked says so. */
  readonly atLimit: boolean;
  /** The same by the plain doubling line, for the same costs; its search ends at 1,024 times the largest pilot. */
  readonly rule: Pick<BestSpend, "n" | "spend" | "atLimit">;
}

export interface CurveScale {
  readonly better: "higher" | "lower";
  readonly point: number;
  /** True where both ends of the scale are known: then gains are counted in points. */
  readonly share: boolean;
}

/** The curve that the pilots and the prior give. Made by `fitCurve`; immutable. */
export interface Curve {
  /** Which way is better, and the size of a point in the unit of the values: 0.01 of a fraction, 1 of anything else. */
  readonly scale: CurveScale;
  readonly rule: DoublingRule;
  /** The value at the largest pilot, without the noise of a run. */
  readonly level: Interval80;
  /** Change of the value by the next doubling, without the noise of a run; negative where the value falls. */
  readonly gainPerDoubling: Interval80;
  /** Probability that the doubling after the next one gains less than 90 % of the next one. */
  readonly pShrinking: number;
  readonly notes: readonly CurveNote[];
  /** Forecast at `n`. @throws RangeError when `n` is not a positive finite number. */
  predict(n: number): Prediction;
  /** Examples needed for a value. @throws RangeError when `target` is not finite. */
  examplesFor(target: number): TargetAnswer;
  /** What the next doubling buys for `cost` dollars in all. @throws RangeError unless both are plain decimal text, 0 or more and above 0. */
  nextDoubling(cost: string, valuePerPoint?: string): DoublingAnswer;
  /** The size that pays best; a text is the price of one more example, all in. @throws RangeError unless both are plain decimal text above 0, dollars. */
  bestSpend(costOf: CostOf | string, valuePerPoint: string): BestSpend;
}

/** Interval of sizes in a report: null where a size is infinite, because JSON has no infinity. */
export type ReportedSizes = { readonly [K in keyof Interval80]: number | null };

/** The answer as the command prints it and the page shows it: plain JSON. */
export interface CurveReport extends Pick<Curve, "scale" | "notes"> {
  readonly model: string | null;
  readonly pilots: readonly Pilot[];
  readonly fit: Pick<Curve, "gainPerDoubling" | "pShrinking"> & {
    readonly rule: Pick<DoublingRule, "n" | "gainPerDoubling">;
    /** Mean gain of the next doubling, points, by which money is weighed: no median where gains are skewed. */
    readonly meanGain: number;
  };
  readonly predictions: readonly Prediction[];
  readonly target:
    | (Pick<TargetAnswer, "value" | "pWithin8x"> & { readonly n: ReportedSizes; readonly rule: number | null })
    | null;
  /** What the next doubling is worth; null when no value per point was given. */
  readonly next: DoublingWorth | null;
}

/** The next doubling beside what a point is worth. Dollars are decimal text to six places; null where nothing was said of costs. */
interface DoublingWorth extends Pick<DoublingAnswer, "gain" | "points" | "dollarsPerPoint" | "pPays"> {
  readonly valuePerPoint: string;
  /** Most that the doubling may cost: value per point × expected gain. */
  readonly worth: string;
  /** The most that is worth spending on examples in all by the plain line, V·g/ln 2; 0 when it runs the wrong way. */
  readonly ruleSpend: string;
  readonly cost: string | null;
  readonly best: BestSpend | null;
}
