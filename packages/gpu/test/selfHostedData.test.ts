import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedBy } from "../../estimator/src/bill/counted.ts";
import type { Profile } from "../../estimator/src/index.ts";
import { holdsPairs, selfHostedData, type CountedData, type SelfHostQuestion } from "../src/index.ts";
import { histogramTokens, type Histogram, type RuleCounts } from "../../estimator/src/contract/profile.ts";
import { countsOf, profileOf } from "../../estimator/test/profileOf.ts";

function counts(tokens: Histogram, prompt: Histogram = tokens, more: Partial<RuleCounts> = {}): RuleCounts {
  return countsOf(tokens, { prompt, ...more });
}

function read(rule: string, data: Profile, objective: SelfHostQuestion["objective"] = "sft"): CountedData {
  const result = selfHostedData(rule, data, objective);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

const sentences = ({ notes = [] }: CountedData): string => notes.map(({ sentence }) => sentence).join(" ");

describe("counted data of a run on one's own cards", () => {
  const chats = counts([
    [57, 30],
    [90, 10],
  ]);

  it("are those of the model's own rule, and exact", () => {
    const data = profileOf({ "llama-3.1/llama3": chats, "plain/o200k_base": counts([[21, 40]]) });
    expect(read("llama-3.1/llama3", data)).toEqual({
      tokens: chats.tokens,
      notes: [
        {
          kind: "counted_tokens",
          sentence: "Tokens are counted in the vocabulary llama3 with the chat template llama-3.1.",
          facts: { by: "vocabulary", vocabulary: "llama3", template: "llama-3.1", texts: "none" },
        },
      ],
    });
  });

  it.each([
    ["qwen2.5/qwen2", 40],
    ["gemma-3/gemma3", 40],
    ["estimate/kimi", 7],
    ["estimate/qwen2", 7],
  ])("are as many as a service with the rule %s bills, where it was not counted", (rule, examples) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 9 }), (lengths) => {
        const tokens = [...new Set(lengths)].toSorted((a, b) => a - b).map((length) => [length, examples] as const);
        const data = profileOf({ "plain/o200k_base": counts(tokens) });
        const { low, typical, high } = countedBy(rule, { profile: data }).pass("tokens", {});
        const own = read(rule, data);
        const all = histogramTokens(own.tokens);
        expect(Math.abs(all - typical.toNumber())).toBeLessThanOrEqual(0.5 + 1e-6);
        expect(all * (own.tokenRange?.low ?? 1)).toBeGreaterThanOrEqual(low.toNumber() - 2);
        expect(all * (own.tokenRange?.high ?? 1)).toBeCloseTo(high.toNumber(), -2);
        expect(own.tokens.every(([length, count]) => Number.isInteger(length) && count > 0)).toBe(true);
      }),
    );
  });

  it("leave out no template that is known, and say so where it is not", () => {
    const data = profileOf({ "plain/o200k_base": counts([[21, 40]]) });
    // 21 tokens at 1.003 at least, and 11 of the template.
    const known = read("gemma-3/gemma3", data);
    expect(histogramTokens(known.tokens) * (known.tokenRange?.low ?? 1)).toBeCloseTo(40 * (21 * 1.003 + 11), -1);
    expect(sentences(known)).toContain("the chat template gemma-3");
    expect(sentences(known)).toContain("estimated from o200k_base");
    expect(sentences(read("estimate/kimi", data))).toContain("this model's own is not known here");
  });

  it("are the prompts alone where completions are drawn anew, in the model's own count where there is one", () => {
    const own = counts([[57, 30]], [[41, 30]]);
    const plain = counts([[50, 30]], [[33, 30]]);
    const data = profileOf({ "llama-3.1/llama3": own, "plain/o200k_base": plain });
    expect(read("llama-3.1/llama3", data, "grpo").tokens).toEqual([[41, 30]]);
    expect(read("llama-3.1/llama3", data).tokens).toEqual([[57, 30]]);
    expect(read("estimate/kimi", profileOf({ "plain/o200k_base": plain }), "grpo").tokens).toEqual([[33, 30]]);
  });

  it("are no chats where the rows are texts", () => {
    const data = profileOf({ "llama-3.1/llama3": chats }, { textExamples: 40, format: "prompt-completion" });
    expect(sentences(read("llama-3.1/llama3", data))).toContain("without a chat template: the rows are texts");
  });

  it("may be more or fewer where tools are among them, and lack pictures", () => {
    const data = profileOf({
      "llama-3.1/llama3": counts([[100, 10]], [], { exact: false, doubt: { less: 40, more: 200 } }),
    });
    expect(read("llama-3.1/llama3", data).tokenRange).toEqual({ low: 0.96, high: 1.2 });
    const none = profileOf({ "llama-3.1/llama3": counts([], [], { exact: false, doubt: { less: 40, more: 200 } }) });
    expect(read("llama-3.1/llama3", none, "continued").tokenRange).toBeUndefined();
    const seen = read("llama-3.1/llama3", profileOf({ "llama-3.1/llama3": chats }, { images: 12 }));
    expect(seen.notes).toContainEqual({
      kind: "not_counted",
      part: "training",
      sentence: expect.stringContaining("12 pictures"),
      facts: { what: "pictures_of_run", pictures: 12 },
    });
  });

  it.each([
    ["no count to work from", "qwen3/qwen2", profileOf({ "phi-4/cl100k_base": chats }), "sft", "unknown_token_rule"],
    ["chats for DPO", "llama-3.1/llama3", profileOf({ "llama-3.1/llama3": chats }), "dpo", "unsupported_shape"],
    [
      "pairs for supervised tuning",
      "llama-3.1/llama3",
      profileOf({ "llama-3.1/llama3": chats }, { format: "dpo" }),
      "sft",
      "unsupported_shape",
    ],
    [
      "pairs among chats",
      "llama-3.1/llama3",
      profileOf({ "llama-3.1/llama3": chats }, { format: "mixed", shapes: { "chat-sft": 20, dpo: 20 } }),
      "sft",
      "unsupported_shape",
    ],
    [
      "prompts without answers",
      "llama-3.1/llama3",
      profileOf({ "llama-3.1/llama3": chats }, { format: "prompt-only" }),
      "sft",
      "unsupported_shape",
    ],
  ] as const)("are refused: %s", (_name, rule, data, objective, kind) => {
    expect(selfHostedData(rule, data, objective)).toMatchObject({ ok: false, problem: { kind } });
  });
});

describe("pairs of answers", () => {
  it("have their prompt twice, and the longer of their rows", () => {
    const own = counts([[73, 400]], [[58, 400]], {
      records: [
        [65, 400],
        [66, 400],
      ],
    });
    const data = profileOf({ "llama-3.1/llama3": own }, { format: "dpo" });
    expect(read("llama-3.1/llama3", data, "dpo")).toMatchObject({ tokens: [[131, 400]], longest: 66 });
  });

  it("are pairs in all their shapes", () => {
    const rules = { "llama-3.1/llama3": counts([[73, 4]]) };
    expect(holdsPairs(profileOf(rules, { format: "mixed", shapes: { dpo: 2, preference: 2 } }))).toBe(true);
    expect(holdsPairs(profileOf(rules, { format: "mixed", shapes: { dpo: 2, "chat-sft": 2 } }))).toBe(false);
  });

  it("have all tokens of pairs and prompts, however they are spread", () => {
    const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 200 })), {
      minLength: 1,
      maxLength: 20,
    });
    const histogramOf = (list: readonly number[]): Histogram =>
      [...new Set(list)]
        .toSorted((a, b) => a - b)
        .map((length) => [length, list.filter((one) => one === length).length] as const);
    fc.assert(
      fc.property(lengths, (pairs) => {
        const own = counts(
          histogramOf(pairs.map(([prompt, answers]) => prompt + answers)),
          histogramOf(pairs.map(([prompt]) => prompt)),
        );
        const data = profileOf({ "llama-3.1/llama3": own }, { format: "preference" });
        const { tokens } = read("llama-3.1/llama3", data, "dpo");
        const expected = pairs.reduce((sum, [prompt, answers]) => sum + 2 * prompt + answers, 0);
        expect(histogramTokens(tokens)).toBe(expected);
        expect(tokens.reduce((sum, [, count]) => sum + count, 0)).toBe(pairs.length);
      }),
    );
  });
});
