import { noteBorders, noteCrossed } from "./borders";
import { LINE, powerOver, reserve, SLACK } from "./memory";
import { NONE, noRanks, rankIn, setRank, WHOLE } from "./ranks";
import { endOfToken, nextLine } from "./table";

/** Tokens up to this length stand in a slot of 32 bytes with their length and ranks: one line of the processor's cache. */
const SHORT: usize = 15;
const MASKS: usize = reserve((SHORT + 1) << 4);
for (let length: usize = 1; length <= SHORT; length++)
  for (let i: usize = 0; i < length; i++) store<u8>(MASKS + (length << 4) + i, 255);
export let slots: usize = 0;
export let slotMask: u32 = 0;
/** Longer ones: hash and place of the record, which holds ranks, length and bytes. */
let longSlots: usize = 0;
let longMask: u32 = 0;
let recordsEnd: usize = 0;
/** A bit for each hash of a token: most of what is asked about is none. */
let filter: usize = 0;
let filterMask: u32 = 0;
/** Ranks of the tokens of two bytes, by these. */
export const PAIRS: usize = reserve(0x1_0000 << 4);
for (let pair: usize = 0; pair < 0x1_0000; pair++) noRanks(PAIRS + (pair << 4));
export let longest: usize = 0;

/**
 * Makes room for `tokens` tokens, `most` of them of the largest vocabulary, `longTokens` of them longer than 15 bytes with so
 * many bytes. The less room, the sooner it is read: any vocabularies that are built in fill at most 85 % of it, for most of
 * what they have is also in the largest.
 */
export function makeRoom(most: u32, tokens: u32, longTokens: u32, longBytes: u32): void {
  const size = <u32>powerOver(most + (most >> 2) + (tokens - most) / 3);
  slots = reserve((<usize>size << 5) + SLACK);
  slotMask = size - 1;
  const longSize = <u32>powerOver(2 * longTokens);
  longSlots = reserve(<usize>longSize << 3);
  longMask = longSize - 1;
  filterMask = (most < tokens ? 1 << 21 : 1 << 22) - 1;
  filter = reserve((filterMask + 1) >>> 3);
  recordsEnd = reserve(<usize>longTokens * 24 + longBytes + SLACK);
}

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
export function keyOf(at: usize, length: usize): v128 {
  return i8x16.replace_lane(v128.and(v128.load(at), v128.load(MASKS + (length << 4))), 15, <i8>length);
}

// @ts-ignore: decorator
@inline
export function hashOf(key: v128): u64 {
  return mix(i64x2.extract_lane(key, 0), i64x2.extract_lane(key, 1));
}

function hashOfLong(at: usize, length: usize): u64 {
  let hash: u64 = length;
  for (let i: usize = 0; i + 8 < length; i += 8) hash = mix(hash, load<u64>(at + i));
  return mix(hash, load<u64>(at + length - 8));
}

// @ts-ignore: decorator
@inline
export function isNone(hash: u64): bool {
  const place = <u32>(hash >>> 32) & filterMask;
  return ((load<u8>(filter + (place >>> 3)) >>> (place & 7)) & 1) === 0;
}

/** Where the ranks of the token are; 0 where it is none. */
export function find(at: usize, length: usize): usize {
  if (length > SHORT) return findLong(at, length);
  const key = keyOf(at, length);
  const hash = hashOf(key);
  if (isNone(hash)) return 0;
  let slot = <u32>hash & slotMask;
  while (true) {
    const here = slots + (<usize>slot << 5);
    if (!v128.any_true(v128.xor(v128.load(here), key))) return here + 16;
    if (load<u8>(here, 15) === 0) return 0;
    slot = (slot + 1) & slotMask;
  }
}

function findLong(at: usize, length: usize): usize {
  const hash = hashOfLong(at, length);
  if (isNone(hash)) return 0;
  let slot = <u32>hash & longMask;
  while (true) {
    const here = longSlots + (<usize>slot << 3);
    const record: usize = load<u32>(here, 4);
    if (record === 0) return 0;
    if (load<u32>(here) === <u32>hash && <usize>load<u32>(record, 16) === length)
      if (memory.compare(record + 20, at, length) === 0) return record;
    slot = (slot + 1) & longMask;
  }
}

function add(vocabulary: u32, at: usize, length: usize, rank: i32): void {
  if (length > longest) longest = length;
  if (length === 2) {
    setRank(PAIRS + (<usize>load<u16>(at) << 4), vocabulary, rank);
    return;
  }
  let ranks = find(at, length);
  if (ranks === 0) ranks = length > SHORT ? putLong(at, length) : put(at, length);
  setRank(ranks, vocabulary, rank);
}

function mark(hash: u64): void {
  const place = <u32>(hash >>> 32) & filterMask;
  const at = filter + (place >>> 3);
  store<u8>(at, <u32>load<u8>(at) | (<u32>1 << (place & 7)));
}

function put(at: usize, length: usize): usize {
  const key = keyOf(at, length);
  const hash = hashOf(key);
  mark(hash);
  let slot = <u32>hash & slotMask;
  while (load<u8>(slots + (<usize>slot << 5), 15) !== 0) slot = (slot + 1) & slotMask;
  const here = slots + (<usize>slot << 5);
  v128.store(here, key);
  noRanks(here + 16);
  return here + 16;
}

function putLong(at: usize, length: usize): usize {
  const hash = hashOfLong(at, length);
  mark(hash);
  const record = recordsEnd;
  noRanks(record);
  store<u32>(record, <u32>length, 16);
  memory.copy(record + 20, at, length);
  recordsEnd = (record + 20 + length + 3) & ~3;
  let slot = <u32>hash & longMask;
  while (load<u32>(longSlots + (<usize>slot << 3), 4) !== 0) slot = (slot + 1) & longMask;
  store<u32>(longSlots + (<usize>slot << 3), <u32>hash);
  store<u32>(longSlots + (<usize>slot << 3), <u32>record, 4);
  return record;
}

/** The lines of a table in the buffer `[at, end)`; in {@link longLines} and {@link longBytes} those that may be long tokens. */
export function measure(at: usize, end: usize): u32 {
  let lines: u32 = 0;
  longLines = 0;
  longBytes = 0;
  for (let from = at; at < end; at++) {
    if (load<u8>(at) !== 10) continue;
    lines += 1;
    if (at - from > SHORT) {
      longLines += 1;
      longBytes += <u32>(at - from);
    }
    from = at + 1;
  }
  return lines;
}
export let longLines: u32 = 0;
export let longBytes: u32 = 0;

/**
 * Adds the tokens of a table in the buffer `[at, end)`; `unsplit`: of a vocabulary that does not split texts. Of a table in two
 * parts, {@link RUNS} says how many tokens in a row are of the first, of the second, of the first, …; `run` is that of the first
 * token here. A table that is whole has one run without end.
 */
export function addTokens(vocabulary: u32, at: usize, end: usize, unsplit: bool, run: u32): void {
  let rank: i32 = run === 0 ? 0 : load<i32>(RUNS);
  let left = load<i32>(RUNS + (<usize>run << 2));
  while (at < end) {
    while (left === 0) {
      rank += load<i32>(RUNS + (<usize>(run + 1) << 2));
      run += 2;
      left = load<i32>(RUNS + (<usize>run << 2));
    }
    left -= 1;
    const to = endOfToken(at);
    const next = nextLine;
    if (to === at) rank = WHOLE;
    else {
      noteBorders(at, to);
      if (unsplit) noteCrossed(at, to);
      add(vocabulary, at, to - at, rank);
      if (rank < WHOLE) rank += 1;
    }
    at = next;
  }
}

/** Words, from outside: see {@link addTokens}. */
export const RUNS: usize = LINE;

/** The rank of `[start, end)`, more than two bytes, in the only vocabulary. */
// @ts-ignore: decorator
@inline
export function onlyRankOf(start: usize, end: usize): i32 {
  const ranks = find(start, end - start);
  return ranks === 0 ? NONE : load<i32>(ranks) & NONE;
}
