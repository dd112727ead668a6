import { factorize, forward } from "./cholesky.ts";
import type { Family, Shape } from "./prior.ts";
import type { Reading } from "./readings.ts";
import type { Sizes } from "./sizes.ts";

/** By link, then by noise; null where the link cannot hold the runs. */
export type Readings = readonly (readonly (Reading | null)[])[];

/** Variance of the level m: wide beside anything that a mean gap of 1 can be. */
const LEVEL_VARIANCE = 4;

/** Share of the posterior weight that is kept. */
const KEPT = 0.999;

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

/** A choice of shape, slope and walks, with what it says of the pilots before noise. */
export interface Design {
  readonly shape: Shape;
  readonly slope: number;
  readonly slopeSd: number;
  readonly levelWalk: number;
  readonly slopeWalk: number;
  /** φ at the pilots. */
  readonly phi: Float64Array;
  /** Covariance of z at the pilots without noise, lower triangle, row by row. */
  readonly clean: Float64Array;
}

/** Every choice of shape, slope and walks, in the order of the cells. */
export function familyDesigns({ shapes, slopes, levelWalks, slopeWalks }: Family, x: Float64Array): Design[] {
  return shapes.flatMap((shape) => {
    const phi = Float64Array.from(x, shape);
    return slopes.flatMap(([slope, slopeSd]) =>
      levelWalks.flatMap((levelWalk) =>
        slopeWalks.map((slopeWalk) => {
          const clean = covarianceMatrix(x, phi, { slopeSd, levelWalk, slopeWalk });
          return { shape, slope, slopeSd, levelWalk, slopeWalk, phi, clean };
        }),
      ),
    );
  });
}

/** The place of a cell in the grid: which link, which noise, which design. */
export interface CellPlace {
  readonly link: number;
  readonly noise: number;
  readonly design: number;
}

/** The place of a cell: the lists of `Family` in their order, the last one fastest; noise comes before the walks. */
function cellPlace({ shapes, slopes, noises, levelWalks, slopeWalks }: Family, cell: number): CellPlace {
  const walks = levelWalks.length * slopeWalks.length;
  const walk = cell % walks;
  const upper = (cell - walk) / walks;
  const noise = upper % noises.length;
  const series = (upper - noise) / noises.length;
  const lines = shapes.length * slopes.length;
  return { link: Math.floor(series / lines), noise, design: (series % lines) * walks + walk };
}

/** A family under one reading of the noise, with its prior probability. */
export interface Part {
  readonly family: Family;
  readonly readings: Readings;
  readonly designs: readonly Design[];
  readonly weight: number;
}

/** A cell of one of the parts. */
export interface HeavyCell extends CellPlace {
  readonly part: number;
  readonly weight: number;
}

/** The cells that carry 99.9 % of the posterior weight of all parts, in their order; their weights sum to 1. */
export function heaviestCells(parts: readonly Part[], sizes: Sizes): HeavyCell[] {
  const logWeights = parts.map((part) => cellLogWeights(part, sizes.x.length));
  const top = logWeights.reduce((most, logs) => logs.reduce((best, log) => Math.max(best, log), most), -Infinity);
  const weights = logWeights.map((logs) => logs.map((log) => Math.exp(log - top)));
  const least = leastKept(weights);
  const held = weights.reduce((sum, own) => own.reduce((all, one) => (one < least ? all : all + one), sum), 0);
  const cells: HeavyCell[] = [];
  weights.forEach((own, part) => {
    const { family } = parts[part]!;
    for (let cell = 0; cell < own.length; cell += 1) {
      if (own[cell]! < least) continue;
      const { link, noise, design } = cellPlace(family, cell);
      cells.push({ part, link, noise, design, weight: own[cell]! / held });
    }
  });
  return cells;
}

/** The weight of the lightest cell that is kept. */
function leastKept(weights: readonly Float64Array[]): number {
  const sorted = new Float64Array(weights.reduce((sum, own) => sum + own.length, 0));
  let filled = 0;
  let total = 0;
  for (const own of weights) {
    sorted.set(own, filled);
    filled += own.length;
    total += own.reduce((sum, weight) => sum + weight, 0);
  }
  sorted.sort();
  let left = (1 - KEPT) * total;
  return sorted.find((weight) => (left -= weight) < 0) ?? 0;
}

/** Prior weight × likelihood of every cell, as logarithms; `-Infinity` where a link cannot hold the runs. */
function cellLogWeights({ family, readings, designs, weight }: Part, count: number): Float64Array {
  const { links, noises, levelWalks, slopeWalks, logWeights } = family;
  const out = new Float64Array(logWeights.length).fill(-Infinity);
  const factor = new Float64Array(count * count);
  const residual = new Float64Array(count);
  const logPrior = Math.log(weight) - 0.5 * count * Math.log(2 * Math.PI);
  const walks = levelWalks.length * slopeWalks.length;
  const lines = designs.length / walks;
  for (let at = 0; at < designs.length; at += 1) {
    const { clean, slope, phi } = designs[at]!;
    const [line, walk] = [Math.floor(at / walks), at % walks];
    for (let noise = 0; noise < noises.length; noise += 1) {
      let factored: Reading | null = null;
      let logDeterminant = NaN;
      for (let link = 0; link < links.length; link += 1) {
        const reading = readings[link]![noise]!;
        if (reading === null) continue;
        // Where nothing but σ is known of the noise, the links differ in z only: one factor serves them all.
        if (factored === null || !sameVariance(factored, reading)) {
          factor.set(clean);
          for (let i = 0; i < count; i += 1) factor[i * count + i]! += reading.variance[i]!;
          logDeterminant = factorize(factor, count);
          factored = reading;
        }
        for (let i = 0; i < count; i += 1) residual[i] = reading.z[i]! + slope * phi[i]!;
        forward(factor, residual, count);
        let squares = 0;
        for (let i = 0; i < count; i += 1) squares += residual[i]! * residual[i]!;
        const cell = ((link * lines + line) * noises.length + noise) * walks + walk;
        out[cell] = logPrior + logWeights[cell]! + reading.constant - 0.5 * (squares + logDeterminant);
      }
    }
  }
  return out;
}

function sameVariance({ variance: one }: Reading, { variance: other }: Reading): boolean {
  for (let i = 0; i < one.length; i += 1) if (Math.abs(one[i]! - other[i]!) > 1e-3 * one[i]!) return false;
  return true;
}
