import { Borders } from "./borders.ts";
import { isStable } from "./composed.ts";
import { classOf, codePointAt, HEAD, LETTER, NUMBER, SPACE, SYMBOL, TAIL, widthOf } from "./characterClasses.ts";
import type { Pieces } from "./pieces.ts";

/** Of a chunk: it stands at the beginning of its text. */
export const AT_START = 1;
/** Of a chunk: what stands before it, or behind it, belongs to the same piece. */
export const PART_BEFORE = 2;
export const PART_BEHIND = 4;

/** In the table of neighbours: the text is cut here, or may end here. */
const [CUT, END] = [1, 2];
/** A letter of a script without small and capital letters, or a mark: it may stand anywhere in a word. */
const UNCASED = HEAD | TAIL;
/** `▁`, which SentencePiece takes for a space. */
const LOW_LINE = 0x2581;

/**
 * Where a text may be cut so that in every one of some vocabularies the tokens of the chunks add up to those of the
 * text: between pieces of all their splits, and within a word of a script without capitals where no token joins its two
 * neighbours. Chunks are about as long as words, and nearly all are met again.
 */
export class Cuts {
  /** By the ASCII bytes before and behind, `before << 7 | behind`. */
  readonly #ascii: Uint8Array = partsTable();
  readonly #borders: Borders = new Borders();
  /** The run of uncased letters at hand: where it ends, and whether it may be cut. */
  #runEnd = 0;
  #runSafe = false;
  /** {@link PART_BEHIND} where the last chunk ended within a piece. */
  part = 0;

  /** @param pieces of all vocabularies, @param unsplit of those whose texts are merged without a split */
  constructor(pieces: readonly Pieces[], unsplit: readonly Pieces[]) {
    for (const { borders } of pieces) this.#borders.include(borders);
    const crossed = new Borders();
    for (const { borders } of unsplit) crossed.include(borders);
    for (let before = 0; before < 128; before += 1)
      for (let behind = 1; behind < 128; behind += 1)
        if (crossed.joinsAscii(before, behind)) this.#ascii[(before << 7) | behind] = 0;
  }

  /** Forgets the text before. */
  begin(): void {
    this.#runEnd = 0;
    this.part = 0;
  }

  /** The end of the chunk that starts at `at`, in UTF-8 with a NUL behind its end. */
  next(bytes: Uint8Array, at: number, end: number): number {
    const ascii = this.#ascii;
    this.part = 0;
    let before = bytes[at] as number;
    let to = at + 1;
    if (before < 0x80) {
      for (;;) {
        const behind = bytes[to] as number;
        if (behind >= 0x80) break;
        const cut = ascii[(before << 7) | behind] as number;
        if (cut !== 0 && (cut === CUT || to >= end)) return to;
        before = behind;
        to += 1;
      }
    } else to = at + widthOf(before);
    return this.#beyondAscii(bytes, at, to, end);
  }

  /** As {@link next}, from the character border `to` on, where one of the neighbours is beyond ASCII. */
  #beyondAscii(bytes: Uint8Array, at: number, to: number, end: number): number {
    let start = to - 1;
    while (start > at && ((bytes[start] as number) & 0xc0) === 0x80) start -= 1;
    let before = codePointAt(bytes, start);
    while (to < end) {
      const behind = codePointAt(bytes, to);
      if ((before | behind) < 0x80) {
        if (this.#ascii[(before << 7) | behind] === CUT) return to;
      } else if (this.#isCut(bytes, to, end, before, behind)) return to;
      before = behind;
      to += widthOf(bytes[to] as number);
    }
    return end;
  }

  #isCut(bytes: Uint8Array, to: number, end: number, before: number, behind: number): boolean {
    const bits = classOf[before] as number;
    // A space behind anything that is none begins a piece of its own, or leads one.
    if (behind === 0x20) return bits !== 0 && (bits & SPACE) === 0 && before !== LOW_LINE;
    const next = classOf[behind] as number;
    if (before < 0x80 || behind < 0x80) return false;
    if ((bits & (LETTER | UNCASED)) !== (LETTER | UNCASED)) return false;
    // A letter and a mark of punctuation beyond ASCII: the word ends, whatever the split.
    if ((next & (SYMBOL | LETTER | NUMBER | UNCASED)) === SYMBOL) return !this.#borders.joins(bytes, to);
    if ((next & (LETTER | UNCASED)) !== (LETTER | UNCASED) || isStable[behind] === 0) return false;
    if (!this.#isSafe(bytes, to, end) || this.#borders.joins(bytes, to)) return false;
    this.part = PART_BEHIND;
    return true;
  }

  /**
   * Whether the run of uncased letters at `to` may be cut. Behind it a letter of another kind may or may not belong to
   * the same piece, by what stands before the cut; that makes no difference where no token joins the two.
   */
  #isSafe(bytes: Uint8Array, to: number, end: number): boolean {
    if (to < this.#runEnd) return this.#runSafe;
    let at = to;
    while (at < end && ((classOf[codePointAt(bytes, at)] as number) & UNCASED) === UNCASED)
      at += widthOf(bytes[at] as number);
    const cased = at < end && ((classOf[codePointAt(bytes, at)] as number) & (UNCASED | LETTER)) !== 0;
    this.#runEnd = at;
    this.#runSafe = !cased || !this.#borders.joins(bytes, at);
    return this.#runSafe;
  }
}

const [DIGIT, WORD, MARK, LINE, OTHER] = [0, 1, 2, 3, 4];

function kindOf(byte: number): number {
  if (byte === 10 || byte === 13) return LINE;
  const bits = classOf[byte] as number;
  return (bits & NUMBER) !== 0 ? DIGIT : (bits & LETTER) !== 0 ? WORD : (bits & SYMBOL) !== 0 ? MARK : OTHER;
}

/** By the ASCII bytes before and behind, `before << 7 | behind`: where every split parts them, and where a text may end. */
export function partsTable(): Uint8Array {
  const table = new Uint8Array(1 << 14);
  for (let before = 0; before < 128; before += 1) {
    table[before << 7] = END;
    for (let behind = 1; behind < 128; behind += 1)
      if (partsPieces(before, behind)) table[(before << 7) | behind] = CUT;
  }
  return table;
}

/**
 * Whether every split parts two neighbours in ASCII, whatever stands around them: a word ends before all but letters and
 * the apostrophe of a contraction; a number before all but numbers; marks before white space but not line ends, and
 * before numbers; a run of white space that ends in a line end before what is none, and is no slash.
 */
function partsPieces(before: number, behind: number): boolean {
  const [left, right] = [kindOf(before), kindOf(behind)];
  const isSpace = ((classOf[behind] as number) & SPACE) !== 0;
  if (left === WORD) return right !== WORD && behind !== 0x27 && (right !== OTHER || isSpace);
  if (left === DIGIT) return right !== DIGIT && (right !== OTHER || isSpace);
  if (left === MARK) return right === DIGIT || (isSpace && right !== LINE);
  if (left === LINE) return right === WORD || right === DIGIT || (right === MARK && behind !== 0x2f);
  return false;
}
