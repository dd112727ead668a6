import { familyDesigns, heaviestCells, type Design } from "./cells.ts";
import { backward, factorize, forward } from "./cholesky.ts";
import { doublingFamily, powerFamily, powerShare, type Family } from "./prior.ts";
import { linkOffset, readRuns, type Reading } from "./readings.ts";
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
export interface PosteriorCell extends Design {
  readonly weight: number;
  /** `-Infinity` for a linear link, else that of ln(u − offset). */
  readonly offset: number;
  /** Variance of a run beyond the pilots: σ² and the standard error of the last two sizes. */
  readonly noise: number;
  /** Cholesky factor of the pilots' covariance, row by row. */
  readonly factor: Float64Array;
  /** Covariance⁻¹ · (z − prior mean). */
  readonly pull: Float64Array;
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
  const designs = familyDesigns(family, sizes.x);
  return heaviestCells(family, sizes, readings, designs).flatMap(({ link, noise, design, weight }) => {
    const [offset, reading, chosen] = [offsets[link], readings[link]?.[noise], designs[design]];
    return offset === undefined || reading === undefined || reading === null || chosen === undefined
      ? []
      : [{ ...chosen, weight: share * weight, offset, noise: reading.runVariance, ...solve(chosen, reading) }];
  });
}

/** Cholesky factor of the pilots' covariance, and its inverse times what the pilots differ by from the prior. */
function solve({ clean, phi, slope }: Design, { z, variance }: Reading): { factor: Float64Array; pull: Float64Array } {
  const count = z.length;
  const factor = Float64Array.from(clean);
  for (let i = 0; i < count; i += 1) factor[i * count + i]! += variance[i]!;
  factorize(factor, count);
  const pull = Float64Array.from(z, (value, i) => value + slope * phi[i]!);
  forward(factor, pull, count);
  backward(factor, pull, count);
  return { factor, pull };
}
