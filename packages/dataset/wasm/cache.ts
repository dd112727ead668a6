import { MASKS, reserve } from "./memory";

/** Longer chunks hardly ever come again. */
const LONGEST: usize = 64;
/** Chunks of up to so many bytes are held in the slot itself, longer ones in the store. */
const INLINE: usize = 16;
/** Two slots of 32 bytes make a set, a line of the processor's cache: key, tag, marks, counts of eight vocabularies. */
const SET_BITS: u32 = 16;
const SETS: usize = reserve(64 << SET_BITS);
/** Bytes of longer chunks: a ring; a slot knows when it was written. */
const STORE_SIZE: u32 = 1 << 21;
const STORE: usize = reserve(STORE_SIZE + 64);
let stored: u32 = 1;

/** In the tag: whether the bytes are in the store; the marks of a chunk stand above its length. */
const STORED: u32 = 1 << 16;
const MARKS: u32 = 8;
/** In a slot behind the tag: whether the chunk came again since a place was last sought. */
const MET: usize = 20;

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

/** The chunk that is sought: key, tag, set; place and length where it is longer. */
const SOUGHT: usize = reserve(32);

/** Sets the chunk `[at, at + length)` with its marks that {@link find} and {@link remember} are about. */
export function seek(at: usize, length: usize, marks: u32): void {
  store<u32>(SOUGHT, <u32>at, 24);
  store<u32>(SOUGHT, <u32>length, 28);
  if (length <= INLINE) {
    const key = v128.and(v128.load(at), v128.load(MASKS + (length << 4)));
    const tag = (marks << MARKS) | <u32>length;
    v128.store(SOUGHT, key);
    store<u32>(SOUGHT, tag, 16);
    store<u32>(SOUGHT, <u32>setOf(mix(i64x2.extract_lane(key, 0) ^ (<u64>tag << 56), i64x2.extract_lane(key, 1))), 20);
  } else seekLong(at, length, marks);
}

function seekLong(at: usize, length: usize, marks: u32): void {
  const tag = STORED | (marks << MARKS) | <u32>length;
  store<u32>(SOUGHT, length <= LONGEST ? tag : 0, 16);
  if (length > LONGEST) return;
  let hash: u64 = tag;
  for (let i: usize = 0; i + 8 < length; i += 8) hash = mix(hash, load<u64>(at + i));
  hash = mix(hash, load<u64>(at + length - 8));
  store<u64>(SOUGHT, hash);
  store<u32>(SOUGHT, <u32>setOf(hash), 20);
}

/** Where the counts of the chunk are; 0 where it was never met. */
export function find(): usize {
  const tag = load<u32>(SOUGHT, 16);
  if (tag === 0 || (tag & STORED) !== 0) return tag === 0 ? 0 : findLong(tag);
  const key = v128.load(SOUGHT);
  const set: usize = load<u32>(SOUGHT, 20);
  if (load<u32>(set, 16) === tag && !v128.any_true(v128.xor(v128.load(set), key))) return met(set);
  if (load<u32>(set, 48) === tag && !v128.any_true(v128.xor(v128.load(set, 32), key))) return met(set + 32);
  return 0;
}

// @ts-ignore: decorator
@inline
function met(slot: usize): usize {
  if (load<u32>(slot, MET) === 0) store<u32>(slot, 1, MET);
  return slot + 24;
}

function findLong(tag: u32): usize {
  const set: usize = load<u32>(SOUGHT, 20);
  for (let slot = set; slot < set + 64; slot += 32)
    if (load<u32>(slot, 16) === tag && load<u64>(slot) === load<u64>(SOUGHT))
      if (isStored(load<u32>(slot, 8), load<u32>(SOUGHT, 24), load<u32>(SOUGHT, 28))) return met(slot);
  return 0;
}

function isStored(from: u32, at: usize, length: usize): bool {
  // What was written over since is no longer known.
  if (stored - from > STORE_SIZE - 64) return false;
  return memory.compare(STORE + (from & (STORE_SIZE - 1)), at, length) === 0;
}

/** Remembers the counts of the chunk, in place of the one that is missed least. */
export function remember(counts: u64): void {
  const tag = load<u32>(SOUGHT, 16);
  if (tag === 0) return;
  const set: usize = load<u32>(SOUGHT, 20);
  let slot = set;
  if (load<u32>(set, 16) !== 0) {
    if (load<u32>(set, 48) === 0 || load<u32>(set, MET) !== 0) slot = set + 32;
    if (slot !== set && load<u32>(slot, 16) !== 0 && load<u32>(slot, MET) !== 0) slot = set;
    store<u32>(set, 0, MET);
    store<u32>(set + 32, 0, MET);
  }
  if ((tag & STORED) !== 0) store<u64>(SOUGHT, keep(load<u32>(SOUGHT, 24), load<u32>(SOUGHT, 28)), 8);
  v128.store(slot, v128.load(SOUGHT));
  store<u32>(slot, tag, 16);
  store<u32>(slot, 0, MET);
  store<u64>(slot, counts, 24);
}

/** Puts the bytes of a chunk in the store, in one stretch; gives when that was. */
function keep(at: usize, length: usize): u32 {
  if ((stored & (STORE_SIZE - 1)) + <u32>length > STORE_SIZE) stored = (stored | (STORE_SIZE - 1)) + 1;
  const from = stored;
  memory.copy(STORE + (from & (STORE_SIZE - 1)), at, length);
  stored += <u32>length;
  return from;
}
