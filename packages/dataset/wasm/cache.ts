import { reserve } from "./memory";

/** Longer chunks hardly ever come again. */
export const LONGEST: usize = 64;
/** Chunks of up to so many bytes are held in the slot itself, longer ones in the store. */
const INLINE: usize = 16;
/** Two slots of 32 bytes make a set, a line of the processor's cache: key, tag, marks, counts of eight vocabularies. */
const SET_BITS: u32 = 18;
const SETS: usize = reserve(64 << SET_BITS);
/** Bytes of longer chunks: a ring; a slot knows when it was written. */
const STORE_SIZE: u32 = 1 << 22;
const STORE: usize = reserve(STORE_SIZE + 64);
let stored: u32 = 1;

/** In the tag: whether the bytes are in the store; the marks of a chunk stand above its length. */
const STORED: u32 = 1 << 16;
const MARKS: u32 = 8;
/** In a slot behind the tag: whether the chunk came again since a place was last sought. */
const MET: usize = 20;

const MASKS: usize = reserve((INLINE + 1) << 4);
for (let length: usize = 0; length <= INLINE; length++)
  for (let i: usize = 0; i < length; i++) store<u8>(MASKS + (length << 4) + i, 255);

// The key of the last look-up, for what is added next.
let key: v128 = i64x2.splat(0);
let tag: u32 = 0;
let set: usize = 0;

// @ts-ignore: decorator
@inline
function mix(a: u64, b: u64): u64 {
  let hash = (a ^ (b << 29) ^ (b >>> 35)) * 0x9e3779b97f4a7c15;
  hash ^= (hash >>> 32) ^ b;
  hash *= 0xc2b2ae3d27d4eb4f;
  return hash ^ (hash >>> 29);
}

// @ts-ignore: decorator
@inline
function setOf(hash: u64): usize {
  return SETS + ((<usize>hash & ((1 << SET_BITS) - 1)) << 6);
}

/** Where the counts of the chunk `[at, at + length)` with its marks are; 0 where it was never met. */
// @ts-ignore: decorator
@inline
export function find(at: usize, length: usize, marks: u32): usize {
  if (length > INLINE) return findLong(at, length, marks);
  const bytes = v128.and(v128.load(at), v128.load(MASKS + (length << 4)));
  const wanted = (marks << MARKS) | <u32>length;
  const place = setOf(mix(i64x2.extract_lane(bytes, 0) ^ (<u64>wanted << 56), i64x2.extract_lane(bytes, 1)));
  if (load<u32>(place, 16) === wanted && !v128.any_true(v128.xor(v128.load(place), bytes))) return met(place);
  if (load<u32>(place, 48) === wanted && !v128.any_true(v128.xor(v128.load(place, 32), bytes))) return met(place + 32);
  key = bytes;
  tag = wanted;
  set = place;
  return 0;
}

// @ts-ignore: decorator
@inline
function met(slot: usize): usize {
  if (load<u32>(slot, MET) === 0) store<u32>(slot, 1, MET);
  return slot + 24;
}

function findLong(at: usize, length: usize, marks: u32): usize {
  const wanted = STORED | (marks << MARKS) | <u32>length;
  let hash: u64 = wanted;
  for (let i: usize = 0; i + 8 < length; i += 8) hash = mix(hash, load<u64>(at + i));
  hash = mix(hash, load<u64>(at + length - 8));
  const place = setOf(hash);
  for (let slot = place; slot < place + 64; slot += 32)
    if (load<u32>(slot, 16) === wanted && load<u64>(slot) === hash && isStored(load<u32>(slot, 8), at, length))
      return met(slot);
  key = i64x2(hash, 0);
  tag = wanted;
  set = place;
  return 0;
}

function isStored(from: u32, at: usize, length: usize): bool {
  // What was written over since is no longer known.
  if (stored - from > STORE_SIZE - 64) return false;
  return memory.compare(STORE + (from & (STORE_SIZE - 1)), at, length) === 0;
}

/** Remembers the counts of the chunk that was looked up last, in place of the one that is missed least. */
export function remember(at: usize, length: usize, counts: u64): void {
  let slot = set;
  if (load<u32>(slot, 16) !== 0) {
    if (load<u32>(set, 48) === 0 || load<u32>(slot, MET) !== 0) slot = set + 32;
    if (slot !== set && load<u32>(slot, 16) !== 0 && load<u32>(slot, MET) !== 0) slot = set;
    store<u32>(set, 0, MET);
    store<u32>(set + 32, 0, MET);
  }
  if ((tag & STORED) !== 0) {
    // A chunk stands in one stretch.
    if ((stored & (STORE_SIZE - 1)) + <u32>length > STORE_SIZE) stored = (stored | (STORE_SIZE - 1)) + 1;
    memory.copy(STORE + (stored & (STORE_SIZE - 1)), at, length);
    key = i64x2.replace_lane(key, 1, stored);
    stored += <u32>length;
  }
  v128.store(slot, key);
  store<u32>(slot, tag, 16);
  store<u32>(slot, 0, MET);
  store<u64>(slot, counts, 24);
}
