import type { WriteStream } from "node:tty";
import type { Screen } from "./surroundings.ts";

/** Columns of a terminal that does not say how wide it is, as some that run in others do not. */
const usualColumns = 80;

/** The screen behind standard output. */
export function screenOf(
  { isTTY, columns }: Pick<WriteStream, "isTTY" | "columns">,
  env: Readonly<Record<string, string | undefined>>,
): Screen {
  if (!isTTY) return { columns: undefined, colour: false };
  const colourful = (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  return { columns: columns || Number(env["COLUMNS"]) || usualColumns, colour: colourful };
}
