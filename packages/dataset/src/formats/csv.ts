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

/** Columns whose cells may hold JSON: lists of messages, tools, histories. */
function cellValue(cell: string): unknown {
  const first = cell.charCodeAt(0);
  if (first !== 91 && first !== 123) return cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

/** RFC 4180 tables: a header, quoted cells with doubled quotes and line ends in them. `line` is where the record begins. */
export class CsvReader implements RowReader {
  lines = 1;
  readonly #sink: RowSink;
  readonly #delimiter: string;
  readonly #decoder: TextDecoder = new TextDecoder("utf-8");
  #header: string[] | null = null;
  #cells: string[] = [];
  #cell = "";
  #quoted = false;
  #afterQuote = false;
  #begun = 1;
  #size = 0;

  constructor(sink: RowSink, delimiter: string) {
    this.#sink = sink;
    this.#delimiter = delimiter;
  }

  push(bytes: Uint8Array): void {
    this.#text(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): void {
    this.#text(this.#decoder.decode());
    if (this.#quoted && !this.#afterQuote) this.#sink.fault("ragged_row", this.#begun, "unclosed");
    else if (this.#cell !== "" || this.#cells.length > 0 || this.#quoted) this.#record();
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
    this.#cells = [];
    this.#size = 0;
    this.#begun = this.lines;
    if (size > recordLimit) return this.#sink.fault("too_long", begun, String(size));
    if (this.#header === null) {
      this.#header = cells.map((cell, i) => (i === 0 ? cell.replace(/^\uFEFF/u, "") : cell).trim());
      return;
    }
    if (cells.length === 1 && cells[0] === "") return this.#sink.fault("blank_line", begun);
    if (cells.length > this.#header.length) return this.#sink.fault("ragged_row", begun, "long");
    if (cells.length < this.#header.length) this.#sink.fault("ragged_row", begun, "short");
    const row: [string, unknown][] = [];
    for (const [i, cell] of cells.entries()) row.push([this.#header[i] ?? "", cellValue(cell)]);
    // Entries, not assignment: a column may be called __proto__.
    this.#sink.record(Object.fromEntries(row), begun, null);
  }
}
