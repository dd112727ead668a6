import names from "../shapes/names.json" with { type: "json" };
import { jsonValue, utf8Text } from "./jsonValue.ts";
import { LineReader } from "./lines.ts";
import { countText, has, isRow, recordLimit, type RowReader, type RowSink } from "./row.ts";

/** Bytes 0x80 to 0x9F in Windows-1252: not every version of Node decodes them (https://github.com/nodejs/node/issues/56542). */
const signs = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const loose = new TextDecoder("utf-8", { ignoreBOM: true });
const western = new TextDecoder("windows-1252");

export const widthOf = (line: string, delimiter: string): number =>
  line.replaceAll(/"[^"]*"/gu, "").split(delimiter).length;

export const guessDelimiter = (header: string): string =>
  [",", "\t", ";", "|"].reduce((best, one) => (widthOf(header, one) > widthOf(header, best) ? one : best), ",");

/** The delimiter that the first line names, as Excel writes it (`sep=;`); null where it names none. */
export const statedDelimiter = (line: string): string | null => /^\uFEFF?sep=([,;\t|])\s*$/iu.exec(line)?.[1] ?? null;

/** A number, an address, JSON or a sentence: hardly the name of a column. */
const isData = (cell: string): boolean => /^(?:[\d.,+-]*$|https?:|[[{]|(?:\S+\s+){3}\S)/u.test(cell);

const structured = new Set(names.jsonColumns);
const textual = new Set(names.textOrJsonColumns);
const usualNames = new Set([...structured, ...textual, ...names.smallColumns]);

function usualName(name: string, all: readonly string[]): string {
  const small = name.toLowerCase();
  return small !== name && usualNames.has(small) && !all.includes(small) ? small : name;
}

function holdsMessages(value: unknown): boolean {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (!isRow(first) || Array.isArray(value)) return isRow(first) && (has(first, "role") || has(first, "from"));
  return has(first, "messages") || (has(first, "role") && has(first, "content"));
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
  readonly #keepNames: boolean;
  readonly #reader: LineReader;
  #isUtf8 = false;
  #isWestern = false;
  #damaged = false;
  #header: string[] | null = null;
  #cells: string[] = [];
  #cell = "";
  #quoted = false;
  #afterQuote = false;
  #begun = 1;
  #size = 0;
  /** Where the header stands, unless it was told to be data. */
  #headerLine = 0;

  constructor(sink: RowSink, delimiter: string, keepNames: boolean = false) {
    this.#sink = sink;
    this.#delimiter = delimiter;
    this.#keepNames = keepNames;
    this.#reader = new LineReader({
      line: (text, number) => {
        this.lines = number;
        this.#text(`${text}\n`);
      },
      fault: (code, line, detail) => sink.fault(code, line, detail),
      decode: (bytes) => this.#decode(bytes),
    });
  }

  push(bytes: Uint8Array): void {
    this.#reader.push(bytes);
  }

  end(): void {
    this.#reader.end();
    this.lines = this.#reader.lines;
    if (this.#quoted && !this.#afterQuote) this.#sink.fault("unclosed_quote", this.#begun);
  }

  /** Tables of Windows are in its own encoding, unless some letter has shown that they are in UTF-8: then it is a flaw of the record. */
  #decode(bytes: Uint8Array): string {
    const text = utf8Text(bytes);
    // More bytes than characters: some letter takes several, and that is hardly by chance.
    if (text !== null && !this.#isWestern) this.#isUtf8 ||= text.length !== bytes.length;
    if (text !== null) return text;
    if (this.#isUtf8) this.#damaged = true;
    else if (!this.#isWestern) this.#sink.fault("other_encoding", this.#begun, "Windows-1252");
    if (this.#isUtf8) return loose.decode(bytes);
    this.#isWestern = true;
    return western
      .decode(bytes)
      .replaceAll(/[\u0080-\u009f]/gu, (letter) => signs[letter.charCodeAt(0) - 0x80] ?? letter);
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
    [this.#cell, this.#quoted, this.#afterQuote] = ["", false, false];
  }

  #record(): void {
    const [cells, begun, size, damaged] = [this.#cells, this.#begun, this.#size, this.#damaged];
    [this.#cells, this.#begun, this.#size, this.#damaged] = [[], this.lines, 0, false];
    if (size > recordLimit) return this.#sink.fault("too_long", begun, `${countText(size)} characters`);
    if (this.#header === null) {
      if (begun === 1 && statedDelimiter(cells.join(this.#delimiter)) !== null) return;
      const written = cells.map((cell) => cell.trim());
      const plain = written.map((name) => name.replace(/\s*:$/u, ""));
      this.#header = this.#keepNames ? written : plain.map((name) => usualName(name, plain));
      for (const [i, name] of cells.entries())
        if (!this.#keepNames && name !== this.#header[i]) this.#sink.fault("renamed_column", begun, name);
      const seen = new Set<string>();
      const twice = this.#header.find((column) => seen.size === seen.add(column).size);
      if (twice !== undefined) this.#sink.fault("repeated_column", begun, JSON.stringify(twice));
      this.#headerLine = begun;
      if (written.join("") !== "" && written.every(isData)) this.#tellHeader();
      return;
    }
    if (damaged) return this.#sink.fault("non_utf8", begun);
    if (cells.length === 1 && cells[0] === "") return this.#sink.fault("blank_line", begun);
    if (cells.some((cell) => cell.includes("\0"))) this.#sink.fault("nul_character", begun);
    if (cells.length > this.#header.length) return this.#sink.fault("ragged_row", begun, "long");
    if (cells.length < this.#header.length) this.#sink.fault("ragged_row", begun, "short");
    const header = this.#header;
    // A word that stands in the column that it names is data, unless the whole header stands there again.
    const again = cells.filter((cell, i) => cell === header[i] && /\p{L}/u.test(cell)).length;
    if (again > 0 && again < cells.length) this.#tellHeader();
    const valueAt = (i: number): unknown => (cells[i] === undefined ? null : cellValue(header[i] ?? "", cells[i]));
    const row = header.map((name, i): [string, unknown] => [name, valueAt(i)]);
    this.#sink.record(Object.fromEntries(row), begun, null);
  }

  #tellHeader(): void {
    if (!this.#keepNames && this.#headerLine > 0) this.#sink.fault("data_as_header", this.#headerLine);
    this.#headerLine = 0;
  }
}
