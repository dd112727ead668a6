import { designsAt, heaviestCells, type Design, type Part } from "./cells.ts";
import { backward, factorize, forward } from "./cholesky.ts";
import { cells, cellWeights } from "./prior.ts";
import { countReading, linkOffset, readRuns, type Reading } from "./readings.ts";
import type { Sizes } from "../pilots/sizes.ts";

/**
 * The model. With x = log₂(n / n_max), u the gap over the mean gap and z = link(u) (`prior.ts`),
 *
 *     z(x) = m − s·φ(x) + W(x) + V(x) + ε,   ε ~ N(0, σ² + se²)
 *
 * m ~ N(0, 4): the level; s ~ N(μ, τ²): the fall per doubling at n_max; φ: the shape; W, V: random walks of level
 * (r² per doubling) and slope (q² per doubling), anchored at n_max, independent on its two sides. Given a cell
 * (link, φ, μ, τ, σ, r, q) all of it is Gaussian, so the likelihood of the pilots and the forecast are exact by
 * one Cholesky factor; the posterior is the mixture over the cells by prior weight × likelihood.
 *
 * Where the values are shares scored on m test items, se² is p(1 − p)/m: at the pilots read at the gap expected there
 * (`countNoise.ts`), at a run to come at its own gap (`runMixture.ts`). Without a stated m or se the digits of the values
 * give m a distribution (`testSizes.ts`), and each m is a part of the mixture, weighed by prior × likelihood like the rest.
 *
 * Assumes: one training recipe, test sets alike, errors of runs independent (pilots scored on one test set share
 * part of theirs), no break beyond the pilots that the walks cannot carry. Unit-free: nothing depends on the unit of
 * n or of the value. Runs at one size enter through their weighted mean and the likelihood of their spread.
 */
export interface Posterior {
  /** x of the pilots. */
  readonly x: Float64Array;
  /** Designs that have a cell. */
  readonly designs: readonly Design[];
  /** Cells: the ones that carry 99.9 % of the weight, sorted by offset. All arrays run over them. */
  readonly weight: Float64Array;
  /** `-Infinity` for a linear link, else that of ln(u − offset). */
  readonly offset: Float64Array;
  /** Variance of a run beyond the pilots: σ² and the standard error of the last two sizes; without the noise of a count. */
  readonly noise: Float64Array;
  /** Items of the test set whose count adds its noise; `Infinity` for none. Cells are sorted by it, then by offset. */
  readonly items: Float64Array;
  /** The mean gap as a share of the scale. */
  readonly share: number;
  /** Index into `designs`. */
  readonly designAt: Int32Array;
  /** Cholesky factors of the pilots' covariance, cell by cell, row by row. */
  readonly factors: Float64Array;
  /** Covariance⁻¹ · (z − prior mean), cell by cell. */
  readonly pulls: Float64Array;
}

/** A heavy cell before it is solved. */
interface ReadCell {
  readonly weight: number;
  readonly items: number;
  readonly offset: number;
  readonly design: Design;
  readonly reading: Reading;
}

/** The posterior of a set of pilots: computed once, every answer is read from it. */
export function posterior(sizes: Sizes): Posterior {
  const heavy = readCells(sizes).toSorted((a, b) => (a.items === b.items ? a.offset - b.offset : a.items - b.items));
  const designs = [...new Set(heavy.map(({ design }) => design))];
  const places = new Map(designs.map((design, at) => [design, at]));
  const count = sizes.x.length;
  const factors = new Float64Array(heavy.length * count * count);
  const pulls = new Float64Array(heavy.length * count);
  heavy.forEach(({ design, reading }, i) => {
    solve(
      design,
      reading,
      factors.subarray(i * count * count, (i + 1) * count * count),
      pulls.subarray(i * count, (i + 1) * count),
    );
  });
  return {
    x: sizes.x,
    designs,
    weight: Float64Array.from(heavy, ({ weight }) => weight),
    offset: Float64Array.from(heavy, ({ offset }) => offset),
    noise: Float64Array.from(heavy, ({ reading }) => reading.runVariance),
    items: Float64Array.from(heavy, ({ items }) => items),
    share: sizes.share,
    designAt: Int32Array.from(heavy, ({ design }) => places.get(design) ?? 0),
    factors,
    pulls,
  };
}

/** The cells that matter, with what each test size that may be makes of the runs. */
function readCells(sizes: Sizes): ReadCell[] {
  const counts = sizes.testSizes.map(({ items }) => countReading(sizes, items));
  const parts = counts.map((count, at): Part => {
    const readings = new Map<string, Reading | null>();
    return {
      weight: sizes.testSizes[at]?.weight ?? 0,
      readingOf: (link, noise) => {
        const key = `${link} ${noise}`;
        const known = readings.get(key);
        if (known !== undefined) return known;
        const reading = readRuns(sizes, linkOffset(link, sizes), noise, count);
        readings.set(key, reading);
        return reading;
      },
    };
  });
  const designs = designsAt(sizes.x);
  return heaviestCells(parts, designs, cellWeights(sizes.share)).flatMap(({ part, cell, reading, weight }) => {
    const { link, path } = cells[cell] ?? {};
    const design = designs[path ?? -1];
    if (link === undefined || design === undefined) return [];
    const items = counts[part]?.noise.items ?? Infinity;
    return [{ weight, items, offset: linkOffset(link, sizes), design, reading }];
  });
}

/** Writes the Cholesky factor of the pilots' covariance, and its inverse times what they differ by from the prior. */
function solve(
  { clean, phi, slope }: Design,
  { z, variance }: Reading,
  factor: Float64Array,
  pull: Float64Array,
): void {
  const count = z.length;
  factor.set(clean);
  for (let i = 0; i < count; i += 1) {
    factor[i * count + i]! += variance[i]!;
    pull[i] = z[i]! + slope * phi[i]!;
  }
  factorize(factor, count);
  forward(factor, pull, count);
  backward(factor, pull, count);
}
