import { SLACK } from "./pieceKeys.ts";

/** Chunks of up to so many bytes are held in the slot itself, longer ones up to {@link LONGEST} in the store. */
const INLINE = 16;
/** Longer chunks hardly ever come again. */
export const LONGEST = 64;
/** Most tokens of a chunk that a slot can hold, for each vocabulary. */
export const MOST = 255;
/** Words of a slot: four of key, one of length and marks, two of counts, one to spare. */
const SLOT = 8;
const [FIRST_BITS, LAST_BITS] = [14, 19];
/** Fewer of those that came again are kept when room is made, lest it has to be made again at once. */
const MOST_KEPT = 1 << (LAST_BITS - 2);
/** The place of the marks in the word of the length. */
const MARKS = 8;
const STORED = 1 << 16;
/** In that word: whether the chunk came again since room was last made. */
const MET = 1 << 20;

const masks: readonly Int32Array[] = [0, 4, 8, 12].map((word) =>
  Int32Array.from({ length: INLINE + 1 }, (_, length) => {
    const bytes = Math.min(4, Math.max(0, length - word));
    return bytes === 4 ? -1 : (1 << (8 * bytes)) - 1;
  }),
);
const [mask0, mask1, mask2, mask3] = masks as [Int32Array, Int32Array, Int32Array, Int32Array];

/**
 * The tokens of chunks met before, in up to eight vocabularies at once: one open table, looked up by the bytes
 * themselves. It is emptied when it has grown to its largest; what is frequent is soon back.
 */
export class ChunkCache {
  #bits = FIRST_BITS;
  slots: Int32Array = new Int32Array(SLOT << FIRST_BITS);
  #used = 0;
  #store: Uint8Array = new Uint8Array(1 << 16);
  #stored = 0;
  #bytes: Uint8Array = new Uint8Array(SLACK);
  #words: DataView = new DataView(this.#bytes.buffer);
  // The key of the last look-up, for what is added next.
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;
  #hash = 0;
  #tag = 0;

  /** Sets the text that all positions refer to; {@link SLACK} bytes behind its end must be readable. */
  read(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The place in {@link slots} of the counts of the chunk `[start, end)` with its marks; -1 where it was never met. */
  find(start: number, end: number, marks: number): number {
    const length = end - start;
    if (length > INLINE) return this.#findLong(start, length, marks);
    const words = this.#words;
    const a = words.getInt32(start, true) & (mask0[length] as number);
    const b = words.getInt32(start + 4, true) & (mask1[length] as number);
    const c = words.getInt32(start + 8, true) & (mask2[length] as number);
    const d = words.getInt32(start + 12, true) & (mask3[length] as number);
    const tag = (marks << MARKS) | length;
    const hash = mix(a ^ Math.imul(tag, 0x2c1b_3c6d), b, c, d);
    const slots = this.slots;
    const last = slots.length - 1;
    let at = (hash << 3) & last;
    for (;;) {
      const found = slots[at + 4] as number;
      if (
        slots[at] === a &&
        slots[at + 1] === b &&
        slots[at + 2] === c &&
        slots[at + 3] === d &&
        (found & ~MET) === tag
      ) {
        if (found === tag) slots[at + 4] = found | MET;
        return at + 5;
      }
      if (found === 0) break;
      at = (at + SLOT) & last;
    }
    this.#keep(a, b, c, d, hash, tag);
    return -1;
  }

  #keep(a: number, b: number, c: number, d: number, hash: number, tag: number): void {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
    this.#hash = hash;
    this.#tag = tag;
  }

  #findLong(start: number, length: number, marks: number): number {
    const words = this.#words;
    const tag = STORED | (marks << MARKS) | length;
    let [hash, other] = [tag, length];
    for (let at = start; at < start + length - 4; at += 4) {
      const word = words.getInt32(at, true);
      hash = Math.imul(hash ^ word, 0x9e37_79b1);
      hash ^= hash >>> 15;
      other = Math.imul(other + word, 0x85eb_ca77) ^ (other >>> 13);
    }
    const word = words.getInt32(start + length - 4, true);
    hash = Math.imul(hash ^ word, 0xc2b2_ae3d);
    hash ^= hash >>> 14;
    other = Math.imul(other + word, 0x27d4_eb2f);
    const slots = this.slots;
    const last = slots.length - 1;
    let at = (hash << 3) & last;
    for (;;) {
      const found = slots[at + 4] as number;
      if (
        found === tag &&
        slots[at] === hash &&
        slots[at + 1] === other &&
        this.#isStored(slots[at + 2] as number, start, length)
      )
        return at + 5;
      if (found === 0) break;
      at = (at + SLOT) & last;
    }
    this.#keep(hash, other, 0, 0, hash, tag);
    return -1;
  }

  #isStored(stored: number, start: number, length: number): boolean {
    for (let i = 0; i < length; i += 1) if (this.#store[stored + i] !== this.#bytes[start + i]) return false;
    return true;
  }

  /** Remembers the counts of the chunk that was looked up last: a byte for each vocabulary. */
  add(start: number, end: number, low: number, high: number): void {
    if (this.#used >= (1 << this.#bits) >> 1) this.#makeRoom();
    if ((this.#tag & STORED) !== 0) {
      this.#c = this.#stored;
      this.#storeBytes(start, end);
    }
    this.#put(this.#hash, this.#a, this.#b, this.#c, this.#d, this.#tag, low, high);
    this.#used += 1;
  }

  #storeBytes(start: number, end: number): void {
    if (this.#stored + end - start > this.#store.length) {
      const store = new Uint8Array(2 * this.#store.length);
      store.set(this.#store);
      this.#store = store;
    }
    for (let at = start; at < end; at += 1) this.#store[this.#stored++] = this.#bytes[at] as number;
  }

  #put(hash: number, a: number, b: number, c: number, d: number, tag: number, low: number, high: number): void {
    const slots = this.slots;
    const last = slots.length - 1;
    let at = (hash << 3) & last;
    while (slots[at + 4] !== 0) at = (at + SLOT) & last;
    slots[at] = a;
    slots[at + 1] = b;
    slots[at + 2] = c;
    slots[at + 3] = d;
    slots[at + 4] = tag;
    slots[at + 5] = low;
    slots[at + 6] = high;
    slots[at + 7] = hash;
  }

  /** Twice the slots; where they are as many as may be, only chunks that came again are kept, and no stored ones. */
  #makeRoom(): void {
    const before = this.slots;
    const isLast = this.#bits === LAST_BITS;
    if (!isLast) this.#bits += 1;
    else this.#stored = 0;
    this.slots = new Int32Array(SLOT << this.#bits);
    this.#used = 0;
    for (let at = 0; at < before.length; at += SLOT) {
      const tag = before[at + 4] as number;
      if (tag === 0 || (isLast && ((tag & MET) === 0 || (tag & STORED) !== 0 || this.#used >= MOST_KEPT))) continue;
      const [a = 0, b = 0, c = 0, d = 0, , low = 0, high = 0, hash = 0] = before.subarray(at, at + SLOT);
      this.#put(hash, a, b, c, d, isLast ? tag & ~MET : tag, low, high);
      this.#used += 1;
    }
  }
}

function mix(a: number, b: number, c: number, d: number): number {
  let hash =
    Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca77) ^ Math.imul(c, 0xc2b2_ae3d) ^ Math.imul(d, 0x27d4_eb2f);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b_3c6d);
  return hash ^ (hash >>> 13);
}
