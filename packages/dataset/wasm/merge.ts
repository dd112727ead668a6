import { widthOf } from "./classes";
import { reserve } from "./memory";
import { NONE, WHOLE } from "./ranks";
import { rankOf } from "./near";

/** Up to so many parts the least rank is found by looking at all of them, without a heap. */
const FEW: u32 = 256;
/** A key is `rank << 8 | place`: the least key is the leftmost pair of least rank. */
const NO_KEY: i32 = 0x7fffff00;
/** Longest piece that is merged here. */
export const LONGEST_PIECE: usize = 1 << 16;

const STARTS: usize = reserve((FEW + 8) * 4);
const KEYS: usize = reserve((FEW + 8) * 4);
const RANKS: usize = reserve(LONGEST_PIECE * 4);
const PREVIOUS: usize = reserve(LONGEST_PIECE * 4);
const NEXT: usize = reserve(LONGEST_PIECE * 4);
/** Entries are `rank << 32 | place`. A join removes one part and adds at most two entries. */
const HEAP: usize = reserve(LONGEST_PIECE * 3 * 8);
let heapSize: usize = 0;

// @ts-ignore: decorator
@inline
function keyOf(rank: i32): i32 {
  return rank >= WHOLE ? NO_KEY : rank << 8;
}

/** Bytes of the part that merging starts from at `at`. */
// @ts-ignore: decorator
@inline
function unit(vocabulary: u32, characters: bool, at: usize, end: usize): usize {
  if (!characters) return 1;
  const width = widthOf(load<u8>(at));
  return width > 1 && at + width <= end && rankOf(vocabulary, at, at + width) < WHOLE ? width : 1;
}

/** Tokens of the piece `[start, end)` of the text that was looked up, which is no token. */
export function merged(vocabulary: u32, characters: bool, start: usize, end: usize): u32 {
  return end - start <= FEW ? few(vocabulary, characters, start, end) : many(vocabulary, characters, start, end);
}

function few(vocabulary: u32, characters: bool, start: usize, end: usize): u32 {
  let parts: usize = 0;
  for (let at = start; at < end; parts++) {
    store<u32>(STARTS + (parts << 2), <u32>at);
    at += unit(vocabulary, characters, at, end);
  }
  store<u32>(STARTS + (parts << 2), <u32>end);
  for (let i: usize = 0; i + 1 < parts; i++)
    store<i32>(KEYS + (i << 2), keyOf(rankOf(vocabulary, startOf(i), startOf(i + 2))));
  // Four keys are looked at together.
  v128.store(KEYS + ((parts - 1) << 2), i32x4.splat(NO_KEY));
  while (true) {
    const least = leastKey(parts);
    if (least >= NO_KEY) return <u32>parts;
    const at: usize = least & 255;
    parts -= 1;
    for (let to = at + 1; to < parts; to += 4) {
      v128.store(STARTS + (to << 2), v128.load(STARTS + (to << 2), 4));
      v128.store(KEYS + (to << 2), v128.load(KEYS + (to << 2), 4));
    }
    store<u32>(STARTS + (parts << 2), <u32>end);
    v128.store(KEYS + ((parts - 1) << 2), i32x4.splat(NO_KEY));
    if (at + 1 < parts) store<i32>(KEYS + (at << 2), keyOf(rankOf(vocabulary, startOf(at), startOf(at + 2))));
    if (at > 0) store<i32>(KEYS + ((at - 1) << 2), keyOf(rankOf(vocabulary, startOf(at - 1), startOf(at + 1))));
  }
}

// @ts-ignore: decorator
@inline
function startOf(part: usize): usize {
  return load<u32>(STARTS + (part << 2));
}

// @ts-ignore: decorator
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

function many(vocabulary: u32, characters: bool, start: usize, end: usize): u32 {
  const length = end - start;
  let parts: u32 = 0;
  let before: i32 = -1;
  for (let at: usize = 0; at < length; parts++) {
    const behind = at + unit(vocabulary, characters, start + at, end);
    store<i32>(PREVIOUS + (at << 2), before);
    store<u32>(NEXT + (at << 2), <u32>behind);
    store<i32>(RANKS + (at << 2), NONE);
    before = <i32>at;
    at = behind;
  }
  heapSize = 0;
  for (let at: usize = 0; nextOf(at) < length; at = nextOf(at))
    rerank(vocabulary, at, start, start + nextOf(nextOf(at)));
  while (heapSize > 0) {
    const least = pop();
    const at = <usize>(least & 0xffffffff);
    // An entry whose pair is gone by now.
    if (load<i32>(RANKS + (at << 2)) !== <i32>(least >> 32)) continue;
    const joined = nextOf(at);
    const behind = nextOf(joined);
    store<u32>(NEXT + (at << 2), <u32>behind);
    store<i32>(RANKS + (joined << 2), NONE);
    store<i32>(RANKS + (at << 2), NONE);
    parts -= 1;
    if (behind < length) {
      store<i32>(PREVIOUS + (behind << 2), <i32>at);
      rerank(vocabulary, at, start, start + nextOf(behind));
    }
    const previous = load<i32>(PREVIOUS + (at << 2));
    if (previous >= 0) rerank(vocabulary, <usize>previous, start, start + behind);
  }
  return parts;
}

// @ts-ignore: decorator
@inline
function nextOf(at: usize): usize {
  return load<u32>(NEXT + (at << 2));
}

function rerank(vocabulary: u32, at: usize, start: usize, end: usize): void {
  const rank = rankOf(vocabulary, start + at, end);
  store<i32>(RANKS + (at << 2), rank < WHOLE ? rank : NONE);
  if (rank < WHOLE) push((<i64>rank << 32) | <i64>at);
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
