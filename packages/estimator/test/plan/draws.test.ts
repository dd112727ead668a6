import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal } from "../../src/money.ts";
import { drawsOf, influences, quantilesOf, recurrenceSteps, triangular } from "../../src/plan/decision/sample.ts";
import { joined, minus, reading, requestsInput, sumsAt, term, type Inputs } from "../../src/plan/decision/terms.ts";
import { decided, used } from "./decided.ts";

const range = (low: number, typical: number, high: number): ReturnType<typeof reading> =>
  reading({ low: String(low), typical: String(typical), high: String(high) });
const meanOf = (values: Float64Array): number => values.reduce((all, one) => all + one, 0) / values.length;

describe("the draws of a decision", () => {
  it("step by the powers of the golden ratio's generalisations, as published", () => {
    // https://extremelearning.com.au/unreasonable-effectiveness-of-quasirandom-sequences/: φ1, φ2 and φ3
    const phi = [1.618_033_988_749_895, 1.324_717_957_244_746, 1.220_744_084_605_759_6];
    for (const [index, root] of phi.entries()) {
      const steps = recurrenceSteps(index + 1);
      expect(steps).toHaveLength(index + 1);
      for (const [power, step] of steps.entries()) expect(step).toBeCloseTo(root ** -(power + 1), 12);
    }
  });

  it("invert the triangular distribution: both halves, and its ends", () => {
    // P(X ≤ x) is (x − low)² / ((high − low)(mode − low)) up to the mode, and 1 − (high − x)² / ((high − low)(high − mode)) above.
    expect(triangular(0, 1, 4, 0)).toBe(0);
    expect(triangular(0, 1, 4, 1)).toBe(4);
    expect(triangular(0, 1, 4, 0.25)).toBeCloseTo(1, 12);
    expect(triangular(0, 1, 4, 0.0625)).toBeCloseTo(0.5, 12);
    expect(triangular(0, 1, 4, 1 - 1 / 12)).toBeCloseTo(3, 12);
    expect(triangular(5, 5, 5, 0.3)).toBe(5);
  });

  it("have the mean of their distribution, each input on its own, and are those of the seed", () => {
    const inputs: Inputs = new Map([
      ["a", range(0, 1, 8)],
      ["b", range(10, 10, 10)],
      ["c", range(2, 3, 4)],
    ]);
    const draws = drawsOf(inputs, 1, 2000);
    expect(draws.get("b")).toBe(10);
    const [a, c] = [draws.get("a"), draws.get("c")] as [Float64Array, Float64Array];
    expect(meanOf(a)).toBeCloseTo(3, 2);
    expect(meanOf(c)).toBeCloseTo(3, 2);
    const product = joined(a, c, 0, (x, y) => (x - 3) * (y - 3)) as Float64Array;
    // Neither says anything of the other: their covariance is small beside the product of their spreads (1.8 × 0.4).
    expect(Math.abs(meanOf(product))).toBeLessThan(0.03);
    expect(drawsOf(inputs, 1, 2000)).toEqual(draws);
    expect(drawsOf(inputs, 2, 2000).get("a")).not.toEqual(a);
  });

  it("are those of the seed 1 where none is given", () => {
    const requestsPerMonth = { low: 5000, typical: 10_000, high: 30_000 };
    const [usual, first, second] = [{}, { seed: 1 }, { seed: 2 }].map((seed) =>
      decided({ ...used({ requestsPerMonth }), ...seed }),
    );
    expect(usual).toEqual(first);
    expect(usual).not.toEqual(second);
  });

  it("are taken one by one: each term its product, each period the sum of its terms", () => {
    const from = { kind: "offer", provider: "acme" } as const;
    const terms = [
      term("training", "once", from, "a", decimal(2)),
      term("labels", "once", from, "b"),
      term("input", "month", from, requestsInput, "a"),
      term("deployment", "month", from, decimal(7)),
    ];
    const columns = new Map([
      ["a", Float64Array.of(2, 3, 5)],
      ["b", Float64Array.of(10, 20, 30)],
      [requestsInput, Float64Array.of(1, 4, 9)],
    ]);
    expect(sumsAt(columns)(terms)).toEqual({
      once: Float64Array.of(14, 26, 40),
      month: Float64Array.of(9, 19, 52),
      fixed: Float64Array.of(7, 7, 7),
    });
    expect(sumsAt(columns)(terms.slice(3)).month).toBe(7);
  });

  it("give quantiles between neighbours, and keep what never pays back", () => {
    expect(quantilesOf(Float64Array.of(20, 0, 10))(0.25)).toBe(5);
    expect(quantilesOf(Float64Array.of(10, 20, 0))(1)).toBe(20);
    expect(quantilesOf(7)(0.9)).toBe(7);
    expect(quantilesOf(Float64Array.of(Infinity, 1, Infinity))(0.9)).toBe(Infinity);
  });

  it("give the quantiles that sorting gives, in whatever order they are asked for", () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(
        fc.float64Array({ noNaN: true, minLength: 1 }),
        fc.array(value),
        fc.array(fc.nat(100)),
        (a, b, shares) => {
          const values = Float64Array.of(...a, ...b);
          const sorted = values.toSorted();
          const quantile = quantilesOf(values);
          for (const share of shares) {
            const place = (share / 100) * (sorted.length - 1);
            const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
            const between = low === high ? low : low + (place - Math.floor(place)) * (high - low);
            expect(quantile(share / 100) + 0).toEqual(between + 0);
          }
        },
      ),
    );
  });
});

describe("what decides", () => {
  const inputs: Inputs = new Map([
    ["saved", range(0, 3, 6)],
    ["spent", range(1, 2, 3)],
    ["fixed", range(1, 1, 1)],
  ]);
  const draws = drawsOf(inputs, 1, 2000);
  const found = influences(inputs, draws, (at) => minus(at.get("spent") ?? 0, at.get("saved") ?? 0));

  it("shares the variance of a sum as the squares of its widths, the largest first", () => {
    // Symmetrical triangles of widths 6 and 2: variances 6² / 24 and 2² / 24.
    expect(found.map(({ input }) => input)).toEqual(["saved", "spent"]);
    expect(found[0]?.share).toBeCloseTo(0.9, 2);
    expect(found.reduce((all, { share }) => all + share, 0)).toBeCloseTo(1, 12);
  });

  it("names the value at which both cost the same, where one lies within the range", () => {
    expect(found[0]).toMatchObject({ turns: true });
    expect(found[0]?.edge).toBeCloseTo(2, 9);
    // At no spending between 1 and 3 is 3 saved in vain, but at 3 itself.
    expect(found[1]).toMatchObject({ turns: false, edge: null });
  });

  it("is nothing where nothing varies", () => {
    const sure: Inputs = new Map([["fixed", { low: decimal(1), typical: decimal(1), high: decimal(1) }]]);
    expect(influences(sure, drawsOf(sure, 1, 100), (at) => at.get("fixed") ?? 0)).toEqual([]);
    expect(influences(inputs, draws, () => 1)).toEqual([]);
  });
});
