import { describe, expect, it } from "vitest";
import {
  int32s,
  oneColumn,
  optional,
  outcome,
  page,
  parquet,
  repeated,
  run,
  sized,
  struct,
  texts,
  type,
  valuesOf,
  type Element,
} from "./madeParquet.ts";

const integer = { type: type.int32 };
const three = page({ count: 3, values: int32s(1, 2, 3) });
const whole = { pages: [three], values: 3 };

/** A file of nothing but a footer, its length and the mark of its end. */
const footerAlone = (footer: readonly number[], length: number = footer.length): Uint8Array =>
  Uint8Array.from([...footer, ...int32s(length), ...Array.from("PAR1").map((letter) => letter.charCodeAt(0))]);

describe("the footer of a Parquet file", () => {
  it("is walked before it is decoded, though it be all there is", async () => {
    const deep = Array.from({ length: 34 }, () => 0x1c);
    expect(await valuesOf(footerAlone(deep))).toBe("structs nested too deep");
    expect(await valuesOf(footerAlone(deep, deep.length + 1))).toMatch(/exceeds/u);
  });

  it("has as many rows as its groups, or says 0", async () => {
    const groups = [
      { rows: 3, columns: [whole] },
      { rows: 3, columns: [whole] },
    ];
    const read = (rows: number): Promise<unknown[] | string> =>
      valuesOf(parquet([{ name: "x", ...integer }], groups, rows));
    for (const rows of [6, 0]) expect(await read(rows)).toEqual([1, 2, 3, 1, 2, 3]);
    for (const rows of [1, 3, 5, 7]) expect(await read(rows)).toBe("groups of more or fewer rows than the file");
  });

  it("counts from 0 to what a double holds", async () => {
    const read = (rows: number): Promise<unknown[] | string> => valuesOf(oneColumn(integer, whole, rows));
    expect(await read(-1)).toBe("a count that is none");
    expect(await read(2 ** 53)).toBe("a count that is none");
    expect(await read(2 ** 53 - 1)).toBe("a column of more or fewer values than rows");
  });

  it("of no group has no rows", async () => {
    expect(await outcome(parquet([{ name: "x", ...integer }], []))).toEqual({ rows: [] });
    const none = { rows: 0, columns: [{ pages: [], values: 0 }] };
    expect(await outcome(parquet([{ name: "x", ...integer }], [none]))).toEqual({ rows: [] });
  });
});

describe("a column of a footer", () => {
  it("has a value for each row, or more where it repeats", async () => {
    for (const rows of [2, 4])
      expect(await valuesOf(oneColumn(integer, whole, rows))).toBe("a column of more or fewer values than rows");
    const many = page({
      count: 3,
      repetition: sized(run(3, 1)),
      definition: sized(run(3, 1)),
      values: int32s(1, 2, 3),
    });
    many[many.length - 12 - 6 - 1] = 0;
    const element = { ...integer, repetition: repeated };
    expect(await valuesOf(oneColumn(element, { pages: [many], values: 3 }, 4))).toBe(
      "a column of more or fewer values than rows",
    );
  });

  it("is that of the schema: its path, its type, this file", async () => {
    const fault = "a column that is not in the schema, or not in this file";
    expect(await valuesOf(oneColumn(integer, { ...whole, path: ["y"] }))).toBe(fault);
    expect(await valuesOf(oneColumn(integer, { ...whole, path: ["x", "x"] }))).toBe(fault);
    expect(await valuesOf(oneColumn(integer, { ...whole, file: "other.parquet" }))).toBe(fault);
    expect(await valuesOf(oneColumn(integer, { ...whole, type: type.float }))).toBe(
      "a column of another type than the schema says",
    );
  });

  it("is there in every group", async () => {
    const columns = [
      { name: "x", ...integer },
      { name: "y", ...integer },
    ];
    const read = (...own: (typeof whole)[]): Promise<unknown[] | string> =>
      valuesOf(parquet(columns, [{ rows: 3, columns: own }]));
    expect(await read(whole, whole)).toEqual([1, 2, 3]);
    for (const own of [[], [whole], [whole, whole, whole]])
      expect(await read(...own)).toBe("a group without some column");
  });

  it("ends within the file", async () => {
    const sizeOf = (size: number): Uint8Array => oneColumn(integer, { ...whole, size });
    // It begins behind the mark of four bytes. A page that is right ends where it ends, whatever the column claims.
    const most = sizeOf(1000).length - 4;
    expect(await valuesOf(sizeOf(most))).toEqual([1, 2, 3]);
    expect(await valuesOf(sizeOf(most + 1))).toBe("a column beyond the end of the file");
  });

  it("claims no more values than 16,777,216 and 1,024 for each byte of the file", async () => {
    const read = (values: number): Uint8Array =>
      oneColumn({ ...integer, repetition: repeated }, { ...whole, values }, 1);
    const { length } = read(2 ** 24);
    const most = 2 ** 24 + 1024 * length;
    expect(read(most + 1)).toHaveLength(length);
    expect(await valuesOf(read(most))).not.toMatch(/more values than a file/u);
    expect(await valuesOf(read(most + 1))).toBe("more values than a file of this size can hold");
  });
});

describe("the schema of a Parquet file", () => {
  const nested = (groups: number): Element =>
    groups === 0 ? { name: "n", ...integer } : { name: "n", children: [nested(groups - 1)] };
  const read = (...columns: Element[]): Promise<{ readonly fault?: string }> =>
    outcome(parquet(columns, [{ rows: 3, columns: columns.map(() => whole) }]));

  it("is at most 64 groups deep, its root among them", async () => {
    expect((await read(nested(63))).fault).toBeUndefined();
    expect((await read(nested(64))).fault).toBe("a schema nested too deep");
    expect((await read(nested(3), nested(64))).fault).toBe("a schema nested too deep");
  });

  it("may be of any number of groups beside one another", async () => {
    const columns = Array.from({ length: 80 }, (_, i): Element => {
      return { name: `g${i}`, children: [{ name: "a", children: [{ name: "n", ...integer }] }] };
    });
    const { rows, fault } = await outcome(parquet(columns, [{ rows: 3, columns: columns.map(() => whole) }]));
    expect(fault).toBeUndefined();
    expect(rows[2]).toMatchObject({ g0: { a: { n: 3 } }, g79: { a: { n: 3 } } });
  });

  it("names groups whose parts lie beside one another: each is one column", async () => {
    const point: Element = {
      name: "p",
      children: [
        { name: "a", ...integer },
        { name: "b", ...integer },
      ],
    };
    const other = { pages: [page({ count: 3, values: int32s(4, 5, 6) })], values: 3 };
    const { rows } = await outcome(parquet([point], [{ rows: 3, columns: [whole, other] }]));
    expect(rows).toEqual([{ p: { a: 1, b: 4 } }, { p: { a: 2, b: 5 } }, { p: { a: 3, b: 6 } }]);
  });

  it("has decimals of up to 64 bytes; longer ones stand as they are stored", async () => {
    const decimal = (length: number): Promise<unknown[] | string> => {
      const values = [...Array.from({ length: length - 1 }, () => 0), 25];
      const last = page({ count: 1, values });
      const element = { type: type.fixed, length, converted: 5, scale: 1 };
      return valuesOf(oneColumn(element, { pages: [last], values: 1 }));
    };
    expect(await decimal(64)).toEqual([2.5]);
    expect(await decimal(65)).toEqual([Uint8Array.from({ length: 65 }, (_, i) => (i === 64 ? 25 : 0))]);
    const text = { type: type.bytes, converted: 5, scale: 1 };
    expect(await valuesOf(oneColumn(text, { pages: [page({ count: 1, values: texts("2") })], values: 1 }))).toEqual([
      "2",
    ]);
  });

  it("has groups called VARIANT that stand as they are stored", async () => {
    const bytes = (name: string): Element => ({ name, type: type.bytes });
    const variant: Element = { name: "x", logical: { 16: { 1: 1 } }, children: [bytes("metadata"), bytes("value")] };
    const column = (text: string): typeof whole => ({ pages: [page({ count: 1, values: texts(text) })], values: 1 });
    const { rows } = await outcome(parquet([variant], [{ rows: 1, columns: [column("m"), column("v")] }]));
    expect(rows).toEqual([{ x: { metadata: "m", value: "v" } }]);
  });

  it("may say that a value may be missing, where none is", async () => {
    const last = page({ count: 3, definition: sized(run(3, 1)), values: int32s(1, 2, 3) });
    expect(await valuesOf(oneColumn({ ...integer, repetition: optional }, { pages: [last], values: 3 }))).toEqual([
      1, 2, 3,
    ]);
    expect(struct({ 1: 5, 3: { 2: true } })).toEqual([0x15, 10, 0x2c, 0x21, 0, 0]);
  });
});
