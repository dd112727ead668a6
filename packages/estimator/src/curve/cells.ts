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

/** Number of a cell: the lists of `Family` in their order, the last one fastest; noise comes before the walks. */
function cellNumber(
  { shapes, slopes, noises, levelWalks, slopeWalks }: Family,
  { link, noise, design }: CellPlace,
): number {
  const walks = levelWalks.length * slopeWalks.length;
  const walk = design % walks;
  const series = link * shapes.length * slopes.length + (design - walk) / walks;
  return (series * noises.length + noise) * walks + walk;
}

/** The inverse of `cellNumber`. */
function cellPlace({ shapes, slopes, noises, levelWalks, slopeWalks }: Family, cell: number): CellPlace {
  const walks = levelWalks.length * slopeWalks.length;
  const walk = cell % walks;
  const upper = (cell - walk) / walks;
  const noise = upper % noises.length;
  const series = (upper - noise) / noises.length;
  const lines = shapes.length * slopes.length;
  return { link: Math.floor(series / lines), noise, design: (series % lines) * walks + walk };
}

/** The cells that carry 99.9 % of the posterior weight, heaviest first; their weights sum to 1. */
export function heaviestCells(
  family: Family,
  sizes: Sizes,
  readings: Readings,
  designs: readonly Design[],
): (CellPlace & { readonly weight: number })[] {
  const logWeights = cellLogWeights(family, sizes, readings, designs);
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
  const kept = end < 0 ? cells : cells.slice(0, end + 1);
  return kept.map(({ cell, weight }) => ({ ...cellPlace(family, cell), weight: weight / held }));
}

/** Prior weight × likelihood of every cell, as logarithms; `-Infinity` where a link cannot hold the runs. */
function cellLogWeights(family: Family, sizes: Sizes, readings: Readings, designs: readonly Design[]): Float64Array {
  const count = sizes.x.length;
  const { links, noises, weights } = family;
  const out = new Float64Array(weights.length).fill(-Infinity);
  const factor = new Float64Array(count * count);
  const residual = new Float64Array(count);
  const exact = sizes.error.every((error) => error === 0);
  designs.forEach((design, designAt) => {
    noises.forEach((_noise, noiseAt) => {
      let logDeterminant = NaN;
      links.forEach((_link, linkAt) => {
        const reading = readings[linkAt]?.[noiseAt];
        if (reading === null || reading === undefined) return;
        // Without standard errors the links differ in z only: one factor serves them all.
        if (!exact || Number.isNaN(logDeterminant)) {
          factor.set(design.clean);
          for (let i = 0; i < count; i += 1) factor[i * count + i]! += reading.variance[i]!;
          logDeterminant = factorize(factor, count);
        }
        for (let i = 0; i < count; i += 1) residual[i] = reading.z[i]! + design.slope * design.phi[i]!;
        forward(factor, residual, count);
        let squares = 0;
        for (let i = 0; i < count; i += 1) squares += residual[i]! * residual[i]!;
        const cell = cellNumber(family, { link: linkAt, noise: noiseAt, design: designAt });
        out[cell] =
          Math.log(weights[cell]!) +
          reading.constant -
          0.5 * (squares + logDeterminant + count * Math.log(2 * Math.PI));
      });
    });
  });
  return out;
}
