import { amongMore, countOf, countsOf, findLong, inFront, isAlone, putAmongMore, putInFront, putLong, SHORT } from "./cache";
import { countChunk, countWord, digits, isWord, unsplit } from "./chunks";
import { bitsOf, codePointAt, PART_SHIFT, widthOf } from "./classes";
import { AT_START, begin, BLOCK, borders, lookAt, nextCut, part, PART_BEFORE, PART_BEHIND, seen, wide } from "./cuts";
import { reserve } from "./memory";
import { mergeAll } from "./pairs";

export const TOTALS: usize = reserve(8 * 4);

/** Whether it is told which parts of a table are {@link met}. */
export let isWatched: bool = false;
/** The parts of a table that the texts so far need, a bit for each. */
export let met: u32 = 0;

function meet(start: usize, end: usize): void {
  for (let at = start; at < end; at += widthOf(load<u8>(at)))
    if (load<u8>(at) >= 0x80) met |= 1 << (bitsOf(codePointAt(at)) >>> PART_SHIFT);
}

let totals: usize = TOTALS;

export function count(start: usize, end: usize): void {
  countInto(TOTALS, start, end);
  countNew();
}

/** Counts the UTF-8 text `[start, end)`, a NUL behind it, into `to`: all of it with the next {@link countNew}. */
export function countInto(to: usize, start: usize, end: usize): void {
  totals = to;
  if (isWatched) meet(start, end);
  v128.store(totals, i64x2.splat(0));
  v128.store(totals, i64x2.splat(0), 16);
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
      at = isAlone ? countBlock<u32>(at, first, end) : countBlock<f64>(at, first, end);
      if (at < end) lookAt(seen + BLOCK, end);
    } else {
      const to = nextCut(at, first, end);
      marks |= part;
      const length = to - at;
      if (length <= SHORT) {
        const slot = inFront(at, length, marks);
        if (slot === 0) defer(at, length, marks);
        else if (isAlone) store<u32>(totals, load<u32>(totals) + countOf(slot));
        else addCounts(v128.load_ext<u8>(countsOf(slot)));
      } else countLong(at, length, marks);
      marks = part === PART_BEHIND ? PART_BEFORE : 0;
      at = to;
    }
  }
  countWaiting();
}

const BATCH: usize = 32;
const WAITING: usize = reserve((BATCH + 64) * 8);
const FOUND: usize = reserve((BATCH + 64) * 8);
let waiting: usize = 0;

@inline
function areDigits(at: usize, length: usize): bool {
  const digits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.load(at), i8x16.splat(48)), i8x16.splat(10)));
  return (<u32>(digits + 1) & ((1 << <u32>length) - 1)) === 0;
}

@inline
function defer(at: usize, length: usize, marks: u32): void {
  // Of a number every few digits are a token: nothing to look up.
  if (digits !== 0 && marks === 0 && <u32>load<u8>(at) - 48 < 10 && areDigits(at, length)) {
    store<u32>(totals, load<u32>(totals) + (<u32>length + digits - 1) / digits);
    return;
  }
  store<u64>(WAITING + (waiting << 3), <u64>at | (<u64>length << 32) | (<u64>marks << 48));
  waiting += 1;
}

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
    } else countLater(at, length, marks);
  }
}

function countBlock<T>(at: usize, first: usize, end: usize): usize {
  const block = seen;
  // A block has at most 64 chunks: their tokens fit in sixteen bits.
  let tokens = i16x8.splat(0);
  let own: u32 = 0;
  let left = borders & (<u64>-1 << <u64>(first - seen));
  if (end - seen < BLOCK) left |= <u64>1 << <u64>(end - seen);
  for (; left !== 0; left &= left - 1) {
    const to = block + <usize>ctz(left);
    const length = to - at;
    if (length <= SHORT) {
      const slot = inFront(at, length, 0);
      if (slot === 0) defer(at, length, 0);
      else if (isInteger<T>()) own += countOf(slot);
      else tokens = i16x8.add(tokens, v128.load_ext<u8>(countsOf(slot)));
    } else countLong(at, length, 0);
    at = to;
  }
  if (isInteger<T>()) store<u32>(totals, load<u32>(totals) + own);
  else addCounts(tokens);
  return at;
}

function countLong(at: usize, length: usize, marks: u32): void {
  const slot = findLong(at, length, marks);
  if (slot !== 0) addCounts(v128.load_ext<u8>(slot));
  else countLater(at, length, marks);
}

const MOST_NEW: usize = 256;
const NEW: usize = reserve(MOST_NEW * 48);
let new_: usize = 0;

function countLater(at: usize, length: usize, marks: u32): void {
  if (new_ === MOST_NEW) countNew();
  const chunk = NEW + new_ * 48;
  new_ += 1;
  store<u32>(chunk, <u32>at);
  store<u32>(chunk, <u32>length, 4);
  store<u32>(chunk, marks, 8);
  store<u32>(chunk, <u32>totals, 12);
  v128.store(chunk, i64x2.splat(0), 16);
  v128.store(chunk, i64x2.splat(0), 32);
  if (length <= SHORT && marks === 0 && isWord(at, length)) countWord(at, length, chunk + 16);
  else countChunk(at, length, marks, chunk + 16);
}

export function countNew(): void {
  mergeAll();
  for (let chunk = NEW; chunk < NEW + new_ * 48; chunk += 48) {
    const low = v128.load(chunk, 16);
    const high = v128.load(chunk, 32);
    const to: usize = load<u32>(chunk, 12);
    v128.store(to, i32x4.add(v128.load(to), low));
    v128.store(to, i32x4.add(v128.load(to, 16), high), 16);
    if (v128.any_true(i32x4.gt_u(v128.or(low, high), i32x4.splat(255)))) continue;
    const tokens = i16x8.narrow_i32x4_u(low, high);
    const counts = i64x2.extract_lane(i8x16.narrow_i16x8_u(tokens, tokens), 0);
    const at: usize = load<u32>(chunk);
    const length: usize = load<u32>(chunk, 4);
    const marks = load<u32>(chunk, 8);
    if (length > SHORT) putLong(at, length, marks, counts);
    else {
      putInFront(at, length, marks, counts);
      putAmongMore(at, length, marks, counts);
    }
  }
  new_ = 0;
}

@inline
function addCounts(tokens: v128): void {
  v128.store(totals, i32x4.add(v128.load(totals), i32x4.extend_low_i16x8_u(tokens)));
  v128.store(totals, i32x4.add(v128.load(totals, 16), i32x4.extend_high_i16x8_u(tokens)), 16);
}
