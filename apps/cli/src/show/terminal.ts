import type { Readable, Writable } from "node:stream";
import type { WriteStream } from "node:tty";
import type { Ask } from "../ask/questionnaire.ts";
import type { Screen } from "../read/host.ts";
import { wrapped } from "./table.ts";

/**
 * Ends the program when what it writes goes nowhere: without a word once nobody reads it (a reader such as `head` may
 * have had enough), with one sentence and exit code 2 where it cannot be written, as on a full disk.
 */
export function endWithReader(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams)
    stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
      if (code === "EPIPE") process.exit();
      if (stream !== process.stderr) process.stderr.write(`tunecast: The output could not be written (${message}).\n`);
      process.exit(2);
    });
}

type Env = Readonly<Record<string, string | undefined>>;

/** Columns of a terminal that does not say how wide it is, as some that run in others do not. */
const usualColumns = 80;
const usualRows = 24;

export function screenOf(
  { isTTY, columns, rows }: Pick<WriteStream, "isTTY" | "columns"> & { readonly rows?: number | undefined },
  env: Env,
): Screen {
  if (!isTTY) return { columns: undefined, colour: false };
  const colourful = (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  return {
    columns: columns || Number(env["COLUMNS"]) || usualColumns,
    rows: rows || Number(env["LINES"]) || usualRows,
    colour: colourful,
  };
}

/** Notices broken at the width of the terminal that they go to; a line that can be copied as options stays whole. */
export function noticesOn(stream: Pick<WriteStream, "isTTY" | "columns">, env: Env, text: string): string {
  const { columns = Infinity } = screenOf(stream, env);
  return text.replaceAll(/^tunecast: .*$/gmu, (line) => wrapped(line, columns));
}

/**
 * Puts questions on a terminal and reads a line for each. Ctrl-C ends the program as it does elsewhere, Ctrl-D the questions.
 * @param interrupted what Ctrl-C does
 */
export function askOn(input: Readable, output: Writable, interrupted: () => void): Ask {
  return async (question) => {
    const { createInterface } = await import("node:readline/promises");
    const lines = createInterface({ input, output });
    lines.on("SIGINT", interrupted);
    try {
      return await lines.question(question);
    } catch {
      // Ctrl-D at an empty line.
      return undefined;
    } finally {
      lines.close();
    }
  };
}
