import type { Interval80 } from "./curve.ts";
import type { DoublingRule } from "./doublingRule.ts";
import { quantile, type Mixture } from "./mixture.ts";
import type { Posterior } from "./posterior.ts";
import type { Sizes } from "./sizes.ts";

/** Farthest checked: eight times the largest pilot. */
export const CHECKED_RATIO = 8;

/** A fit, for the modules that read answers from it. */
export interface Fit {
  readonly sizes: Sizes;
  readonly posterior: Posterior;
  /** The plain line through the same runs. */
  readonly rule: DoublingRule;
}

/** Median and 80 % interval of a gap, read through a monotone function. */
export function interval(mixture: Mixture, through: (gap: number) => number): Interval80 {
  const ends = [0.1, 0.9].map((p) => through(quantile(mixture, p)));
  return { median: through(quantile(mixture, 0.5)), low80: Math.min(...ends), high80: Math.max(...ends) };
}
