import { HERMITE, normalInto } from "./normal.ts";

/**
 * A weighted sum of distributions of a gap u: component i has u ~ N(mean, sd²) where its offset is `-Infinity`,
 * else ln(u − offset) ~ N(mean, sd²). Weights sum to 1.
 */
export interface Mixture {
  readonly weight: Float64Array;
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  readonly offset: Float64Array;
}

/** An empty mixture of `size` components, to be filled. */
export function newMixture(size: number): Mixture {
  return {
    weight: new Float64Array(size),
    mean: new Float64Array(size),
    sd: new Float64Array(size),
    offset: new Float64Array(size),
  };
}

/** Steps of mean and standard deviation, as shares of the standard deviation, within which components are one. */
const MERGE_MEAN = 0.2;
const MERGE_SD = 0.1;

/**
 * The same mixture of fewer components: the ones of an offset whose means and standard deviations nearly agree become
 * one of their joint mean and variance. Shares move by less than 0.001, and two or three pilots, which tell thousands
 * of cells hardly apart, are as quick as six.
 */
export function merged(mixture: Mixture): Mixture {
  const { weight, mean, sd, offset } = mixture;
  // An open table of the keys met: half empty at most, so that a search is short.
  const size = 2 ** Math.ceil(Math.log2(2 * weight.length + 2));
  const keys = new Float64Array(size);
  const places = new Int32Array(size).fill(-1);
  const into = new Int32Array(weight.length);
  let last = NaN;
  let group = 0;
  let kept = 0;
  for (let i = 0; i < weight.length; i += 1) {
    if (offset[i] !== last) group += 1;
    last = offset[i]!;
    const width = Math.round(Math.log(sd[i]!) / MERGE_SD);
    const middle = Math.round(mean[i]! / (MERGE_MEAN * Math.exp(width * MERGE_SD)));
    const key = (group * 2 ** 11 + width) * 2 ** 31 + middle;
    // Fibonacci hashing: the high bits of the product are the well mixed ones.
    const mixed = Math.imul(Math.imul(middle, 0x9e3779b1) + group * 2 ** 11 + width, 0x9e3779b1);
    let at = (mixed >>> 8) & (size - 1);
    while (places[at]! >= 0 && keys[at] !== key) at = (at + 1) & (size - 1);
    if (places[at]! < 0) {
      places[at] = kept;
      keys[at] = key;
      kept += 1;
    }
    into[i] = places[at]!;
  }
  return mergedInto(mixture, into, kept);
}

function mergedInto({ weight, mean, sd, offset }: Mixture, into: Int32Array, kept: number): Mixture {
  const out = newMixture(kept);
  for (let i = 0; i < into.length; i += 1) {
    const place = into[i]!;
    out.offset[place] = offset[i]!;
    out.weight[place]! += weight[i]!;
    out.mean[place]! += weight[i]! * mean[i]!;
  }
  for (let place = 0; place < kept; place += 1) out.mean[place]! /= out.weight[place]!;
  for (let i = 0; i < into.length; i += 1) {
    const off = mean[i]! - out.mean[into[i]!]!;
    out.sd[into[i]!]! += (weight[i]! * (sd[i]! * sd[i]! + off * off)) / out.weight[into[i]!]!;
  }
  for (let place = 0; place < kept; place += 1) out.sd[place] = Math.sqrt(out.sd[place]!);
  return out;
}

/** The sum of mixtures whose weights sum to 1 together. */
export function joined(mixtures: readonly Mixture[]): Mixture {
  if (mixtures.length === 1 && mixtures[0] !== undefined) return mixtures[0];
  const out = newMixture(mixtures.reduce((sum, { weight }) => sum + weight.length, 0));
  let from = 0;
  for (const mixture of mixtures) {
    for (const field of ["weight", "mean", "sd", "offset"] as const) out[field].set(mixture[field], from);
    from += mixture.weight.length;
  }
  return out;
}

/** The same with gaps times `factor` and weights times `share`. */
export function scaled({ weight, mean, sd, offset }: Mixture, factor: number, share: number): Mixture {
  const log = Math.log(factor);
  return {
    weight: weight.map((one) => one * share),
    mean: mean.map((one, i) => (offset[i] === -Infinity ? one * factor : one + log)),
    sd: sd.map((one, i) => (offset[i] === -Infinity ? one * factor : one)),
    offset: offset.map((one) => one * factor),
  };
}

/** The components from one to before another. */
export function slice(mixture: Mixture, from: number, to: number): Mixture {
  const { weight, mean, sd, offset } = mixture;
  return {
    weight: weight.subarray(from, to),
    mean: mean.subarray(from, to),
    sd: sd.subarray(from, to),
    offset: offset.subarray(from, to),
  };
}

/** P(u ≤ at). */
export function shareBelow(mixture: Mixture, at: number): number {
  return shareAndDensity(mixture, at, new Float64Array(2)).share;
}

function shareAndDensity(
  { weight, mean, sd, offset }: Mixture,
  at: number,
  scratch: Float64Array,
): { share: number; density: number } {
  let share = 0;
  let density = 0;
  let last = NaN;
  let z = 0;
  let slope = 1;
  for (let i = 0; i < weight.length; i += 1) {
    const from = offset[i]!;
    if (from !== last) {
      // Components come sorted by offset, so the logarithm is taken once per offset.
      last = from;
      const above = at - from;
      z = from === -Infinity ? at : above > 0 ? Math.log(above) : -Infinity;
      slope = from === -Infinity ? 1 : above > 0 ? 1 / above : 0;
    }
    const t = (z - mean[i]!) / sd[i]!;
    if (t > 8) share += weight[i]!;
    else if (t > -8) {
      normalInto(t, scratch);
      share += weight[i]! * scratch[0]!;
      density += (weight[i]! * slope * scratch[1]!) / sd[i]!;
    }
  }
  return { share, density };
}

/** Gap of component `i` at `z`; e^50 stands for anything larger. */
export function gapAt(offset: number, z: number): number {
  return offset === -Infinity ? z : offset + Math.exp(Math.min(z, 50));
}

/**
 * The gaps below which the shares `ps` lie: bisection, with Newton's step wherever it stays between the bounds.
 * Exact to 1e-8 of the gap.
 */
export function quantiles(mixture: Mixture, ps: readonly number[]): number[] {
  const { weight, mean, sd, offset } = mixture;
  let lowest = Infinity;
  let highest = -Infinity;
  let centre = 0;
  let square = 0;
  for (let i = 0; i < weight.length; i += 1) {
    lowest = Math.min(lowest, gapAt(offset[i]!, mean[i]! - 8 * sd[i]!));
    highest = Math.max(highest, gapAt(offset[i]!, mean[i]! + 8 * sd[i]!));
    const at = Math.min(gapAt(offset[i]!, mean[i]!), 1e6);
    const spread = offset[i] === -Infinity ? sd[i]! : (at - offset[i]!) * sd[i]!;
    centre += weight[i]! * at;
    square += weight[i]! * (at * at + spread * spread);
  }
  const spread = Math.sqrt(Math.max(square - centre * centre, 0));
  // The logistic quantile, scaled, is near enough to the normal one for a start.
  return ps.map((p) => quantileFrom(mixture, p, centre + spread * 0.6 * Math.log(p / (1 - p)), lowest, highest));
}

function quantileFrom(mixture: Mixture, p: number, start: number, lowest: number, highest: number): number {
  const scratch = new Float64Array(2);
  let low = lowest;
  let high = highest;
  let at = Math.min(Math.max(start, low), high);
  let step = high - low;
  for (let round = 0; round < 200; round += 1) {
    const { share, density } = shareAndDensity(mixture, at, scratch);
    if (share < p) low = at;
    else high = at;
    const newton = at + (p - share) / density;
    // A step that does not halve the last one is Newton going astray: halve the bounds instead.
    const next = newton > low && newton < high && Math.abs(newton - at) < 0.5 * step ? newton : 0.5 * (low + high);
    step = Math.abs(next - at);
    at = next;
    if (step <= 1e-8 * (1e-3 + Math.abs(at))) break;
  }
  return at;
}

/** Mean of u, held between `least` and `most`, by seven-point quadrature in each component. */
export function meanWithin({ weight, mean, sd, offset }: Mixture, least: number, most: number): number {
  let total = 0;
  for (let i = 0; i < weight.length; i += 1)
    for (const [node, share] of HERMITE) {
      const gap = gapAt(offset[i]!, mean[i]! + node * sd[i]!);
      total += weight[i]! * share * Math.min(Math.max(gap, least), most);
    }
  return total;
}
