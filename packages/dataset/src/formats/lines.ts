import { recordLimit, type RowReader } from "./sink.ts";

/** Called for each line, without its line end and without a leading byte order mark. */
export interface LineSink {
  line(text: string, number: number): void;
  fault(code: string, line: number, detail?: string): void;
}

const newline = 10;
/** Longest run of bytes decoded at once: strings of it stay small beside the memory a line may take. */
const blockLimit = 1024 * 1024;

/**
 * Cuts bytes into lines of UTF-8 text. Whole blocks are decoded at once; only where a block is not UTF-8 are its lines
 * decoded one by one, so that one bad line costs only itself. A line over 64 MB is dropped and reported.
 */
export class LineReader implements RowReader {
  lines = 0;
  readonly #sink: LineSink;
  readonly #decoder: TextDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #carry: Uint8Array[] = [];
  #carried = 0;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += blockLimit) this.#pushBlock(bytes.subarray(at, at + blockLimit));
  }

  end(): void {
    if (this.#carried > 0) this.#finishLine(new Uint8Array(0));
  }

  #pushBlock(bytes: Uint8Array): void {
    const first = bytes.indexOf(newline);
    if (first < 0) return this.#keep(bytes);
    let start = 0;
    if (this.#carried > 0) {
      this.#finishLine(bytes.subarray(0, first));
      start = first + 1;
    }
    const last = bytes.lastIndexOf(newline);
    if (last >= start) this.#block(bytes.subarray(start, last));
    if (last + 1 < bytes.length) this.#keep(bytes.subarray(last + 1));
  }

  /** Holds the beginning of a line whose end has not come yet; past the limit only its length is kept. */
  #keep(bytes: Uint8Array): void {
    this.#carried += bytes.length;
    if (this.#carried > recordLimit) this.#carry = [];
    // A copy: the caller may fill its buffer anew.
    else this.#carry.push(bytes.slice());
  }

  #finishLine(rest: Uint8Array): void {
    const length = this.#carried + rest.length;
    const parts = this.#carry;
    this.#carry = [];
    this.#carried = 0;
    if (length > recordLimit) {
      this.lines += 1;
      this.#sink.fault("too_long", this.lines, String(length));
      return;
    }
    const line = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      line.set(part, at);
      at += part.length;
    }
    line.set(rest, at);
    this.#block(line);
  }

  /** Whole lines, the last without its line end. */
  #block(bytes: Uint8Array): void {
    let text: string;
    try {
      text = this.#decoder.decode(bytes);
    } catch {
      return this.#badBlock(bytes);
    }
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      this.#line(text, start, end);
      start = end + 1;
    }
    this.#line(text, start, text.length);
  }

  /** A block with a line that is not UTF-8. */
  #badBlock(bytes: Uint8Array): void {
    let start = 0;
    while (start <= bytes.length) {
      const found = bytes.indexOf(newline, start);
      const end = found < 0 ? bytes.length : found;
      try {
        const text = this.#decoder.decode(bytes.subarray(start, end));
        this.#line(text, 0, text.length);
      } catch {
        this.lines += 1;
        this.#sink.fault("non_utf8", this.lines);
      }
      start = end + 1;
    }
  }

  #line(text: string, from: number, to: number): void {
    this.lines += 1;
    let [start, end] = [from, to];
    if (end > start && text.charCodeAt(end - 1) === 13) end -= 1;
    if (this.lines === 1 && text.charCodeAt(start) === 0xfeff && end > start) {
      this.#sink.fault("bom", 1);
      start += 1;
    }
    this.#sink.line(text.slice(start, end), this.lines);
  }
}
