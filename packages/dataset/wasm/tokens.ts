import { reserve, SLACK } from "./memory";
import { noteBorders, noteCrossed } from "./borders";

/** No token. */
export const NONE: i32 = 0x7fffffff;
/** The rank of a token that only a whole piece can be. */
export const WHOLE: i32 = NONE - 1;
/** Tokens up to this length are looked up for all starts of a chunk at once. */
export const LENGTHS: usize = 128;

const SEED: u32 = 0x811c9dc5;
const PRIME: u32 = 0x01000193;

/** Vocabularies of this instance: the words of ranks in a record. */
export let vocabularies: u32 = 0;
let slots: usize = 0;
let slotMask: u32 = 0;
/** Two bits for each hash: whether a token begins so, and whether it is one. */
let filter: usize = 0;
let filterMask: u32 = 0;
/** Records, one behind the other: length, rank in each vocabulary, bytes. */
let records: usize = 0;
let recordsEnd: usize = 0;

/** Makes room for the tokens of `count` vocabularies: at most so many tokens of so many bytes in all. */
export function makeRoom(count: u32, tokens: u32, bytes: u32): void {
  vocabularies = count;
  let size: u32 = 1024;
  while (size < tokens + (tokens >> 2)) size <<= 1;
  slots = reserve(<usize>size << 3);
  slotMask = size - 1;
  filterMask = (count > 1 ? 1 << 22 : 1 << 21) - 1;
  filter = reserve((filterMask + 1) >>> 2);
  records = reserve(tokens * (4 + 4 * count + 4) + bytes + <u32>SLACK);
  recordsEnd = records;
}

// @ts-ignore: decorator
@inline
function mix(hash: u32): u32 {
  const mixed = (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
  return mixed ^ (mixed >>> 13);
}

// @ts-ignore: decorator
@inline
function filtered(hash: u32): u32 {
  const place = hash & filterMask;
  return (load<u8>(filter + (place >>> 2)) >>> ((place & 3) << 1)) & 3;
}

function mark(hash: u32, bits: u32): void {
  const place = hash & filterMask;
  const at = filter + (place >>> 2);
  store<u8>(at, load<u8>(at) | (bits << ((place & 3) << 1)));
}

function isRecord(record: usize, at: usize, length: usize): bool {
  return <usize>load<u32>(record) === length && memory.compare(record + 4 + 4 * vocabularies, at, length) === 0;
}

function find(hash: u32, at: usize, length: usize): usize {
  let slot = hash & slotMask;
  while (true) {
    const here = slots + (<usize>slot << 3);
    const record: usize = load<u32>(here, 4);
    if (record === 0) return 0;
    if (load<u32>(here) === hash && isRecord(record, at, length)) return record;
    slot = (slot + 1) & slotMask;
  }
}

function add(vocabulary: u32, at: usize, length: usize, rank: i32): void {
  let hash = SEED;
  let mixed: u32 = 0;
  for (let i: usize = 0; i < length; i++) {
    hash = (hash ^ load<u8>(at + i)) * PRIME;
    mixed = mix(hash);
    mark(mixed, 1);
  }
  mark(mixed, 2);
  let record = find(mixed, at, length);
  if (record === 0) {
    record = recordsEnd;
    store<u32>(record, <u32>length);
    for (let i: u32 = 0; i < vocabularies; i++) store<i32>(record + 4 + 4 * i, NONE);
    memory.copy(record + 4 + 4 * vocabularies, at, length);
    recordsEnd = (record + 4 + 4 * vocabularies + length + 3) & ~3;
    let slot = mixed & slotMask;
    while (load<u32>(slots + (<usize>slot << 3), 4) !== 0) slot = (slot + 1) & slotMask;
    store<u32>(slots + (<usize>slot << 3), mixed);
    store<u32>(slots + (<usize>slot << 3), <u32>record, 4);
  }
  store<i32>(record + 4 + 4 * vocabulary, rank);
}

/** Stands for a newline inside a token; leads a token that is no UTF-8, two hexadecimal digits a byte. */
const LINE_END: u32 = 1;
const HEXADECIMAL: u32 = 2;

function digit(code: u32): u32 {
  return code < 0x3a ? code - 0x30 : code - 0x57;
}

/** Writes the bytes over their digits, from `at` on, and gives their end. */
function decodeHexadecimal(at: usize, end: usize): usize {
  let to = at;
  for (let from = at + 1; from < end; from += 2) {
    store<u8>(to, (digit(load<u8>(from)) << 4) | digit(load<u8>(from, 1)));
    to += 1;
  }
  return to;
}

/**
 * Adds the tokens of a table (see rankTable.ts) in the buffer `[at, end)`, part of it from `rank` on; whole lines. Gives
 * the rank of the next token, negative once those follow that only a whole piece can be.
 */
export function addTokens(vocabulary: u32, at: usize, end: usize, rank: i32, unsplit: bool): i32 {
  for (let next: usize = 0; at < end; at = next) {
    let to = at;
    while (true) {
      const byte: u32 = load<u8>(to);
      if (byte === 10) break;
      if (byte === LINE_END) store<u8>(to, 10);
      to += 1;
    }
    next = to + 1;
    if (load<u8>(at) === HEXADECIMAL) to = decodeHexadecimal(at, to);
    if (to === at) {
      rank = -1;
      continue;
    }
    noteBorders(at, to);
    if (unsplit) noteCrossed(at, to);
    add(vocabulary, at, to - at, rank < 0 ? WHOLE : rank);
    if (rank >= 0) rank += 1;
  }
  return rank;
}

/** Of the chunk at hand: the record of each substring, by its start and its length; 0 where it is no token. */
const CHUNK: usize = 4096;
const MATRIX: usize = reserve(CHUNK * LENGTHS * 4);
/** How many lengths were looked up from each start: no token is longer. */
const REACH: usize = reserve(CHUNK);
let base: usize = 0;
let looked: bool = false;

/** Looks up all substrings of `[at, end)`, if it is not too long; the ranks that follow are of that text. */
export function look(at: usize, end: usize): void {
  base = at;
  looked = end - at <= CHUNK;
  if (!looked) return;
  for (let start = at; start < end; start++) {
    let hash = SEED;
    const row = MATRIX + (start - at) * (LENGTHS * 4) - 4;
    const most = min(end - start, LENGTHS);
    let length: usize = 1;
    for (; length <= most; length++) {
      hash = (hash ^ load<u8>(start + length - 1)) * PRIME;
      const mixed = mix(hash);
      const bits = filtered(mixed);
      if ((bits & 1) === 0) break;
      store<u32>(row + length * 4, (bits & 2) !== 0 ? <u32>find(mixed, start, length) : 0);
    }
    store<u8>(REACH + (start - at), <u8>(length - 1));
  }
}

function recordOf(start: usize, end: usize): usize {
  const length = end - start;
  if (looked && length <= LENGTHS) {
    const at = start - base;
    return length <= load<u8>(REACH + at) ? <usize>load<u32>(MATRIX + at * (LENGTHS * 4) + (length - 1) * 4) : 0;
  }
  let hash = SEED;
  let mixed: u32 = 0;
  for (let at = start; at < end; at++) {
    hash = (hash ^ load<u8>(at)) * PRIME;
    mixed = mix(hash);
    if ((filtered(mixed) & 1) === 0) return 0;
  }
  return (filtered(mixed) & 2) === 0 ? 0 : find(mixed, start, length);
}

/** The rank of `[start, end)` of the text that was looked up; {@link NONE} where it is no token. */
export function rankOf(vocabulary: u32, start: usize, end: usize): i32 {
  const record = recordOf(start, end);
  return record === 0 ? NONE : load<i32>(record + 4 + 4 * vocabulary);
}
