import { find, remember, seek } from "./cache";
import { BEYOND, bitsOf, codePointAt, widthOf } from "./classes";
import { countChunk, countWord, isWord, unsplit } from "./chunks";
import { AT_START, begin, BLOCK, borders, lookAt, nextCut, part, PART_BEFORE, PART_BEHIND, seen, wide } from "./cuts";
import { amongMore, countOf, countsOf, inFront, putAmongMore, putInFront, SHORT } from "./front";
import { reserve } from "./memory";
import { COUNTS, digits, isAlone, tokensAlone } from "./pieces";

/** Tokens of the last text in each vocabulary. */
export const TOTALS: usize = reserve(8 * 4);

let isWatched: bool = false;
/** Whether a text had a character whose tokens are missing: then counts are too high. */
export let isBeyond: bool = false;

/** Looks for characters whose tokens are missing from now on. */
export function watch(): void {
  isWatched = true;
}

function isAnyBeyond(start: usize, end: usize): bool {
  for (let at = start; at < end; at += widthOf(load<u8>(at)))
    if (load<u8>(at) >= 0x80 && (bitsOf(codePointAt(at)) & BEYOND) !== 0) return true;
  return false;
}

/** Counts the UTF-8 text `[start, end)`, a NUL behind it, into {@link TOTALS}. */
export function count(start: usize, end: usize): void {
  if (isWatched && !isBeyond) isBeyond = isAnyBeyond(start, end);
  v128.store(TOTALS, i64x2.splat(0));
  v128.store(TOTALS, i64x2.splat(0), 16);
  // Only where there is no split does the beginning matter.
  let marks: u32 = unsplit !== 0 ? AT_START : 0;
  begin();
  store<u8>(start - 1, 0);
  waiting = 0;
  lookAt(start + 1, end);
  for (let at = start; at < end; ) {
    const first = max(at + 1, seen);
    if (first - seen >= BLOCK) lookAt(first, end);
    if (waiting >= BATCH) countWaiting();
    if (wide === 0 && marks === 0 && load<u8>(at) < 0x80) {
      at = isAlone ? countBlock(at, first, end) : countBlockInAll(at, first, end);
      if (at < end) lookAt(seen + BLOCK, end);
    } else {
      const to = nextCut(at, first, end);
      marks |= part;
      const length = to - at;
      if (length <= SHORT) {
        const slot = inFront(at, length, marks);
        if (slot === 0) defer(at, length, marks);
        else if (isAlone) store<u32>(TOTALS, load<u32>(TOTALS) + countOf(slot));
        else addCounts(v128.load_ext<u8>(countsOf(slot)));
      } else countBehind(at, length, marks);
      marks = part === PART_BEHIND ? PART_BEFORE : 0;
      at = to;
    }
  }
  countWaiting();
}

/** Short chunks that are not in front, and what is found of them elsewhere: looked for together, for the memory's sake. */
const BATCH: usize = 32;
const WAITING: usize = reserve((BATCH + 64) * 8);
const FOUND: usize = reserve((BATCH + 64) * 8);
let waiting: usize = 0;

/** Whether `length` bytes from `at` on, at most fourteen, are digits. */
// @ts-ignore: decorator
@inline
function areDigits(at: usize, length: usize): bool {
  const digits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.load(at), i8x16.splat(48)), i8x16.splat(10)));
  return (<u32>(digits + 1) & ((1 << <u32>length) - 1)) === 0;
}

// @ts-ignore: decorator
@inline
function defer(at: usize, length: usize, marks: u32): void {
  // Of a number every few digits are a token: nothing to look up.
  if (digits !== 0 && marks === 0 && <u32>load<u8>(at) - 48 < 10 && areDigits(at, length)) {
    store<u32>(TOTALS, load<u32>(TOTALS) + (<u32>length + digits - 1) / digits);
    return;
  }
  store<u64>(WAITING + (waiting << 3), <u64>at | (<u64>length << 32) | (<u64>marks << 48));
  waiting += 1;
}

/** Counts the chunks that wait. */
function countWaiting(): void {
  const chunks = waiting;
  waiting = 0;
  for (let i: usize = 0; i < chunks; i++) {
    const chunk = WAITING + (i << 3);
    store<u64>(FOUND + (i << 3), amongMore(load<u32>(chunk), load<u16>(chunk, 4), load<u16>(chunk, 6)));
  }
  for (let i: usize = 0; i < chunks; i++) {
    const at: usize = load<u32>(WAITING + (i << 3));
    const length: usize = load<u16>(WAITING + (i << 3), 4);
    const marks: u32 = load<u16>(WAITING + (i << 3), 6);
    const found = FOUND + (i << 3);
    if (load<u64>(found) !== 0) {
      addCounts(v128.load_ext<u8>(found));
      putInFront(at, length, marks, load<u64>(found));
    } else if (marks === 0 && isWord(at, length)) {
      countWord(at, length);
      addChunk(at, length, 0);
    } else countBehind(at, length, marks);
  }
}

/** The borders of the block from `first` on, the end of the text among them. */
// @ts-ignore: decorator
@inline
function bordersFrom(first: usize, end: usize): u64 {
  const left = borders & (<u64>-1 << <u64>(first - seen));
  return end - seen < BLOCK ? left | (<u64>1 << <u64>(end - seen)) : left;
}

/** Counts the chunks from `at` on that end in a block of ASCII, in the only vocabulary; gives where the next begins. */
function countBlock(at: usize, first: usize, end: usize): usize {
  const block = seen;
  let tokens: u32 = 0;
  for (let left = bordersFrom(first, end); left !== 0; left &= left - 1) {
    const to = block + <usize>ctz(left);
    const length = to - at;
    if (length <= SHORT) {
      const slot = inFront(at, length, 0);
      if (slot !== 0) tokens += countOf(slot);
      else defer(at, length, 0);
    } else countBehind(at, length, 0);
    at = to;
  }
  store<u32>(TOTALS, load<u32>(TOTALS) + tokens);
  return at;
}

/** The same in all vocabularies. */
function countBlockInAll(at: usize, first: usize, end: usize): usize {
  const block = seen;
  // A block has at most 64 chunks: their tokens fit in sixteen bits.
  let tokens = i16x8.splat(0);
  for (let left = bordersFrom(first, end); left !== 0; left &= left - 1) {
    const to = block + <usize>ctz(left);
    const length = to - at;
    if (length <= SHORT) {
      const slot = inFront(at, length, 0);
      if (slot !== 0) tokens = i16x8.add(tokens, v128.load_ext<u8>(countsOf(slot)));
      else defer(at, length, 0);
    } else countBehind(at, length, 0);
    at = to;
  }
  addCounts(tokens);
  return at;
}

/** Adds the tokens of a chunk that is not in front to {@link TOTALS}. */
function countBehind(at: usize, length: usize, marks: u32): void {
  if (length > SHORT) {
    seek(at, length, marks);
    const slot = find();
    if (slot !== 0) {
      addCounts(v128.load_ext<u8>(slot));
      return;
    }
  }
  countChunk(at, length, marks);
  addChunk(at, length, marks);
}

/** Adds what the chunk came to to {@link TOTALS}, and remembers it. */
function addChunk(at: usize, length: usize, marks: u32): void {
  if (isAlone) {
    store<u32>(TOTALS, load<u32>(TOTALS) + tokensAlone);
    if (tokensAlone >= 256) return;
    if (length > SHORT) return remember(tokensAlone);
    putInFront(at, length, marks, tokensAlone);
    if (tokensAlone > 1) putAmongMore(at, length, marks, tokensAlone);
    return;
  }
  v128.store(TOTALS, i32x4.add(v128.load(TOTALS), v128.load(COUNTS)));
  v128.store(TOTALS, i32x4.add(v128.load(TOTALS, 16), v128.load(COUNTS, 16)), 16);
  keep(at, length, marks);
}

function put(at: usize, length: usize, marks: u32, counts: u64): void {
  if (length > SHORT) return remember(counts);
  putInFront(at, length, marks, counts);
  putAmongMore(at, length, marks, counts);
}

/** Adds the tokens in eight vocabularies, sixteen bits each. */
// @ts-ignore: decorator
@inline
function addCounts(tokens: v128): void {
  v128.store(TOTALS, i32x4.add(v128.load(TOTALS), i32x4.extend_low_i16x8_u(tokens)));
  v128.store(TOTALS, i32x4.add(v128.load(TOTALS, 16), i32x4.extend_high_i16x8_u(tokens)), 16);
}

/** Remembers the counts of a chunk, if each is a byte. */
function keep(at: usize, length: usize, marks: u32): void {
  let counts: u64 = 0;
  let most: u32 = 0;
  for (let i: u32 = 0; i < 8; i++) {
    const tokens = load<u32>(COUNTS + (i << 2));
    most |= tokens;
    counts |= <u64>tokens << (i << 3);
  }
  if (most >= 256) return;
  put(at, length, marks, counts);
}
