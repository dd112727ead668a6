import type { TargetAnswer } from "../curve.ts";
import { ruleExamples } from "../doublingRule.ts";
import { CHECKED_RATIO, type Fit } from "../fit.ts";
import { shareBelow } from "../mixture/mixture.ts";
import { gapMixture } from "../mixture/posterior.ts";
import type { CurveNote } from "../notes.ts";
import { gapOf, type Scale } from "../pilots/scale.ts";
import type { Sizes } from "../pilots/sizes.ts";

/** Doublings beyond the largest pilot after which a size counts as infinite: 1,024 times. */
const FARTHEST = 10;

/** Doublings between two looks; a crossing found is narrowed down from there. */
const STEP = 0.5;

/** More examples than there are words in the world: where a flat line passes a target is no size. */
const MOST_EXAMPLES = 1e15;

/**
 * The sizes at which the lower end of the 80 % interval, the median and the upper end reach the target, from the smallest
 * pilot on: the inverse of the forecast.
 */
export function examplesFor(fit: Fit, target: number): TargetAnswer {
  const { sizes, posterior, endsAt } = fit;
  const { scale } = sizes;
  const gap = gapOf(scale, target) / sizes.unit;
  const reaching = (x: number): number => {
    if (target < scale.lower || target > scale.upper) return Number(gap >= 0);
    // A bound is never reached for certain: mass of a linear link beyond it is mass at it.
    return scale.bounded && gap <= 0 ? 0 : shareBelow(gapMixture(posterior, x, true), gap);
  };
  const looks: Look[] = [];
  for (let at = sizes.x[0] ?? 0; at < FARTHEST + STEP; at += STEP) {
    const x = Math.min(at, FARTHEST);
    looks.push({ x, share: reaching(x) });
  }
  const sizeBy = (wanted: (x: number) => number): number => {
    const x = crossing(looks, wanted, reaching);
    return x === -Infinity ? sizes.nMin : sizes.nMax * 2 ** x;
  };
  const within = Math.log2(CHECKED_RATIO);
  return {
    value: target,
    n: {
      low80: sizeBy((x) => endsAt(x).low80),
      median: sizeBy(() => 0.5),
      high80: sizeBy((x) => endsAt(x).high80),
    },
    pWithin8x: Math.max(reaching(within), ...looks.filter(({ x }) => x >= 0 && x <= within).map(({ share }) => share)),
    rule: ruleSize(fit, target),
    note: targetNote(sizes, target),
  };
}

/** The probability that a run x doublings beyond the largest pilot reaches the target. */
interface Look {
  readonly x: number;
  readonly share: number;
}

/**
 * Where the plain line passes the target, as a size that a training set can have: a line that gets better and would have
 * passed it below one example has done so at the first; one that gets worse is beyond it at every size.
 */
function ruleSize({ rule, sizes }: Fit, target: number): number {
  const size = ruleExamples(rule, target);
  if (size > MOST_EXAMPLES) return Infinity;
  if (size >= 1) return size;
  return sizes.scale.sign * rule.gainPerDoubling < 0 ? 1 : Infinity;
}

/** Where the share first is as wanted, in doublings; −Infinity at the first look already, Infinity at none. */
function crossing(looks: readonly Look[], wanted: (x: number) => number, reaching: (x: number) => number): number {
  const at = looks.findIndex(({ x, share }) => share >= wanted(x));
  const [before, found] = [looks[at - 1], looks[at]];
  if (found === undefined) return Infinity;
  if (before === undefined) return -Infinity;
  // Regula falsi, the bound that stays put counting half (Illinois): a handful of looks instead of thirty.
  let [low, high] = [before.x, found.x];
  let [under, over] = [before.share - wanted(before.x), found.share - wanted(found.x)];
  for (let round = 0; round < 40 && high - low > 1e-7; round += 1) {
    const x = Math.min(Math.max(high - (over * (high - low)) / (over - under), low + 1e-8), high);
    const share = reaching(x) - wanted(x);
    if (Math.abs(share) < 1e-9) return x;
    if (share > 0) [high, over, under] = [x, share, under / 2];
    else [low, under, over] = [x, share, over / 2];
  }
  return high;
}

/** What is odd about a target: no value can reach it, or the smallest pilot has; null where it lies ahead. */
function targetNote({ scale, means, runs }: Sizes, target: number): CurveNote | null {
  const gap = gapOf(scale, target);
  const meant = inUnitOf(scale, target);
  const guess = meant === null ? {} : { meant };
  if (gap < 0 && (target < scale.lower || target > scale.upper))
    return { kind: "target_beyond_bound", target, lower: scale.lower, upper: scale.upper, ...guess };
  const first = means[0];
  if (first === undefined || first.gap > gap) return null;
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
