import {
  after,
  classAt,
  contractionEnd,
  HAN_KANA,
  HEAD,
  LETTER,
  NEWLINE,
  newlinesEnd,
  NUMBER,
  numbersEnd,
  othersEnd,
  runEnd,
  SPACE,
  spacesEnd,
  SYMBOL,
  TAIL,
} from "./classes";
import { CROSSED } from "./cuts";
import { piece } from "./pieces";

// The patterns and their sources stand in src/tokens/plainCounter.ts.
export const BY_CASE: u32 = 0;
export const BY_LETTERS: u32 = 1;
export const DEEPSEEK: u32 = 2;
export const GPT2: u32 = 4;

/** Splits the chunk `[at, end)` by a rule: `most` numbers in a piece, but one in `singles`; counts the pieces in a set of vocabularies. */
export function split(rule: u32, most: u32, contractions: bool, set: u32, singles: u32, at: usize, end: usize): void {
  while (at < end) {
    const to =
      rule === BY_CASE
        ? caseEnd(at, end, most, contractions)
        : rule === BY_LETTERS
          ? lettersPieceEnd(at, end, most)
          : rule === DEEPSEEK
            ? deepseekEnd(at, end)
            : rule === GPT2
              ? gpt2End(at, end)
              : unsplitEnd(at, end);
    if (singles !== 0 && after(at) < to && (classAt(at) & NUMBER) !== 0) {
      if (set !== singles) piece(set ^ singles, at, to);
      for (; at < to; at = after(at)) piece(singles, at, after(at));
    } else piece(set, at, to);
    at = to;
  }
}

function caseEnd(at: usize, end: usize, most: u32, contractions: bool): usize {
  const to = wordEnd(at);
  if (to > at) return contractions ? contractionEnd(to) : to;
  const bits = classAt(at);
  if ((bits & NUMBER) !== 0) return numbersEnd(at, most);
  if ((bits & SPACE) === 0) return othersEnd(at, end, true);
  if (load<u8>(at) === 0x20 && at + 1 < end && (classAt(at + 1) & (SPACE | LETTER | NUMBER)) === 0)
    return othersEnd(at + 1, end, true);
  return spacesEnd(at, end, 0);
}

function wordEnd(at: usize): usize {
  const bits = classAt(at);
  if ((bits & LETTER) !== 0) return letters(at, 0);
  if ((bits & (NUMBER | NEWLINE)) !== 0) return at;
  const next = after(at);
  const mark = (bits & TAIL) !== 0;
  if ((classAt(next) & (HEAD | TAIL)) === 0) return mark ? next : at;
  // A mark is a tail by itself, and that reading comes before the one with capitals only.
  return letters(next, mark ? next : 0);
}

/** The end of `HEAD*TAIL+`; where there is none, `other`, or if that is 0 the end of `HEAD+`. */
function letters(at: usize, other: usize): usize {
  let lastTail: usize = 0;
  let bits = classAt(at);
  while ((bits & HEAD) !== 0) {
    at = after(at);
    if ((bits & TAIL) !== 0) lastTail = at;
    bits = classAt(at);
  }
  if ((bits & TAIL) !== 0) return runEnd(at, TAIL);
  return lastTail > 0 ? lastTail : other > 0 ? other : at;
}

function lettersPieceEnd(at: usize, end: usize, most: u32): usize {
  const bits = classAt(at);
  if ((bits & LETTER) !== 0) return runEnd(at, LETTER);
  if ((bits & NUMBER) !== 0) return numbersEnd(at, most);
  const lead: u32 = load<u8>(at);
  if (lead === 0x27) {
    const to = contractionEnd(at);
    if (to > at) return to;
  }
  const next = after(at);
  const nextBits = classAt(next);
  if ((nextBits & LETTER) !== 0 && (bits & NEWLINE) === 0) return runEnd(next, LETTER);
  if ((bits & SPACE) === 0) return othersEnd(at, end, false);
  if (lead === 0x20 && next < end && (nextBits & (SPACE | NUMBER)) === 0) return othersEnd(next, end, false);
  return spacesEnd(at, end, 0);
}

const WORD: u32 = HEAD | TAIL | LETTER;
const BORDER: u32 = NUMBER | HAN_KANA;

function deepseekEnd(at: usize, end: usize): usize {
  const bits = classAt(at);
  if ((bits & NUMBER) !== 0) return numbersEnd(at, 3);
  // Han and Kana go through the third pattern, too, among themselves.
  const script = bits & HAN_KANA;
  if ((bits & WORD) !== 0) return scriptEnd(at, script);
  const lead: u32 = load<u8>(at);
  const next = after(at);
  if ((bits & SYMBOL) !== 0) {
    let to = next;
    if (lead < 0x80) while (isAsciiLetter(load<u8>(to))) to += 1;
    if (to > next) return to;
    return symbolsEnd(at, script);
  }
  const nextBits = classAt(next);
  if (startsWord(nextBits, script) && (bits & NEWLINE) === 0) return scriptEnd(next, script);
  if ((bits & SPACE) === 0) return unmatchedEnd(next, end, script);
  if (lead === 0x20 && (nextBits & (SYMBOL | HAN_KANA)) === SYMBOL) return symbolsEnd(next, script);
  return spacesEnd(at, end, BORDER);
}

@inline
function startsWord(bits: u32, script: u32): bool {
  return (bits & WORD) !== 0 && (bits & HAN_KANA) === script;
}

function scriptEnd(at: usize, script: u32): usize {
  while (startsWord(classAt(at), script)) at = after(at);
  return at;
}

function symbolsEnd(at: usize, script: u32): usize {
  while ((classAt(at) & (SYMBOL | HAN_KANA)) === (SYMBOL | script)) at = after(at);
  return script === 0 ? newlinesEnd(at, false) : at;
}

@inline
function isAsciiLetter(byte: u32): bool {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

function unmatchedEnd(at: usize, end: usize, script: u32): usize {
  while (at < end && (classAt(at) & 255) === script) {
    const next = after(at);
    if (startsWord(classAt(next), script)) return at;
    at = next;
  }
  return at;
}

function unsplitEnd(at: usize, end: usize): usize {
  let to = at;
  while (load<u8>(to) === 0x20) to += 1;
  // Merging never crosses two neighbours that no token joins.
  for (let before: u32 = load<u8>(to++); to < end && load<u8>(to) !== 0x20; to++) {
    const byte: u32 = load<u8>(to);
    if ((before | byte) < 0x80 && load<u8>(CROSSED + ((before << 7) | byte)) === 0) break;
    before = byte;
  }
  return min(to, end);
}

function gpt2End(at: usize, end: usize): usize {
  const lead: u32 = load<u8>(at);
  // Capitals make no contraction here.
  if (lead === 0x27 && (load<u8>(at, 1) & 0x20) !== 0 && load<u8>(at, 1) < 0x80) {
    const to = contractionEnd(at);
    if (to === at + 2 || (to === at + 3 && (load<u8>(at, 2) & 0x20) !== 0)) return to;
  }
  const first = lead === 0x20 && at + 1 < end ? at + 1 : at;
  const bits = classAt(first);
  if ((bits & LETTER) !== 0) return runEnd(first, LETTER);
  if ((bits & NUMBER) !== 0) return runEnd(first, NUMBER);
  let to = first;
  if ((bits & SPACE) === 0) {
    while (to < end && (classAt(to) & (SPACE | LETTER | NUMBER)) === 0) to = after(to);
    return to;
  }
  let last = at;
  for (to = at; (classAt(to) & SPACE) !== 0; to = after(to)) last = to;
  return to === end || last === at ? to : last;
}
