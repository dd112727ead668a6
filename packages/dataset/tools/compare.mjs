// @ts-check
/**
 * Compares the counts of every vocabulary with an independent tokenizer, over texts of 30 languages, sources and change logs of
 * installed packages, and seeded texts of all scripts and marks; ends with 1 where one differs:
 *
 *     npm run test:tokens -- [TEXTS [VOCABULARY…]]    by default 50,000 texts a vocabulary: some minutes
 *
 * The references are tiktoken, for tekken its engine over Mistral's ranks and split, and the Rust tokenizers of Hugging Face:
 * `--write` makes the fixture of the tests of what they say.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadCounters } from "../dist/tokens/vocabularies.js";
import { languages, textsIn } from "../test/tokens/languages.mjs";
import { texts } from "../test/tokens/texts.mjs";
import { families, referenceOf } from "./references.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: "boolean" } } });
const [given = "50000", ...named] = positionals;
const all = ["o200k_base", "cl100k_base", "r50k_base", ...families.map(([id]) => id)];
const seed = 20_261_128;
const shown = 3;

/** The files of installed packages whose names pass a test, in pieces. @param {RegExp} pattern @returns {Generator<string, never>} */
function* piecesOf(pattern) {
  const folder = fileURLToPath(new URL("../../../node_modules", import.meta.url));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && pattern.test(entry.name),
  );
  for (;;)
    for (const { parentPath, name } of files) {
      const text = readFileSync(join(parentPath, name), "utf8");
      for (let at = 0; at < Math.min(text.length, 20_000); at += 700) yield text.slice(at, at + 700);
    }
}

/** Texts from UTF-8, where a lone surrogate is U+FFFD. @param {Generator<string, never>} source @param {number} count */
const some = (source, count) =>
  Array.from({ length: count }, () => {
    const bytes = new TextEncoder().encode(source.next().value);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  });

const sources = [
  ...languages.map((language) => textsIn(language, seed)),
  piecesOf(/\.(?:m?js|ts|css)$/u),
  piecesOf(/(?:README|CHANGELOG|HISTORY)\.md$/u),
  piecesOf(/\.(?:json|map|ya?ml)$/u),
  texts(seed),
  texts(seed + 1),
];
const list = sources.flatMap((source) => some(source, Math.ceil(Number(given) / sources.length)));
const fixture = some(texts(4), 400);
/** @type {Record<string, number[]>} */
const counts = {};
const loaded = await loadCounters(all);
if (!loaded.ok) throw new Error(loaded.problem.kind);
for (const vocabulary of named.length > 0 ? named : all) {
  const reference = await referenceOf(vocabulary);
  const alone = await loadCounters([vocabulary]);
  if (!alone.ok) throw new Error(alone.problem.kind);
  const counters = [loaded, alone].map(({ value }) => value.get(vocabulary));
  let different = 0;
  for (let from = 0; from < list.length; from += 5000) {
    const part = list.slice(from, from + 5000);
    const wanted = await reference(part);
    for (const [i, text] of part.entries()) {
      const got = counters.map((counter) => counter?.count(text));
      if (got.every((tokens) => tokens === wanted[i])) continue;
      different += 1;
      if (different <= shown) console.log(`  ${JSON.stringify(text)}: ${got.join(" and ")}, expected ${wanted[i]}`);
    }
  }
  if (families.some(([id]) => id === vocabulary)) counts[vocabulary] = await reference(fixture);
  console.log(`${vocabulary.padEnd(12)} ${different} of ${list.length} texts differ, among ${all.length} or alone`);
  if (different > 0) process.exitCode = 1;
}
const file = new URL("../test/tokens/fixtures/families.json", import.meta.url);
if (values.write === true) writeFileSync(file, `${JSON.stringify({ texts: fixture, counts })}\n`);
