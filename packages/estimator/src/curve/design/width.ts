import { covariance, familyDesigns } from "../cells.ts";
import { factorize, forward } from "../cholesky.ts";
import { doublingFamily } from "../prior.ts";

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
 */
export function expectedWidth(sizes: readonly DesignSize[], at: number, error: number): number {
  const { links, shapes, slopes, noises, levelWalks, slopeWalks, weights } = doublingFamily;
  const x = Float64Array.from(sizes, (size) => size.x);
  const walks = levelWalks.length * slopeWalks.length;
  const lines = shapes.length * slopes.length;
  const known = new Float64Array(x.length);
  let width = 0;
  familyDesigns(doublingFamily, x).forEach((design, designAt) => {
    const walk = designAt % walks;
    const line = (designAt - walk) / walks;
    const phi = design.shape(at);
    noises.forEach((noise, noiseAt) => {
      const weight = links.reduce(
        (sum, _, link) => sum + (weights[((link * lines + line) * noises.length + noiseAt) * walks + walk] ?? 0),
        0,
      );
      const run = noise * noise + error * error;
      const factor = Float64Array.from(design.clean);
      sizes.forEach(({ repeats }, i) => {
        factor[i * x.length + i]! += run / repeats;
        known[i] = covariance(at, x[i]!, phi, design.phi[i]!, design);
      });
      factorize(factor, x.length);
      forward(factor, known, x.length);
      const variance = covariance(at, at, phi, phi, design) + run - known.reduce((sum, k) => sum + k * k, 0);
      width += weight * WIDTH80 * Math.sqrt(Math.max(variance, 0));
    });
  });
  return width;
}
