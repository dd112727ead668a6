import { describe, expect, it } from "vitest";
import { endsBy, endsOf, type Ends, type EndsQuestion, type Reaches } from "../../src/curve/mixture/levels.ts";
import { readSizes } from "../../src/curve/pilots/sizes.ts";
import { doubling } from "./fitted.ts";

const calm: EndsQuestion = { sizes: 3, still: false, counted: false };
const even = { factors: Array.from({ length: 4 }, () => [1, 1, 1]), start: 1 };
const plain: Reaches = { of80: even, of95: even };

/** The ends of pilots of a loss, x doublings beyond the largest. */
function ends(values: readonly number[], x = 1): Ends {
  const sizes = readSizes(doubling(values), { metric: "loss" });
  if (!sizes.ok) throw new Error(sizes.problem.kind);
  return endsOf(sizes.value)(x);
}

describe("the ends of an interval", () => {
  it("are those of a normal distribution without a reach", () => {
    const { low95, low80, high80, high95 } = endsBy(plain, calm, 1);
    [low95, low80, high80, high95].forEach((share, i) =>
      expect(share).toBeCloseTo([0.025, 0.1, 0.9, 0.975][i] ?? NaN, 5),
    );
  });

  it("lie farther out by the factor of their sizes and distance, by hand", () => {
    const factors = [
      [1, 1, 1],
      [2, 0.5, 4],
      [1, 1, 1],
      [3, 3, 3],
    ];
    const reaches: Reaches = { ...plain, of80: { factors, start: 1 } };
    // Φ(−2 · 1.281552) = 0.00519, Φ(−0.5 · 1.281552) = 0.26083: two and four times the largest pilot.
    expect(endsBy(reaches, calm, 1).low80).toBeCloseTo(0.005_19, 4);
    expect(endsBy(reaches, calm, 2).low80).toBeCloseTo(0.260_83, 4);
    // Half way between them the factor is the geometric mean of both, 1; nearer and farther it stays.
    expect(endsBy(reaches, calm, 1.5).low80).toBeCloseTo(0.1, 5);
    expect(endsBy(reaches, calm, 0)).toEqual(endsBy(reaches, calm, 1));
    expect(endsBy(reaches, calm, 9)).toEqual(endsBy(reaches, calm, 3));
    expect(endsBy(reaches, { ...calm, sizes: 5 }, 1)).toEqual(endsBy(reaches, { ...calm, sizes: 12 }, 1));
    expect(endsBy(reaches, { ...calm, sizes: 5 }, 1).low80).not.toBe(endsBy(reaches, { ...calm, sizes: 4 }, 1).low80);
  });

  it("are never nearer than those of the mixture where the values are counts, whose noise it has in full", () => {
    const reaches: Reaches = {
      of80: { factors: [[1], [0.5]], start: 1 },
      of95: { factors: [[1], [2]], start: 1 },
    };
    const counted = endsBy(reaches, { ...calm, counted: true }, 1);
    expect(counted.low80).toBeCloseTo(0.1, 5);
    expect(counted.low95).toBeCloseTo(0.000_04, 4);
  });

  it("are wider at the better side alone for pilots that stand still, of three sizes or more", () => {
    const [still, moving] = [ends([2, 2, 1.995]), ends([2, 1.8, 1.65])];
    expect([still.high80, still.high95]).toEqual([moving.high80, moving.high95]);
    expect(still.low95).toBeLessThan(moving.low95);
    expect(still.low80).toBeLessThan(moving.low80);
    expect(ends([2, 1.995])).toEqual(ends([2, 1.8]));
  });
});
