import prior from "../../src/curve/data/prior.json" with { type: "json" };
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitOf } from "../../src/curve/fit.ts";
import { endsOf } from "../../src/curve/mixture/levels.ts";
import { quantiles } from "../../src/curve/mixture/mixture.ts";
import { gapMixture } from "../../src/curve/mixture/posterior.ts";
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
  // (double precision, plain inverses, plain bisection) from the same prior, all components kept. It knows no sizes: at the prior's
  // middle size they change nothing.
  it.each([
    [
      [0.4, 0.36, 0.33, 0.305],
      undefined,
      [
        [0.26184, 0.28193, 0.30149],
        [0.22341, 0.26121, 0.30502],
        [0.18298, 0.24262, 0.31637],
      ],
    ],
    [
      [2.1, 1.95, 1.83],
      0.02,
      [
        [1.5139, 1.70731, 1.86669],
        [1.24295, 1.59897, 1.92381],
        [0.96752, 1.50045, 2.04574],
      ],
    ],
    [
      [0.3, 0.25],
      0.01,
      [
        [0.16412, 0.21345, 0.2601],
        [0.1017, 0.18753, 0.25898],
        [0.05712, 0.16928, 0.26985],
      ],
    ],
    [
      [0.5, 0.42, 0.44, 0.35],
      undefined,
      [
        [0.20976, 0.29826, 0.41291],
        [0.11546, 0.25807, 0.41683],
        [0.05601, 0.22585, 0.44868],
      ],
    ],
  ])("forecasts losses %j (se %s) as the independent program does", (values, se, expected) => {
    const sized = doubling(values, prior.size.middle / 2 ** (values.length - 1));
    const pilots = sized.map((pilot) => (se === undefined ? pilot : { ...pilot, se }));
    const fit = fitOf(pilots, { metric: "loss" });
    if (!fit.ok) throw new Error(fit.problem.kind);
    const curve = fitted(pilots, { metric: "loss" });
    const { posterior, sizes } = fit.value;
    expected.forEach(([low = 0, median = 0, high = 0], i) => {
      const at = (share: number): number =>
        (quantiles(gapMixture(posterior, i + 1, true), [share])[0] ?? NaN) * sizes.unit;
      expect(Math.abs(at(0.5) / median - 1)).toBeLessThan(0.002);
      expect((at(0.975) - at(0.025)) / (high - low)).toBeGreaterThan(0.99);
      expect((at(0.975) - at(0.025)) / (high - low)).toBeLessThan(1.01);
      // Their ends are read where `levels.ts` says.
      const { low95, low80, high80, high95 } = endsOf(sizes)(i + 1);
      const got = curve.predict((pilots.at(-1)?.n ?? 0) * 2 ** (i + 1));
      expect([got.low95, got.low80, got.high80, got.high95]).toEqual(
        [low95, low80, high80, high95].map((share) => expect.closeTo(at(share), 6) as number),
      );
    });
  });

  it("does not care for the unit of n where all sets are large", () => {
    fc.assert(
      fc.property(accuracies, fc.double({ min: 1, max: 1e6, noNaN: true }), (values, unit) => {
        const examples = fitted(doubling(values, prior.size.most)).predict(200_000);
        const tokens = fitted(doubling(values, prior.size.most * unit)).predict(200_000 * unit);
        for (const key of ["median", "low80", "high80", "low95", "high95", "rule"] as const)
          expect(tokens[key]).toBeCloseTo(examples[key], 6);
      }),
      runs,
    );
  });

  it("expects more of a doubling where sets are small", () => {
    const gains = [4, 10, 20, 100, 500, 5000].map(
      (first) => fitted(doubling([0.6, 0.65, 0.69], first)).gainPerDoubling.median,
    );
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    // Below the least size and above the most nothing changes.
    expect([gains[1], gains[5]]).toEqual([gains[0], gains[4]]);
    expect(new Set(gains).size).toBe(4);
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
        expect(curve.rule.gainPerDoubling).toBeCloseTo(gain, 6);
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
    const kept = ({ gainPerDoubling, rule }: typeof bent): number => gainPerDoubling.median / rule.gainPerDoubling;
    // Nine tenths at most: a doubling of a score counts as that many beyond the largest pilot.
    expect(kept(straight)).toBeGreaterThan(0.75);
    expect(kept(bent)).toBeLessThan(0.5);
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
    const widthOf = (repeats: readonly Pilot[]): number => {
      const { low80, high80 } = fitted([...doubling([0.5, 0.55, 0.6]), ...repeats], { testSize: 20_000 }).predict(2000);
      return high80 - low80;
    };
    const at = (full: number, half: number): Pilot[] => [
      { n: 1000, value: full },
      { n: 500, value: half },
    ];
    expect(widthOf(at(0.6005, 0.5505))).toBeLessThan(widthOf([]));
    expect(widthOf(at(0.64, 0.51))).toBeGreaterThan(widthOf([]));
  });

  it("throws for a caller's bug", () => {
    const curve = fitted(doubling([0.5, 0.55]));
    expect(() => curve.predict(0)).toThrow(RangeError);
    expect(() => curve.examplesFor(NaN)).toThrow(RangeError);
    expect(() => curve.nextDoubling("-1")).toThrow(RangeError);
    expect(() => curve.bestSpend("0", "1")).toThrow(RangeError);
  });
});
