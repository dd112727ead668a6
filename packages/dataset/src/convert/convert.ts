import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { ColumnMapping } from "./columns.ts";
import { isFault } from "./example.ts";
import { jsonText } from "./content.ts";
import type { Bytes } from "./gunzip.ts";
import { hasGraderField, readers, shapeOf, shapes } from "./shape.ts";
import { readRow } from "./readRow.ts";
import { isRow } from "./row.ts";
import { readRows, type ReadOptions } from "./rows.ts";
import { costsRow, type RowSink } from "./sink.ts";
import { writers } from "./write.ts";

/** What could not be carried over, by kind. */
export interface Loss {
  /** `refused`: the row was not written; `changed`: it was, without this. */
  readonly kind: "refused" | "changed";
  /** What: a code of a row that cannot be read, or `images`, `tools`, `weight`, `grader_fields`, … */
  readonly what: string;
  readonly count: number;
  /** The first ten lines. */
  readonly lines: readonly number[];
}

/** Rows read and written, and everything that the target cannot hold. */
export interface Conversion {
  readonly rows: number;
  readonly written: number;
  readonly losses: readonly Loss[];
}

/** Where to, how to read, and where the text goes. */
export interface ConvertOptions extends ReadOptions {
  /** One of {@link convertTargets}. */
  readonly to: string;
  readonly format?: string | undefined;
  readonly columns?: ColumnMapping | undefined;
  /** Takes JSON lines, about as much at a time as is read; awaited. */
  readonly write: (text: string) => void | Promise<void>;
}

/** Targets of a conversion. */
export const convertTargets: readonly string[] = [...writers.keys()];

class Losses {
  readonly #kinds: Map<string, { kind: Loss["kind"]; what: string; count: number; lines: number[] }> = new Map();

  add(kind: Loss["kind"], what: string, line: number): void {
    const key = `${kind} ${what}`;
    let loss = this.#kinds.get(key);
    if (loss === undefined) this.#kinds.set(key, (loss = { kind, what, count: 0, lines: [] }));
    loss.count += 1;
    if (loss.lines.length < 10) loss.lines.push(line);
  }

  list(): Loss[] {
    return [...this.#kinds.values()].sort((a, b) => {
      if (a.kind !== b.kind) return a.kind === "refused" ? -1 : 1;
      return a.what < b.what ? -1 : 1;
    });
  }
}

/**
 * Writes a data file in a target's format. Rows that the target cannot hold are listed, not written; what it cannot hold
 * of a row is listed too.
 *
 * Problems: `unknown_target`, `unknown_format`, and those of `readRows`.
 */
export async function convertBytes(chunks: Bytes, options: ConvertOptions): Promise<Result<Conversion>> {
  const writer = writers.get(options.to);
  if (writer === undefined) return fail({ kind: "unknown_target", target: options.to, known: convertTargets });
  if (options.format !== undefined && !Object.hasOwn(readers, options.format))
    return fail({ kind: "unknown_format", format: options.format, known: shapes });
  const losses = new Losses();
  let [rows, written, pending] = [0, 0, ""];
  const sink: RowSink = {
    fault(code, line, detail) {
      if (costsRow(code, detail)) rows += 1;
      else if (code !== "truncated_gzip") return;
      losses.add("refused", code, line);
    },
    record(value, line) {
      rows += 1;
      if (!isRow(value)) return losses.add("refused", "not_object", line);
      const shape = options.format ?? shapeOf(value);
      const reading = readRow(value, shape, options.columns);
      if (isFault(reading)) return losses.add("refused", reading.code, line);
      // Rows for a grader stay as they are where they can be trained on.
      const graded = shape === "rft" && ["openai", "azure-openai"].includes(options.to);
      const { row, refused, changed } = graded ? { row: value, refused: null, changed: [] } : writer(reading);
      if (row === null) return losses.add("refused", refused ?? "unknown", line);
      const text = jsonText(row);
      // Tools nested deeper than the stack can be read, but not written.
      if (text === "") return losses.add("refused", "too_deep", line);
      if (!graded && (shape === "rft" || (shape === "chat-sft" && hasGraderField(value))))
        losses.add("changed", "grader_fields", line);
      if (shape === "kto") losses.add("changed", "label", line);
      for (const what of changed) losses.add("changed", what, line);
      pending += `${text}\n`;
      written += 1;
    },
  };
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = "";
    if (text !== "") await options.write(text);
  };
  async function* paced(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks) {
      yield chunk;
      await flush();
    }
  }
  const read = await readRows(paced(), sink, options);
  if (!read.ok) return read;
  await flush();
  return ok({ rows, written, losses: losses.list() });
}
