// @ts-check
/**
 * Compares the counts of every vocabulary with an independent tokenizer, language by language, and ends with 1 where one
 * differs:
 *
 *     npm run test:tokens -- [TEXTS [VOCABULARY…]]    by default 50,000 texts of each language in all: half an hour
 */
import { loadCounter } from "../dist/tokens/vocabularies.js";
import { languages, textsIn } from "../test/tokens/languages.mjs";
import { families, referenceOf } from "./references.mjs";

const [given, ...named] = process.argv.slice(2);
const texts = Number(given ?? 50_000);
const all = ["o200k_base", "cl100k_base", "r50k_base", ...families.map(([id]) => id)];
const AT_ONCE = 5000;
const SHOWN = 3;

let wrong = 0;
for (const vocabulary of named.length > 0 ? named : all) {
  const loaded = await loadCounter(vocabulary);
  if (!loaded.ok) throw new Error(loaded.problem.kind);
  const reference = await referenceOf(vocabulary);
  for (const language of languages) {
    const source = textsIn(language, 20_261_125);
    let different = 0;
    let tokens = 0;
    for (let left = texts; left > 0; left -= AT_ONCE) {
      const part = Array.from({ length: Math.min(left, AT_ONCE) }, () => source.next().value);
      const wanted = await reference(part);
      for (const [i, text] of part.entries()) {
        const got = loaded.value.count(text);
        tokens += got;
        if (got === wanted[i]) continue;
        different += 1;
        if (different <= SHOWN) console.log(`  ${JSON.stringify(text)}: ${got}, expected ${wanted[i]}`);
      }
    }
    wrong += different;
    console.log(
      `${vocabulary.padEnd(12)} ${language.padEnd(6)} ${different} of ${texts} texts differ, ${tokens} tokens`,
    );
  }
}
if (wrong > 0) process.exitCode = 1;
