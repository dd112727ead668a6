import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { BrokenArrow } from "./arrow/broken.ts";
import type { Bytes } from "./held.ts";
import type { RowSink } from "./sink.ts";

/** Reads the rows of an Arrow file or stream; `line` is the number of the row. The library is loaded on the first use. */
export async function readArrow(chunks: Bytes, sink: RowSink, broken: (line: number) => void): Promise<Result<number>> {
  const { batchesOf } = await import("./arrow/batches.ts");
  const batches = batchesOf(chunks);
  let row = 0;
  try {
    for await (const rows of batches) for (const value of rows) sink.record(value, ++row, null);
  } catch (error) {
    if (row === 0)
      return fail({
        kind: "arrow_unreadable",
        row: 1,
        // What a library says is for programmers.
        reason: error instanceof BrokenArrow ? error.message : "its bytes contradict one another",
      });
    // Whole batches came before; what would have followed is lost.
    broken(row + 1);
  }
  return ok(row);
}
