import { ok, type Result } from "../problem.ts";
import { curveNotes } from "./cautions.ts";
import type { Curve, FitOptions } from "./curve.ts";
import { fitOf, interval, predictAt } from "./fit.ts";
import { changeMixture, gapMixture, shrinkingShare } from "./mixture/posterior.ts";
import type { Pilot } from "./pilots/pilot.ts";
import { valueAt } from "./pilots/scale.ts";
import { published } from "./published.ts";
import { examplesFor } from "./worth/examplesFor.ts";
import { bestSpend, nextDoubling } from "./worth/spend.ts";

/**
 * Fits the quality curve: a Bayesian mixture around the doubling rule (`posterior.ts` has the model), with a prior
 * learned from public learning curves. Deterministic: no sampling, no start values.
 *
 * Two sizes say level and slope only, three say nothing sure about bending: the rest is the prior, which holds late starts too.
 * Intervals hold for one run at the size asked for, on a test set like that of the largest pilots;
 * they were checked up to 8 times the largest pilot, on curves of sources that were left out of the learning.
 *
 * Problems: `no_pilots`, `too_few_pilots`, `one_size`, `not_a_number`, `pilot_out_of_range` (`doublingRule`), `mixed_units`,
 * `bounds_crossed`, `value_beyond_bound`, `constant_unbounded`, `at_best` (`scale.ts`), `test_size_not_whole`.
 */
export function fitCurve(pilots: readonly Pilot[], options: FitOptions = {}): Result<Curve> {
  const fitted = fitOf(pilots, options);
  if (!fitted.ok) return fitted;
  const fit = fitted.value;
  const { scale, unit, nMax } = fit.sizes;
  const { sign, point, upper, lower } = scale;
  const figures = {
    rule: fit.rule,
    level: interval(fit, gapMixture(fit.posterior, 0, false), (gap) => valueAt(scale, gap * unit)),
    gainPerDoubling: interval(fit, changeMixture(fit.posterior, 1), (gap) => sign * gap * unit),
    pShrinking: shrinkingShare(fit.posterior),
    notes: curveNotes(fit, predictAt(fit, nMax * 4), options),
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
