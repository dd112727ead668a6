import { Borders } from "./borders.ts";
import {
  COUNTED,
  FILTER_BITS,
  filterWord,
  hashOf,
  INLINE,
  isStored,
  mask0,
  mask1,
  mask2,
  MET,
  mix,
  NONE,
  SLACK,
  WHOLE_ONLY,
} from "./pieceKeys.ts";

/** The counts of at most so many pieces that are no token are remembered; longer ones hardly ever come again. */
const REMEMBERED = 1 << 15;
const LONGEST_REMEMBERED = 80;

/**
 * What is known about byte strings: the rank of each token, and the count of tokens of pieces met before. One open
 * table of four words a slot: three words of key and `met << 30 | value << 5 | counted << 4 | length` for pieces up to
 * twelve bytes; hash, place in the store, length and the same with 15 for longer ones. A slot of zeros is free. All lookups are in the text set by {@link read}, so no piece ever becomes a string.
 */
export class Pieces {
  readonly #slots: Int32Array;
  /** The slots as they were before the first piece was remembered. */
  #tokenSlots: Int32Array | undefined;
  /** A bit for each hash of a short token: small enough for the cache, as the table is not. */
  readonly #filter: Int32Array = new Int32Array(1 << FILTER_BITS);
  readonly #last: number;
  #bytes: Uint8Array = new Uint8Array(SLACK);
  #words: DataView = new DataView(this.#bytes.buffer);
  #store: Uint8Array;
  #storeWords: DataView;
  #stored = 0;
  #storedTokens = 0;
  #remembered = 0;
  /** Rank of the token of two bytes, at `first << 8 | second`; {@link NONE} where there is none. */
  readonly pairs: Int32Array = new Int32Array(0x1_0000).fill(NONE);
  /** Where tokens join characters. */
  readonly borders: Borders = new Borders();
  /** Length of the longest token in bytes. */
  longest = 1;
  /** Tokens added. */
  tokens = 0;

  /** @param tokens about how many tokens will be added, @param bytes their total length */
  constructor(tokens: number, bytes: number) {
    const slots = 2 ** Math.ceil(Math.log2((tokens + REMEMBERED) * 1.5));
    this.#slots = new Int32Array(4 * slots);
    this.#last = slots - 1;
    this.#store = new Uint8Array(bytes + SLACK);
    this.#storeWords = new DataView(this.#store.buffer);
  }

  /** Sets the text that all positions refer to; {@link SLACK} bytes behind its end must be readable. */
  read(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Adds the token `[start, end)` of the text. Must come before the first {@link remember}. */
  addToken(start: number, end: number, rank: number): void {
    const length = end - start;
    if (length === 2) this.pairs[((this.#bytes[start] as number) << 8) | (this.#bytes[start + 1] as number)] = rank;
    if (length > this.longest) this.longest = length;
    this.#addKnown(start, end, rank << 1);
  }

  /** Adds a token that merging never reaches: it counts only where it is the whole piece. Must come before the first {@link remember}. */
  addWhole(start: number, end: number): void {
    this.#addKnown(start, end, WHOLE_ONLY);
  }

  #addKnown(start: number, end: number, value: number): void {
    this.tokens += 1;
    this.borders.add(this.#bytes, start, end);
    this.#add(start, end, value);
    this.#storedTokens = this.#stored;
  }

  /** Hands on every token: its bytes, and twice its rank, or {@link WHOLE_ONLY}. */
  each(take: (bytes: Uint8Array, start: number, end: number, value: number) => void): void {
    const slots = this.#tokenSlots ?? this.#slots;
    const key = new Int32Array(3);
    const bytes = new Uint8Array(key.buffer);
    for (let at = 0; at < slots.length; at += 4) {
      const last = slots[at + 3] as number;
      if (last === 0) continue;
      const value = (last & ~MET) >> 4;
      if ((last & 15) === 15) {
        const from = slots[at + 1] as number;
        take(this.#store, from, from + (slots[at + 2] as number), value);
      } else {
        for (let word = 0; word < 3; word += 1) key[word] = slots[at + word] as number;
        take(bytes, 0, last & 15, value);
      }
    }
  }

  /** Remembers that the piece `[start, end)` of the text, which is no token, makes `count` tokens. */
  remember(start: number, end: number, count: number): void {
    if (end - start > LONGEST_REMEMBERED) return;
    this.#tokenSlots ??= this.#slots.slice();
    if (this.#remembered >= REMEMBERED) this.#forget(this.#tokenSlots);
    this.#remembered += 1;
    this.#add(start, end, (count << 1) | 1);
  }

  /** Tokens of the piece `[start, end)`: 1 for a token, the remembered count, or 0 for a piece never met. */
  count(start: number, end: number): number {
    const value = end - start <= INLINE ? this.#short(start, end) : this.#long(start, end);
    return value < 0 ? 0 : (value & 1) === 0 ? 1 : value >> 1;
  }

  /** As {@link count}, of a part of a piece, which cannot be a token that merging never reaches. */
  countPart(start: number, end: number): number {
    const value = end - start <= INLINE ? this.#short(start, end) : this.#long(start, end);
    return value < 0 || value === WHOLE_ONLY ? 0 : (value & 1) === 0 ? 1 : value >> 1;
  }

  /** Rank of the token `[start, end)`; {@link NONE} where it is none. */
  rank(start: number, end: number): number {
    if (end - start > this.longest) return NONE;
    const value = end - start <= INLINE ? this.#shortToken(start, end) : this.#long(start, end);
    return (value & 1) === 0 ? value >> 1 : NONE;
  }

  #short(start: number, end: number): number {
    const length = end - start;
    const a = this.#words.getInt32(start, true) & (mask0[length] as number);
    const b = this.#words.getInt32(start + 4, true) & (mask1[length] as number);
    const c = this.#words.getInt32(start + 8, true) & (mask2[length] as number);
    return this.#find(mix(a, b, c), a, b, c, length);
  }

  /** As {@link #short}, but sure of tokens only: most unions of parts are none, and the small filter says so. */
  #shortToken(start: number, end: number): number {
    const length = end - start;
    const a = this.#words.getInt32(start, true) & (mask0[length] as number);
    const b = this.#words.getInt32(start + 4, true) & (mask1[length] as number);
    const c = this.#words.getInt32(start + 8, true) & (mask2[length] as number);
    const hash = mix(a, b, c);
    if ((((this.#filter[filterWord(hash)] as number) >>> (hash & 31)) & 1) === 0) return -1;
    return this.#find(hash, a, b, c, length);
  }

  #find(hash: number, a: number, b: number, c: number, length: number): number {
    const slots = this.#slots;
    let slot = hash & this.#last;
    for (;;) {
      const at = slot << 2;
      const value = slots[at + 3] as number;
      if (value === 0) return -1;
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && (value & 15) === length) {
        if ((value & (COUNTED | MET)) === COUNTED) slots[at + 3] = value | MET;
        return (value & ~MET) >> 4;
      }
      slot = (slot + 1) & this.#last;
    }
  }

  #long(start: number, end: number): number {
    const slots = this.#slots;
    const length = end - start;
    const hash = hashOf(this.#words, start, end);
    let slot = hash & this.#last;
    for (;;) {
      const at = slot << 2;
      const value = slots[at + 3] as number;
      if (value === 0) return -1;
      if (slots[at] === hash && slots[at + 2] === length && (value & 15) === 15) {
        if (isStored(this.#storeWords, slots[at + 1] as number, this.#words, start, length)) {
          if ((value & (COUNTED | MET)) === COUNTED) slots[at + 3] = value | MET;
          return (value & ~MET) >> 4;
        }
      }
      slot = (slot + 1) & this.#last;
    }
  }

  /** `value` is twice the rank, or twice the count and one. */
  #add(start: number, end: number, value: number): void {
    const length = end - start;
    if (length <= INLINE) {
      const a = this.#words.getInt32(start, true) & (mask0[length] as number);
      const b = this.#words.getInt32(start + 4, true) & (mask1[length] as number);
      const c = this.#words.getInt32(start + 8, true) & (mask2[length] as number);
      const hash = mix(a, b, c);
      if ((value & 1) === 0)
        this.#filter[filterWord(hash)] = (this.#filter[filterWord(hash)] as number) | (1 << (hash & 31));
      this.#put(hash, a, b, c, (value << 4) | length);
      return;
    }
    if (this.#stored + length > this.#store.length) {
      const store = new Uint8Array(2 * (this.#stored + length));
      store.set(this.#store);
      this.#store = store;
      this.#storeWords = new DataView(store.buffer);
    }
    for (let i = 0; i < length; i += 1) this.#store[this.#stored + i] = this.#bytes[start + i] as number;
    const hash = hashOf(this.#words, start, end);
    this.#put(hash, hash, this.#stored, length, (value << 4) | 15);
    this.#stored += length;
  }

  #put(hash: number, a: number, b: number, c: number, value: number): void {
    const slots = this.#slots;
    let slot = hash & this.#last;
    while (slots[(slot << 2) + 3] !== 0) slot = (slot + 1) & this.#last;
    slots[slot << 2] = a;
    slots[(slot << 2) + 1] = b;
    slots[(slot << 2) + 2] = c;
    slots[(slot << 2) + 3] = value;
  }

  /** Makes room: only pieces that came again are kept, or none where too many did. */
  #forget(tokenSlots: Int32Array): void {
    const slots = this.#slots;
    // A quarter stays free, lest room has to be made again at once.
    const met = new Int32Array(3 * REMEMBERED);
    let size = 0;
    for (let at = 0; at < slots.length && size < met.length; at += 4) {
      const value = slots[at + 3] as number;
      if ((value & MET) === 0 || (value & ~MET) >> 4 === WHOLE_ONLY) continue;
      for (let word = 0; word < 4; word += 1) met[size + word] = slots[at + word] as number;
      size += 4;
    }
    if (size === met.length) size = 0;
    slots.set(tokenSlots);
    const from = this.#storedTokens;
    const store = this.#store.slice(from, this.#stored);
    this.#stored = from;
    this.#remembered = size / 4;
    for (let at = 0; at < size; at += 4) {
      const [a = 0, b = 0, c = 0] = met.subarray(at, at + 3);
      const value = (met[at + 3] as number) & ~MET;
      if ((value & 15) !== 15) this.#put(mix(a, b, c), a, b, c, value);
      else {
        this.#put(a, a, this.#stored, c, value);
        this.#store.set(store.subarray(b - from, b - from + c), this.#stored);
        this.#stored += c;
      }
    }
  }
}
