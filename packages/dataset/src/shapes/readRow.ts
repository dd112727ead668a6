import type { Problem } from "@tunecast/estimator/problem";
import { columnsProblem, readMapped, type ColumnMapping } from "./reading/columns.ts";
import { fault, type Reading } from "../formats/example.ts";
import type { Row } from "../formats/row.ts";
import { guessedColumns } from "./guessColumns.ts";
import { shapeNamed, shapeOf, shapes } from "./table.ts";

/** Reads a row by the columns that the user names, else as a row of a shape; `unknown_shape` where there is neither. */
export function readRow(row: Row, shape: string | undefined, columns: ColumnMapping | undefined): Reading {
  if (columns !== undefined) return readMapped(row, columns);
  const known = shape === undefined ? undefined : shapeNamed(shape);
  return known === undefined ? fault("unknown_shape", strangeColumns(row)) : known.read(row);
}

/** The shape of a row: by the columns or the format that the user names, else by its own fields. */
export function shapeAs(
  row: Row,
  { format, columns }: { readonly format?: string | undefined; readonly columns?: ColumnMapping | undefined },
): string | undefined {
  if (columns === undefined) return format ?? shapeOf(row);
  return columns["text"] === undefined ? "question-answer" : "text";
}

/** The columns of a row of no known shape, and what they may stand for. */
export function strangeColumns(row: Row): string {
  const guess = guessedColumns(row);
  return `${Object.keys(row).slice(0, 8).join(", ")}${guess === null ? "" : `; perhaps ${guess}`}`;
}

/** What is wrong with the way in which rows are to be read: `unknown_format`, and the problems of columns. */
export function readingProblem({
  format,
  columns,
}: {
  readonly format?: string | undefined;
  readonly columns?: ColumnMapping | undefined;
}): Problem | null {
  if (format !== undefined && shapeNamed(format) === undefined)
    return { kind: "unknown_format", format, known: shapes };
  return columns === undefined ? null : columnsProblem(columns);
}
