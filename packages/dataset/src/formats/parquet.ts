import type { CompressionCodec, Compressors } from "hyparquet";
import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Bytes } from "./held.ts";
import { held } from "./held.ts";
import type { Chunk } from "./parquet/footer.ts";
import type { RowSink } from "./sink.ts";

/** Rows made at a time, so that the rows of a large group are not all held. */
const rowsAtOnce = 2048;

/**
 * Reads the rows of a Parquet file; `line` is the number of the row. The library is loaded on the first use.
 *
 * @param broken told where it breaks off: what came before stands
 */
export async function readParquet(
  chunks: Bytes,
  sink: RowSink,
  broken: (line: number) => void,
): Promise<Result<number>> {
  let row = 0;
  try {
    const file = await held(chunks);
    if (!file.ok) return file;
    for await (const rows of rowsOf(file.value, rowsAtOnce)) for (const value of rows) sink.record(value, ++row, null);
  } catch (error) {
    // Other kinds of errors are those of reading outside of something, in words for programmers.
    const reason =
      error instanceof Error && error.name === "Error" ? error.message : "its bytes contradict one another";
    if (row === 0) return fail({ kind: "parquet_unreadable", row: 1, reason });
    broken(row + 1);
  }
  return ok(row);
}

/**
 * The rows of a Parquet file, some at a time. The library trusts every length and count: a wrong byte would make it run on for
 * hours. So the pages are checked first, and it is given those that are right. A thread with a time limit instead would need
 * one in every host, and would cost a whole file for a byte. Throws where the file is broken, behind the rows that are right.
 *
 * @source https://parquet.apache.org/docs/file-format/ (read 2026-11-25)
 */
export async function* rowsOf(
  file: Uint8Array,
  atOnce: number,
): AsyncGenerator<Record<string, unknown>[], void, undefined> {
  const [{ parquetScan }, { readFooter }, { checkedColumn }, { unpacker }] = await Promise.all([
    import("hyparquet"),
    import("./parquet/footer.ts"),
    import("./parquet/pages.ts"),
    import("./parquet/codecs.ts"),
  ]);
  const { metadata, groups } = readFooter(file);
  /** Checked pages in the order in which the library asks to have them unpacked. */
  const ready: Uint8Array[] = [];
  const compressors: Compressors = { SNAPPY: () => ready.shift() ?? new Uint8Array(0) };
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
    for (const name of new Set(chunks.map(nameOf))) {
      for (const chunk of chunks.filter((one) => nameOf(one) === name)) {
        const { meta, start } = chunk;
        const checked = checkedColumn(file, chunk, await unpacker(meta.codec), meta.codec !== "UNCOMPRESSED");
        if (checked.fault === null && checked.rows !== rows)
          throw new Error("a column of more or fewer rows than its group");
        fault ??= checked.fault;
        whole = Math.min(whole, checked.rows);
        ready.push(...checked.pages);
        meta.total_compressed_size = BigInt(checked.end - start);
        meta.codec = "SNAPPY" satisfies CompressionCodec;
      }
      if (whole > 0) columns.set(name, await scan.readColumn({ column: name, rowStart, rowEnd: rowStart + whole }));
      ready.length = 0;
    }
    for (let at = 0; at < whole; at += atOnce)
      // Entries, not assignment: a column may be called __proto__.
      yield Array.from({ length: Math.min(atOnce, whole - at) }, (_, i) =>
        Object.fromEntries([...columns].map(([name, values]) => [name, values[at + i]])),
      );
    if (fault !== null) throw fault;
    rowStart += rows;
  }
}

function nameOf({ path }: Chunk): string {
  return path[1]?.element.name ?? "";
}
