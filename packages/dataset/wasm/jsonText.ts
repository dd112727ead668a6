// The texts of a line of JSON, escapes undone.

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;

/** Where the copy of the last text ends, and whether it is ASCII. */
export let copyEnd: usize = 0;
export let isAscii: bool = true;

/** Copies the text behind the quote before `at` to `to`; gives the place behind its closing quote, or 0 for what is none. */
export function copyText(at: usize, to: usize): usize {
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
