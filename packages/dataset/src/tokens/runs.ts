import { classOf, codePointAt, LETTER, NEWLINE, NUMBER, SPACE, widthOf } from "./characterClasses.ts";

/** Class bits of the character at `at`; those of NUL (none) at the end of the text. */
export function classAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  return classOf[lead < 0x80 ? lead : codePointAt(bytes, at)] as number;
}

/** Where the run of characters with any of the class bits that starts at `at` ends. The NUL behind the text ends it. */
export function runEnd(bytes: Uint8Array, at: number, bits: number): number {
  for (;;) {
    const lead = bytes[at] as number;
    if (lead < 0x80) {
      if (((classOf[lead] as number) & bits) === 0) return at;
      at += 1;
    } else {
      if (((classOf[codePointAt(bytes, at)] as number) & bits) === 0) return at;
      at += widthOf(lead);
    }
  }
}

/** The end of at most `most` numbers from `at` on. */
export function numbersEnd(bytes: Uint8Array, at: number, most: number): number {
  for (let i = 0; i < most && (classAt(bytes, at) & NUMBER) !== 0; i += 1) at += widthOf(bytes[at] as number);
  return at;
}

/** The end of `[^\s\p{L}\p{N}]+[\r\n]*`; with `slash`, of `[^\s\p{L}\p{N}]+[\r\n/]*`. */
export function othersEnd(bytes: Uint8Array, at: number, end: number, slash: boolean): number {
  while (at < end && (classAt(bytes, at) & (SPACE | LETTER | NUMBER)) === 0) at += widthOf(bytes[at] as number);
  return newlinesEnd(bytes, at, slash);
}

/** The end of `[\r\n]*`; with `slash`, of `[\r\n/]*`. */
export function newlinesEnd(bytes: Uint8Array, at: number, slash: boolean): number {
  for (;;) {
    const byte = bytes[at];
    if (byte !== 10 && byte !== 13 && !(slash && byte === 47)) return at;
    at += 1;
  }
}

/**
 * The end of `\s*[\r\n]+|\s+(?!\S)|\s+` where a space stands at `at`.
 *
 * @param border class bits of characters that count as the end of the text
 */
export function spacesEnd(bytes: Uint8Array, at: number, end: number, border = 0): number {
  const start = at;
  let newline = -1;
  let last = at;
  for (;;) {
    const bits = classAt(bytes, at);
    if ((bits & SPACE) === 0) {
      if (newline >= 0) return newline;
      return at === end || (bits & border) !== 0 || last === start ? at : last;
    }
    last = at;
    at += widthOf(bytes[at] as number);
    if ((bits & NEWLINE) !== 0) newline = at;
  }
}

/** The end of `(?i:'s|'t|'re|'ve|'m|'ll|'d)` at `at`; `at` where there is none. The long s (U+017F) is an s. */
export function contractionEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0x27) return at;
  const first = (bytes[at + 1] as number) | 0x20;
  // s, t, m, d
  if (first === 0x73 || first === 0x74 || first === 0x6d || first === 0x64) return at + 2;
  if (bytes[at + 1] === 0xc5 && bytes[at + 2] === 0xbf) return at + 3;
  const second = (bytes[at + 2] as number) | 0x20;
  // re, ve, ll
  if ((first === 0x72 || first === 0x76) && second === 0x65) return at + 3;
  return first === 0x6c && second === 0x6c ? at + 3 : at;
}
