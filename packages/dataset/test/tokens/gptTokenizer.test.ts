import { countTokens as cl100k } from "gpt-tokenizer/encoding/cl100k_base";
import { countTokens as o200k } from "gpt-tokenizer/encoding/o200k_base";
import { expect, it } from "vitest";
import { counterOf } from "./counters.ts";
import { texts } from "./texts.mjs";

const asText = { disallowedSpecial: new Set<string>() };

/**
 * What gpt-tokenizer 4.0.0 does not count as tiktoken does: U+FEFF and U+0085, where JavaScript's white space is not
 * Unicode's, the long s in a contraction, halves of surrogate pairs, and characters newer than one of the two tables:
 * letters and signs of the supplementary planes are left out for their sake.
 */
const known =
  /[\uFEFF\u0085\u017F\uD800-\uDFFF\u{10000}-\u{1EFFF}\u{20000}-\u{10FFFF}\uA7C0-\uA7FF\u0870-\u089F\u0C5C\u0CDC]/u;

it.each([
  ["o200k_base", o200k],
  ["cl100k_base", cl100k],
] as const)("counts in %s as gpt-tokenizer does, whose ranks the table is made of", async (vocabulary, reference) => {
  const counter = await counterOf(vocabulary);
  const source = texts(7);
  const different: string[] = [];
  for (let i = 0; i < 5000; i += 1) {
    const text = source.next().value;
    if (!known.test(text) && counter.count(text) !== reference(text, asText)) different.push(text);
  }
  expect(different).toEqual([]);
});
