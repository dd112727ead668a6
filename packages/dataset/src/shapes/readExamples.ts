import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { isFault, type Example } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { isRow, type Row } from "../formats/row.ts";
import { readRows, type ReadOptions, type RowsRead } from "../formats/rows.ts";
import { costsRow } from "../formats/sink.ts";
import { columnNowhere, NamedColumns, withoutList, type ColumnMapping } from "./reading/columns.ts";
import { readingProblem, readRow, shapeAs } from "./readRow.ts";

/** An example, and the row that it was read from. */
export interface RowExample {
  readonly example: Example;
  readonly row: Row;
  readonly line: number;
  /** The JSON of the row; null where the file holds none. */
  readonly text: string | null;
  readonly shape: string;
}

/**
 * Hands on the examples of a file, and says how many rows are none. Problems: those of `readingProblem` and `readRows`, and
 * `column_nowhere`.
 */
export async function readExamples(
  chunks: Bytes,
  given: ReadOptions & { readonly format?: string | undefined; readonly columns?: ColumnMapping | undefined },
  take: (found: RowExample) => void,
): Promise<Result<{ readonly read: RowsRead; readonly unread: number }>> {
  const wrong = readingProblem(given);
  if (wrong !== null) return fail(wrong);
  const options = withoutList(given);
  const named = new NamedColumns(options.columns);
  let unread = 0;
  const read = await readRows(
    chunks,
    {
      record(row, line, text) {
        if (!isRow(row)) {
          unread += 1;
          return;
        }
        named.see(row);
        const shape = shapeAs(row, options);
        const example = readRow(row, shape, options.columns);
        if (isFault(example)) unread += 1;
        else take({ example, row, line, text, shape: shape ?? "" });
      },
      fault(code, _line, detail) {
        if (costsRow(code, detail)) unread += 1;
      },
    },
    options,
  );
  if (!read.ok) return read;
  const nowhere = columnNowhere(named.missing);
  return nowhere === null ? ok({ read: read.value, unread }) : fail(nowhere);
}
