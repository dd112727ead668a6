import { widthOf } from "./characterClasses.ts";
import { NONE, SLACK } from "./pieceKeys.ts";
import type { Text } from "./tally.ts";
import { type TokenRecords, WHOLE } from "./tokenRecords.ts";

/** Chunks of up to so many bytes are merged from the records of their substrings. */
export const SHORT = 32;
const SIDE = SHORT + 2;

/** A short chunk, and which of its substrings are tokens. */
export class Substrings {
  readonly bytes: Uint8Array = new Uint8Array(SIDE + SLACK);
  readonly words: DataView = new DataView(this.bytes.buffer);
  /** The record of the substring `[i, j)` at `i * SIDE + j`; 0 where it is no token of any vocabulary. */
  readonly records: Int32Array = new Int32Array(SIDE * SIDE);
  readonly table: TokenRecords;

  constructor(table: TokenRecords) {
    this.table = table;
  }

  /** Looks up all substrings of what stands in `bytes` up to `end`; a NUL is set behind it. */
  look(end: number): void {
    this.bytes[end] = 0;
    this.table.substrings(this.bytes, end, this.records, SIDE);
  }
}

/** Counts pieces of a short chunk in one vocabulary: byte-pair merging over ranks that are at hand. */
export class ShortPieces implements Text {
  readonly bytes: Uint8Array;
  readonly words: DataView;
  /** Whether the first piece of the chunk began before it. */
  partBefore = false;
  /** Where the chunk ends, if its last piece goes on behind it; else 0. */
  partBehind = 0;
  readonly #of: Substrings;
  readonly #place: number;
  readonly #characters: boolean;
  readonly #starts: Int32Array = new Int32Array(SIDE + 1);
  readonly #ranks: Int32Array = new Int32Array(SIDE + 1);

  /** @param place of the vocabulary, @param characters whether merging starts from characters instead of bytes */
  constructor(of: Substrings, place: number, characters: boolean) {
    this.#of = of;
    this.bytes = of.bytes;
    this.words = of.words;
    this.#place = place;
    this.#characters = characters;
  }

  #rank(start: number, end: number): number {
    const record = this.#of.records[start * SIDE + end] as number;
    return record === 0 ? NONE : (this.#of.table.words[record + 1 + this.#place] as number);
  }

  /** Tokens of the piece `[start, end)`. */
  count(start: number, end: number): number {
    if (end - start === 1) return 1;
    const whole = this.#rank(start, end);
    if (whole < WHOLE) return 1;
    if (whole === WHOLE && !(start === 0 && this.partBefore) && end !== this.partBehind) return 1;
    return this.#merged(start, end);
  }

  #merged(start: number, end: number): number {
    const [starts, ranks] = [this.#starts, this.#ranks];
    let parts = this.#line(start, end);
    for (;;) {
      let [least, at] = [WHOLE, -1];
      for (let i = 0; i < parts - 1; i += 1) {
        const rank = ranks[i] as number;
        if (rank < least) {
          least = rank;
          at = i;
        }
      }
      if (at < 0) return parts;
      parts -= 1;
      for (let i = at + 1; i < parts; i += 1) {
        starts[i] = starts[i + 1] as number;
        ranks[i] = ranks[i + 1] as number;
      }
      starts[parts] = end;
      if (at < parts - 1) ranks[at] = this.#rank(starts[at] as number, starts[at + 2] as number);
      if (at > 0) ranks[at - 1] = this.#rank(starts[at - 1] as number, starts[at + 1] as number);
    }
  }

  /** Sets the parts that merging starts from, and the ranks of their unions with the next; gives their number. */
  #line(start: number, end: number): number {
    const [starts, ranks] = [this.#starts, this.#ranks];
    let parts = 0;
    for (let at = start; at < end; parts += 1) {
      starts[parts] = at;
      at += this.#characters ? this.#unit(at, end) : 1;
    }
    starts[parts] = end;
    for (let i = 0; i < parts - 1; i += 1) ranks[i] = this.#rank(starts[i] as number, starts[i + 2] as number);
    return parts;
  }

  #unit(at: number, end: number): number {
    const width = widthOf(this.bytes[at] as number);
    return at + width <= end && this.#rank(at, at + width) !== NONE ? width : 1;
  }
}
