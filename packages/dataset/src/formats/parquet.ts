import type { CompressionCodec, Compressors } from "hyparquet";
import { TooLarge, collected, heldLimit, roomFor, type Bytes } from "./held.ts";
import type { Chunk } from "./parquet/footer.ts";
import type { Row, RowSink } from "./row.ts";

type Groups = AsyncGenerator<Iterable<Row>, void, undefined>;

/**
 * The rows of a Parquet file, group by group. The library trusts every length, and a wrong byte would make it run for hours: so
 * the pages are checked first, and it is given those that are right. Throws behind the rows that are right.
 * @source https://parquet.apache.org/docs/file-format/ (read 2026-11-25)
 */
export async function* rowsOf(chunks: Bytes, sink?: Pick<RowSink, "fault">): Groups {
  const file = await collected(chunks, heldLimit);
  if (file === null) throw new TooLarge();
  const [{ parquetScan }, { readFooter }, { checkedColumn }, { unpacker }] = await Promise.all([
    import("hyparquet"),
    import("./parquet/footer.ts"),
    import("./parquet/pages.ts"),
    import("./parquet/codecs.ts"),
  ]);
  const { metadata, groups } = readFooter(file);
  for (const chunk of groups[0]?.chunks ?? []) {
    const code = otherwise(chunk);
    if (code !== null) sink?.fault(code, 1, nameOf(chunk));
  }
  const ready: Uint8Array[] = [];
  const compressors: Compressors = { SNAPPY: () => ready.shift() as Uint8Array };
  const slice = (start: number, end?: number): ArrayBuffer => file.slice(start, end).buffer;
  const scan = await parquetScan({
    file: { byteLength: file.length, slice },
    metadata,
    compressors,
    useOffsetIndex: false,
  });
  let rowStart = 0;
  for (const { rows, chunks } of groups) {
    let [whole, fault]: [number, unknown] = [rows, null];
    const columns = new Map<string, ArrayLike<unknown>>();
    const room = roomFor(file.length);
    for (const name of new Set(chunks.map(nameOf))) {
      for (const chunk of chunks.filter((one) => nameOf(one) === name)) {
        const { meta, start } = chunk;
        const checked = checkedColumn(file, chunk, await unpacker(meta.codec, room), meta.codec !== "UNCOMPRESSED");
        if (checked.fault === null && checked.rows !== rows)
          throw new Error("a column of more or fewer rows than its group");
        fault ??= checked.fault;
        whole = Math.min(whole, checked.rows);
        ready.push(...checked.pages);
        meta.total_compressed_size = BigInt(checked.end - start);
        meta.codec = "SNAPPY" satisfies CompressionCodec;
      }
      const values = await scan.readColumn({ column: name, rowStart, rowEnd: rowStart + whole });
      const [, column, inner] = chunks.find((one) => nameOf(one) === name)?.path ?? [];
      const scale = (inner === undefined && column?.element.converted_type === "DECIMAL" && column.element.scale) || 0;
      // What the library's multiplication leaves in the last digits is no part of a decimal.
      const exact = (value: unknown): unknown => (typeof value === "number" ? Number(value.toFixed(scale)) : value);
      columns.set(name, scale > 0 && scale <= 100 ? Array.from(values, exact) : values);
      ready.length = 0;
    }
    yield rowsIn(columns, whole);
    if (fault !== null) throw fault;
    rowStart += rows;
  }
}

function* rowsIn(columns: ReadonlyMap<string, ArrayLike<unknown>>, rows: number): Generator<Row> {
  for (let row = 0; row < rows; row++)
    yield Object.fromEntries([...columns].map(([name, values]) => [name, values[row]]));
}

/** The fault of a column that other readers take otherwise: the library gives an object for a map and a text for bytes. */
function otherwise({ path }: Chunk): "map_column" | "bytes_column" | null {
  const marks = path.map(({ element }) => element.logical_type?.type ?? element.converted_type ?? "BYTES");
  if (marks.some((mark) => mark.startsWith("MAP"))) return "map_column";
  const isText = !["BYTES", "ENUM", "BSON"].includes(marks.at(-1) ?? "");
  return isText || path.at(-1)?.element.type !== "BYTE_ARRAY" ? null : "bytes_column";
}

const nameOf = ({ path }: Chunk): string => path[1]?.element.name ?? "";
