import { reserve } from "./memory";

export const HEAD: u32 = 1;
export const TAIL: u32 = 2;
export const LETTER: u32 = 4;
export const NUMBER: u32 = 8;
export const SPACE: u32 = 16;
export const NEWLINE: u32 = 32;
export const SYMBOL: u32 = 64;
export const HAN_KANA: u32 = 128;
/** NFC leaves the character alone wherever it stands. */
export const STABLE: u32 = 256;
/** The kind of the writing system (src/tokens/scripts.json) stands in four bits from here on. */
export const KIND_SHIFT: u32 = 9;
/** The part of a table that the tokens of the character stand in: three bits from here on. */
export const PART_SHIFT: u32 = 13;

export const CLASSES: usize = reserve(0x11_0000 << 1);

@inline
export function bitsOf(code: u32): u32 {
  return load<u16>(CLASSES + (<usize>code << 1));
}

@inline
export function widthOf(lead: u32): usize {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** The code point whose UTF-8 sequence starts at `at`; the bytes must be valid UTF-8. */
export function codePointAt(at: usize): u32 {
  const lead: u32 = load<u8>(at);
  if (lead < 0x80) return lead;
  const second: u32 = load<u8>(at, 1) & 63;
  if (lead < 0xe0) return ((lead & 31) << 6) | second;
  const third: u32 = load<u8>(at, 2) & 63;
  if (lead < 0xf0) return ((lead & 15) << 12) | (second << 6) | third;
  return ((lead & 7) << 18) | (second << 12) | (third << 6) | (load<u8>(at, 3) & 63);
}

@inline
export function classAt(at: usize): u32 {
  const lead: u32 = load<u8>(at);
  return bitsOf(lead < 0x80 ? lead : codePointAt(at));
}

@inline
export function after(at: usize): usize {
  return at + widthOf(load<u8>(at));
}

export function runEnd(at: usize, bits: u32): usize {
  while ((classAt(at) & bits) !== 0) at = after(at);
  return at;
}

export function numbersEnd(at: usize, most: u32): usize {
  for (let i: u32 = 0; i < most && (classAt(at) & NUMBER) !== 0; i++) at = after(at);
  return at;
}

export function othersEnd(at: usize, end: usize, slash: bool): usize {
  while (at < end && (classAt(at) & (SPACE | LETTER | NUMBER)) === 0) at = after(at);
  return newlinesEnd(at, slash);
}

export function newlinesEnd(at: usize, slash: bool): usize {
  while (true) {
    const byte: u32 = load<u8>(at);
    if (byte !== 10 && byte !== 13 && !(slash && byte === 47)) return at;
    at += 1;
  }
}

/** The end of `\s*[\r\n]+|\s+(?!\S)|\s+` where a space stands; `border`: bits of characters that end the text. */
export function spacesEnd(at: usize, end: usize, border: u32): usize {
  const start = at;
  let newline: usize = 0;
  let last = at;
  while (true) {
    const bits = classAt(at);
    if ((bits & SPACE) === 0) {
      if (newline !== 0) return newline;
      return at === end || (bits & border) !== 0 || last === start ? at : last;
    }
    last = at;
    at = after(at);
    if ((bits & NEWLINE) !== 0) newline = at;
  }
}

/** The end of `(?i:'s|'t|'re|'ve|'m|'ll|'d)` at `at`; `at` where there is none. The long s (U+017F) is an s. */
export function contractionEnd(at: usize): usize {
  if (load<u8>(at) !== 0x27) return at;
  const first: u32 = load<u8>(at, 1) | 0x20;
  if (first === 0x73 || first === 0x74 || first === 0x6d || first === 0x64) return at + 2;
  if (load<u8>(at, 1) === 0xc5 && load<u8>(at, 2) === 0xbf) return at + 3;
  const second: u32 = load<u8>(at, 2) | 0x20;
  if ((first === 0x72 || first === 0x76) && second === 0x65) return at + 3;
  return first === 0x6c && second === 0x6c ? at + 3 : at;
}
