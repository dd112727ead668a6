import { rowsOf } from "../../src/formats/parquet.ts";
import { chunked } from "../data.ts";

/**
 * Parquet files made byte by byte, so that each part of one can be stated, or misstated.
 * @source https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift (read 2026-11-30)
 */
export const type = { boolean: 0, int32: 1, int64: 2, int96: 3, float: 4, double: 5, bytes: 6, fixed: 7 } as const;
export const encoding = {
  plain: 0,
  plainDictionary: 2,
  runs: 3,
  deltas: 5,
  deltaLengths: 6,
  deltaTexts: 7,
  dictionary: 8,
  split: 9,
} as const;
export const codec = { none: 0, snappy: 1, gzip: 2, lzo: 3, brotli: 4, lz4: 5, zstd: 6, lz4Raw: 7 } as const;
const required = 0;
export const optional = 1;
export const repeated = 2;

type Value = number | bigint | boolean | string | readonly Value[] | Struct | undefined;
interface Struct {
  readonly [field: number]: Value;
}

/** A number in groups of seven bits, the low ones first. */
export function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
}

export const zigzag = (value: number | bigint): number[] =>
  varint(BigInt(value) < 0n ? -2n * BigInt(value) - 1n : 2n * BigInt(value));

const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];

function kindOf(value: Exclude<Value, undefined>): number {
  if (typeof value === "number") return 5;
  if (typeof value === "bigint") return 6;
  if (typeof value === "string") return 8;
  if (typeof value === "boolean") return value ? 1 : 2;
  return Array.isArray(value) ? 9 : 12;
}

function written(value: Exclude<Value, undefined>): number[] {
  if (typeof value === "number" || typeof value === "bigint") return zigzag(value);
  if (typeof value === "string") return [...varint(utf8(value).length), ...utf8(value)];
  if (typeof value === "boolean") return [];
  if (!Array.isArray(value)) return struct(value);
  const kind = kindOf((value[0] as Exclude<Value, undefined> | undefined) ?? 0);
  const head = value.length < 15 ? [(value.length << 4) | kind] : [0xf0 | kind, ...varint(value.length)];
  return [...head, ...value.flatMap((one: Exclude<Value, undefined>) => written(one))];
}

/** A struct of Thrift's compact protocol: numbers are of 32 bits, big ones of 64. */
export function struct(fields: Struct): number[] {
  let before = 0;
  const bytes: number[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const step = Number(name) - before;
    // Steps of more than 15 do not fit beside the type: the number of the field follows by itself.
    const head = step > 15 ? [kindOf(value), ...zigzag(Number(name))] : [(step << 4) | kindOf(value)];
    bytes.push(...head, ...written(value));
    before = Number(name);
  }
  return [...bytes, 0];
}

/** The bytes of numbers, the low ones first. */
export const int32s = (...values: readonly number[]): number[] => [...new Uint8Array(Int32Array.from(values).buffer)];
export const int64s = (...values: readonly bigint[]): number[] => [
  ...new Uint8Array(BigInt64Array.from(values).buffer),
];
/** Texts as they stand plainly: each behind its length. */
export const texts = (...values: readonly string[]): number[] =>
  values.flatMap((text) => [...int32s(utf8(text).length), ...utf8(text)]);

/** Runs of levels or places: `count` times a value, in as many bytes as its width takes. */
export const run = (count: number, value: number, bytes: number = 1): number[] => [
  ...varint(count * 2),
  ...int32s(value).slice(0, bytes),
];
/** Numbers in as many bits each, the low bits first, filled up to eight numbers. */
export function bits(width: number, ...values: readonly number[]): number[] {
  const bytes = Array.from({ length: Math.ceil(values.length / 8) * width }, () => 0);
  for (const [i, value] of values.entries())
    for (let bit = 0; bit < width; bit++) {
      const place = i * width + bit;
      const isSet = Math.floor(value / 2 ** bit) % 2;
      bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (isSet << (place & 7));
    }
  return bytes;
}
/** Levels or places that are packed into bits, behind how many times eight they are. */
export const packed = (width: number, ...values: readonly number[]): number[] => [
  ...varint(Math.ceil(values.length / 8) * 2 + 1),
  ...bits(width, ...values),
];
/** What stands behind its length in four bytes, as levels and truths do. */
export const sized = (bytes: readonly number[]): number[] => [...int32s(bytes.length), ...bytes];

export interface Page {
  readonly count: number;
  readonly values: readonly number[];
  readonly encoding?: number;
  /** Levels as they stand; of the first version with their lengths. */
  readonly repetition?: readonly number[];
  readonly definition?: readonly number[];
  /** What the header says of the sizes, the checksum and what is packed, where it is not what is so. */
  readonly size?: number;
  readonly packedSize?: number;
  readonly crc?: number;
  readonly pack?: (values: Uint8Array) => Uint8Array;
}

const asIs = (bytes: Uint8Array): Uint8Array => bytes;

function behindHeader(kind: number, levels: readonly number[], page: Page, own: Struct): number[] {
  const { values, size, packedSize, crc, pack = asIs } = page;
  const body = [...levels, ...pack(Uint8Array.from(values))];
  const sizes = { 2: size ?? levels.length + values.length, 3: packedSize ?? body.length, 4: crc };
  return [...struct({ 1: kind, ...sizes, ...own }), ...body];
}

/** A page of the first version: what packs it packs its levels too. */
export function page(one: Page): number[] {
  const values = [...(one.repetition ?? []), ...(one.definition ?? []), ...one.values];
  const header = { 1: one.count, 2: one.encoding ?? encoding.plain, 3: encoding.runs, 4: encoding.runs };
  return behindHeader(0, [], { ...one, values }, { 5: header });
}

export interface Page2 extends Page {
  readonly nulls?: number;
  readonly rows?: number;
  readonly isPacked?: boolean;
  readonly levelBytes?: readonly [repetition: number, definition: number];
}

/** A page of the second version: its levels are never packed. */
export function page2(one: Page2): number[] {
  const { count, nulls = 0, rows = count, repetition = [], definition = [], isPacked } = one;
  const [repeats, defines] = one.levelBytes ?? [repetition.length, definition.length];
  const header = { 1: count, 2: nulls, 3: rows, 4: one.encoding ?? encoding.plain, 5: defines, 6: repeats };
  return behindHeader(3, [...repetition, ...definition], one, { 8: { ...header, 7: isPacked } });
}

export const dictionary = (one: Page): number[] =>
  behindHeader(2, [], one, { 7: { 1: one.count, 2: one.encoding ?? encoding.plain } });

export interface Element {
  readonly name: string;
  readonly type?: number;
  readonly length?: number;
  readonly repetition?: number;
  readonly converted?: number;
  readonly scale?: number;
  readonly logical?: Struct;
  readonly children?: readonly Element[];
}

export interface Column {
  readonly pages: readonly (readonly number[])[];
  /** Values that the footer claims. */
  readonly values: number;
  readonly codec?: number;
  readonly type?: number;
  readonly path?: readonly string[];
  readonly hasDictionary?: boolean;
  readonly file?: string;
  /** Bytes that the footer claims, where they are not those of the pages. */
  readonly size?: number;
  /** Bytes that they claim to be unpacked, where they are not those. */
  readonly unpacked?: number;
}

export interface Group {
  readonly rows: number;
  readonly columns: readonly Column[];
}

function elements({ children, ...one }: Element): Struct[] {
  const { type, length, repetition = required, name, converted, scale, logical } = one;
  const own = { 1: type, 2: length, 3: repetition, 4: name, 5: children?.length, 6: converted, 7: scale, 10: logical };
  return [own, ...(children ?? []).flatMap(elements)];
}

type Leaf = readonly [path: string[], type: number | undefined];
const leaves = ({ name, type, children }: Element): Leaf[] =>
  (children ?? []).length === 0
    ? [[[name], type]]
    : (children ?? []).flatMap(leaves).map(([path, kind]): Leaf => [[name, ...path], kind]);

/** A file of columns in groups; `rows` are those that the footer claims in all. */
export function parquet(columns: readonly Element[], groups: readonly Group[], rows?: number): Uint8Array {
  const bytes = [...utf8("PAR1")];
  const paths = columns.flatMap(leaves);
  const described = groups.map((group) => ({
    1: group.columns.map((column, i) => {
      const start = bytes.length;
      const content = column.pages.flat();
      bytes.push(...content);
      const [path, kind] = paths[i] ?? [["?"], type.int32];
      const first = (column.hasDictionary ?? false) ? (column.pages[0]?.length ?? 0) : 0;
      const size = BigInt(column.size ?? content.length);
      const meta = {
        1: column.type ?? kind,
        2: [encoding.plain],
        3: column.path ?? path,
        4: column.codec ?? codec.none,
        5: BigInt(column.values),
        6: BigInt(column.unpacked ?? size),
        7: size,
        9: BigInt(start + first),
        11: first > 0 ? BigInt(start) : undefined,
      };
      return { 1: column.file, 2: BigInt(start), 3: meta };
    }),
    2: 0n,
    3: BigInt(group.rows),
  }));
  const stated = rows ?? groups.reduce((sum, group) => sum + group.rows, 0);
  const schema = elements({ name: "schema", children: columns });
  const footer = struct({ 1: 1, 2: schema, 3: BigInt(stated), 4: described });
  return Uint8Array.from([...bytes, ...footer, ...int32s(footer.length), ...utf8("PAR1")]);
}

/** A file of one column of one group: required, unless something else is said. */
export function oneColumn(element: Partial<Element>, column: Column, rows: number = column.values): Uint8Array {
  return parquet([{ name: "x", ...element }], [{ rows, columns: [column] }]);
}

export interface Outcome {
  readonly rows: readonly Record<string, unknown>[];
  /** What is wrong, where something is. */
  readonly fault?: string;
}

/** The rows of a file, and what is said of the rest. */
export async function outcome(file: Uint8Array): Promise<Outcome> {
  const rows: Record<string, unknown>[] = [];
  try {
    for await (const some of rowsOf(chunked(file))) for (const row of some) rows.push(row);
    return { rows };
  } catch (error) {
    return { rows, fault: (error as Error).message };
  }
}

/** The values of the column `x`, or of what is wrong with it. */
export async function valuesOf(file: Uint8Array): Promise<unknown[] | string> {
  const { rows, fault } = await outcome(file);
  return fault ?? rows.map(({ x }) => x);
}
