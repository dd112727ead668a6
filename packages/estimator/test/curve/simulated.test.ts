import { describe, expect, it } from "vitest";
import { covariance } from "../../src/curve/mixture/cells.ts";
import { factorize } from "../../src/curve/mixture/cholesky.ts";
import { cells, cellWeights, paths } from "../../src/curve/mixture/prior.ts";
import { fitOf } from "../../src/curve/fitCurve.ts";
import { shareBelow } from "../../src/curve/mixture/mixture.ts";
import { gapAhead } from "../../src/curve/mixture/windows.ts";

/** Lehmer's generator: the same curves on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A curve drawn from the prior: gaps at `x`, the last of which is the target. Null where a gap is not positive. */
function drawn(random: () => number, x: readonly number[]): number[] | null {
  const weights = cellWeights(NaN);
  const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  let left = random();
  const cell = cells[weights.findIndex((weight) => (left -= weight) < 0)];
  const path = paths[cell?.path ?? -1];
  if (cell === undefined || path === undefined) throw new Error("The weights and the cells do not match.");
  const { link, noise } = cell;
  const { shape, slope, slopeSd, levelWalk, slopeWalk } = path;
  const linear = link === -Infinity;
  const count = x.length;
  const factor = new Float64Array(count * count);
  // The level is fixed: its prior is flat beside any data, and gaps are measured by their mean.
  const walks = { slopeSd, levelWalk, slopeWalk };
  x.forEach((one, i) => {
    x.slice(0, i + 1).forEach((two, j) => {
      const steady = covariance(0, 0, 0, 0, walks);
      factor[i * count + j] =
        covariance(one, two, shape(one), shape(two), walks) - steady + (i === j ? noise * noise : 0);
    });
  });
  factorize(factor, count);
  const luck = x.map(normal);
  const z = x.map(
    (at, i) =>
      -slope * shape(at) + luck.slice(0, i + 1).reduce((sum, l, k) => sum + (factor[i * count + k] ?? 0) * l, 0),
  );
  const above = z.map((value) => (linear ? 1 + value : Math.exp(value)));
  // A curve that levels out at a share e of the least gap u of the pilots: u = above + e·u.
  const floor = link > 0 ? (link * Math.min(...above.slice(0, -1))) / (1 - link) : 0;
  const gaps = above.map((gap) => gap + floor);
  return gaps.every((gap) => gap > 0.02 && Number.isFinite(gap)) ? gaps : null;
}

describe("curves drawn from the prior", () => {
  it.each([
    [2, 1],
    [3, 2],
    [4, 2],
  ])("are covered at the nominal level with %i pilots, %i doublings ahead", (pilots, ahead) => {
    const random = seeded(20_261_124 + pilots);
    const x = [...Array.from({ length: pilots }, (_, i) => i - pilots + 1), ahead];
    let [drawnCurves, in80, in95] = [0, 0, 0];
    while (drawnCurves < 160) {
      const gaps = drawn(random, x);
      if (gaps === null) continue;
      drawnCurves += 1;
      const target = gaps.at(-1) ?? 0;
      const values = gaps.slice(0, -1).map((value, i) => ({ n: 1000 * 2 ** (x[i] ?? 0), value }));
      const fit = fitOf(values, { metric: "loss" });
      if (!fit.ok) throw new Error(fit.problem.kind);
      // Of the mixture itself: real curves, by which the ends are chosen, are not drawn from the prior.
      const below = shareBelow(gapAhead(fit.value.windows, ahead, true), target / fit.value.sizes.unit);
      in80 += Number(below >= 0.1 && below <= 0.9);
      in95 += Number(below >= 0.025 && below <= 0.975);
    }
    // Three binomial standard errors about the level, and what the 3 % of width adds.
    expect(in95 / drawnCurves).toBeGreaterThan(0.95 - 0.052);
    expect(in95 / drawnCurves).toBeLessThan(1);
    expect(in80 / drawnCurves).toBeGreaterThan(0.8 - 0.095);
    expect(in80 / drawnCurves).toBeLessThan(0.8 + 0.11);
  });
});
