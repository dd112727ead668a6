// @ts-check
/**
 * Makes the tables of OpenAI's vocabularies from the ranks in gpt-tokenizer, in less than two seconds; part of every build:
 *
 *     node packages/dataset/tools/openaiTables.mjs
 *
 * gpt-tokenizer's own modules hold each token as a string of its own: they take twice the time and the memory to load,
 * in every worker. Tables that the installed version has already made are left as they are.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { writeRankTable } from "./rankTable.mjs";

const { resolve } = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(resolve("gpt-tokenizer/package.json"), "utf8"));
/** @type {Readonly<Record<string, () => Promise<{ default: readonly (string | readonly number[])[] }>>>} */
const ranksOf = {
  o200k_base: () => import("gpt-tokenizer/bpeRanks/o200k_base"),
  cl100k_base: () => import("gpt-tokenizer/bpeRanks/cl100k_base"),
  r50k_base: () => import("gpt-tokenizer/bpeRanks/r50k_base"),
};

/** Makes the tables that are missing or come from another version. */
export async function makeOpenaiTables() {
  for (const [name, load] of Object.entries(ranksOf)) {
    const out = new URL(`../tables/${name}.js`, import.meta.url);
    const head = `OpenAI's ${name} vocabulary, Copyright OpenAI, MIT. Made by tools/openaiTables.mjs from gpt-tokenizer ${version}.`;
    if (existsSync(out) && readFileSync(out, "utf8").startsWith(`// ${head}\n`)) continue;
    const tokens = (await load()).default.map((token) => (typeof token === "string" ? token : Uint8Array.from(token)));
    writeRankTable({ name, out, head, tokens: tokens.filter((token) => Buffer.from(token).length > 1) });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeOpenaiTables();
