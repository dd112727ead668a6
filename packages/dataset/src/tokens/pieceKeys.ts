/** Masks of a word of the key, by the length of the piece: its first twelve bytes, little-endian, zero-padded. */
function masksFrom(first: number): Int32Array {
  return Int32Array.from({ length: 16 }, (_, length) => {
    const bytes = Math.min(4, Math.max(0, length - first));
    return bytes === 4 ? -1 : (1 << (8 * bytes)) - 1;
  });
}
export const mask0: Int32Array = masksFrom(0);
export const mask1: Int32Array = masksFrom(4);
export const mask2: Int32Array = masksFrom(8);

/** Pieces up to this length are compared inside the slot; longer ones are compared in the store. */
export const INLINE: number = 12;
/** In the last word of a slot: whether the count of tokens is of a piece that is no token. */
export const COUNTED: number = 1 << 4;
/** In the last word of a slot of a remembered piece: whether it came again since room was last made. */
export const MET: number = 1 << 30;

/** The value of a token that only a whole piece can be: counted, and one. No other piece that is counted has one token. */
export const WHOLE_ONLY: number = (1 << 1) | 1;

/** Words of the filter, as a power of two. */
export const FILTER_BITS: number = 16;
/** Above every rank: no token. */
export const NONE = 0x7fff_ffff;

/** Bytes that a reader of {@link Pieces} must be able to read behind the end of a text. */
export const SLACK = 16;

/** Whether a piece longer than four bytes is the one in the store: whole words, the last one overlapping. */
export function isStored(store: DataView, stored: number, text: DataView, start: number, length: number): boolean {
  for (let i = 0; i < length - 4; i += 4) if (store.getInt32(stored + i) !== text.getInt32(start + i)) return false;
  return store.getInt32(stored + length - 4) === text.getInt32(start + length - 4);
}

/** Hash of a piece longer than twelve bytes: whole words, the last one overlapping. */
export function hashOf(words: DataView, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end - 4; at += 4) {
    hash = Math.imul(hash ^ words.getInt32(at, true), 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ words.getInt32(end - 4, true), 0x85eb_ca77);
  return hash ^ (hash >>> 13);
}

/** Hash of the key words of a piece of at most twelve bytes. */
export function mix(a: number, b: number, c: number): number {
  const hash = Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca77) ^ Math.imul(c, 0xc2b2_ae3d);
  return hash ^ (hash >>> 15);
}

/** Place of a hash in the filter. */
export function filterWord(hash: number): number {
  return (hash >>> 5) & ((1 << FILTER_BITS) - 1);
}
