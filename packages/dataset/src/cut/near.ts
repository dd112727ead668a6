import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { isFault, type Example } from "../formats/example.ts";
import type { Bytes } from "../formats/gunzip.ts";
import { isRow } from "../formats/row.ts";
import { readRows } from "../formats/rows.ts";
import { withoutList } from "../shapes/reading/columns.ts";
import type { RowSink } from "../formats/sink.ts";
import { placesOf, type Places } from "../formats/sniff.ts";
import type { RowOptions } from "../profile/profileBytes.ts";
import { readingProblem, readRow, shapeAs } from "../shapes/readRow.ts";
import { families } from "./families.ts";
import { Boilerplate, plainText, shingles, sketch } from "../checks/sketch.ts";

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

/** Reads the texts of examples, and where each stands. */
class Texts implements RowSink {
  readonly texts: string[] = [];
  readonly lines: number[] = [];
  readonly #options: RowOptions;

  constructor(options: RowOptions) {
    this.#options = options;
  }

  fault(): void {
    // What cannot be read is like nothing.
  }

  record(value: unknown, line: number): void {
    if (!isRow(value)) return;
    const example = readRow(value, shapeAs(value, this.#options), this.#options.columns);
    if (isFault(example)) return;
    this.texts.push(plainText(textOf(example)));
    this.lines.push(line);
  }
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
  given: RowOptions & { readonly validation?: Bytes | undefined; readonly similar: number },
): Promise<Result<readonly Near[]>> {
  const wrong = readingProblem(given);
  if (wrong !== null) return fail(wrong);
  const options = withoutList(given);
  const rows = new Texts(options);
  if (options.validation !== undefined) {
    const read = await readRows(options.validation, rows, { signal: options.signal });
    if (!read.ok) return read;
  }
  const held = rows.texts.length;
  const read = await readRows(chunks, rows, options);
  if (!read.ok) return read;
  const { texts, lines } = rows;
  const boilerplate = new Boilerplate();
  for (const text of texts) boilerplate.add(shingles(text));
  const sketches = texts.map((text) => {
    const own = boilerplate.without(shingles(text));
    return own.length === 0 ? null : sketch(own);
  });
  const family = families(texts, sketches, options.similar);
  const places = placesOf(read.value.container);
  const near: Near[] = [];
  for (let row = held; row < texts.length; row++) {
    const first = family[row] as number;
    if (first === row || texts[first] === texts[row]) continue;
    near.push({ line: lines[row] as number, like: lines[first] as number, inValidation: first < held, places });
  }
  return ok(near);
}
