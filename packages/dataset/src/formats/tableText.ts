import { concat } from "./held.ts";
import { utf8Text } from "./jsonValue.ts";

/** A line of a table, decoded. */
export interface DecodedLine {
  readonly text: string;
  /** Bytes that stand for no letter were replaced by U+FFFD. */
  readonly damaged: boolean;
}

/** Bytes 0x80 to 0x9F in Windows-1252: not every version of Node decodes them (https://github.com/nodejs/node/issues/56542). */
const signs = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const newline = 10;
/** Bytes of a line that is decoded in pieces, as it is longer: nobody's row. */
const longestLine = 64 * 1024 * 1024;

/**
 * Text of a table. UTF-8; where a byte is none before any letter was written in UTF-8, the file is read on in Windows-1252,
 * as Excel writes it, which is told once; a damaged line of UTF-8 is told each time. What is found does not depend on how
 * the bytes are cut.
 */
export class TableText {
  readonly #loose: TextDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #western: TextDecoder = new TextDecoder("windows-1252");
  readonly #onWestern: () => void;
  #pending: Uint8Array[] = [];
  #size = 0;
  #isUtf8 = false;
  #isWestern = false;

  /** @param onWestern told once, before the first line that is not UTF-8 */
  constructor(onWestern: () => void) {
    this.#onWestern = onWestern;
  }

  /** Whole lines, as one piece where nothing is wrong with them. */
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

  /** The bytes as UTF-8; null where they are none. */
  #utf8(bytes: Uint8Array): string | null {
    const text = utf8Text(bytes);
    // More bytes than characters: some letter takes several, and that is hardly by chance.
    if (text !== null && !this.#isWestern) this.#isUtf8 ||= text.length !== bytes.length;
    return text;
  }
}
