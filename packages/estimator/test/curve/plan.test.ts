import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedWidth } from "../../src/curve/design/width.ts";
import { proposePilots } from "../../src/curve/design/pilots.ts";
import { smallestGain, testSetSize } from "../../src/curve/design/testSet.ts";
import { testSetSentence } from "../../src/words/testSet.ts";

describe("testSetSize", () => {
  it("is 6,272 items for two points at 80 %, scores apart", () => {
    expect(testSetSize({ score: 0.8, gain: 0.02 })).toMatchObject({ ok: true, value: { unpaired: 6272 } });
  });

  it("is McNemar's size when paired", () => {
    // (1.96·√0.1 + 0.84·√(0.1 − 0.0025))²/0.0025 = 311.2
    expect(testSetSize({ score: 0.7, gain: 0.05, disagreement: 0.1 })).toMatchObject({
      ok: true,
      value: { paired: 312 },
    });
  });

  it("is undone by smallestGain", () => {
    expect(smallestGain(0.8, 6272)?.unpaired).toBeCloseTo(0.02, 10);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.95, noNaN: true }),
        fc.integer({ min: 400, max: 100_000 }),
        (p, items) => {
          const gain = smallestGain(p, items)?.unpaired ?? 0;
          const size = testSetSize({ score: p, gain });
          expect(gain > 1 - p || (size.ok && Math.abs(size.value.unpaired - items) <= 1)).toBe(true);
        },
      ),
    );
  });

  it("is large enough where the better score is nearer the middle", () => {
    // (0.3 × 0.7 + 0.5 × 0.5)(1.96 + 0.84)²/0.2² = 90.2
    expect(testSetSize({ score: 0.3, gain: 0.2 })).toMatchObject({ ok: true, value: { unpaired: 91 } });
  });

  it.each([
    [0.8, Number.NaN],
    [0.8, 0],
    [2, 100],
  ])("is null for what no test set is: %s, %s items", (score, testItems) => {
    expect(smallestGain(score, testItems)).toBeNull();
  });

  it("says where a test set shows no gain that is possible", () => {
    expect(testSetSentence({ score: 0.95, gain: 0.01 }, 1)).toMatch(/^One test item shows no gain that is possible/);
  });

  it("says when a test set cannot see the gain", () => {
    expect(testSetSentence({ score: 0.8, gain: 0.02 }, 200)).toMatch(
      /^200 test items show a gain of 11 points or more, not one of 2: that takes 6,272 items/,
    );
    expect(testSetSentence({ score: 0.8, gain: 0.02 }, 6272)).toBeNull();
  });

  it.each([
    [{ score: 1, gain: 0.02 }, "score"],
    [{ score: 0.9, gain: 0.2 }, "gain"],
    [{ score: 0.5, gain: 0.1, disagreement: 0.05 }, "disagreement"],
  ])("refuses %j", (comparison, field) => {
    expect(testSetSize(comparison)).toMatchObject({ ok: false, problem: { kind: "bad_plan", field } });
  });
});

describe("proposePilots", () => {
  it("offers designs that use every run, narrowest first, with their price", () => {
    const plan = proposePilots({ examples: 8000, runs: 4, costOf: (n) => (n / 100).toFixed(2), testSize: 500 });
    if (!plan.ok) throw new Error(plan.problem.kind);
    const { at, designs } = plan.value;
    expect(at).toBe(16_000);
    expect(designs).toHaveLength(3);
    expect(designs.map(({ width }) => width)).toEqual(designs.map(({ width }) => width).toSorted((a, b) => a - b));
    for (const { sizes, cost } of designs) {
      expect(sizes.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(4);
      expect(sizes.at(-1)?.n).toBe(8000);
      expect(Number(cost)).toBe(sizes.reduce((sum, { n, repeats }) => sum + n * repeats, 0) / 100);
    }
    expect(designs.some(({ sizes }) => sizes.map(({ n }) => n).join() === "1000,2000,4000,8000")).toBe(true);
  });

  it("narrows with more runs and with a larger test set", () => {
    const best = (runs: number, testSize: number): number => {
      const plan = proposePilots({ examples: 8000, runs, testSize });
      return plan.ok ? (plan.value.designs[0]?.width ?? NaN) : NaN;
    };
    expect(best(4, 500)).toBeLessThan(best(2, 500));
    expect(best(4, 5000)).toBeLessThan(best(4, 500));
  });

  it.each([
    [{ examples: 5, runs: 4 }, "examples"],
    [{ examples: 8000, runs: 1 }, "runs"],
    [{ examples: 8000, runs: 4, score: 80 }, "score"],
    [{ examples: 8000, runs: 4, testSize: -1 }, "testSize"],
  ])("refuses %j", (question, field) => {
    expect(proposePilots(question)).toMatchObject({ ok: false, problem: { kind: "bad_plan", field } });
  });
});

describe("expectedWidth", () => {
  it("never grows with another run", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 0 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: -5, max: 0 }),
        fc.constantFrom(0, 0.03),
        (xs, extra, error) => {
          const runs = (places: number[]) =>
            [...new Set([0, ...places])]
              .toSorted((a, b) => a - b)
              .map((x) => ({ x, repeats: 1 + places.filter((place) => place === x).length }));
          expect(expectedWidth(runs([...xs, extra]), 1, error, 0.2)).toBeLessThanOrEqual(
            expectedWidth(runs(xs), 1, error, 0.2) + 1e-9,
          );
        },
      ),
      { numRuns: 10 },
    );
  });
});
