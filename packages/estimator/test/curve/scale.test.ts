import { describe, expect, it } from "vitest";
import type { FitOptions } from "../../src/curve/curve.ts";
import type { Pilot } from "../../src/curve/pilots/pilot.ts";
import { scoresProblem } from "../../src/curve/pilots/scale.ts";
import { readSizes, standsStill, testSizeOf, type Sizes } from "../../src/curve/pilots/sizes.ts";
import { doubling, fitted } from "./fitted.ts";

function sizesOf(pilots: readonly Pilot[], options: FitOptions = {}): Sizes {
  const sizes = readSizes(pilots, options);
  if (!sizes.ok) throw new Error(sizes.problem.kind);
  return sizes.value;
}

describe("a point", () => {
  it.each<[options: FitOptions, values: number[], point: number]>([
    [{}, [0.5, 0.6], 0.01],
    [{}, [50, 60], 1],
    [{ unit: "percent" }, [0.5, 0.6], 1],
    [{ unit: "fraction", metric: "loss" }, [0.5, 0.4], 0.01],
    [{ metric: "loss" }, [0.5, 0.4], 1],
    [{ metric: "reward", upper: 1 }, [0.5, 0.6], 0.01],
    [{ metric: "reward", upper: 2 }, [0.5, 0.6], 1],
    [{ upper: 100 }, [0.5, 0.6], 1],
    [{ unit: "other" }, [0.5, 0.6], 1],
  ])("with %j of %j is %d", (options, values, point) => {
    expect(fitted(doubling(values), options).scale.point).toBe(point);
  });
});

describe("bounds", () => {
  it.each<[options: FitOptions, values: number[], ends: [number, number], best: number]>([
    [{}, [0.5, 0.6], [0, 1], 1],
    [{}, [50, 60], [0, 100], 100],
    [{ metric: "error" }, [20, 15], [0, 100], 0],
    [{ metric: "perplexity" }, [9, 8], [1, Infinity], 1],
    [{ direction: "lower" }, [9, 8], [0, Infinity], 0],
    [{ lower: 0.25, upper: 0.95 }, [0.5, 0.6], [0.25, 0.95], 0.95],
    // Without a bound the best value leaves as much to gain as the pilots spanned.
    [{ metric: "reward" }, [1, 3], [-Infinity, Infinity], 5],
    [{ metric: "loss", lower: null }, [3, 1], [-Infinity, Infinity], -1],
  ])("with %j of %j", (options, values, [lower, upper], best) => {
    expect(sizesOf(doubling(values), options).scale).toMatchObject({ lower, upper, best });
  });

  it("may be met, and not passed", () => {
    expect(readSizes(doubling([0.25, 0.6]), { lower: 0.25 }).ok).toBe(true);
    expect(readSizes(doubling([0.24, 0.6]), { lower: 0.25 }).ok).toBe(false);
    expect(readSizes(doubling([0.5, 0.6]), { lower: 0.5, upper: 0.5 })).toMatchObject({
      problem: { kind: "bounds_crossed" },
    });
  });
});

describe("what more of is better", () => {
  it("is stated, whatever the metric says, or known of the metric", () => {
    const sign = (options: FitOptions): number => sizesOf(doubling([0.4, 0.5]), options).scale.sign;
    const [more, less] = [sign({ metric: "accuracy" }), sign({ metric: "error" })];
    expect(more).toBe(-less);
    expect(sign({ metric: "accuracy", direction: "lower" })).toBe(less);
    expect(sign({ metric: "error", direction: "higher" })).toBe(more);
    expect([sign({}), sign({ direction: "lower" })]).toEqual([more, less]);
  });
});

describe("progress", () => {
  it("is clear beyond 2 % of the scale, or 5 % of the gap where that is less", () => {
    const stands = (values: readonly number[], options: FitOptions = {}) =>
      standsStill(sizesOf(doubling(values), options));
    expect([stands([0.5, 0.519]), stands([0.5, 0.521])]).toEqual([true, false]);
    // Of the 0.2 that are left 5 % are 0.01; of a scale from 0.5 on 2 % are 0.01 too.
    expect([stands([0.8, 0.809]), stands([0.8, 0.811])]).toEqual([true, false]);
    const upper = { lower: 0.5, upper: 1 };
    expect([stands([0.6, 0.609], upper), stands([0.6, 0.611], upper)]).toEqual([true, false]);
    // In percent of whole numbers: 2 % of the scale and 5 % of a gap of 40 are 2 points, and 2 points are not clear.
    expect([stands([60, 62]), stands([60, 62.001])]).toEqual([true, false]);
  });

  it("is clear beyond two standard errors of both ends", () => {
    const stands = (last: number): boolean =>
      standsStill(
        sizesOf([
          { n: 250, value: 50, se: 3 },
          { n: 500, value: last, se: 4 },
        ]),
      );
    // 2 × √(3² + 4²) = 10
    expect([stands(60), stands(60.001)]).toEqual([true, false]);
  });
});

describe("the error of a share", () => {
  it("is √(p(1 − p)/m) on a test set of m items, half an item inside at the ends", () => {
    const [low, middle, high] = sizesOf(doubling([0, 0.3, 1]), { testSize: 400 }).runs;
    expect(middle?.se).toBeCloseTo(Math.sqrt((0.3 * 0.7) / 400), 12);
    const p = 0.5 / 401;
    for (const run of [low, high]) expect(run?.se).toBeCloseTo(Math.sqrt((p * (1 - p)) / 400), 12);
    expect(sizesOf(doubling([20, 30]), { testSize: 400 }).runs[1]?.se).toBeCloseTo(
      100 * Math.sqrt((0.3 * 0.7) / 400),
      10,
    );
  });

  it("is the stated one where one is stated, and the usual one where 0 is", () => {
    const pilots = doubling([0.5, 0.6, 0.65]).map((pilot, i) => ({ ...pilot, se: [0.03, 0, 0.04][i] ?? 0 }));
    const { runs, error, unit, items } = sizesOf(pilots, { testSize: 400 });
    const usual = Math.sqrt((0.03 ** 2 + 0.04 ** 2) / 2);
    expect(runs.map(({ se }) => se)).toEqual([0.03, expect.closeTo(usual, 12), 0.04]);
    expect(error.map((one) => one * unit)[1]).toBeCloseTo(usual, 12);
    expect(items).toBeNull();
  });
});

describe("pilots on their scale", () => {
  it("are gaps in units of their mean, at doublings of the largest", () => {
    const sizes = sizesOf([
      { n: 800, value: 0.8 },
      { n: 100, value: 0.6 },
      { n: 400, value: 0.7 },
    ]);
    expect(sizes).toMatchObject({ x: [-3, -1, 0], nMin: 100, nMax: 800, converted: false, pooled: false, items: 200 });
    expect(sizes.unit).toBeCloseTo(0.3, 12);
    expect(sizes.share).toBeCloseTo(0.3, 12);
    expect(sizes.gap.map((gap) => gap.toFixed(6))).toEqual(["1.333333", "1.000000", "0.666667"]);
    expect(sizes.least).toBeCloseTo(2 / 3, 12);
    // Two decimals of a unit of 0.3.
    expect(sizes.step).toBeCloseTo(0.01 / 0.3, 12);
    expect(sizesOf(doubling([2, 1.8]), { metric: "loss" })).toMatchObject({ share: NaN, step: 0, items: null });
  });

  it("have a mean for each size", () => {
    const { means } = sizesOf([...doubling([0.5, 0.6]), ...doubling([0.54, 0.62])]);
    expect(means).toEqual([
      { n: 250, gap: expect.closeTo(0.48, 12) as number },
      { n: 500, gap: expect.closeTo(0.39, 12) as number },
    ]);
  });

  it("are kept apart up to 48, and more are pooled into 24 at the most", () => {
    const runs = (count: number): Sizes =>
      sizesOf(Array.from({ length: count }, (_, i) => ({ n: 100 + i, value: 0.5 + i / 1000 })));
    expect([runs(48).pooled, runs(48).runs.length]).toEqual([false, 48]);
    expect([runs(49).pooled, runs(49).runs.length]).toEqual([true, 24]);
    // Of fewer than three no spread is known: they have no error, and one of exactly 1 stays.
    const alone = (more: Partial<Pilot>): (number | undefined)[] =>
      sizesOf(Array.from({ length: 49 }, (_, i) => ({ n: i < 48 ? 100 + i / 99 : 1e6, value: 50 + i, ...more })))
        .runs.slice(-1)
        .map(({ se }) => se);
    expect([alone({}), alone({ se: 1 })]).toEqual([[undefined], [1]]);
  });

  it("are pooled by the spread of their own, where there are three and more", () => {
    // Three runs at the size of each place, two hundredths apart: the error of their mean is 0.02/√3.
    const runs = Array.from({ length: 17 }, (_, i) => 100 * 2 ** (i / 4)).flatMap((n) =>
      [0.48, 0.5, 0.52].map((value) => ({ n, value })),
    );
    const pooled = sizesOf(runs);
    expect(pooled.runs.map(({ n }) => Math.round(n))).toEqual(
      Array.from({ length: 17 }, (_, i) => Math.round(100 * 2 ** (i / 4))),
    );
    for (const run of pooled.runs) {
      expect(run.value).toBeCloseTo(0.5, 12);
      expect(run.se).toBeCloseTo(0.02 / Math.sqrt(3), 12);
    }
    const stated = sizesOf(runs.map((run) => ({ ...run, se: 0.06 })));
    for (const run of stated.runs) expect(run.se).toBeCloseTo(0.06 / Math.sqrt(3), 12);
  });
});

describe("scores of one metric", () => {
  it("are shares up to 1 or percents, not both; nothing right is either", () => {
    expect(scoresProblem("accuracy", [0, 85])).toBeNull();
    expect(scoresProblem("accuracy", [0, 1])).toBeNull();
    expect(scoresProblem("accuracy", [1.5])).toBeNull();
    expect(scoresProblem("accuracy", [0.5, 85])).toMatchObject({ kind: "mixed_scores", least: 0.5, greatest: 85 });
    expect(scoresProblem("accuracy", [1, 1.5])).toMatchObject({ kind: "mixed_scores" });
    expect(scoresProblem("loss", [0.5, 85])).toBeNull();
  });

  it("lie within its bounds, the ends among them", () => {
    expect(scoresProblem("accuracy", [100.1])).toMatchObject({ kind: "score_beyond_bound", score: 100.1, upper: 100 });
    expect(scoresProblem("accuracy", [-0.1, 1])).toMatchObject({ score: -0.1, lower: 0, upper: 1 });
    expect(scoresProblem("perplexity", [1])).toBeNull();
    expect(scoresProblem("perplexity", [0.9])).toEqual({
      kind: "score_beyond_bound",
      metric: "perplexity",
      score: 0.9,
      lower: 1,
    });
    expect(scoresProblem("reward", [-9, 9000])).toBeNull();
  });
});

describe("a test set of 400 items", () => {
  it("is known by shares that were rounded half up to three decimals", () => {
    expect(testSizeOf([243, 253, 263, 273, 285].map((right) => Math.round((right / 400) * 1000 + 1e-9) / 1000))).toBe(
      400,
    );
  });
});

describe("runs of other epochs", () => {
  it("are moved to the size that the epochs of the largest are worth, a tenth of the gap a doubling less sure", () => {
    const runs = sizesOf(
      [
        { n: 500, value: 0.5, epochs: 1 },
        { n: 1000, value: 0.6, epochs: 3 },
      ],
      { testSize: 400 },
    ).runs;
    const worth = 1 + 15.387756 * (1 - Math.exp(-2 / 15.387756));
    expect(runs[0]?.n).toBeCloseTo(500 / worth, 9);
    expect(runs[0]?.se).toBeCloseTo(0.1 * Math.log2(worth) * 0.5, 9);
    // The largest is not moved: its error is that of the test set.
    expect(runs[1]).toMatchObject({ n: 1000, se: expect.closeTo(Math.sqrt((0.6 * 0.4) / 400), 9) as number });
  });
});
