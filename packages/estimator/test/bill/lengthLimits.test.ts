import { describe, expect, it } from "vitest";
import {
  asCounted,
  limitedTokens,
  limitNotes,
  scale,
  tooLongExamples,
  type CountedSet,
} from "../../src/bill/lengthLimits.ts";
import { amountText } from "../../src/money.ts";
import type { Histogram, RuleCounts } from "../../src/profile.ts";
import type { Limits } from "../../src/prices/priceFile.ts";
import { countsOf } from "../profileOf.ts";

const set = (tokens: Histogram, more: Partial<RuleCounts> = {}, modelTurns = 0): CountedSet => ({
  counts: countsOf(tokens, more),
  examples: tokens.reduce((sum, [, examples]) => sum + examples, 0),
  modelTurns,
});
const spread = (
  part: "tokens" | "recounted",
  counted: CountedSet,
  limits: Limits,
  scaled = asCounted,
): (string | number)[] => {
  const { low, typical, high } = limitedTokens(part, counted, limits, scaled);
  return [low, typical, high].map((one) => Number(amountText(one)));
};

const mixed: Histogram = [
  [10, 4],
  [100, 2],
  [1000, 1],
];
const cut = (contextTokens: number): Limits => ({ contextTokens, overContext: "cut" });
const drop = (contextTokens: number): Limits => ({ contextTokens, overContext: "drop" });

describe("examples over the context", () => {
  it("are cut at it, or billed whole", () => {
    expect(spread("tokens", set(mixed), cut(100))).toEqual([340, 340, 340]);
    expect(spread("tokens", set(mixed), cut(99))).toEqual([337, 337, 337]);
    expect(spread("tokens", set(mixed), { contextTokens: 99 })).toEqual([1240, 1240, 1240]);
    expect(tooLongExamples(set(mixed), cut(100), asCounted)).toBe(1);
    expect(tooLongExamples(set(mixed), cut(99), asCounted)).toBe(3);
    expect(tooLongExamples(set(mixed), drop(99), asCounted)).toBe(0);
  });

  it("are as long as the model would count them, to the thousandth of a token", () => {
    // 100 × 1.001 and half a token more, three times, rounded up once.
    expect(spread("tokens", set([[100, 3]]), {}, scale(1.001, 0.5))).toEqual([302, 302, 302]);
    expect(spread("tokens", set([[100, 3]]), cut(100), scale(1.001, 0))).toEqual([300, 300, 300]);
    expect(spread("tokens", set([[3, 2]]), {}, scale(1, -5))).toEqual([0, 0, 0]);
    expect(tooLongExamples(set([[100, 3]]), cut(100), scale(1.001, 0))).toBe(3);
  });
});

describe("records that count a conversation again", () => {
  const records: Histogram = [
    [50, 10],
    [300, 2],
  ];

  it("are each cut where they are known one by one", () => {
    expect(spread("recounted", set(mixed, { records }), cut(100))).toEqual([700, 700, 700]);
    expect(spread("recounted", set(mixed, { records }), {})).toEqual([1100, 1100, 1100]);
    expect(limitNotes("recounted", set(mixed, { records }), cut(100), asCounted)).toEqual([
      { kind: "over_context", count: 2, unit: "record", limit: 100, cut: true },
    ]);
  });

  it("are a range where they are not: of one record an example, of the mean number, of none cut", () => {
    const recounted: Histogram = [
      [10, 4],
      [400, 2],
      [5000, 1],
    ];
    const unknown = (turns: number) => set(mixed, { recounted }, turns);
    expect(spread("recounted", unknown(21), cut(200))).toEqual([640, 1440, 5840]);
    // Less than a turn an example is one.
    expect(spread("recounted", unknown(3), cut(200))).toEqual([640, 640, 5840]);
    // Where every example fits, no record is cut.
    expect(spread("recounted", unknown(21), cut(1000))).toEqual([5840, 5840, 5840]);
    expect(limitNotes("recounted", unknown(21), cut(999), asCounted)).toEqual([
      { kind: "records_uncounted", turns: 21, limit: 999 },
    ]);
    expect(limitNotes("recounted", unknown(21), cut(1000), asCounted)).toEqual([]);
    expect(limitNotes("recounted", unknown(21), { contextTokens: 10 }, asCounted)).toEqual([]);
    expect(limitNotes("recounted", unknown(21), {}, asCounted)).toEqual([]);
  });
});

describe("turns over the limit", () => {
  it("are dropped: at most the whole examples, typically a mean turn of each", () => {
    // 1,240 tokens in 10 turns: 124 each; one example of 1,000 is over the limit.
    expect(spread("tokens", set(mixed, {}, 10), drop(100))).toEqual([240, 1116, 1240]);
    expect(spread("tokens", set(mixed, {}, 10), drop(99))).toEqual([40, 868, 1240]);
    // A mean turn is never more than the examples themselves.
    expect(spread("tokens", set(mixed, {}, 0), drop(100))).toEqual([240, 240, 1240]);
    expect(spread("tokens", set(mixed, {}, 3), drop(100))).toEqual([240, 827, 1240]);
  });

  it("lose whole tokens at most: the part of one that is left is billed", () => {
    // 100 × 1.0007 = 100.07 of the one over the limit; 10 × 4 + 0.028 stay.
    const counted = set([
      [10, 4],
      [100, 1],
    ]);
    expect(spread("tokens", counted, drop(99), scale(1.0007, 0))).toEqual([41, 41, 141]);
  });

  it("are none where the longest fits", () => {
    expect(spread("tokens", set(mixed, { longestTurn: 100 }, 10), drop(100))).toEqual([1240, 1240, 1240]);
    expect(spread("tokens", set(mixed, {}, 10), drop(1000))).toEqual([1240, 1240, 1240]);
    expect(limitNotes("tokens", set(mixed, { longestTurn: 100 }, 10), drop(100), asCounted)).toEqual([]);
  });

  it("are said, and whether it is known that there are any", () => {
    expect(limitNotes("tokens", set(mixed, { longestTurn: 101 }, 10), drop(100), asCounted)).toEqual([
      { kind: "long_turns", examples: 1, limit: 100, known: true },
    ]);
    expect(limitNotes("tokens", set(mixed, {}, 10), drop(99), asCounted)).toEqual([
      { kind: "long_turns", examples: 3, limit: 99, known: false },
    ]);
    expect(limitNotes("tokens", set(mixed), {}, asCounted)).toEqual([]);
  });
});
