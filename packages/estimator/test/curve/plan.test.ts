import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pilotDesign } from "../../src/curve/design/next.ts";
import { smallestGain, testSetSize } from "../../src/curve/design/testSet.ts";
import { testSetSentence } from "../../src/words/curve.ts";

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
    // Half of what two independent models would disagree on, 2p(1 − p), and the gain at least.
    [0.8, 0.02, 0.16],
    [0.5, 0.1, 0.25],
    [0.9, 0.1, 0.1],
  ])("takes models at %d that differ by %d to disagree on %d of the items", (score, gain, share) => {
    const size = testSetSize({ score, gain });
    expect(size).toMatchObject({ ok: true, value: { disagreement: expect.closeTo(share, 9) as number } });
    expect(testSetSize({ score, gain, disagreement: share })).toMatchObject({
      value: { paired: size.ok && size.value.paired },
    });
  });

  it("sees the paired gain that half the disagreement leaves, on one item too", () => {
    // 2.8 √(2 × 0.8 × 0.2 / m) apart, and √½ of it item by item.
    for (const items of [1, 400]) {
      const apart = 2.8 * Math.sqrt(0.32 / items);
      expect(smallestGain(0.8, items)).toEqual({
        unpaired: expect.closeTo(apart, 9),
        paired: expect.closeTo(apart * Math.SQRT1_2, 9),
      });
    }
  });

  it.each([
    [0.8, Number.NaN],
    [0.8, 0],
    [0.8, 0.9],
    [2, 100],
    [1, 100],
    [0, 100],
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
    [{ score: 0, gain: 0.02 }, "score"],
    [{ score: 0.9, gain: 0.2 }, "gain"],
    [{ score: 0.5, gain: 0.1, disagreement: 0.05 }, "disagreement"],
  ])("refuses %j", (comparison, field) => {
    expect(testSetSize(comparison)).toMatchObject({ ok: false, problem: { kind: "bad_plan", field } });
  });
});

describe("pilotDesign", () => {
  it("is a quarter, a half and all, each at its price", () => {
    expect(pilotDesign(8000, (n) => (n / 100).toFixed(2))).toEqual([
      { n: 2000, cost: "20.00" },
      { n: 4000, cost: "40.00" },
      { n: 8000, cost: "80.00" },
    ]);
    expect(pilotDesign(1, () => "0").map(({ n }) => n)).toEqual([1, 1, 1]);
  });
});
