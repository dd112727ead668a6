import type { WriteStream } from "node:tty";
import type { Screen } from "./host.ts";

/** Columns of a terminal that does not say how wide it is, as some that run in others do not. */
const usualColumns = 80;
const usualRows = 24;

/** The screen behind standard output. */
export function screenOf(
  { isTTY, columns, rows }: Pick<WriteStream, "isTTY" | "columns"> & { readonly rows?: number | undefined },
  env: Readonly<Record<string, string | undefined>>,
): Screen {
  if (!isTTY) return { columns: undefined, colour: false };
  const colourful = (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  return {
    columns: columns || Number(env["COLUMNS"]) || usualColumns,
    rows: rows || Number(env["LINES"]) || usualRows,
    colour: colourful,
  };
}
