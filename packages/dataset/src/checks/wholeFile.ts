import { endingOf } from "../formats/sniff.ts";
import { shapeNamed } from "../shapes/table.ts";
import type { Example } from "../formats/example.ts";
import type { Row } from "../formats/row.ts";
import type { RowsRead } from "../formats/rows.ts";
import type { Severity } from "../profile/findings.ts";
import { modality } from "../shapes/checking/converseRows.ts";
import { GraderFields } from "./graderFields.ts";
import { Languages } from "./languages.ts";
import { trains } from "../shapes/checking/messages.ts";
import { PromptAdvice } from "./promptAdvice.ts";
import type { Findings } from "./report.ts";
import type { Emit, ProviderRules, Stance } from "../shapes/checking/rules.ts";

/** Distinct system prompts told apart at most. */
const mostPrompts = 1000;

/** Rules about the file as a whole: numbers, containers, and what shows only across rows. */
export class WholeFile {
  readonly #rules: ProviderRules;
  readonly #findings: Findings;
  readonly #name: string;
  readonly #advice: PromptAdvice = new PromptAdvice();
  readonly #grader: GraderFields = new GraderFields();
  readonly #languages: Languages = new Languages();
  readonly #systems: Set<string> = new Set();
  readonly #modalities: Map<string, { count: number; lines: number[] }> = new Map();
  #withSystem = 0;
  #chats = 0;
  #idRows = 0;
  #idsTrained = 0;
  /** Whether the rows are of a format whose validators ask for a system message. */
  #asked = false;

  constructor(rules: ProviderRules, findings: Findings, name: string) {
    this.#rules = rules;
    this.#findings = findings;
    this.#name = name.toLowerCase().split(/[/\\]/u).pop() ?? "";
  }

  faultSeverity(code: string, detail: string | undefined): Stance {
    if (code === "bom") return this.#rules.bom;
    if (code === "blank_line") return this.#rules.blankLine;
    if (code === "other_encoding") return this.#rules.linesOnly ? "error" : "warning";
    if (["delimiter_guess", "nul_character", "repeated_column"].includes(code)) return "warning";
    return code === "ragged_row" && detail === "short" ? "warning" : "error";
  }

  row(row: Row, line: number, format: string): void {
    if (format === "rft") this.#grader.add(row, line);
    if (format === "prompt-completion" && this.#rules.promptAdvice) this.#advice.add(row, line);
    if (format !== "bedrock-conversation-2024") return;
    const kind = modality(row);
    const seen = this.#modalities.get(kind) ?? { count: 0, lines: [] };
    seen.count += 1;
    if (seen.lines.length < 100) seen.lines.push(line);
    this.#modalities.set(kind, seen);
  }

  example(example: Example, format: string, emit: Emit): void {
    if (example.ids !== null)
      [this.#idRows, this.#idsTrained] = [this.#idRows + 1, this.#idsTrained + example.ids.trained];
    const answers = shapeNamed(format)?.open !== true;
    const spoken = example.messages.some(({ role }) => role === "assistant");
    if (answers && spoken && example.layout === "chat" && !trains(example.messages))
      emit(this.#rules.chat.untrained, "no_trainable_tokens");
    this.#languages.add(example.messages);
    if (example.layout !== "chat") return;
    this.#chats += 1;
    this.#asked = format === "chat-sft" || format === "gemini-contents";
    const system = example.messages.find(({ role }) => role === "system" || role === "developer");
    if (system === undefined) return;
    this.#withSystem += 1;
    if (this.#systems.size < mostPrompts) this.#systems.add(system.text);
  }

  async report(read: RowsRead, rows: number, examples: number, format: string): Promise<void> {
    this.#container(read, format);
    this.#numbers(rows);
    this.#size(read.bytes);
    const findings = this.#findings;
    if (this.#chats > 0 && this.#withSystem === 0)
      findings.add((this.#asked ? this.#rules.missingSystem : null) ?? "advice", "missing_system", null);
    else if (examples > 0 && this.#systems.size > 1)
      findings.add(
        "advice",
        "system_prompt_variants",
        null,
        `${this.#systems.size}${this.#systems.size === mostPrompts ? " or more" : ""} of them in ${this.#withSystem} examples`,
      );
    const languages = await this.#languages.words();
    if (languages !== null) findings.add("advice", "languages", null, languages);
    // A packed row may hold a prompt alone; a file of nothing but masked tokens teaches nothing.
    if (this.#idRows > 0 && this.#idsTrained === 0) findings.add("warning", "no_trainable_tokens", null);
    this.#advice.report(findings);
    this.#grader.report(findings);
    this.#mixes();
  }

  #numbers(rows: number): void {
    const { least, most, few, advised } = this.#rules.examples;
    const add = (severity: Severity, code: string, detail: string): void =>
      this.#findings.add(severity, code, null, detail);
    if (rows === 0) return add("error", "empty_file", "");
    if (rows < least) add("error", "too_few_examples", `${rows}, at least ${least}`);
    else if (rows < few) add("warning", "few_examples", `${rows}, better ${advised} or more`);
    else if (rows < advised) add("advice", "few_examples", `${rows}, better ${advised} or more`);
    if (rows > most) add("error", "too_many_examples", `${rows}, at most ${most}`);
  }

  #size(bytes: number): void {
    const { least, most, inParts } = this.#rules.bytes;
    const [given, limit] = [bytes.toLocaleString("en"), (bytes < least ? least : most).toLocaleString("en")];
    if (bytes > 0 && bytes < least)
      this.#findings.add("error", "too_few_examples", null, `${given} bytes, at least ${limit}`);
    if (bytes > most)
      this.#findings.add(
        bytes > inParts ? "error" : "warning",
        "file_too_large",
        null,
        `${given} bytes, at most ${limit}${bytes > inParts ? "" : " at once"}`,
      );
  }

  #container({ container, packing }: RowsRead, format: string): void {
    const { linesOnly, endings, shapes } = this.#rules;
    const ending = endingOf(this.#name);
    const parquet = container.kind === "parquet" && shapes.includes("parquet-tokenised");
    if (linesOnly && container.kind !== "json-lines" && container.kind !== "empty" && !parquet)
      this.#findings.add("error", "not_jsonl", null, container.kind);
    // A host takes token ids in Parquet, and there nothing else.
    if (linesOnly && parquet && format !== "parquet-tokenised")
      this.#findings.add("error", "missing_field", null, "input_ids");
    if (linesOnly && !parquet && format === "parquet-tokenised")
      this.#findings.add("error", "wrong_extension", null, `token ids in ${container.kind}, expected .parquet`);
    if (endings.length > 0 && this.#name.includes(".") && !endings.includes(ending))
      this.#findings.add("error", "wrong_extension", null, `.${ending}, expected .${endings.join(" or .")}`);
    if (packing !== null && linesOnly) this.#findings.add("error", "wrong_extension", null, "packed; unpack it first");
  }

  #mixes(): void {
    const kinds = [...this.#modalities].sort(([, a], [, b]) => b.count - a.count);
    const [{ count: images = 0 } = {}, { count: films = 0 } = {}] = ["image", "video"].map((kind) =>
      this.#modalities.get(kind),
    );
    if (images + films > 0 && Math.min(images, films) > 0)
      return this.#findings.add("error", "mixed_modality", null, `${images} rows with images, ${films} with videos`);
    for (const [kind, { lines }] of kinds.slice(1))
      for (const line of lines)
        this.#findings.add("warning", "mixed_modality", line, `${kind} among ${kinds[0]?.[0] ?? ""}`);
  }
}
