import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitOf } from "../../src/curve/fitCurve.ts";
import { gapMixture } from "../../src/curve/mixture/forecast.ts";
import { endsOf } from "../../src/curve/mixture/levels.ts";
import { quantiles, shareBelow } from "../../src/curve/mixture/mixture.ts";
import { gapAhead } from "../../src/curve/mixture/windows.ts";
import type { Pilot } from "../../src/curve/pilots/pilot.ts";
import { doubling, exactly, fitted } from "./fitted.ts";

/** A rising accuracy on `count` pilots: level, gain per doubling, how much of it the next doubling keeps, wiggle. */
const accuracies = fc
  .record({
    count: fc.integer({ min: 2, max: 6 }),
    level: fc.double({ min: 0.4, max: 0.6, noNaN: true }),
    gain: fc.double({ min: 0.01, max: 0.05, noNaN: true }),
    keep: fc.double({ min: 0.7, max: 1, noNaN: true }),
    wiggle: fc.double({ min: 0, max: 0.01, noNaN: true }),
  })
  .map(({ count, level, gain, keep, wiggle }) =>
    Array.from(
      { length: count },
      (_, i) => level + gain * (keep === 1 ? i : (1 - keep ** i) / (1 - keep)) + wiggle * Math.sin(5 * i),
    ),
  );
const runs = { numRuns: 15, seed: 20_261_124 };

describe("fitCurve", () => {
  // Medians and intervals at 2, 4 and 8 times the largest pilot, by an independent program in another language
  // (double precision, plain inverses, plain bisection) from the same table of cells, all of them kept.
  it.each([
    [
      [0.4, 0.36, 0.33, 0.305],
      undefined,
      [
        [0.27015, 0.28489, 0.29688],
        [0.24273, 0.26906, 0.28806],
        [0.21911, 0.25668, 0.28163],
      ],
    ],
    [
      [2.1, 1.95, 1.83],
      0.02,
      [
        [1.57966, 1.70652, 1.82613],
        [1.39202, 1.59472, 1.78387],
        [1.20417, 1.49285, 1.75638],
      ],
    ],
    [
      [0.3, 0.25],
      0.01,
      [
        [0.15732, 0.21763, 0.27582],
        [0.11082, 0.19296, 0.26477],
        [0.07483, 0.17755, 0.25824],
      ],
    ],
    [
      [0.5, 0.42, 0.44, 0.35],
      undefined,
      [
        [0.20223, 0.32375, 0.4249],
        [0.11818, 0.298, 0.41367],
        [0.06029, 0.28001, 0.41474],
      ],
    ],
  ])("forecasts losses %j (se %s) as the independent program does", (values, se, expected) => {
    const pilots = doubling(values).map((pilot) => (se === undefined ? pilot : { ...pilot, se }));
    const fit = fitOf(pilots, { metric: "loss" });
    if (!fit.ok) throw new Error(fit.problem.kind);
    const curve = fitted(pilots, { metric: "loss" });
    const { windows, sizes } = fit.value;
    expected.forEach(([low = 0, median = 0, high = 0], i) => {
      const at = (share: number, mixture = gapMixture(windows[0].posterior, i + 1, true)): number =>
        (quantiles(mixture, [share])[0] ?? NaN) * sizes.unit;
      expect(Math.abs(at(0.5) / median - 1)).toBeLessThan(0.002);
      expect((at(0.975) - at(0.025)) / (high - low)).toBeGreaterThan(0.99);
      expect((at(0.975) - at(0.025)) / (high - low)).toBeLessThan(1.01);
      // The intervals are those of all windows, and their ends are read where `levels.ts` says.
      const { low95, low80, high80, high95 } = endsOf(sizes)(i + 1);
      const pooled = gapAhead(windows, i + 1, true);
      const got = curve.predict((pilots.at(-1)?.n ?? 0) * 2 ** (i + 1));
      expect([got.low95, got.low80, got.high80, got.high95]).toEqual(
        [low95, low80, high80, high95].map((share) => expect.closeTo(at(share, pooled), 6) as number),
      );
    });
  });

  it("is the even sum of the forecasts by all pilots and by the larger ones alone, as far as they span a doubling", () => {
    const [values, losses] = [[2.4, 2.1, 1.95, 1.83], { metric: "loss" } as const];
    const gap = 1.6;
    const below = (pilots: readonly Pilot[], windows: number): number => {
      const fit = fitOf(pilots, losses);
      if (!fit.ok) throw new Error(fit.problem.kind);
      expect(fit.value.windows).toHaveLength(windows);
      return shareBelow(gapAhead(fit.value.windows, 2, true), gap / fit.value.sizes.unit);
    };
    const alone = [0, 1, 2].map((start) => {
      const fit = fitOf(doubling(values).slice(start), losses);
      if (!fit.ok) throw new Error(fit.problem.kind);
      return shareBelow(gapMixture(fit.value.windows[0].posterior, 2, true), gap / fit.value.sizes.unit);
    });
    expect(below(doubling(values), 3)).toBeCloseTo(
      alone.reduce((sum, one) => sum + one / 3, 0),
      6,
    );
    // Gains within their standard error measure no slope either.
    below(
      doubling(values).map((pilot) => ({ ...pilot, se: 0.1 })),
      2,
    );
    // Two sizes a hair apart measure no slope: no window holds them alone.
    below([...doubling(values), { n: 2100, value: 1.82 }], 3);
    below(
      [
        { n: 1000, value: 2.1 },
        { n: 1900, value: 1.95 },
        { n: 2000, value: 1.94 },
      ],
      1,
    );
  });

  it("does not care for the unit of n", () => {
    fc.assert(
      fc.property(accuracies, fc.double({ min: 0.001, max: 1e6, noNaN: true }), (values, unit) => {
        const examples = fitted(doubling(values)).predict(20_000);
        const tokens = fitted(doubling(values, 250 * unit)).predict(20_000 * unit);
        for (const key of ["median", "low80", "high80", "low95", "high95", "rule"] as const)
          expect(tokens[key]).toBeCloseTo(examples[key], 6);
      }),
      runs,
    );
  });

  it("sees accuracy and error as mirrors", () => {
    fc.assert(
      fc.property(accuracies, (values) => {
        const right = fitted(doubling(values));
        const wrong = fitted(doubling(values.map((value) => 1 - value)), { metric: "error" });
        const [one, two] = [right.predict(20_000), wrong.predict(20_000)];
        expect(one.median).toBeCloseTo(1 - two.median, 6);
        expect(one.low95).toBeCloseTo(1 - two.high95, 6);
        expect(one.high80).toBeCloseTo(1 - two.low80, 6);
        expect(right.gainPerDoubling.median).toBeCloseTo(-wrong.gainPerDoubling.median, 6);
        expect(right.pShrinking).toBeCloseTo(wrong.pShrinking, 6);
        expect(right.nextDoubling("100").gain).toBeCloseTo(wrong.nextDoubling("100").gain, 4);
      }),
      runs,
    );
  });

  it("agrees on percent and fraction", () => {
    fc.assert(
      fc.property(accuracies, (values) => {
        const fraction = fitted(doubling(values));
        const percent = fitted(doubling(values.map((value) => 100 * value)));
        expect(percent.predict(9000).low95).toBeCloseTo(100 * fraction.predict(9000).low95, 4);
        expect(percent.nextDoubling("100", "5")).toMatchObject({
          gain: expect.closeTo(fraction.nextDoubling("100", "5").gain, 4),
        });
        expect(percent.examplesFor(100 * (values[0] ?? 0) + 5).pWithin8x).toBeCloseTo(
          fraction.examplesFor((values[0] ?? 0) + 0.05).pWithin8x,
          4,
        );
      }),
      runs,
    );
  });

  it("holds a noiseless doubling law inside its own interval", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 6 }), fc.double({ min: 0.01, max: 0.05, noNaN: true }), (count, gain) => {
        const curve = fitted(doubling(Array.from({ length: count }, (_, i) => 0.4 + gain * i)));
        expect(curve.rule.gainPerDoubling).toBeCloseTo(gain, 10);
        for (const ratio of [1, 2, 4, 8]) {
          const { rule, low95, high95 } = curve.predict(curve.rule.n * ratio);
          expect(low95).toBeLessThanOrEqual(rule);
          expect(high95).toBeGreaterThanOrEqual(rule);
        }
      }),
      runs,
    );
  });

  it("is not widened by more than a tenth, away from a bound, by a noiseless pilot on the fitted curve", () => {
    fc.assert(
      fc.property(accuracies, fc.double({ min: -1, max: 8, noNaN: true }), (values, doublings) => {
        const pilots = doubling(values);
        const n = 250 * 2 ** doublings;
        const before = fitted(pilots).predict(n);
        fc.pre(before.low95 > 0 && before.high95 < 1);
        const after = fitted([...pilots, { n, value: before.median }]).predict(n);
        expect(after.high95 - after.low95).toBeLessThanOrEqual((before.high95 - before.low95) * 1.1);
        expect(after.high80 - after.low80).toBeLessThanOrEqual((before.high80 - before.low80) * 1.1);
      }),
      { ...runs, numRuns: 40 },
    );
  });

  it("tells a curve that saturates from one that does not", () => {
    const straight = fitted(exactly([0.5, 0.55, 0.6, 0.65]));
    const bent = fitted(exactly([0.5, 0.6, 0.65, 0.675]));
    expect(straight.pShrinking).toBeLessThan(0.4);
    expect(bent.pShrinking).toBeGreaterThan(0.75);
  });

  it("orders its quantiles and stays within the bounds", () => {
    fc.assert(
      fc.property(accuracies, fc.double({ min: -3, max: 12, noNaN: true }), (values, doublings) => {
        const { low95, low80, median, high80, high95 } = fitted(doubling(values)).predict(250 * 2 ** doublings);
        const ordered = [0, low95, low80, median, high80, high95, 1];
        expect(ordered.toSorted((a, b) => a - b)).toEqual(ordered);
      }),
      runs,
    );
  });

  it("flags what lies further than it was checked", () => {
    const curve = fitted(doubling([0.5, 0.55, 0.6]));
    expect(curve.predict(8000)).toMatchObject({ ratio: 8, flag: null });
    expect(curve.predict(8001)).toMatchObject({ flag: "beyond_8x" });
  });

  it("lets repeats speak: two close repeats narrow, two far apart widen", () => {
    const single = fitted(doubling([0.5, 0.55, 0.6])).predict(2000);
    const close = fitted([
      ...doubling([0.5, 0.55, 0.6]),
      { n: 1000, value: 0.6005 },
      { n: 500, value: 0.5505 },
    ]).predict(2000);
    const apart = fitted([...doubling([0.5, 0.55, 0.6]), { n: 1000, value: 0.64 }, { n: 500, value: 0.51 }]).predict(
      2000,
    );
    expect(close.high80 - close.low80).toBeLessThan(single.high80 - single.low80);
    expect(apart.high80 - apart.low80).toBeGreaterThan(single.high80 - single.low80);
  });

  it("throws for a caller's bug", () => {
    const curve = fitted(doubling([0.5, 0.55]));
    expect(() => curve.predict(0)).toThrow(RangeError);
    expect(() => curve.examplesFor(NaN)).toThrow(RangeError);
    expect(() => curve.nextDoubling("-1")).toThrow(RangeError);
    expect(() => curve.bestSpend("0", "1")).toThrow(RangeError);
  });
});
