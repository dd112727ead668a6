import { describe, expect, it } from "vitest";
import { countedBy } from "../src/bill/counted.ts";
import { type Profile } from "../src/index.ts";
import { histogramExamples, type Histogram } from "../src/profile.ts";
import type { Part } from "../src/bill/lengthLimits.ts";
import { amountText } from "../src/money.ts";
import { spoken } from "../src/words/notes.ts";
import type { Limits } from "../src/prices/priceFile.ts";
import { countsOf, profileOf } from "./profileOf.ts";

/** Each example with a system message. */
function profile(tokens: Histogram, rule = "openai/o200k_base"): Profile {
  return profileOf({ [rule]: countsOf(tokens) }, { messages: 3 * histogramExamples(tokens) });
}

/** A profile of conversations with several model turns each, and what is known of their records and turns. */
function talks(
  examples: number,
  modelTurns: number,
  counts: { tokens: number; recounted: number; records?: Histogram; longestTurn?: number },
): Profile {
  const { tokens, recounted, ...known } = counts;
  const all: Histogram = [[tokens, examples]];
  const rule = { exact: true, tokens: all, trainable: all, prompt: all, ...known };
  return {
    ...profile(all),
    modelTurns,
    messages: 2 * modelTurns,
    counts: { "plain/o200k_base": { ...rule, recounted: [[recounted, examples]] } },
  };
}

const passOf = (rule: string, data: Profile, part: Part, limits: Limits) => {
  const { low, typical, high } = countedBy(rule, { profile: data }).pass(part, limits);
  return [low, typical, high].map(amountText);
};

describe("a limit on each record", () => {
  const cap: Limits = { contextTokens: 32_768, overContext: "cut" };

  it("cuts none of twelve records that fit, though their sum is over the limit", () => {
    const records = Array.from({ length: 12 }, (_, i) => [1000 * (i + 1), 20] as const);
    const data = talks(20, 240, { tokens: 12_000, recounted: 78_000, records });
    expect(passOf("plain/o200k_base", data, "recounted", cap)).toEqual(["1560000", "1560000", "1560000"]);
    expect(countedBy("plain/o200k_base", { profile: data }).limitNotes("recounted", cap)).toEqual([]);
  });

  it("cuts each record that is too long, and counts them", () => {
    const records: Histogram = [
      [10_000, 1],
      [40_000, 2],
    ];
    const data = talks(1, 3, { tokens: 40_000, recounted: 90_000, records });
    expect(passOf("plain/o200k_base", data, "recounted", cap)).toEqual(["75536", "75536", "75536"]);
    expect(countedBy("plain/o200k_base", { profile: data }).limitNotes("recounted", cap)).toEqual([
      { kind: "over_context", count: 2, unit: "record", limit: 32_768, cut: true },
    ]);
  });

  it("bills an older profile whole where its longest example fits, and as a range with the reason where not", () => {
    const short = talks(20, 240, { tokens: 12_000, recounted: 78_000 });
    expect(passOf("plain/o200k_base", short, "recounted", cap)).toEqual(["1560000", "1560000", "1560000"]);
    const long = talks(2, 6, { tokens: 40_000, recounted: 110_000 });
    expect(passOf("plain/o200k_base", long, "recounted", cap)).toEqual(["65536", "196608", "220000"]);
    const [note] = countedBy("plain/o200k_base", { profile: long }).limitNotes("recounted", cap);
    expect(note?.kind).toBe("records_uncounted");
  });
});

describe("a limit on each turn", () => {
  const cap: Limits = { contextTokens: 16_384, overContext: "drop" };

  it("drops nothing where the longest turn fits, however long the conversation", () => {
    const data = talks(10, 400, { tokens: 20_280, recounted: 400_000, longestTurn: 507 });
    expect(passOf("plain/o200k_base", data, "trainable", cap)).toEqual(["202800", "202800", "202800"]);
    expect(countedBy("plain/o200k_base", { profile: data }).limitNotes("trainable", cap)).toEqual([]);
  });

  it.each([
    ["known to be too long", { longestTurn: 17_000 }, true, "Some are that long"],
    ["not known", {}, false, "Some may be that long"],
  ])(
    "leaves out a turn of each longer example, and says so, where the longest turn is %s",
    (_, longest, known, words) => {
      const data = talks(10, 40, { tokens: 20_000, recounted: 50_000, ...longest });
      expect(passOf("plain/o200k_base", data, "trainable", cap)).toEqual(["0", "150000", "200000"]);
      const [note] = countedBy("plain/o200k_base", { profile: data }).limitNotes("trainable", cap);
      expect(note).toEqual({ kind: "long_turns", examples: 10, limit: 16_384, known });
      expect(note && spoken(note).sentence).toContain(words);
    },
  );

  it("bills typed counts whole: the length of an example says nothing about its turns", () => {
    const counted = countedBy("plain/o200k_base", { examples: 100, tokensPerExample: 20_000 });
    expect(amountText(counted.pass("trainable", cap).low)).toBe("2000000");
    expect(counted.limitNotes("trainable", cap)).toEqual([]);
  });
});
