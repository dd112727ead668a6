import { doublingFamily, powerFamily, powerShare, type Family, type Shape } from "./prior.ts";
import type { Sizes } from "./sizes.ts";

/**
 * The model. With x = log₂(n / n_max), u the gap over the mean gap and z = link(u) (`Family.links`),
 *
 *     z(x) = m − s·φ(x) + W(x) + V(x) + ε,   ε ~ N(0, σ² + se²)
 *
 * m ~ N(0, 4): the level; s ~ N(μ, τ²): the fall per doubling at n_max; φ: the shape; W, V: random walks of level
 * (r² per doubling) and slope (q² per doubling), anchored at n_max, independent on its two sides. Given a cell
 * (link, φ, μ, τ, σ, r, q) all of it is Gaussian, so the likelihood of the pilots and the forecast are exact by
 * one Cholesky factor; the posterior is the mixture over the grid by prior weight × likelihood.
 *
 * Assumes: one training recipe, test sets alike, errors of runs independent (pilots scored on one test set share
 * part of theirs), no break beyond the pilots that the walks cannot carry. Unit-free: nothing depends on the unit of
 * n or of the value. Runs at one size enter through their weighted mean and the likelihood of their spread.
 */
export interface Posterior {
  readonly x: Float64Array;
  /** Cells that carry 99.9 % of the weight, sorted by offset of their link. */
  readonly cells: readonly PosteriorCell[];
}

/** One Gaussian model, given the pilots. */
export interface PosteriorCell {
  readonly weight: number;
  /** `-Infinity` for a linear link, else that of ln(u − offset). */
  readonly offset: number;
  readonly shape: Shape;
  readonly slope: number;
  readonly slopeSd: number;
  readonly levelWalk: number;
  readonly slopeWalk: number;
  /** Variance of a run beyond the pilots: σ² and the standard error of the last two sizes. */
  readonly noise: number;
  /** Cholesky factor of the pilots' covariance, row by row. */
  readonly factor: Float64Array;
  /** Covariance⁻¹ · (z − prior mean). */
  readonly pull: Float64Array;
}

/** Variance of the level m: wide beside anything that a mean gap of 1 can be. */
const LEVEL_VARIANCE = 4;

/** Share of the posterior weight that is kept. */
const KEPT = 0.999;

/** The runs under one link and one σ: what each size says, how well, and a constant of the likelihood. */
interface Reading {
  readonly z: Float64Array;
  readonly variance: Float64Array;
  readonly constant: number;
  readonly runVariance: number;
}

/** Covariance of z at two places, level and walks and slope, without noise. */
export function covariance(
  x1: number,
  x2: number,
  phi1: number,
  phi2: number,
  cell: { readonly slopeSd: number; readonly levelWalk: number; readonly slopeWalk: number },
): number {
  const steady = LEVEL_VARIANCE + cell.slopeSd * cell.slopeSd * phi1 * phi2;
  if (x1 * x2 <= 0) return steady;
  const near = Math.min(Math.abs(x1), Math.abs(x2));
  const far = Math.max(Math.abs(x1), Math.abs(x2));
  return steady + cell.levelWalk ** 2 * near + (cell.slopeWalk ** 2 * near * near * (3 * far - near)) / 6;
}

/** The posterior of a set of pilots: computed once, every answer is read from it. */
export function posterior(sizes: Sizes): Posterior {
  const share = powerShare(sizes.x.length);
  const cells = familyCells(doublingFamily, sizes, 1 - share);
  if (share > 0) cells.push(...familyCells(powerFamily, sizes, share));
  cells.sort((a, b) => a.offset - b.offset);
  return { x: sizes.x, cells };
}

function familyCells(family: Family, sizes: Sizes, share: number): PosteriorCell[] {
  const offsets = family.links.map((link) => linkOffset(link, sizes));
  const readings = offsets.map((offset) => family.noises.map((noise) => readRuns(sizes, offset, noise)));
  const logWeights = cellLogWeights(family, sizes, readings);
  const kept = heaviest(logWeights);
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  return kept.map(({ cell, weight }) => solveCell(family, sizes, offsets, readings, cell, (share * weight) / total));
}

function linkOffset(link: number, { gap }: Sizes): number {
  return link === -Infinity ? link : link * gap.reduce((least, u) => Math.min(least, u), Infinity);
}

/** Null where the link cannot hold a run: a gap of 0 has no logarithm. */
function readRuns({ x, sizeOf, gap, error, scale }: Sizes, offset: number, noise: number): Reading | null {
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
    const error1 = error[i]! === 0 ? 0 : Math.min(error[i]! / Math.abs(apart), 1);
    const variance = noise * noise + error1 * error1;
    z[size] = z[size]! + value / variance;
    squares[size] = squares[size]! + (value * value) / variance;
    precision[size] = precision[size]! + 1 / variance;
    constant -= 0.5 * Math.log(2 * Math.PI * variance) + (linear ? 0 : value);
    if (size !== sizeOf[i - 1]) before = last;
    last = error1;
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

/** Prior weight × likelihood of every cell, as logarithms; `-Infinity` where a link cannot hold the runs. */
function cellLogWeights(
  family: Family,
  sizes: Sizes,
  readings: readonly (readonly (Reading | null)[])[],
): Float64Array {
  const { x } = sizes;
  const count = x.length;
  const { links, shapes, slopes, noises, levelWalks, slopeWalks, weights } = family;
  const out = new Float64Array(weights.length).fill(-Infinity);
  const matrix = new Float64Array(count * count);
  const phi = new Float64Array(count);
  const residual = new Float64Array(count);
  shapes.forEach((shape, shapeAt) => {
    for (let i = 0; i < count; i += 1) phi[i] = shape(x[i]!);
    slopes.forEach(([slope, slopeSd], slopeAt) => {
      levelWalks.forEach((levelWalk, levelAt) => {
        slopeWalks.forEach((slopeWalk, walkAt) => {
          const walks = { slopeSd, levelWalk, slopeWalk };
          const clean = covarianceMatrix(x, phi, walks);
          noises.forEach((_, noiseAt) => {
            links.forEach((_link, linkAt) => {
              const reading = readings[linkAt]?.[noiseAt];
              if (reading === null || reading === undefined) return;
              const cell =
                ((((linkAt * shapes.length + shapeAt) * slopes.length + slopeAt) * noises.length + noiseAt) *
                  levelWalks.length +
                  levelAt) *
                  slopeWalks.length +
                walkAt;
              matrix.set(clean);
              for (let i = 0; i < count; i += 1) {
                matrix[i * count + i] = matrix[i * count + i]! + reading.variance[i]!;
                residual[i] = reading.z[i]! + slope * phi[i]!;
              }
              const logDeterminant = factorize(matrix, count);
              forward(matrix, residual, count);
              let squares = 0;
              for (let i = 0; i < count; i += 1) squares += residual[i]! * residual[i]!;
              out[cell] =
                Math.log(weights[cell]!) +
                reading.constant -
                0.5 * (squares + logDeterminant + count * Math.log(2 * Math.PI));
            });
          });
        });
      });
    });
  });
  return out;
}

function covarianceMatrix(
  x: Float64Array,
  phi: Float64Array,
  walks: { readonly slopeSd: number; readonly levelWalk: number; readonly slopeWalk: number },
): Float64Array {
  const count = x.length;
  const out = new Float64Array(count * count);
  for (let i = 0; i < count; i += 1)
    for (let j = 0; j <= i; j += 1) out[i * count + j] = covariance(x[i]!, x[j]!, phi[i]!, phi[j]!, walks);
  return out;
}

function heaviest(logWeights: Float64Array): { cell: number; weight: number }[] {
  const top = logWeights.reduce((most, log) => Math.max(most, log), -Infinity);
  const cells: { cell: number; weight: number }[] = [];
  let total = 0;
  logWeights.forEach((log, cell) => {
    const weight = Math.exp(log - top);
    total += weight;
    if (weight > 1e-9) cells.push({ cell, weight });
  });
  cells.sort((a, b) => b.weight - a.weight);
  let held = 0;
  const end = cells.findIndex(({ weight }) => (held += weight) >= KEPT * total);
  return end < 0 ? cells : cells.slice(0, end + 1);
}

function solveCell(
  family: Family,
  { x }: Sizes,
  offsets: readonly number[],
  readings: readonly (readonly (Reading | null)[])[],
  cell: number,
  weight: number,
): PosteriorCell {
  const { shapes, slopes, noises, levelWalks, slopeWalks } = family;
  let rest = cell;
  const digit = (base: number): number => {
    const value = rest % base;
    rest = (rest - value) / base;
    return value;
  };
  const slopeWalk = slopeWalks[digit(slopeWalks.length)]!;
  const levelWalk = levelWalks[digit(levelWalks.length)]!;
  const noiseAt = digit(noises.length);
  const [slope, slopeSd] = slopes[digit(slopes.length)]!;
  const shape = shapes[digit(shapes.length)]!;
  const reading = readings[rest]![noiseAt]!;
  const count = x.length;
  const phi = Float64Array.from(x, shape);
  const factor = covarianceMatrix(x, phi, { slopeSd, levelWalk, slopeWalk });
  const pull = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    factor[i * count + i] = factor[i * count + i]! + reading.variance[i]!;
    pull[i] = reading.z[i]! + slope * phi[i]!;
  }
  factorize(factor, count);
  forward(factor, pull, count);
  backward(factor, pull, count);
  return {
    weight,
    offset: offsets[rest]!,
    shape,
    slope,
    slopeSd,
    levelWalk,
    slopeWalk,
    noise: reading.runVariance,
    factor,
    pull,
  };
}

/** Cholesky factor of the lower triangle, in place; returns the logarithm of the determinant. */
function factorize(matrix: Float64Array, count: number): number {
  let logDeterminant = 0;
  for (let j = 0; j < count; j += 1) {
    let pivot = matrix[j * count + j]!;
    for (let k = 0; k < j; k += 1) pivot -= matrix[j * count + k]! ** 2;
    const root = Math.sqrt(pivot);
    matrix[j * count + j] = root;
    logDeterminant += 2 * Math.log(root);
    for (let i = j + 1; i < count; i += 1) {
      let sum = matrix[i * count + j]!;
      for (let k = 0; k < j; k += 1) sum -= matrix[i * count + k]! * matrix[j * count + k]!;
      matrix[i * count + j] = sum / root;
    }
  }
  return logDeterminant;
}

/** Solves L·y = b in place. */
export function forward(factor: Float64Array, b: Float64Array, count: number): void {
  for (let i = 0; i < count; i += 1) {
    let sum = b[i]!;
    for (let k = 0; k < i; k += 1) sum -= factor[i * count + k]! * b[k]!;
    b[i] = sum / factor[i * count + i]!;
  }
}

function backward(factor: Float64Array, b: Float64Array, count: number): void {
  for (let i = count - 1; i >= 0; i -= 1) {
    let sum = b[i]!;
    for (let k = i + 1; k < count; k += 1) sum -= factor[k * count + i]! * b[k]!;
    b[i] = sum / factor[i * count + i]!;
  }
}
