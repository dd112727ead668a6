import { NONE, WHOLE_ONLY } from "./pieceKeys.ts";
import type { Pieces } from "./pieces.ts";

/** Bits of the filter of hashes, as a power of two: small enough for the cache, as the records are not. */
const FILTER_BITS = 21;
const SEED = 0x811c_9dc5;
const PRIME = 0x0100_0193;
/** The rank of a token that only a whole piece can be. */
export const WHOLE: number = NONE - 1;

/**
 * The tokens of several vocabularies in one table: a record holds the length of a token, its rank in each vocabulary
 * ({@link NONE} where it is none there) and its bytes. Substrings of a chunk are looked up by a hash that grows with them.
 */
export class TokenRecords {
  /** Records, one behind the other, as words; 0 is none. */
  words: Int32Array;
  readonly #vocabularies: number;
  /** Hash and place of the record of each slot. */
  readonly #slots: Int32Array;
  readonly #filter: Int32Array = new Int32Array(1 << (FILTER_BITS - 5));
  #bytes: Uint8Array;
  #used = 1;
  /** Length of the longest token in bytes. */
  longest = 1;

  constructor(vocabularies: readonly Pieces[]) {
    this.#vocabularies = vocabularies.length;
    const tokens = vocabularies.reduce((sum, pieces) => sum + pieces.tokens, 0);
    this.#slots = new Int32Array(2 * 2 ** Math.ceil(Math.log2(tokens * 1.25 + 16)));
    this.words = new Int32Array(tokens * 3 + 1024);
    this.#bytes = new Uint8Array(this.words.buffer);
    for (const [vocabulary, pieces] of vocabularies.entries())
      pieces.each((bytes, start, end, value) => {
        this.#add(vocabulary, bytes, start, end, value === WHOLE_ONLY ? WHOLE : value >> 1);
      });
    // What was too much to begin with is given back.
    this.words = this.words.slice(0, this.#used);
    this.#bytes = new Uint8Array(this.words.buffer);
  }

  #add(vocabulary: number, bytes: Uint8Array, start: number, end: number, rank: number): void {
    const length = end - start;
    if (length > this.longest) this.longest = length;
    let hash = SEED;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), PRIME);
    const mixed = mix(hash);
    let record = this.#find(mixed, bytes, start, length);
    if (record === 0) record = this.#put(mixed, bytes, start, length);
    this.words[record + 1 + vocabulary] = rank;
  }

  #put(hash: number, bytes: Uint8Array, start: number, length: number): number {
    const record = this.#used;
    const size = 1 + this.#vocabularies + ((length + 3) >> 2);
    if (record + size > this.words.length) {
      const words = new Int32Array(2 * this.words.length + size);
      words.set(this.words);
      this.words = words;
      this.#bytes = new Uint8Array(words.buffer);
    }
    this.#used += size;
    this.words[record] = length;
    this.words.fill(NONE, record + 1, record + 1 + this.#vocabularies);
    const to = (record + 1 + this.#vocabularies) << 2;
    for (let i = 0; i < length; i += 1) this.#bytes[to + i] = bytes[start + i] as number;
    const bit = hash & ((1 << FILTER_BITS) - 1);
    this.#filter[bit >> 5] = (this.#filter[bit >> 5] as number) | (1 << (bit & 31));
    const last = this.#slots.length - 1;
    let slot = (hash << 1) & last;
    while (this.#slots[slot + 1] !== 0) slot = (slot + 2) & last;
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = record;
    return record;
  }

  #find(hash: number, bytes: Uint8Array, start: number, length: number): number {
    const last = this.#slots.length - 1;
    for (let slot = (hash << 1) & last; ; slot = (slot + 2) & last) {
      const record = this.#slots[slot + 1] as number;
      if (record === 0) return 0;
      if (this.#slots[slot] === hash && this.words[record] === length && this.#is(record, bytes, start, length))
        return record;
    }
  }

  #is(record: number, bytes: Uint8Array, start: number, length: number): boolean {
    const from = (record + 1 + this.#vocabularies) << 2;
    for (let i = 0; i < length; i += 1) if (this.#bytes[from + i] !== bytes[start + i]) return false;
    return true;
  }

  /** Writes the record of each substring `[i, j)` of `bytes[0, end)` to `into[i * side + j]`; 0 where it is no token. */
  substrings(bytes: Uint8Array, end: number, into: Int32Array, side: number): void {
    const filter = this.#filter;
    for (let start = 0; start < end; start += 1) {
      let hash = Math.imul(SEED ^ (bytes[start] as number), PRIME);
      const row = start * side;
      into[row + start + 1] = this.#look(filter, mix(hash), bytes, start, 1);
      for (let at = start + 1; at < end; at += 1) {
        hash = Math.imul(hash ^ (bytes[at] as number), PRIME);
        into[row + at + 1] = this.#look(filter, mix(hash), bytes, start, at + 1 - start);
      }
    }
  }

  #look(filter: Int32Array, hash: number, bytes: Uint8Array, start: number, length: number): number {
    const bit = hash & ((1 << FILTER_BITS) - 1);
    if ((((filter[bit >> 5] as number) >>> (bit & 31)) & 1) === 0) return 0;
    return this.#find(hash, bytes, start, length);
  }
}

function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  return mixed ^ (mixed >>> 13);
}
