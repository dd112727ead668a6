import {
  parquetMetadata,
  parquetSchema,
  type ColumnMetaData,
  type FileMetaData,
  type SchemaElement,
  type SchemaTree,
} from "hyparquet";
import { Thrift } from "./thrift.ts";

/** A column of a group as it is stored: a path of the schema, and where its pages lie in the file. */
export interface Chunk {
  /** The nodes of the schema from the root to the column. */
  readonly path: readonly SchemaTree[];
  readonly meta: ColumnMetaData;
  /** Values with the empty ones; as many as rows where nothing repeats. */
  readonly values: number;
  readonly start: number;
  readonly end: number;
}

/** Rows whose columns are stored together. */
export interface Group {
  readonly rows: number;
  readonly chunks: readonly Chunk[];
}

/**
 * Values that a file may hold beside those that its bytes account for: runs of one value take next to nothing, but a file
 * that is nothing but such runs is a bomb or broken.
 */
const [freeValues, valuesPerByte] = [2 ** 24, 1024];
const depthLimit = 64;

/** Reads the end of a file and holds its numbers against each other. Throws where they contradict. */
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
    if (group.columns.length !== columns.length) throw new Error("a group without some column");
    const chunks = group.columns.map(({ file_path, meta_data: meta }, i): Chunk => {
      const path = columns[i] as SchemaTree[];
      const leaf = path.at(-1);
      if (meta === undefined || file_path !== undefined || meta.path_in_schema.join(".") !== leaf?.path.join("."))
        throw new Error("a column that is not in the schema, or not in this file");
      if (meta.type !== leaf.element.type) throw new Error("a column of another type than the schema says");
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

/**
 * Takes the meaning from what the library would decode in time that nothing bounds, and that no training reads: long
 * decimals take the square of their length, and a few bytes of a VARIANT may refer to any number of others.
 */
function leaveAsStored(element: SchemaElement): void {
  const { type, type_length: width = 0 } = element;
  const isLong = type === "BYTE_ARRAY" || (type === "FIXED_LEN_BYTE_ARRAY" && width > 64);
  if (element.converted_type === "DECIMAL" && isLong) delete element.converted_type;
  if (element.logical_type?.type === "VARIANT") delete element.logical_type;
}

/** The paths of the columns below the last node of a path, in order. */
function leaves(path: readonly SchemaTree[]): SchemaTree[][] {
  const { children } = path.at(-1) as SchemaTree;
  return children.length === 0 ? [[...path]] : children.flatMap((child) => leaves([...path, child]));
}

/** Whether a row may hold several values of a column. */
export function repeats(path: readonly SchemaTree[]): boolean {
  return path.some(({ element }) => element.repetition_type === "REPEATED");
}

/** A stored number that counts something. Throws where it is none. */
export function count(value: unknown): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error("a count that is none");
  return number;
}
