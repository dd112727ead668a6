import { ok, type Result } from "@tunecast/estimator/problem";
import { Findings, type Finding } from "../checks/report.ts";
import { Boilerplate, Neighbours, compared, plainText, shingles, sketch } from "../checks/sketch.ts";
import { spokenText } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { placesOf } from "../formats/sniff.ts";
import { readExamples, type RowExample, type RowOptions } from "../shapes/readRow.ts";

export const nearlyAll = 0.7;

/** Numbers the families of rows that are the same or nearly the same: two rows whose shares of shingles in common are `similar` or more, and whatever hangs together by such pairs. */
export function familiesOf(texts: readonly string[], similar: number): Int32Array {
  const boilerplate = new Boilerplate();
  for (const text of texts) boilerplate.add(shingles(text));
  const parent = Int32Array.from(texts, (_, row) => row);
  const first = new Map<string, number>();
  const neighbours = new Neighbours();
  for (const [row, text] of texts.entries()) {
    const same = first.get(text);
    const own = boilerplate.without(shingles(text));
    if (same !== undefined) join(parent, same, row);
    else first.set(text, row);
    if (same !== undefined || own.length === 0) continue;
    const near = sketch(own);
    for (const other of neighbours.like(near, similar)) join(parent, other, row);
    neighbours.add(near, compared, row);
  }
  return parent.map((_, row) => root(parent, row));
}

function root(parent: Int32Array, row: number): number {
  let at = row;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}

function join(parent: Int32Array, a: number, b: number): void {
  const [one, other] = [root(parent, a), root(parent, b)];
  parent[Math.max(one, other)] = Math.min(one, other);
}

/** Rows whose texts are nearly those of an earlier row, or of a row of the validation file, as findings of a check in the order of the file: of the runs of five letters in both, a share of `similar` (by default 0.7) or more is common (MinHash). */
export async function nearFindings(
  chunks: Bytes,
  options: RowOptions & { readonly validation?: Bytes | undefined; readonly similar?: number | undefined },
): Promise<Result<readonly Finding[]>> {
  const texts: string[] = [];
  const lines: number[] = [];
  const take = ({ example, line }: RowExample): void => {
    texts.push(plainText(spokenText([...example.messages, ...(example.rejected ?? [])])));
    lines.push(line);
  };
  const { validation, signal, format, columns, similar = nearlyAll } = options;
  if (validation !== undefined) {
    const before = await readExamples(validation, { signal, format, columns }, take);
    if (!before.ok && before.problem.kind !== "column_nowhere") return before;
  }
  const held = texts.length;
  const rows = await readExamples(chunks, options, take);
  if (!rows.ok) return rows;
  const family = familiesOf(texts, similar);
  const places = placesOf(rows.value.read.container);
  const findings = new Findings(() => null, Infinity);
  for (let row = held; row < texts.length; row++) {
    const first = family[row] as number;
    if (first === row || texts[first] === texts[row]) continue;
    const [line, like] = [lines[row] as number, `${places.slice(0, -1)} ${lines[first]}`];
    if (first < held) findings.add("warning", "validation_near_overlap", line, like);
    else findings.add("advice", "near_duplicate", line, like);
  }
  return ok(findings.list(places).sort((a, b) => (a.line ?? 0) - (b.line ?? 0)));
}
