import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { BrokenArrow, BrokenOff } from "./arrow/broken.ts";
import { Damaged } from "./damage.ts";
import type { Bytes } from "./gunzip.ts";
import type { RowSink } from "./sink.ts";

/** Reads the rows of an Arrow file or stream; `line` is the number of the row. The library is loaded on the first use. */
export async function readArrow(chunks: Bytes, sink: RowSink, broken: (line: number) => void): Promise<Result<number>> {
  const { batchesOf } = await import("./arrow/batches.ts");
  const batches = batchesOf(chunks);
  let row = 0;
  for (;;) {
    let next: IteratorResult<Record<string, unknown>[], void>;
    try {
      next = await batches.next();
    } catch (error) {
      // Whole batches came before; what would have followed is lost.
      if (error instanceof Damaged || (error instanceof BrokenOff && row > 0)) {
        broken(row + 1);
        return ok(row);
      }
      if (!(error instanceof BrokenArrow)) throw error;
      return fail({ kind: "arrow_unreadable", row: row + 1, reason: error.message });
    }
    if (next.done === true) return ok(row);
    for (const value of next.value) sink.record(value, ++row, null);
  }
}
