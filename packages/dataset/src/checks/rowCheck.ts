import type { CutExamples } from "@tunecast/estimator/answer";
import { isFault, type Example } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { rawFlaws, repeatedKey } from "../formats/jsonValue.ts";
import { costsRow, isRow, type Row, type RowSink } from "../formats/row.ts";
import type { RowsRead } from "../formats/rows.ts";
import type { RowOptions } from "../profile/profileBytes.ts";
import { bareList } from "../shapes/bareList.ts";
import type { Emit, ProviderRules } from "../shapes/checking/rules.ts";
import { guessedColumns, readRow, strangeColumns } from "../shapes/readRow.ts";
import { NamedColumns } from "../shapes/reading/columns.ts";
import { shapeNamed, shapeOf } from "../shapes/table.ts";
import { unreadColumns } from "../shapes/unread.ts";
import { HashSet, exampleHash } from "./hashes.ts";
import { LengthCheck, type Measure } from "./length.ts";
import { Quality } from "./quality.ts";
import { Findings, listedPlaces, rulePage, type RulePage } from "./report.ts";
import { checkColumns, checkRow, checkWords, resembles, sensitiveInRow } from "./rowRules.ts";
import { WholeFile } from "./wholeFile.ts";

/** The format that a file is checked as: the most frequent shape that the provider takes; where it takes none of them, its usual one, so that the findings say what is missing for it. */
function fileFormat(rows: readonly Row[], { shapes: taken }: ProviderRules): string {
  const tally = new Map<string, number>();
  for (const row of rows) {
    const shape = shapeOf(row);
    if (shape !== undefined) tally.set(shape, (tally.get(shape) ?? 0) + 1);
  }
  const counts = [...tally].sort(([, a], [, b]) => b - a);
  const [most] = counts;
  if (taken.length === 0) return most?.[0] ?? "unknown";
  // No host has a format for them, and its own would only list what is missing.
  if (most?.[0] === "embedding") return most[0];
  const native = counts.find(([shape]) => taken.includes(shape));
  return native?.[0] ?? taken.find((shape) => rows.some((row) => resembles(row, shape))) ?? taken[0] ?? "unknown";
}

export interface CheckOptions extends RowOptions {
  readonly validation?: Bytes | undefined;
  readonly allPlaces?: boolean | undefined;
}

const decisiveRows = 200;

interface Held {
  readonly value: unknown;
  readonly line: number;
  readonly text: string | null;
}

/** Checks rows as they come; the first ones wait until the file's format is known. */
export class RowCheck implements RowSink {
  readonly findings: Findings;
  rows = 0;
  examples = 0;
  format: string | null = null;
  readonly named: NamedColumns;
  readonly #file: WholeFile;
  readonly #quality = new Quality();
  readonly #rules: ProviderRules;
  readonly #options: CheckOptions;
  readonly #length: LengthCheck | null;
  readonly #seen: HashSet = new HashSet();
  readonly #validation: HashSet | null;
  #held: Held[] = [];
  #native = false;
  #foreign = false;

  constructor(rules: ProviderRules, options: CheckOptions, measure: Measure | null, validation: HashSet | null) {
    this.#rules = rules;
    this.#options = options;
    const page = (code: string): RulePage | null => rulePage(rules.id, rules.model, code);
    this.findings = new Findings(page, options.allPlaces === true ? Infinity : listedPlaces);
    this.named = new NamedColumns(options.columns);
    this.#validation = validation;
    this.#file = new WholeFile(rules, this.findings, options.name ?? "");
    this.#length = rules.cap === null || measure === null ? null : new LengthCheck(rules.cap, measure);
  }

  record(value: unknown, line: number, text: string | null): void {
    this.rows += 1;
    if (this.format !== null) return this.#check({ value, line, text });
    this.#held.push({ value, line, text });
    if (this.#held.length >= decisiveRows) this.#decide();
  }

  fault(code: string, line: number, detail?: string): void {
    const severity = this.#file.faultSeverity(code, detail);
    if (severity !== null) this.findings.add(severity, code, line, detail);
    if (costsRow(code, detail)) this.rows += 1;
  }

  get cut(): CutExamples | null {
    return this.#length?.cut ?? null;
  }

  end(read: RowsRead): void {
    this.#decide();
    this.#file.report(read, this.rows, this.format ?? "unknown");
    this.#quality.report(this.findings);
  }

  #decide(): void {
    if (this.format !== null) return;
    const rows = this.#held.map(({ value }) => value).filter(isRow);
    this.format = this.#options.format ?? fileFormat(rows, this.#rules);
    this.#native = rows.some((row) => shapeOf(row) !== undefined && resembles(row, this.format ?? ""));
    for (const held of this.#held) this.#check(held);
    this.#held = [];
  }

  #check({ value, line, text }: Held): void {
    let [errors, skipped] = [0, false];
    const emit: Emit = (severity, code, detail, words) => {
      if (severity === "error") errors += 1;
      // An example is left out once, whatever there is against it.
      if (code === "example_skipped" && skipped) return;
      skipped ||= code === "example_skipped";
      this.findings.add(severity, code, line, detail, words);
    };
    if (!isRow(value)) return emit("error", "not_object", "", bareList(value) === null ? "not_object" : "bare_list");
    this.named.see(value);
    const format = this.format ?? "unknown";
    const reading = readRow(value, format, this.#options.columns);
    if (!isFault(reading)) this.#example(reading, value, emit);
    if (this.#rules.shapes.length > 0 || shapeNamed(format) !== undefined) {
      this.#columns(value, format, emit);
      checkRow(value, format, this.#rules, emit);
    }
    if (this.#options.columns === undefined && this.#rules.extraColumn === null)
      for (const column of unreadColumns(value, format))
        emit("advice", "unread_column", column, column.includes("[]") ? "unread_field" : undefined);
    if (shapeOf(value) === undefined && guessedColumns(value) !== null && !resembles(value, format))
      emit("advice", "unknown_shape", strangeColumns(value));
    // No row is left out without a word.
    if (isFault(reading) && errors === 0 && !skipped) emit("error", reading.code, reading.detail);
    checkWords(value, text, this.#rules, emit);
    for (const { code, shown } of sensitiveInRow(value, text)) emit("advice", code, shown);
    if (text !== null) for (const flaw of rawFlaws(text)) emit("warning", flaw);
    const twice = text === null ? null : repeatedKey(text, value);
    if (twice !== null) emit("warning", "repeated_key", JSON.stringify(twice));
    this.#file.row(value, line, format);
  }

  #columns(row: Row, format: string, emit: Emit): void {
    const shape = shapeOf(row);
    if (shape === undefined || resembles(row, format)) {
      if (shape !== undefined && !this.#native && this.#foreign)
        emit("error", "mixed_formats", `${format} after others`);
      this.#native ||= shape !== undefined;
      return checkColumns(row, format, this.#rules, emit);
    }
    this.#foreign = true;
    if (this.#native) emit("error", "mixed_formats", `${shape} among ${format}`);
  }

  #example(example: Example, row: Row, emit: Emit): void {
    this.examples += 1;
    this.#file.example(example, this.format ?? "unknown", emit);
    const long = this.#length?.check(example) ?? null;
    if (long !== null) emit(long.severity, long.code, long.detail, long.words);
    const blind = this.#rules.blind && this.format !== "bedrock-conversation-2024";
    if (blind && example.messages.some(({ images }) => images !== null))
      emit("error", "image_unsupported_model", this.#rules.model);
    if (example.ids !== null) return;
    const [high, low] = exampleHash(example, row, this.format ?? "");
    if (this.#seen.add(high, low)) emit("warning", "duplicate_example");
    this.#quality.add(example, row);
    if (this.#validation?.has(high, low) === true) emit("warning", "validation_overlap");
  }
}
