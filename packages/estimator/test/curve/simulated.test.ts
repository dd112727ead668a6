import { describe, expect, it } from "vitest";
import { covariance, gapMixture, placeOf, factorize } from "../../src/curve/mixture/posterior.ts";
import { componentsOf, PRIOR } from "../../src/curve/mixture/prior.ts";
import { fitOf } from "../../src/curve/fit.ts";
import { shareBelow } from "../../src/curve/mixture/mixture.ts";

/** Lehmer's generator: the same curves on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A curve drawn from the prior: gaps at `x`, the last of which is the target. Null where a gap is not positive. */
function drawn(random: () => number, x: readonly number[]): number[] | null {
  const components = componentsOf(PRIOR, NaN);
  const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  let left = random() * components.reduce((sum, { log }) => sum + Math.exp(log), 0);
  const component = components.find(({ log }) => (left -= Math.exp(log)) < 0);
  if (component === undefined) throw new Error("The weights do not add up.");
  const { kind, scatter } = component;
  const count = x.length;
  const factor = Array.from({ length: count * count }, () => 0);
  // The level is fixed: its prior is flat beside any data, and gaps are measured by their mean.
  const places = x.map((at) => placeOf(kind, at));
  places.forEach((one, i) => {
    places.slice(0, i + 1).forEach((two, j) => {
      const steady = covariance(kind, placeOf(kind, 0), placeOf(kind, 0));
      factor[i * count + j] = covariance(kind, one, two) - steady + (i === j ? scatter * scatter : 0);
    });
  });
  factorize(factor, count);
  const luck = x.map(normal);
  const above = places.map(({ course }, i) =>
    Math.exp(
      luck.slice(0, i + 1).reduce((sum, one, k) => sum + (factor[i * count + k] ?? 0) * one, -kind.fall * course),
    ),
  );
  // A curve that levels out at a share e of the least gap u of the pilots: u = above + e·u.
  const floor = (kind.floor * Math.min(...above.slice(0, -1))) / (1 - kind.floor);
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
      const below = shareBelow(gapMixture(fit.value.posterior, ahead, true), target / fit.value.sizes.unit);
      in80 += Number(below >= 0.1 && below <= 0.9);
      in95 += Number(below >= 0.025 && below <= 0.975);
    }
    // Three binomial standard errors about the level.
    expect(in95 / drawnCurves).toBeGreaterThan(0.95 - 0.052);
    expect(in95 / drawnCurves).toBeLessThan(1);
    expect(in80 / drawnCurves).toBeGreaterThan(0.8 - 0.095);
    expect(in80 / drawnCurves).toBeLessThan(0.8 + 0.11);
  });
});
