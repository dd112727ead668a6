import type { CurveNote } from "../notes.ts";
import { gapOf, type Scale } from "../pilots/scale.ts";
import type { Sizes } from "../pilots/sizes.ts";

/** What is odd about a target: no value can reach it, or the smallest pilot has; null where it lies ahead. */
export function targetNote(sizes: Sizes, target: number): CurveNote | null {
  const { scale } = sizes;
  const gap = gapOf(scale, target);
  const meant = inUnitOf(scale, target);
  const guess = meant === null ? {} : { meant };
  if (gap < 0 && (target < scale.lower || target > scale.upper))
    return { kind: "target_beyond_bound", target, lower: scale.lower, upper: scale.upper, ...guess };
  const n = sizes.runs[0]?.n ?? 0;
  const smallest = sizes.runs.filter((run) => run.n === n);
  const value = smallest.reduce((sum, run) => sum + run.value, 0) / smallest.length;
  return gapOf(scale, value) > gap ? null : { kind: "target_passed", target, n, value, ...guess };
}

/** A share as the values write it, where the target looks like one of the other unit: 85 for 0.85 among percentages. */
function inUnitOf({ lower, upper }: Scale, target: number): number | null {
  if (lower !== 0) return null;
  if (upper === 100 && target > 0 && target <= 1) return Number((target * 100).toPrecision(12));
  if (upper === 1 && target > 1 && target <= 100) return Number((target / 100).toPrecision(12));
  return null;
}
