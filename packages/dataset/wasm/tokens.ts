import { noteBorders, noteCrossed } from "./borders";
import { reserve, SLACK } from "./memory";
import { NONE, noRanks, rankIn, setRank, WHOLE } from "./ranks";
import { endOfToken, nextLine } from "./table";

/** Tokens up to this length are looked up for all starts of a text at once. */
const LENGTHS: usize = 128;

const SEED: u32 = 0x811c9dc5;
const PRIME: u32 = 0x01000193;

/** Tokens up to this length stand in a slot of 32 bytes with their length and ranks: one line of the processor's cache. */
const SHORT: usize = 15;
const MASKS: usize = reserve((SHORT + 1) << 4);
for (let length: usize = 1; length <= SHORT; length++)
  for (let i: usize = 0; i < length; i++) store<u8>(MASKS + (length << 4) + i, 255);
let slots: usize = 0;
let slotMask: u32 = 0;
/** Longer ones: hash and place of the record, which holds ranks, length and bytes. */
let longSlots: usize = 0;
let longMask: u32 = 0;
let recordsEnd: usize = 0;
/** Two bits for each hash: whether a token begins so, and whether it is one; for two and three bytes in small tables. */
let filter: usize = 0;
let filterMask: u32 = 0;
const PAIRS: usize = reserve(1 << 14);
const TRIPLES: usize = reserve(1 << 16);
const TRIPLE_MASK: u32 = (1 << 18) - 1;

function powerOver(number: u32): u32 {
  let power: u32 = 1024;
  while (power < number) power <<= 1;
  return power;
}

/** Makes room for `tokens` tokens of several vocabularies or one, `longTokens` of them longer than 15 bytes with so many bytes. */
export function makeRoom(several: bool, tokens: u32, longTokens: u32, longBytes: u32): void {
  // Vocabularies have about half of their tokens in common.
  const size = powerOver(several ? tokens - (tokens >> 2) : tokens + (tokens >> 2));
  slots = reserve((<usize>size << 5) + SLACK);
  slotMask = size - 1;
  const longSize = powerOver(2 * longTokens);
  longSlots = reserve(<usize>longSize << 3);
  longMask = longSize - 1;
  filterMask = (several ? 1 << 22 : 1 << 21) - 1;
  filter = reserve((filterMask + 1) >>> 2);
  recordsEnd = reserve(<usize>longTokens * 24 + longBytes + SLACK);
}

// @ts-ignore: decorator
@inline
function mix(hash: u32): u32 {
  const mixed = (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
  return mixed ^ (mixed >>> 13);
}

// @ts-ignore: decorator
@inline
function bitsAt(table: usize, place: u32): u32 {
  return (load<u8>(table + (place >>> 2)) >>> ((place & 3) << 1)) & 3;
}

// @ts-ignore: decorator
@inline
function filtered(at: usize, length: usize, hash: u32): u32 {
  if (length === 2) return bitsAt(PAIRS, load<u16>(at));
  return length === 3 ? bitsAt(TRIPLES, hash & TRIPLE_MASK) : bitsAt(filter, hash & filterMask);
}

function mark(at: usize, length: usize, hash: u32, bits: u32): void {
  const place: u32 = length === 2 ? load<u16>(at) : hash & (length === 3 ? TRIPLE_MASK : filterMask);
  const byte = (length === 2 ? PAIRS : length === 3 ? TRIPLES : filter) + (place >>> 2);
  store<u8>(byte, load<u8>(byte) | (bits << ((place & 3) << 1)));
}

// @ts-ignore: decorator
@inline
function keyOf(at: usize, length: usize): v128 {
  return i8x16.replace_lane(v128.and(v128.load(at), v128.load(MASKS + (length << 4))), 15, <i8>length);
}

/** Where the ranks of the token are; 0 where it is none. */
function find(hash: u32, at: usize, length: usize): usize {
  if (length > SHORT) return findLong(hash, at, length);
  const key = keyOf(at, length);
  let slot = hash & slotMask;
  while (true) {
    const here = slots + (<usize>slot << 5);
    if (!v128.any_true(v128.xor(v128.load(here), key))) return here + 16;
    if (load<u8>(here, 15) === 0) return 0;
    slot = (slot + 1) & slotMask;
  }
}

function findLong(hash: u32, at: usize, length: usize): usize {
  let slot = hash & longMask;
  while (true) {
    const here = longSlots + (<usize>slot << 3);
    const record: usize = load<u32>(here, 4);
    if (record === 0) return 0;
    if (load<u32>(here) === hash && <usize>load<u32>(record, 16) === length)
      if (memory.compare(record + 20, at, length) === 0) return record;
    slot = (slot + 1) & longMask;
  }
}

function add(vocabulary: u32, at: usize, length: usize, rank: i32): void {
  let hash = SEED;
  let mixed: u32 = 0;
  for (let i: usize = 0; i < length; i++) {
    hash = (hash ^ load<u8>(at + i)) * PRIME;
    mixed = mix(hash);
    if (i > 0) mark(at, i + 1, mixed, 1);
  }
  if (length > 1) mark(at, length, mixed, 2);
  let ranks = find(mixed, at, length);
  if (ranks === 0) ranks = length > SHORT ? putLong(mixed, at, length) : put(mixed, at, length);
  setRank(ranks, vocabulary, rank);
}

function put(hash: u32, at: usize, length: usize): usize {
  let slot = hash & slotMask;
  while (load<u8>(slots + (<usize>slot << 5), 15) !== 0) slot = (slot + 1) & slotMask;
  const here = slots + (<usize>slot << 5);
  v128.store(here, keyOf(at, length));
  noRanks(here + 16);
  return here + 16;
}

function putLong(hash: u32, at: usize, length: usize): usize {
  const record = recordsEnd;
  noRanks(record);
  store<u32>(record, <u32>length, 16);
  memory.copy(record + 20, at, length);
  recordsEnd = (record + 20 + length + 3) & ~3;
  let slot = hash & longMask;
  while (load<u32>(longSlots + (<usize>slot << 3), 4) !== 0) slot = (slot + 1) & longMask;
  store<u32>(longSlots + (<usize>slot << 3), hash);
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

/** Adds the tokens of a table in the buffer `[at, end)`; `unsplit`: of a vocabulary that does not split texts. */
export function addTokens(vocabulary: u32, at: usize, end: usize, unsplit: bool): void {
  let rank: i32 = 0;
  while (at < end) {
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

/** Of the text at hand: where the ranks of each substring are, by its start and its length; 0 where it is no token. */
const TEXT: usize = 4096;
const MATRIX: usize = reserve(TEXT * LENGTHS * 4);
/** In the place of a substring that may be a token: nobody has asked yet, its hash stands beside. */
const UNTRIED: u32 = 1;
const HASHES: usize = reserve(TEXT * LENGTHS * 4);
/** How many lengths may be tokens from each start; nobody has asked yet where it is {@link UNKNOWN}. */
const REACH: usize = reserve(TEXT);
const UNKNOWN: u8 = 255;
let base: usize = 0;
let last: usize = 0;
let looked: bool = false;

/** Sets the text `[at, end)` that ranks are asked of. */
export function look(at: usize, end: usize): void {
  base = at;
  last = end;
  looked = end - at <= TEXT;
  if (looked) memory.fill(REACH, UNKNOWN, end - at);
}

/** Finds out which substrings from `start` on may be tokens; gives how many lengths may. */
function reachOf(start: usize): usize {
  const row = (start - base) * (LENGTHS * 4);
  const most = min(last - start, LENGTHS);
  let hash = (SEED ^ load<u8>(start)) * PRIME;
  // Nobody asks of a single byte.
  let length: usize = 1;
  while (length < most) {
    hash = (hash ^ load<u8>(start + length)) * PRIME;
    const mixed = mix(hash);
    const bits = filtered(start, length + 1, mixed);
    if ((bits & 1) === 0) break;
    store<u32>(MATRIX + row + length * 4, bits >>> 1);
    store<u32>(HASHES + row + length * 4, mixed);
    length += 1;
  }
  store<u8>(REACH + (start - base), <u8>length);
  return length;
}

function ranksOf(start: usize, end: usize): usize {
  const length = end - start;
  if (looked && length <= LENGTHS) {
    let reach: usize = load<u8>(REACH + (start - base));
    if (reach === UNKNOWN) reach = reachOf(start);
    if (length > reach) return 0;
    const place = (start - base) * (LENGTHS * 4) + (length - 1) * 4;
    let ranks: usize = load<u32>(MATRIX + place);
    if (ranks === UNTRIED) {
      ranks = find(load<u32>(HASHES + place), start, length);
      store<u32>(MATRIX + place, <u32>ranks);
    }
    return ranks;
  }
  let hash = SEED;
  let mixed: u32 = 0;
  for (let at = start; at < end; at++) {
    hash = (hash ^ load<u8>(at)) * PRIME;
    mixed = mix(hash);
    if (at > start && (filtered(start, at + 1 - start, mixed) & 1) === 0) return 0;
  }
  return (filtered(start, length, mixed) & 2) === 0 ? 0 : find(mixed, start, length);
}

/** The rank of `[start, end)`, more than a byte, of the text at hand; {@link NONE} where it is no token. */
export function rankOf(vocabulary: u32, start: usize, end: usize): i32 {
  const ranks = ranksOf(start, end);
  return ranks === 0 ? NONE : rankIn(ranks, vocabulary);
}
