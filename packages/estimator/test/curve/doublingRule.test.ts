import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doublingRule, ruleExamples, ruleValue } from "../../src/curve/doublingRule.ts";
import type { Pilot } from "../../src/curve/pilots/pilot.ts";

function ruleOf(pilots: readonly Pilot[]) {
  const rule = doublingRule(pilots);
  if (!rule.ok) throw new Error(rule.problem.kind);
  return rule.value;
}

describe("doublingRule", () => {
  it("is the exact line through the half and the whole data set", () => {
    const rule = ruleOf([
      { n: 500, value: 0.7 },
      { n: 1000, value: 0.75 },
    ]);
    expect(rule.gainPerDoubling).toBeCloseTo(0.05, 12);
    expect(ruleValue(rule, 4000)).toBeCloseTo(0.85, 12);
    expect(ruleExamples(rule, 0.85)).toBeCloseTo(4000, 6);
  });

  it.each([
    [0.7, 0.75, 0.05],
    [0.6, 0.63, 0.03],
    [61.2, 61.3, 0.1],
    [1.1, 0.9, -0.2],
  ])("gives the gain from %d to %d in decimals, without what binary fractions leave", (half, whole, gain) => {
    const pilots = [
      { n: 500, value: half },
      { n: 1000, value: whole },
    ];
    expect(ruleOf(pilots)).toEqual({ gainPerDoubling: gain, value: whole, n: 1000 });
  });

  it("is least squares through more", () => {
    // x = −2, −1, 0 doublings; slope = Σ(x − x̄)(y − ȳ)/2 = (0.75 − 0.6)/2
    const rule = ruleOf([
      { n: 100, value: 0.6 },
      { n: 200, value: 0.72 },
      { n: 400, value: 0.75 },
    ]);
    expect(rule.gainPerDoubling).toBeCloseTo(0.075, 12);
    expect(rule.value).toBeCloseTo(0.69 + 0.075, 12);
  });

  it("never reaches another value when it runs level", () => {
    const rule = ruleOf([
      { n: 100, value: 0.6 },
      { n: 200, value: 0.6 },
    ]);
    expect([0.5, 0.7].map((target) => ruleExamples(rule, target))).toEqual([Infinity, Infinity]);
    const point = ruleOf([
      { n: 100, value: 60 },
      { n: 200, value: 61 },
    ]);
    expect(ruleExamples(point, 63)).toBeCloseTo(800, 6);
    expect(ruleExamples(rule, 0.6)).toBe(200);
  });

  it("finds the size of every value on the line", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.2, noNaN: true }),
        fc.double({ min: -2, max: 6, noNaN: true }),
        (gain, doublings) => {
          const rule = ruleOf([
            { n: 1000, value: 0.3 },
            { n: 2000, value: 0.3 + gain },
          ]);
          const n = 2000 * 2 ** doublings;
          expect(ruleExamples(rule, ruleValue(rule, n)) / n).toBeCloseTo(1, 6);
        },
      ),
    );
  });

  it.each([
    [[{ n: 100, value: 0.5 }], "too_few_pilots"],
    [
      [
        { n: 100, value: 0.5 },
        { n: 100, value: 0.6 },
      ],
      "one_size",
    ],
    [
      [
        { n: 100, value: NaN },
        { n: 200, value: 0.6 },
      ],
      "not_a_number",
    ],
    [
      [
        { n: -1, value: 0.5 },
        { n: 200, value: 0.6 },
      ],
      "pilot_out_of_range",
    ],
    [
      [
        { n: 100, value: 0.5, se: -1 },
        { n: 200, value: 0.6 },
      ],
      "pilot_out_of_range",
    ],
  ])("refuses %j: %s", (pilots, kind) => {
    expect(doublingRule(pilots)).toMatchObject({ ok: false, problem: { kind } });
  });
});
