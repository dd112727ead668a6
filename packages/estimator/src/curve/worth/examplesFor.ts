import type { TargetAnswer } from "../curve.ts";
import { ruleExamples } from "../doublingRule.ts";
import { CHECKED_RATIO, type Fit } from "../fit.ts";
import { shareBelow } from "../mixture/mixture.ts";
import { gapOf } from "../pilots/scale.ts";
import type { Sizes } from "../pilots/sizes.ts";
import { targetNote } from "./targetNote.ts";
import { gapMixture } from "../mixture/posterior.ts";

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
  const beyond = target < scale.lower || target > scale.upper;
  const gap = gapOf(scale, target) / sizes.unit;
  const reaching = (x: number): number =>
    beyond && gap < 0
      ? 0
      : beyond
        ? 1
        : reachedShare(shareBelow(gapMixture(posterior, x, true), gap), gap, scale.bounded);
  const first = sizes.x[0] ?? 0;
  const looks: { x: number; share: number }[] = [];
  for (let x = first; x < FARTHEST + STEP; x += STEP)
    looks.push({ x: Math.min(x, FARTHEST), share: reaching(Math.min(x, FARTHEST)) });
  const within = Math.log2(CHECKED_RATIO);
  return {
    value: target,
    n: {
      low80: crossing(looks, (x) => endsAt(x).low80, reaching, sizes),
      median: crossing(looks, () => 0.5, reaching, sizes),
      high80: crossing(looks, (x) => endsAt(x).high80, reaching, sizes),
    },
    pWithin8x: looks.reduce(
      (most, { x, share }) => (x >= 0 && x <= within ? Math.max(most, share) : most),
      reaching(within),
    ),
    rule: ruleSize(fit, target),
    note: targetNote(sizes, target),
  };
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

/** A bound is never reached for certain: mass of a linear link beyond it is mass at it. */
function reachedShare(share: number, gap: number, bounded: boolean): number {
  return bounded && gap <= 0 ? 0 : share;
}

function crossing(
  looks: readonly { x: number; share: number }[],
  wanted: (x: number) => number,
  reaching: (x: number) => number,
  { nMin, nMax }: Sizes,
): number {
  const at = looks.findIndex(({ x, share }) => share >= wanted(x));
  const found = looks[at];
  if (found === undefined) return Infinity;
  const before = looks[at - 1];
  if (before === undefined) return nMin;
  // Regula falsi, the bound that stays put counting half (Illinois): a handful of looks instead of thirty.
  let [low, high] = [before.x, found.x];
  let [under, over] = [before.share - wanted(before.x), found.share - wanted(found.x)];
  for (let round = 0; round < 40 && high - low > 1e-7; round += 1) {
    const x = Math.min(Math.max(high - (over * (high - low)) / (over - under), low + 1e-8), high);
    const share = reaching(x) - wanted(x);
    if (Math.abs(share) < 1e-9) return nMax * 2 ** x;
    if (share > 0) [high, over, under] = [x, share, under / 2];
    else [low, under, over] = [x, share, over / 2];
  }
  return nMax * 2 ** high;
}
