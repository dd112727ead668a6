import { fail, ok, type Problem, type Result } from "@tunecast/estimator/problem";
import { fault, isFault, type Example, type Reading } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { costsRow, isRow, type Row, type RowSink } from "../formats/row.ts";
import { readRows, type ReadOptions, type RowsRead } from "../formats/rows.ts";
import { NamedColumns, columnNowhere, columnsProblem, readMapped, withoutList } from "./reading/columns.ts";
import type { ColumnMapping } from "./reading/columns.ts";
import { guessedColumns, strangeColumns } from "./proposal.ts";
import { shapeNamed, shapeOf, shapes } from "./table.ts";

export interface RowExample {
  readonly example: Example;
  readonly row: Row;
  readonly line: number;
  readonly text: string | null;
  readonly shape: string;
}

export interface RowOptions extends ReadOptions {
  readonly format?: string | undefined;
  /** Columns of question/answer rows: `{prompt: "question", completion: "answer", system?: "context"}`. */
  readonly columns?: ColumnMapping | undefined;
}

export async function readExamples(
  chunks: Bytes,
  given: RowOptions,
  take: (found: RowExample) => void,
): Promise<Result<{ readonly read: RowsRead; readonly unread: number }>> {
  const wrong = readingProblem(given);
  if (wrong !== null) return fail(wrong);
  const options = withoutList(given);
  const named = new NamedColumns(options.columns);
  let unread = 0;
  const sink: RowSink = {
    record(row, line, text) {
      if (isRow(row)) named.see(row);
      const shape = isRow(row) ? shapeAs(row, options) : undefined;
      const example = isRow(row) ? readRow(row, shape, options.columns) : fault("not_object", "row");
      if (isFault(example)) unread += 1;
      else take({ example, row: row as Row, line, text, shape: shape ?? "" });
    },
    fault(code, _line, detail) {
      if (costsRow(code, detail)) unread += 1;
    },
  };
  const read = await readRows(chunks, sink, options);
  if (!read.ok) return read;
  const nowhere = columnNowhere(named.missing);
  return nowhere === null ? ok({ read: read.value, unread }) : fail(nowhere);
}

export function readRow(row: Row, shape: string | undefined, columns: ColumnMapping | undefined): Reading {
  if (columns !== undefined) return readMapped(row, columns);
  const known = shape === undefined ? undefined : shapeNamed(shape);
  if (known === undefined) return fault("unknown_shape", strangeColumns(row));
  const read = known.read(row);
  if (!isFault(read) || known.id !== "question-answer" || read.code === "missing_field") return read;
  // Columns of the usual names may hold objects, whose own columns hold the texts.
  const within = Object.values(guessedColumns(row, false) ?? {}).some((column) => column.includes("."));
  return within ? fault("unknown_shape", strangeColumns(row)) : read;
}

export function shapeAs(row: Row, { format, columns }: RowOptions): string | undefined {
  if (columns === undefined) return format ?? shapeOf(row);
  return columns["text"] === undefined ? "question-answer" : "text";
}

export function readingProblem({ format, columns }: RowOptions): Problem | null {
  if (format !== undefined && shapeNamed(format) === undefined)
    return { kind: "unknown_format", format, known: shapes };
  return columns === undefined ? null : columnsProblem(columns);
}
