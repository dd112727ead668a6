import { CROSSED, joins } from "./borders";
import { bitsOf, codePointAt, HEAD, LETTER, NUMBER, SPACE, STABLE, SYMBOL, TAIL, widthOf } from "./classes";
import { reserve } from "./memory";

// As cuts.ts of src/tokens: where a text may be cut so that every vocabulary counts the chunks apart.
export const AT_START: u32 = 1;
export const PART_BEFORE: u32 = 2;
export const PART_BEHIND: u32 = 4;

const CUT: u32 = 1;
const UNCASED: u32 = HEAD | TAIL;
const LOW_LINE: u32 = 0x2581;

/** By the ASCII bytes before and behind: 1 where every split parts them, 2 where the text may end; from outside. */
export const ASCII: usize = reserve(1 << 14);

/** {@link PART_BEHIND} where the last chunk ended within a piece. */
export let part: u32 = 0;
let runEnd: usize = 0;
let runSafe: bool = false;

/** Leaves together what a vocabulary without a split joins. */
export function keepCrossed(): void {
  for (let i: usize = 0; i < 1 << 14; i++)
    if (load<u8>(CROSSED + i) !== 0 && load<u8>(ASCII + i) === CUT) store<u8>(ASCII + i, 0);
}

/** Where the sixteen borders begin that were looked at last, and which of them may be cuts or lie beyond ASCII. */
let seen: usize = 0;
let borders: u32 = 0;

export function begin(): void {
  runEnd = 0;
  part = 0;
  seen = 0;
}

// @ts-ignore: decorator
@inline
function within(bytes: v128, first: i32, number: i32): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(<i8>first)), i8x16.splat(<i8>number));
}

/** Those of the borders before `[at, at + 16)` that may be cuts, by the kinds of both sides, or lie beyond ASCII. */
function bordersAt(at: usize): u32 {
  const before = v128.load(at - 1);
  const behind = v128.load(at);
  const word = within(v128.or(behind, i8x16.splat(0x20)), 0x61, 26);
  const digit = within(behind, 0x30, 10);
  const mark = v128.andnot(v128.andnot(within(behind, 0x21, 94), word), digit);
  const line = v128.or(i8x16.eq(behind, i8x16.splat(10)), i8x16.eq(behind, i8x16.splat(13)));
  const blank = v128.or(i8x16.eq(behind, i8x16.splat(32)), within(behind, 9, 5));
  const wordBefore = within(v128.or(before, i8x16.splat(0x20)), 0x61, 26);
  const digitBefore = within(before, 0x30, 10);
  const markBefore = v128.andnot(v128.andnot(within(before, 0x21, 94), wordBefore), digitBefore);
  const lineBefore = v128.or(i8x16.eq(before, i8x16.splat(10)), i8x16.eq(before, i8x16.splat(13)));
  const other = v128.or(mark, blank);
  let cut = v128.and(wordBefore, v128.or(digit, other));
  cut = v128.or(cut, v128.and(digitBefore, v128.or(word, other)));
  cut = v128.or(cut, v128.and(markBefore, v128.or(digit, v128.andnot(blank, line))));
  cut = v128.or(cut, v128.and(lineBefore, v128.or(v128.or(word, digit), mark)));
  return i8x16.bitmask(v128.or(cut, behind));
}

/** The end of the chunk that starts at `at`, in UTF-8 with a NUL behind its end. */
// @ts-ignore: decorator
@inline
export function nextCut(at: usize, end: usize): usize {
  part = 0;
  const lead: u32 = load<u8>(at);
  if (lead >= 0x80) return beyondAscii(at, at + widthOf(lead), end);
  let to = at + 1;
  while (true) {
    if (to - seen >= 16) {
      seen = to;
      borders = bordersAt(to);
    }
    for (let left = borders & (0xffff << <u32>(to - seen)); left !== 0; left &= left - 1) {
      const border = seen + ctz(left);
      if (border >= end) return end;
      const behind: u32 = load<u8>(border);
      if (behind >= 0x80) return beyondAscii(at, border, end);
      const before: u32 = load<u8>(border - 1);
      if (load<u8>(ASCII + ((before << 7) | behind)) === CUT) return border;
    }
    to = seen + 16;
    if (to >= end) return end;
  }
}

function beyondAscii(at: usize, to: usize, end: usize): usize {
  let start = to - 1;
  while (start > at && (load<u8>(start) & 0xc0) === 0x80) start -= 1;
  let before = codePointAt(start);
  while (to < end) {
    const behind = codePointAt(to);
    if ((before | behind) < 0x80) {
      if (load<u8>(ASCII + ((before << 7) | behind)) === CUT) return to;
    } else if (isCut(to, end, before, behind)) return to;
    before = behind;
    to += widthOf(load<u8>(to));
  }
  return end;
}

function isCut(to: usize, end: usize, before: u32, behind: u32): bool {
  const bits = bitsOf(before) & 255;
  if (behind === 0x20) return bits !== 0 && (bits & SPACE) === 0 && before !== LOW_LINE;
  if (before < 0x80 || behind < 0x80) return false;
  if ((bits & (LETTER | UNCASED)) !== (LETTER | UNCASED)) return false;
  const next = bitsOf(behind);
  if ((next & (SYMBOL | LETTER | NUMBER | UNCASED)) === SYMBOL) return !joins(to);
  if ((next & (LETTER | UNCASED)) !== (LETTER | UNCASED) || (next & STABLE) === 0) return false;
  if (!isSafe(to, end) || joins(to)) return false;
  part = PART_BEHIND;
  return true;
}

function isSafe(to: usize, end: usize): bool {
  if (to < runEnd) return runSafe;
  let at = to;
  while (at < end && (bitsOf(codePointAt(at)) & UNCASED) === UNCASED) at += widthOf(load<u8>(at));
  const cased = at < end && (bitsOf(codePointAt(at)) & (UNCASED | LETTER)) !== 0;
  runEnd = at;
  runSafe = !cased || !joins(at);
  return runSafe;
}
