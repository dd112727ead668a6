import { describe, expect, it } from "vitest";
import { counterOf, plainOf } from "./counters.ts";

/**
 * How each vocabulary cuts the digits of a number, as its publisher states: three by three from the left, or one by one.
 * @source https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py (`\p{N}{1,3}`)
 * @source https://huggingface.co/microsoft/phi-4/blob/main/tokenizer.json, https://github.com/meta-llama/llama3/blob/main/llama/tokenizer.py (`\p{N}{1,3}`)
 * @source https://arxiv.org/abs/2309.16609 and https://mistral.ai/news/mistral-nemo (single digits; all read 2026-11-30)
 */
describe.each([
  ["o200k_base", 3],
  ["cl100k_base", 3],
  ["harmony", 3],
  ["llama3", 3],
  ["phi-4", 3],
  ["deepseek-v3", 3],
  ["qwen2", 1],
  ["tekken", 1],
])("%s", (vocabulary, digits) => {
  it(`cuts numbers by ${digits}`, async () => {
    const counter = await counterOf(vocabulary);
    for (let length = 1; length <= 12; length += 1)
      expect(counter.count("907356248106".slice(0, length))).toBe(Math.ceil(length / digits));
  });
});

describe("mistral-v3", () => {
  // SentencePiece puts a space in front, a token by itself before a digit. @source https://github.com/mistralai/mistral-common (read 2026-11-30)
  it.each([counterOf, plainOf])("cuts numbers digit by digit, behind a space: %o", async (counterBy) => {
    const counter = await counterBy("mistral-v3");
    for (let length = 1; length <= 12; length += 1)
      expect(counter.count("907356248106".slice(0, length))).toBe(1 + length);
  });
});
