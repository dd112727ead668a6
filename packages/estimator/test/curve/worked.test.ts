import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextPilot } from "../../src/curve/design/next.ts";
import { doublingRule } from "../../src/curve/doublingRule.ts";
import { fitOf, meanGap } from "../../src/curve/fit.ts";
import { meanWithin, quantiles, shareBelow } from "../../src/curve/mixture/mixture.ts";
import { metrics } from "../../src/curve/pilots/metric.ts";
import { isLowerBetter } from "../../src/curve/pilots/scale.ts";
import { effectiveEpochs, readSizes, testSizeOf } from "../../src/curve/pilots/sizes.ts";
import { published } from "../../src/curve/published.ts";
import { seeded, shuffled } from "../../src/curve/scores/random.ts";
import { doubling, fitted, value } from "./fitted.ts";

describe("chance", () => {
  it("draws the same numbers on every machine", () => {
    const draw = seeded(1);
    expect([draw(), draw(), draw()].map((one) => one.toFixed(6))).toEqual(["0.816423", "0.685059", "0.308612"]);
  });

  it("puts each of three in each order as often as another", () => {
    const random = seeded(7);
    const counts = new Map<string, number>();
    for (let round = 0; round < 6000; round += 1) {
      const order = shuffled(["a", "b", "c"], random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // Six orders, a thousand times each: four standard deviations are 115.
    expect([...counts.values()].map((count) => Math.abs(count - 1000) < 115)).toEqual(Array(6).fill(true));
  });
});

describe("what is given away", () => {
  it("has seven figures, and holds everything else", () => {
    const given = { a: 1 / 3, list: [200 / 3, 7], none: null, word: "1/3", size: 123_456_789, is: true };
    expect(published(given)).toEqual({ ...given, a: 0.3333333, list: [66.66667, 7] });
  });
});

describe("the size of a test set", () => {
  it.each([50, 200, 250, 300, 400, 500, 2000])("is read from shares of %i", (items) => {
    const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));
    const counts = Array.from({ length: items }, (_, right) => right).filter((right) => common(items, right) === 1);
    const shares = [1, 2, 3, 4, 5, 6, 7, 8].map((at) => counts[Math.floor((counts.length * at) / 9)] ?? 1);
    expect(testSizeOf(shares.map((right) => Number((right / items).toFixed(5))))).toBe(items);
  });

  it("is read of sets of up to 2,000 items, and of no odd one below 100", () => {
    const exact = (items: number, ...rights: readonly number[]): number | null =>
      testSizeOf(rights.map((right) => right / items));
    expect(exact(1999, 1201, 1403, 1607, 1801)).toBe(1999);
    expect(exact(2001, 1201, 1403, 1607, 1801)).toBeNull();
    expect(exact(101, 61, 73, 83)).toBe(101);
    // As many thirds of 99 as of 198 and 297.
    expect(exact(99, 61, 73, 83)).toBe(198);
  });

  it("is taken for 200 where two decimals allow any, and is unknown where three do", () => {
    expect(testSizeOf([0.61, 0.67, 0.73])).toBe(200);
    expect(testSizeOf([0.611, 0.677, 0.733, 0.759, 0.791, 0.803, 0.817, 0.829])).toBeNull();
  });
});

describe("passes over the data", () => {
  it("count as they are up to one, and less each time after it", () => {
    // 1 + R(1 − e^(−(k − 1)/R)) with R = 15.387756.
    const expected = [
      0.5,
      1,
      1 + 15.387756 * (1 - Math.exp(-1 / 15.387756)),
      1 + 15.387756 * (1 - Math.exp(-9 / 15.387756)),
    ];
    expect([0.5, 1, 2, 10].map(effectiveEpochs)).toEqual(expected.map((one) => expect.closeTo(one, 10) as number));
  });

  it("move nothing where all pilots had the same", () => {
    const same = doubling([0.5, 0.55, 0.6]).map((pilot) => ({ ...pilot, epochs: 3 }));
    expect(value(readSizes(same, {}))).toMatchObject({ converted: false, runs: same });
    expect(
      value(
        readSizes(
          same.map((pilot, i) => (i === 0 ? { n: 250, value: 0.5 } : pilot)),
          {},
        ),
      ).converted,
    ).toBe(false);
    const [first, ...rest] = same;
    const moved = value(readSizes([{ ...(first ?? { n: 1, value: 0 }), epochs: 1 }, ...rest], {}));
    const factor = effectiveEpochs(1) / effectiveEpochs(3);
    expect(moved.converted).toBe(true);
    expect(moved.runs[0]?.n).toBeCloseTo(250 * factor, 8);
    // A tenth of the gap for each doubling that it is moved.
    expect(moved.runs[0]?.se).toBeCloseTo(0.1 * Math.abs(Math.log2(factor)) * 0.5, 8);
  });
});

describe("pilots that are missing", () => {
  it("are named with how many it takes", () => {
    expect(doublingRule([{ n: 100, value: 0.5 }])).toEqual({
      ok: false,
      problem: { kind: "too_few_pilots", got: 1, needed: 2 },
    });
    expect(doublingRule([])).toMatchObject({ problem: { kind: "too_few_pilots", got: 0 } });
  });
});

describe("a mixture", () => {
  const bell = (mean: number, sd: number, offset: number, weight = 1) => ({ weight, mean, sd, offset });

  it("of one normal bell has that bell's quantiles and mean", () => {
    const one = [bell(3, 2, -Infinity)];
    // Quantiles of the standard normal.
    expect(quantiles(one, [0.1, 0.5, 0.975])).toEqual([
      expect.closeTo(3 - 2 * 1.281552, 4),
      expect.closeTo(3, 4),
      expect.closeTo(3 + 2 * 1.959964, 3),
    ]);
    expect(meanWithin(one, -1e9, 1e9)).toBeCloseTo(3, 10);
    expect(shareBelow(one, 5)).toBeCloseTo(0.841345, 5);
  });

  it("of one log-normal bell above an offset has exp(m + s²/2) above it for a mean", () => {
    const one = [bell(-1, 0.3, 0.2)];
    expect(meanWithin(one, 0, 1e9)).toBeCloseTo(0.2 + Math.exp(-1 + 0.045), 6);
    expect(shareBelow(one, 0.2)).toBe(0);
    expect(shareBelow(one, 0.2 + Math.exp(-1))).toBeCloseTo(0.5, 6);
    expect(quantiles(one, [0.5])[0]).toBeCloseTo(0.2 + Math.exp(-1), 6);
  });

  it("holds between the shares that its quantiles are asked for", () => {
    const two = [bell(-1, 0.4, 0, 0.3), bell(0.5, 0.2, -Infinity, 0.7)];
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (p) => {
        expect(shareBelow(two, quantiles(two, [p])[0] ?? 0)).toBeCloseTo(p, 6);
      }),
    );
  });

  it("is held within its ends for a mean", () => {
    expect(meanWithin([bell(5, 0.001, -Infinity)], 0, 2)).toBeCloseTo(2, 10);
    expect(meanWithin([bell(-5, 0.001, -Infinity)], -3, 2)).toBeCloseTo(-3, 10);
  });
});

describe("a scale with an open end", () => {
  it("counts no gap beyond ten times the mean one", () => {
    const fit = value(fitOf(doubling([4, 2, 1]), { metric: "loss" }));
    // Two hundred doublings on, hardly anything is known: what may be worse counts ten times the mean at most.
    const far = meanGap(fit, 200) / fit.sizes.unit;
    expect(far).toBeGreaterThan(0);
    expect(far).toBeLessThanOrEqual(10);
  });
});

describe("what pays", () => {
  it("is nothing where nothing is gained, be it for nothing", () => {
    const flat = fitted(doubling([0.6, 0.6, 0.6]));
    expect(flat.bestSpend(() => "0", "100").rule).toEqual({ n: 1000, spend: "0", atLimit: false });
  });

  it("is followed by the line to a size that is no whole number", () => {
    const pilots = doubling([0.5, 0.55, 0.6]).map((pilot, i) => ({ ...pilot, n: pilot.n + 0.5 * i, se: 0.01 }));
    const { rule } = fitted(pilots, { upper: null, unit: "fraction" }).bestSpend("0.0001", "1000");
    expect(rule.n).toBeCloseTo(1001 * 1024, 0);
    expect(rule.atLimit).toBe(true);
  });

  it.each([
    [8, "1000000"],
    [1, "20"],
  ])("is %i times the data where a point is worth %s", (times, valuePerPoint) => {
    const asked = { examples: 2000, labelCost: "0.5", trainingCost: "0.02", valuePerPoint, testSize: 500 };
    const { decision } = value(nextPilot(doubling([0.3, 0.4, 0.5, 0.6], 125), asked));
    expect(decision.n).toBe(times * 2000);
  });
});

describe("a target below bounds that somebody stated", () => {
  it("is passed by the smallest pilot, not out of reach", () => {
    const { note } = fitted(doubling([0.6, 0.65, 0.7]), { lower: 0.5, upper: 1 }).examplesFor(0.4);
    expect(note?.kind).toBe("target_passed");
    expect(fitted(doubling([0.6, 0.65, 0.7]), { lower: 0.5, upper: 0.9 }).examplesFor(0.95).note?.kind).toBe(
      "target_beyond_bound",
    );
  });
});

describe("metrics", () => {
  it("are better lower where they count what went wrong", () => {
    expect(metrics.filter(isLowerBetter)).toEqual(["error", "loss", "perplexity"]);
  });
});

describe("pilots that get worse", () => {
  it("are expected to stay worse than the first of them, and those that get no worse are not", () => {
    expect(fitted(doubling([0.6, 0.56, 0.5])).predict(2000).median).toBeLessThan(0.56);
    expect(fitted(doubling([0.6, 0.6, 0.6])).predict(2000).median).toBeGreaterThanOrEqual(0.6);
  });
});

describe("a target in another unit", () => {
  it.each([
    [100, 1],
    [101, undefined],
    [1.5, 0.015],
  ])("of %d may have been meant as %s", (target, meant) => {
    expect(fitted(doubling([0.6, 0.65, 0.7])).examplesFor(target).note?.["meant"]).toBe(meant);
  });

  it.each([
    [0.85, 85],
    [1, 100],
    [1.01, undefined],
  ])("of %d may have been meant as %s among percents", (target, meant) => {
    expect(fitted(doubling([60, 65, 70])).examplesFor(target).note?.["meant"]).toBe(meant);
  });
});
