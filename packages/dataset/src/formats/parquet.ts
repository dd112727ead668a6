import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Bytes } from "./gunzip.ts";
import type { RowSink } from "./sink.ts";

/** Parquet keeps its index at the end, so the file is held: at most this many bytes (1 GB). */
const heldLimit = 1024 * 1024 * 1024;

async function hold(chunks: Bytes): Promise<Result<Uint8Array>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > heldLimit) return fail({ kind: "parquet_too_large", limit: heldLimit });
    parts.push(chunk.slice());
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return ok(whole);
}

/** Rows read at a time, so that the rows of a large group are not all held. */
const rowsAtOnce = 2048;

/** Reads the rows of a Parquet file; `line` is the number of the row. The library is loaded on the first use. */
export async function readParquet(chunks: Bytes, sink: RowSink): Promise<Result<number>> {
  const file = await hold(chunks);
  if (!file.ok) return file;
  const { rowsOf } = await import("./parquet/rowsOf.ts");
  let row = 0;
  try {
    for await (const rows of rowsOf(file.value, rowsAtOnce)) for (const value of rows) sink.record(value, ++row, null);
    return ok(row);
  } catch (error) {
    return fail({
      kind: "parquet_unreadable",
      row: row + 1,
      // Other kinds of errors are those of reading outside of something, in words for programmers.
      reason: error instanceof Error && error.name === "Error" ? error.message : "its bytes contradict one another",
    });
  }
}
