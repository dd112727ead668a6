import { describe, expect, it } from "vitest";
import { covariance } from "../../src/curve/cells.ts";
import { factorize } from "../../src/curve/cholesky.ts";
import { doublingFamily } from "../../src/curve/prior.ts";
import { fitted } from "./fitted.ts";

/** Lehmer's generator: the same curves on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A curve drawn from the prior: gaps at `x`, the last of which is the target. Null where a gap is not positive. */
function drawn(random: () => number, x: readonly number[]): number[] | null {
  const { links, shapes, slopes, noises, levelWalks, slopeWalks, weights } = doublingFamily;
  const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  let left = random();
  let cell = weights.findIndex((weight) => (left -= weight) < 0);
  const pick = <T>(list: readonly T[]): T => {
    const at = cell % list.length;
    cell = (cell - at) / list.length;
    const [picked] = list.slice(at);
    if (picked === undefined) throw new Error("The weights and the lists of the family do not match.");
    return picked;
  };
  const slopeWalk = pick(slopeWalks);
  const levelWalk = pick(levelWalks);
  const noise = pick(noises);
  const [slope, slopeSd] = pick(slopes);
  const shape = pick(shapes);
  const linear = pick(links) === -Infinity;
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
  const gaps = z.map((value) => (linear ? 1 + value : Math.exp(value)));
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
      const forecast = fitted(
        gaps.slice(0, -1).map((value, i) => ({ n: 1000 * 2 ** (x[i] ?? 0), value })),
        { metric: "loss" },
      ).predict(1000 * 2 ** ahead);
      in80 += Number(forecast.low80 <= target && target <= forecast.high80);
      in95 += Number(forecast.low95 <= target && target <= forecast.high95);
    }
    // Three binomial standard errors about the level, and what the 3 % of width adds.
    expect(in95 / drawnCurves).toBeGreaterThan(0.95 - 0.052);
    expect(in95 / drawnCurves).toBeLessThan(1);
    expect(in80 / drawnCurves).toBeGreaterThan(0.8 - 0.095);
    expect(in80 / drawnCurves).toBeLessThan(0.8 + 0.11);
  });
});
