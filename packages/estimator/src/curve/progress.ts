import type { Sizes } from "./pilots/sizes.ts";

/** A gain of this share of the scale and of the gap or less, or of two standard errors, is no clear progress. */
export const NO_PROGRESS = { scale: 0.02, gap: 0.05 };

/** Whether the largest pilots are not clearly better than the smallest. */
export function standsStill(sizes: Sizes): boolean {
  const { scale, unit, runs, nMin, nMax } = sizes;
  const means = sizeMeans(sizes);
  const width = scale.upper - scale.lower;
  const first = unit * (means[0]?.gap ?? 0);
  const gain = first - unit * (means.at(-1)?.gap ?? 0);
  const errorAt = (n: number): number => Math.max(...runs.filter((run) => run.n === n).map(({ se }) => se ?? 0));
  const error = Math.hypot(errorAt(nMin), errorAt(nMax));
  return gain <= Math.max(Math.min(NO_PROGRESS.scale * width, NO_PROGRESS.gap * first), 2 * error);
}

/** The mean gap of each size, ascending by n. */
export function sizeMeans({ x, sizeOf, gap, runs }: Sizes): { n: number; gap: number }[] {
  return Array.from(x, (_, size) => {
    const members = runs.flatMap(({ n }, i) => (sizeOf[i] === size ? [{ n, gap: gap[i] ?? 0 }] : []));
    return { n: members[0]?.n ?? 0, gap: members.reduce((sum, member) => sum + member.gap, 0) / members.length };
  });
}
