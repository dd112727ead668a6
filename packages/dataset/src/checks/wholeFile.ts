import { grouped } from "@tunecast/estimator/parts";
import type { Example } from "../formats/example.ts";
import { byteText, countText, type Row } from "../formats/row.ts";
import type { RowsRead } from "../formats/rows.ts";
import { endingOf, type Container } from "../formats/sniff.ts";
import type { Severity } from "../profile/findings.ts";
import { modality } from "../shapes/checking/converseRows.ts";
import { isModel, trains } from "../shapes/checking/messages.ts";
import type { Emit, ProviderRules, Stance } from "../shapes/checking/rules.ts";
import { messageField, pictureColumns } from "../shapes/reading/chat.ts";
import { shapeNamed } from "../shapes/table.ts";
import { messagesIn } from "../shapes/unread.ts";
import names from "../shapes/names.json" with { type: "json" };
import type { Findings } from "./report.ts";

const mostPrompts = 1000;
const warned: ReadonlySet<string> = new Set(names.warnedFaults);
const loadedAs: ReadonlyMap<string, string> = new Map(Object.entries(names.loadedAs));
const loadersColumns: ReadonlyMap<string, string> = new Map(Object.entries(names.loadersColumns));
const readAs = (column: string): string => column.trim().replace(/\s*:$/u, "").toLowerCase();

export class WholeFile {
  readonly #rules: ProviderRules;
  readonly #findings: Findings;
  readonly #ending: string;
  readonly #systems: Set<string> = new Set();
  readonly #modalities: [kind: string, line: number][] = [];
  #withSystem = 0;
  #chats = 0;
  /** Of rows of token ids; null where there is none. */
  #idsTrained: number | null = null;
  #asked = false;
  #nestedColumn: string | undefined;
  /** What is wrong with columns for other loaders: by their names, of a map by none, since no row is loaded then. */
  readonly #odd: Map<string, string> = new Map();
  #misread: string | undefined;

  constructor(rules: ProviderRules, findings: Findings, name: string) {
    this.#rules = rules;
    this.#findings = findings;
    this.#ending = endingOf(name);
  }

  faultSeverity(code: string, detail: string = ""): Stance {
    if (code === "bom") return this.#rules.bom;
    if (code === "blank_line") return this.#rules.blankLine;
    if (code === "other_encoding") return this.#rules.otherEncoding;
    if (code === "invalid_json" && detail === "NaN" && this.#rules.datasets) return "advice";
    if (warned.has(code)) return "warning";
    const odd = loadersColumns.get(code)?.replace("{}", () => JSON.stringify(detail));
    if (odd === undefined) return code === "ragged_row" && detail === "short" ? "warning" : "error";
    // ms-swift looks for columns by their letters, small or not, but for those of messages.
    const isFound = this.#rules.chat.textLists === true && !/\W|message|conversation/iu.test(detail);
    const isTaken = code === "renamed_column" ? isFound : code === "bytes_column" && pictureColumns.includes(detail);
    if (!isTaken) this.#odd.set(code === "map_column" ? "" : readAs(detail), odd);
    return null;
  }

  row(row: Row, line: number, format: string): void {
    if (this.#rules.datasets === true && !this.#rules.chat.textLists)
      this.#nestedColumn ??= Object.keys(row).find((field) => typeof row[field] === "object" && row[field] !== null);
    const isRead = (name: string): boolean => shapeNamed(format)?.columns(row).includes(name) === true;
    this.#misread ??= [...this.#odd].find(([name]) => name === "" || isRead(name))?.[1];
    if (format !== "bedrock-conversation-2024") return;
    this.#modalities.push([modality(row), line]);
  }

  example(example: Example, row: Row, format: string, emit: Emit): void {
    if (example.ids !== null) this.#idsTrained = (this.#idsTrained ?? 0) + example.ids.trained;
    const answers = shapeNamed(format)?.open !== true;
    const { weight, textLists, untrained } = this.#rules.chat;
    // ms-swift reads no weight, but whether an answer counts (`loss`).
    const counts = ({ role, from, loss }: Row): boolean => isModel(role ?? from) && loss !== false;
    const all = weight === "ignored" && (!textLists || messagesIn(row, messageField(row) ?? "").some(counts));
    const spoken = example.messages.some(({ role }) => role === "assistant");
    if (answers && spoken && example.layout === "chat" && !trains(example.messages, all))
      emit(untrained, "no_trainable_tokens");
    if (example.layout !== "chat") return;
    this.#chats += 1;
    this.#asked = format === "chat-sft" || format === "gemini-contents";
    const system = example.messages.find(({ role }) => role === "system" || role === "developer");
    if (system === undefined) return;
    this.#withSystem += 1;
    if (this.#systems.size < mostPrompts) this.#systems.add(system.text);
  }

  report({ bytes, container, container: { kind }, packing, lines }: RowsRead, rows: number, format: string): void {
    const { linesOnly, endings, shapes, examples, bytes: sizes, missingSystem, datasets } = this.#rules;
    const { least, most, few, advised } = examples;
    const parquet = kind === "parquet" && shapes.includes("parquet-tokenised");
    const ids = format === "parquet-tokenised";
    const isCut = bytes > sizes.inParts;
    const variants = this.#systems.size;
    const limit = (number: number): string => `${byteText(bytes)}, at ${countText(number)}`;
    const over = limit(sizes.most).replace("at", "at most") + (isCut ? "" : " at once");
    const better = `${countText(rows)}, better ${countText(advised)} or more`;
    const isStrange = endings.length > 0 && this.#ending !== "" && !endings.includes(this.#ending);
    const isLoaded = datasets === true && !isStrange;
    const wrong = isLoaded ? this.#unloadable(container) : "";
    const many = `${countText(variants)}${variants === mostPrompts ? " or more" : ""} of them in ${countText(this.#withSystem)} examples`;
    const isBare = this.#chats > 0 && this.#withSystem === 0;
    const flaws: readonly (readonly [holds: boolean, severity: Severity, code: string, detail?: string])[] = [
      [linesOnly && kind !== "json-lines" && kind !== "empty" && !parquet, "error", "not_jsonl", kind],
      // A host takes token ids in Parquet, and there nothing else.
      [linesOnly && parquet && !ids, "error", "missing_field", "input_ids"],
      [linesOnly && !parquet && ids, "error", "wrong_extension", `token ids in ${kind}, expected .parquet`],
      [isStrange, "error", "wrong_extension", `.${this.#ending}, expected .${endings.join(" or .")}`],
      [wrong !== "", "error", "not_loaded", wrong],
      [isLoaded && kind === "text" && lines > rows, "warning", "read_by_lines", countText(lines - rows)],
      [packing !== null && (linesOnly || endings.length > 0), "error", "wrong_extension", "packed; unpack it first"],
      [rows === 0, "error", "empty_file"],
      [rows > 0 && rows < least, "error", "too_few_examples", `${countText(rows)}, at least ${countText(least)}`],
      [rows >= least && rows < Math.max(few, advised), rows < few ? "warning" : "advice", "few_examples", better],
      [rows > most, "error", "too_many_examples", `${countText(rows)}, at most ${countText(most)}`],
      [bytes > 0 && bytes < sizes.least, "error", "too_few_examples", limit(sizes.least).replace("at", "at least")],
      [bytes > sizes.most, isCut ? "error" : "warning", "file_too_large", over],
      [isBare, (this.#asked ? missingSystem : null) ?? "advice", "missing_system"],
      [!isBare && variants > 1, "advice", "system_prompt_variants", many],
      // A packed row may hold a prompt alone; a file of nothing but masked tokens teaches nothing.
      [this.#idsTrained === 0, "warning", "no_trainable_tokens"],
    ];
    for (const [holds, severity, code, detail] of flaws) if (holds) this.#findings.add(severity, code, null, detail);
    this.#mixes();
  }

  /** What Hugging Face's loader fails at, or reads as other rows. @source the datasets of PyPI (5.2.0, tried 2026-12-03) */
  #unloadable(container: Container): string {
    const isMet = (code: string): boolean => container.kind === "json-lines" && this.#findings.countOf(code) > 0;
    const mark = "delimiter" in container ? container.delimiter : ",";
    const named = loadedAs.get(this.#ending) ?? container.kind;
    if (named !== container.kind && container.kind !== "empty") return `${named} by its name, .${this.#ending}`;
    if (container.kind === "json-table") return "one object that holds all rows";
    if (mark !== "," && (mark !== "\t" || this.#ending !== "tsv")) return `cells parted by ${JSON.stringify(mark)}`;
    if (this.#misread !== undefined) return this.#misread;
    if (container.kind === "csv" && this.#nestedColumn !== undefined)
      return `${this.#nestedColumn}: a list in a cell, which is a text`;
    return ["repeated_key", "lone_surrogate"].find(isMet)?.replace("_", " ") ?? "";
  }

  #mixes(): void {
    const met = grouped(this.#modalities, ([kind]) => kind);
    const [most, ...others] = [...met].sort(([, a], [, b]) => b.length - a.length);
    const [images = 0, films = 0] = ["image", "video"].map((kind) => met.get(kind)?.length ?? 0);
    const both = `${countText(images)} rows with images, ${countText(films)} with videos`;
    if (images > 0 && films > 0) return this.#findings.add("error", "mixed_modality", null, both);
    for (const [kind, lines] of others)
      for (const [, line] of lines)
        this.#findings.add("warning", "mixed_modality", line, `${kind} among ${most?.[0] ?? ""}`);
  }
}
