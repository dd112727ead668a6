import { describe, expect, it } from "vitest";
import type { FitOptions } from "../../src/curve/curve.ts";
import { factText, type CurveNote } from "../../src/curve/notes.ts";
import type { Pilot } from "../../src/curve/pilots/pilot.ts";
import { doubling, fitted } from "./fitted.ts";

/** The note of a kind, whole; undefined where there is none. */
function note(
  kind: string,
  values: readonly number[] | readonly Pilot[],
  options: FitOptions = {},
): CurveNote | undefined {
  const pilots = values.map((one, i) => (typeof one === "number" ? { n: 250 * 2 ** i, value: one } : one));
  const found = fitted(pilots, options).notes.filter((one) => one.kind === kind);
  expect(found.length).toBeLessThan(2);
  return found[0];
}

function at(se: number, values: readonly number[]): Pilot[] {
  return doubling(values).map((pilot) => ({ ...pilot, se }));
}

describe("a note on the direction", () => {
  it("is of values that fall, and not of those that stay", () => {
    expect(note("direction_assumed", [0.6, 0.55])).toBeDefined();
    expect(note("direction_assumed", [0.6, 0.6])).toBeUndefined();
    expect(note("direction_assumed", [0.6, 0.6, 0.6])).toBeUndefined();
  });
});

describe("a note on the sizes", () => {
  it("says how many there are, where they are two or three", () => {
    expect(note("prior_dominated", [0.5, 0.6])).toEqual({ kind: "prior_dominated", sizes: 2 });
    expect(note("shape_from_prior", [0.5, 0.6, 0.65])).toEqual({ kind: "shape_from_prior", sizes: 3 });
    const repeated = [...doubling([0.5, 0.6]), ...doubling([0.52, 0.61])];
    expect(note("prior_dominated", repeated)).toBeDefined();
    for (const kind of ["prior_dominated", "shape_from_prior"])
      expect(note(kind, [0.5, 0.6, 0.65, 0.68])).toBeUndefined();
  });

  it("finds them close together below four times, give or take the rounding of a quarter", () => {
    const apart = (n: number): CurveNote | undefined =>
      note("short_range", [
        { n, value: 0.5 },
        { n: 250, value: 0.6 },
      ]);
    expect(apart(63)).toBeUndefined();
    expect(apart(64)).toEqual({ kind: "short_range", range: 3.90625, needed: 4 });
  });

  it("says that sets are not nested where somebody said so", () => {
    expect(note("not_nested", [0.5, 0.6], { nested: false })).toBeDefined();
    expect(note("not_nested", [0.5, 0.6], { nested: true })).toBeUndefined();
    expect(note("not_nested", [0.5, 0.6])).toBeUndefined();
  });

  it("says how many were left of many", () => {
    const many = Array.from({ length: 60 }, (_, i) => ({ n: 100 + 10 * i, value: 0.5 + i / 1000 }));
    expect(note("pooled_sizes", many)?.["sizes"]).toBeLessThanOrEqual(24);
    // Twelve doublings in eighths, pooled into halves.
    const eighths = Array.from({ length: 96 }, (_, i) => ({ n: 100 * 2 ** (i / 8), value: 0.5 + i / 1000 }));
    expect(note("pooled_sizes", eighths)).toEqual({ kind: "pooled_sizes", sizes: 24 });
    expect(note("pooled_sizes", many.slice(0, 48))).toBeUndefined();
  });
});

describe("a note on the test set", () => {
  it("gives the size that was read from the digits in two figures, where none was stated", () => {
    expect(note("test_size_guessed", [0.9024, 0.9207, 0.9451])).toEqual({ kind: "test_size_guessed", items: 160 });
    expect(note("test_size_guessed", [0.9024, 0.9207, 0.9451], { testSize: 164 })).toBeUndefined();
    expect(note("test_size_guessed", at(0.01, [0.9024, 0.9207, 0.9451]))).toBeUndefined();
  });

  it("says that its size is of no use to values that are no shares", () => {
    expect(note("test_size_unused", [2, 1.8], { metric: "loss", testSize: 100 })).toBeDefined();
    expect(note("test_size_unused", [2, 1.8], { metric: "loss" })).toBeUndefined();
    expect(note("test_size_unused", [0.5, 0.6], { testSize: 100 })).toBeUndefined();
  });
});

describe("a note on the values", () => {
  it("names the first step that made it worse, or that all did, or that none changed anything", () => {
    expect(note("non_monotone", [0.5, 0.6, 0.55, 0.58])).toEqual({ kind: "non_monotone", from: 500, to: 1000 });
    expect(note("non_monotone", [0.5, 0.6, 0.65])).toBeUndefined();
    expect(note("non_monotone", [0.5, 0.5, 0.6])).toBeUndefined();
    expect(note("worsening", [0.6, 0.55, 0.5])).toEqual({ kind: "worsening", from: 250, to: 1000 });
    expect(note("worsening", [2, 2.1, 2.3], { metric: "loss" })).toEqual({ kind: "worsening", from: 250, to: 1000 });
    expect(note("worsening", [0.6, 0.55, 0.55])).toBeUndefined();
    expect(note("non_monotone", [0.6, 0.55, 0.55])).toEqual({ kind: "non_monotone", from: 250, to: 500 });
    // One step within the noise says nothing of what more examples do; a clear one does.
    const apart = (from: number, to: number): Pilot[] => [
      { n: 900, value: from },
      { n: 1000, value: to },
    ];
    expect(note("worsening", apart(0.71, 0.7))).toBeUndefined();
    expect(note("worsening", [0.71, 0.705, 0.7])).toBeDefined();
    expect(note("non_monotone", apart(0.71, 0.7))).toEqual({ kind: "non_monotone", from: 900, to: 1000 });
    expect(note("worsening", apart(0.71, 0.69))).toBeDefined();
    expect(note("constant", [0.6, 0.6, 0.6])).toEqual({ kind: "constant", value: 0.6 });
    expect(note("constant", [0.6, 0.6, 0.61])).toBeUndefined();
  });

  it.each([
    // More than a tenth of the scale, and more than three times what was gained before.
    [[0.2, 0.25, 0.45], true],
    [[0.2, 0.25, 0.39], false],
    [[0.2, 0.21, 0.3], false],
    [[0.2, 0.21, 0.32], true],
    [[20, 25, 45], true],
    [[20, 21, 25], false],
    // A tenth of the scale, or three times the gain before it, to the digit.
    [[20, 21, 31], false],
    [[20, 25, 40], false],
    // What was lost before is no gain.
    [[0.25, 0.2, 0.32], true],
    [[0.2, 0.6], false],
  ])("suspects the start of learning in the last step of %j: %s", (values, isStart) => {
    const [from, to] = [250 * 2 ** (values.length - 2), 250 * 2 ** (values.length - 1)];
    expect(note("late_start", values)).toEqual(isStart ? { kind: "late_start", from, to } : undefined);
  });

  it.each([
    // A fiftieth of the scale, a twentieth of the gap, or two standard errors of the difference, √2 times that of each.
    [[0.5, 0.51, 0.519], 0.001, true],
    [[0.5, 0.51, 0.522], 0.001, false],
    [[0.9, 0.902, 0.904], 0.0001, true],
    [[0.9, 0.903, 0.906], 0.0001, false],
    [[0.5, 0.51, 0.528], 0.01, true],
    [[0.5, 0.51, 0.53], 0.01, false],
  ])("sees no clear progress in %j, each with an error of %d: %s", (values, se, isStill) => {
    const found = note("no_progress", at(se, values));
    expect(found).toEqual(isStill ? { kind: "no_progress", from: 250, to: 1000 } : undefined);
  });

  it("takes the less certain of several runs at the ends", () => {
    const first = [0.01, 0.03].map((se) => ({ n: 250, value: 0.5, se }));
    expect(note("no_progress", [...first, ...at(0.01, [0.5, 0.55, 0.56]).slice(1)])).toBeDefined();
  });

  it("names the bound that a pilot stands at", () => {
    expect(note("at_bound", [0.9, 1, 1])).toEqual({ kind: "at_bound", bound: 1 });
    expect(note("at_bound", [90, 100])).toEqual({ kind: "at_bound", bound: 100 });
    expect(note("at_bound", [0.1, 0], { metric: "error" })).toEqual({ kind: "at_bound", bound: 0 });
    expect(note("at_bound", [0.9, 0.99])).toBeUndefined();
    // A reward has none: the best value is a guess there.
    expect(note("at_bound", [-1, 0, 1], { metric: "reward" })).toBeUndefined();
    expect(note("no_bound", [-1, 0, 1], { metric: "reward" })).toBeDefined();
    expect(note("no_bound", [0.9, 0.99])).toBeUndefined();
  });
});

describe("a note on guessing", () => {
  it.each([
    // Three standard errors below it are clear, and so is a twentieth of what there is to gain.
    [0.43, 0.02, "below_chance"],
    [0.45, 0.02, "at_chance"],
    [0.53, 0.02, "at_chance"],
    [0.55, 0.02, undefined],
    [0.47, undefined, "below_chance"],
    [0.48, undefined, "at_chance"],
    // A fiftieth of what there is to gain above it is not clear.
    [0.509, undefined, "at_chance"],
    [0.512, undefined, undefined],
  ])("is made of %d (se %s): %s", (value, se, kind) => {
    const pilots = [...doubling([0.3, 0.35]), { n: 1000, value }].map((pilot) =>
      se === undefined ? pilot : { ...pilot, se },
    );
    for (const one of ["below_chance", "at_chance"])
      expect(note(one, pilots, { chance: 0.5 })).toEqual(one === kind ? { kind, chance: 0.5, value } : undefined);
    expect(note("at_chance", pilots)).toBeUndefined();
  });

  it("calls what lies three errors below it, or two above it, to the digit, no better than it", () => {
    for (const value of [44, 54]) {
      const pilots = doubling([30, 35, value]).map((pilot) => ({ ...pilot, se: 2 }));
      expect(note("at_chance", pilots, { chance: 50 })).toBeDefined();
    }
  });
});

describe("a note on the line", () => {
  it("says where it leaves the bounds, eight times ahead, and at which bound", () => {
    // 0.05 a doubling from 0.8: 0.95 eight times ahead; 0.1 a doubling from 0.75 is 1.05.
    expect(note("rule_beyond_bound", [0.7, 0.75, 0.8])).toBeUndefined();
    const over = { kind: "rule_beyond_bound", n: 8000, rule: expect.closeTo(1.05, 6) as number, bound: 1 };
    expect(note("rule_beyond_bound", [0.55, 0.65, 0.75])).toEqual(over);
    const under = { ...over, rule: expect.closeTo(-0.05, 6) as number, bound: 0 };
    expect(note("rule_beyond_bound", [0.45, 0.35, 0.25], { metric: "error" })).toEqual(under);
  });

  it("does not call it beyond a bound that it reaches to the digit", () => {
    expect(fitted(doubling([0.5, 0.625])).predict(4000).rule).toBe(1);
    expect(note("rule_beyond_bound", [0.5, 0.625])).toBeUndefined();
    expect(note("rule_beyond_bound", [0.5, 0.375], { metric: "error" })).toBeUndefined();
  });

  it.each([
    [[97.65625, 98.4375], {}, "high80"],
    [[0.01171875, 0.0078125], { metric: "error" }, "low80"],
  ] as const)("agrees with the forecast of %j where it is the end of its interval", (values, options, end) => {
    const forecast = fitted(doubling(values), { testSize: 128, ...options }).predict(2000);
    expect(forecast.rule).toBe(forecast[end]);
    expect(note("rule_disagrees", values, { testSize: 128, ...options })).toBeUndefined();
  });

  it.each([
    [[0.5, 0.65, 0.72, 0.74], "gains_shrink"],
    [[0.45, 0.59, 0.66, 0.77, 0.95], "others_shrink"],
    [[0.46, 0.45, 0.46, 0.48, 0.62], "late_gains"],
  ])("says why the forecast of %j is another: %s", (values, why) => {
    const options = { testSize: 5000 };
    const curve = fitted(doubling(values), options);
    const n = 1000 * 2 ** (values.length - 1);
    const { rule, median, low80, high80 } = curve.predict(n);
    expect(note("rule_disagrees", values, options)).toEqual({
      kind: "rule_disagrees",
      n,
      rule,
      median,
      low80,
      high80,
      why,
    });
    expect(rule < low80 || rule > high80).toBe(true);
  });

  it("says nothing where it lies in the interval", () => {
    expect(note("rule_disagrees", [0.5, 0.51, 0.52])).toBeUndefined();
  });
});

describe("a fact in a sentence", () => {
  it.each([
    [0.123_456, "0.1235"],
    [999.96, "1000"],
    [-1234.56, "-1,235"],
    [12_345.6, "12,346"],
    ["word", "word"],
    [["a", "b"], "a, b"],
  ])("%j is written %s", (fact, text) => expect(factText(fact)).toBe(text));
});
