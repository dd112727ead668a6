import { ok, type Result } from "../problem.ts";
import type { FitOptions, Interval80, Prediction } from "./curve.ts";
import { checkPilots, doublingRule, ruleValue, type DoublingRule } from "./doublingRule.ts";
import { endsOf, type Ends } from "./mixture/levels.ts";
import { meanWithin, quantiles, type Mixture } from "./mixture/mixture.ts";
import { gapMixture, posterior, type Posterior } from "./mixture/posterior.ts";
import { PRIOR } from "./mixture/prior.ts";
import type { Pilot } from "./pilots/pilot.ts";
import { valueAt } from "./pilots/scale.ts";
import { readSizes, type Sizes } from "./pilots/sizes.ts";

/** Farthest checked: eight times the largest pilot, but for rounding, since sizes with their epochs are no whole numbers. */
export const CHECKED_RATIO = 8;

export interface Fit {
  readonly sizes: Sizes;
  readonly posterior: Posterior;
  readonly endsAt: (x: number) => Ends;
  readonly rule: DoublingRule;
}

/** The fit itself, from which every answer is read. Problems: those of `fitCurve`. */
export function fitOf(pilots: readonly Pilot[], options: FitOptions): Result<Fit> {
  const checked = checkPilots(pilots);
  if (!checked.ok) return checked;
  const read = readSizes(pilots, options);
  if (!read.ok) return read;
  const sizes = read.value;
  const rule = doublingRule(sizes.runs);
  if (!rule.ok) return rule;
  return ok({ sizes, posterior: posterior(sizes), endsAt: endsOf(sizes), rule: rule.value });
}

/** Median and 80 % interval of a gap, read through a monotone function: as far out as those of a run at twice the largest pilot. */
export function interval({ endsAt }: Fit, mixture: Mixture, through: (gap: number) => number): Interval80 {
  const { low80, high80 } = endsAt(1);
  const [low = 0, median = 0, high = 0] = quantiles(mixture, [low80, 0.5, high80]).map(through);
  return { median, low80: Math.min(low, high), high80: Math.max(low, high) };
}

export function predictAt({ sizes, posterior: of, rule, endsAt }: Fit, n: number): Prediction {
  const ratio = n / sizes.nMax;
  const ends = endsAt(Math.log2(ratio));
  const shares = [ends.low95, ends.low80, 0.5, ends.high80, ends.high95];
  const values = quantiles(gapMixture(of, Math.log2(ratio), true), shares).map((gap, at) =>
    valueAt(sizes.scale, heldGap(sizes, gap * sizes.unit, at === 2 && ratio >= 1, at > 2)),
  );
  const [low95 = 0, low80 = 0, median = 0, high80 = 0, high95 = 0] =
    sizes.scale.sign === -1 ? values.toReversed() : values;
  const flag = ratio > CHECKED_RATIO * 1.00001 ? "beyond_8x" : null;
  return { n, rule: ruleValue(rule, n), median, low80, high80, low95, high95, ratio, flag };
}

/** A quantile of a gap, held to what can be: no middle ahead is worse than pilots that got no worse, no score certain to half a test item. */
function heldGap({ means, scale, items }: Sizes, gap: number, middle: boolean, worse: boolean): number {
  const width = scale.upper - scale.lower;
  if (worse && Number.isFinite(width)) return Math.max(gap, (0.5 * width) / (items ?? PRIOR.items));
  const first = means[0]?.gap ?? Infinity;
  return middle && means.every((mean) => mean.gap <= first) ? Math.min(gap, first) : gap;
}

/** Mean of the gap x doublings beyond the largest pilot, in the unit of the values, held within the bounds. */
export function meanGap({ sizes, posterior: of }: Fit, x: number): number {
  const { scale, unit } = sizes;
  const worst = (scale.upper - scale.lower) / unit;
  // Without an upper bound a mean over logarithms may be carried by an absurd tail: ten times the mean gap is the limit.
  return unit * meanWithin(gapMixture(of, x, false), scale.bounded ? 0 : -10, Number.isFinite(worst) ? worst : 10);
}
