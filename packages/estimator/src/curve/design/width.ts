import { factorize, forward, zeros } from "../mixture/cholesky.ts";
import { covariance, placeOf } from "../mixture/posterior.ts";
import { componentsOf, PRIOR } from "../mixture/prior.ts";

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
 * before any run is made: in a Gaussian component it depends on the sizes alone, and the prior averages them. What
 * the runs would also tell about which component is right is left out, so another run never widens it.
 *
 * @param error standard error of one run, as a share of the gap; 0 when not known
 * @param share the gap as a share of the scale; NaN for an open one
 */
export function expectedWidth(sizes: readonly DesignSize[], at: number, error: number, share: number): number {
  const count = sizes.length;
  const components = componentsOf(PRIOR, share);
  const all = components.reduce((sum, { log }) => sum + Math.exp(log), 0);
  return components.reduce((width, { kind, scatter, log }) => {
    const run = scatter ** 2 + error ** 2;
    const [places, ahead] = [sizes.map(({ x }) => placeOf(kind, x)), placeOf(kind, at)];
    const factor = zeros(count * count);
    sizes.forEach(({ repeats }, i) => {
      for (let j = 0; j <= i; j += 1) factor[i * count + j] = covariance(kind, places[i]!, places[j]!);
      factor[i * count + i]! += run / repeats;
    });
    const known = places.map((place) => covariance(kind, ahead, place));
    factorize(factor, count);
    forward(factor, known, count);
    const variance = covariance(kind, ahead, ahead) + run - known.reduce((sum, k) => sum + k * k, 0);
    return width + (Math.exp(log) / all) * WIDTH80 * (1 - kind.floor) * Math.sqrt(Math.max(variance, 0));
  }, 0);
}
