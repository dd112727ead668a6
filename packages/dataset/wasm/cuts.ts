import { bitsOf, codePointAt, HEAD, LETTER, NUMBER, SPACE, STABLE, SYMBOL, TAIL, widthOf } from "./classes";
import { reserve } from "./memory";

// Which neighbouring characters some token joins: merging never joins anything across any other border. The table is a filter of
// hashes, so a few others are taken to be joined too.
const TABLE_BITS: u32 = 20;
const WHOLE: u32 = 1;
const LEFT_CUT: u32 = 2;
const RIGHT_CUT: u32 = 4;
const CUT: u32 = 0x200000;

const KINDS: usize = reserve(0x10000);
const TABLE: usize = reserve(1 << (TABLE_BITS - 3));
/** Neighbours in ASCII that a token of a vocabulary without a split joins. */
export const CROSSED: usize = reserve(1 << 14);

@inline
function hashOf(before: u32, behind: u32): u32 {
  const hash = (before * 0x9e3779b1) ^ (behind * 0x85ebca77);
  return (hash ^ (hash >>> 15)) >>> (32 - TABLE_BITS);
}

function note(last: u32, lead: u32, before: u32, behind: u32): void {
  const place = KINDS + ((last << 8) | lead);
  const cut = (before >= CUT ? LEFT_CUT : 0) | (behind >= CUT ? RIGHT_CUT : 0);
  store<u8>(place, <u32>load<u8>(place) | (<u32>1 << (cut === 0 ? WHOLE : cut)));
  const hash = hashOf(before, behind);
  store<u8>(TABLE + (hash >>> 3), <u32>load<u8>(TABLE + (hash >>> 3)) | (<u32>1 << (hash & 7)));
}

const ENDS: usize = reserve(16);

/** Notes the border inside a token between the two that it is made of, one side beyond ASCII: the last four bytes before it and the first four behind it, of which so many are there. */
export function noteBorder(tail: u32, before: u32, head: u32, behind: u32): void {
  const lead = head & 255;
  if ((lead & 0xc0) === 0x80) return;
  store<u32>(ENDS, tail);
  store<u32>(ENDS, head, 4);
  const to = ENDS + 4;
  let at = to - 1;
  while (at > to - before && (load<u8>(at) & 0xc0) === 0x80) at -= 1;
  const isWhole = at + widthOf(load<u8>(at)) === to && (load<u8>(at) & 0xc0) !== 0x80;
  const last = tail >>> 24;
  note(last, lead, isWhole ? codePointAt(at) : CUT + last, widthOf(lead) <= behind ? codePointAt(to) : CUT + lead);
}

export function noteCrossed(before: u32, behind: u32): void {
  isCrossed = true;
  store<u8>(CROSSED + ((before << 7) | behind), 1);
}

/** Adds the notes that tools/ready.mjs took: the bits of a byte, and above them its place from {@link KINDS} on. */
export function addNotes(at: usize, end: usize): void {
  for (; at < end; at += 4) {
    const to = KINDS + (load<u32>(at) >>> 8);
    store<u8>(to, load<u8>(to) | load<u8>(at));
    isCrossed = isCrossed || to >= CROSSED;
  }
}

@inline
function has(before: u32, behind: u32): bool {
  const hash = hashOf(before, behind);
  return ((load<u8>(TABLE + (hash >>> 3)) >>> (hash & 7)) & 1) !== 0;
}

/** Whether some token may join the characters on the two sides of `to`, one of them beyond ASCII. */
export function joins(to: usize): bool {
  let start = to - 1;
  while ((load<u8>(start) & 0xc0) === 0x80) start -= 1;
  const last: u32 = load<u8>(to - 1);
  const lead: u32 = load<u8>(to);
  const kinds: u32 = load<u8>(KINDS + ((last << 8) | lead));
  if (kinds === 0) return false;
  const before = codePointAt(start);
  const behind = codePointAt(to);
  if ((kinds & (1 << WHOLE)) !== 0 && has(before, behind)) return true;
  if ((kinds & (1 << LEFT_CUT)) !== 0 && has(CUT + last, behind)) return true;
  if ((kinds & (1 << RIGHT_CUT)) !== 0 && has(before, CUT + lead)) return true;
  return (kinds & (1 << (LEFT_CUT | RIGHT_CUT))) !== 0;
}

// Where a text may be cut so that in every vocabulary the tokens of the chunks add up to those of the text: between pieces of
// all splits, and within a word of a script without capitals where no token joins its two neighbours.
export const AT_START: u32 = 1;
export const PART_BEFORE: u32 = 2;
export const PART_BEHIND: u32 = 4;

const UNCASED: u32 = HEAD | TAIL;
const LOW_LINE: u32 = 0x2581;

/** {@link PART_BEHIND} where the last chunk ended within a piece. */
export let part: u32 = 0;
let runEnd: usize = 0;
let runSafe: bool = false;

export const BLOCK: usize = 64;
export let seen: usize = 0;
export let borders: u64 = 0;
export let wide: u64 = 0;
let isCrossed: bool = false;

/** Whether every vocabulary parts small letters from capitals behind them. */
let areCapitalsParted: bool = true;
/** Whether the blanks before a number are one piece in some vocabulary, whose split takes numbers out first. */
let isNumberFirst: bool = false;
/** Whether what stands behind a run of white space decides on the last of the run in some vocabulary, a line end too. */
let isLineKept: bool = false;

export function cutFor(byCase: bool, deepseek: bool, gpt2: bool): void {
  areCapitalsParted = areCapitalsParted && byCase;
  isNumberFirst = isNumberFirst || deepseek;
  isLineKept = isLineKept || gpt2;
}

export function begin(): void {
  runEnd = 0;
  part = 0;
}

export function lookAt(at: usize, end: usize): void {
  seen = at;
  borders = 0;
  wide = 0;
  for (let i: usize = 0; i < BLOCK; i += 16) {
    borders |= <u64>bordersAt(at + i) << i;
    wide |= <u64>(<u32>i8x16.bitmask(v128.load(at + i))) << i;
  }
  if (!isLineKept) indents(at, end);
  if (end - at < BLOCK) {
    const before = (<u64>1 << <u64>(end - at)) - 1;
    borders &= before;
    wide &= before;
  }
  if (!isCrossed) return;
  for (let left = borders; left !== 0; left &= left - 1) {
    const border = at + <usize>ctz(left);
    if (load<u8>(CROSSED + (<usize>load<u8>(border - 1) << 7) + load<u8>(border)) !== 0) borders ^= left & -left;
  }
}

@inline
function within(bytes: v128, first: i32, number: i32): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(<i8>first)), i8x16.splat(<i8>number));
}

@inline
function indents(at: usize, end: usize): void {
  let flat: u64 = 0;
  let lines: u64 = 0;
  for (let i: usize = 0; i < BLOCK; i += 16) {
    flat |= <u64>(<u32>i8x16.bitmask(blanks(v128.load(at + i)))) << i;
    lines |= <u64>(<u32>i8x16.bitmask(lineEnds(v128.load(at + i - 1)))) << i;
  }
  for (let left = flat & lines; left !== 0; left &= left - 1) {
    const border = ctz(left);
    const behind = border + ctz(~(flat >>> border));
    if (behind >= 64 || at + <usize>behind >= end) continue;
    const byte: u32 = load<u8>(at + <usize>behind);
    if (byte > 0x20 && byte < 0x7f) borders |= <u64>1 << border;
  }
}

@inline
function blanks(bytes: v128): v128 {
  return v128.or(i8x16.eq(bytes, i8x16.splat(32)), i8x16.eq(bytes, i8x16.splat(9)));
}

@inline
function lineEnds(bytes: v128): v128 {
  return v128.or(i8x16.eq(bytes, i8x16.splat(10)), i8x16.eq(bytes, i8x16.splat(13)));
}

/**
 * Those of the borders before `[at, at + 16)` that every split has, both sides in ASCII: by two bytes, or by three and more.
 *
 * By two: a word ends before all but letters and the apostrophe of a contraction; a number before all but numbers; marks before
 * white space but not line ends, and before numbers; a line end before what is no white space, and no slash.
 *
 * By three: a letter behind two marks, or a space and a mark, begins a word: the first of the two took the second along. A slash
 * does not count as the first: behind a line end it may belong to the marks before that. The last of several blanks goes with
 * what follows. A number takes no blank along; of several blanks before it, the last stands alone unless numbers come first.
 */
@inline
function bordersAt(at: usize): u32 {
  const before = v128.load(at - 1);
  const behind = v128.load(at);
  const word = within(v128.or(behind, i8x16.splat(0x20)), 0x61, 26);
  const digit = within(behind, 0x30, 10);
  const mark = v128.andnot(v128.andnot(within(behind, 0x21, 94), word), digit);
  const line = lineEnds(behind);
  const blank = v128.or(i8x16.eq(behind, i8x16.splat(32)), within(behind, 9, 5));
  const wordBefore = within(v128.or(before, i8x16.splat(0x20)), 0x61, 26);
  const digitBefore = within(before, 0x30, 10);
  const markBefore = v128.andnot(v128.andnot(within(before, 0x21, 94), wordBefore), digitBefore);
  const lineBefore = lineEnds(before);
  const apostrophe = i8x16.eq(behind, i8x16.splat(0x27));
  const slash = i8x16.eq(behind, i8x16.splat(0x2f));
  const other = v128.or(mark, blank);
  let cut = v128.and(wordBefore, v128.or(digit, v128.andnot(other, apostrophe)));
  cut = v128.or(cut, v128.and(digitBefore, v128.or(word, other)));
  cut = v128.or(cut, v128.and(markBefore, v128.or(digit, v128.andnot(blank, line))));
  if (!isLineKept) cut = v128.or(cut, v128.and(lineBefore, v128.andnot(v128.or(v128.or(word, digit), mark), slash)));
  const first = v128.load(at - 2);
  const next = v128.load(at + 1);
  const wordFirst = within(v128.or(first, i8x16.splat(0x20)), 0x61, 26);
  const digitFirst = within(first, 0x30, 10);
  const markFirst = v128.andnot(v128.andnot(within(first, 0x20, 95), v128.or(wordFirst, digitFirst)), i8x16.eq(first, i8x16.splat(0x2f)));
  cut = v128.or(cut, v128.and(word, v128.and(markBefore, markFirst)));
  const flatBefore = blanks(before);
  let leadsTo = within(next, 0x21, 94);
  if (isNumberFirst) leadsTo = v128.andnot(leadsTo, within(next, 0x30, 10));
  cut = v128.or(cut, v128.and(v128.and(blanks(behind), flatBefore), leadsTo));
  if (!isLineKept) {
    let alone = v128.or(within(first, 0x21, 94), lineEnds(first));
    if (!isNumberFirst) alone = v128.or(alone, blanks(first));
    cut = v128.or(cut, v128.and(v128.and(digit, flatBefore), alone));
  }
  if (areCapitalsParted) {
    const capital = v128.and(within(before, 0x61, 26), within(behind, 0x41, 26));
    // A capital may end a contraction, as in 'lL.
    cut = v128.or(cut, v128.andnot(capital, i8x16.eq(first, i8x16.splat(0x27))));
  }
  return i8x16.bitmask(cut);
}

/** The end of the chunk that starts at `at`, in UTF-8 with a NUL behind its end; no border before `from` is one. */
export function nextCut(at: usize, from: usize, end: usize): usize {
  part = 0;
  const lead: u32 = load<u8>(at);
  if (lead >= 0x80) return beyondAscii(at, at + widthOf(lead), end);
  while (true) {
    const left = (borders | wide) & (<u64>-1 << <u64>(from - seen));
    if (left !== 0) {
      const border = seen + <usize>ctz(left);
      return load<u8>(border) < 0x80 ? border : beyondAscii(at, border, end);
    }
    from = seen + BLOCK;
    if (from >= end) return end;
    lookAt(from, end);
  }
}

function beyondAscii(at: usize, to: usize, end: usize): usize {
  let start = to - 1;
  while (start > at && (load<u8>(start) & 0xc0) === 0x80) start -= 1;
  let before = codePointAt(start);
  while (to < end) {
    const behind = codePointAt(to);
    const isParted = (before | behind) < 0x80 ? isBorder(to, end) : isCut(to, end, before, behind);
    if (isParted) return to;
    before = behind;
    to += widthOf(load<u8>(to));
  }
  return end;
}

/** Whether every split parts the neighbours before `to`, both in ASCII. */
function isBorder(to: usize, end: usize): bool {
  if (to - seen >= BLOCK) lookAt(to, end);
  return ((borders >>> <u64>(to - seen)) & 1) !== 0;
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
