import { readColumns, type ColumnMapping } from "./columns.ts";
import { fault, type Reading } from "./example.ts";
import type { Row } from "./row.ts";
import { readers } from "./shape.ts";

/** Reads a row by the columns that the user names, else as a row of a shape; `unknown_shape` where there is neither. */
export function readRow(row: Row, shape: string | undefined, columns: ColumnMapping | undefined): Reading {
  const [prompt, completion] = [columns?.["prompt"], columns?.["completion"]];
  if (prompt !== undefined && completion !== undefined)
    return readColumns(row, prompt, completion, columns?.["system"]);
  const reader = shape === undefined ? undefined : readers[shape];
  return reader === undefined ? fault("unknown_shape", Object.keys(row).slice(0, 8).join(", ")) : reader(row);
}
