import { countInBlocks } from "./blocks.ts";
import { widthOf } from "./characterClasses.ts";
import { NONE } from "./pieceKeys.ts";
import type { Pieces } from "./pieces.ts";

/** Up to so many bytes the least rank is found by looking at all of them, without a heap. */
const FEW = 256;
/** A key is `rank << FEW_BITS | place`: the least key is the leftmost pair of least rank. */
const FEW_BITS = 8;
/** The key of a pair that is no token. */
const NO_KEY = 0x7fff_ff00;
/** Up to so many bytes a piece is merged in one go; a longer one is merged block by block. */
const BLOCK = 1 << 16;
/** Heap entries are `rank * PLACES + place`: the order is that of the ranks, then of the places. */
const PLACES = 2 ** 27;

/**
 * Byte-pair merging: of all neighbouring parts whose union is a token, the pair of least rank is joined, the leftmost
 * first, until none is left. Time is near linear and memory bounded whatever the text.
 */
export class Merge {
  readonly #pieces: Pieces;
  readonly #characters: boolean;
  readonly #block: number;
  /** Rank of the union of a part with the next one, by the place of the part; {@link NONE} where no part starts. */
  #ranks: Int32Array = new Int32Array(FEW);
  #previous: Int32Array = new Int32Array(FEW);
  #next: Int32Array = new Int32Array(FEW);
  /** Of a piece of few bytes: where each part starts, and the key of its union with the next one, its place left out. */
  readonly #starts: Int32Array = new Int32Array(FEW + 1);
  readonly #keys: Int32Array = new Int32Array(FEW);
  #heap: Float64Array = new Float64Array(0);
  #heapSize = 0;

  /**
   * @param characters whether merging starts from the characters that are tokens instead of from single bytes
   * @param block most bytes that are merged in one go
   */
  constructor(pieces: Pieces, characters: boolean, block: number = BLOCK) {
    this.#pieces = pieces;
    this.#characters = characters;
    this.#block = block;
  }

  /** Tokens of the piece `[start, end)` of `bytes`, the text that the pieces read. */
  count(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length <= FEW) return this.#few(bytes, start, end);
    if (length <= this.#block) return this.#many(bytes, start, end);
    return countInBlocks(this, bytes, start, end, this.#block);
  }

  /** Keeps the parts close together, so that all can be looked at in turn; leaves where they start in `#starts`. */
  #few(bytes: Uint8Array, start: number, end: number): number {
    const starts = this.#starts;
    const keys = this.#keys;
    const pieces = this.#pieces;
    let parts = this.#line(bytes, start, end);
    for (;;) {
      let least = NO_KEY;
      for (let at = 0; at < parts; at += 1) least = lesser(least, (keys[at] as number) | at);
      if (least >= NO_KEY) return parts;
      const at = least & (FEW - 1);
      parts -= 1;
      for (let to = at + 1; to < parts; to += 1) {
        starts[to] = starts[to + 1] as number;
        keys[to] = keys[to + 1] as number;
      }
      starts[parts] = end;
      const from = starts[at] as number;
      const next = starts[at + 1] as number;
      keys[at] = next === end ? NO_KEY : keyOf(pieces.rank(from, starts[at + 2] as number));
      if (at > 0) keys[at - 1] = keyOf(pieces.rank(starts[at - 1] as number, next));
    }
  }

  /** Sets `#starts` and `#keys` to the parts that merging starts from, and gives their number. */
  #line(bytes: Uint8Array, start: number, end: number): number {
    const starts = this.#starts;
    const keys = this.#keys;
    const pairs = this.#pieces.pairs;
    let parts = 0;
    for (let at = start; at < end; parts += 1) {
      starts[parts] = at;
      if (this.#characters) at += this.#unit(bytes, at, end);
      else {
        keys[parts] = keyOf(pairs[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] as number);
        at += 1;
      }
    }
    starts[parts] = end;
    if (this.#characters)
      for (let at = 0; at < parts - 1; at += 1)
        keys[at] = keyOf(this.#pieces.rank(starts[at] as number, starts[at + 2] as number));
    keys[parts - 1] = NO_KEY;
    return parts;
  }

  /** Bytes of the part that merging starts from at `at`, where it starts from characters. */
  #unit(bytes: Uint8Array, at: number, end: number): number {
    const width = widthOf(bytes[at] as number);
    return at + width <= end && this.#pieces.rank(at, at + width) !== NONE ? width : 1;
  }

  /** As {@link #few}, with a heap; leaves the parts in `#next`. */
  #many(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    let parts = this.#link(bytes, start, end);
    const [ranks, previous, next] = [this.#ranks, this.#previous, this.#next];
    this.#heapSize = 0;
    for (let at = 0; at < length; at += 1) if (ranks[at] !== NONE) this.#push(ranks[at] as number, at);
    while (this.#heapSize > 0) {
      const least = this.#pop();
      const at = least % PLACES;
      // An entry whose pair is gone by now.
      if (ranks[at] !== (least - at) / PLACES) continue;
      const joined = next[at] as number;
      const after = next[joined] as number;
      next[at] = after;
      ranks[joined] = NONE;
      parts -= 1;
      if (after < length) previous[after] = at;
      this.#rerank(at, start, after < length ? start + (next[after] as number) : -1);
      const before = previous[at] as number;
      if (before >= 0) this.#rerank(before, start, start + after);
    }
    return parts;
  }

  /** Sets the parts that merging starts from, by place from 0, and the ranks of their unions. */
  #link(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    this.#reserve(length);
    const [ranks, previous, next, pairs] = [this.#ranks, this.#previous, this.#next, this.#pieces.pairs];
    if (!this.#characters) {
      for (let at = 0; at < length; at += 1) {
        previous[at] = at - 1;
        next[at] = at + 1;
        ranks[at] = pairs[((bytes[start + at] as number) << 8) | (bytes[start + at + 1] as number)] as number;
      }
      ranks[length - 1] = NONE;
      return length;
    }
    let parts = 0;
    let before = -1;
    ranks.fill(NONE, 0, length);
    for (let at = 0; at < length; parts += 1) {
      const after = at + this.#unit(bytes, start + at, end);
      previous[at] = before;
      next[at] = after;
      before = at;
      at = after;
    }
    for (let at = 0, to = 0; (to = next[at] as number) < length; at = to) {
      ranks[at] = this.#pieces.rank(start + at, start + (next[to] as number));
    }
    return parts;
  }

  #rerank(at: number, start: number, end: number): void {
    const rank = end < 0 ? NONE : this.#pieces.rank(start + at, end);
    this.#ranks[at] = rank;
    if (rank !== NONE) this.#push(rank, at);
  }

  #reserve(length: number): void {
    if (this.#next.length >= length) return;
    const size = Math.max(length, Math.min(this.#block, 2 * length), FEW);
    this.#ranks = new Int32Array(size);
    this.#previous = new Int32Array(size);
    this.#next = new Int32Array(size);
    // A join removes one part and adds at most two entries.
    this.#heap = new Float64Array(3 * size);
  }

  #push(rank: number, place: number): void {
    const heap = this.#heap;
    const entry = rank * PLACES + place;
    let at = this.#heapSize;
    this.#heapSize += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((heap[parent] as number) <= entry) break;
      heap[at] = heap[parent] as number;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): number {
    const heap = this.#heap;
    const least = heap[0] as number;
    this.#heapSize -= 1;
    const size = this.#heapSize;
    const entry = heap[size] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && (heap[child + 1] as number) < (heap[child] as number)) child += 1;
      if ((heap[child] as number) >= entry) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = entry;
    return least;
  }

  /** Where the tokens of the piece `[start, end)` start, and `end`. */
  borders(bytes: Uint8Array, start: number, end: number): readonly number[] {
    if (end - start <= FEW) return Array.from(this.#starts.subarray(0, this.#few(bytes, start, end) + 1));
    this.#many(bytes, start, end);
    const borders = [start];
    for (let at = 0; at < end - start;) {
      at = this.#next[at] as number;
      borders.push(start + at);
    }
    return borders;
  }
}

function keyOf(rank: number): number {
  return rank === NONE ? NO_KEY : rank << FEW_BITS;
}

/** The lesser of two keys, without a branch: which one it is cannot be predicted. */
function lesser(a: number, b: number): number {
  const difference = (a - b) | 0;
  return (b + (difference & (difference >> 31))) | 0;
}
