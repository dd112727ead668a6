/** Kinds of characters that tell what a text is written in. */
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

/** Marks that programs use often and prose seldom. */
const codeMarks = "{}[]();=<>_*/\\|&#$^~`+";

/** Place of the kind of each UTF-16 unit. */
export const kindOfUnit: Uint8Array = new Uint8Array(0x10000);
for (const [kind, from, to] of ranges) kindOfUnit.fill(writingSystems.indexOf(kind), from, to + 1);
for (const mark of codeMarks) kindOfUnit[mark.charCodeAt(0)] = writingSystems.indexOf("code");
