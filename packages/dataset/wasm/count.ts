import { find, remember, seek } from "./cache";
import { countChunk, unsplit } from "./chunks";
import { AT_START, begin, BLOCK, borders, lookAt, nextCut, part, PART_BEFORE, PART_BEHIND, seen, wide } from "./cuts";
import { countOf, countsOf, inFront, putInFront, SHORT } from "./front";
import { reserve } from "./memory";
import { COUNTS, isAlone, tokensAlone } from "./pieces";

/** Tokens of the last text in each vocabulary. */
export const TOTALS: usize = reserve(8 * 4);

/** Counts the UTF-8 text `[start, end)`, a NUL behind it, into {@link TOTALS}; false where it has to be done outside. */
export function count(start: usize, end: usize): bool {
  v128.store(TOTALS, i64x2.splat(0));
  v128.store(TOTALS, i64x2.splat(0), 16);
  // Only where there is no split does the beginning matter.
  let marks: u32 = unsplit !== 0 ? AT_START : 0;
  begin();
  lookAt(start + 1, end);
  for (let at = start; at < end; ) {
    const first = max(at + 1, seen);
    if (first - seen >= BLOCK) lookAt(first, end);
    if (wide === 0 && marks === 0 && load<u8>(at) < 0x80) {
      const done = isAlone ? countBlock(at, first, end) : countBlockInAll(at, first, end);
      if (done === 0) return false;
      at = done;
      if (at < end) lookAt(seen + BLOCK, end);
    } else {
      const to = nextCut(at, first, end);
      marks |= part;
      const slot = to - at <= SHORT ? inFront(at, to - at, marks) : 0;
      if (slot !== 0) addCounts(v128.load_ext<u8>(countsOf(slot)));
      else if (!countBehind(at, to - at, marks)) return false;
      marks = part === PART_BEHIND ? PART_BEFORE : 0;
      at = to;
    }
  }
  return true;
}

/** The borders of the block from `first` on, the end of the text among them. */
// @ts-ignore: decorator
@inline
function bordersFrom(first: usize, end: usize): u64 {
  const left = borders & (<u64>-1 << <u64>(first - seen));
  return end - seen < BLOCK ? left | (<u64>1 << <u64>(end - seen)) : left;
}

/** Counts the chunks from `at` on that end in a block of ASCII, in the only vocabulary; gives where the next begins, or 0. */
function countBlock(at: usize, first: usize, end: usize): usize {
  const block = seen;
  let tokens: u32 = 0;
  for (let left = bordersFrom(first, end); left !== 0; left &= left - 1) {
    const to = block + <usize>ctz(left);
    const slot = to - at <= SHORT ? inFront(at, to - at, 0) : 0;
    if (slot !== 0) tokens += countOf(slot);
    else if (!countBehind(at, to - at, 0)) return 0;
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
    const slot = to - at <= SHORT ? inFront(at, to - at, 0) : 0;
    if (slot !== 0) tokens = i16x8.add(tokens, v128.load_ext<u8>(countsOf(slot)));
    else if (!countBehind(at, to - at, 0)) return 0;
    at = to;
  }
  addCounts(tokens);
  return at;
}

/** Adds the tokens of a chunk that is not in front to {@link TOTALS}. */
function countBehind(at: usize, length: usize, marks: u32): bool {
  if (length > SHORT) {
    seek(at, length, marks);
    const slot = find();
    if (slot !== 0) {
      addCounts(v128.load_ext<u8>(slot));
      return true;
    }
  }
  if (!countChunk(at, length, marks)) return false;
  if (isAlone) {
    store<u32>(TOTALS, load<u32>(TOTALS) + tokensAlone);
    if (tokensAlone >= 256) return true;
    if (length <= SHORT) putInFront(at, length, marks, tokensAlone);
    else remember(tokensAlone);
    return true;
  }
  v128.store(TOTALS, i32x4.add(v128.load(TOTALS), v128.load(COUNTS)));
  v128.store(TOTALS, i32x4.add(v128.load(TOTALS, 16), v128.load(COUNTS, 16)), 16);
  keep(at, length, marks);
  return true;
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
  if (length <= SHORT) putInFront(at, length, marks, counts);
  else remember(counts);
}
