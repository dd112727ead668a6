import { MASKS, reserve } from "./memory";

/** Whether one vocabulary stands alone: set before anything is added. */
export let isAlone: bool = false;

// Short chunks that were met before, in as little memory as they need: what is read at random is what counting waits for.

export const SHORT: usize = 14;
/** Four slots make a set, a line of the processor's cache: the bytes of a chunk, its marks and length, tokens if one vocabulary stands alone. */
const SET_BITS: u32 = 13;
const SETS: usize = reserve(64 << SET_BITS);
const COUNTS: usize = reserve(32 << SET_BITS);
const KEY: u64 = 0x00ff_ffff_ffff_ffff;

@inline
function keyOf(at: usize, length: usize, marks: u32): v128 {
  const bytes = v128.and(v128.load(at), v128.load(MASKS + (length << 4)));
  return i8x16.replace_lane(bytes, 14, <i8>(<u32>length | (marks << 4)));
}

@inline
function hashOf(begin: u64, end: u64): u64 {
  return (begin ^ (end * 0x9e3779b97f4a7c15)) * 0xc2b2ae3d27d4eb4f;
}

@inline
function setOf(begin: u64, end: u64): usize {
  return SETS + (<usize>(hashOf(begin, end) >>> (64 - SET_BITS)) << 6);
}

@inline
function isHere(slot: usize, begin: u64, end: u64): bool {
  return load<u64>(slot) === begin && (load<u64>(slot, 8) & KEY) === end;
}

@inline
export function inFront(at: usize, length: usize, marks: u32): usize {
  const key = keyOf(at, length, marks);
  const begin = i64x2.extract_lane(key, 0);
  const end = i64x2.extract_lane(key, 1);
  const set = setOf(begin, end);
  return isHere(set, begin, end) ? set : behind(set, begin, end);
}

let turns: u32 = 0;

/** The slot in the set behind the first. What comes often moves forward, what never comes again is overwritten. */
function behind(set: usize, begin: u64, end: u64): usize {
  for (let slot = set + 16; slot < set + 64; slot += 16) {
    if (!isHere(slot, begin, end)) continue;
    turns += 1;
    // Two that come equally often must not change places each time.
    if (slot === set + 16 && (turns & 15) !== 0) return slot;
    const before = slot - 16;
    const other = v128.load(before);
    v128.store(before, v128.load(slot));
    v128.store(slot, other);
    if (isAlone) return before;
    const counts = load<u64>(countsOf(before));
    store<u64>(countsOf(before), load<u64>(countsOf(slot)));
    store<u64>(countsOf(slot), counts);
    return before;
  }
  return 0;
}

@inline
export function countsOf(slot: usize): usize {
  return COUNTS + ((slot - SETS) >>> 1);
}

@inline
export function countOf(slot: usize): u32 {
  return load<u8>(slot, 15);
}

const MORE_BITS: u32 = 17;
const MORE: usize = reserve((64 << MORE_BITS) + 64);
const MORE_COUNTS: usize = reserve((32 << MORE_BITS) + 64);
const NOT_COUNT: v128 = i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0);

@inline
function isSame(slot: usize, key: v128): bool {
  return !v128.any_true(v128.and(v128.xor(v128.load(slot), key), NOT_COUNT));
}

@inline
function moreSetOf(begin: u64, end: u64): usize {
  return MORE + (<usize>(hashOf(begin, end) >>> (64 - MORE_BITS)) << 6);
}

/** Tokens in eight vocabularies, a byte each, of the short chunk `[at, at + length)` with its marks; 0 where it is not among the many. */
@inline
export function amongMore(at: usize, length: usize, marks: u32): u64 {
  const key = keyOf(at, length, marks);
  const set = moreSetOf(i64x2.extract_lane(key, 0), i64x2.extract_lane(key, 1));
  // Looked at without a branch: several of these are under way at once.
  const first = select<usize>(set, select<usize>(set + 16, NOWHERE, isSame(set + 16, key)), isSame(set, key));
  const second = select<usize>(set + 32, select<usize>(set + 48, first, isSame(set + 48, key)), isSame(set + 32, key));
  return isAlone ? <u64>countOf(second) : load<u64>(moreCountsOf(second));
}
const NOWHERE: usize = MORE + (64 << MORE_BITS);

@inline
function moreCountsOf(slot: usize): usize {
  return MORE_COUNTS + ((slot - MORE) >>> 1);
}

export function putAmongMore(at: usize, length: usize, marks: u32, counts: u64): void {
  const key = keyOf(at, length, marks);
  const slot = moreSetOf(i64x2.extract_lane(key, 0), i64x2.extract_lane(key, 1)) + ((turns++ & 3) << 4);
  v128.store(slot, i8x16.replace_lane(key, 15, <i8>counts));
  if (!isAlone) store<u64>(moreCountsOf(slot), counts);
}

export function putInFront(at: usize, length: usize, marks: u32, counts: u64): void {
  const key = keyOf(at, length, marks);
  const slot = setOf(i64x2.extract_lane(key, 0), i64x2.extract_lane(key, 1)) + 48;
  v128.store(slot, i8x16.replace_lane(key, 15, <i8>counts));
  if (!isAlone) store<u64>(countsOf(slot), counts);
}

const LONGEST: usize = 64;
/** Longer chunks, two slots of 32 bytes to a set, a line of the processor's cache: hash, when it was stored, tag, whether it came again, counts. */
const LONG_BITS: u32 = 17;
const LONG_SETS: usize = reserve(64 << LONG_BITS);
const STORE_SIZE: u32 = 1 << 22;
const STORE: usize = reserve(STORE_SIZE + 64);
let stored: u32 = 1;
/** In a slot behind the tag: whether the chunk came again since a place was last sought. */
const MET: usize = 20;

@inline
function mix(a: u64, b: u64): u64 {
  let hash = (a ^ (b << 29) ^ (b >>> 35)) * 0x9e3779b97f4a7c15;
  hash ^= (hash >>> 32) ^ b;
  hash *= 0xc2b2ae3d27d4eb4f;
  return hash ^ (hash >>> 29);
}

let hash: u64 = 0;
let tag: u32 = 0;
let set: usize = 0;

function seek(at: usize, length: usize, marks: u32): bool {
  if (length > LONGEST) return false;
  tag = (marks << 8) | <u32>length;
  hash = tag;
  for (let i: usize = 0; i + 8 < length; i += 8) hash = mix(hash, load<u64>(at + i));
  hash = mix(hash, load<u64>(at + length - 8));
  set = LONG_SETS + ((<usize>hash & ((1 << LONG_BITS) - 1)) << 6);
  return true;
}

export function findLong(at: usize, length: usize, marks: u32): usize {
  if (!seek(at, length, marks)) return 0;
  for (let slot = set; slot < set + 64; slot += 32)
    if (load<u32>(slot, 16) === tag && load<u64>(slot) === hash && isStored(load<u32>(slot, 8), at, length)) {
      if (load<u32>(slot, MET) === 0) store<u32>(slot, 1, MET);
      return slot + 24;
    }
  return 0;
}

function isStored(from: u32, at: usize, length: usize): bool {
  if (stored - from > STORE_SIZE - 64) return false;
  return memory.compare(STORE + (from & (STORE_SIZE - 1)), at, length) === 0;
}

/** Remembers the counts of a chunk, in place of the one that is missed least; gives their place, 0 for none. */
export function putLong(at: usize, length: usize, marks: u32, counts: u64): usize {
  if (!seek(at, length, marks)) return 0;
  let slot = set;
  if (load<u32>(set, 16) !== 0) {
    if (load<u32>(set, 48) === 0 || load<u32>(set, MET) !== 0) slot = set + 32;
    if (slot !== set && load<u32>(slot, 16) !== 0 && load<u32>(slot, MET) !== 0) slot = set;
    store<u32>(set, 0, MET);
    store<u32>(set + 32, 0, MET);
  }
  if ((stored & (STORE_SIZE - 1)) + <u32>length > STORE_SIZE) stored = (stored | (STORE_SIZE - 1)) + 1;
  memory.copy(STORE + (stored & (STORE_SIZE - 1)), at, length);
  store<u64>(slot, hash);
  store<u32>(slot, stored, 8);
  store<u32>(slot, tag, 16);
  store<u32>(slot, 0, MET);
  store<u64>(slot, counts, 24);
  stored += <u32>length;
  return slot + 24;
}

/** As a mark of a chunk: it is a piece, which is remembered by itself, too. */
const PIECE: u32 = 8;

/** Where the tokens of a piece are remembered, one of more than {@link SHORT} bytes: 0 in the vocabularies in which they are not known. */
export function longPiece(start: usize, length: usize): usize {
  const found = findLong(start, length, PIECE);
  return found === 0 ? putLong(start, length, PIECE, 0) : found;
}
