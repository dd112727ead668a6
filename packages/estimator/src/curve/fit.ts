import type { Interval80 } from "./curve.ts";
import type { DoublingRule } from "./doublingRule.ts";
import type { Ends } from "./mixture/levels.ts";
import { quantiles, type Mixture } from "./mixture/mixture.ts";
import type { Sizes } from "./pilots/sizes.ts";
import type { Posterior } from "./mixture/posterior.ts";

/** Farthest checked: eight times the largest pilot. */
export const CHECKED_RATIO = 8;

/** A fit, for the modules that read answers from it. */
export interface Fit {
  readonly sizes: Sizes;
  readonly posterior: Posterior;
  /** Where the ends of the intervals of a run are read, x doublings beyond the largest pilot. */
  readonly endsAt: (x: number) => Ends;
  /** The plain line through the same runs. */
  readonly rule: DoublingRule;
}

/** Median and 80 % interval of a gap, read through a monotone function: as far out as those of a run at twice the largest pilot. */
export function interval({ endsAt }: Fit, mixture: Mixture, through: (gap: number) => number): Interval80 {
  const { low80, high80 } = endsAt(1);
  const [low = 0, median = 0, high = 0] = quantiles(mixture, [low80, 0.5, high80]).map(through);
  return { median, low80: Math.min(low, high), high80: Math.max(low, high) };
}
