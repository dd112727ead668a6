import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Bytes } from "./gunzip.ts";
import { held } from "./held.ts";
import type { RowSink } from "./sink.ts";

/** Rows read at a time, so that the rows of a large group are not all held. */
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
    const { rowsOf } = await import("./parquet/rowsOf.ts");
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
