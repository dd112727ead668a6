import type { CutExamples } from "@tunecast/estimator/answer";
import { NamedColumns } from "../shapes/reading/columns.ts";
import { isFault, type Example, type Reading } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { rawFlaws } from "../formats/rawFlaws.ts";
import { repeatedKey } from "../formats/repeatedKey.ts";
import { bareList } from "../shapes/bareList.ts";
import { guessedColumns } from "../shapes/guessColumns.ts";
import { readRow, strangeColumns } from "../shapes/readRow.ts";
import { isRow, type Row } from "../formats/row.ts";
import { shapeNamed, shapeOf } from "../shapes/table.ts";
import { unreadColumns } from "../shapes/unread.ts";
import { costsRow, type RowSink } from "../formats/sink.ts";
import type { RowOptions } from "../profile/profileBytes.ts";
import { fileFormat } from "./fileFormat.ts";
import { WholeFile } from "./wholeFile.ts";
import type { Quality } from "./quality.ts";
import { rulePage, type RulePage } from "./rulePage.ts";
import { exampleHash, HashSet } from "./hashes.ts";
import { sensitiveInRow } from "./sensitive.ts";
import { Findings, listedPlaces } from "./report.ts";
import { checkColumns, checkRow, checkWords, resembles } from "./rowRules.ts";
import type { Emit, ProviderRules } from "../shapes/checking/rules.ts";
import { LengthCheck, type Measure } from "./length.ts";

/** How to read the file, and what it is not to share with another. */
export interface CheckOptions extends RowOptions {
  /** The validation file, to find examples that are in both. */
  readonly validation?: Bytes | undefined;
  /** Lists every place of a flaw, instead of the first hundred. */
  readonly allPlaces?: boolean | undefined;
}

const decisiveRows = 200;

interface Compared {
  /** Null where the provider has no limit of length. */
  readonly measure: Measure | null;
  /** Null where no validation file was given. */
  readonly validation: HashSet | null;
  readonly quality: Quality;
}

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
  readonly file: WholeFile;
  readonly named: NamedColumns;
  readonly quality: Quality;
  readonly #rules: ProviderRules;
  readonly #options: CheckOptions;
  readonly #length: LengthCheck | null;
  readonly #seen: HashSet = new HashSet();
  readonly #validation: HashSet | null;
  #held: Held[] = [];
  /** Whether a row of the file's format was met, and one of another. */
  #native = false;
  #foreign = false;

  constructor(rules: ProviderRules, options: CheckOptions, { measure, validation, quality }: Compared) {
    this.quality = quality;
    this.#rules = rules;
    this.#options = options;
    const page = (code: string): RulePage | null => rulePage(rules.id, rules.model, code);
    this.findings = new Findings(page, options.allPlaces === true ? Infinity : listedPlaces);
    this.named = new NamedColumns(options.columns);
    this.#validation = validation;
    this.file = new WholeFile(rules, this.findings, options.name ?? "");
    this.#length = rules.cap === null || measure === null ? null : new LengthCheck(rules.cap, measure);
  }

  record(value: unknown, line: number, text: string | null): void {
    this.rows += 1;
    if (this.format !== null) return this.#check({ value, line, text });
    this.#held.push({ value, line, text });
    if (this.#held.length >= decisiveRows) this.decide();
  }

  fault(code: string, line: number, detail?: string): void {
    const severity = this.file.faultSeverity(code, detail);
    if (severity !== null) this.findings.add(severity, code, line, detail);
    if (costsRow(code, detail)) this.rows += 1;
  }

  get cut(): CutExamples | null {
    return this.#length?.cut ?? null;
  }

  /** Settles the format by the rows seen so far and checks those that waited. */
  decide(): void {
    if (this.format !== null) return;
    const rows = this.#held.map(({ value }) => value).filter(isRow);
    this.format = this.#options.format ?? fileFormat(rows, this.#rules);
    this.#native = rows.some((row) => shapeOf(row) !== undefined && resembles(row, this.format ?? ""));
    const read = rows.flatMap((row) => {
      const reading = this.#read(row, this.format ?? "unknown");
      return isFault(reading) || reading.ids !== null ? [] : [reading];
    });
    this.quality.prime(read);
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
    const reading = this.#read(value, format);
    if (!isFault(reading)) this.#example(reading, value, emit);
    if (this.#rules.shapes.length > 0 || shapeNamed(format) !== undefined) {
      this.#columns(value, format, emit);
      checkRow(value, format, this.#rules, emit);
    }
    if (this.#options.columns === undefined && this.#rules.extraColumn === null)
      for (const column of unreadColumns(value, format))
        emit("advice", "unread_column", column, column.includes("[]") ? "unread_field" : undefined);
    // Columns of one's own can be named.
    if (shapeOf(value) === undefined && guessedColumns(value) !== null && !resembles(value, format))
      emit("advice", "unknown_shape", strangeColumns(value));
    // No row is left out without a word.
    if (isFault(reading) && errors === 0 && !skipped) emit("error", reading.code, reading.detail);
    checkWords(value, text, this.#rules, emit);
    for (const { code, shown } of sensitiveInRow(value, text)) emit("advice", code, shown);
    if (text !== null) for (const flaw of rawFlaws(text)) emit("warning", flaw);
    const twice = text === null ? null : repeatedKey(text, value);
    if (twice !== null) emit("warning", "repeated_key", JSON.stringify(twice));
    this.file.row(value, line, format);
  }

  /** Whether the row is of the file's format: a file that is altogether of another is not a mixture. */
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

  #read(row: Row, format: string): Reading {
    return readRow(row, format, this.#options.columns);
  }

  #example(example: Example, row: Row, emit: Emit): void {
    this.examples += 1;
    this.file.example(example, this.format ?? "unknown", emit);
    const long = this.#length?.check(example) ?? null;
    if (long !== null) emit(long.severity, long.code, long.detail, long.words);
    const blind = this.#rules.blind && this.format !== "bedrock-conversation-2024";
    if (blind && example.messages.some(({ images }) => images !== null))
      emit("error", "image_unsupported_model", this.#rules.model);
    if (example.ids !== null) return;
    const [high, low] = exampleHash(example, row, this.format ?? "");
    const isRepeated = this.#seen.add(high, low);
    if (isRepeated) emit("warning", "duplicate_example");
    this.quality.add(example, row, isRepeated);
    if (this.#validation?.has(high, low) === true) emit("warning", "validation_overlap");
  }
}
