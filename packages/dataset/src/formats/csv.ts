import names from "../shapes/names.json" with { type: "json" };
import { jsonValue } from "./jsonValue.ts";
import { has, isRow } from "./row.ts";
import { TableText, type DecodedLine } from "./tableText.ts";
import { recordLimit, type RowReader, type RowSink } from "./sink.ts";

/** Delimiters that a table may use, the standard one first. */
export const delimiters = [",", "\t", ";", "|"] as const;

/** The delimiter that parts a header line most often; a comma where none does. */
export function guessDelimiter(header: string): string {
  const plain = header.replaceAll(/"[^"]*"/gu, "");
  let best = ",";
  let most = 0;
  for (const delimiter of delimiters) {
    const count = plain.split(delimiter).length - 1;
    if (count > most) [best, most] = [delimiter, count];
  }
  return best;
}

/** The delimiter that the first line names, as Excel writes it (`sep=;`); null where it names none. */
export function statedDelimiter(line: string): string | null {
  return /^\uFEFF?sep=([,;\t|])\s*$/iu.exec(line)?.[1] ?? null;
}

/** Columns that hold JSON where a cell looks like it; those that hold text as a rule, and messages now and then. */
const [structured, textual] = [new Set(names.jsonColumns), new Set(names.textOrJsonColumns)];
const usualNames = new Set([...structured, ...textual, ...names.smallColumns]);

/** A column in the spelling that shapes ask for (`Prompt`, `ANSWER`), unless another bears it already. */
function usualName(name: string, all: readonly string[]): string {
  const small = name.toLowerCase();
  return small !== name && usualNames.has(small) && !all.includes(small) ? small : name;
}

function holdsMessages(value: unknown): boolean {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return isRow(first) && (Array.isArray(value) ? has(first, "role") || has(first, "from") : has(first, "messages"));
}

/** A cell's value: its text, or the JSON in it where the column is one for JSON. */
function cellValue(column: string, cell: string): unknown {
  if ((column === "label" || column === "kto_tag") && /^(true|false)$/iu.test(cell))
    return cell.toLowerCase() === "true";
  const first = cell.charCodeAt(0);
  const text = textual.has(column);
  if ((first !== 91 && first !== 123) || !(text || structured.has(column))) return cell;
  const value = jsonValue(cell);
  return value === undefined || (text && !holdsMessages(value)) ? cell : value;
}

/** RFC 4180 tables: a header, quoted cells with doubled quotes and line ends in them. `line` is where the record begins. */
export class CsvReader implements RowReader {
  lines = 1;
  readonly #sink: RowSink;
  readonly #delimiter: string;
  readonly #bytes: TableText = new TableText(() => this.#sink.fault("other_encoding", this.#begun, "Windows-1252"));
  readonly #keepNames: boolean;
  /** Whether bytes of the record were no letters. */
  #damaged = false;
  #header: string[] | null = null;
  #cells: string[] = [];
  #cell = "";
  #quoted = false;
  #afterQuote = false;
  #begun = 1;
  #size = 0;

  /** @param keepNames leaves the header as it is written, for a user who names the columns */
  constructor(sink: RowSink, delimiter: string, keepNames: boolean = false) {
    this.#sink = sink;
    this.#delimiter = delimiter;
    this.#keepNames = keepNames;
  }

  push(bytes: Uint8Array): void {
    for (const line of this.#bytes.push(bytes)) this.#line(line);
  }

  end(): void {
    for (const line of this.#bytes.end()) this.#line(line);
    if (this.#quoted && !this.#afterQuote) this.#sink.fault("unclosed_quote", this.#begun);
    else if (this.#cell !== "" || this.#cells.length > 0 || this.#quoted) this.#record();
  }

  #line({ text, damaged }: DecodedLine): void {
    this.#damaged ||= damaged;
    this.#text(text);
  }

  #text(text: string): void {
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      const character = text[i] as string;
      if (character === "\n") this.lines += 1;
      if (this.#quoted && !this.#afterQuote) {
        if (character !== '"') continue;
        this.#append(text.slice(from, i));
        from = i + 1;
        this.#afterQuote = true;
      } else if (character === '"') {
        if (this.#afterQuote) {
          // A doubled quote is a quote.
          this.#cell += '"';
          this.#afterQuote = false;
          from = i + 1;
        } else if (this.#cell === "" && from === i) {
          this.#quoted = true;
          from = i + 1;
        }
      } else if (character === this.#delimiter || character === "\n") {
        this.#append(text.slice(from, i));
        from = i + 1;
        this.#endCell();
        if (character === "\n") this.#record();
      }
    }
    this.#append(text.slice(from));
  }

  #append(piece: string): void {
    this.#size += piece.length;
    if (this.#size <= recordLimit) this.#cell += piece;
  }

  #endCell(): void {
    const text = this.#cell;
    this.#cells.push(!this.#quoted || this.#afterQuote ? text.replace(/\r$/u, "") : text);
    this.#cell = "";
    this.#quoted = false;
    this.#afterQuote = false;
  }

  #record(): void {
    if (this.#cell !== "" || this.#quoted) this.#endCell();
    const cells = this.#cells;
    const begun = this.#begun;
    const size = this.#size;
    const damaged = this.#damaged;
    this.#damaged = false;
    this.#cells = [];
    this.#size = 0;
    this.#begun = this.lines;
    if (size > recordLimit) return this.#sink.fault("too_long", begun, `${size.toLocaleString("en")} characters`);
    if (this.#header === null) {
      if (begun === 1 && statedDelimiter(cells.join(this.#delimiter)) !== null) return;
      if (cells[0]?.startsWith("\uFEFF") === true) this.#sink.fault("bom", begun);
      const written = cells.map((cell, i) => (i === 0 ? cell.replace(/^\uFEFF/u, "") : cell).trim());
      const plain = written.map((name) => name.replace(/\s*:$/u, ""));
      this.#header = this.#keepNames ? written : plain.map((name) => usualName(name, plain));
      const seen = new Set<string>();
      const twice = this.#header.find((column) => seen.size === seen.add(column).size);
      if (twice !== undefined) this.#sink.fault("repeated_column", begun, JSON.stringify(twice));
      return;
    }
    if (damaged) return this.#sink.fault("non_utf8", begun);
    if (cells.length === 1 && cells[0] === "") return this.#sink.fault("blank_line", begun);
    if (cells.some((cell) => cell.includes("\0"))) this.#sink.fault("nul_character", begun);
    if (cells.length > this.#header.length) return this.#sink.fault("ragged_row", begun, "long");
    if (cells.length < this.#header.length) this.#sink.fault("ragged_row", begun, "short");
    const row: [string, unknown][] = [];
    for (const [i, cell] of cells.entries()) {
      const column = this.#header[i] ?? "";
      row.push([column, cellValue(column, cell)]);
    }
    // Entries, not assignment: a column may be called __proto__.
    this.#sink.record(Object.fromEntries(row), begun, null);
  }
}
