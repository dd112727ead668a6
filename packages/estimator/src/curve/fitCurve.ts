import { ok, type Result } from "../problem.ts";
import type { Curve, FitOptions, Prediction } from "./curve.ts";
import { checkPilots, doublingRule, ruleValue } from "./doublingRule.ts";
import { examplesFor } from "./worth/examplesFor.ts";
import { CHECKED_RATIO, interval, type Fit } from "./fit.ts";
import { endsOf } from "./mixture/levels.ts";
import { quantiles } from "./mixture/mixture.ts";
import { curveNotes } from "./cautions.ts";
import type { Pilot } from "./pilots/pilot.ts";
import { valueAt } from "./pilots/scale.ts";
import { published } from "./published.ts";
import { PRIOR } from "./mixture/prior.ts";
import { readSizes, type Sizes } from "./pilots/sizes.ts";
import { bestSpend, nextDoubling } from "./worth/spend.ts";
import { changeMixture, gapMixture, posterior, shrinkingShare } from "./mixture/posterior.ts";

/**
 * Fits the quality curve: a Bayesian mixture around the doubling rule (`posterior.ts` has the model), with a prior
 * learned from public learning curves. Deterministic: no sampling, no start values.
 *
 * Two sizes say level and slope only and the answer leans on the prior, three say nothing sure about bending: no asymptote is
 * ever fitted freely. The prior asks how much of the scale is left to gain, and holds late starts, so pilots on a plateau
 * leave room for a jump. Intervals hold for one run at the size asked for, on a test set like that of the largest pilots;
 * they were checked up to 8 times the largest pilot, on curves of sources that were left out of the learning.
 *
 * Problems: `no_pilots`, `too_few_pilots`, `one_size`, `not_a_number`, `pilot_out_of_range` (`doublingRule`), `mixed_units`,
 * `bounds_crossed`, `value_beyond_bound`, `constant_unbounded`, `at_best` (`scale.ts`), `test_size_not_whole`.
 */
export function fitCurve(pilots: readonly Pilot[], options: FitOptions = {}): Result<Curve> {
  const fitted = fitOf(pilots, options);
  if (!fitted.ok) return fitted;
  const fit = fitted.value;
  const { sizes } = fit;
  const { sign, point, upper, lower } = sizes.scale;
  const figures = {
    rule: fit.rule,
    level: interval(fit, gapMixture(fit.posterior, 0, false), (gap) => valueAt(sizes.scale, gap * sizes.unit)),
    gainPerDoubling: interval(fit, changeMixture(fit.posterior, 1), (gap) => sign * gap * sizes.unit),
    pShrinking: shrinkingShare(fit.posterior),
    notes: curveNotes(fit, predictAt(fit, sizes.nMax * 4), options),
  };
  return ok({
    scale: { better: sign < 0 ? "higher" : "lower", point, share: Number.isFinite(upper - lower) },
    ...published(figures),
    predict: (n) => {
      if (!(n > 0 && Number.isFinite(n))) throw new RangeError(`Got n = ${n}, expected a positive number.`);
      return published(predictAt(fit, n));
    },
    examplesFor: (target) => {
      if (!Number.isFinite(target)) throw new RangeError(`Got target = ${target}, expected a number.`);
      return published(examplesFor(fit, target));
    },
    nextDoubling: (cost, valuePerPoint) => published(nextDoubling(fit, cost, valuePerPoint)),
    bestSpend: (costOf, valuePerPoint) => published(bestSpend(fit, costOf, valuePerPoint)),
  });
}

/** The fit itself, from which every answer is read. Problems: those of `fitCurve`. */
export function fitOf(pilots: readonly Pilot[], options: FitOptions): Result<Fit> {
  const checked = checkPilots(pilots);
  if (!checked.ok) return checked;
  const read = readSizes(pilots, options);
  if (!read.ok) return read;
  const rule = doublingRule(read.value.runs);
  if (!rule.ok) return rule;
  const sizes = read.value;
  return ok({ sizes, posterior: posterior(sizes), endsAt: endsOf(sizes), rule: rule.value });
}

/** Forecast of a run at `n`. */
export function predictAt({ sizes, posterior: of, rule, endsAt }: Fit, n: number): Prediction {
  const ratio = n / sizes.nMax;
  const mixture = gapMixture(of, Math.log2(ratio), true);
  const ends = endsAt(Math.log2(ratio));
  const shares = [ends.low95, ends.low80, 0.5, ends.high80, ends.high95];
  const values = quantiles(mixture, shares).map((gap, at) =>
    valueAt(sizes.scale, heldGap(sizes, gap * sizes.unit, { middle: at === 2, worse: at > 2, ahead: ratio >= 1 })),
  );
  const [low95 = 0, low80 = 0, median = 0, high80 = 0, high95 = 0] =
    sizes.scale.sign < 0 ? values.toReversed() : values;
  const flag = ratio > CHECKED_RATIO ? "beyond_8x" : null;
  return { n, rule: ruleValue(rule, n), median, low80, high80, low95, high95, ratio, flag };
}

/**
 * A quantile of a gap, held to what can be: pilots that got no worse are no reason for a middle below them, however the steps of a count
 * would have it, and no score is certain to half a test item.
 */
function heldGap(
  { means, scale, items }: Sizes,
  gap: number,
  { middle, worse, ahead }: { readonly middle: boolean; readonly worse: boolean; readonly ahead: boolean },
): number {
  const width = scale.upper - scale.lower;
  if (worse && Number.isFinite(width)) return Math.max(gap, (0.5 * width) / (items ?? PRIOR.items));
  const first = means[0]?.gap ?? Infinity;
  return middle && ahead && means.every((mean) => mean.gap <= first) ? Math.min(gap, first) : gap;
}
