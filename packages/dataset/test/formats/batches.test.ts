import { describe, expect, it } from "vitest";
import {
  binary,
  days,
  decimal,
  dictionary,
  ending,
  field,
  fixedBinary,
  fixedList,
  float,
  int,
  largeList,
  largeUtf8,
  list,
  littleEnd,
  map,
  none,
  outcome,
  records,
  schema,
  struct,
  timestamp,
  truth,
  utf8,
  utf8View,
  valuesOf,
  type Batch,
  type Type,
} from "./madeArrow.ts";

const whole = (bytes: number, ...values: (number | bigint)[]): number[] =>
  values.flatMap((value) => littleEnd(value, bytes));
const doubles = (...values: number[]): number[] => [...new Uint8Array(Float64Array.from(values).buffer)];
const floats = (...values: number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)];
const letters = (text: string): number[] => [...new TextEncoder().encode(text)];

describe("a column of Arrow", () => {
  /** @source https://arrow.apache.org/docs/format/Columnar.html#physical-memory-layout (read 2026-11-30) */
  it.each<[string, Type, Batch["buffers"], unknown[]]>([
    // what, its type, its buffers (the first says which values there are), its values
    ["truths", truth, [[], [0b101]], [true, false, true]],
    ["small whole numbers", int(8), [[], whole(1, -1, 2, 3)], [-1, 2, 3]],
    ["whole numbers", int(32), [[], whole(4, -1, 2, 3)], [-1, 2, 3]],
    ["numbers without a sign", int(32, false), [[], whole(4, -1, 2, 3)], [2 ** 32 - 1, 2, 3]],
    ["large numbers", int(64), [[], whole(8, -1, 2n ** 53n + 1n, 3)], [-1, 2n ** 53n + 1n, 3]],
    ["short fractions", float(1), [[], floats(0.5, -2.5, 0)], [0.5, -2.5, 0]],
    ["fractions", float(2), [[], doubles(0.1, -2.5, 0)], [0.1, -2.5, 0]],
    ["decimals of 32 bits", decimal(2, 32), [[], whole(4, -125, 5, 0)], [-1.25, 0.05, 0]],
    ["decimals of 64 bits", decimal(2, 64), [[], whole(8, -125, 5, 0)], [-1.25, 0.05, 0]],
    ["decimals of 128 bits", decimal(2, 128), [[], whole(16, -125, 5, 0)], [-1.25, 0.05, 0]],
    ["decimals of prices", decimal(2, 32), [[], whole(4, 113, -57, 0)], [1.13, -0.57, 0]],
    // As a column of Parquet has them.
    ["days", days, [[], whole(4, 0, 365, -1)], [0, 365, -1].map((day) => new Date(day * 86_400_000))],
    [
      "moments of seconds",
      timestamp(0),
      [[], whole(8, 0, 86_400, -1)],
      [0, 86_400_000, -1000].map((at) => new Date(at)),
    ],
    ["moments of microseconds", timestamp(2), [[], whole(8, 0, 5000, -1000)], [0, 5, -1].map((at) => new Date(at))],
    ["texts", utf8, [[], whole(4, 0, 2, 2, 3), letters("éa")], ["é", "", "a"]],
    ["texts with large places", largeUtf8, [[], whole(8, 0, 2, 2, 3), letters("éa")], ["é", "", "a"]],
    ["bytes", binary, [[], whole(4, 0, 2, 2, 3), [7, 8, 9]], [[7, 8], [], [9]].map((some) => Uint8Array.from(some))],
    ["bytes of one length", fixedBinary(1), [[], [7, 8, 9]], [[7], [8], [9]].map((some) => Uint8Array.from(some))],
    ["nothing", none, [], [null, null, null]],
  ])("of %s is read", async (_what, type, buffers, expected) => {
    expect(await valuesOf(type, 3, buffers)).toEqual(expected);
  });

  it("with nothing in between is read", async () => {
    const nodes = [{ length: 3, nulls: 1 }];
    expect(await valuesOf(int(32), 3, [[0b101], whole(4, 1, 2, 3)], { nodes })).toEqual([1, null, 3]);
  });

  it.each([
    ["lists", list, [[], whole(4, 0, 2, 2, 3)], 3],
    ["lists with large places", largeList, [[], whole(8, 0, 2, 2, 3)], 3],
  ])("of %s is read", async (_what, type, places, inner) => {
    const children = [field("item", int(8))];
    const nodes = [{ length: 3 }, { length: inner }];
    const buffers = [...places, [], whole(1, 1, 2, 3)];
    expect(await valuesOf(type, 3, buffers, { children, nodes })).toEqual([[1, 2], [], [3]]);
  });

  it("of lists of one length is read", async () => {
    const children = [field("item", int(64))];
    const nodes = [{ length: 2 }, { length: 4 }];
    const buffers = [[], [], whole(8, 1, 2, 3, 4)];
    expect(await valuesOf(fixedList(2), 2, buffers, { children, nodes })).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("of lists of groups is read, as conversations are kept", async () => {
    const turn = [field("role", utf8), field("content", utf8)];
    const children = [field("item", struct, turn)];
    const nodes = [{ length: 2 }, { length: 3 }, { length: 3 }, { length: 3, nulls: 1 }];
    const roles = [whole(4, 0, 1, 2, 3), letters("uau")];
    const contents = [whole(4, 0, 2, 2, 4), letters("HiSo")];
    const buffers = [[], whole(4, 0, 2, 3), [], [], ...roles, [0b101], ...contents];
    expect(await valuesOf(list, 2, buffers, { children, nodes })).toEqual([
      [
        { role: "u", content: "Hi" },
        { role: "a", content: null },
      ],
      [{ role: "u", content: "So" }],
    ]);
  });

  it("of maps is read as pairs", async () => {
    const children = [field("entries", struct, [field("key", utf8), field("value", int(8))])];
    const nodes = [{ length: 1 }, { length: 2 }, { length: 2 }, { length: 2 }];
    const buffers = [[], whole(4, 0, 2), [], [], whole(4, 0, 1, 2), letters("ab"), [], [1, 2]];
    expect(await valuesOf(map, 1, buffers, { children, nodes })).toEqual([
      [
        ["a", 1],
        ["b", 2],
      ],
    ]);
  });

  it("of views of texts is read: short ones stand in the view, long ones elsewhere", async () => {
    const short = [...whole(4, 3), ...letters("abc"), ...whole(9, 0)];
    const long = [...whole(4, 13), ...letters("long"), ...whole(4, 0, 2)];
    const buffers = [[], [...short, ...long], letters("..long and more")];
    expect(await valuesOf(utf8View, 2, buffers, { variadic: [1] })).toEqual(["abc", "long and more"]);
    expect(await valuesOf(utf8View, 2, buffers, { variadic: [3] })).not.toBe("a column of too many parts");
    expect(await valuesOf(utf8View, 2, buffers, { variadic: [4] })).toBe("a column of too many parts");
  });

  it("of places in a dictionary is read, and of what is added to it or put in its stead", async () => {
    const words = (text: string): Batch => {
      const places = whole(4, ...Array.from({ length: text.length + 1 }, (_, i) => i));
      return { length: text.length, nodes: [{ length: text.length }], buffers: [[], places, letters(text)] };
    };
    const places = (...all: number[]): number[] =>
      records({ length: all.length, nodes: [{ length: all.length }], buffers: [[], whole(4, ...all)] });
    const { rows } = await outcome(
      schema(field("x", utf8, [], 7)),
      dictionary(7, words("ab")),
      places(1, 0),
      dictionary(7, words("c"), true),
      places(2, 1),
      dictionary(7, words("de")),
      places(1, 0),
      ending,
    );
    expect(rows.map(({ x }) => x)).toEqual(Array.from("bacbed"));
  });

  it("of several beside one another is read row by row, batch by batch", async () => {
    const one = (a: number[], b: string): number[] => {
      const texts = [[], whole(4, 0, 1, 2), letters(b)];
      return records({ length: 2, nodes: [{ length: 2 }, { length: 2 }], buffers: [[], whole(4, ...a), ...texts] });
    };
    const both = [schema(field("a", int(32)), field("b", utf8)), one([1, 2], "xy"), one([3, 4], "zw")];
    const expected = [1, 2, 3, 4].map((a, i) => ({ a, b: "xyzw"[i] }));
    expect(await outcome(...both, ending)).toEqual({ rows: expected });
    // A file is a stream between two marks; without its end it is broken off.
    expect(await outcome([...letters("ARROW1"), 0, 0], ...both, ending)).toEqual({ rows: expected });
    expect((await outcome(...both)).rows).toEqual(expected);
    expect((await outcome(...both)).fault).toBeDefined();
    expect(await outcome(schema(), ending)).toEqual({ rows: [] });
  });
});
