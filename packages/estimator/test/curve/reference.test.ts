import { describe, expect, it } from "vitest";
import type { FitOptions } from "../../src/curve/curve.ts";
import { fitOf, meanGap, predictAt } from "../../src/curve/fit.ts";
import { HERMITE, normalInto } from "../../src/curve/mixture/mixture.ts";
import type { Pilot } from "../../src/curve/pilots/pilot.ts";
import { doubling, fitted } from "./fitted.ts";
import { normalShare, referenceOf, SEVEN } from "./reference.ts";

const cases: readonly (readonly [what: string, pilots: readonly Pilot[], options: FitOptions])[] = [
  ["a loss", doubling([2.1, 1.95, 1.83]), { metric: "loss" }],
  ["a loss with errors", doubling([0.5, 0.42, 0.44, 0.35]).map((one) => ({ ...one, se: 0.01 })), { metric: "loss" }],
  ["shares on a test set of stated size", doubling([0.61, 0.66, 0.7]), { testSize: 400 }],
  ["shares of which the digits tell the test set", doubling([0.475, 0.555, 0.59, 0.64]), {}],
  ["shares of which nothing tells the test set", doubling([0.512_37, 0.583_91, 0.617_45, 0.701_13, 0.722_91]), {}],
  ["shares near the top", doubling([0.95, 0.97, 0.99]), { testSize: 100 }],
  ["shares at the top", doubling([0.98, 1, 1]), {}],
  [
    "shares with errors, and one without",
    [...doubling([0.5, 0.6]).map((one) => ({ ...one, se: 0.02 })), { n: 2000, value: 0.66 }],
    {},
  ],
  [
    "two pilots, a third apart",
    [
      { n: 300, value: 0.4 },
      { n: 400, value: 0.45 },
    ],
    {},
  ],
  ["several runs at a size", [...doubling([0.3, 0.45, 0.5]), ...doubling([0.33, 0.41, 0.52])], { testSize: 250 }],
  [
    "shares whose errors are larger than their gap",
    doubling([0.97, 0.99, 0.996]).map((one) => ({ ...one, se: 0.02 })),
    {},
  ],
  ["a plateau", doubling([0.52, 0.51, 0.52, 0.53]), { chance: 0.5 }],
  ["percentages of errors", doubling([21, 17, 15]), { metric: "error" }],
  ["rewards without a bound", doubling([-1.2, -0.4, 0.1]), { metric: "reward" }],
];

describe("the posterior", () => {
  it.each(cases)("of %s is that of the model, worked out plainly", (_what, pilots, options) => {
    const fit = fitOf(pilots, options);
    if (!fit.ok) throw new Error(fit.problem.kind);
    const { sizes, endsAt } = fit.value;
    const { scale, unit, nMax } = sizes;
    const reference = referenceOf(sizes);
    const width = (scale.upper - scale.lower) / unit;
    const worst = Number.isFinite(width) ? width : 10;
    /** Φ of the forecast is off by up to 1.5e-7. */
    const near = (got: number, wanted: number): void => expect(Math.abs(got - wanted)).toBeLessThan(1e-5 * unit);
    const inBounds = (gap: number): number =>
      Math.min(Math.max(scale.best + scale.sign * gap * unit, scale.lower), scale.upper);
    for (const x of [-0.5, 0, 1, 2.5]) {
      const ends = endsAt(x);
      const got = predictAt(fit.value, nMax * 2 ** x);
      const [low = NaN, high = NaN] = [ends.low80, ends.high80]
        .map((p) => inBounds(reference.runBelow(x, p)))
        .toSorted((a, b) => a - b);
      near(got.low80, low);
      near(got.high80, high);
      near(got.median, inBounds(reference.runBelow(x, 0.5)));
      near(meanGap(fit.value, x), unit * reference.meanWithin(x, scale.bounded ? 0 : -10, worst));
    }
    const curve = fitted(pilots, options);
    near(curve.level.median, inBounds(reference.curveBelow(0, 0.5)));
    near(curve.gainPerDoubling.median, scale.sign * unit * reference.changeBelow(0.5));
    expect(curve.pShrinking).toBeCloseTo(reference.shrinking, 6);
  });
});

describe("the standard normal", () => {
  it("is that of its series to 1.5e-7", () => {
    const out = new Float64Array(2);
    for (const t of [-7.5, -3, -1.644_853_627, -0.3, 0, 0.1, 1, 1.281_551_566, 2.5, 6]) {
      normalInto(t, out);
      expect(Math.abs((out[0] ?? NaN) - normalShare(t))).toBeLessThan(1.5e-7);
      expect(out[1]).toBeCloseTo(Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI), 14);
    }
  });

  it("is summed over the zeros of the seventh Hermite polynomial", () => {
    const byNode = (a: readonly number[], b: readonly number[]): number => (a[0] ?? NaN) - (b[0] ?? NaN);
    expect(HERMITE.map((one) => [...one])).toEqual(
      SEVEN.toSorted(byNode).map((pair) => pair.map((one) => expect.closeTo(one, 12) as number)),
    );
  });
});
