import { covariance } from "../mixture/cells.ts";
import { factorize, forward } from "../mixture/cholesky.ts";
import { cells, cellWeights, paths } from "../mixture/prior.ts";

/** Runs at one size of a design. */
export interface DesignSize {
  /** log₂(n / n_max), 0 or less. */
  readonly x: number;
  readonly repeats: number;
}

/** Standard deviations from end to end of an 80 % interval. */
const WIDTH80 = 2 * 1.281_551_6;

/**
 * Expected width of the 80 % interval of a run at `at` doublings beyond the largest pilot, as a share of the gap,
 * before any run is made: in a Gaussian cell it depends on the sizes alone, and the prior averages the cells. What
 * the runs would also tell about which cell is right is left out, so another run never widens it.
 *
 * @param error standard error of one run, as a share of the gap; 0 when not known
 * @param share the gap as a share of the scale; NaN for an open one
 */
export function expectedWidth(sizes: readonly DesignSize[], at: number, error: number, share: number): number {
  const x = Float64Array.from(sizes, (size) => size.x);
  const weights = cellWeights(share);
  const known = new Float64Array(x.length);
  const factor = new Float64Array(x.length * x.length);
  let width = 0;
  cells.forEach(({ noise, path: place }, cell) => {
    const path = paths[place]!;
    const phi = Float64Array.from(x, path.shape);
    const ahead = path.shape(at);
    const run = noise * noise + error * error;
    sizes.forEach(({ repeats }, i) => {
      for (let j = 0; j <= i; j += 1) factor[i * x.length + j] = covariance(x[i]!, x[j]!, phi[i]!, phi[j]!, path);
      factor[i * x.length + i]! += run / repeats;
      known[i] = covariance(at, x[i]!, ahead, phi[i]!, path);
    });
    factorize(factor, x.length);
    forward(factor, known, x.length);
    const variance = covariance(at, at, ahead, ahead, path) + run - known.reduce((sum, k) => sum + k * k, 0);
    width += weights[cell]! * WIDTH80 * Math.sqrt(Math.max(variance, 0));
  });
  return width;
}
