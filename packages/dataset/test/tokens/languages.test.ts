import { Tiktoken } from "tiktoken";
import { describe, expect, it } from "vitest";
import { languages, textsIn } from "./languages.mjs";
import { tokensOf } from "../../src/tokens/plainCounter.ts";
import { asText, loadVocabulary } from "../../src/tokens/vocabularies.ts";
import { counterOf } from "./counters.ts";

const TEXTS = 150;
const letters = (numbers: string): string =>
  String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|${numbers}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
const cases = (numbers: string, contraction: string): string =>
  String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+${contraction}|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*${contraction}|${numbers}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

/** Each vocabulary's table in the engine of tiktoken, with the split in its own words. */
const splits: Readonly<Record<string, string>> = {
  o200k_base: cases(String.raw`\p{N}{1,3}`, "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"),
  cl100k_base: letters(String.raw`\p{N}{1,3}`),
  llama3: letters(String.raw`\p{N}{1,3}`),
  qwen2: letters(String.raw`\p{N}`),
  tekken: cases(String.raw`\p{N}`, ""),
};

/** The ranks of a vocabulary as tiktoken takes them: the single bytes first, then the tokens in their order. */
async function ranksOf(vocabulary: string): Promise<string> {
  const tokens = await allOf(vocabulary);
  return `! 0 ${tokens.map((token) => token.toString("base64")).join(" ")}`;
}

async function allOf(vocabulary: string): Promise<readonly Buffer[]> {
  const loaded = await loadVocabulary(vocabulary, asText);
  if (!loaded.ok) throw new Error(`No vocabulary ${vocabulary}.`);
  const { tokens: merged, whole } = tokensOf(loaded.value.tables);
  const tokens = [...merged, ...whole];
  return tokens.map((token) => Buffer.from(token, "latin1"));
}

describe.each(Object.entries(splits))("%s", async (vocabulary, split) => {
  const engine = new Tiktoken(await ranksOf(vocabulary), {}, split);

  const wantedOf = (text: string): number =>
    engine.encode(vocabulary === "qwen2" ? text.normalize("NFC") : text, [], []).length;

  it.each(languages)(`counts ${TEXTS} texts in %s as tiktoken's engine does with the same table`, async (language) => {
    const counter = await counterOf(vocabulary);
    const source = textsIn(language, 12);
    const different: [string, number, number][] = [];
    for (let i = 0; i < TEXTS; i += 1) {
      const text = source.next().value;
      const wanted = wantedOf(text);
      if (counter.count(text) !== wanted) different.push([text, counter.count(text), wanted]);
    }
    expect(different).toEqual([]);
  });

  it("counts every token beyond ASCII with the next one behind it as that engine does", async () => {
    const counter = await counterOf(vocabulary);
    const words = (await allOf(vocabulary))
      .map(String)
      .filter((word) => /[^\0-\u007F]/u.test(word) && !word.includes("\uFFFD"));
    const texts = words.map((word, i) => word + (words[(i * 7919 + 1) % words.length] ?? "").trim());
    expect(texts.filter((text) => counter.count(text) !== wantedOf(text))).toEqual([]);
  });
});

it.each([
  // Each by the tokenizers of Hugging Face.
  [" 업데이트합", 5],
  ["정되었습니다", 4],
  ["しないりま", 5],
  [" культуу", 4],
  // A token that no merge reaches is one token where it is a whole piece, and only there.
  [" việc", 1],
  [" việcz", 3],
])("llama3 counts %j as %i tokens", async (text, tokens) => {
  expect((await counterOf("llama3")).count(text)).toBe(tokens);
});
