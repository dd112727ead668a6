import { Merge } from "./merge.ts";
import { SLACK } from "./pieceKeys.ts";
import type { Pieces } from "./pieces.ts";

/** Up to so many bytes a piece is looked up as it is; a longer one is cut where no token joins its characters. */
const WHOLE = 12;

/** A text that a split reads, and what counts its pieces. */
export interface Text {
  /** The text, from 0; a NUL stands behind its end, and so many more bytes as a word has. */
  readonly bytes: Uint8Array;
  /** The same memory as `bytes`. */
  readonly words: DataView;
  /** Tokens of the piece `[start, end)`. */
  count(start: number, end: number): number;
}

/** Counts the pieces of one text: a look-up for a piece met before, merging for a new one. */
export class Tally implements Text {
  /** The text, from 0; a NUL stands behind its end. */
  bytes: Uint8Array = new Uint8Array(0);
  /** The same memory as {@link bytes}. */
  words: DataView = new DataView(this.bytes.buffer);
  /** Whether the first piece of the text is part of a longer one that began before it. */
  partBefore = false;
  /** Where the text ends, if the last piece goes on behind it; else 0. */
  partBehind = 0;
  readonly #pieces: Pieces;
  readonly #merge: Merge;

  /** @param characters whether merging starts from characters instead of bytes */
  constructor(pieces: Pieces, characters = false) {
    this.#pieces = pieces;
    this.#merge = new Merge(pieces, characters);
    this.reserve(1 << 16);
  }

  /** Makes room for a text of `length` bytes; what was in `bytes` stays. */
  reserve(length: number): void {
    if (this.bytes.length >= length + SLACK) return;
    const bytes = new Uint8Array(Math.ceil(1.5 * length) + SLACK);
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.words = new DataView(bytes.buffer);
    this.#pieces.read(bytes);
  }

  /** Gives room above `length` bytes back. */
  release(length: number): void {
    if (this.bytes.length <= length + SLACK) return;
    this.bytes = new Uint8Array(0);
    this.reserve(1 << 16);
  }

  /** Tokens of the piece `[start, end)`. */
  count(start: number, end: number): number {
    const isPart = (start === 0 && this.partBefore) || end === this.partBehind;
    if (end - start <= WHOLE || (this.bytes[start + 1] as number) < 0x80)
      return isPart ? this.#part(start, end) : this.#whole(start, end);
    const borders = this.#pieces.borders;
    let tokens = 0;
    for (let at = start; at < end;) {
      const to = borders.next(this.bytes, at, end);
      tokens += at === start && to === end && !isPart ? this.#whole(at, to) : this.#part(at, to);
      at = to;
    }
    return tokens;
  }

  #whole(start: number, end: number): number {
    const known = this.#pieces.count(start, end);
    if (known !== 0) return known;
    const tokens = this.#merge.count(this.bytes, start, end);
    this.#pieces.remember(start, end, tokens);
    return tokens;
  }

  #part(start: number, end: number): number {
    const known = this.#pieces.countPart(start, end);
    if (known !== 0) return known;
    const tokens = this.#merge.count(this.bytes, start, end);
    // A token that only a whole piece can be stands in the table already, and stays what it is there.
    if (this.#pieces.count(start, end) === 0) this.#pieces.remember(start, end, tokens);
    return tokens;
  }
}

/** Splits the text `[0, end)` into pieces and adds up their tokens. */
export type Split = (text: Text, end: number) => number;
