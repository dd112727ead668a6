import { covariance } from "./cells.ts";
import { forward } from "./cholesky.ts";
import { newMixture, type Mixture } from "./mixture.ts";
import { HERMITE } from "./normal.ts";
import type { Posterior, PosteriorCell } from "./posterior.ts";

/**
 * Factor on every posterior standard deviation. The learned prior was fitted to curves: halves of them held out of the
 * fit were covered about one point less often than the halves fitted, and this restores it.
 */
const HELD_OUT = 1.03;

/** Least variance kept, so that a run on an exact curve still has a density. */
const LEAST_VARIANCE = 1e-14;

interface Moments {
  readonly mean: number;
  readonly phi: number;
  /** L⁻¹ · covariance with the pilots. */
  readonly known: Float64Array;
}

function momentsAt({ x: pilots }: Posterior, cell: PosteriorCell, x: number): Moments {
  const phi = cell.shape(x);
  const known = new Float64Array(pilots.length);
  let mean = -cell.slope * phi;
  for (let i = 0; i < pilots.length; i += 1) {
    known[i] = covariance(x, pilots[i]!, phi, cell.phi[i]!, cell);
    mean += known[i]! * cell.pull[i]!;
  }
  forward(cell.factor, known, pilots.length);
  return { mean: cell.offset === -Infinity ? mean + 1 : mean, phi, known };
}

function posteriorCovariance(cell: PosteriorCell, x1: number, one: Moments, x2: number, two: Moments): number {
  let value = covariance(x1, x2, one.phi, two.phi, cell);
  for (let i = 0; i < one.known.length; i += 1) value -= one.known[i]! * two.known[i]!;
  return value * HELD_OUT * HELD_OUT;
}

/** The gap at x: of a run there when `noise` is true, of the curve itself otherwise. */
export function gapMixture(posterior: Posterior, x: number, noise: boolean): Mixture {
  const { cells } = posterior;
  const mixture = newMixture(cells.length);
  cells.forEach((cell, i) => {
    const moments = momentsAt(posterior, cell, x);
    const variance = posteriorCovariance(cell, x, moments, x, moments) + (noise ? cell.noise * HELD_OUT * HELD_OUT : 0);
    mixture.weight[i] = cell.weight;
    mixture.mean[i] = moments.mean;
    mixture.sd[i] = Math.sqrt(Math.max(variance, LEAST_VARIANCE));
    mixture.offset[i] = cell.offset;
  });
  return mixture;
}

/**
 * Change of the gap from x = 0 to `x`, without the noise of a run: negative where the curve improves. On a
 * linear link it is Gaussian; on a logarithmic one it is summed over seven values of the gap at 0, each with the
 * exact law of the gap at x given it.
 */
export function changeMixture(posterior: Posterior, x: number): Mixture {
  const parts: [weight: number, mean: number, sd: number, offset: number][] = [];
  for (const cell of posterior.cells) {
    const now = momentsAt(posterior, cell, 0);
    const then = momentsAt(posterior, cell, x);
    const here = Math.max(posteriorCovariance(cell, 0, now, 0, now), LEAST_VARIANCE);
    const both = posteriorCovariance(cell, 0, now, x, then);
    const there = Math.max(posteriorCovariance(cell, x, then, x, then), LEAST_VARIANCE);
    if (cell.offset === -Infinity) {
      parts.push([
        cell.weight,
        then.mean - now.mean,
        Math.sqrt(Math.max(here + there - 2 * both, LEAST_VARIANCE)),
        cell.offset,
      ]);
      continue;
    }
    const sd = Math.sqrt(Math.max(there - (both * both) / here, LEAST_VARIANCE));
    for (const [node, share] of HERMITE) {
      const shift = node * Math.sqrt(here);
      parts.push([cell.weight * share, then.mean + (both / here) * shift, sd, -Math.exp(now.mean + shift)]);
    }
  }
  const mixture = newMixture(parts.length);
  parts.forEach(([weight, mean, sd, offset], i) => {
    mixture.weight[i] = weight;
    mixture.mean[i] = mean;
    mixture.sd[i] = sd;
    mixture.offset[i] = offset;
  });
  return mixture;
}

/** A second doubling "gains less" when it gains under this share of the first. */
export const SHRINKING = 0.9;

/** Probability that, along the middle path of a cell, the doubling after the next gains less than 90 % of the next. */
export function shrinkingShare(posterior: Posterior): number {
  return posterior.cells.reduce((sum, cell) => {
    const [now = 0, next = 0, after = 0] = [0, 1, 2].map((x) => {
      const { mean } = momentsAt(posterior, cell, x);
      return cell.offset === -Infinity ? mean : Math.exp(mean);
    });
    return next - after < SHRINKING * (now - next) ? sum + cell.weight : sum;
  }, 0);
}
