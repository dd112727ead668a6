import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { columnNowhere, NamedColumns, withoutList, type ColumnMapping } from "../shapes/reading/columns.ts";
import { isFault, usesTools, type Example, type Message } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { readingProblem, readRow, shapeAs } from "../shapes/readRow.ts";
import { isRow } from "../formats/row.ts";
import { readRows, type ReadOptions, type RowsRead } from "../formats/rows.ts";
import { shapeNamed } from "../shapes/table.ts";
import { unreadColumns } from "../shapes/unread.ts";
import { costsRow, endsEarly, type RowSink } from "../formats/sink.ts";
import { placesOf } from "../formats/sniff.ts";
import { rawFlaws } from "../formats/rawFlaws.ts";
import { repeatedKey } from "../formats/repeatedKey.ts";
import { CountFold } from "./count.ts";
import { LineForms } from "./lineForms.ts";
import { exampleHash } from "../checks/hashes.ts";
import { DigestFold } from "./digests.ts";
import { emptyFile, FindingsFold, mergeFindings } from "./findings.ts";
import { profileOf, type DatasetPart, type DatasetProfile } from "./profile.ts";
import { Rejections } from "../checks/rejections.ts";
import type { CountRule } from "./rules.ts";
import { ScriptFold } from "./scripts.ts";
import { renderedMark } from "../tokens/renderedMarks.ts";

/** How the rows are to be understood. */
export interface RowOptions extends ReadOptions {
  /** A shape of {@link shapes}, instead of the one each row shows. */
  readonly format?: string | undefined;
  /** Columns of question/answer rows: `{prompt: "question", completion: "answer", system?: "context"}`. */
  readonly columns?: ColumnMapping | undefined;
  /** Whether a profile holds digests of its examples, which tell how many repeat another; every row is then parsed. */
  readonly digests?: boolean | undefined;
}

/** Kinds of findings of which the first says more than its code. */
const told: ReadonlySet<string> = new Set([
  "unknown_shape",
  "unknown_role",
  "bad_field_type",
  "unread_file",
  "rendered_template",
]);

/** Whether an example holds an answer: token ids are one. */
function answers({ ids, answer, messages }: Example): boolean {
  return ids !== null || answer < messages.length;
}

/** One pass over the rows of a file, folded into what a profile holds. */
class ProfileFold implements RowSink {
  rows = 0;
  examples = 0;
  badRows = 0;
  messages = 0;
  modelTurns = 0;
  images = 0;
  textExamples = 0;
  toolExamples = 0;
  wanted = 0;
  readonly shapes: Map<string, number> = new Map();
  readonly unread: Map<string, number> = new Map();
  readonly findings: FindingsFold;
  readonly counts: CountFold;
  readonly scripts: ScriptFold = new ScriptFold();
  readonly named: NamedColumns;
  /** Reads a line without parsing it, where that can be done; undefined where it cannot. */
  readonly line: RowSink["line"];
  readonly rejections: Rejections = new Rejections();
  readonly digests: DigestFold | undefined;
  readonly #options: RowOptions;
  /** Where the last row was refused, and where the file ends before its end. */
  #refusedAt = 0;
  #endsAt = 0;

  constructor(rules: readonly CountRule[], options: RowOptions) {
    this.#options = options;
    this.findings = new FindingsFold(options.shard?.index ?? 0);
    this.counts = new CountFold(rules);
    this.named = new NamedColumns(options.columns);
    this.digests = options.digests === true ? new DigestFold() : undefined;
    this.line = this.#lineReader(options);
  }

  #lineReader({ columns, format }: RowOptions): RowSink["line"] {
    const texts = this.counts.native;
    if (texts === undefined || columns !== undefined || this.digests !== undefined) return undefined;
    const forms = new LineForms(texts.native, format);
    return (bytes) => {
      const form = forms.read(bytes);
      if (form === undefined) return false;
      const { example, shape, slots, wanted, modelTurns } = form;
      if (slots.some((slot) => slot >= 0 && texts.native.isBlank(slot))) return false;
      this.rejections.rowLike(form, form.row, shape);
      this.rows += 1;
      this.examples += 1;
      this.shapes.set(shape, (this.shapes.get(shape) ?? 0) + 1);
      if (wanted) this.wanted += 1;
      if (example.layout === "text") this.textExamples += 1;
      if (usesTools(example)) this.toolExamples += 1;
      this.messages += slots.length;
      this.modelTurns += modelTurns;
      for (const { images } of example.messages) if (images !== null) this.images += images.length;
      this.scripts.addKinds(texts.native.kinds);
      this.counts.addLine(example, slots, texts);
      return true;
    };
  }

  fault(code: string, line: number, detail?: string): void {
    const row = costsRow(code, detail);
    // The rest of such a file is lost, or refused by strict readers, though no row read so far is.
    const grave = row || code === "broken_off" || code === "invalid_json";
    this.findings.add(grave ? "error" : "warning", code, line, told.has(code) ? detail : undefined);
    if (endsEarly(code, detail)) this.#endsAt = line;
    if (!row) return this.rejections.flaw(code);
    this.rows += 1;
    this.badRows += 1;
    this.#refusedAt = line;
  }

  /** The row in which a file breaks off is none, though nothing of it may have come: no count is whole without it. */
  breakOff(): void {
    const isRefused = this.#refusedAt > 0 && this.#endsAt - this.#refusedAt <= 1;
    if (this.#endsAt === 0 || isRefused) return;
    this.rows += 1;
    this.badRows += 1;
  }

  record(value: unknown, line: number, text: string | null): void {
    if (!isRow(value)) return this.fault("not_object", line);
    this.named.see(value);
    const { columns } = this.#options;
    const shape = shapeAs(value, this.#options);
    const reading = readRow(value, shape, columns);
    if (isFault(reading)) return this.fault(reading.code, line, reading.detail);
    this.rows += 1;
    this.shapes.set(shape as string, (this.shapes.get(shape as string) ?? 0) + 1);
    if (text !== null) {
      for (const flaw of rawFlaws(text)) this.findings.add("warning", flaw, line);
      if (repeatedKey(text, value) !== null) this.findings.add("warning", "repeated_key", line);
    }
    if (reading.messages.some(({ thoughts }) => thoughts !== null)) this.findings.add("warning", "thoughts", line);
    for (const { text: said } of reading.messages) {
      const mark = renderedMark(said);
      if (mark === null) continue;
      this.findings.add("warning", "rendered_template", line, mark);
      break;
    }
    const known = shape === undefined ? undefined : shapeNamed(shape);
    if (known?.wants(value) === true && answers(reading)) this.wanted += 1;
    if (columns === undefined) {
      this.#see(unreadColumns(value, shape as string), line);
      this.rejections.row(value, shape as string, text);
    }
    this.digests?.add(...exampleHash(reading, value, shape as string));
    this.#add(reading);
  }

  #see(unread: readonly string[], line: number): void {
    if (unread.length === 0) return;
    this.findings.add("warning", "unread_column", line);
    for (const column of unread) this.unread.set(column, (this.unread.get(column) ?? 0) + 1);
  }

  /** The part of a cut file that was read; none for a whole file. */
  parts(lines: number): DatasetPart[] {
    const { shard, columns } = this.#options;
    if (shard === undefined || shard.of === 1) return [];
    const { missing } = this.named;
    const blank = this.rows === 0 && { blank: true as const };
    return [
      {
        of: shard.of,
        shard: shard.index,
        lines,
        ...(shard.file !== undefined && { file: shard.file }),
        ...blank,
        ...(columns !== undefined && missing !== null && { missing }),
      },
    ];
  }

  #add(example: Example): void {
    this.examples += 1;
    if (example.layout === "text") this.textExamples += 1;
    if (usesTools(example)) this.toolExamples += 1;
    this.#addMessages(example.messages);
    if (example.rejected !== null) this.#addMessages(example.rejected);
    this.counts.add(example);
  }

  #addMessages(messages: readonly Message[]): void {
    this.messages += messages.length;
    for (const { role, images, text, rest } of messages) {
      if (role === "assistant") this.modelTurns += 1;
      if (images !== null) this.images += images.length;
      this.scripts.add(text);
      if (rest !== null) for (const more of rest) this.scripts.add(more);
    }
  }

  result({ bytes, lines, container }: RowsRead): DatasetProfile {
    const parts = this.parts(lines);
    const { rows, examples, badRows, messages, modelTurns, images } = this;
    const numbers = { bytes, rows, examples, badRows, messages, modelTurns, images };
    const byShape = Object.fromEntries(this.shapes);
    return profileOf({
      ...numbers,
      shapes: byShape,
      scripts: this.scripts.result(),
      textExamples: this.textExamples,
      toolExamples: this.toolExamples,
      wanted: this.wanted,
      unread: Object.fromEntries(this.unread),
      // Columns that are named have to be written otherwise first, whoever is to take them.
      rejected: this.#options.columns === undefined ? this.rejections.result(container) : undefined,
      digests: this.digests?.result(),
      counts: this.counts.result(),
      findings: mergeFindings(this.findings.result(), rows === 0 && parts.length === 0 ? [emptyFile] : []),
      places: placesOf(container) === "rows" ? "rows" : undefined,
      parts,
    });
  }
}

/**
 * Profiles a data file in one pass and bounded memory (Parquet is held). Rows that cannot be read are counted in `badRows`
 * and reported by line; the others are counted all the same.
 *
 * Problems: those of `readingProblem` and `readRows`, `column_nowhere` (no row has a column that was named), and
 * `vocabulary_not_loaded` (rules of some of the {@link Loading.parts}, and data in another script).
 */
export async function profileBytes(
  chunks: Bytes,
  given: RowOptions & { readonly rules: readonly CountRule[] },
): Promise<Result<DatasetProfile>> {
  const wrong = readingProblem(given);
  if (wrong !== null) return fail(wrong);
  const options = withoutList(given);
  const fold = new ProfileFold(options.rules, options);
  const read = await readRows(chunks, fold, options);
  if (!read.ok) return read;
  const short = given.rules.find(({ counter }) => (counter.lacks ?? []).length > 0)?.counter;
  if (short !== undefined)
    return fail({
      kind: "vocabulary_not_loaded",
      vocabulary: short.vocabulary,
      message: "the data are in a script whose tokens were not loaded",
    });
  fold.breakOff();
  const profile = fold.result(read.value);
  const nowhere = profile.parts === undefined ? columnNowhere(fold.named.missing) : null;
  return nowhere === null ? ok(profile) : fail(nowhere);
}
