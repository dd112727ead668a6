import { describe, expect, it } from "vitest";
import {
  bits,
  dictionary,
  encoding,
  int32s,
  int64s,
  oneColumn,
  optional,
  outcome,
  packed,
  page,
  page2,
  parquet,
  run,
  sized,
  texts,
  type,
  valuesOf,
  varint,
  zigzag,
  type Element,
  type Page2,
} from "./madeParquet.ts";

const letters = (text: string): number[] => [...new TextEncoder().encode(text)];
const doubles = (...values: number[]): number[] => [...new Uint8Array(Float64Array.from(values).buffer)];
const floats = (...values: number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)];
const integer = { type: type.int32 };
const text = { type: type.bytes, converted: 0 };
const truth = { type: type.boolean };

/** What is read of the same values in a page of either version; places of a dictionary stand behind it. */
async function ofBoth(element: Partial<Element>, one: Page2, first?: number[]): Promise<(unknown[] | string)[]> {
  const { count: values, definition } = one;
  const pages = [page({ ...one, ...(definition && { definition: sized(definition) }) }), page2(one)];
  const before = first === undefined ? [] : [first];
  const hasDictionary = first !== undefined;
  return Promise.all(
    pages.map((last) => valuesOf(oneColumn(element, { pages: [...before, last], values, hasDictionary }))),
  );
}
const twice = <T>(value: T): [T, T] => [value, value];

/** Numbers as differences, in blocks of two parts of eight. */
function differences(numbers: readonly number[]): number[] {
  const bytes = [16, 2, ...varint(numbers.length), ...zigzag(numbers[0] ?? 0)];
  const steps = numbers.slice(1).map((number, i) => number - (numbers[i] ?? 0));
  for (let at = 0; at < steps.length; at += 16) {
    const block = steps.slice(at, at + 16);
    const least = Math.min(...block);
    const parts = [block.slice(0, 8), block.slice(8)].map((part) => part.map((step) => step - least));
    const widths = parts.map((part) => 32 - Math.clz32(Math.max(0, ...part)));
    bytes.push(...zigzag(least), ...widths, ...parts.flatMap((part, i) => bits(widths[i] ?? 0, ...part)));
  }
  return bytes;
}

const noon = Date.UTC(2026, 10, 30, 12);
const moment = (milliseconds: number): Date => new Date(milliseconds);
const julian = (day: number, nanoseconds: bigint): number[] => [...int64s(nanoseconds), ...int32s(day)];

describe("a column of Parquet", () => {
  /** @source https://github.com/apache/parquet-format/blob/master/LogicalTypes.md (read 2026-11-30) */
  it.each<[string, Partial<Element>, number[], unknown[]]>([
    // what, its type, its bytes, its values
    ["truths", truth, [0b01], [true, false]],
    ["whole numbers", integer, int32s(-1, 7), [-1, 7]],
    ["large numbers", { type: type.int64 }, int64s(-1n, 2n ** 53n + 1n), [-1n, 2n ** 53n + 1n]],
    ["numbers without a sign", { ...integer, converted: 13 }, int32s(-1, 7), [2 ** 32 - 1, 7]],
    ["fractions", { type: type.double }, doubles(0.1, -2.5), [0.1, -2.5]],
    ["short fractions", { type: type.float }, floats(0.5, -2.5), [0.5, -2.5]],
    ["texts", text, texts("é", ""), ["é", ""]],
    ["days", { ...integer, converted: 6 }, int32s(0, 365), [moment(0), new Date("1971-01-01")]],
    ["moments", { type: type.int64, converted: 9 }, int64s(0n, BigInt(noon)), [moment(0), moment(noon)]],
    ["moments of microseconds", { type: type.int64, converted: 10 }, int64s(0n, 5000n), [moment(0), moment(5)]],
    // 2,440,588 is the Julian day of 1970-01-01.
    [
      "moments by Julian days",
      { type: type.int96 },
      [...julian(2_440_588, 0n), ...julian(2_440_589, 1_000_000n)],
      [moment(0), moment(86_400_001)],
    ],
    ["decimals", { ...integer, converted: 5, scale: 1 }, int32s(-125, 5), [-12.5, 0.5]],
    ["decimals of bytes", { type: type.fixed, length: 2, converted: 5, scale: 1 }, [255, 131, 0, 5], [-12.5, 0.5]],
    // 113 hundredths are 1.13: 113 × 0.01 is 1.1300000000000001 in binary.
    ["decimals of prices", { ...integer, converted: 5, scale: 2 }, int32s(113, -57), [1.13, -0.57]],
    [
      "large decimals",
      { type: type.int64, converted: 5, scale: 2 },
      int64s(900_719_925_474_099n, 7n),
      [9_007_199_254_740.99, 0.07],
    ],
    [
      "decimals of very many places",
      { type: type.fixed, length: 2, converted: 5, scale: 101 },
      [0, 25, 0, 5],
      [25 * 10 ** -101, 5 * 10 ** -101],
    ],
    ["decimals without places", { ...integer, converted: 5 }, int32s(113, -57), [113, -57]],
    // A newer writer states the logical type alone: its scale, its precision.
    ["decimals by their logical type", { ...integer, logical: { 5: { 1: 2, 2: 9 } } }, int32s(113, -57), [1.13, -0.57]],
    ["JSON", { type: type.bytes, converted: 19 }, texts('{"a":1}', "[]"), [{ a: 1 }, []]],
  ])("of %s is read", async (_what, element, values, expected) => {
    expect(await ofBoth(element, { count: 2, values })).toEqual(twice(expected));
  });

  /** @source the worked examples of https://github.com/apache/parquet-format/blob/master/Encodings.md (read 2026-11-30) */
  it.each<[string, Partial<Element>, number, number[], unknown[]]>([
    [
      "differences that are all the same",
      integer,
      encoding.deltas,
      [8, 1, 5, ...zigzag(1), ...zigzag(1), 0],
      [1, 2, 3, 4, 5],
    ],
    [
      "differences of two bits",
      integer,
      encoding.deltas,
      [8, 1, 8, ...zigzag(7), ...zigzag(-2), 2, 0b1100_0000, 0b0011_1111],
      [7, 5, 3, 1, 2, 3, 4, 5],
    ],
    [
      "texts behind their lengths",
      text,
      encoding.deltaLengths,
      [8, 1, 4, ...zigzag(5), ...zigzag(0), 1, 0b010, ...letters("HelloWorldFoobarABCDEF")],
      ["Hello", "World", "Foobar", "ABCDEF"],
    ],
    [
      "texts that share their beginnings",
      text,
      encoding.deltaTexts,
      [
        // Letters shared: 0, 2, 0, 3. Letters of their own: 4, 2, 6, 5.
        [8, 1, 4, ...zigzag(0), ...zigzag(-2), 3, ...bits(3, 4, 0, 5)],
        [8, 1, 4, ...zigzag(4), ...zigzag(-2), 3, ...bits(3, 0, 6, 1)],
        letters("axislebabbleyhood"),
      ].flat(),
      ["axis", "axle", "babble", "babyhood"],
    ],
    [
      "fractions whose bytes stand apart",
      { type: type.float },
      encoding.split,
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 128, 64],
        [63, 191, 64],
      ].flat(),
      [0.5, -1, 3],
    ],
  ])("of %s is read", async (_what, element, kind, values, expected) => {
    expect(await ofBoth(element, { count: expected.length, encoding: kind, values })).toEqual(twice(expected));
  });

  it("of differences in several blocks of several parts is read, to the last of them", async () => {
    // Two parts of eight a block. Squares: differences 1, 3, 5, and so on, each 2 more than the least times its place.
    const squares = Array.from({ length: 22 }, (_, i) => i ** 2);
    const places = (from: number): number[] => Array.from({ length: 8 }, (_, i) => 2 * (from + i));
    const first = [...zigzag(1), 4, 5, ...bits(4, ...places(0)), ...bits(5, ...places(8))];
    const second = [...zigzag(33), 4, 99, ...bits(4, 0, 2, 4, 6, 8)];
    const values = [16, 2, 22, ...zigzag(0), ...first, ...second];
    expect(await ofBoth(integer, { count: 22, encoding: encoding.deltas, values })).toEqual(twice(squares));
  });

  it("of differences of all 64 bits is read, and not of more", async () => {
    const large = { type: type.int64 };
    const one = (width: number): Page2 => ({
      count: 2,
      encoding: encoding.deltas,
      values: [8, 1, 2, ...zigzag(3), ...zigzag(1), width, ...bits(width, 4)],
    });
    expect(await ofBoth(large, one(64))).toEqual(twice([3n, 8n]));
    expect(await ofBoth(large, one(65))).toEqual(twice("differences of more than 64 bits"));
  });

  it("of texts that share their beginnings in several blocks of several parts is read", async () => {
    // "a", "aa", "aaa" and so on, and each third one anew: "b".
    const expected = Array.from({ length: 40 }, (_, i) => (i % 3 === 2 ? "b" : "a".repeat(i + 1)));
    const shared = (text: string, before: string): number => {
      const differs = text.split("").findIndex((letter, i) => letter !== before[i]);
      return differs === -1 ? text.length : differs;
    };
    const prefixes = expected.map((one, i) => shared(one, expected[i - 1] ?? ""));
    const suffixes = expected.map((one, i) => one.slice(prefixes[i]));
    const lengths = suffixes.map(({ length }) => length);
    const values = [...differences(prefixes), ...differences(lengths), ...letters(suffixes.join(""))];
    expect(await ofBoth(text, { count: 40, encoding: encoding.deltaTexts, values })).toEqual(twice(expected));
  });

  it.each([1, 7, 8, 9, 15, 16, 17, 24])("of places in a dictionary, in %d bits, is read", async (width) => {
    const bytes = Math.ceil(width / 8);
    const first = dictionary({ count: 2, values: texts("a", "b") });
    const values = [width, ...packed(width, 1, 0, 0, 1, 1, 0, 1, 0), ...run(3, 1, bytes), ...packed(width, 1, 0)];
    const expected = Array.from("baabbababbbba");
    for (const kind of [encoding.dictionary, encoding.plainDictionary])
      expect(await ofBoth(text, { count: 13, encoding: kind, values }, first)).toEqual(twice(expected));
  });

  it("of places in more bits than are read right is refused", async () => {
    const first = dictionary({ count: 2, values: texts("a", "b") });
    const one = { count: 8, encoding: encoding.dictionary };
    for (const width of [25, 32])
      expect(await ofBoth(text, { ...one, values: [width, ...packed(width, 1, 0, 0, 1, 1, 0, 1, 0)] }, first)).toEqual(
        twice("numbers of more than 24 bits"),
      );
  });

  it("of places in no bits is the first of the dictionary, in runs and in eights", async () => {
    const first = dictionary({ count: 1, values: texts("a") });
    const one = { count: 9, encoding: encoding.dictionary };
    // In pages of the first version the library reads no runs of them.
    expect(await ofBoth(text, { ...one, values: [0, ...run(9, 0, 0)] }, first)).toEqual(twice(Array.from("aaaaaaaaa")));
    expect(await ofBoth(text, { ...one, values: [0, 5] }, first)).toEqual(twice(Array.from("aaaaaaaaa")));
    expect((await ofBoth(text, { ...one, values: [0] }, first))[0]).toEqual(Array.from("aaaaaaaaa"));
  });

  it("of truths in runs is read", async () => {
    const values = sized([...run(2, 1), ...packed(1, 0, 1)]);
    const expected = [true, true, false, true];
    expect(await ofBoth(truth, { count: 4, encoding: encoding.runs, values })).toEqual(twice(expected));
  });

  it.each([
    ["in runs", [...run(2, 1), ...run(1, 0), ...run(1, 1)]],
    ["in eights that are filled up", packed(1, 1, 1, 0, 1, 1, 1, 1, 1)],
  ])("with nothing in between, said %s, is read", async (_how, definition) => {
    const one = { count: 4, nulls: 1, definition, values: texts("a", "b", "c") };
    const element = { ...text, repetition: optional };
    const [first, second] = await ofBoth(element, one);
    expect(first).toEqual(["a", "b", undefined, "c"].map((value) => value ?? null));
    expect(second).toEqual(first);
  });

  it("of several pages, and with others beside it, is read row by row", async () => {
    const pages = [page({ count: 2, values: int32s(1, 2) }), page2({ count: 1, values: int32s(3) })];
    const name = page({ count: 3, values: texts("a", "b", "c") });
    const file = parquet(
      [
        { name: "n", ...integer },
        { name: "t", ...text },
      ],
      [
        {
          rows: 3,
          columns: [
            { pages, values: 3 },
            { pages: [name], values: 3 },
          ],
        },
        {
          rows: 3,
          columns: [
            { pages: pages.toReversed(), values: 3 },
            { pages: [name], values: 3 },
          ],
        },
      ],
    );
    const expected = [1, 2, 3, 3, 1, 2].map((n, i) => ({ n, t: "abcabc"[i] }));
    expect(await outcome(file)).toEqual({ rows: expected });
  });
});
