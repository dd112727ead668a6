import { covariance } from "./cells.ts";
import { mergedJoints, type Joint } from "./jointMerge.ts";
import { joined, merged, newMixture, slice, type Mixture } from "./mixture.ts";
import { HERMITE } from "./normal.ts";
import type { Posterior } from "./posterior.ts";
import { runMixture } from "./runMixture.ts";

/** Factor on every posterior standard deviation: learned weights know the curves that they were learned from a little too well. */
const HELD_OUT = 1.03;

/** Least variance kept, so that a run on an exact curve still has a density. */
const LEAST_VARIANCE = 1e-14;

/** What the designs say of a place, before the pilots. */
interface Place {
  readonly phi: Float64Array;
  /** Variance of z there. */
  readonly variance: Float64Array;
  /** Covariance with each pilot, design by design. */
  readonly withPilots: Float64Array;
}

function placeAt({ x: pilots, designs }: Posterior, x: number): Place {
  const phi = Float64Array.from(designs, (design) => design.shape(x));
  const variance = Float64Array.from(designs, (design, d) => covariance(x, x, phi[d]!, phi[d]!, design));
  const withPilots = new Float64Array(designs.length * pilots.length);
  designs.forEach((design, d) => {
    for (let i = 0; i < pilots.length; i += 1)
      withPilots[d * pilots.length + i] = covariance(x, pilots[i]!, phi[d]!, design.phi[i]!, design);
  });
  return { phi, variance, withPilots };
}

/** Posterior mean of z of a cell at a place; on a linear link z is the gap less 1, so the 1 is added. */
function meanAt(
  { x: pilots, designs, offset, designAt, pulls }: Posterior,
  { phi, withPilots }: Place,
  cell: number,
): number {
  const count = pilots.length;
  const d = designAt[cell]!;
  let mean = -designs[d]!.slope * phi[d]!;
  for (let i = 0; i < count; i += 1) mean += withPilots[d * count + i]! * pulls[cell * count + i]!;
  return offset[cell] === -Infinity ? mean + 1 : mean;
}

/** Writes L⁻¹ · covariance with the pilots into `known`; what the pilots tell of the variance is its square. */
function knownAt(
  { x: pilots, designAt, factors }: Posterior,
  { withPilots }: Place,
  cell: number,
  known: Float64Array,
): void {
  const count = pilots.length;
  const from = designAt[cell]! * count;
  const factor = cell * count * count;
  for (let i = 0; i < count; i += 1) {
    let sum = withPilots[from + i]!;
    for (let k = 0; k < i; k += 1) sum -= factors[factor + i * count + k]! * known[k]!;
    known[i] = sum / factors[factor + i * count + i]!;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

function widened(variance: number): number {
  return Math.max(variance * HELD_OUT * HELD_OUT, LEAST_VARIANCE);
}

/** The gap at x: of a run there when `noise` is true, of the curve itself otherwise. */
export function gapMixture(posterior: Posterior, x: number, noise: boolean): Mixture {
  const place = placeAt(posterior, x);
  const mixture = newMixture(posterior.weight.length);
  const known = new Float64Array(posterior.x.length);
  mixture.weight.set(posterior.weight);
  mixture.offset.set(posterior.offset);
  for (let cell = 0; cell < mixture.weight.length; cell += 1) {
    knownAt(posterior, place, cell, known);
    const variance =
      place.variance[posterior.designAt[cell]!]! - dot(known, known) + (noise ? posterior.noise[cell]! : 0);
    mixture.mean[cell] = meanAt(posterior, place, cell);
    mixture.sd[cell] = Math.sqrt(widened(variance));
  }
  return noise ? runs(mixture, posterior) : merged(mixture);
}

/** The cells of each test size, with the noise of its count. */
function runs(mixture: Mixture, { items, share }: Posterior): Mixture {
  const parts: Mixture[] = [];
  for (let from = 0; from < items.length;) {
    const size = items[from]!;
    const next = items.findIndex((other, at) => at > from && other !== size);
    const to = next < 0 ? items.length : next;
    const curve = merged(slice(mixture, from, to));
    parts.push(Number.isFinite(size) ? runMixture(curve, { items: size, share }) : curve);
    from = to;
  }
  return joined(parts);
}

/**
 * Change of the gap from x = 0 to `x`, without the noise of a run: negative where the curve improves. On a
 * linear link it is Gaussian; on a logarithmic one it is summed over seven values of the gap at 0, each with the
 * exact law of the gap at x given it.
 */
export function changeMixture(posterior: Posterior, x: number): Mixture {
  const { designs, designAt, weight, offset } = posterior;
  const [now, then] = [placeAt(posterior, 0), placeAt(posterior, x)];
  const [knownNow, knownThen] = [new Float64Array(posterior.x.length), new Float64Array(posterior.x.length)];
  const linear: Part[] = [];
  const joints: Joint[] = [];
  weight.forEach((share, cell) => {
    knownAt(posterior, now, cell, knownNow);
    knownAt(posterior, then, cell, knownThen);
    const d = designAt[cell]!;
    const [before, after] = [meanAt(posterior, now, cell), meanAt(posterior, then, cell)];
    const here = widened(now.variance[d]! - dot(knownNow, knownNow));
    const there = widened(then.variance[d]! - dot(knownThen, knownThen));
    const both =
      HELD_OUT * HELD_OUT * (covariance(0, x, now.phi[d]!, then.phi[d]!, designs[d]!) - dot(knownNow, knownThen));
    if (offset[cell] !== -Infinity) joints.push({ weight: share, before, after, here, there, both });
    else linear.push([share, after - before, Math.sqrt(Math.max(here + there - 2 * both, LEAST_VARIANCE)), -Infinity]);
  });
  const logarithmic = mergedJoints(joints).flatMap(({ weight: share, before, after, here, there, both }) => {
    const sd = Math.sqrt(Math.max(there - (both * both) / here, LEAST_VARIANCE));
    return HERMITE.map(([node, part]): Part => {
      const shift = node * Math.sqrt(here);
      return [share * part, after + (both / here) * shift, sd, -Math.exp(before + shift)];
    });
  });
  return joined([merged(mixtureOf(linear)), mixtureOf(logarithmic)]);
}

type Part = readonly [weight: number, mean: number, sd: number, offset: number];

function mixtureOf(parts: readonly Part[]): Mixture {
  const mixture = newMixture(parts.length);
  parts.forEach((part, i) => {
    [mixture.weight[i], mixture.mean[i], mixture.sd[i], mixture.offset[i]] = part;
  });
  return mixture;
}

/** A second doubling "gains less" when it gains under this share of the first. */
export const SHRINKING = 0.9;

/** Probability that, along the middle path of a cell, the doubling after the next gains less than 90 % of the next. */
export function shrinkingShare(posterior: Posterior): number {
  const places = [0, 1, 2].map((x) => placeAt(posterior, x));
  return posterior.weight.reduce((sum, weight, cell) => {
    const [now = 0, next = 0, after = 0] = places.map((place) => {
      const mean = meanAt(posterior, place, cell);
      return posterior.offset[cell] === -Infinity ? mean : Math.exp(mean);
    });
    return next - after < SHRINKING * (now - next) ? sum + weight : sum;
  }, 0);
}
