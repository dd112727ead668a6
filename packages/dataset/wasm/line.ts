import { countInto, countNew } from "./count";
import { LINE, MASKS, reserve, SLACK, TEXTS } from "./memory";
import { edgesOf, sample } from "./texts";

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;

export let copyEnd: usize = 0;
export let isAscii: bool = true;

/** Copies the text behind the quote before `at` to `to`; gives the place behind its closing quote, or 0 for what is none. */
export function copyText(at: usize, to: usize): usize {
  isAscii = true;
  while (true) {
    const bytes = v128.load(at);
    v128.store(to, bytes);
    const mask = i8x16.bitmask(v128.or(v128.or(are(bytes, 34), are(bytes, 92)), i8x16.lt_s(bytes, i8x16.splat(32))));
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
      isAscii = false;
      do {
        const width = takeWide(at, to);
        if (width === 0) return 0;
        at += width;
        to += width;
      } while (load<u8>(at) >= 0x80);
    }
  }
  store<u8>(to, 0);
  copyEnd = to;
  return at + 1;
}

let taken: usize = 0;

function takeEscape(at: usize, to: usize): usize {
  const letter: u32 = load<u8>(at, 1);
  if (letter === 117) return takeUnits(at, to);
  // b, f, n, r and t.
  const byte: u32 =
    letter === QUOTE || letter === BACKSLASH || letter === 47
      ? letter
      : letter === 98 ? 8 : letter === 102 ? 12 : letter === 110 ? 10 : letter === 114 ? 13 : letter === 116 ? 9 : 0;
  store<u8>(to, byte);
  taken = 1;
  return byte === 0 ? 0 : 2;
}

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
  let code: u32 = hexadecimal(at + 2);
  let width: usize = 6;
  if (<i32>code <= 0) return 0;
  if (code >= 0xd800 && code <= 0xdfff) {
    const other: u32 = hexadecimal(at + 8);
    if (code > 0xdbff || load<u8>(at, 6) !== BACKSLASH || load<u8>(at, 7) !== 117) return 0;
    if (other < 0xdc00 || other > 0xdfff) return 0;
    code = 0x10000 + ((code - 0xd800) << 10) + (other - 0xdc00);
    width = 12;
  }
  taken = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  if (taken > 1) isAscii = false;
  for (let i = taken - 1; i > 0; i--, code >>= 6) store<u8>(to + i, 0x80 | (code & 63));
  store<u8>(to, taken === 1 ? code : ((0xf00 >>> <u32>taken) & 0xff) | code);
  return width;
}

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

/** The line without its texts, a 1 in the place of each: lines that are alike in it are alike but for their texts. */
export const LONGEST_FORM: usize = 1 << 13;
export const FORM: usize = reserve(LONGEST_FORM + SLACK);
export let formLength: usize = 0;

const MOST_FORMS: u32 = 1024;
const FORMS: usize = reserve(MOST_FORMS * 2 * 24);
const FORM_BYTES: u32 = 1 << 20;
const STORE: usize = reserve(FORM_BYTES);
let forms: u32 = 0;
let stored: usize = STORE;

export function forgetForms(): void {
  memory.fill(FORMS, 0, MOST_FORMS * 2 * 24);
  forms = 0;
  stored = STORE;
}

export function numberOf(end: usize): i32 {
  formLength = end - FORM;
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

const MOST_SLOTS: u32 = 256;
/** Of each text of the line: start, end, whether it is ASCII, whether white space is at an edge, tokens by vocabulary. */
export const SLOTS: usize = reserve(MOST_SLOTS * 48);
export let slots: u32 = 0;

export const NAMES: usize = reserve(64 * 16);
export let names: u32 = 0;

const MARK: u32 = 1;

const COLON: u32 = 58;

let textEnd: usize = 0;

const SUSPECT: i32 = -2;

@inline
function are(bytes: v128, byte: i8): v128 {
  return i8x16.eq(bytes, i8x16.splat(byte));
}

/** Whether the line may hold a mark of a template as {@link begins} knows them; JSON may write `<` as `\u003c`. */
function isSuspect(end: usize): bool {
  for (let at = LINE; at < end; at += 16) {
    const bytes = v128.load(at);
    const next = v128.load(at + 1);
    const angle = are(bytes, 60);
    const escaped = v128.and(are(bytes, 51), are(v128.or(next, i8x16.splat(32)), 99));
    const sign = v128.or(v128.or(are(next, 47), are(next, 92)), v128.or(are(next, 124), i8x16.lt_s(next, i8x16.splat(0))));
    const inner = v128.or(v128.or(v128.or(are(next, 115), are(next, 116)), are(next, 117)), sign);
    const bracket = v128.and(are(bytes, 91), are(next, 73));
    for (let left = i8x16.bitmask(v128.or(v128.or(escaped, bracket), v128.and(angle, inner))); left !== 0; left &= left - 1) {
      const place = at + ctz(left);
      if (place < end && begins(load<u8>(place) === 51 ? place + 1 : place)) return true;
    }
  }
  return false;
}

/** Whether `[INST`, `<|`, `<start_of`, `<think`, `</think`, `</s>`, `<unk` or `<｜` stands at `at`, the last also as `<\uff5c`. */
function begins(at: usize): bool {
  const behind = load<u32>(at, 1);
  if (load<u8>(at) === 91) return behind === 0x54534e49;
  const three = behind & 0xffffff;
  if (load<u8>(at, 1) === 124 || three === 0x3e732f || three === 0x5c732f || three === 0x9cbdef) return true;
  if (behind === 0x6e696874) return load<u8>(at, 5) === 0x6b;
  if (behind === 0x6968742f) return load<u16>(at, 5) === 0x6b6e;
  return three === 0x6b6e75 || load<u64>(at, 1) === 0x666f5f7472617473 || (behind | 0x20200000) === 0x6666755c;
}

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

let isText: bool = false;

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
  const name = v128.and(v128.load(at), v128.load(MASKS + (length << 4)));
  for (let i: u32 = 0; i < names; i++) if (!v128.any_true(v128.xor(name, v128.load(NAMES + (i << 4))))) return true;
  return false;
}

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

const LONGEST_FIRST: usize = 1 << 16;
const FIRST: usize = reserve(LONGEST_FIRST);
const FIRST_TOTALS: usize = reserve(32);
let firstLength: usize = 0;

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
