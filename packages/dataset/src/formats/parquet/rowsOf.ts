import type { SchemaTree } from "hyparquet";
import { assembleNested } from "hyparquet/src/assemble.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { unpackersFor } from "./codecs.ts";
import { Column } from "./column.ts";
import { readFooter } from "./footer.ts";

/**
 * The rows of a Parquet file, some at a time. Every length and count is held against the others before the library decodes
 * by it, since it trusts them: a wrong byte would make it run on for hours. A thread with a time limit instead would need
 * one in every host, and would cost a whole file for a byte. Throws where the file is broken.
 *
 * @source https://parquet.apache.org/docs/file-format/ (read 2026-11-25)
 */
export async function* rowsOf(
  file: Uint8Array,
  atOnce: number,
): AsyncGenerator<Record<string, unknown>[], void, undefined> {
  const { schema, groups } = readFooter(file);
  const unpackers = await unpackersFor(groups);
  for (const { rows, chunks } of groups) {
    const columns = chunks.map((chunk) => new Column(file, chunk, unpackers));
    const fields = fieldsOf(schema, columns);
    for (let at = 0; at < rows; at += atOnce) {
      const some = Math.min(atOnce, rows - at);
      const values = fields.map((field) => valuesOf(field, some));
      // Entries, not assignment: a column may be called __proto__.
      yield Array.from({ length: some }, (_, i) =>
        Object.fromEntries(fields.map(({ node }, of) => [node.element.name, values[of]?.[i]])),
      );
    }
    for (const column of columns) column.end();
  }
}

/** A field of the rows, and the columns that hold its parts. */
interface Field {
  readonly node: SchemaTree;
  readonly columns: readonly Column[];
}

/** The columns stand in the order of the schema. */
function fieldsOf(schema: SchemaTree, columns: readonly Column[]): Field[] {
  let at = 0;
  return schema.children.map((node) => {
    const parts = columns.slice(at, at + leavesBelow(node));
    at += parts.length;
    return { node, columns: parts };
  });
}

function leavesBelow({ children }: SchemaTree): number {
  return children.length === 0 ? 1 : children.reduce((sum, child) => sum + leavesBelow(child), 0);
}

function valuesOf({ node, columns }: Field, rows: number): ArrayLike<unknown> {
  if (node.children.length === 0) return columns[0]?.take(rows) ?? [];
  const parts = new Map<string, unknown[]>(columns.map((column) => [column.path, column.take(rows)]));
  assembleNested(parts, node, DEFAULT_PARSERS);
  const whole = parts.get(node.path.join("."));
  if (whole?.length !== rows) throw new Error("parts of a column that do not fit together");
  return whole;
}
