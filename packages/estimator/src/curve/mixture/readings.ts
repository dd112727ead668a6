import { countVariance, expectedGaps, type CountNoise } from "./countNoise.ts";
import type { Sizes } from "../pilots/sizes.ts";

/** The runs under one link and one σ: what each size says, how well, and a constant of the likelihood. */
export interface Reading {
  readonly z: Float64Array;
  readonly variance: Float64Array;
  readonly constant: number;
  /** Variance of a run beyond the pilots: σ² and the mean standard error of the last two sizes; without the noise of a count. */
  readonly runVariance: number;
}

/** The noise that the runs are read with: of a count on so many items, and the gaps that it is read at, size by size. */
export interface CountReading {
  readonly noise: CountNoise;
  readonly expected: Float64Array;
}

/** Null where the test set explains no noise. */
export function countReading(sizes: Sizes, items: number): CountReading | null {
  if (!Number.isFinite(items)) return null;
  const noise = { items, share: sizes.share };
  return { noise, expected: expectedGaps(sizes, noise) };
}

/** Where the logarithm of a link begins: its share of the least gap; `-Infinity` for the linear link. */
export function linkOffset(link: number, { gap }: Sizes): number {
  return link === -Infinity ? link : link * gap.reduce((least, u) => Math.min(least, u), Infinity);
}

/**
 * Null where the link cannot hold a run: a gap of 0 has no logarithm. Counts are read at their expected gaps, where
 * ln u is replaced by its tangent, so that a run without errors has a logarithm too.
 */
export function readRuns(sizes: Sizes, offset: number, noise: number, count: CountReading | null): Reading | null {
  const { x, sizeOf, gap, error, scale } = sizes;
  const linear = offset === -Infinity;
  if (!linear && !scale.bounded) return null;
  const z = new Float64Array(x.length);
  const precision = new Float64Array(x.length);
  const squares = new Float64Array(x.length);
  let constant = 0;
  let last = 0;
  let before = 0;
  for (let i = 0; i < gap.length; i += 1) {
    const size = sizeOf[i]!;
    const counted = count !== null && sizes.counted[i] === 1;
    const expected = counted ? count.expected[size]! : gap[i]!;
    // Above a share of the least gap the tangent would lie too far from the run.
    const at = offset > 0 ? gap[i]! : expected;
    const above = linear ? 1 : at - offset;
    if (above <= 0) return null;
    const value = linear ? gap[i]! - 1 : Math.log(above) + (gap[i]! - at) / above;
    // Relative to the run's own gap on either link: the prior was learned with errors read so. More than all of it says no more.
    const apart = linear ? at : above;
    const relative = error[i]! > 0 ? Math.min(error[i]! / Math.abs(apart), 1) : 0;
    const measured = (counted ? countVariance(count.noise, expected) : 0) + sizes.rounding[i]!;
    const scatter = measured / (above * above);
    const variance = noise * noise + relative * relative + (offset > 0 ? Math.min(scatter, 1) : scatter);
    z[size] = z[size]! + value / variance;
    squares[size] = squares[size]! + (value * value) / variance;
    precision[size] = precision[size]! + 1 / variance;
    constant -= 0.5 * Math.log(2 * Math.PI * variance) + (linear ? 0 : Math.log(above));
    if (size !== sizeOf[i - 1]) before = last;
    last = relative;
  }
  const variance = new Float64Array(x.length);
  for (let size = 0; size < x.length; size += 1) {
    z[size] = z[size]! / precision[size]!;
    variance[size] = 1 / precision[size]!;
    constant +=
      0.5 * Math.log(2 * Math.PI * variance[size]!) -
      0.5 * Math.max(squares[size]! - z[size]! ** 2 * precision[size]!, 0);
  }
  const target = 0.5 * (last + before);
  return { z, variance, constant, runVariance: noise * noise + target * target };
}
