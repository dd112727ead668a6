import { describe, expect, it } from "vitest";
import type { FitOptions } from "../../src/curve/curve.ts";
import { fitCurve } from "../../src/curve/fitCurve.ts";
import { curveProblemSentence, noteSentence } from "../../src/curve/notes.ts";
import type { Pilot } from "../../src/curve/pilots/pilot.ts";
import { curveReport, type ReportOptions } from "../../src/curve/report.ts";
import { doubling, fitted } from "./fitted.ts";

describe("fitCurve refuses", () => {
  const cases: [string, Pilot[], FitOptions, string][] = [
    ["one pilot", doubling([0.5]), {}, "too_few_pilots"],
    [
      "one size",
      [
        { n: 9, value: 0.5 },
        { n: 9, value: 0.6 },
      ],
      {},
      "one_size",
    ],
    ["NaN", doubling([0.5, NaN]), {}, "not_a_number"],
    [
      "an endless n",
      [
        { n: Infinity, value: 0.5 },
        { n: 9, value: 0.6 },
      ],
      {},
      "not_a_number",
    ],
    [
      "no n",
      [
        { n: 0, value: 0.5 },
        { n: 9, value: 0.6 },
      ],
      {},
      "pilot_out_of_range",
    ],
    ["percent mixed with fractions", doubling([0.5, 60]), {}, "mixed_units"],
    ["one percent, perhaps, beside more", doubling([1, 60]), {}, "mixed_units"],
    ["a share beside little more than 1", doubling([0.9, 1.5]), {}, "mixed_units"],
    ["a share above one", doubling([0.5, 1.2]), { unit: "fraction" }, "value_beyond_bound"],
    ["a loss below its floor", doubling([0.5, -0.1]), { metric: "loss" }, "value_beyond_bound"],
    ["a perplexity below 1", doubling([1.5, 0.9]), { metric: "perplexity" }, "value_beyond_bound"],
    ["bounds crossed", doubling([0.5, 0.6]), { lower: 1, upper: 0 }, "bounds_crossed"],
    ["nothing left to gain", doubling([1, 1, 1]), {}, "at_best"],
    ["an even reward", doubling([3, 3]), { metric: "reward" }, "constant_unbounded"],
    ["half a test set", doubling([0.5, 0.6]), { testSize: 0.5 }, "test_size_not_whole"],
  ];
  it.each([
    [[{ n: 100 }, { n: 200 }], "Pilot 1: value is missing."],
    [[{ n: 100, value: 61 }, { n: 200 }], "Pilot 2: value is missing."],
    [
      [
        { n: 100, value: 61 },
        { n: 200, value: null },
      ],
      "Pilot 2: value is missing.",
    ],
    [[{ n: 100, value: 61 }, { value: 62 }], "Pilot 2: n is missing."],
    [[{ n: 100, value: 61 }, null], "Pilot 2: n is missing."],
    [[{}, {}], "Pilot 1: n is missing."],
    [
      [
        { n: 100, value: "61" },
        { n: 200, value: 62 },
      ],
      'Pilot 1: value is "61", which is not a number.',
    ],
    [
      [
        { n: 100, value: "0.61 ± 0.02" },
        { n: 200, value: 0.7 },
      ],
      /not a number[.] Give the mean in value and its standard error in se: ± may stand for that/u,
    ],
    [
      [
        { n: 100, value: { toString: 1 } },
        { n: 200, value: 62 },
      ],
      /^Pilot 1: value is .* not a number[.]$/,
    ],
    [
      [
        { n: 100, value: 61 },
        { n: 200, value: 62, se: -1 },
      ],
      "Pilot 2: se is -1; it must be 0 or more.",
    ],
    [
      [
        { n: 100, value: 61, epochs: 1 },
        { n: 200, value: 62, epochs: 0 },
      ],
      "Pilot 2: epochs is 0; it must be above 0.",
    ],
    [null, "There are no pilots in the table."],
  ])("%j, and a report as well", (pilots, sentence) => {
    for (const got of [fitCurve(pilots as never), curveReport(pilots as never)])
      expect(got.ok ? "answered" : curveProblemSentence(got.problem)).toMatch(sentence);
  });

  it.each(cases)("%s", (_case, pilots, options, kind) => {
    const got = fitCurve(pilots, options);
    expect(got).toMatchObject({ ok: false, problem: { kind } });
    expect(got.ok ? "" : curveProblemSentence(got.problem)).toMatch(/^[A-Z].*[.]$/);
  });

  it.each([
    [{ at: [0] }, "bad_size"],
    [{ at: [100, Infinity] }, "bad_size"],
    [{ target: NaN }, "bad_target"],
    [{ valuePerPoint: "-1" }, "bad_dollars"],
  ])("in a report %j", (options, kind) => {
    expect(curveReport(doubling([0.5, 0.6]), options)).toMatchObject({ ok: false, problem: { kind } });
  });
});

describe("fitCurve answers, with a note,", () => {
  const many = Array.from({ length: 10_000 }, (_, i) => ({
    n: 10 + i,
    value: 0.5 + 0.03 * Math.log2(10 + i) + 0.01 * Math.sin(i * i),
  }));
  const cases: [string, Pilot[], ReportOptions, string][] = [
    ["two sizes", doubling([0.5, 0.55]), {}, "prior_dominated"],
    ["three sizes", doubling([0.5, 0.55, 0.58]), {}, "shape_from_prior"],
    ["sizes under 4 times apart", doubling([0.5, 0.55]), {}, "short_range"],
    ["a single test item", doubling([0, 1, 1]), { testSize: 1 }, "at_bound"],
    ["a dip", doubling([0.5, 0.6, 0.55]), {}, "non_monotone"],
    ["constant values", doubling([0.5, 0.5, 0.5]), {}, "constant"],
    [
      "different epochs",
      [
        { n: 100, value: 0.5, epochs: 1 },
        { n: 200, value: 0.55, epochs: 3 },
      ],
      {},
      "different_epochs",
    ],
    ["sets that are not nested", doubling([0.5, 0.55]), { nested: false }, "not_nested"],
    ["a perfect score", doubling([0.7, 0.9, 1]), {}, "at_bound"],
    ["no error at all", doubling([0.2, 0.1, 0]), { metric: "error" }, "at_bound"],
    ["guessing", doubling([0.25, 0.25, 0.26]), { chance: 0.25, testSize: 300 }, "at_chance"],
    ["worse than guessing", doubling([0.2, 0.15, 0.12]), { chance: 0.5, testSize: 300 }, "below_chance"],
    ["a reward", doubling([-3, -2, -1.5]), { metric: "reward" }, "no_bound"],
    ["a test size beside a loss", doubling([2, 1.8]), { metric: "loss", testSize: 100 }, "test_size_unused"],
    ["10,000 pilots", many, {}, "pooled_sizes"],
    ["a line beyond the bound", doubling([0.5, 0.7, 0.85]), {}, "rule_beyond_bound"],
    ["counts on few items", doubling([0.915, 0.94, 0.955, 0.97]), {}, "test_size_guessed"],
    ["a target in another unit", doubling([0.5, 0.55]), { target: 80 }, "target_beyond_bound"],
    ["a target that the smallest pilot is past", doubling([70, 74, 77, 79]), { target: 0.85 }, "target_passed"],
    ["values that fall", doubling([2.1, 2, 1.92, 1.85]), {}, "direction_assumed"],
    ["gains that shrink", doubling([0.5, 0.65, 0.72, 0.74]), {}, "rule_disagrees"],
  ];
  it.each(cases)("%s", (_case, pilots, options, kind) => {
    const report = curveReport(pilots, { target: 0.9, valuePerPoint: "10", labelCost: "0.01", ...options });
    if (!report.ok) throw new Error(JSON.stringify(report.problem));
    const note = report.value.notes.find((one) => one.kind === kind);
    expect(note === undefined ? "" : noteSentence(note)).toMatch(/^[A-Z].*[.]$/);
    // Plain JSON: a NaN or an infinity would come back as null.
    expect(JSON.parse(JSON.stringify(report.value))).toEqual(report.value);
  });

  it.each([1e-320, 1e15, 1e300])("sizes at the ends of what a number holds in figures: %d", (n) => {
    const report = curveReport([
      { n, value: 0.5 },
      { n: 2 * n, value: 0.6 },
    ]);
    if (!report.ok) throw new Error(JSON.stringify(report.problem));
    expect(JSON.parse(JSON.stringify(report.value))).toEqual(report.value);
    expect(report.value.notes.map(noteSentence).join(" ")).not.toMatch(/NaN|Infinity/u);
  });

  it("unsorted pilots like sorted ones", () => {
    const pilots = doubling([0.5, 0.55, 0.58, 0.6]);
    expect(fitted(pilots.toReversed()).predict(5000)).toEqual(fitted(pilots).predict(5000));
  });

  it("10,000 pilots of a noisy line near the line, as surely as they can", () => {
    const ahead = fitted(many).predict(20_000);
    expect(Math.abs(ahead.median - (0.5 + 0.03 * Math.log2(20_000)))).toBeLessThan(0.005);
    expect(ahead.high95 - ahead.low95).toBeGreaterThan(0.015);
  });

  it("a standard error of 0 as none, and none as what the test size says", () => {
    const width = (pilots: Pilot[], options: FitOptions): number => {
      const { low80, high80 } = fitted(pilots, options).predict(1000);
      return high80 - low80;
    };
    const pilots = doubling([0.5, 0.55, 0.6]);
    const alike = pilots.map((pilot) => ({ ...pilot, se: 0 }));
    expect(width(alike, {})).toBeCloseTo(width(pilots, {}), 10);
    expect(width(alike, { testSize: 200 })).toBeCloseTo(width(pilots, { testSize: 200 }), 10);
    const given = pilots.map((pilot) => ({ ...pilot, se: Math.sqrt((pilot.value * (1 - pilot.value)) / 200) }));
    // A count is read at its expected value, a stated error as it is.
    expect(width(pilots, { testSize: 200 }) / width(given, {})).toBeGreaterThan(0.8);
    expect(width(pilots, { testSize: 200 }) / width(given, {})).toBeLessThan(1.25);
    // Beside runs that differ, one whose seeds were alike is as uncertain as they are.
    const errors = [0.02, 0, 0.02];
    const mixed = pilots.map((pilot, i) => ({ ...pilot, se: errors[i] ?? 0 }));
    const all = pilots.map((pilot) => ({ ...pilot, se: 0.02 }));
    expect(width(mixed, {})).toBeCloseTo(width(all, {}), 10);
  });
});

it("asks for the metric where none is named, and for the bounds where one is", () => {
  const said = (options: FitOptions): string | undefined => {
    const fit = fitCurve(doubling([1.5, 0.9]), options);
    return fit.ok ? undefined : curveProblemSentence(fit.problem);
  };
  expect(said({ metric: "perplexity" })).toMatch(/is below 1; check it, or name its bounds[.]$/u);
  expect(said({ lower: 1, upper: 2 })).toMatch(/is outside 1 to 2; name the metric, its direction or its bounds[.]$/u);
});
