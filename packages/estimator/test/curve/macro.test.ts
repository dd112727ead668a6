import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rougeL, scoreAnswers, shareOf, type GivenAnswer, type Scores } from "../../src/curve/scores/score.ts";

const answers = (texts: readonly string[]): GivenAnswer[] => texts.map((text, at) => ({ id: String(at), text }));
function scored(said: readonly string[], gold: readonly string[]): Scores {
  const scores = scoreAnswers(answers(said), answers(gold));
  if (!scores.ok) throw new Error(scores.problem.kind);
  return scores.value;
}

/** The mean F1 of labels where each item counts as much as its weight. */
function macroOf(said: readonly string[], gold: readonly string[], weights: readonly number[]): number {
  const labels = [...new Set(gold)];
  const f1s = labels.map((label) => {
    const sum = (counts: (at: number) => boolean): number =>
      weights.reduce((all, weight, at) => all + (counts(at) ? weight : 0), 0);
    const right = sum((at) => said[at] === label && gold[at] === label);
    return (2 * right) / (sum((at) => said[at] === label) + sum((at) => gold[at] === label));
  });
  return f1s.reduce((all, one) => all + one / labels.length, 0);
}

describe("the macro F1 of labels", () => {
  const pair = fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("a", "b", "c", "none of them"));
  const pairs = fc.array(pair, { minLength: 12, maxLength: 40 });

  it("and its error are those of the formula, with items weighed anew", () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const [gold, said] = [list.map(([one]) => one), list.map(([, other]) => other)];
        const scores = scored(said, gold);
        fc.pre(scores.labels);
        const macro = scores.metrics["f1-macro"];
        const once = gold.map(() => 1);
        expect(macro?.value).toBeCloseTo(macroOf(said, gold, once), 6);
        // The delta method: the slope of the score in the weight of each item.
        const step = 1e-5;
        const slope = (at: number): number => {
          const moved = (by: number): number => macroOf(said, gold, once.with(at, 1 + by));
          return (moved(step) - moved(-step)) / (2 * step);
        };
        const squares = gold.reduce((all, _one, at) => all + slope(at) ** 2, 0);
        expect(macro?.se).toBeCloseTo(Math.sqrt(squares), 6);
        expect(macro?.low95).toBeCloseTo(Math.max((macro?.value ?? 0) - 1.96 * (macro?.se ?? 0), 0), 6);
        expect(macro?.high95).toBeCloseTo(Math.min((macro?.value ?? 0) + 1.96 * (macro?.se ?? 0), 1), 6);
        for (const { label, f1, recall, precision, items } of scores.classes) {
          const right = gold.filter((one, at) => one === label && said[at] === label).length;
          const predicted = said.filter((one) => one === label).length;
          expect(items).toBe(gold.filter((one) => one === label).length);
          expect(recall).toEqual(rounded(right, items));
          expect(precision).toEqual(predicted === 0 ? null : rounded(right, predicted));
          expect(f1.value).toBeCloseTo((2 * right) / (predicted + items), 6);
        }
      }),
      { numRuns: 60 },
    );
  });

  const rounded = (right: number, items: number): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(shareOf(right, items)).map(([name, value]) => [name, expect.closeTo(value, 6) as number]),
    );

  it("lists labels by how many items have them, then by name", () => {
    const gold = "a a a b b b c c c c d d d".split(" ");
    expect(scored(gold, gold).classes.map(({ label }) => label)).toEqual(["c", "a", "b", "d"]);
  });
});

describe("the interval of a share", () => {
  // Wilson's, by its own equation: the ends are where the distance is 1.96 standard errors of the end.
  it("ends where the share lies 1.96 errors of that end away", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (items, some) => {
        const right = Math.min(some, items);
        const { value, low95, high95, se } = shareOf(right, items);
        expect(se).toBeCloseTo(Math.sqrt((value * (1 - value)) / items), 12);
        for (const end of [low95, high95])
          expect((value - end) ** 2).toBeCloseTo((1.96 ** 2 * end * (1 - end)) / items, 9);
        expect(low95).toBeLessThanOrEqual(value + 1e-9);
        expect(high95).toBeGreaterThanOrEqual(value - 1e-9);
        expect([low95 >= 0, high95 <= 1]).toEqual([true, true]);
      }),
    );
  });

  it("holds both ends of what is possible", () => {
    expect(shareOf(0, 10).low95).toBeCloseTo(0, 12);
    expect(shareOf(10, 10).high95).toBeCloseTo(1, 12);
    expect(shareOf(0, 10).high95).toBeCloseTo(1.96 ** 2 / (10 + 1.96 ** 2), 12);
  });
});

describe("ROUGE-L", () => {
  /** The longest common subsequence, tried out. */
  const longest = (a: readonly string[], b: readonly string[]): number => {
    const [first, ...rest] = a;
    if (first === undefined) return 0;
    const at = b.indexOf(first);
    return Math.max(longest(rest, b), at < 0 ? 0 : 1 + longest(rest, b.slice(at + 1)));
  };

  it("is F1 of the longest common subsequence", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 7 });
    fc.assert(
      fc.property(words, words, (one, other) => {
        const common = longest(one, other);
        const expected = common === 0 ? 0 : (2 * common) / (one.length + other.length);
        expect(rougeL(one.join(" "), other.join(" "))).toBeCloseTo(expected, 12);
      }),
    );
  });
});
