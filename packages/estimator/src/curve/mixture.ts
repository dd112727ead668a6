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
function gapAt(offset: number, z: number): number {
  return offset === -Infinity ? z : offset + Math.exp(Math.min(z, 50));
}

/**
 * The gap below which the share `p` lies: bisection, with Newton's step wherever it stays between the bounds.
 * Exact to 1e-9 of the spread.
 */
export function quantile(mixture: Mixture, p: number): number {
  const { weight, mean, sd, offset } = mixture;
  let low = Infinity;
  let high = -Infinity;
  let at = 0;
  for (let i = 0; i < weight.length; i += 1) {
    low = Math.min(low, gapAt(offset[i]!, mean[i]! - 8 * sd[i]!));
    high = Math.max(high, gapAt(offset[i]!, mean[i]! + 8 * sd[i]!));
    at += weight[i]! * Math.min(gapAt(offset[i]!, mean[i]!), 1e6);
  }
  const scratch = new Float64Array(2);
  let step = high - low;
  for (let round = 0; round < 200; round += 1) {
    const { share, density } = shareAndDensity(mixture, at, scratch);
    if (share < p) low = at;
    else high = at;
    const newton = at + (p - share) / density;
    // A step that does not halve the last one is Newton going astray: halve the bounds instead.
    const next = newton > low && newton < high && Math.abs(newton - at) < 0.5 * step ? newton : 0.5 * (low + high);
    step = Math.abs(next - at);
    if (step <= 1e-10 * (1e-3 + Math.abs(next))) return next;
    at = next;
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
