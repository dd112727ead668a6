import { parquetMetadata, parquetSchema, type SchemaElement, type SchemaTree } from "hyparquet";
import { structEnd } from "./thrift.ts";

/** A column as it is stored: a path of the schema, and where its pages lie in the file. */
export interface Chunk {
  /** The nodes of the schema from the root to the column. */
  readonly path: readonly SchemaTree[];
  readonly codec: string;
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

/** What the end of a Parquet file says of it. */
export interface Footer {
  readonly schema: SchemaTree;
  readonly groups: readonly Group[];
}

/**
 * Values that a file may hold beside those that its bytes account for: runs of one value take next to nothing, but a file
 * that is nothing but such runs is a bomb or broken.
 */
const [freeValues, valuesPerByte] = [2 ** 24, 1024];
const depthLimit = 64;

/** Reads the end of a file and holds its numbers against each other. Throws where they contradict. */
export function readFooter(file: Uint8Array): Footer {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = view.getUint32(file.length - 8, true);
  // Once by itself: then the library's decoding ends in time that grows with the length alone.
  if (length <= file.length - 8) structEnd(view, file.length - 8 - length);
  const metadata = parquetMetadata(file, { geoparquet: false });
  checkDepth(metadata.schema);
  const schema = parquetSchema(metadata);
  const columns = leaves([schema]);
  const groups = metadata.row_groups.map((group): Group => {
    const rows = count(group.num_rows);
    if (group.columns.length !== columns.length) throw new Error("a group without some column");
    const chunks = group.columns.map(({ file_path, meta_data }, i): Chunk => {
      const path = columns[i] as SchemaTree[];
      const stated = meta_data?.path_in_schema.join(".");
      if (meta_data === undefined || file_path !== undefined || stated !== path.at(-1)?.path.join("."))
        throw new Error("a column that is not in the schema, or not in this file");
      if (meta_data.type !== path.at(-1)?.element.type)
        throw new Error("a column of another type than the schema says");
      const { num_values, codec, dictionary_page_offset, data_page_offset, total_compressed_size } = meta_data;
      const values = count(num_values);
      const start = count(dictionary_page_offset || data_page_offset);
      const end = start + count(total_compressed_size);
      if (end > file.length) throw new Error("a column beyond the end of the file");
      if (values < rows || (values > rows && !repeats(path)))
        throw new Error("a column of more or fewer values than rows");
      return { path, codec, values, start, end };
    });
    return { rows, chunks };
  });
  // Old writers left the number of the whole file at 0 (parquet-rs 0.3): that of each group is held against its columns.
  const stated = count(metadata.num_rows);
  if (stated !== 0 && stated !== sum(groups.map(({ rows }) => rows)))
    throw new Error("groups of more or fewer rows than the file");
  if (
    sum(groups.flatMap(({ chunks }) => chunks.map(({ values }) => values))) >
    freeValues + valuesPerByte * file.length
  )
    throw new Error("more values than a file of this size can hold");
  return { schema, groups };
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

/** The paths of the columns below the last node of a path, in order. */
function leaves(path: readonly SchemaTree[]): SchemaTree[][] {
  const { children, element } = path.at(-1) as SchemaTree;
  leaveAsStored(element);
  return children.length === 0 ? [[...path]] : children.flatMap((child) => leaves([...path, child]));
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

/** Whether a row may hold several values of a column. */
export function repeats(path: readonly SchemaTree[]): boolean {
  return path.some(({ element }) => element.repetition_type === "REPEATED");
}

/** A stored number that counts something. Throws where it is none. */
export function count(value: unknown): number {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (!Number.isSafeInteger(number) || (number as number) < 0) throw new Error("a count that is none");
  return number as number;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
