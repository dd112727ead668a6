import names from "../shapes/names.json" with { type: "json" };
import { concat } from "./held.ts";
import { jsonValue, utf8Text } from "./jsonValue.ts";
import { has, isRow, recordLimit, type RowReader, type RowSink } from "./row.ts";

interface DecodedLine {
  readonly text: string;
  readonly damaged: boolean;
}

/** Bytes 0x80 to 0x9F in Windows-1252: not every version of Node decodes them (https://github.com/nodejs/node/issues/56542). */
const signs = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const newline = 10;
/** Bytes of a line that is decoded in pieces, as it is longer: nobody's row. */
const longestLine = 64 * 1024 * 1024;

class TableText {
  readonly #loose: TextDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #western: TextDecoder = new TextDecoder("windows-1252");
  readonly #onWestern: () => void;
  #pending: Uint8Array[] = [];
  #size = 0;
  #isUtf8 = false;
  #isWestern = false;

  constructor(onWestern: () => void) {
    this.#onWestern = onWestern;
  }

  *push(bytes: Uint8Array): Generator<DecodedLine> {
    const end = bytes.lastIndexOf(newline) + 1;
    if (end > 0) yield* this.#decode(this.#joined(bytes.subarray(0, end)));
    if (end < bytes.length) {
      this.#pending.push(bytes.slice(end));
      this.#size += bytes.length - end;
    }
    if (this.#size > longestLine) yield* this.#decode(this.#joined(new Uint8Array(0)));
  }

  *end(): Generator<DecodedLine> {
    if (this.#size > 0) yield* this.#decode(this.#joined(new Uint8Array(0)));
  }

  #joined(bytes: Uint8Array): Uint8Array {
    if (this.#size === 0) return bytes;
    const all = concat([...this.#pending, bytes]);
    this.#pending = [];
    this.#size = 0;
    return all;
  }

  *#decode(bytes: Uint8Array): Generator<DecodedLine> {
    const whole = this.#utf8(bytes);
    if (whole === null) yield* this.#lines(bytes);
    else yield { text: whole, damaged: false };
  }

  *#lines(bytes: Uint8Array): Generator<DecodedLine> {
    for (let at = 0; at < bytes.length;) {
      const next = bytes.indexOf(newline, at);
      const end = next < 0 ? bytes.length : next + 1;
      yield this.#line(bytes.subarray(at, end));
      at = end;
    }
  }

  #line(bytes: Uint8Array): DecodedLine {
    const text = this.#utf8(bytes);
    if (text !== null) return { text, damaged: false };
    if (this.#isUtf8) return { text: this.#loose.decode(bytes), damaged: true };
    if (!this.#isWestern) this.#onWestern();
    this.#isWestern = true;
    const western = this.#western.decode(bytes);
    return {
      text: western.replaceAll(/[\u0080-\u009f]/gu, (letter) => signs[letter.charCodeAt(0) - 0x80] ?? letter),
      damaged: false,
    };
  }

  #utf8(bytes: Uint8Array): string | null {
    const text = utf8Text(bytes);
    // More bytes than characters: some letter takes several, and that is hardly by chance.
    if (text !== null && !this.#isWestern) this.#isUtf8 ||= text.length !== bytes.length;
    return text;
  }
}

export const delimiters = [",", "\t", ";", "|"] as const;

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

const [structured, textual] = [new Set(names.jsonColumns), new Set(names.textOrJsonColumns)];
const usualNames = new Set([...structured, ...textual, ...names.smallColumns]);

function usualName(name: string, all: readonly string[]): string {
  const small = name.toLowerCase();
  return small !== name && usualNames.has(small) && !all.includes(small) ? small : name;
}

function holdsMessages(value: unknown): boolean {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return isRow(first) && (Array.isArray(value) ? has(first, "role") || has(first, "from") : has(first, "messages"));
}

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
  #damaged = false;
  #header: string[] | null = null;
  #cells: string[] = [];
  #cell = "";
  #quoted = false;
  #afterQuote = false;
  #begun = 1;
  #size = 0;

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
    this.#sink.record(Object.fromEntries(row), begun, null);
  }
}
