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

export function begin(): void {
  runEnd = 0;
  part = 0;
}

/** The end of the chunk that starts at `at`, in UTF-8 with a NUL behind its end. */
export function nextCut(at: usize, end: usize): usize {
  part = 0;
  let before: u32 = load<u8>(at);
  let to = at + 1;
  if (before < 0x80) {
    while (true) {
      const behind: u32 = load<u8>(to);
      if (behind >= 0x80) break;
      const cut: u32 = load<u8>(ASCII + ((before << 7) | behind));
      if (cut !== 0 && (cut === CUT || to >= end)) return to;
      before = behind;
      to += 1;
    }
  } else to = at + widthOf(before);
  return beyondAscii(at, to, end);
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
