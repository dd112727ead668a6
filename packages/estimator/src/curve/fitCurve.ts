import { ok, type Result } from "../problem.ts";
import type { Curve, FitOptions, TargetAnswer } from "./curve.ts";
import { fitOf, interval, predictAt, CHECKED_RATIO, type Fit } from "./fit.ts";
import { changeMixture, gapMixture, shrinkingShare } from "./mixture/posterior.ts";
import type { Pilot } from "./pilots/pilot.ts";
import { valueAt, gapOf, type Scale } from "./pilots/scale.ts";
import { published } from "./published.ts";
import { bestSpend, nextDoubling } from "./worth/spend.ts";
import { ruleValue, ruleExamples } from "./doublingRule.ts";
import type { CurveNote } from "./notes.ts";
import { shareBelow } from "./mixture/mixture.ts";
import { fallsClearly, NO_PROGRESS, standsStill, type Sizes } from "./pilots/sizes.ts";

/** Doublings beyond the largest pilot after which a size counts as infinite: 1,024 times. */
const FARTHEST = 10;

/** Doublings up to which the method was checked. */
const CHECKED = Math.log2(CHECKED_RATIO);

/** More examples than there are words in the world: where a flat line passes a target is no size. */
const MOST_EXAMPLES = 1e15;

/** The sizes at which the ends of the 80 % interval and the median reach the target, from the smallest pilot on: the forecast inverted. */
function examplesFor(fit: Fit, target: number): TargetAnswer {
  const { sizes, posterior, endsAt } = fit;
  const { scale } = sizes;
  const gap = gapOf(scale, target) / sizes.unit;
  const reaching = (x: number): number => {
    // A bound is never reached for certain: mass of a linear link beyond it is mass at it.
    if (scale.bounded && gap <= 0) return 0;
    return target < scale.lower || target > scale.upper ? 1 : shareBelow(gapMixture(posterior, x, true), gap);
  };
  const from = sizes.x[0]!;
  const looks = Array.from({ length: Math.ceil(2 * (FARTHEST - from)) + 1 }, (_, i) =>
    Math.min(from + i / 2, FARTHEST),
  );
  const checked = looks.filter((x) => x >= 0 && x <= CHECKED);
  const sizeBy = (wanted: (x: number) => number): number => {
    const x = crossing(looks, (at) => reaching(at) >= wanted(at));
    return x === from ? sizes.nMin : sizes.nMax * 2 ** x;
  };
  return {
    value: target,
    n: { low80: sizeBy((x) => endsAt(x).low80), median: sizeBy(() => 0.5), high80: sizeBy((x) => endsAt(x).high80) },
    pWithin8x: Math.max(...[...checked, CHECKED].map(reaching)),
    rule: ruleSize(fit, target),
    note: targetNote(sizes, target),
  };
}

/** Where the plain line passes the target, as a size that a set can have: 1 where it improves and is past it, Infinity where it gets worse. */
function ruleSize({ rule, sizes }: Fit, target: number): number {
  const size = ruleExamples(rule, target);
  if (size > MOST_EXAMPLES) return Infinity;
  if (size >= 1) return size;
  return sizes.scale.sign * rule.gainPerDoubling < 0 ? 1 : Infinity;
}

/** Where something first is so, to a billionth of a doubling; Infinity where it is so at no look. */
function crossing(looks: readonly number[], isSo: (x: number) => boolean): number {
  const at = looks.findIndex(isSo);
  let [low, high] = [looks[at - 1] ?? Infinity, looks[at] ?? Infinity];
  while (high - low > 1e-9) {
    const x = (low + high) / 2;
    if (isSo(x)) high = x;
    else low = x;
  }
  return high;
}

/** What is odd about a target: no value can reach it, or the smallest pilot has; null where it lies ahead. */
function targetNote({ scale, means, runs }: Sizes, target: number): CurveNote | null {
  const gap = gapOf(scale, target);
  const meant = inUnitOf(scale, target);
  const guess = meant === null ? {} : { meant };
  if (gap < 0 && scale.bounded)
    return { kind: "target_beyond_bound", target, lower: scale.lower, upper: scale.upper, ...guess };
  const first = means[0]!;
  if (first.gap > gap) return null;
  const smallest = runs.filter(({ n }) => n === first.n);
  const value = smallest.reduce((sum, run) => sum + run.value / smallest.length, 0);
  return { kind: "target_passed", target, n: first.n, value, ...guess };
}

/** A share as the values write it, where the target looks like one of the other unit: 85 for 0.85 among percentages. */
function inUnitOf({ lower, upper }: Scale, target: number): number | null {
  if (lower !== 0) return null;
  if (upper === 100 && target > 0 && target <= 1) return Number((target * 100).toPrecision(12));
  if (upper === 1 && target > 1 && target <= 100) return Number((target / 100).toPrecision(12));
  return null;
}

/** A step of this share of the scale, and so many times the gain before it, looks like the start of learning. */
const JUMP = { scale: 0.1, times: 3 };

/** Span of sizes under which a slope is hardly measured: two doublings. */
const SHORT_RANGE = 4;

function pilotNotes({ rule, sizes }: Fit, { metric, direction, nested }: FitOptions): CurveNote[] {
  const notes: CurveNote[] = [];
  const { scale, items, nMax, nMin, means } = sizes;
  // A way that nobody stated and that the line runs against is a question, not a finding.
  if (metric === undefined && direction === undefined && scale.sign * rule.gainPerDoubling > 0)
    notes.push({ kind: "direction_assumed" });
  const count = means.length;
  if (count === 2) notes.push({ kind: "prior_dominated", sizes: count });
  if (count === 3) notes.push({ kind: "shape_from_prior", sizes: count });
  const range = nMax / nMin;
  // A hair below four is four: sizes are whole numbers, 63 of 250 is a quarter.
  if (range < SHORT_RANGE * 0.98) notes.push({ kind: "short_range", range, needed: SHORT_RANGE });
  if (sizes.converted) notes.push({ kind: "different_epochs" });
  if (nested === false) notes.push({ kind: "not_nested" });
  if (items !== null && !sizes.itemsStated)
    notes.push({ kind: "test_size_guessed", items: Number(items.toPrecision(2)) });
  if (sizes.pooled) notes.push({ kind: "pooled_sizes", sizes: count });
  return notes;
}

function valueNotes({ sizes }: Fit, { chance, testSize }: FitOptions): CurveNote[] {
  const notes: CurveNote[] = [];
  const { scale, runs, means } = sizes;
  const last = runs.at(-1)!;
  const [first, before, largest] = [means[0]!, means.at(-2)!, means.at(-1)!];
  const steps = means.slice(1).map(({ n, gap }, i) => ({ from: means[i]!.n, to: n, gain: means[i]!.gap - gap }));
  const worse = steps.find(({ gain }) => gain < 0);
  if (steps.every(({ gain }) => gain === 0)) notes.push({ kind: "constant", value: last.value });
  else if (steps.every(({ gain }) => gain < 0) && (steps.length > 1 || fallsClearly(sizes)))
    notes.push({ kind: "worsening", from: first.n, to: largest.n });
  else if (worse !== undefined) notes.push({ kind: "non_monotone", from: worse.from, to: worse.to });
  // A last step that brought most of all that was gained, and a tenth of the scale, looks like the start of learning.
  const [step, width] = [before.gap - largest.gap, scale.upper - scale.lower];
  const gained = Math.max(first.gap - before.gap, 0);
  if (means.length > 2 && step > JUMP.scale * width && step > JUMP.times * gained)
    notes.push({ kind: "late_start", from: before.n, to: largest.n });
  // Near the best value possible nothing can jump.
  const isNearBest = Number.isFinite(width) && largest.gap <= NO_PROGRESS.gap * width;
  if (standsStill(sizes) && !isNearBest) notes.push({ kind: "no_progress", from: first.n, to: largest.n });
  if (scale.bounded && runs.some(({ value }) => value === scale.best))
    notes.push({ kind: "at_bound", bound: scale.best });
  if (!scale.bounded) notes.push({ kind: "no_bound" });
  if (testSize !== undefined && !Number.isFinite(width)) notes.push({ kind: "test_size_unused" });
  if (chance !== undefined) {
    const above = gapOf(scale, chance) - gapOf(scale, last.value);
    if (above < -Math.max(3 * (last.se ?? 0), NO_PROGRESS.gap * Math.abs(gapOf(scale, chance))))
      notes.push({ kind: "below_chance", chance, value: last.value });
    else if (above <= Math.max(2 * (last.se ?? 0), 0.02 * Math.abs(gapOf(scale, chance))))
      notes.push({ kind: "at_chance", chance, value: last.value });
  }
  return notes;
}

function ruleNotes(fit: Fit): CurveNote[] {
  const { scale, nMax } = fit.sizes;
  const farthest = nMax * CHECKED_RATIO;
  const far = ruleValue(fit.rule, farthest);
  const notes: CurveNote[] = [];
  const bound = Math.min(Math.max(far, scale.lower), scale.upper);
  if (bound !== far) notes.push({ kind: "rule_beyond_bound", n: farthest, rule: far, bound });
  const { n, rule, median, low80, high80 } = predictAt(fit, nMax * 4);
  if (rule < low80 || rule > high80) {
    const lineIsBetter = scale.sign * (rule - median) < 0;
    const why = !lineIsBetter ? "late_gains" : shrinkingShare(fit.posterior) >= 0.5 ? "gains_shrink" : "others_shrink";
    notes.push({ kind: "rule_disagrees", n, rule, median, low80, high80, why });
  }
  return notes;
}

/**
 * Fits the quality curve: a Bayesian mixture around the doubling rule (`posterior.ts` has the model), with a prior learned from public
 * learning curves. Intervals hold for one run at the size asked for, on a test set like that of the largest pilots; they were checked up
 * to 8 times the largest pilot, on curves of sources that were left out of the learning.
 *
 * Problems: those of `doublingRule`, `mixed_units`, `bounds_crossed`, `value_beyond_bound`, `constant_unbounded`, `at_best` (`scale.ts`), `test_size_not_whole`.
 */
export function fitCurve(pilots: readonly Pilot[], options: FitOptions = {}): Result<Curve> {
  const fitted = fitOf(pilots, options);
  if (!fitted.ok) return fitted;
  const fit = fitted.value;
  const { scale, unit } = fit.sizes;
  const { sign, point, upper, lower } = scale;
  const figures = {
    rule: fit.rule,
    level: interval(fit, gapMixture(fit.posterior, 0, false), (gap) => valueAt(scale, gap * unit)),
    gainPerDoubling: interval(fit, changeMixture(fit.posterior, 1), (gap) => sign * gap * unit),
    pShrinking: shrinkingShare(fit.posterior),
    notes: [...pilotNotes(fit, options), ...valueNotes(fit, options), ...ruleNotes(fit)],
  };
  return ok({
    scale: { better: sign === -1 ? "higher" : "lower", point, share: Number.isFinite(upper - lower) },
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
