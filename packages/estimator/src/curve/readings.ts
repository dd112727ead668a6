import type { Sizes } from "./sizes.ts";

/** The runs under one link and one σ: what each size says, how well, and a constant of the likelihood. */
export interface Reading {
  readonly z: Float64Array;
  readonly variance: Float64Array;
  readonly constant: number;
  /** Variance of a run beyond the pilots: σ² and the mean standard error of the last two sizes. */
  readonly runVariance: number;
}

/** Where the logarithm of a link begins: its share of the least gap; `-Infinity` for the linear link. */
export function linkOffset(link: number, { gap }: Sizes): number {
  return link === -Infinity ? link : link * gap.reduce((least, u) => Math.min(least, u), Infinity);
}

/** Null where the link cannot hold a run: a gap of 0 has no logarithm. */
export function readRuns({ x, sizeOf, gap, error, scale }: Sizes, offset: number, noise: number): Reading | null {
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
    const above = linear ? 1 : gap[i]! - offset;
    if (above <= 0) return null;
    const value = linear ? gap[i]! - 1 : Math.log(above);
    // Relative to the run's own gap on either link: the prior was learned with errors read so. More than all of it says no more.
    const apart = linear ? gap[i]! : above;
    const relative = error[i]! > 0 ? Math.min(error[i]! / Math.abs(apart), 1) : 0;
    const variance = noise * noise + relative * relative;
    z[size] = z[size]! + value / variance;
    squares[size] = squares[size]! + (value * value) / variance;
    precision[size] = precision[size]! + 1 / variance;
    constant -= 0.5 * Math.log(2 * Math.PI * variance) + (linear ? 0 : value);
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
