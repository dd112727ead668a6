import { concat } from "./held.ts";
import { utf8Text } from "./jsonValue.ts";
import { byteText, recordLimit, type RowReader } from "./sink.ts";

/** Called for each line, without its line end and without a leading byte order mark. */
export interface LineSink {
  line(text: string, number: number): void;
  /** Takes a line as bytes, without its line end; false where it wants it as text. */
  bytes?: ((bytes: Uint8Array, number: number) => boolean) | undefined;
  fault(code: string, line: number, detail?: string): void;
}

const newline = 10;
const carriageReturn = 13;

/** Cuts bytes into lines of UTF-8 text. A line that is not UTF-8 costs only itself; one over 64 MB is dropped and reported. */
export class LineReader implements RowReader {
  lines = 0;
  readonly #sink: LineSink;
  #carry: Uint8Array[] = [];
  #carried = 0;

  /** Whether the first line is the file's own: only there a byte order mark is one. */
  readonly #atStart: boolean;

  constructor(sink: LineSink, atStart: boolean = true) {
    this.#sink = sink;
    this.#atStart = atStart;
  }

  push(bytes: Uint8Array): void {
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

  end(): void {
    if (this.#carried > 0) this.#finishLine(new Uint8Array(0));
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
    if (length > recordLimit) return this.#tooLong(length);
    this.#line(concat([...parts, rest]));
  }

  /**
   * Whole lines, the last without its line end. Each is decoded by itself: a line of plain Latin text then becomes a
   * string of one byte a character, whatever its neighbours hold, and such strings parse twice as fast.
   */
  #block(bytes: Uint8Array): void {
    let start = 0;
    while (start <= bytes.length) {
      const found = bytes[start] === newline ? start : bytes.indexOf(newline, start);
      const end = found < 0 ? bytes.length : found;
      this.#line(bytes.subarray(start, end));
      start = end + 1;
    }
  }

  #tooLong(length: number): void {
    this.lines += 1;
    this.#sink.fault("too_long", this.lines, byteText(length));
  }

  #line(bytes: Uint8Array): void {
    if (bytes.length > recordLimit) return this.#tooLong(bytes.length);
    this.lines += 1;
    // A few kilobytes of gzip may hold a million of these.
    if (bytes.length === 0) return this.#sink.line("", this.lines);
    if (this.#sink.bytes !== undefined) {
      const line = bytes[bytes.length - 1] === carriageReturn ? bytes.subarray(0, -1) : bytes;
      if (this.#sink.bytes(line, this.lines)) return;
    }
    const text = utf8Text(bytes);
    if (text === null) return this.#sink.fault("non_utf8", this.lines);
    let [start, end] = [0, text.length];
    if (end > start && text.charCodeAt(end - 1) === 13) end -= 1;
    if (this.#atStart && this.lines === 1 && text.charCodeAt(0) === 0xfeff) {
      this.#sink.fault("bom", 1);
      start = 1;
    }
    this.#sink.line(start === 0 && end === text.length ? text : text.slice(start, end), this.lines);
  }
}
