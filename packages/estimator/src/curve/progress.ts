import type { Sizes } from "./pilots/sizes.ts";

/** A gain of this share of the scale and of the gap or less, or of two standard errors, is no clear progress. */
export const NO_PROGRESS = { scale: 0.02, gap: 0.05 };

/** Whether the largest pilots are not clearly better than the smallest. */
export function standsStill({ scale, runs, means, nMin, nMax }: Sizes): boolean {
  const first = means[0]?.gap ?? 0;
  const gain = first - (means.at(-1)?.gap ?? 0);
  const errorAt = (n: number): number => Math.max(...runs.filter((run) => run.n === n).map(({ se }) => se ?? 0));
  const error = Math.hypot(errorAt(nMin), errorAt(nMax));
  const width = scale.upper - scale.lower;
  return gain <= Math.max(Math.min(NO_PROGRESS.scale * width, NO_PROGRESS.gap * first), 2 * error);
}
