import { concat } from "./held.ts";
import { recordJson, utf8Text } from "./jsonValue.ts";
import { byteText, countText, recordLimit, type RowReader, type RowSink } from "./row.ts";

function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return text.length === 0 || ((first === 32 || first === 9 || first === 13) && text.trim() === "");
}

export function jsonLinesReader(sink: RowSink, atStart: boolean = true): RowReader {
  const lines = {
    line(text: string, number: number): void {
      if (isBlank(text)) return sink.fault("blank_line", number);
      recordJson(text, number, sink);
    },
    fault: (code: string, line: number, detail?: string): void => sink.fault(code, line, detail),
    bytes: sink.line === undefined ? undefined : (bytes: Uint8Array, line: number) => sink.line?.(bytes, line) === true,
  };
  return new LineReader(lines, atStart);
}

export function textReader(sink: RowSink): RowReader {
  let block: string[] = [];
  let [start, size] = [1, 0];
  const flush = (): void => {
    if (size > recordLimit) sink.fault("too_long", start, `${countText(size)} characters`);
    else if (block.length > 0) sink.record({ text: block.join("\n") }, start, null);
    [block, size] = [[], 0];
  };
  return new LineReader({
    line(text, number) {
      if (isBlank(text)) return flush();
      if (text.includes("\0")) sink.fault("nul_character", number);
      if (size === 0) start = number;
      size += text.length + 1;
      if (size > recordLimit) block = [];
      else block.push(text);
    },
    fault: (code, line, detail) => sink.fault(code, line, detail),
    end: flush,
  });
}

export interface LineSink {
  line(text: string, number: number): void;
  bytes?: ((bytes: Uint8Array, number: number) => boolean) | undefined;
  /** The text of a line, the return at its end kept; by default that of UTF-8, without. */
  decode?: (bytes: Uint8Array) => string;
  fault(code: string, line: number, detail?: string): void;
  end?: () => void;
}

/** Node's own bytes, where there are any: they find one of them in a fifth of the time. */
const { prototype: bytesHere } =
  (globalThis as { readonly Buffer?: { readonly prototype: Pick<Uint8Array, "indexOf"> } }).Buffer ?? Uint8Array;

const newline = 10;
const carriageReturn = 13;

/** Cuts bytes into lines of UTF-8 text. A line that is not UTF-8 costs only itself; one over 64 MB is dropped and reported. */
export class LineReader implements RowReader {
  lines = 0;
  readonly #sink: LineSink;
  readonly #atStart: boolean;
  #carry: Uint8Array[] = [];
  #carried = 0;

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
    this.#sink.end?.();
  }

  #keep(bytes: Uint8Array): void {
    this.#carried += bytes.length;
    if (this.#carried > recordLimit) this.#carry = [];
    else this.#carry.push(bytes.slice());
  }

  #finishLine(rest: Uint8Array): void {
    const [parts, length] = [this.#carry, this.#carried + rest.length];
    [this.#carry, this.#carried] = [[], 0];
    if (length > recordLimit) return this.#tooLong(length);
    this.#line(concat([...parts, rest]));
  }

  #block(bytes: Uint8Array): void {
    let start = 0;
    while (start <= bytes.length) {
      const found = bytes[start] === newline ? start : bytesHere.indexOf.call(bytes, newline, start);
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
    if (bytes.length === 0) return this.#sink.line("", this.lines);
    if (this.#sink.bytes !== undefined) {
      const line = bytes[bytes.length - 1] === carriageReturn ? bytes.subarray(0, -1) : bytes;
      if (this.#sink.bytes(line, this.lines)) return;
    }
    const text = this.#sink.decode?.(bytes) ?? utf8Text(bytes);
    if (text === null) return this.#sink.fault("non_utf8", this.lines);
    const hasMark = this.#atStart && this.lines === 1 && text.charCodeAt(0) === 0xfeff;
    const end = this.#sink.decode === undefined && text.charCodeAt(text.length - 1) === carriageReturn ? -1 : undefined;
    if (hasMark) this.#sink.fault("bom", 1);
    this.#sink.line(hasMark || end !== undefined ? text.slice(hasMark ? 1 : 0, end) : text, this.lines);
  }
}
