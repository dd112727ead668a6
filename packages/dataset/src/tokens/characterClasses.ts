import { kinds, runs } from "../../tables/characterClasses.js";

export const writingSystems = [
  "none",
  "latin",
  "marked",
  "cyrillic",
  "greek",
  "han",
  "kana",
  "hangul",
  "arabic",
  "hebrew",
  "devanagari",
  "thai",
  "other",
  "code",
] as const;

/** Ranges of UTF-16 units by kind (https://www.unicode.org/Public/UNIDATA/Blocks.txt, read 2026-11-25). */
const ranges: readonly (readonly [kind: (typeof writingSystems)[number], from: number, to: number])[] = [
  ["latin", 0x41, 0x5a],
  ["latin", 0x61, 0x7a],
  ["marked", 0xc0, 0x24f],
  ["none", 0xd7, 0xd7],
  ["none", 0xf7, 0xf7],
  ["greek", 0x370, 0x3ff],
  ["cyrillic", 0x400, 0x52f],
  ["other", 0x530, 0x58f],
  ["hebrew", 0x590, 0x5ff],
  ["arabic", 0x600, 0x77f],
  ["other", 0x780, 0x89f],
  ["arabic", 0x8a0, 0x8ff],
  ["devanagari", 0x900, 0x97f],
  ["other", 0x980, 0xdff],
  ["thai", 0xe00, 0xe7f],
  ["other", 0xe80, 0x10ff],
  ["hangul", 0x1100, 0x11ff],
  ["other", 0x1200, 0x1cff],
  ["marked", 0x1e00, 0x1eff],
  ["greek", 0x1f00, 0x1fff],
  ["kana", 0x3040, 0x30ff],
  ["han", 0x3400, 0x4dbf],
  ["han", 0x4e00, 0x9fff],
  ["hangul", 0xac00, 0xd7af],
  ["han", 0xf900, 0xfaff],
];

const codeMarks = "{}[]();=<>_*/\\|&#$^~`+";

export const kindOfUnit: Uint8Array = new Uint8Array(0x10000);
for (const [kind, from, to] of ranges) kindOfUnit.fill(writingSystems.indexOf(kind), from, to + 1);
for (const mark of codeMarks) kindOfUnit[mark.charCodeAt(0)] = writingSystems.indexOf("code");

/** `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`: may stand in the head of a word. */
export const HEAD = 1;
/** `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`: may stand in the tail of a word. */
export const TAIL = 2;
export const LETTER = 4;
export const NUMBER = 8;
/** `\s` as Unicode has it: U+0085 is in, U+FEFF is not (JavaScript's own `\s` has it the other way round). */
export const SPACE = 16;
/** `[\r\n]`; always together with {@link SPACE}. */
export const NEWLINE = 32;
export const SYMBOL = 64;
/** `[\u4e00-\u9fa5\u3040-\u30ff]`: Han, Hiragana and Katakana as DeepSeek's split has them. */
export const HAN_KANA = 128;

export function writeClasses(table: Uint8Array | Uint16Array): void {
  let from = 0;
  for (const [, length = "", kind = ""] of runs.matchAll(/([0-9a-z]+)([A-Z])/g)) {
    const to = from + Number.parseInt(length, 36);
    table.fill(kinds[kind.charCodeAt(0) - 65] ?? 0, from, to);
    from = to;
  }
}

/** Ranges whose characters NFC leaves alone wherever they stand, so that text of them alone needs no normalising: Latin, Greek and Cyrillic letters, Arabic and Hebrew letters, Thai letters, punctuation, Kana without its voice marks, Han, Hangul syllables, emoji with their joiner and selector. */
export const stable = [
  0, 0x2ff, 0x38e, 0x3ce, 0x400, 0x482, 0x48a, 0x52f, 0x5d0, 0x5ea, 0x620, 0x64a, 0x660, 0x66f, 0xe01, 0xe37, 0x200b,
  0x2027, 0x2030, 0x205e, 0x2190, 0x2194, 0x2500, 0x27bf, 0x3001, 0x3029, 0x3041, 0x3096, 0x30a0, 0x30ff, 0x4e00,
  0x9fff, 0xac00, 0xd7a3, 0xfe0f, 0xfe0f, 0xff01, 0xffdc, 0x1_f000, 0x1_faff,
] as const;
