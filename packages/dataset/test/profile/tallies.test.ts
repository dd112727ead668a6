import { describe, expect, it } from "vitest";
import { dealt, joinProfiles, readProfile, unitsOf, withWarning } from "../../src/index.ts";
import { firstLines } from "../../src/profile/findings.ts";
import { HistogramFold, ScriptFold, mergeHistograms } from "../../src/profile/histogram.ts";
import { formatOf } from "../../src/profile/profile.ts";
import { countsOf, profileOf } from "./made.ts";

describe("tallies", () => {
  it("hold lengths of any size, in their order", () => {
    const fold = new HistogramFold();
    for (const length of [70_000, 5, 300, 5, 255, 256, 16_383, 16_384, 70_000, 0]) fold.add(length);
    expect(fold.result()).toEqual([
      [0, 1],
      [5, 2],
      [255, 1],
      [256, 1],
      [300, 1],
      [16_383, 1],
      [16_384, 1],
      [70_000, 2],
    ]);
    expect(mergeHistograms([[5, 1]], [[3, 2]])).toEqual([
      [3, 2],
      [5, 1],
    ]);
  });

  it("look at one letter in sixteen at least, and at eight of a text up to 8,192", () => {
    const scripts = (text: string): Record<string, number> => {
      const fold = new ScriptFold();
      fold.add(text);
      return fold.result();
    };
    expect(scripts("")).toEqual({});
    expect(scripts("a".repeat(8))).toEqual({});
    expect(scripts("a".repeat(9))).toEqual({ latin: 16 });
    expect(scripts("a".repeat(24))).toEqual({ latin: 16 });
    expect(scripts("a".repeat(25))).toEqual({ latin: 32 });
    expect(scripts("a".repeat(1600))).toEqual({ latin: 1600 });
    expect(scripts("a".repeat(81_920))).toEqual({ latin: 81_920 });
    expect(scripts(`${"a".repeat(8)}ж${"a".repeat(7)}`)).toEqual({ cyrillic: 16 });
  });

  it("keep ten lines of each part, the first", () => {
    const lines = Array.from({ length: 12 }, (_, i) => [2, 12 - i] as const);
    expect(firstLines([...lines, [1, 5], [1, 3]])).toEqual([
      [1, 3],
      [1, 5],
      ...Array.from({ length: 10 }, (_, i) => [2, i + 1]),
    ]);
  });

  it("name the format of a file by the shapes of its rows", () => {
    expect(formatOf({})).toBe("none");
    expect(formatOf({ text: 1 })).toBe("text");
    expect(formatOf({ "chat-sft": 5, text: 1 })).toBe("mixed");
    expect(formatOf({ "prompt-only": 5, "prompt-completion": 1 })).toBe("prompt-only");
    expect(formatOf({ "prompt-only": 1, "prompt-completion": 5 })).toBe("prompt-completion");
    expect(formatOf({ "prompt-only": 3, "prompt-completion": 3 })).toBe("prompt-completion");
    expect(formatOf({ "prompt-only": 1, "prompt-completion": 5, text: 1 })).toBe("mixed");
    const mixed = joinProfiles(profileOf([1, 2]), { ...profileOf([3]), shapes: { alpaca: 1 } });
    expect(mixed).toMatchObject({ value: { findings: [{ code: "mixed_formats", severity: "error", count: 1 }] } });
  });

  it("of columns that are not read make no count exact, and are 64 at most", () => {
    const unread = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`c${100 + i}`, 1]));
    const profile = withWarning(profileOf([1], { unread }), "nul_character");
    expect(Object.keys(profile.unread ?? {})).toHaveLength(64);
    expect(profile.counts["plain/units"]?.exact).toBe(false);
    expect(profile.findings).toEqual([{ severity: "warning", code: "nul_character", count: 1, lines: [] }]);
    expect(withWarning(profileOf([1]), "x").counts["plain/units"]?.exact).toBe(true);
  });
});

describe("the tasks of a manifest", () => {
  it("get files cut into lines, by the bytes that each is to read", () => {
    const units = unitsOf(
      [
        { path: "a.jsonl", bytes: 60, lines: true },
        { path: "b.parquet", bytes: 40 },
        { path: "c.jsonl", bytes: 0, lines: true },
      ],
      5,
    );
    expect(units.map(({ path, index, of, file, range }) => [path, index, of, file, range])).toEqual([
      ["a.jsonl", 1, 5, 1, { start: 0, end: 20 }],
      ["a.jsonl", 2, 5, 1, { start: 20, end: 40 }],
      ["a.jsonl", 3, 5, 1, { start: 40, end: 60 }],
      ["b.parquet", 4, 5, 2, undefined],
      ["c.jsonl", 5, 5, 3, undefined],
    ]);
    expect(dealt(units, 6).map((hand) => hand.map(({ index }) => index))).toEqual([[1], [2], [3], [4], [5], []]);
    // The largest first: 4 to the first task, 1 and 2 to the second, 3 to the first or second by the bytes so far.
    expect(dealt(units, 2).map((hand) => hand.map(({ index }) => index))).toEqual([
      [3, 4],
      [1, 2, 5],
    ]);
  });
});

describe("a profile with one wrong field", () => {
  const good = profileOf([3, 5]);
  const counts = countsOf(good);
  const withCounts = (more: object): object => ({ ...good, counts: { "plain/units": { ...counts, ...more } } });
  const finding = { severity: "error", code: "x", count: 1, lines: [[0, 1]] };

  it.each<[field: string | null, profile: object]>([
    [null, good],
    [null, withCounts({ doubt: { less: 0, more: 3 } })],
    [null, { ...good, findings: [finding], places: "rows", sources: ["x"], unread: { a: 1 } }],
    [null, { ...good, parts: [{ of: 2, shard: 1, lines: 3, file: 1, blank: true, missing: ["a"] }] }],
    ["counts.plain/units", withCounts({ exact: 1 })],
    ["counts.plain/units", withCounts({ doubt: 3 })],
    ["counts.plain/units", withCounts({ doubt: { less: 0, more: -1 } })],
    ["counts.plain/units", withCounts({ doubt: { less: 0.5, more: 1 } })],
    ["counts.plain/units", withCounts({ longestTurn: null })],
    ["counts.plain/units", withCounts({ tokens: [[3, 2, 1]] })],
    ["counts.plain/units", withCounts({ tokens: [[3, 1]] })],
    ["counts.plain/units", withCounts({ prompt: [[0, 3]] })],
    ["counts.plain/units", withCounts({ records: [[3, 2]] })],
    [
      "counts.plain/units",
      withCounts({
        tokens: [
          [3, 1],
          [3, 1],
        ],
      }),
    ],
    ["counts.plain/units", { ...good, counts: { "plain/units": 7 } }],
    ["counts", { ...good, counts: [] }],
    ["findings", { ...good, findings: {} }],
    ["findings", { ...good, findings: [{ ...finding, code: 7 }] }],
    ["findings", { ...good, findings: [{ ...finding, count: -1 }] }],
    ["findings", { ...good, findings: [{ ...finding, lines: [[1]] }] }],
    ["findings", { ...good, findings: [{ ...finding, lines: 7 }] }],
    ["places", { ...good, places: "lines" }],
    ["sources", { ...good, sources: [7] }],
    ["sources", { ...good, sources: "x" }],
    ["parts", { ...good, parts: [7] }],
    ["parts", { ...good, parts: [{ of: 2, shard: 1 }] }],
    ["parts", { ...good, parts: [{ of: 2, shard: "1", lines: 3 }] }],
    ["parts", { ...good, parts: [{ of: "2", shard: 1, lines: 3 }] }],
    ["parts", { ...good, parts: [{ of: 2, shard: 1, lines: 3, file: "1" }] }],
    ["parts", { ...good, parts: [{ of: 2, shard: 1, lines: 3, blank: false }] }],
    ["parts", { ...good, parts: [{ of: 2, shard: 1, lines: 3, missing: [7] }] }],
    ["scripts", { ...good, scripts: undefined }],
    ["scripts", { ...good, scripts: { latin: -1 } }],
    ["unread", { ...good, unread: { a: "1" } }],
    ["bytes", { ...good, bytes: 1.5 }],
  ])("is refused by its name: %s (case %#)", (field, profile) => {
    const read = readProfile(JSON.stringify(profile));
    expect(read.ok ? null : read.problem).toEqual(field === null ? null : { kind: "not_a_profile", field });
  });
});
