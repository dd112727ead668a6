import { isComposed } from "./composed.ts";
import type { Counter } from "./counter.ts";
import { AT_START, PART_BEFORE, PART_BEHIND } from "./cuts.ts";
import { SLACK } from "./pieceKeys.ts";
import type { Pieces } from "./pieces.ts";
import { piecesOf } from "./rankTable.ts";
import { splitByCase } from "./splitByCase.ts";
import { splitByLetters } from "./splitByLetters.ts";
import { splitDeepseek } from "./splitDeepseek.ts";
import { splitSentencePiece } from "./splitSentencePiece.ts";
import { type Split, Tally } from "./tally.ts";
import { isUtf8 } from "./utf8.ts";

/** What a vocabulary does to a text before it is split. */
export type Preparation =
  | "none"
  /** Unicode normalisation form C. */
  | "composed"
  /** A space in front, and `▁` for a space; a space stands for both here. */
  | "sentencepiece";

/** The rule of a split, as wasm/splits.ts has it. */
export interface SplitRule {
  readonly kind: "case" | "letters" | "deepseek" | "unsplit";
  /** Most numbers in a piece. */
  readonly numbers?: number;
  /** Whether `'s`, `'ll` and the like stay with their word. */
  readonly contractions?: boolean;
}

/** A vocabulary, loaded. */
export interface Vocabulary {
  /** Its tokens: see rankTable.ts. */
  readonly table: string;
  readonly rule: SplitRule;
  readonly preparation: Preparation;
}

function splitOf({ kind, numbers = 3, contractions = false }: SplitRule): Split {
  if (kind === "case") return splitByCase({ numbers, contractions });
  if (kind === "letters") return splitByLetters(numbers);
  return kind === "deepseek" ? splitDeepseek : splitSentencePiece;
}

/** Room kept between two texts; what a longer one needed is given back. */
const KEPT = 1 << 22;

/** Counts texts in one vocabulary, all in one buffer of its own. */
export class Engine implements Counter {
  readonly vocabulary: string;
  readonly pieces: Pieces;
  readonly preparation: Preparation;
  readonly split: Split;
  readonly #tally: Tally;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(vocabulary: string, { table, rule, preparation }: Vocabulary) {
    this.vocabulary = vocabulary;
    this.split = splitOf(rule);
    this.pieces = piecesOf(table, preparation === "sentencepiece" ? "characters" : "bytes");
    this.preparation = preparation;
    this.#tally = new Tally(this.pieces, preparation === "sentencepiece");
  }

  count(text: string): number {
    const offset = this.#offset();
    let end = this.#encode(text, offset);
    if (this.preparation === "composed" && !isComposed(this.#tally.bytes, end)) {
      end = this.#encode(text.normalize("NFC"), 0);
    }
    return this.#tokens(offset, end);
  }

  /** Whether a space between two ASCII letters always parts two pieces, so that a text may be counted in parts. */
  get parts(): boolean {
    return this.preparation !== "sentencepiece";
  }

  countBytes(bytes: Uint8Array, start: number, end: number): number {
    const text = bytes.subarray(start, end);
    if (!isUtf8(bytes, start, end)) return this.count(this.#decoder.decode(text));
    const offset = this.#offset();
    const length = offset + end - start;
    this.#tally.reserve(length);
    this.#tally.bytes.set(text, offset);
    if (this.preparation === "composed" && !isComposed(this.#tally.bytes, length)) {
      return this.count(this.#decoder.decode(text));
    }
    return this.#tokens(offset, length);
  }

  /** Tokens that a chunk of a text, cut as {@link Cuts} does, adds to it; its bytes are valid UTF-8. */
  countChunk(bytes: Uint8Array, start: number, end: number, marks: number): number {
    const tally = this.#tally;
    const offset = (marks & AT_START) === 0 ? 0 : this.#offset();
    let length = offset + end - start;
    tally.reserve(length);
    // Chunks are short: a loop is quicker than a view of them.
    for (let from = start, to = offset; from < end; from += 1, to += 1) tally.bytes[to] = bytes[from] as number;
    if (this.preparation === "composed" && !isComposed(tally.bytes, length))
      length = this.#encode(this.#decoder.decode(bytes.subarray(start, end)).normalize("NFC"), 0);
    tally.partBefore = (marks & PART_BEFORE) !== 0;
    tally.partBehind = (marks & PART_BEHIND) !== 0 ? length : 0;
    const tokens = this.#tokens(offset, length);
    tally.partBefore = false;
    tally.partBehind = 0;
    return tokens;
  }

  #offset(): number {
    return this.preparation === "sentencepiece" ? 1 : 0;
  }

  /** Writes the text as UTF-8 from `offset` on, lone surrogates as U+FFFD; gives the end. */
  #encode(text: string, offset: number): number {
    let end = offset;
    for (let rest = text; rest.length > 0;) {
      this.#tally.reserve(end + rest.length);
      const room = this.#tally.bytes.length - SLACK;
      const { read, written } = this.#encoder.encodeInto(rest, this.#tally.bytes.subarray(end, room));
      end += written;
      if (read === rest.length) break;
      rest = rest.slice(read);
      this.#tally.reserve(end + 3 * rest.length);
    }
    return end;
  }

  #tokens(offset: number, length: number): number {
    if (length === offset) return 0;
    const tally = this.#tally;
    let end = length;
    if (this.preparation === "sentencepiece") {
      if (offset > 0) tally.bytes[0] = 0x20;
      end = spaceLowLines(tally.bytes, length);
    }
    tally.bytes[end] = 0;
    const tokens = this.split(tally, end);
    tally.release(KEPT);
    return tokens;
  }
}

/** Writes a space for each `▁` (E2 96 81) of the text `[0, end)`, in place; gives the new end. */
function spaceLowLines(bytes: Uint8Array, end: number): number {
  let first = 0;
  while (first < end && bytes[first] !== 0xe2) first += 1;
  if (first === end) return end;
  let to = first;
  for (let at = first; at < end; to += 1) {
    const found = bytes[at] === 0xe2 && bytes[at + 1] === 0x96 && bytes[at + 2] === 0x81 && at + 2 < end;
    bytes[to] = found ? 0x20 : (bytes[at] as number);
    at += found ? 3 : 1;
  }
  return to;
}
