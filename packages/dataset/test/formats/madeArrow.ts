import { batchesOf } from "../../src/formats/arrow/batches.ts";
import { plain, type Row } from "../../src/formats/row.ts";
import { chunked } from "../data.ts";

/**
 * Arrow streams made byte by byte, so that each part of one can be stated, or misstated.
 * @source https://github.com/apache/arrow/tree/main/format (Message.fbs, Schema.fbs) and https://flatbuffers.dev/internals/ (read 2026-11-30)
 */

/** What a table or a list of flatbuffers holds: numbers of so many bytes, texts, tables, lists of tables, and structs as they stand. */
type Part =
  | { readonly bytes: number; readonly value: number | bigint }
  | { readonly text: string }
  | { readonly table: readonly (Part | undefined)[] }
  | { readonly tables: readonly Part[] }
  | { readonly structs: readonly number[]; readonly count: number };

export const byte = (value: number): Part => ({ bytes: 1, value });
export const int16 = (value: number): Part => ({ bytes: 2, value });
export const int32 = (value: number): Part => ({ bytes: 4, value });
export const int64 = (value: number | bigint): Part => ({ bytes: 8, value });
export const table = (...fields: readonly (Part | undefined)[]): Part => ({ table: fields });

export const littleEnd = (value: number | bigint, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 255n));
const int64s = (...values: readonly (number | bigint)[]): number[] => values.flatMap((value) => littleEnd(value, 8));

function padded(bytes: number[], to: number = 8): number[] {
  while (bytes.length % to !== 0) bytes.push(0);
  return bytes;
}

/** Adds a part behind the bytes, and gives its place. */
function placed(bytes: number[], part: Part): number {
  padded(bytes);
  const point = (from: number, inner: Part): void => {
    const at = placed(bytes, inner);
    bytes.splice(from, 4, ...littleEnd(at - from, 4));
  };
  if ("text" in part) {
    const text = [...new TextEncoder().encode(part.text)];
    return bytes.push(...littleEnd(text.length, 4), ...text, 0) - text.length - 5;
  }
  if ("structs" in part) {
    // The structs hold numbers of eight bytes: they stand at their multiples.
    bytes.push(0, 0, 0, 0);
    return bytes.push(...littleEnd(part.count, 4), ...part.structs) - part.structs.length - 4;
  }
  if ("tables" in part) {
    const at = bytes.length;
    bytes.push(...littleEnd(part.tables.length, 4), ...part.tables.flatMap(() => [0, 0, 0, 0]));
    for (const [i, inner] of part.tables.entries()) point(at + 4 + 4 * i, inner);
    return at;
  }
  if (!("table" in part)) throw new Error("a number stands in a table");
  const fields = part.table;
  const list = bytes.length;
  bytes.push(...littleEnd(4 + 2 * fields.length, 2), ...littleEnd(8 + 8 * fields.length, 2));
  for (const [i, field] of fields.entries()) bytes.push(...littleEnd(field === undefined ? 0 : 8 + 8 * i, 2));
  padded(bytes);
  const at = bytes.length;
  bytes.push(...littleEnd(at - list, 8));
  for (const field of fields) {
    const value = field !== undefined && "value" in field ? littleEnd(field.value, field.bytes) : [];
    bytes.push(...value, ...Array.from({ length: 8 - value.length }, () => 0));
  }
  for (const [i, field] of fields.entries())
    if (field !== undefined && !("value" in field)) point(at + 8 + 8 * i, field);
  return at;
}

/** The bytes of a table that nothing stands around. */
export function flat(root: Part): number[] {
  const bytes = [0, 0, 0, 0];
  const at = placed(bytes, root);
  bytes.splice(0, 4, ...littleEnd(at, 4));
  return padded(bytes);
}

/** A message: its mark, its length, its metadata and its body. */
export function message(
  kind: number,
  header: Part | undefined,
  body: readonly number[] = [],
  bodyLength = body.length,
): number[] {
  const metadata = flat(table(int16(4), byte(kind), header, int64(bodyLength)));
  return [255, 255, 255, 255, ...littleEnd(metadata.length, 4), ...metadata, ...body];
}
export const ending = [255, 255, 255, 255, 0, 0, 0, 0];

/** Types by the number and the table that a field has of them. */
export type Type = readonly [number: number, table: Part];
export const none: Type = [1, table()];
export const int = (bits: number, isSigned: boolean = true): Type => [2, table(int32(bits), byte(Number(isSigned)))];
export const float = (precision: number): Type => [3, table(int16(precision))];
export const binary: Type = [4, table()];
export const utf8: Type = [5, table()];
export const truth: Type = [6, table()];
export const decimal = (scale: number, bits: number): Type => [7, table(int32(9), int32(scale), int32(bits))];
/** In seconds, thousandths, millionths or milliardths, by the unit's number. */
export const timestamp = (unit: number): Type => [10, table(int16(unit))];
export const days: Type = [8, table(int16(0))];
export const list: Type = [12, table()];
export const struct: Type = [13, table()];
export const fixedBinary = (bytes: number): Type => [15, table(int32(bytes))];
export const fixedList = (length: number): Type => [16, table(int32(length))];
export const map: Type = [17, table()];
export const largeUtf8: Type = [20, table()];
export const largeList: Type = [21, table()];
export const utf8View: Type = [24, table()];

export function field(name: string, [kind, type]: Type, children: readonly Part[] = [], dictionary?: number): Part {
  const places = dictionary === undefined ? undefined : table(int64(dictionary), table(int32(32), byte(1)));
  return table({ text: name }, byte(1), byte(kind), type, places, { tables: children });
}

export const schema = (...fields: readonly Part[]): number[] => message(1, table(int16(0), { tables: fields }));

export interface Node {
  readonly length: number;
  readonly nulls?: number;
}

export interface Batch {
  readonly length: number;
  /** A column and its children have a node each. */
  readonly nodes: readonly Node[];
  readonly buffers: readonly (readonly number[])[];
  readonly variadic?: readonly number[];
  readonly compression?: number;
}

function batch({ length, nodes, buffers, variadic, compression }: Batch): readonly [Part, number[]] {
  const body: number[] = [];
  const places = buffers.map((buffer) => {
    const at = body.length;
    body.push(...buffer);
    padded(body);
    return int64s(at, buffer.length);
  });
  const header = table(
    int64(length),
    { structs: nodes.flatMap((node) => int64s(node.length, node.nulls ?? 0)), count: nodes.length },
    { structs: places.flat(), count: places.length },
    compression === undefined ? undefined : table(byte(compression), byte(0)),
    variadic && { structs: int64s(...variadic), count: variadic.length },
  );
  return [header, body];
}

export function records(one: Batch): number[] {
  const [header, body] = batch(one);
  return message(3, header, body);
}

export function dictionary(id: number, one: Batch, isDelta: boolean = false): number[] {
  const [header, body] = batch(one);
  return message(2, table(int64(id), header, byte(Number(isDelta))), body);
}

export interface Outcome {
  readonly rows: readonly Record<string, unknown>[];
  readonly fault?: string;
}

/** The rows of a stream, and what is said of the rest. */
export async function outcome(...messages: readonly (readonly number[])[]): Promise<Outcome> {
  const rows: Record<string, unknown>[] = [];
  try {
    for await (const some of batchesOf(chunked(Uint8Array.from(messages.flat()), 50)))
      rows.push(...some.map((row) => plain(row) as Row));
    return { rows };
  } catch (error) {
    return { rows, fault: (error as Error).message };
  }
}

/** The values of a column `x` of one batch, or what is wrong with them. */
export async function valuesOf(
  type: Type,
  length: number,
  buffers: Batch["buffers"],
  more: Partial<Batch> & { readonly children?: readonly Part[] } = {},
): Promise<unknown[] | string> {
  const { children = [], ...rest } = more;
  const one = { length, nodes: [{ length }], buffers, ...rest };
  const { rows, fault } = await outcome(schema(field("x", type, children)), records(one), ending);
  return fault ?? rows.map(({ x }) => x);
}
