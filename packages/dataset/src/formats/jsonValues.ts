import { concat } from "./held.ts";
import { jsonValue, utf8Text } from "./jsonValue.ts";
import { recordLoosely } from "./looseJson.ts";
import { byteText, recordLimit, type RowReader, type RowSink } from "./sink.ts";

const quote = 34;
const backslash = 92;
const comma = 44;
const newline = 10;
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125];

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

/**
 * The elements of one JSON array, or JSON values written one after another over several lines. Works on bytes, so the
 * file is never held: only the element being read is. `line` is the number of the element.
 */
export class JsonValuesReader implements RowReader {
  lines = 0;
  readonly #sink: RowSink;
  #opened = false;
  #closed = false;
  /** After an element, until its comma. */
  #awaitsComma = false;
  /** After a comma, until the next element. */
  #awaitsValue = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #active = false;
  #parts: Uint8Array[] = [];
  #length = 0;
  readonly #isArray: boolean;

  /** @param isArray whether the values stand in one array */
  constructor(sink: RowSink, isArray: boolean) {
    this.#sink = sink;
    this.#isArray = isArray;
  }

  push(bytes: Uint8Array): void {
    let start = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      if (!this.#active) {
        if (!this.#begins(byte)) continue;
        start = i;
      }
      if (this.#inString && !this.#escaped && byte !== quote) {
        i = this.#inText(bytes, i);
        continue;
      }
      if (this.#ends(byte)) {
        // A bracket, a brace or a closing quote belongs to the value; a comma or space after a number does not.
        const inclusive = byte === closeBrace || byte === quote || (byte === closeBracket && this.#wasNested);
        this.#keep(bytes.subarray(start, inclusive ? i + 1 : i));
        this.#emit();
        if (this.#isArray && byte === comma && !inclusive) this.#comma();
        if (byte === closeBracket && !inclusive) this.#closed = true;
      }
    }
    if (this.#active) this.#keep(bytes.subarray(start));
  }

  end(): void {
    if (this.#active) this.#emit();
    if (this.#isArray && !this.#closed) this.#sink.fault("invalid_json", this.lines + 1, "unclosed");
  }

  /** Skips the text of a string: the last place before its closing quote, or of the bytes. */
  #inText(bytes: Uint8Array, from: number): number {
    const found = bytes.indexOf(quote, from);
    const end = found < 0 ? bytes.length : found;
    let slashes = 0;
    while (end - slashes > from && bytes[end - slashes - 1] === backslash) slashes += 1;
    this.#escaped = slashes % 2 === 1;
    return end - 1;
  }

  /** Whether a byte outside all values begins one. */
  #begins(byte: number): boolean {
    if (byte === comma && this.#isArray) this.#comma();
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

  /** A comma between elements: it must follow one. */
  #comma(): void {
    if (!this.#awaitsComma) this.#separator();
    this.#awaitsComma = false;
    this.#awaitsValue = true;
  }

  /** A comma too many or too few: JSON readers refuse the whole array, but its elements are there. */
  #separator(): void {
    this.#sink.fault("invalid_json", Math.max(1, this.lines), "separator");
  }

  #wasNested = false;

  /** Whether the byte ends the value being read. */
  #ends(byte: number): boolean {
    this.#wasNested = this.#depth > 0;
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === backslash) this.#escaped = true;
      else if (byte === quote) {
        this.#inString = false;
        return this.#depth === 0;
      }
      return false;
    }
    if (byte === quote) this.#inString = true;
    else if (byte === openBrace || byte === openBracket) this.#depth += 1;
    else if (byte === closeBrace || byte === closeBracket) {
      this.#depth -= 1;
      return this.#depth <= 0;
    } else if (this.#depth === 0) return byte === comma || isSpace(byte);
    return false;
  }

  #keep(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (this.#length > recordLimit) this.#parts = [];
    else this.#parts.push(bytes.slice());
  }

  #emit(): void {
    const [parts, length] = [this.#parts, this.#length];
    this.#active = false;
    this.#awaitsComma = true;
    this.#inString = false;
    this.#depth = 0;
    this.#parts = [];
    this.#length = 0;
    this.lines += 1;
    if (length > recordLimit) return this.#sink.fault("too_long", this.lines, byteText(length));
    const whole = concat(parts);
    // An element of one line is read as a line is.
    if (this.#sink.line !== undefined && !whole.includes(newline) && this.#sink.line(whole, this.lines)) return;
    const text = utf8Text(whole);
    if (text === null) return this.#sink.fault("non_utf8", this.lines);
    const value = jsonValue(text);
    if (value === undefined) return recordLoosely(text, this.lines, this.#sink);
    this.#sink.record(value, this.lines, text);
  }
}
