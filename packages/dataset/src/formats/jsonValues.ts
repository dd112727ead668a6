import { concat } from "./held.ts";
import { recordJson, utf8Text } from "./jsonValue.ts";
import { byteText, recordLimit, type RowReader, type RowSink } from "./row.ts";

const quote = 34;
const backslash = 92;
const comma = 44;
const newline = 10;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;

const nearby = 48;

/** The place of the quote that closes a string; the end of the bytes, or the place behind it within an escape, where none does. */
function stringEnd(bytes: Uint8Array, from: number): number {
  let i = from;
  for (const near = Math.min(from + nearby, bytes.length); i < near; i++) {
    if (bytes[i] === quote) return i;
    if (bytes[i] === backslash) i += 1;
  }
  while (i < bytes.length) {
    const found = bytes.indexOf(quote, i);
    const end = found < 0 ? bytes.length : found;
    let slashes = 0;
    while (end - slashes > i && bytes[end - slashes - 1] === backslash) slashes += 1;
    if (slashes % 2 === 0) return end;
    i = end + 1;
  }
  return i;
}

export class JsonValuesReader implements RowReader {
  lines = 0;
  readonly #sink: RowSink;
  #opened = false;
  #closed = false;
  #awaitsComma = false;
  #awaitsValue = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #active = false;
  #parts: Uint8Array[] = [];
  #length = 0;
  readonly #isArray: boolean;

  constructor(sink: RowSink, isArray: boolean) {
    this.#sink = sink;
    this.#isArray = isArray;
  }

  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length;) {
      if (!this.#active && !this.#begins(bytes[i] as number)) {
        i += 1;
        continue;
      }
      const end = this.#endOf(bytes, i);
      if (end < 0) {
        this.#length += bytes.length - i;
        if (this.#length > recordLimit) this.#parts = [];
        else this.#parts.push(bytes.slice(i));
        return;
      }
      this.#emit(bytes.subarray(i, end));
      i = end;
    }
  }

  end(): void {
    if (this.#active) this.#emit(new Uint8Array(0));
    if (this.#isArray && !this.#closed) this.#sink.fault("invalid_json", this.lines + 1, "unclosed");
  }

  /** The place behind the value at hand; -1 where it goes on behind the bytes. A comma or space ends a number, a bracket its array. */
  #endOf(bytes: Uint8Array, from: number): number {
    let [depth, inString] = [this.#depth, this.#inString];
    let i = this.#escaped ? from + 1 : from;
    for (; i < bytes.length; i++) {
      if (inString) {
        i = stringEnd(bytes, i);
        if (i >= bytes.length) break;
        inString = false;
        if (depth === 0) return i + 1;
        continue;
      }
      const byte = bytes[i];
      if (byte === quote) inString = true;
      else if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1;
        if (depth <= 0) return depth === 0 || byte === closeBrace ? i + 1 : i;
      } else if (depth === 0 && (byte === comma || isSpace(byte as number))) return i;
    }
    this.#escaped = i > bytes.length;
    [this.#depth, this.#inString] = [depth, inString];
    return -1;
  }

  #begins(byte: number): boolean {
    if (byte === comma && this.#isArray) {
      if (!this.#awaitsComma) this.#separator();
      [this.#awaitsComma, this.#awaitsValue] = [false, true];
    }
    if (byte === 0xef && this.lines === 0 && !this.#opened) this.#sink.fault("bom", 1);
    if (isSpace(byte) || byte === comma || byte === 0xef || byte === 0xbb || byte === 0xbf) return false;
    if (this.#isArray && !this.#opened) {
      this.#opened = byte === openBracket;
      return false;
    }
    if (this.#isArray && byte === closeBracket) {
      if (this.#awaitsValue) this.#separator();
      this.#closed = true;
      return false;
    }
    if (this.#awaitsComma && this.#isArray) this.#separator();
    this.#awaitsValue = false;
    this.#active = true;
    return true;
  }

  /** A comma too many or too few: JSON readers refuse the whole array, but its elements are there. */
  #separator(): void {
    this.#sink.fault("invalid_json", Math.max(1, this.lines), "separator");
  }

  #emit(last: Uint8Array): void {
    const [parts, length] = [this.#parts, this.#length + last.length];
    this.#active = false;
    this.#awaitsComma = true;
    [this.#depth, this.#inString, this.#escaped] = [0, false, false];
    this.#parts = [];
    this.#length = 0;
    this.lines += 1;
    if (length > recordLimit) return this.#sink.fault("too_long", this.lines, byteText(length));
    const whole = parts.length === 0 ? last : concat([...parts, last]);
    if (this.#sink.line !== undefined && !whole.includes(newline) && this.#sink.line(whole, this.lines)) return;
    const text = utf8Text(whole);
    if (text === null) return this.#sink.fault("non_utf8", this.lines);
    recordJson(text, this.lines, this.#sink);
  }
}
