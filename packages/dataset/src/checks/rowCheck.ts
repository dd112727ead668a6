import { grouped } from "@tunecast/estimator/parts";
import { isFault, type Example } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { rawFlaws, repeatedKey } from "../formats/jsonValue.ts";
import { costsRow, isRow, type Row, type RowSink } from "../formats/row.ts";
import type { RowsRead } from "../formats/rows.ts";
import type { Places } from "../formats/sniff.ts";
import { bareList } from "../shapes/reading/chat.ts";
import type { Emit, ProviderRules } from "../shapes/checking/rules.ts";
import { guessedColumns, strangeColumns } from "../shapes/proposal.ts";
import { readRow, shapeAs, type RowOptions } from "../shapes/readRow.ts";
import { NamedColumns } from "../shapes/reading/columns.ts";
import { shapeNamed, shapeOf } from "../shapes/table.ts";
import { unreadColumns } from "../shapes/unread.ts";
import { exampleHash, isMet, type Hashes } from "./hashes.ts";
import { LengthCheck, type Measure } from "./length.ts";
import { Quality } from "./quality.ts";
import { Findings, listedPlaces, rulePage, type CheckReport, type RulePage } from "./report.ts";
import { checkColumns, checkRow, checkWords, resembles, sensitiveInRow } from "./rowRules.ts";
import type { Sketch } from "./sketch.ts";
import { WholeFile } from "./wholeFile.ts";

/** The format that a file is checked as: the most frequent shape that the provider takes; where it takes none of them, its usual one, so that the findings say what is missing for it. */
function fileFormat(rows: readonly Row[], { shapes: taken }: ProviderRules): string {
  const byShape = [...grouped(rows, shapeOf)].sort(([, a], [, b]) => b.length - a.length);
  const shapes = byShape.flatMap(([shape]) => shape ?? []);
  const [most = "unknown"] = shapes;
  // Where no format is for such rows, the usual one would only list what is missing.
  if (taken.length === 0 || most === "embedding" || (isPair(most) && !taken.some(isPair))) return most;
  const native = shapes.find((shape) => taken.includes(shape));
  return native ?? taken.find((shape) => rows.some((row) => resembles(row, shape))) ?? taken[0] ?? "unknown";
}

export const isPair = (shape: string): boolean => shapeNamed(shape)?.nature === "pair";

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

interface Reading {
  readonly read: ReturnType<typeof readRow>;
  readonly hash: number;
  readonly again: boolean;
  readonly unread: readonly string[];
}

interface CheckedRow extends Held {
  readonly value: Row;
  readonly shape: string | undefined;
  readonly as: (format: string) => Reading;
  readonly sensitive: ReturnType<typeof sensitiveInRow>;
  /** The columns of a row of no known shape that may hold an example, and what they may stand for. */
  readonly strange: string | null;
  readonly flaws: readonly string[];
  readonly twice: string | null;
}

/** @param seen examples so far, by the format that they are read as */
function checkedRow(value: Row, held: Held, columns: CheckOptions["columns"], seen: Map<string, Hashes>): CheckedRow {
  const { line, text } = held;
  const readings = new Map<string, Reading>();
  const as = (format: string): Reading => {
    const known = readings.get(format);
    if (known !== undefined) return known;
    const read = readRow(value, format, columns);
    const isText = !isFault(read) && read.ids === null;
    const hash = isText ? exampleHash(read, value, format) : 0;
    const before = seen.get(format) ?? new Set();
    seen.set(format, before);
    const unread = columns === undefined ? unreadColumns(value, format) : [];
    const reading = { read, hash, again: isText && isMet(before, hash), unread };
    readings.set(format, reading);
    return reading;
  };
  const [flaws, twice] = text === null ? [[], null] : [rawFlaws(text), repeatedKey(text, value)];
  const shape = shapeOf(value);
  const strange = shape === undefined && guessedColumns(value) !== null ? strangeColumns(value) : null;
  return { value, shape, line, text, as, sensitive: sensitiveInRow(value, text), strange, flaws, twice };
}

/** Checks rows by several rules as they come; the first rows wait until each knows the file's format. */
export class RowChecks implements RowSink {
  readonly named: NamedColumns;
  readonly #seen: Map<string, Hashes> = new Map();
  readonly #checks: readonly RowCheck[];
  readonly #options: CheckOptions;
  readonly #quality: Quality;
  #held: Held[] | null = [];

  constructor(checks: readonly RowCheck[], options: CheckOptions, validation: readonly Sketch[]) {
    this.#checks = checks;
    this.#options = options;
    this.#quality = new Quality(validation);
    this.named = new NamedColumns(options.columns);
  }

  record(value: unknown, line: number, text: string | null): void {
    if (this.#held === null) return this.#check({ value, line, text });
    this.#held.push({ value, line, text });
    if (this.#held.length >= decisiveRows) this.#decide();
  }

  fault(code: string, line: number, detail?: string): void {
    for (const check of this.#checks) check.fault(code, line, detail);
  }

  end(read: RowsRead): void {
    this.#decide();
    for (const check of this.#checks) {
      check.end(read);
      this.#quality.report(check.findings);
    }
  }

  #decide(): void {
    if (this.#held === null) return;
    const held = this.#held;
    this.#held = null;
    const rows = held.map(({ value }) => value).filter(isRow);
    for (const check of this.#checks) check.decide(rows);
    const examples = rows.flatMap((row) => {
      const read = readRow(row, shapeAs(row, this.#options), this.#options.columns);
      return isFault(read) || read.ids !== null ? [] : [read];
    });
    this.#quality.prime(examples);
    for (const one of held) this.#check(one);
  }

  #check(held: Held): void {
    const { value, line } = held;
    if (!isRow(value)) {
      const words = bareList(value) === null ? "not_object" : "bare_list";
      for (const check of this.#checks) check.noRow(line, words);
      return;
    }
    this.named.see(value);
    const row = checkedRow(value, held, this.#options.columns, this.#seen);
    for (const check of this.#checks) check.check(row);
    const { read, again } = row.as(shapeAs(value, this.#options) ?? "unknown");
    if (!isFault(read) && read.ids === null) this.#quality.add(read, value, again);
  }
}

export class RowCheck {
  readonly findings: Findings;
  rows = 0;
  examples = 0;
  format = "unknown";
  readonly #file: WholeFile;
  readonly #rules: ProviderRules;
  readonly #options: CheckOptions;
  readonly #length: LengthCheck | null;
  readonly #validation: Hashes | null;
  #native = false;
  #foreign = false;

  constructor(rules: ProviderRules, options: CheckOptions, measure: Measure | null, validation: Hashes | null) {
    this.#rules = rules;
    this.#options = options;
    const page = (code: string): RulePage | null => rulePage(rules.id, rules.model, code);
    this.findings = new Findings(page, options.allPlaces === true ? Infinity : listedPlaces);
    this.#validation = validation;
    this.#file = new WholeFile(rules, this.findings, options.name ?? "");
    this.#length = rules.cap === null || measure === null ? null : new LengthCheck(rules.cap, measure);
  }

  fault(code: string, line: number, detail?: string): void {
    const severity = this.#file.faultSeverity(code, detail);
    if (severity !== null) this.findings.add(severity, code, line, detail);
    if (costsRow(code, detail)) this.rows += 1;
  }

  end(read: RowsRead): void {
    if (this.rows > 0 && this.findings.countOf("example_skipped") === this.rows)
      this.findings.add("error", "too_few_examples", null, "the trainer leaves each of them out");
    this.#file.report(read, this.rows, this.format);
  }

  report(places: Places = "lines"): CheckReport {
    const { findings, rows, examples, format } = this;
    const { id: provider } = this.#rules;
    const saysDpo = ["openai", "azure-openai", "generic"].includes(provider);
    const own = format === "dpo" && !saysDpo ? "preference" : format;
    const shown = provider === "csv" ? "csv" : findings.countOf("mixed_formats") > 0 ? "mixed" : own;
    const { verdict } = findings;
    const cut = this.#length?.cut ?? null;
    return { provider, format: shown, verdict, rows, examples, places, findings: findings.list(places), cut };
  }

  decide(rows: readonly Row[]): void {
    this.format = this.#options.format ?? fileFormat(rows, this.#rules);
    this.#native = rows.some((row) => shapeOf(row) !== undefined && resembles(row, this.format));
  }

  noRow(line: number, words: string): void {
    this.rows += 1;
    this.findings.add("error", "not_object", line, "", words);
  }

  check(row: CheckedRow): void {
    this.rows += 1;
    const { value, shape, line, text } = row;
    let [errors, skipped] = [0, false];
    const emit: Emit = (severity, code, detail, words) => {
      if (severity === "error") errors += 1;
      if (code === "example_skipped" && skipped) return;
      skipped ||= code === "example_skipped";
      this.findings.add(severity, code, line, detail, words);
    };
    const { format } = this;
    const reading = row.as(format);
    if (!isFault(reading.read)) this.#example(reading.read, value, reading, emit);
    if (this.#rules.shapes.length > 0 || shapeNamed(format) !== undefined) {
      this.#columns(value, shape, emit);
      checkRow(value, format, this.#rules, emit);
    }
    if (this.#rules.extraColumn === null)
      for (const column of reading.unread)
        emit("advice", "unread_column", column, column.includes("[]") ? "unread_field" : undefined);
    const own = shapeNamed(shape ?? "");
    if (own?.nature === "labelled" && own.id !== format && !own.wants(value)) emit("warning", "unwanted_answer");
    const isFlawed = isFault(reading.read) && resembles(value, format);
    if (row.strange !== null && !isFlawed) emit("advice", "unknown_shape", row.strange);
    // No row is left out without a word.
    if (isFault(reading.read) && errors === 0 && !skipped) emit("error", reading.read.code, reading.read.detail);
    checkWords(value, text, this.#rules, emit);
    for (const { code, shown } of row.sensitive) emit("advice", code, shown);
    for (const flaw of row.flaws) emit("warning", flaw);
    if (row.twice !== null) emit("warning", "repeated_key", JSON.stringify(row.twice));
    this.#file.row(value, line, format);
  }

  #columns(row: Row, shape: string | undefined, emit: Emit): void {
    const { format } = this;
    if (shape === undefined || resembles(row, format)) {
      if (shape !== undefined && !this.#native && this.#foreign)
        emit("error", "mixed_formats", `${format} after others`);
      this.#native ||= shape !== undefined;
      return checkColumns(row, format, this.#rules, emit);
    }
    this.#foreign = true;
    if (this.#native) emit("error", "mixed_formats", `${shape} among ${format}`);
  }

  #example(example: Example, row: Row, { hash, again }: Reading, emit: Emit): void {
    this.examples += 1;
    this.#file.example(example, row, this.format, emit);
    const long = this.#length?.check(example) ?? null;
    if (long !== null) emit(...long);
    const blind = this.#rules.blind && this.format !== "bedrock-conversation-2024";
    if (blind && example.messages.some(({ images }) => images !== null))
      emit("error", "image_unsupported_model", this.#rules.model);
    if (example.ids !== null) return;
    if (again) emit("warning", "duplicate_example");
    if (this.#validation?.has(hash) === true) emit("warning", "validation_overlap");
  }
}
