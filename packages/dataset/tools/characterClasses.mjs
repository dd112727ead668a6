// @ts-check
/**
 * Writes tables/characterClasses.js: the character classes that the vocabularies' split patterns name, as runs over
 * all code points. The table pins one Unicode version, so that a count does not depend on the browser that makes it.
 *
 *     node packages/dataset/tools/characterClasses.mjs
 */
import { writeFileSync } from "node:fs";

/** Bits as in src/tokens/characterClasses.ts. @type {readonly [RegExp, number][]} */
const classes = [
  [/^[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]$/u, 1],
  [/^[\p{Ll}\p{Lm}\p{Lo}\p{M}]$/u, 2],
  [/^\p{L}$/u, 4],
  [/^\p{N}$/u, 8],
  [/^\p{White_Space}$/u, 16],
  [/^[\r\n]$/u, 32],
  [/^[\p{P}\p{S}]$/u, 64],
  [/^[\u4e00-\u9fa5\u3040-\u30ff]$/u, 128],
];

/** @param {number} codePoint */
function classOf(codePoint) {
  const character = String.fromCodePoint(codePoint);
  return classes.reduce((bits, [pattern, bit]) => (pattern.test(character) ? bits | bit : bits), 0);
}

const kinds = /** @type {number[]} */ ([]);
let runs = "";
let previous = classOf(0);
let length = 0;
for (let codePoint = 0; codePoint <= 0x110000; codePoint += 1) {
  const bits = codePoint === 0x110000 ? -1 : classOf(codePoint);
  if (bits === previous) {
    length += 1;
    continue;
  }
  if (!kinds.includes(previous)) kinds.push(previous);
  runs += length.toString(36) + String.fromCodePoint(65 + kinds.indexOf(previous));
  previous = bits;
  length = 1;
}

writeFileSync(
  new URL("../tables/characterClasses.js", import.meta.url),
  `// Made by tools/characterClasses.mjs from the Unicode Character Database ${process.versions["unicode"]} (Unicode License V3).
/** The bit sets that occur, named A, B, C, … in {@link runs}. */
export const kinds = ${JSON.stringify(kinds)};
/** Runs of code points from U+0000 on: length in base 36, then the letter of the kind. */
export const runs = "${runs}";
`,
);
