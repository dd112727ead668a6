// @ts-check
import { writeFileSync } from "node:fs";

const declaration =
  "/** The tokens in merge order, one to a line: see tools/rankTable.mjs of @tunecast/dataset. */\nexport declare const tokens: string;\n";

/** One line of a table, as it stands in a template literal. @param {Uint8Array | string} token */
function line(token) {
  // The first control characters are the marks of the table, or would make it a binary file.
  if (typeof token !== "string" || Array.from(token).some((character) => character < "\t"))
    return `\u0002${Buffer.from(token).toString("hex")}\n`;
  return `${token
    .replaceAll("\n", "\u0001")
    .replaceAll(/[\\`]|\$(?=\{)/gu, String.raw`\$&`)
    .replaceAll("\r", String.raw`\r`)}\n`;
}

/**
 * Writes a table: a JavaScript module with one string, the tokens of more than one byte, a line each, in the order in which
 * merging prefers them; behind an empty line those that merging never reaches, which only a whole piece can be. A newline inside
 * a token is U+0001; U+0002 leads a token that is no UTF-8, as hexadecimal digits. `head` is the first line of the module, which
 * names the vocabulary, its terms and its origin.
 * @param {{ name: string, out: URL, head: string, tokens: readonly (Uint8Array | string)[] }} table
 */
export function writeRankTable({ name, out, head, tokens }) {
  const text = `// ${head}\n/* oxlint-disable max-lines */\nexport const tokens = \`${tokens.map(line).join("")}\`;\n`;
  writeFileSync(out, text);
  writeFileSync(new URL(out.href.replace(/\.js$/u, ".d.ts")), declaration);
  console.log(`${name}: ${tokens.length} tokens`);
}
