// @ts-check
/**
 * Compares the counts of the vocabularies beside OpenAI's with independent tokenizers over seeded texts and all code
 * points: with the Rust tokenizers of Hugging Face, and for tekken, which those cannot read, with tiktoken's engine over
 * Mistral's ranks and split. `--write` makes the fixture of the tests from what they say.
 *
 *     npx tsc -b packages/dataset && node packages/dataset/tools/compare.mjs [--write]
 */
import { writeFileSync } from "node:fs";
import { loadCounter } from "../dist/tokens/vocabularies.js";
import { texts } from "../test/tokens/texts.mjs";
import { families, referenceOf } from "./references.mjs";

const TEXTS = 50_000;
const FIXTURE = 400;

/** @param {number} seed @param {number} count */
function seeded(seed, count) {
  const source = texts(seed);
  // The Rust tokenizers read UTF-8, where a lone surrogate is U+FFFD.
  return Array.from({ length: count }, () =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(source.next().value)),
  );
}

function everyCodePoint() {
  const all = [];
  for (let codePoint = 0; codePoint < 0x3_4000; codePoint += 1) {
    if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
    const character = String.fromCodePoint(codePoint);
    all.push(`a${character}A${character}1 ${character}b.${character}\n/${character} ${character}'s`);
  }
  return all;
}

const list = [...seeded(20_261_124, TEXTS), ...everyCodePoint()];
const fixture = seeded(4, FIXTURE);
/** @type {Record<string, number[]>} */
const counts = {};
for (const [vocabulary] of families) {
  const loaded = await loadCounter(vocabulary);
  if (!loaded.ok) throw new Error(loaded.problem.kind);
  const reference = await referenceOf(vocabulary);
  let different = 0;
  for (let from = 0; from < list.length; from += 5000) {
    const part = list.slice(from, from + 5000);
    const wanted = await reference(part);
    for (const [i, text] of part.entries()) {
      const got = loaded.value.count(text);
      if (got === wanted[i]) continue;
      different += 1;
      if (different <= 5) console.log(`${vocabulary}: ${JSON.stringify(text)}: ${got}, expected ${wanted[i]}`);
    }
  }
  counts[vocabulary] = await reference(fixture);
  console.log(`${vocabulary}: ${different} of ${list.length} texts differ`);
}
if (process.argv.includes("--write")) {
  const file = new URL("../test/tokens/fixtures/families.json", import.meta.url);
  writeFileSync(file, `${JSON.stringify({ texts: fixture, counts })}\n`);
}
