import { countInto, countNew } from "./count";
import { FORM, LONGEST_FORM, numberOf } from "./forms";
import { copyEnd, copyText, isAscii } from "./jsonText";
import { LINE, reserve, SLACK, TEXTS } from "./memory";
import { edgesOf, sample } from "./texts";

/** Texts of a line at most; more are read outside. */
const MOST_SLOTS: u32 = 256;
/** Of each text of the line: start, end, whether it is ASCII, whether white space is at an edge, tokens by vocabulary. */
export const SLOTS: usize = reserve(MOST_SLOTS * 48);
export let slots: u32 = 0;

/** Names of the fields whose values are texts, padded to sixteen bytes; from outside. */
export const NAMES: usize = reserve(64 * 16);
export let names: u32 = 0;
export function setNames(number: u32): void {
  names = number;
}

const MARK: u32 = 1;

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;
const COLON: u32 = 58;

let textEnd: usize = 0;

/** Of a line that holds what may be a special token of some model, which the checks have to look at. */
const SUSPECT: i32 = -2;

/** Whether a bar stands behind `<`, also as JSON may write it: `\u003c`. */
function isSuspect(end: usize): bool {
  for (let at = LINE; at < end; at += 16) {
    const bars = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(124)));
    for (let left = bars; left !== 0; left &= left - 1) {
      const bar = at + ctz(left);
      const before: u32 = load<u8>(bar - 1);
      if (bar < end && bar > LINE && (before === 60 || before === 99 || before === 67)) return true;
    }
  }
  return false;
}

/**
 * Reads the line of `length` bytes in {@link LINE}: its texts go to {@link TEXTS}. Gives the number of its form, or -1
 * for what has to be read outside: broken text, escapes of half characters or of NUL, too much of anything. Whether the
 * line is JSON is known from its form, and the texts are JSON strings. {@link SUSPECT} comes before all of these.
 */
export function scan(length: usize): i32 {
  store<u8>(LINE + length, 0);
  if (isSuspect(LINE + length)) return SUSPECT;
  slots = 0;
  textEnd = TEXTS;
  let form = FORM;
  let expectsText = false;
  for (let at = LINE; at < LINE + length;) {
    const byte: u32 = load<u8>(at);
    if (byte < 32 && byte !== 9) return -1;
    if (form > FORM + LONGEST_FORM - 8) return -1;
    if (byte !== QUOTE) {
      store<u8>(form++, byte);
      if (byte === COLON) expectsText = isText;
      else if (byte !== 32 && byte !== 9) expectsText = isText = false;
      at += 1;
      continue;
    }
    if (expectsText && load<u8>(at, 1) !== QUOTE) {
      at = takeText(at + 1);
      if (at === 0) return -1;
      store<u8>(form++, QUOTE);
      store<u8>(form++, MARK);
      store<u8>(form++, QUOTE);
      expectsText = isText = false;
      continue;
    }
    const end = stringEnd(at + 1, LINE + length);
    if (end === 0 || form + (end - at) > FORM + LONGEST_FORM - 8) return -1;
    memory.copy(form, at, end - at);
    form += end - at;
    isText = isName(at + 1, end - at - 2);
    expectsText = false;
    at = end;
  }
  return numberOf(form);
}

/** Whether the last string outside of texts is the name of a text. */
let isText: bool = false;

/** The end of the string whose first byte behind the quote is at `at`; 0 where it has none. */
function stringEnd(at: usize, end: usize): usize {
  for (; at < end; at++) {
    const byte: u32 = load<u8>(at);
    if (byte === QUOTE) return at + 1;
    if (byte < 32) return 0;
    if (byte === BACKSLASH) at += 1;
  }
  return 0;
}

function isName(at: usize, length: usize): bool {
  if (length > 16 || length === 0) return false;
  let name = i64x2.splat(0);
  for (let i: usize = 0; i < length; i++) store<u8>(SCRATCH + i, load<u8>(at + i));
  v128.store(SCRATCH + length, name);
  name = v128.load(SCRATCH);
  for (let i: u32 = 0; i < names; i++) if (!v128.any_true(v128.xor(name, v128.load(NAMES + (i << 4))))) return true;
  return false;
}
const SCRATCH: usize = reserve(64);

/** Takes the text behind the quote before `at`; gives the place behind its closing quote, or 0. */
function takeText(at: usize): usize {
  if (slots === MOST_SLOTS) return 0;
  const behind = copyText(at, textEnd);
  if (behind === 0) return 0;
  const slot = SLOTS + slots * 48;
  store<u32>(slot, <u32>textEnd);
  store<u32>(slot, <u32>copyEnd, 4);
  store<u32>(slot, isAscii ? 1 : 0, 8);
  slots += 1;
  textEnd = copyEnd + SLACK;
  return behind;
}

/** The first text of the line before, which is the system's in most files, and its tokens. */
const LONGEST_FIRST: usize = 1 << 16;
const FIRST: usize = reserve(LONGEST_FIRST);
const FIRST_TOTALS: usize = reserve(32);
let firstLength: usize = 0;

/** Counts the texts of the line that was read last. */
export function countLine(): void {
  let isKnown = false;
  for (let i: u32 = 0; i < slots; i++) {
    const slot = SLOTS + i * 48;
    const start: usize = load<u32>(slot);
    const end: usize = load<u32>(slot, 4);
    if (i === 0) isKnown = end - start === firstLength && memory.compare(FIRST, start, firstLength) === 0;
    if (i > 0 || !isKnown) countInto(slot + 16, start, end);
    store<u32>(slot, edgesOf(start, end), 12);
    sample(start, end, load<u32>(slot, 8) !== 0);
  }
  countNew();
  if (slots === 0) return;
  const start: usize = load<u32>(SLOTS);
  const length = <usize>load<u32>(SLOTS, 4) - start;
  if (isKnown) memory.copy(SLOTS + 16, FIRST_TOTALS, 32);
  else if (length <= LONGEST_FIRST) {
    memory.copy(FIRST, start, length);
    memory.copy(FIRST_TOTALS, SLOTS + 16, 32);
    firstLength = length;
  }
}
