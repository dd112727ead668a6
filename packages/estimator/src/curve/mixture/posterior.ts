import type { Sizes } from "../pilots/sizes.ts";
import { HERMITE, type Bell, type Mixture } from "./mixture.ts";
import { componentsOf, courseOf, kindsAt, PRIOR, type Kind, type Prior } from "./prior.ts";

/** Cholesky factor of the lower triangle, in place; returns the logarithm of the determinant. */
export function factorize(matrix: number[], count: number): number {
  let determinant = 1;
  for (let j = 0; j < count; j += 1) {
    let pivot = matrix[j * count + j]!;
    for (let k = 0; k < j; k += 1) pivot -= matrix[j * count + k]! ** 2;
    const root = Math.sqrt(pivot);
    matrix[j * count + j] = root;
    // One logarithm of the product: at 24 sizes and the least noise it is still above 1e-150.
    determinant *= pivot;
    for (let i = j + 1; i < count; i += 1) {
      let sum = matrix[i * count + j]!;
      for (let k = 0; k < j; k += 1) sum -= matrix[i * count + k]! * matrix[j * count + k]!;
      matrix[i * count + j] = sum / root;
    }
  }
  return Math.log(determinant);
}

/** Solves L·y = b in place. */
function forward(factor: number[], b: number[], count: number): void {
  for (let i = 0; i < count; i += 1) {
    let sum = b[i]!;
    for (let k = 0; k < i; k += 1) sum -= factor[i * count + k]! * b[k]!;
    b[i] = sum / factor[i * count + i]!;
  }
}

/** Solves Lᵀ·y = b in place. */
function backward(factor: number[], b: number[], count: number): void {
  for (let i = count - 1; i >= 0; i -= 1) {
    let sum = b[i]!;
    for (let k = i + 1; k < count; k += 1) sum -= factor[k * count + i]! * b[k]!;
    b[i] = sum / factor[i * count + i]!;
  }
}

/** Variance of the level: wide beside anything that a mean gap of 1 can be. */
const LEVEL_VARIANCE = 4;

/** Components so much less probable than the best one change no interval. */
const LEAST_LOG = Math.log(1e-4);

/** Least variance kept, so that a run on an exact curve still has a density. */
const LEAST_VARIANCE = 1e-8;

/** Up to this share of a gap the noise of a count keeps the bell that the gap has as a logarithm. */
const SLIGHT = 0.2;

/** Least gap that is read, in mean gaps: a gap of 0 has no logarithm. */
const LEAST_GAP = 1e-3;

/** A count is read as if so many more errors had been met at the mean rate: none is no proof of none. */
const MEAN_ERRORS = 4;

/** Doublings that one beyond the largest pilot counts as on a scale that ends: new scores flatten sooner than the prior's, losses do not. */
const BEYOND = 0.9;

/**
 * The model. With x = log₂(n / n_max), u the gap over the mean gap and z = ln(u − offset), each component says
 *
 *     z(x) = m − s·φ(x) + V(x) + ε,   s ~ N(fall, fallSd²),   ε ~ N(0, scatter² + measured error²)
 *
 * with m ~ N(0, 4) the level, φ the course (`prior.ts`) and V a random walk of the slope, anchored at n_max. All of it is
 * Gaussian, so likelihood and forecast are exact by one Cholesky factor, and the posterior is the sum of the components by prior
 * weight × likelihood. Where the best value has no bound, z is u − 1 itself.
 *
 * A measured error is the stated one; a share without one has that of a count on the test set, √(p(1 − p)/m), of stated size,
 * or read from the digits, or the usual one of the prior. Assumes one training recipe, like test sets and independent runs.
 */
export type Posterior = readonly Part[];

type Place = Readonly<Record<"x" | "course", number>>;

interface Part extends Pick<Reading, "kind" | "places" | "offset" | "beyond" | "errorAt"> {
  /** Logarithm of prior × likelihood, and its share of all. */
  readonly log: number;
  readonly share: number;
  readonly scatter: number;
  /** Cholesky factor of the pilots' covariance, row by row, and covariance⁻¹ · (z − prior mean). */
  readonly factor: number[];
  readonly pull: number[];
}

export function posterior(sizes: Sizes, prior: Prior = PRIOR): Posterior {
  const kinds = kindsAt(prior, sizes.nMax);
  const readings = new Map(
    kinds
      .filter(({ floor }) => sizes.scale.bounded || floor === 0)
      .map((kind) => [kind, readingOf(sizes, kind, prior)] as const),
  );
  const parts = componentsOf({ ...prior, kinds }, sizes.share).flatMap(({ kind, scatter, log }) => {
    const reading = readings.get(kind);
    return reading === undefined ? [] : [partOf(reading, scatter, log)];
  });
  const top = parts.reduce((most, { log }) => Math.max(most, log), -Infinity);
  const heavy = parts.filter(({ log }) => log > top + LEAST_LOG);
  const all = heavy.reduce((sum, { log }) => sum + Math.exp(log - top), 0);
  return heavy.map((part) => ({ ...part, share: Math.exp(part.log - top) / all }));
}

/** The pilots as a kind of curve sees them. */
interface Reading {
  readonly kind: Kind;
  readonly places: readonly Place[];
  /** `-Infinity` where z is linear. */
  readonly offset: number;
  readonly beyond: number;
  /** z of each run, less its prior mean, and the variance of its measured error. */
  readonly residual: number[];
  readonly measured: number[];
  /** Covariance of the runs without noise, lower triangle. */
  readonly clean: number[];
  /** Logarithm of the slope of the gap in z, over the runs. */
  readonly jacobian: number;
  /** Variance of the measured error of a run to come where the curve is z. */
  readonly errorAt: (z: number) => number;
}

/** A component: the kind of curve with the scatter, and the likelihood of the pilots in its weight. */
function partOf(reading: Reading, scatter: number, before: number): Omit<Part, "share"> {
  const { kind, places, offset, beyond, residual, measured, clean, jacobian, errorAt } = reading;
  const count = places.length;
  const factor = clean.slice();
  const pull = residual.slice();
  for (let i = 0; i < count; i += 1) factor[i * count + i]! += scatter * scatter + measured[i]!;
  const logDeterminant = factorize(factor, count);
  forward(factor, pull, count);
  const log = before - jacobian - 0.5 * (dot(pull, pull) + logDeterminant);
  backward(factor, pull, count);
  return { kind, log, places, offset, beyond, factor, pull, scatter, errorAt };
}

function readingOf(sizes: Sizes, kind: Kind, prior: Prior): Reading {
  const { gap, error, items, share, step, scale } = sizes;
  const count = gap.length;
  const linear = kind.straight || !scale.bounded;
  const offset = linear ? -Infinity : kind.floor * sizes.least;
  const known = items ?? prior.items;
  const isShare = Number.isFinite(share);
  /** Variance of the count behind a gap; a quarter of a squared item stands for the steps of counts. */
  const countVariance = (at: number): number => {
    const p = Math.min(at * share, 1 - 0.5 / (known + 1));
    return ((p * (1 - p)) / known + (items === null ? 0 : 0.25 / known ** 2)) / share ** 2;
  };
  const relative = (variance: number, above: number, most = 1): number => Math.min(variance / (above * above), most);
  const places = sizes.x.map((x) => placeOf(kind, x));
  const [residual, measured, clean] = [count, count, count * count].map((size) =>
    Array.from({ length: size }, () => 0),
  );
  let jacobian = 0;
  for (let i = 0; i < count; i += 1) {
    const own = gap[i]!;
    const stated = error[i]! > 0;
    const byCount = isShare && !stated;
    // The noise of a count is that of its expected value: read at the measured one, the luckiest pilot seems the surest.
    const expected = byCount ? (own * share * known + MEAN_ERRORS) / (known + MEAN_ERRORS / share) / share : own;
    const at = linear ? expected : Math.max(expected, byCount ? 0 : error[i]! / 2, LEAST_GAP);
    // Above an offset the tangent would lie too far from the run.
    const place = offset > 0 ? own : at;
    const above = linear ? 1 : place - offset;
    const variance = stated ? error[i]! ** 2 : byCount ? countVariance(at) + step ** 2 / 12 : 0;
    measured![i] = relative(variance, above);
    residual![i] = (linear ? own - 1 : Math.log(above) + (own - place) / above) + kind.fall * places[i]!.course;
    jacobian += linear ? 0 : Math.log(above);
    for (let j = 0; j <= i; j += 1) clean![i * count + j] = covariance(kind, places[i]!, places[j]!);
  }
  const usual = 0.5 * (measured![count - 1]! + measured![count - 2]!);
  const errorAt = (z: number): number => {
    if (!isShare || error.some((one) => one > 0)) return usual;
    if (linear) return countVariance(Math.max(z, 0));
    const above = Math.exp(Math.min(z, 20));
    return relative(countVariance(offset + above), above, Infinity);
  };
  const beyond = isShare ? BEYOND : 1;
  return { kind, places, offset, beyond, residual: residual!, measured: measured!, clean: clean!, jacobian, errorAt };
}

/** Covariance of z at two places without noise; `course` is that of the component there. */
export function covariance({ fallSd, walk }: Kind, one: Place, two: Place): number {
  const steady = LEVEL_VARIANCE + fallSd * fallSd * one.course * two.course;
  if (one.x * two.x <= 0) return steady;
  const [a, b] = [Math.abs(one.x), Math.abs(two.x)];
  const near = a < b ? a : b;
  return steady + (walk * walk * near * near * (3 * (a < b ? b : a) - near)) / 6;
}

export function placeOf(kind: Kind, x: number): Place {
  return { x, course: courseOf(kind, x) };
}

/** Mean of z of a part at a place, and L⁻¹ · covariance with the pilots: what they tell of the variance is its square. */
function placed(part: Part, x: number): Place & { mean: number; known: number[]; variance: number } {
  const at = placeOf(part.kind, x > 0 ? part.beyond * x : x);
  const known: number[] = [];
  for (const place of part.places) known.push(covariance(part.kind, at, place));
  const mean = dot(known, part.pull) - part.kind.fall * at.course;
  forward(part.factor, known, known.length);
  const variance = Math.max(covariance(part.kind, at, at) - dot(known, known), LEAST_VARIANCE);
  return { ...at, mean: part.offset === -Infinity ? mean + 1 : mean, known, variance };
}

/**
 * The gap x doublings beyond the largest pilot: of a run there with `noise`, else of the curve itself. A count that is uncertain beside
 * its gap can be without errors, which no logarithm can: then the run is a sum over seven values of the curve.
 */
export function gapMixture(of: Posterior, x: number, noise: boolean): Mixture {
  return of.flatMap((part): Bell[] => {
    const { share, offset, scatter } = part;
    const { mean, variance } = placed(part, x);
    if (!noise) return [{ weight: share, mean, sd: Math.sqrt(variance), offset }];
    const measured = part.errorAt(mean);
    const sd = Math.sqrt(variance + scatter * scatter);
    if (offset === -Infinity || measured < SLIGHT * SLIGHT)
      return [{ weight: share, mean, sd: Math.hypot(sd, Math.sqrt(measured)), offset }];
    return HERMITE.map(([node, weight]) => {
      const z = mean + node * sd;
      const above = Math.exp(Math.min(z, 20));
      return {
        weight: share * weight,
        mean: offset + above,
        sd: Math.sqrt(part.errorAt(z)) * above,
        offset: -Infinity,
      };
    });
  });
}

/** Change of the gap from x = 0 to `x`, without the noise of a run, negative where the curve improves: exact given z at 0, of which seven values are summed. */
export function changeMixture(of: Posterior, x: number): Mixture {
  return of.flatMap((part): Bell[] => {
    const [now, then] = [placed(part, 0), placed(part, x)];
    const both = covariance(part.kind, now, then) - dot(now.known, then.known);
    const sd = Math.sqrt(Math.max(then.variance - both ** 2 / now.variance, LEAST_VARIANCE));
    return HERMITE.map(([node, share]) => {
      const shift = node * Math.sqrt(now.variance);
      const [before, mean] = [now.mean + shift, then.mean + (both / now.variance) * shift];
      return part.offset === -Infinity
        ? { weight: part.share * share, mean: mean - before, sd, offset: -Infinity }
        : { weight: part.share * share, mean, sd, offset: -Math.exp(before) };
    });
  });
}

/** A second doubling "gains less" when it gains under this share of the first. */
export const SHRINKING = 0.9;

/** Probability that the doubling after the next gains less than 90 % of the next: by seven falls of each component. */
export function shrinkingShare(of: Posterior): number {
  return of.reduce((sum, part) => {
    const [now, next, after] = [placed(part, 0), placed(part, 1), placed(part, 2)];
    const both = covariance(part.kind, now, next) - dot(now.known, next.known);
    const sd = Math.sqrt(Math.max(now.variance + next.variance - 2 * both, LEAST_VARIANCE));
    const kept = (after.course - next.course) / next.course;
    const gap = (z: number): number => (part.offset === -Infinity ? z : Math.exp(z));
    const shrinking = HERMITE.reduce((share, [node, weight]) => {
      const fall = now.mean - next.mean + node * sd;
      const [first, second] = [gap(now.mean - fall), gap(now.mean - (1 + kept) * fall)];
      return first - second < SHRINKING * (gap(now.mean) - first) ? share + weight : share;
    }, 0);
    return sum + part.share * shrinking;
  }, 0);
}

function dot(a: number[], b: number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
