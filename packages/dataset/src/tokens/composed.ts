import { codePointAt, widthOf } from "./characterClasses.ts";

/**
 * Ranges whose characters NFC leaves alone wherever they stand, so that text of them alone needs no normalising: Latin,
 * Greek and Cyrillic letters, Arabic and Hebrew letters, Thai letters, punctuation, Kana without its voice marks, Han,
 * Hangul syllables, emoji with their joiner and selector. First, last, first, last, …
 */
const stable = [
  0, 0x2ff, 0x38e, 0x3ce, 0x400, 0x482, 0x48a, 0x52f, 0x5d0, 0x5ea, 0x620, 0x64a, 0x660, 0x66f, 0xe01, 0xe37, 0x200b,
  0x2027, 0x2030, 0x205e, 0x2190, 0x2194, 0x2500, 0x27bf, 0x3001, 0x3029, 0x3041, 0x3096, 0x30a0, 0x30ff, 0x4e00,
  0x9fff, 0xac00, 0xd7a3, 0xfe0f, 0xfe0f, 0xff01, 0xffdc, 0x1_f000, 0x1_faff,
] as const;

/** By code point: 1 for those that NFC leaves alone wherever they stand. */
export const isStable: Uint8Array = expand();

function expand(): Uint8Array {
  const table = new Uint8Array(0x11_0000);
  for (let i = 0; i < stable.length; i += 2) table.fill(1, stable[i], (stable[i + 1] as number) + 1);
  return table;
}

/** Whether the UTF-8 text `[0, end)` is surely in Unicode's normalisation form C; false where it would have to be tried. */
export function isComposed(bytes: Uint8Array, end: number): boolean {
  for (let at = 0; at < end;) {
    const lead = bytes[at] as number;
    // U+0300, the first combining mark, starts with CC.
    if (lead >= 0xcc && isStable[codePointAt(bytes, at)] === 0) return false;
    at += widthOf(lead);
  }
  return true;
}
