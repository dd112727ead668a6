import { reserve } from "./memory";
import { WHOLE } from "./ranks";
import { nearRanks, rankOf } from "./near";
import { isAlone } from "./pieces";
import { onlyRankOf, PAIRS } from "./tokens";

// Merging in a vocabulary that stands alone: which token two others make is remembered by these two, so that what was asked
// about lately need not be looked up by its bytes.

/** Longest piece that is merged here. */
export const LONGEST: usize = 32;
const PLACE_BITS: u32 = 5;
/** A part is a byte, or {@link FIRST} and the rank of a token: less than 2^18. */
const FIRST: u32 = 256;
const BITS: u32 = 18;
/** No token; above all tokens. */
const NONE: u32 = (1 << BITS) - 1;
/** No key. */
const NO_KEY: u32 = 0x7fffffff;

/** The tokens of two bytes, by these. */
const BYTE_PAIRS: usize = reserve(0x1_0000 << 2);
/** Two parts and what they make, in 54 bits: few make a token, and the same come again and again. */
const LATELY_BITS: u64 = 15;
const LATELY: usize = reserve(8 << <usize>LATELY_BITS);
let isReady: bool = false;
/** Where the rank in the vocabulary at hand stands among those of several. */
let byte: usize = 0;
let shift: u32 = 0;

function makeReady(): void {
  memory.fill(LATELY, 255, 8 << <usize>LATELY_BITS);
  const bytes = reserve(2);
  for (let pair: u32 = 0; pair < 0x1_0000; pair++) {
    store<u16>(bytes, <u16>pair);
    store<u32>(BYTE_PAIRS + (<usize>pair << 2), tokenOf(bytes, bytes + 2));
  }
  isReady = true;
}

function tokenOf(start: usize, end: usize): u32 {
  const rank = rankOf(0, start, end);
  return rank < WHOLE ? FIRST + <u32>rank : NONE;
}

/** The token that the parts `[start, …)` and `[…, end)` make, {@link NONE} for none. */
// @ts-ignore: decorator
@inline
function joined(left: u32, right: u32, start: usize, end: usize): u32 {
  if (!isAlone) {
    const rank = (load<u32>(nearRanks(start, end) + byte) >>> shift) & NONE;
    return rank < <u32>WHOLE ? rank : NONE;
  }
  const pair = (<u64>left << BITS) | right;
  const place = LATELY + (<usize>(((pair ^ (pair >>> 15)) * 0x9e3779b97f4a7c15) >>> (64 - LATELY_BITS)) << 3);
  const entry = load<u64>(place);
  return entry >>> BITS === pair ? <u32>entry & NONE : lookedUp(pair, place, start, end);
}

function lookedUp(pair: u64, place: usize, start: usize, end: usize): u32 {
  const rank = onlyRankOf(start, end);
  const token = rank < WHOLE ? FIRST + <u32>rank : NONE;
  store<u64>(place, (pair << BITS) | token);
  return token;
}

/** By the place of its first byte each part, and the key of its pair with the next: `token << 5 | place`. */
const PARTS: usize = reserve(LONGEST * 4 + 16);
const KEYS: usize = reserve(LONGEST * 4 + 16);

// @ts-ignore: decorator
@inline
function partAt(place: usize): u32 {
  return load<u32>(PARTS + (place << 2));
}

// @ts-ignore: decorator
@inline
function keyOf(place: usize, token: u32): u32 {
  return token === NONE ? NO_KEY : (token << PLACE_BITS) | <u32>place;
}

/** Where the part ends that begins at a place. */
// @ts-ignore: decorator
@inline
function endOf(place: u32, alive: u32, places: usize): usize {
  const behind = alive & (<u32>-2 << place);
  return behind !== 0 ? <usize>ctz(behind) : places;
}

/** Tokens of the piece `[start, end)`. */
export function mergedPairs(vocabulary: u32, start: usize, end: usize): u32 {
  if (!isReady && isAlone) makeReady();
  byte = (vocabulary * BITS) >>> 3;
  shift = (vocabulary * BITS) & 7;
  const places = end - start;
  for (let place: usize = 0; place < places; place += 4)
    v128.store(PARTS + (place << 2), i32x4.extend_low_i16x8_u(v128.load_ext<u8>(start + place)));
  if (places <= 8) return mergedEight(start, places);
  for (let place: usize = 0; place < places; place += 4) v128.store(KEYS + (place << 2), firstKeys(start, place, places));
  return places <= 16 ? mergedFew(start, places) : mergedMore(start, places);
}

/** The tokens that the bytes at a place and behind it make. */
// @ts-ignore: decorator
@inline
function bytePairAt(at: usize): u32 {
  if (!isAlone) {
    const rank = (load<u32>(PAIRS + (<usize>load<u16>(at) << 4) + byte) >>> shift) & NONE;
    return rank < <u32>WHOLE ? rank : NONE;
  }
  return load<u32>(BYTE_PAIRS + (<usize>load<u16>(at) << 2));
}

/** The first keys of four places. */
// @ts-ignore: decorator
@inline
function firstKeys(start: usize, place: usize, places: usize): v128 {
  const at = start + place;
  let tokens = i32x4.splat(bytePairAt(at));
  tokens = i32x4.replace_lane(tokens, 1, bytePairAt(at + 1));
  tokens = i32x4.replace_lane(tokens, 2, bytePairAt(at + 2));
  tokens = i32x4.replace_lane(tokens, 3, bytePairAt(at + 3));
  const here = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(<i32>place));
  const keys = v128.or(i32x4.shl(tokens, PLACE_BITS), here);
  const none = v128.or(i32x4.eq(tokens, i32x4.splat(NONE)), i32x4.ge_s(here, i32x4.splat(<i32>places - 1)));
  return v128.bitselect(i32x4.splat(NO_KEY), keys, none);
}

// @ts-ignore: decorator
@inline
function leastOf(keys: v128): u32 {
  const half = i32x4.min_s(keys, i32x4.shuffle(keys, keys, 2, 3, 0, 1));
  return i32x4.extract_lane(i32x4.min_s(half, i32x4.shuffle(half, half, 1, 0, 3, 2)), 0);
}

/** Ones in the word of a place among sixteen. */
const ONES: usize = reserve(16 * 64);
for (let place: usize = 0; place < 16; place++) store<i32>(ONES + place * 68, -1);

/** Tokens of the piece of at most eight bytes at `start`. */
function mergedEight(start: usize, places: usize): u32 {
  const none = i32x4.splat(NO_KEY);
  let a = firstKeys(start, 0, places);
  let b = places > 4 ? firstKeys(start, 4, places) : none;
  let alive: u32 = (1 << <u32>places) - 1;
  while (true) {
    const key = leastOf(i32x4.min_s(a, b));
    if (key === NO_KEY) return popcnt(alive);
    const place = key & 7;
    const token = key >>> PLACE_BITS;
    const right = ctz(alive & (<u32>-2 << place));
    alive ^= 1 << right;
    store<u32>(PARTS + (<usize>place << 2), token);
    const behind = alive & (<u32>-2 << place);
    const before = alive & ((1 << place) - 1);
    const after = behind !== 0 ? keyOf(place, joined(token, partAt(ctz(behind)), start + place, start + endOf(ctz(behind), alive, places))) : NO_KEY;
    const gone = ONES + (<usize>right << 6);
    const here = ONES + (<usize>place << 6);
    const now = i32x4.splat(after);
    a = v128.bitselect(now, v128.or(a, v128.and(v128.load(gone), none)), v128.load(here));
    b = v128.bitselect(now, v128.or(b, v128.and(v128.load(gone, 16), none)), v128.load(here, 16));
    if (before === 0) continue;
    const left: u32 = 31 - clz(before);
    const there = ONES + (<usize>left << 6);
    const new_ = i32x4.splat(keyOf(left, joined(partAt(left), token, start + left, start + endOf(place, alive, places))));
    a = v128.bitselect(new_, a, v128.load(there));
    b = v128.bitselect(new_, b, v128.load(there, 16));
  }
}

function mergedFew(start: usize, places: usize): u32 {
  const none = i32x4.splat(NO_KEY);
  // The keys stay in registers: what was stored in parts cannot be loaded whole at once.
  let a = v128.load(KEYS);
  let b = places > 4 ? v128.load(KEYS, 16) : none;
  let c = places > 8 ? v128.load(KEYS, 32) : none;
  let d = places > 12 ? v128.load(KEYS, 48) : none;
  let alive: u32 = (1 << <u32>places) - 1;
  while (true) {
    const key = leastOf(i32x4.min_s(i32x4.min_s(a, b), i32x4.min_s(c, d)));
    if (key === NO_KEY) break;
    const place = key & 15;
    const token = key >>> PLACE_BITS;
    const right = ctz(alive & (<u32>-2 << place));
    alive ^= 1 << right;
    store<u32>(PARTS + (<usize>place << 2), token);
    const behind = alive & (<u32>-2 << place);
    const before = alive & ((1 << place) - 1);
    const after = behind !== 0 ? keyOf(place, joined(token, partAt(ctz(behind)), start + place, start + endOf(ctz(behind), alive, places))) : NO_KEY;
    const gone = ONES + (<usize>right << 6);
    const here = ONES + (<usize>place << 6);
    const now = i32x4.splat(after);
    a = v128.bitselect(now, v128.bitselect(none, a, v128.load(gone)), v128.load(here));
    b = v128.bitselect(now, v128.bitselect(none, b, v128.load(gone, 16)), v128.load(here, 16));
    c = v128.bitselect(now, v128.bitselect(none, c, v128.load(gone, 32)), v128.load(here, 32));
    d = v128.bitselect(now, v128.bitselect(none, d, v128.load(gone, 48)), v128.load(here, 48));
    if (before === 0) continue;
    const left: u32 = 31 - clz(before);
    const there = ONES + (<usize>left << 6);
    const new_ = i32x4.splat(keyOf(left, joined(partAt(left), token, start + left, start + endOf(place, alive, places))));
    a = v128.bitselect(new_, a, v128.load(there));
    b = v128.bitselect(new_, b, v128.load(there, 16));
    c = v128.bitselect(new_, c, v128.load(there, 32));
    d = v128.bitselect(new_, d, v128.load(there, 48));
  }
  return popcnt(alive);
}

function mergedMore(start: usize, places: usize): u32 {
  let alive: u32 = places === 32 ? -1 : (1 << <u32>places) - 1;
  while (true) {
    let keys = v128.load(KEYS);
    for (let place: usize = 4; place < places; place += 4) keys = i32x4.min_s(keys, v128.load(KEYS + (place << 2)));
    const key = leastOf(keys);
    if (key === NO_KEY) break;
    const place = key & 31;
    const token = key >>> PLACE_BITS;
    const right = ctz(alive & (<u32>-2 << place));
    alive ^= 1 << right;
    store<u32>(PARTS + (<usize>place << 2), token);
    store<u32>(KEYS + (<usize>right << 2), NO_KEY);
    const behind = alive & (<u32>-2 << place);
    const before = alive & ((1 << place) - 1);
    store<u32>(KEYS + (<usize>place << 2), behind !== 0 ? keyOf(place, joined(token, partAt(ctz(behind)), start + place, start + endOf(ctz(behind), alive, places))) : NO_KEY);
    if (before === 0) continue;
    const left: u32 = 31 - clz(before);
    store<u32>(KEYS + (<usize>left << 2), keyOf(left, joined(partAt(left), token, start + left, start + endOf(place, alive, places))));
  }
  return popcnt(alive);
}
