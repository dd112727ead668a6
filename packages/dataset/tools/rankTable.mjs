// @ts-check
import { writeFileSync } from "node:fs";

const declaration = (/** @type {boolean} */ isPart) =>
  "/** The tokens in merge order, one to a line: see tools/rankTable.mjs of @tunecast/dataset. */\nexport declare const tokens: string;\n" +
  (isPart
    ? "/** How many tokens in a row are of the first part, of this one, of the first part, …, in base 36. */\nexport declare const runs: string;\n"
    : "");

/** One line of a table. @param {Uint8Array | string} token */
function line(token) {
  // The first control characters are the marks of the table, or would make it a binary file.
  if (typeof token !== "string" || Array.from(token).some((character) => character < "\t"))
    return `\u0002${Buffer.from(token).toString("hex")}`;
  return token.replaceAll("\n", "\u0001");
}

/**
 * The lines of a table: the tokens of more than one byte in the order in which merging prefers them; behind an empty line those
 * that merging never reaches, which only a whole piece can be. A newline inside a token is U+0001; U+0002 leads a token that is
 * no UTF-8, as hexadecimal digits.
 *
 * @param {readonly (Uint8Array | string)[]} tokens
 */
export const linesOf = (tokens) => tokens.map(line);

/**
 * Writes a table as a JavaScript module with one string. `head` is its first line, which names the vocabulary, its terms and its
 * origin; `runs` says where its tokens stand among those of another part.
 *
 * @param {{ name: string, out: URL, head: string, lines: readonly string[], runs?: string }} table
 */
export function writeRankTable({ name, out, head, lines, runs }) {
  const literal = lines
    .map((one) => `${one}\n`)
    .join("")
    .replaceAll(/[\\`]|\$(?=\{)/gu, String.raw`\$&`)
    .replaceAll("\r", String.raw`\r`);
  const more = runs === undefined ? "" : `export const runs = "${runs}";\n`;
  writeFileSync(out, `// ${head}\n/* oxlint-disable max-lines */\nexport const tokens = \`${literal}\`;\n${more}`);
  writeFileSync(new URL(out.href.replace(/\.js$/u, ".d.ts")), declaration(runs !== undefined));
  console.log(`${name}: ${lines.length} tokens`);
}
