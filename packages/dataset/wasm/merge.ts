import { codePointAt, widthOf } from "./classes";
import { powerOver, reserve } from "./memory";
import { bytePairAt, foundBehind, joined, NONE, use } from "./tokens";

/** Up to so many parts the least rank is found by looking at all of them, without a heap. */
export const FEW: u32 = 256;
/** A key is `token << 8 | place`: the least key is the leftmost pair of least rank. */
const NO_KEY: i32 = 0x7fffff00;
const BLOCK: usize = 1 << 16;
/** Borders in this part of a block, its end, may still move when the piece goes on. */
const UNSETTLED: usize = BLOCK >> 6;

const PARTS: usize = reserve((FEW + 8) * 4);
const KEYS: usize = reserve((FEW + 8) * 4);
/** Of the piece that is merged, by the place of a part: the part, its union with the next, and where those on either side are. */
let TOKENS: usize = 0;
let UNIONS: usize = 0;
let PREVIOUS: usize = 0;
let NEXT: usize = 0;
let HEAP: usize = 0;
let ENDS: usize = 0;
let room: usize = 0;
let heapSize: usize = 0;

@inline
function keyOf(token: u32): i32 {
  return token === NONE ? NO_KEY : token << 8;
}

/** Bytes of the part that merging starts from at `at`; sets {@link first}, the part. */
@inline
function unit(characters: bool, at: usize, end: usize): usize {
  const lead: u32 = load<u8>(at);
  first = lead;
  if (!characters || lead < 0xc0) return 1;
  const width = widthOf(lead);
  const code = at + width <= end ? codePointAt(at) : NONE;
  const character = code < NONE ? joined(NONE, code) : NONE;
  if (character === NONE) return 1;
  first = character;
  return width;
}
let first: u32 = 0;

export function merged(characters: bool, start: usize, end: usize): u32 {
  if (end - start <= FEW) return few(characters, start, end);
  return end - start <= BLOCK ? many(characters, start, end) : inBlocks(characters, start, end);
}

/**
 * Tokens of a long piece, with memory for one block.
 *
 * A sequence of tokens is what merging makes of their bytes if and only if it is so for every two neighbours: before the first
 * join across a border, each side goes its own way. So each block may start at a border of the block before, where the two
 * tokens at the seam stay as they are when they are merged alone.
 */
function inBlocks(characters: bool, start: usize, end: usize): u32 {
  const first = start;
  let tokens: u32 = 0;
  let size = BLOCK;
  let before: u32 = 0;
  let step: usize = 0;
  while (end - start > size) {
    // What a block gives depends on the bytes up to twice its size: where they repeat, as in a run of one letter, so do its tokens.
    const repeats = step !== 0 && end - start >= 2 * size && memory.compare(start - step, start, 2 * size) === 0;
    if (!repeats) {
      before = tokensBefore(characters, start, end, size);
      step = before === 0 ? 0 : load<u32>(ENDS + ((<usize>before - 1) << 2));
    }
    if (before === 0) {
      size <<= 1;
      start = first;
      tokens = 0;
      continue;
    }
    tokens += before;
    start += step;
  }
  return tokens + many(characters, start, end);
}

function tokensBefore(characters: bool, start: usize, end: usize, size: usize): u32 {
  const tokens = many(characters, start, start + size);
  let at: usize = 0;
  for (let i: usize = 0; i < <usize>tokens; i++) store<u32>(ENDS + (i << 2), <u32>(at = nextOf(at)));
  for (let i = tokens - 1; i > 0; i--) {
    const border: usize = load<u32>(ENDS + ((<usize>i - 1) << 2));
    if (border > size - UNSETTLED) continue;
    const from: usize = i > 1 ? <usize>load<u32>(ENDS + ((<usize>i - 2) << 2)) : 0;
    const seam = start + border;
    many(characters, seam, min(end, seam + size));
    const behind = seam + nextOf(0);
    if (many(characters, start + from, behind) === 2 && nextOf(0) === border - from) return i;
  }
  return 0;
}

function makeRoom(length: usize): void {
  room = powerOver(length);
  TOKENS = reserve(room << 2);
  UNIONS = reserve(room << 2);
  PREVIOUS = reserve(room << 2);
  NEXT = reserve(room << 2);
  ENDS = reserve(room << 2);
  HEAP = reserve(3 * (room << 3));
}

function few(characters: bool, start: usize, end: usize): u32 {
  let parts: usize = 0;
  for (let at = start; at < end; parts++) {
    at += unit(characters, at, end);
    store<u32>(PARTS + (parts << 2), first);
  }
  for (let i: usize = 0; i + 1 < parts; i++) {
    const token = characters ? joined(partAt(i), partAt(i + 1)) : bytePairAt(start + i);
    store<i32>(KEYS + (i << 2), keyOf(token));
  }
  const tokens = fewer(parts);
  memory.copy(MERGED, PARTS, <usize>tokens << 2);
  return tokens;
}

const MERGED: usize = reserve(FEW << 2);

@inline
export function putPart(place: usize, token: u32): void {
  store<u32>(MERGED + (place << 2), token);
}

/** Tokens of a piece that was merged to so many parts, in a vocabulary whose tokens come behind those. */
export function mergedBehind(vocabulary: u32, parts: usize): u32 {
  const table = use(vocabulary);
  memory.copy(PARTS, MERGED, parts << 2);
  let least: u32 = NONE;
  for (let i: usize = 0; i + 1 < parts; i++) {
    const token = foundBehind(table, partAt(i), partAt(i + 1));
    least = min(least, token);
    store<i32>(KEYS + (i << 2), keyOf(token));
  }
  return least === NONE ? <u32>parts : fewer(parts);
}

function fewer(parts: usize): u32 {
  v128.store(KEYS + ((parts - 1) << 2), i32x4.splat(NO_KEY));
  while (true) {
    const least = leastKey(parts);
    if (least >= NO_KEY) return <u32>parts;
    const at: usize = least & 255;
    const token = <u32>least >>> 8;
    parts -= 1;
    store<u32>(PARTS + (at << 2), token);
    for (let to = at + 1; to < parts; to += 4) {
      v128.store(PARTS + (to << 2), v128.load(PARTS + (to << 2), 4));
      v128.store(KEYS + (to << 2), v128.load(KEYS + (to << 2), 4));
    }
    v128.store(KEYS + ((parts - 1) << 2), i32x4.splat(NO_KEY));
    if (at + 1 < parts) store<i32>(KEYS + (at << 2), keyOf(joined(token, partAt(at + 1))));
    if (at > 0) store<i32>(KEYS + ((at - 1) << 2), keyOf(joined(partAt(at - 1), token)));
  }
}

@inline
function partAt(place: usize): u32 {
  return load<u32>(PARTS + (place << 2));
}

@inline
function leastKey(parts: usize): i32 {
  let places = i32x4(0, 1, 2, 3);
  let least = i32x4.splat(NO_KEY);
  for (let at: usize = 0; at < parts; at += 4) {
    least = i32x4.min_s(least, v128.or(v128.load(KEYS + (at << 2)), places));
    places = i32x4.add(places, i32x4.splat(4));
  }
  least = i32x4.min_s(least, i32x4.shuffle(least, least, 2, 3, 0, 1));
  least = i32x4.min_s(least, i32x4.shuffle(least, least, 1, 0, 3, 2));
  return i32x4.extract_lane(least, 0);
}

function many(characters: bool, start: usize, end: usize): u32 {
  const length = end - start;
  if (length > room) makeRoom(length);
  let parts: u32 = 0;
  let before: i32 = -1;
  for (let at: usize = 0; at < length; parts++) {
    const behind = at + unit(characters, start + at, end);
    store<u32>(TOKENS + (at << 2), first);
    store<i32>(PREVIOUS + (at << 2), before);
    store<u32>(NEXT + (at << 2), <u32>behind);
    store<u32>(UNIONS + (at << 2), NONE);
    before = <i32>at;
    at = behind;
  }
  heapSize = 0;
  for (let at: usize = 0; nextOf(at) < length; at = nextOf(at)) unite(at);
  while (heapSize > 0) {
    const least = pop();
    const at = <usize>(least & 0xffffffff);
    const token = <u32>(least >> 32);
    if (load<u32>(UNIONS + (at << 2)) !== token) continue;
    const right = nextOf(at);
    const behind = nextOf(right);
    store<u32>(TOKENS + (at << 2), token);
    store<u32>(NEXT + (at << 2), <u32>behind);
    store<u32>(UNIONS + (right << 2), NONE);
    store<u32>(UNIONS + (at << 2), NONE);
    parts -= 1;
    if (behind < length) {
      store<i32>(PREVIOUS + (behind << 2), <i32>at);
      unite(at);
    }
    const previous = load<i32>(PREVIOUS + (at << 2));
    if (previous >= 0) unite(previous);
  }
  return parts;
}

@inline
function nextOf(at: usize): usize {
  return load<u32>(NEXT + (at << 2));
}

function unite(at: usize): void {
  const token = joined(load<u32>(TOKENS + (at << 2)), load<u32>(TOKENS + (nextOf(at) << 2)));
  store<u32>(UNIONS + (at << 2), token);
  if (token !== NONE) push((<i64>token << 32) | <i64>at);
}

function push(entry: i64): void {
  let at = heapSize;
  heapSize += 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = load<i64>(HEAP + (parent << 3));
    if (above <= entry) break;
    store<i64>(HEAP + (at << 3), above);
    at = parent;
  }
  store<i64>(HEAP + (at << 3), entry);
}

function pop(): i64 {
  const least = load<i64>(HEAP);
  heapSize -= 1;
  const entry = load<i64>(HEAP + (heapSize << 3));
  let at: usize = 0;
  while (true) {
    let child: usize = 2 * at + 1;
    if (child >= heapSize) break;
    if (child + 1 < heapSize && load<i64>(HEAP + ((child + 1) << 3)) < load<i64>(HEAP + (child << 3))) child += 1;
    const below = load<i64>(HEAP + (child << 3));
    if (below >= entry) break;
    store<i64>(HEAP + (at << 3), below);
    at = child;
  }
  store<i64>(HEAP + (at << 3), entry);
  return least;
}
