import type { Problem } from "@tunecast/estimator/problem";
import { columnsProblem, readColumns, type ColumnMapping } from "./columns.ts";
import { fault, type Reading } from "./example.ts";
import { has, type Row } from "./row.ts";
import { readers, shapes } from "./shape.ts";

/** Reads a row by the columns that the user names, else as a row of a shape; `unknown_shape` where there is neither. */
export function readRow(row: Row, shape: string | undefined, columns: ColumnMapping | undefined): Reading {
  if (columns !== undefined)
    return readColumns(row, columns["prompt"] ?? "prompt", columns["completion"] ?? "completion", columns["system"]);
  const reader = shape === undefined ? undefined : readers[shape];
  return reader === undefined ? fault("unknown_shape", Object.keys(row).slice(0, 8).join(", ")) : reader(row);
}

/** What is wrong with the way in which rows are to be read: `unknown_format`, and the problems of columns. */
export function readingProblem({
  format,
  columns,
}: {
  readonly format?: string | undefined;
  readonly columns?: ColumnMapping | undefined;
}): Problem | null {
  if (format !== undefined && !has(readers, format)) return { kind: "unknown_format", format, known: shapes };
  return columns === undefined ? null : columnsProblem(columns);
}
