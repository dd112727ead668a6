import { describe, expect, it } from "vitest";
import { isCountingRule, templateTokens, tokenRatio } from "../../src/bill/tokenRatios.ts";
import type { Ratio } from "../../src/bill/tokenRatios.ts";

/** Tokens per token of o200k_base over English passages, code and one text in 18 languages. Measured 2026-11-24. */
const measured: readonly (readonly [vocabulary: string, ratio: Ratio])[] = [
  ["o200k_base", [1, 1, 1]],
  ["cl100k_base", [0.978, 1.017, 1.217]],
  ["llama3", [0.974, 0.999, 1.072]],
  ["qwen2", [0.984, 1.058, 1.199]],
  ["deepseek-v3", [1.003, 1.042, 1.104]],
  ["gemma3", [1.003, 1.155, 1.324]],
  ["gemma2", [0.989, 1.147, 1.324]],
  ["tekken", [1.003, 1.095, 1.244]],
  ["mistral-v3", [1.115, 1.293, 1.503]],
  ["llama2", [1.115, 1.308, 1.503]],
  ["gemini", [1.003, 1.155, 1.324]],
  ["claude-3", [0.991, 1.101, 1.277]],
  ["qwen3.5", [1, 1.124, 1.308]],
  ["qwen3.6", [1, 1.124, 1.308]],
  ["glm", [0.984, 1.013, 1.063]],
  ["minimax", [0.971, 0.995, 1.078]],
  ["llama-4", [0.945, 0.99, 1.008]],
  ["deepseek-v4", [1.003, 1.042, 1.104]],
  ["never-published", [0.945, 1.073, 1.503]],
];

describe("tokenRatio", () => {
  it.each(measured)("of %s is what was measured", (vocabulary, ratio) => {
    expect(tokenRatio(vocabulary)).toEqual({ ratio, mix: null });
  });
});

/** An example of a question and its answer; with a system message besides; with two turns more. Rendered 2026-11-24. */
const rendered: readonly (readonly [template: string, bare: number, system: number, turns: number])[] = [
  ["openai", 9, 13, 25],
  ["openai-4o-mini", 9, 13, 25],
  ["plain", 0, 0, 0],
  ["llama-3", 11, 16, 31],
  ["llama-3.1", 36, 36, 56],
  ["qwen2.5", 31, 15, 51],
  ["qwen3", 14, 19, 34],
  ["qwen3-2507", 10, 15, 30],
  ["gemma-2", 11, 11, 31],
  ["gemma-3", 11, 12, 31],
  ["deepseek-v3", 4, 4, 10],
  ["harmony", 71, 78, 91],
  ["mistral-v3", 4, 4, 10],
  ["phi-4", 8, 12, 24],
  ["never-published", 11, 16, 31],
];

describe("templateTokens", () => {
  it.each(rendered)("of %s: %d, %d with a system message, %d with three turns", (template, bare, system, turns) => {
    expect(templateTokens(template, 10, 20, 10)).toBe(bare);
    expect(templateTokens(template, 10, 30, 10)).toBe(system);
    expect(templateTokens(template, 10, 60, 30)).toBe(turns);
  });

  it("is a mean over the examples, of which some have a system message", () => {
    expect(templateTokens("openai", 4, 9, 4)).toBe(10);
    expect(templateTokens("openai", 0, 0, 0)).toBe(0);
    // Fewer messages than two a turn, as where an example ends with a question: none is a system message.
    expect(templateTokens("openai", 4, 7, 4)).toBe(9);
    // More messages than examples have system messages.
    expect(templateTokens("openai", 4, 40, 4)).toBe(13);
  });
});

describe("isCountingRule", () => {
  it.each([
    ["openai/o200k_base", true],
    ["openai-4.1-mini/o200k_base", true],
    ["llama-3.1/llama3", true],
    ["plain/tekken", true],
    ["estimate/gemini", false],
    ["llama-3.1/nobody", false],
    ["llama-3.1", false],
    ["", false],
  ])("%s: %s", (rule, is) => {
    expect(isCountingRule(rule)).toBe(is);
  });
});
