import { describe, expect, it } from "vitest";
import {
  MergeFold,
  emptyProfile,
  joinProfiles,
  mergeProfiles,
  profileOfSample,
  type DatasetProfile,
} from "../../src/index.ts";
import { countsOf, profileOf } from "./made.ts";

const part = (shard: number, of: number, lines: number, more: object = {}): Partial<DatasetProfile> => ({
  parts: [{ shard, of, lines, ...more }],
});
const problemOf = (result: ReturnType<typeof mergeProfiles>): unknown => (result.ok ? null : result.problem);

describe("two profiles", () => {
  const [a, b] = [profileOf([3, 5]), profileOf([5, 900])];

  it("are added up, field by field", () => {
    const doubted = profileOf([5, 900], {
      counts: { "plain/units": { ...countsOf(b), exact: false, doubt: { less: 0, more: 2 } } },
    });
    expect(mergeProfiles(a, doubted)).toMatchObject({
      value: {
        bytes: 200,
        rows: 4,
        examples: 4,
        shapes: { text: 4 },
        counts: {
          "plain/units": {
            exact: false,
            doubt: { less: 0, more: 2 },
            longestTurn: 900,
            tokens: [
              [3, 1],
              [5, 2],
              [900, 1],
            ],
          },
        },
      },
    });
    expect(mergeProfiles(a, b).ok && mergeProfiles(a, b)).not.toHaveProperty("value.counts.plain/units.doubt");
  });

  it("have places in rows where both have, or one is of nothing", () => {
    const [rows, nothing] = [{ ...a, places: "rows" } as const, profileOf([], { bytes: 0 })];
    const placesOf = (...pair: [DatasetProfile, DatasetProfile]): unknown => {
      const merged = joinProfiles(...pair);
      return merged.ok ? merged.value.places : merged;
    };
    expect(placesOf(rows, rows)).toBe("rows");
    expect(placesOf(rows, a)).toBeUndefined();
    expect(placesOf(nothing, rows)).toBe("rows");
    expect(placesOf(rows, nothing)).toBe("rows");
    expect(placesOf(profileOf([], { bytes: 1 }), rows)).toBeUndefined();
  });

  it("of the same sources are counted once", () => {
    const [x, y] = [
      { ...a, sources: ["x"] },
      { ...b, sources: ["y"] },
    ];
    const both = mergeProfiles(x, y);
    if (!both.ok) throw new Error(both.problem.kind);
    expect(both.value.sources).toEqual(["x", "y"]);
    expect(mergeProfiles(x, x)).toEqual({ ok: true, value: x });
    expect(mergeProfiles(both.value, x)).toEqual(both);
    expect(mergeProfiles(y, both.value)).toEqual(both);
    expect(problemOf(mergeProfiles(both.value, { ...a, sources: ["x", "z"] }))).toEqual({
      kind: "source_twice",
      sources: 1,
    });
    expect(problemOf(mergeProfiles(x, { ...b, sources: ["x"] }))).toEqual({ kind: "counts_contradict" });
    const other = { ...a, sources: ["x"], counts: { "plain/words": countsOf(a) } };
    expect(problemOf(mergeProfiles(x, other))).toMatchObject({ kind: "rules_differ" });
    expect(mergeProfiles(x, b)).toMatchObject({ value: { sources: ["x"], rows: 4 } });
  });

  it("counted by other rules are not added, unless one holds no example", () => {
    const other = { ...b, counts: { "plain/words": countsOf(b) } };
    expect(problemOf(mergeProfiles(a, other))).toEqual({ kind: "rules_differ", rule: "plain/units" });
    const none = profileOf([], { counts: {} });
    expect(mergeProfiles(none, a)).toMatchObject({ value: { counts: a.counts } });
    expect(mergeProfiles(a, none)).toMatchObject({ value: { counts: a.counts } });
  });

  it("of parts are the parts' own, until all are there", () => {
    const [one, two] = [profileOf([3], part(1, 2, 4)), profileOf([5], part(2, 2, 6))];
    expect(mergeProfiles(two, one)).toMatchObject({ value: { rows: 2 } });
    expect(mergeProfiles(one, two)).not.toHaveProperty("value.parts");
    expect(problemOf(mergeProfiles(one, one))).toEqual({ kind: "part_twice", part: 1, of: 2 });
    expect(problemOf(mergeProfiles(one, profileOf([5], part(3, 3, 6))))).toEqual({
      kind: "parts_differ",
      got: 3,
      expected: 2,
    });
    const fault = (shard: number): Partial<DatasetProfile> => ({
      findings: [{ severity: "error", code: "invalid_json", count: 1, lines: [[shard, 2]] }],
    });
    const placed = mergeProfiles({ ...one, ...fault(1) }, { ...two, ...fault(2) });
    expect(placed).toMatchObject({
      value: {
        findings: [
          {
            count: 2,
            lines: [
              [0, 2],
              [0, 6],
            ],
          },
        ],
      },
    });
    const files = mergeProfiles(
      profileOf([3], { ...part(1, 2, 4, { file: 1 }), ...fault(1) }),
      profileOf([5], { ...part(2, 2, 6, { file: 2 }), ...fault(2) }),
    );
    expect(files).toMatchObject({
      value: {
        findings: [
          {
            lines: [
              [0, 2],
              [0, 2],
            ],
          },
        ],
      },
    });
  });

  it("of parts say which named column no part has, and which file is blank", () => {
    const missing = (shard: number, columns?: readonly string[]): DatasetProfile =>
      profileOf([3], part(shard, 3, 4, columns && { missing: columns }));
    const merged = (...all: DatasetProfile[]): unknown => {
      let whole: ReturnType<typeof mergeProfiles> = { ok: true, value: emptyProfile };
      for (const one of all) if (whole.ok) whole = mergeProfiles(whole.value, one);
      return whole.ok ? whole.value.rows : whole.problem;
    };
    expect(merged(missing(1, ["x", "y"]), missing(2, ["y"]), missing(3))).toMatchObject({
      kind: "column_nowhere",
      column: "y",
    });
    expect(merged(missing(1, ["x"]), missing(2, ["y"]), missing(3))).toBe(3);
    const blank = mergeProfiles(profileOf([3], part(1, 2, 4, { file: 1 })), {
      ...profileOf([]),
      ...part(2, 2, 1, { file: 2, blank: true }),
    });
    expect(blank).toMatchObject({ value: { findings: [{ code: "empty_file", lines: [[0, 1]] }] } });
  });

  it("of parts of other data are foreign to one another", () => {
    const x = profileOf([3], { ...part(1, 2, 4), sources: ["x"] });
    const y = profileOf([5], { ...part(2, 2, 6), sources: ["y"] });
    expect(problemOf(mergeProfiles(x, y))).toEqual({ kind: "foreign_part", part: 2, of: 2 });
    const whole = profileOf([3, 5], { sources: ["x"] });
    expect(mergeProfiles(whole, x)).toEqual({ ok: true, value: whole });
    expect(mergeProfiles(x, whole)).toEqual({ ok: true, value: whole });
    expect(problemOf(mergeProfiles(whole, y))).toEqual({ kind: "foreign_part", part: 2, of: 2 });
    expect(problemOf(mergeProfiles(y, whole))).toEqual({ kind: "foreign_part", part: 2, of: 2 });
  });
});

describe("profiles that come one after another", () => {
  const first = profileOf([3], { ...part(1, 2, 4), sources: ["x"] });
  const second = profileOf([5], { ...part(2, 2, 6), sources: ["x"] });
  const other = profileOf([9], { sources: ["y"] });

  it("are added whole, parts when all are there, and again once only", () => {
    const fold = new MergeFold();
    for (const one of [first, other, second]) expect(fold.add(one)).toEqual({ ok: true, value: true });
    expect(fold.repeated).toBe(0);
    expect(fold.result()).toMatchObject({ value: { rows: 3, sources: ["x", "y"] } });
    for (const again of [first, other]) expect(fold.add(again)).toEqual({ ok: true, value: true });
    expect(fold.repeated).toBe(2);
    expect(fold.result()).toMatchObject({ value: { rows: 3 } });
  });

  it("lack parts where some are missing beside other data", () => {
    const fold = new MergeFold();
    expect(fold.result()).toEqual({ ok: true, value: emptyProfile });
    fold.add(first);
    expect(fold.result()).toMatchObject({ ok: true, value: { rows: 1, parts: [{ shard: 1 }] } });
    fold.add(other);
    expect(fold.result()).toEqual({ ok: false, problem: { kind: "foreign_part", part: 1, of: 2 } });
    const two = new MergeFold();
    two.add(first);
    two.add(profileOf([5], { ...part(2, 3, 6), sources: ["z"] }));
    expect(two.result()).toEqual({ ok: false, problem: { kind: "foreign_part", part: 2, of: 3 } });
  });
});

describe("the profile of a sample, by hand", () => {
  it("stands for as many bytes as the file has, within Student's interval of the ratio", () => {
    // Blocks of 100 bytes with 10, 12 and 14 tokens: 0.12 a byte, squares 4 + 0 + 4, two degrees of freedom.
    const blocks = [10, 12, 14].map((length) => profileOf([length]));
    const sample = profileOfSample(blocks, 3000);
    if (!sample.ok) throw new Error(sample.problem.kind);
    const { bytes, rows, counts } = sample.value;
    expect({ bytes, rows }).toEqual({ bytes: 3000, rows: 30 });
    // 3000 / 300 × √(3 × 8 / 2) × √(1 − 300 / 3000) = 32.9 tokens, times the quantile of its expansion, 3.852.
    expect(counts["plain/units"]).toMatchObject({ exact: false, doubt: { less: 127, more: 127 } });
    expect(counts["plain/units"]?.tokens).toEqual([
      [10, 10],
      [12, 10],
      [14, 10],
    ]);
  });

  it("is in no doubt where all blocks are alike, and carries the doubt of its rule", () => {
    const doubted = { ...countsOf(profileOf([10])), doubt: { less: 1, more: 2 } };
    const blocks = [1, 2].map(() => profileOf([10], { counts: { "plain/units": doubted } }));
    expect(profileOfSample(blocks, 2000)).toMatchObject({
      value: { counts: { "plain/units": { doubt: { less: 20, more: 40 } } } },
    });
    const flawed = profileOf([10], {
      findings: [{ severity: "warning", code: "nul_character", count: 2, lines: [[0, 7]] }],
      scripts: { latin: 5 },
    });
    expect(profileOfSample([flawed, flawed], 1000)).toMatchObject({
      value: { scripts: { latin: 50 }, findings: [{ count: 20, lines: [] }] },
    });
  });
});
