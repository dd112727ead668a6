import { parquetMetadata, parquetSchema } from "hyparquet";
import { roomFor } from "../held.ts";
import type { ColumnMetaData, FileMetaData, SchemaElement, SchemaTree } from "hyparquet";

export interface Chunk {
  readonly path: readonly SchemaTree[];
  readonly meta: ColumnMetaData;
  readonly values: number;
  readonly start: number;
  readonly end: number;
}

export interface Group {
  readonly rows: number;
  readonly chunks: readonly Chunk[];
}

/** Values that a file may hold beside those that its bytes account for: runs of one value take next to nothing, but a file that is nothing but such runs is a bomb or broken. */
const freeValues = 2 ** 24;
const valuesPerByte = 1024;
const depthLimit = 64;

export function readFooter(file: Uint8Array): { readonly metadata: FileMetaData; readonly groups: readonly Group[] } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = view.getUint32(file.length - 8, true);
  // Once by itself: then the library's decoding ends in time that grows with the length alone.
  if (length <= file.length - 8) new Thrift(view, file.length - 8 - length).struct();
  const metadata = parquetMetadata(file, { geoparquet: false });
  checkDepth(metadata.schema);
  metadata.schema.forEach(leaveAsStored);
  const columns = leaves([parquetSchema(metadata)]);
  let [rows, values] = [0, 0];
  const groups = metadata.row_groups.map((group): Group => {
    const own = count(group.num_rows);
    rows += own;
    const room = roomFor(file.length);
    if (group.columns.length !== columns.length) throw new Error("a group without some column");
    const chunks = group.columns.map(({ file_path, meta_data: meta }, i): Chunk => {
      const path = columns[i] as SchemaTree[];
      const leaf = path.at(-1);
      if (meta === undefined || file_path !== undefined || meta.path_in_schema.join(".") !== leaf?.path.join("."))
        throw new Error("a column that is not in the schema, or not in this file");
      if (meta.type !== leaf.element.type) throw new Error("a column of another type than the schema says");
      room(count(meta.total_uncompressed_size));
      const held = count(meta.num_values);
      values += held;
      const start = count(meta.dictionary_page_offset || meta.data_page_offset);
      const end = start + count(meta.total_compressed_size);
      if (end > file.length) throw new Error("a column beyond the end of the file");
      if (held < own || (held > own && !repeats(path))) throw new Error("a column of more or fewer values than rows");
      return { path, meta, values: held, start, end };
    });
    return { rows: own, chunks };
  });
  // Old writers left the number of the whole file at 0 (parquet-rs 0.3): that of each group is held against its columns.
  const stated = count(metadata.num_rows);
  if (stated !== 0 && stated !== rows) throw new Error("groups of more or fewer rows than the file");
  if (values > freeValues + valuesPerByte * file.length)
    throw new Error("more values than a file of this size can hold");
  return { metadata, groups };
}

/** Before the library builds the tree: its paths take room that grows with the square of the depth. */
function checkDepth(schema: readonly SchemaElement[]): void {
  const open: number[] = [];
  for (const { num_children = 0 } of schema) {
    while (open.at(-1) === 0) open.pop();
    if (open.length > 0) open.push((open.pop() as number) - 1);
    if (num_children > 0) open.push(num_children);
    if (open.length > depthLimit) throw new Error("a schema nested too deep");
  }
}

/** Takes the meaning from what the library would decode in time that nothing bounds, and that no training reads: long decimals take the square of their length, and a few bytes of a VARIANT may refer to any number of others. */
function leaveAsStored(element: SchemaElement): void {
  const { type, type_length: width = 0, logical_type: logical } = element;
  const isLong = type === "BYTE_ARRAY" || (type === "FIXED_LEN_BYTE_ARRAY" && width > 64);
  if (logical?.type === "DECIMAL") Object.assign(element, { converted_type: "DECIMAL", scale: logical.scale });
  if (element.converted_type === "DECIMAL" && isLong) delete element.converted_type;
  if (logical?.type === "VARIANT") delete element.logical_type;
}

function leaves(path: readonly SchemaTree[]): SchemaTree[][] {
  const { children } = path.at(-1) as SchemaTree;
  return children.length === 0 ? [[...path]] : children.flatMap((child) => leaves([...path, child]));
}

export const repeats = (path: readonly SchemaTree[]): boolean =>
  path.some(({ element }) => element.repetition_type === "REPEATED");

export function count(value: unknown): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error("a count that is none");
  return number;
}

export interface Struct {
  readonly [field: number]: number | boolean | Struct | undefined;
}

const structLimit = 32;

/** Reads Thrift's compact protocol. @source https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md (read 2026-11-25) */
export class Thrift {
  at: number;
  readonly view: DataView;

  constructor(view: DataView, at: number) {
    this.view = view;
    this.at = at;
  }

  struct(depth: number = 0): Struct {
    if (depth > structLimit) throw new Error("structs nested too deep");
    const fields: Record<number, number | boolean | Struct | undefined> = {};
    for (let field = 0; ;) {
      const head = this.#byte();
      const type = head & 15;
      if (type === 0) return fields;
      field = head >> 4 === 0 ? this.zigzag(3) : field + (head >> 4);
      fields[field] = type <= 2 ? type === 1 : this.#value(type, depth);
    }
  }

  /** A number in groups of seven bits, the low ones first. Throws where it has more than `bytes` bytes. */
  varint(bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes; i++) {
      const next = this.#byte();
      value += (next & 127) * 2 ** (7 * i);
      if (next < 128) return value;
    }
    throw new Error("a number of too many bytes");
  }

  #byte(): number {
    return this.view.getUint8(this.at++);
  }

  zigzag(bytes: number): number {
    const value = this.varint(bytes);
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #value(type: number, depth: number): number | Struct | undefined {
    if (type <= 3) return this.#byte();
    if (type <= 6) return this.zigzag(type === 6 ? 10 : 5);
    if (type === 7) this.#skip(8);
    else if (type === 8) this.#skip(this.varint(5));
    else if (type === 9 || type === 10) this.#list(depth);
    else if (type === 12) return this.struct(depth + 1);
    else throw new Error(`a field of the unknown type ${type}`);
    return undefined;
  }

  #list(depth: number): void {
    const head = this.#byte();
    const size = head >> 4 === 15 ? this.varint(5) : head >> 4;
    this.#skip(size);
    this.at -= size;
    for (let i = 0; i < size; i++) this.#value(head & 15, depth + 1);
  }

  #skip(bytes: number): void {
    this.at += bytes;
    if (this.at > this.view.byteLength) throw new Error("a list or text longer than what is left");
  }
}
