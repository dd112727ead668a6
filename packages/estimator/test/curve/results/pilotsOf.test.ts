import { describe, expect, it } from "vitest";
import { pilotsOf, type PilotLimits, type ReadPilots } from "../../../src/curve/results/pilotsOf.ts";
import type { RunResult } from "../../../src/curve/results/read.ts";

/** A run of which the first `right` of `items` items are right. */
function run(n: number, right: number, items: number, more: Partial<RunResult> = {}): RunResult {
  const value = right / items;
  return {
    file: `n${n}.json`,
    n,
    model: null,
    test: null,
    metric: "accuracy",
    value,
    se: Math.sqrt((value * (1 - value)) / (items - 1)),
    items: Array.from({ length: items }, (_, id) => ({ id: String(id), score: Number(id < right) })),
    ...more,
  };
}
/** A run of which the mean alone is known. */
const mean = (n: number, value: number, se: number | null, more: Partial<RunResult> = {}): RunResult =>
  run(n, 1, 2, { value, se, items: [], ...more });

function found(runs: readonly RunResult[], limits: PilotLimits = {}): ReadPilots {
  const result = pilotsOf(runs, limits);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
const problem = (runs: readonly RunResult[], limits: PilotLimits = {}) => {
  const result = pilotsOf(runs, limits);
  return result.ok ? null : result.problem;
};

describe("pilots from results", () => {
  it("come in the order of their sizes, and of their files within a size", () => {
    const runs = [mean(400, 0.7, null), mean(100, 0.6, null, { file: "b" }), mean(100, 0.5, null, { file: "a" })];
    const inOrder = [
      { n: 100, value: 0.5 },
      { n: 100, value: 0.6 },
      { n: 400, value: 0.7 },
    ];
    expect(found(runs).pilots).toEqual(inOrder);
    expect(found(runs.toReversed()).pilots).toEqual(inOrder);
  });

  it("are paired from two runs and ten shared items on", () => {
    expect(found([run(100, 5, 10), run(200, 6, 10)])).toMatchObject({ errors: "paired", items: 10 });
    expect(found([run(100, 5, 9), run(200, 6, 9)])).toMatchObject({ errors: "items", items: 9 });
    expect(found([run(100, 5, 10)])).toMatchObject({
      errors: "items",
      pilots: [{ se: expect.closeTo(1 / 6, 6) as number }],
    });
    expect(found([run(100, 5, 10), mean(200, 0.6, 0.1)])).toMatchObject({ errors: "items", items: 10 });
  });

  it("have the errors that their results state, or none", () => {
    expect(found([mean(100, 0.5, 0.02), mean(200, 0.6, null)])).toMatchObject({
      errors: "stated",
      items: null,
      pilots: [
        { n: 100, value: 0.5, se: 0.02 },
        { n: 200, value: 0.6 },
      ],
    });
    expect(found([mean(100, 0.5, null)])).toMatchObject({
      errors: "none",
      pilots: [{ n: 100, value: 0.5 }],
      gains: [],
    });
  });

  it("share a test set where they share at least half of the items of the largest", () => {
    const half = run(200, 6, 10);
    expect(found([run(100, 5, 20), half]).errors).toBe("items");
    expect(problem([run(100, 5, 21), half])).toEqual({
      kind: "several_test_sets",
      files: ["n100.json", "n200.json"],
    });
  });

  it("are not below guessing by more than three of their errors", () => {
    // In binary fractions: 0.5 − 3 × 0.125 is 0.125.
    expect(problem([mean(100, 0.125, 0.125)], { chance: 0.5 })).toBeNull();
    expect(problem([mean(100, 0.12, 0.125)], { chance: 0.5 })).toEqual({
      kind: "below_chance",
      n: 100,
      value: 0.12,
      chance: 0.5,
    });
    expect(problem([mean(100, 0.01, null)], { chance: 0.5 })).toBeNull();
  });

  it("are as large as the file at most", () => {
    expect(problem([mean(100, 0.5, null)], { examples: 100 })).toBeNull();
    expect(problem([mean(100, 0.5, null)], { examples: 99 })).toMatchObject({ kind: "larger_than_file", examples: 99 });
    expect(problem([])).toEqual({ kind: "no_results" });
  });
});

describe("the gain from one size to the next", () => {
  it("is that of the means, its error that of both", () => {
    const repeated = [mean(100, 0.5, 0.03), mean(100, 0.54, 0.04, { file: "b" }), mean(200, 0.6, 0.02)];
    expect(found(repeated).gains).toEqual([
      { from: 100, to: 200, gain: expect.closeTo(0.08, 6), se: expect.closeTo(Math.hypot(0.015, 0.02, 0.02), 6) },
    ]);
  });

  it("has no error where one of the runs states none", () => {
    expect(found([mean(100, 0.5, 0.03), mean(200, 0.6, null)]).gains).toMatchObject([{ se: null }]);
  });

  it("is taken item by item where all runs scored the same", () => {
    // Five of 20 items changed from wrong to right: s² = 1/4 · 3/4 · 20/19.
    const { gains, pilots } = found([run(100, 10, 20), run(200, 15, 20)]);
    const se = Math.sqrt((0.25 * 0.75 * 20) / 19 / 20);
    expect(gains).toEqual([{ from: 100, to: 200, gain: 0.25, se: expect.closeTo(se, 6) }]);
    // Of two runs each differs from their mean by half of the difference: √2 × ½ of its error.
    for (const pilot of pilots) expect(pilot.se).toBeCloseTo(se / Math.SQRT2, 6);
  });
});

describe("one result for two pilots", () => {
  it("is refused for one size: the same items, or the same file with the same score", () => {
    const twice = [run(100, 5, 9), run(100, 5, 9, { file: "copy.json" }), run(100, 6, 9, { file: "other.json" })];
    expect(problem(twice)).toEqual({ kind: "two_results", n: 100, files: ["copy.json", "n100.json", "other.json"] });
    expect(problem([mean(100, 0.5, null, { file: "100=./a" }), mean(100, 0.5, null, { file: "a" })])?.kind).toBe(
      "two_results",
    );
    expect(problem([mean(100, 0.5, null, { file: "a" }), mean(100, 0.6, null, { file: "a" })])).toBeNull();
    expect(problem([mean(100, 0.5, null), mean(100, 0.5, null, { file: "b" })])).toBeNull();
  });

  it("may be given twice where nothing but their means is known", () => {
    const two = (items: number): RunResult[] =>
      ["a.json", "b.json"].map((file) => run(100, 1, Math.max(items, 1), { file, ...(items === 0 && { items: [] }) }));
    expect(problem(two(0))).toBeNull();
    expect(problem(two(1))).toMatchObject({ kind: "two_results", files: ["a.json", "b.json"] });
    expect(problem(two(2))).toMatchObject({ kind: "two_results", files: ["a.json", "b.json"] });
  });

  it("is refused for two sizes where a file is named for both, or ten mixed items are answered alike", () => {
    expect(problem([mean(100, 0.5, null, { file: "100=a" }), mean(200, 0.5, null, { file: "200=a" })])).toEqual({
      kind: "one_result_two_sizes",
      sizes: ["100", "200"],
      files: ["100=a", "200=a"],
      guess: false,
    });
    expect(problem([run(100, 5, 10), run(200, 5, 10)])).toMatchObject({ kind: "one_result_two_sizes", guess: true });
    expect(problem([run(100, 5, 9), run(200, 5, 9)])).toBeNull();
    expect(problem([run(100, 10, 10), run(200, 10, 10)])).toBeNull();
  });
});
