import { isAlone } from "./cache";
import { bitsOf, codePointAt, STABLE, widthOf } from "./classes";
import { AT_START, cutFor, PART_BEFORE, PART_BEHIND } from "./cuts";
import { powerOver, reserve, SLACK } from "./memory";
import { beginChunk, CHARACTERS, piece } from "./pieces";
import { BY_CASE, BY_LETTERS, DEEPSEEK, GPT2, split } from "./splits";

let room: usize = 0;
let plain: usize = 0;
let prepared: usize = 0;

function makeRoom(length: usize): void {
  room = powerOver(length);
  plain = reserve(room + SLACK);
  prepared = reserve(3 * room + SLACK);
}
makeRoom(1 << 12);

/** Of each vocabulary that stands for those of the same split: rule, most numbers, contractions, set of vocabularies. */
const RULES: usize = reserve(8 * 16);
let rules: usize = 0;
let composed: u32 = 0;
export let unsplit: u32 = 0;
let singles: u32 = 0;
/** Digits that make a token, if one vocabulary stands alone whose split takes so many, each a token; else 0. */
export let digits: u32 = 0;
let vocabularies: u32 = 0;

/** A vocabulary at `place` with the rule of its split; `form`: 0 as the text stands, 1 composed, 2 SentencePiece. */
export function addVocabulary(place: u32, rule: u32, most: u32, contractions: u32, form: u32): void {
  vocabularies |= 1 << place;
  cutFor(rule === BY_CASE, rule === DEEPSEEK, rule === GPT2);
  if (isAlone) digits = most;
  if (form === 1) composed |= 1 << place;
  if (form === 2) {
    unsplit |= 1 << place;
    store<u8>(CHARACTERS + place, 1);
  }
  if (most === 1 && rule === BY_LETTERS) singles |= 1 << place;
  for (let i: usize = 0; i < rules; i++) {
    const at = RULES + (i << 4);
    if (load<u32>(at) !== rule || load<u32>(at, 8) !== contractions) continue;
    if (load<u32>(at, 4) !== most && rule !== BY_LETTERS) continue;
    store<u32>(at, load<u32>(at, 12) | (1 << place), 12);
    return;
  }
  const at = RULES + (rules << 4);
  store<u32>(at, rule);
  store<u32>(at, rule === BY_LETTERS ? 3 : most, 4);
  store<u32>(at, contractions, 8);
  store<u32>(at, 1 << place, 12);
  rules += 1;
}

/** Writes form C of `[at, at + length)` to `to`, and gives its length; 0 where it is that already. */
@external("outside", "compose")
declare function compose(at: usize, length: usize, to: usize): usize;

/** Counts the chunk `[start, start + length)` with its marks, in each vocabulary, into `to`: all of it with the next `mergeAll`. */
export function countChunk(start: usize, length: usize, marks: u32, to: usize): void {
  if (length > room) makeRoom(length);
  if (length > 64) memory.copy(plain, start, length);
  else for (let i: usize = 0; i < length; i += 16) v128.store(plain + i, v128.load(start + i));
  store<u8>(plain + length, 0);
  const other = prepare(length);
  const lowLine = unsplit !== 0 && ((marks & AT_START) !== 0 || hasLowLine(length));
  const apart = (other !== 0 ? composed : 0) | (lowLine ? unsplit : 0);
  countBy(~apart, plain, plain + length, marks, to);
  if (other !== 0) countBy(composed, prepared, prepared + other, marks, to);
  if (lowLine) countBy(unsplit, prepared, spaced(length, (marks & AT_START) !== 0), marks, to);
}

/** Whether the chunk `[at, at + length)` of at most sixteen bytes is a word in ASCII, a space before it or not: to every rule it is one piece. */
@inline
export function isWord(at: usize, length: usize): bool {
  const bytes = v128.load(at);
  const whole: u32 = (1 << <u32>length) - 1;
  const letters = i8x16.lt_u(i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(26));
  const capitals = i8x16.bitmask(v128.and(letters, i8x16.eq(v128.and(bytes, i8x16.splat(0x20)), i8x16.splat(0))));
  const first: u32 = load<u8>(at) === 0x20 ? 1 : 0;
  return ((i8x16.bitmask(letters) ^ whole) & whole) === first && ((capitals & whole) >>> (first + 1)) === 0;
}

export function countWord(start: usize, length: usize, to: usize): void {
  beginChunk(to, 0, 0);
  piece(vocabularies, start, start + length);
}

function countBy(set: u32, start: usize, end: usize, marks: u32, to: usize): void {
  store<u8>(end, 0);
  beginChunk(to, (marks & PART_BEFORE) !== 0 ? start : 0, (marks & PART_BEHIND) !== 0 ? end : 0);
  for (let i: usize = 0; i < rules; i++) {
    const at = RULES + (i << 4);
    const here = load<u32>(at, 12) & set;
    if (here === 0) continue;
    split(load<u32>(at), load<u32>(at, 4), load<u32>(at, 8) !== 0, here, here & singles, start, end);
  }
}

function prepare(length: usize): usize {
  if (composed === 0) return 0;
  for (let at = plain; at < plain + length; ) {
    const lead: u32 = load<u8>(at);
    if (lead >= 0xcc && (bitsOf(codePointAt(at)) & STABLE) === 0) return compose(plain, length, prepared);
    at += widthOf(lead);
  }
  return 0;
}

function isLowLine(at: usize): bool {
  return load<u8>(at) === 0xe2 && load<u8>(at, 1) === 0x96 && load<u8>(at, 2) === 0x81;
}

function hasLowLine(length: usize): bool {
  for (let at = plain; at < plain + length; at++) if (isLowLine(at)) return true;
  return false;
}

function spaced(length: usize, leads: bool): usize {
  let to = prepared;
  if (leads) store<u8>(to++, 0x20);
  for (let at = plain; at < plain + length; ) {
    const low = isLowLine(at);
    store<u8>(to++, low ? 0x20 : load<u8>(at));
    at += low ? 3 : 1;
  }
  return to;
}
