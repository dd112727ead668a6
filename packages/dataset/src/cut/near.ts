import { ok, type Result } from "@tunecast/estimator/problem";
import { plainText } from "../checks/sketch.ts";
import type { Example } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { placesOf, type Places } from "../formats/sniff.ts";
import type { RowOptions } from "../profile/profileBytes.ts";
import { readExamples, type RowExample } from "../shapes/readExamples.ts";
import { familiesOf } from "./families.ts";

/** A row that says nearly what another one says. */
export interface Near {
  /** Its line, or row where the file has no lines of its own. */
  readonly line: number;
  /** The first row that it is like. */
  readonly like: number;
  /** Whether that one is in the validation file. */
  readonly inValidation: boolean;
  /** What the numbers count: lines of the file, or its rows. */
  readonly places: Places;
}

/** What an example says, without the system's text that many share. */
function textOf({ messages, rejected }: Example): string {
  const said = [...messages, ...(rejected ?? [])].filter(({ role }) => role !== "system" && role !== "developer");
  return said.map(({ text, rest }) => [text, ...(rest ?? [])].join("\n")).join("\n");
}

/**
 * Rows whose texts are nearly those of an earlier row, or of a row of the validation file: of the runs of five letters in
 * both, a share of `similar` or more is common (MinHash). Rows that are the same word for word are no near ones. Holds the
 * texts of both files.
 *
 * Problems: those of `readingProblem` and `readRows`.
 */
export async function nearDuplicates(
  chunks: Bytes,
  options: RowOptions & { readonly validation?: Bytes | undefined; readonly similar: number },
): Promise<Result<readonly Near[]>> {
  const texts: string[] = [];
  const lines: number[] = [];
  const take = ({ example, line }: RowExample): void => {
    texts.push(plainText(textOf(example)));
    lines.push(line);
  };
  const { validation, signal, format, columns } = options;
  if (validation !== undefined) {
    const before = await readExamples(validation, { signal, format, columns }, take);
    if (!before.ok && before.problem.kind !== "column_nowhere") return before;
  }
  const held = texts.length;
  const rows = await readExamples(chunks, options, take);
  if (!rows.ok) return rows;
  const family = familiesOf(texts, options.similar);
  const places = placesOf(rows.value.read.container);
  const near: Near[] = [];
  for (let row = held; row < texts.length; row++) {
    const first = family[row] as number;
    if (first === row || texts[first] === texts[row]) continue;
    near.push({ line: lines[row] as number, like: lines[first] as number, inValidation: first < held, places });
  }
  return ok(near);
}
