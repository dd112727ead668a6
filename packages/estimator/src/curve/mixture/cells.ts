import { factorize, forward } from "./cholesky.ts";
import { cells, paths, type Path } from "./prior.ts";
import type { Reading } from "./readings.ts";

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
  path: { readonly slopeSd: number; readonly levelWalk: number; readonly slopeWalk: number },
): number {
  const steady = LEVEL_VARIANCE + path.slopeSd * path.slopeSd * phi1 * phi2;
  if (x1 * x2 <= 0) return steady;
  const near = Math.min(Math.abs(x1), Math.abs(x2));
  const far = Math.max(Math.abs(x1), Math.abs(x2));
  return steady + path.levelWalk ** 2 * near + (path.slopeWalk ** 2 * near * near * (3 * far - near)) / 6;
}

/** A path with what it says of the pilots before noise. */
export interface Design extends Path {
  /** φ at the pilots. */
  readonly phi: Float64Array;
  /** Covariance of z at the pilots without noise, lower triangle, row by row. */
  readonly clean: Float64Array;
}

/** The designs of all paths at the pilots' places, in their order. */
export function designsAt(x: Float64Array): Design[] {
  const count = x.length;
  return paths.map((path) => {
    const phi = Float64Array.from(x, path.shape);
    const clean = new Float64Array(count * count);
    for (let i = 0; i < count; i += 1)
      for (let j = 0; j <= i; j += 1) clean[i * count + j] = covariance(x[i]!, x[j]!, phi[i]!, phi[j]!, path);
    return { ...path, phi, clean };
  });
}

/** The runs under one reading of the test set, with its probability: by link and noise; null where a link cannot hold the runs. */
export interface Part {
  readonly readingOf: (link: number, noise: number) => Reading | null;
  readonly weight: number;
}

/** A cell under one of the parts. */
export interface HeavyCell {
  readonly part: number;
  /** Index into `cells`. */
  readonly cell: number;
  readonly reading: Reading;
  readonly weight: number;
}

/** The cells that carry 99.9 % of the posterior weight of all parts; their weights sum to 1. */
export function heaviestCells(parts: readonly Part[], designs: readonly Design[], prior: Float64Array): HeavyCell[] {
  const weighed = parts.flatMap((part, at) => weighedCells(part, at, designs, prior));
  const top = weighed.reduce((most, { weight }) => Math.max(most, weight), -Infinity);
  const shares = weighed
    .map((cell) => ({ ...cell, weight: Math.exp(cell.weight - top) }))
    .toSorted((a, b) => b.weight - a.weight);
  const all = shares.reduce((sum, { weight }) => sum + weight, 0);
  let held = 0;
  const kept = shares.filter(({ weight }) => {
    const wanted = held < KEPT * all;
    if (wanted) held += weight;
    return wanted;
  });
  return kept.map((cell) => ({ ...cell, weight: cell.weight / held }));
}

/** Every cell that can hold the runs, with the logarithm of prior × likelihood as its weight. */
function weighedCells(
  { readingOf, weight }: Part,
  part: number,
  designs: readonly Design[],
  prior: Float64Array,
): HeavyCell[] {
  const count = designs[0]?.phi.length ?? 0;
  const factor = new Float64Array(count * count);
  const residual = new Float64Array(count);
  const constant = Math.log(weight) - 0.5 * count * Math.log(2 * Math.PI);
  const out: HeavyCell[] = [];
  cells.forEach(({ link, noise, path }, cell) => {
    const reading = readingOf(link, noise);
    const { clean, phi, slope } = designs[path]!;
    if (reading === null) return;
    factor.set(clean);
    for (let i = 0; i < count; i += 1) {
      factor[i * count + i]! += reading.variance[i]!;
      residual[i] = reading.z[i]! + slope * phi[i]!;
    }
    const logDeterminant = factorize(factor, count);
    forward(factor, residual, count);
    let squares = 0;
    for (let i = 0; i < count; i += 1) squares += residual[i]! * residual[i]!;
    const log = constant + Math.log(prior[cell]!) + reading.constant - 0.5 * (squares + logDeterminant);
    out.push({ part, cell, reading, weight: log });
  });
  return out;
}
