import { count, TOTALS } from "./count";
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

/** The line without its texts, a 1 in the place of each: lines that are alike in it are alike but for their texts. */
const LONGEST_FORM: usize = 1 << 13;
export const FORM: usize = reserve(LONGEST_FORM + SLACK);
export let formLength: usize = 0;
const MARK: u32 = 1;

/** Forms met so far: hash, place, length and number, in an open table. */
const MOST_FORMS: u32 = 1024;
const FORMS: usize = reserve(MOST_FORMS * 2 * 24);
const FORM_BYTES: u32 = 1 << 20;
const STORE: usize = reserve(FORM_BYTES);
let forms: u32 = 0;
let stored: usize = STORE;

/** Numbers forms from 0 again. */
export function forgetForms(): void {
  memory.fill(FORMS, 0, MOST_FORMS * 2 * 24);
  forms = 0;
  stored = STORE;
}

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;
const COLON: u32 = 58;

let textEnd: usize = 0;
let isAscii: bool = true;

/**
 * Reads the line of `length` bytes in {@link LINE}: its texts go to {@link TEXTS}. Gives the number of its form, or -1
 * for what has to be read outside: broken text, escapes of half characters or of NUL, too much of anything. Whether the
 * line is JSON is known from its form, and the texts are JSON strings.
 */
export function scan(length: usize): i32 {
  store<u8>(LINE + length, 0);
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
  formLength = form - FORM;
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
  const start = textEnd;
  let to = start;
  isAscii = true;
  while (true) {
    const bytes = v128.load(at);
    v128.store(to, bytes);
    // Quotes, backslashes, control characters and what is beyond ASCII end a stretch.
    const odd = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, i8x16.splat(92))),
      i8x16.lt_s(bytes, i8x16.splat(32)),
    );
    const mask = i8x16.bitmask(odd);
    if (mask === 0) {
      at += 16;
      to += 16;
      continue;
    }
    const plain = <usize>ctz(mask);
    at += plain;
    to += plain;
    const byte: u32 = load<u8>(at);
    if (byte === QUOTE) break;
    if (byte < 32) return 0;
    if (byte === BACKSLASH) {
      const width = takeEscape(at, to);
      if (width === 0) return 0;
      at += width;
      to += taken;
    } else {
      const width = takeWide(at, to);
      if (width === 0) return 0;
      at += width;
      to += width;
      isAscii = false;
    }
  }
  store<u8>(to, 0);
  textEnd = to + SLACK;
  const slot = SLOTS + slots * 48;
  store<u32>(slot, <u32>start);
  store<u32>(slot, <u32>to, 4);
  store<u32>(slot, isAscii ? 1 : 0, 8);
  slots += 1;
  return at + 1;
}

/** Bytes that the last escape became. */
let taken: usize = 0;

function takeEscape(at: usize, to: usize): usize {
  const letter: u32 = load<u8>(at, 1);
  taken = 1;
  switch (letter) {
    case 110:
      store<u8>(to, 10);
      return 2;
    case QUOTE:
    case BACKSLASH:
    case 47:
      store<u8>(to, letter);
      return 2;
    case 116:
      store<u8>(to, 9);
      return 2;
    case 114:
      store<u8>(to, 13);
      return 2;
    case 98:
      store<u8>(to, 8);
      return 2;
    case 102:
      store<u8>(to, 12);
      return 2;
    case 117:
      return takeUnits(at, to);
    default:
      return 0;
  }
}

/** The number that four hexadecimal digits write; negative where they are none. */
function hexadecimal(at: usize): i32 {
  let value: i32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const digit: u32 = load<u8>(at + i);
    const letter = digit | 0x20;
    if (digit >= 48 && digit <= 57) value = (value << 4) | (digit - 48);
    else if (letter >= 97 && letter <= 102) value = (value << 4) | (letter - 87);
    else return -1;
  }
  return value;
}

function takeUnits(at: usize, to: usize): usize {
  const unit = hexadecimal(at + 2);
  if (unit <= 0) return 0;
  if (unit < 0x80) {
    store<u8>(to, unit);
    return 6;
  }
  isAscii = false;
  if (unit < 0x800) {
    store<u8>(to, 0xc0 | (unit >> 6));
    store<u8>(to, 0x80 | (unit & 63), 1);
    taken = 2;
    return 6;
  }
  if (unit < 0xd800 || unit > 0xdfff) {
    store<u8>(to, 0xe0 | (unit >> 12));
    store<u8>(to, 0x80 | ((unit >> 6) & 63), 1);
    store<u8>(to, 0x80 | (unit & 63), 2);
    taken = 3;
    return 6;
  }
  if (unit > 0xdbff || load<u8>(at, 6) !== BACKSLASH || load<u8>(at, 7) !== 117) return 0;
  const other = hexadecimal(at + 8);
  if (other < 0xdc00 || other > 0xdfff) return 0;
  const code = 0x10000 + ((unit - 0xd800) << 10) + (other - 0xdc00);
  store<u8>(to, 0xf0 | (code >> 18));
  store<u8>(to, 0x80 | ((code >> 12) & 63), 1);
  store<u8>(to, 0x80 | ((code >> 6) & 63), 2);
  store<u8>(to, 0x80 | (code & 63), 3);
  taken = 4;
  return 12;
}

/** Takes a character of more than one byte; 0 where it is not well formed. */
function takeWide(at: usize, to: usize): usize {
  const lead: u32 = load<u8>(at);
  const second: u32 = load<u8>(at, 1);
  store<u32>(to, load<u32>(at));
  if (lead < 0xc2 || lead > 0xf4 || (second & 0xc0) !== 0x80) return 0;
  if (lead < 0xe0) return 2;
  if ((load<u8>(at, 2) & 0xc0) !== 0x80) return 0;
  if (lead < 0xf0) return (lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f) ? 0 : 3;
  if ((load<u8>(at, 3) & 0xc0) !== 0x80) return 0;
  return (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f) ? 0 : 4;
}

/** The number of the form that ends at `end`; -1 where it is new and there is no room for it. */
function numberOf(end: usize): i32 {
  v128.store(end, i64x2.splat(0));
  let hash: u64 = formLength;
  for (let at = FORM; at < end; at += 8) {
    hash = (hash ^ load<u64>(at)) * 0x9e3779b97f4a7c15;
    hash ^= hash >>> 29;
  }
  let place = <usize>hash;
  while (true) {
    const form = FORMS + (place & (2 * MOST_FORMS - 1)) * 24;
    const length: usize = load<u32>(form, 12);
    if (length === 0) {
      if (forms === MOST_FORMS || stored + formLength > STORE + FORM_BYTES) return -1;
      store<u64>(form, hash);
      store<u32>(form, <u32>stored, 8);
      store<u32>(form, <u32>formLength, 12);
      store<u32>(form, forms, 16);
      memory.copy(stored, FORM, formLength);
      stored += formLength;
      return forms++;
    }
    if (load<u64>(form) === hash && length === formLength && memory.compare(load<u32>(form, 8), FORM, length) === 0)
      return load<u32>(form, 16);
    place += 1;
  }
}

/** The first text of the line before, which is the system's in most files, and its tokens. */
const LONGEST_FIRST: usize = 1 << 16;
const FIRST: usize = reserve(LONGEST_FIRST);
const FIRST_TOTALS: usize = reserve(32);
let firstLength: usize = 0;

/** Counts the texts of the line that was read last; false where one has to be counted outside. */
export function countLine(): bool {
  for (let i: u32 = 0; i < slots; i++) {
    const slot = SLOTS + i * 48;
    const start: usize = load<u32>(slot);
    const end: usize = load<u32>(slot, 4);
    const length = end - start;
    if (i === 0 && length === firstLength && memory.compare(FIRST, start, length) === 0) {
      memory.copy(slot + 16, FIRST_TOTALS, 32);
    } else {
      if (!count(start, end)) return false;
      memory.copy(slot + 16, TOTALS, 32);
      if (i === 0 && length <= LONGEST_FIRST) {
        memory.copy(FIRST, start, length);
        memory.copy(FIRST_TOTALS, TOTALS, 32);
        firstLength = length;
      }
    }
    store<u32>(slot, edgesOf(start, end), 12);
  }
  for (let i: u32 = 0; i < slots; i++) {
    const slot = SLOTS + i * 48;
    sample(load<u32>(slot), load<u32>(slot, 4), load<u32>(slot, 8) !== 0);
  }
  return true;
}
