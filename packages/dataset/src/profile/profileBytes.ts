import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { Rejections } from "../checks/rejections.ts";
import { isFault, usesTools, type Example } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { rawFlaws, repeatedKey } from "../formats/jsonValue.ts";
import { costsRow, endsEarly, isRow, type RowSink } from "../formats/row.ts";
import { readRows, type RowsRead } from "../formats/rows.ts";
import { placesOf } from "../formats/sniff.ts";
import names from "../shapes/names.json" with { type: "json" };
import { columnsSaid } from "../shapes/proposal.ts";
import { readRow, readingProblem, shapeAs, type RowOptions } from "../shapes/readRow.ts";
import { NamedColumns, columnNowhere, withoutList } from "../shapes/reading/columns.ts";
import { shapeNamed } from "../shapes/table.ts";
import { unreadColumns } from "../shapes/unread.ts";
import { renderedMark } from "../tokens/renderedMarks.ts";
import { CountFold } from "./count.ts";
import { emptyFile, findingsFold, mergeFindings, type FindingsFold } from "./findings.ts";
import { ScriptFold } from "./histogram.ts";
import { lineForms, type LineForm } from "./lineForms.ts";
import { noNumbers, profileOf, type DatasetPart, type DatasetProfile } from "./profile.ts";
import type { CountRule } from "./rules.ts";

const told: ReadonlySet<string> = new Set(names.toldFaults);
const quiet: ReadonlySet<string> = new Set(Object.keys(names.loadersColumns));

class ProfileFold implements RowSink {
  readonly named: NamedColumns;
  readonly line: RowSink["line"];
  readonly #options: RowOptions;
  readonly #numbers = { ...noNumbers };
  readonly #shapes: Record<string, number> = {};
  /** Forms of lines that were read, and are added as often as they came in the end. */
  readonly #forms: LineForm[] = [];
  readonly #unread: Map<string, number> = new Map();
  readonly #findings: FindingsFold;
  readonly #counts: CountFold;
  readonly #scripts: ScriptFold = new ScriptFold();
  readonly #rejections: Rejections = new Rejections();
  #refusedAt = 0;
  #endsAt = 0;

  constructor(rules: readonly CountRule[], options: RowOptions) {
    this.#options = options;
    this.#findings = findingsFold(options.shard?.index ?? 0);
    this.#counts = new CountFold(rules);
    this.named = new NamedColumns(options.columns);
    this.line = this.#lineReader(options);
  }

  #lineReader({ columns, format }: RowOptions): RowSink["line"] {
    const texts = this.#counts.native;
    if (texts === undefined || columns !== undefined) return undefined;
    const read = lineForms(texts.native, format);
    return (bytes) => {
      const form = read(bytes);
      if (form === undefined) return false;
      for (const slot of form.slots) if (slot >= 0 && (texts.native.edgesOf(slot) & 4) !== 0) return false;
      if (form.lines === 0) {
        this.#forms.push(form);
        this.#shapes[form.shape] ??= 0;
      }
      form.lines += 1;
      this.#scripts.addKinds(texts.native.kinds);
      this.#counts.addLine(form.example, form.slots, texts);
      return true;
    };
  }

  fault(code: string, line: number, detail?: string): void {
    if (quiet.has(code)) return;
    const row = costsRow(code, detail);
    const grave = row || code === "broken_off" || code === "invalid_json";
    this.#findings.add(grave ? "error" : "warning", code, line, told.has(code) ? detail : undefined);
    if (endsEarly(code, detail)) this.#endsAt = line;
    if (!row) return this.#rejections.flaw(code, line);
    this.#rejections.lost(line);
    this.#numbers.rows += 1;
    this.#numbers.badRows += 1;
    this.#refusedAt = line;
  }

  record(value: unknown, line: number, text: string | null): void {
    if (!isRow(value)) return this.fault("not_object", line);
    this.named.see(value);
    const { columns } = this.#options;
    const shape = shapeAs(value, this.#options) ?? "";
    const reading = readRow(value, shape, columns);
    if (isFault(reading)) return this.fault(reading.code, line, reading.detail);
    const warn = (code: string, detail?: string): void => this.#findings.add("warning", code, line, detail);
    if (text !== null) {
      for (const flaw of rawFlaws(text)) warn(flaw);
      if (repeatedKey(text, value) !== null) warn("repeated_key");
    }
    const { messages, rejected, ids, answer } = reading;
    if (messages.some(({ thoughts }) => thoughts !== null)) warn("thoughts");
    if (messages.some(({ spans }) => spans !== undefined)) warn("trained_spans");
    const mark = messages.reduce<string | null>((found, { text: said }) => found ?? renderedMark(said), null);
    if (mark !== null) warn("rendered_template", mark);
    if (columns === undefined) {
      const unread = unreadColumns(value, shape);
      if (unread.length > 0) warn("unread_column");
      for (const column of unread) this.#unread.set(column, (this.#unread.get(column) ?? 0) + 1);
      this.#rejections.row(value, shape, text, line);
    }
    this.#add(reading, shape, shapeNamed(shape)?.wants(value) === true && (ids !== null || answer < messages.length));
    for (const message of [...messages, ...(rejected ?? [])])
      for (const said of [message.text, ...(message.rest ?? [])]) this.#scripts.add(said);
    this.#counts.add(reading);
  }

  #add(example: Example, shape: string, wanted: boolean, rows = 1): void {
    const numbers = this.#numbers;
    numbers.rows += rows;
    numbers.examples += rows;
    this.#shapes[shape] = (this.#shapes[shape] ?? 0) + rows;
    if (wanted) numbers.wanted += rows;
    if (example.layout === "text") numbers.textExamples += rows;
    if (usesTools(example)) numbers.toolExamples += rows;
    for (const messages of [example.messages, example.rejected ?? []]) {
      numbers.messages += rows * messages.length;
      for (const { role, images } of messages) {
        if (role === "assistant") numbers.modelTurns += rows;
        if (images !== null) numbers.images += rows * images.length;
      }
    }
  }

  #parts(lines: number): DatasetPart[] {
    const { shard, columns } = this.#options;
    if (shard === undefined || shard.of === 1) return [];
    const { missing } = this.named;
    const { of, index, file } = shard;
    const blank = this.#numbers.rows === 0 && { blank: true as const };
    const without = columns !== undefined && missing !== null && { missing };
    return [{ of, shard: index, lines, ...(file !== undefined && { file }), ...blank, ...without }];
  }

  result({ bytes, lines, container }: RowsRead): DatasetProfile {
    const numbers = this.#numbers;
    for (const { row, example, shape, wanted, lines: rows } of this.#forms) {
      this.#rejections.rowsLike(row, shape, rows);
      this.#add(example, shape, wanted, rows);
    }
    // The row in which a file breaks off is none, though nothing of it may have come: no count is whole without it.
    const isRefused = this.#refusedAt > 0 && this.#endsAt - this.#refusedAt <= 1;
    if (this.#endsAt > 0 && !isRefused) {
      numbers.rows += 1;
      numbers.badRows += 1;
    }
    const parts = this.#parts(lines);
    const found = this.#findings.result().map(({ detail, ...finding }) => ({
      ...finding,
      ...(detail !== undefined && { detail: columnsSaid(detail, numbers.rows === 1) }),
    }));
    return profileOf({
      ...numbers,
      bytes,
      shapes: this.#shapes,
      scripts: this.#scripts.result(),
      unread: Object.fromEntries(this.#unread),
      // Columns that are named have to be written otherwise first, whoever is to take them.
      rejected: this.#options.columns === undefined ? this.#rejections.result(container) : undefined,
      counts: this.#counts.result(),
      findings: mergeFindings(found, numbers.rows === 0 && parts.length === 0 ? [emptyFile] : []),
      places: placesOf(container) === "rows" ? "rows" : undefined,
      parts,
    });
  }
}

/**
 * Profiles a data file in one pass and bounded memory (Parquet is held). Rows that cannot be read are counted in `badRows`
 * and reported by line; the others are counted all the same.
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
  const profile = fold.result(read.value);
  const nowhere = profile.parts === undefined ? columnNowhere(fold.named.missing) : null;
  return nowhere === null ? ok(profile) : fail(nowhere);
}
