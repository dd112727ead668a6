import { describe, expect, it } from "vitest";
import { selfHost, type SelfHostAnswer } from "../../src/gpu/answer.ts";
import type { SelfHostQuestion } from "../../src/gpu/run/question.ts";
import { explain } from "../../src/words/explain.ts";
import { book } from "./book.ts";

function answer(question: SelfHostQuestion): SelfHostAnswer {
  const result = selfHost(question, book);
  if (!result.ok) throw new Error(explain(result.problem));
  return result.value;
}

const group: SelfHostQuestion = {
  model: "qwen2.5-7b",
  method: "full",
  objective: "grpo",
  framework: "hf",
  gpu: "h100-sxm-80",
  gpus: 8,
  rollouts: { perPrompt: 7, tokens: 639 },
  data: { examples: 29_952, tokensPerExample: 180 },
};

describe("published runs of group-relative policy optimisation", () => {
  // 468 steps of 7 cards × 16 × 4 completions with 639 tokens each: three hours by the recipe, nine by a reader of it.
  // github.com/huggingface/open-r1/issues/251. 450 steps of 3 cards × 8 prompts × 8 completions of at most 1,024 tokens
  // (half of that taken) in six hours: github.com/philschmid/deep-learning-pytorch-huggingface, mini-deepseek-r1.
  it.each([
    ["the recipe of 7B", group, 3],
    ["the same elsewhere", group, 9],
    [
      "a game with 3B",
      {
        ...group,
        model: "qwen2.5-3b",
        gpus: 4,
        rollouts: { tokens: 512 },
        data: { examples: 10_800, tokensPerExample: 150 },
      },
      6,
    ],
  ] as const)("take hours inside the range: %s", (_name, question, measured) => {
    const { hours, assumptions } = answer(question);
    expect(measured).toBeGreaterThan(hours?.low ?? Infinity);
    expect(measured).toBeLessThan(hours?.high ?? 0);
    expect(assumptions.find(({ kind }) => kind === "rollouts")?.sentence).toContain("the range is wide");
  });
});

describe("completions that a model draws", () => {
  it("are rows of prompt and completion, so many of each prompt", () => {
    const { flops, throughput } = answer(group);
    const tokens = 29_952 * 7 * (180 + 639);
    const perToken = 6 * 7.6e9;
    expect((flops ?? 0) / (tokens * perToken)).toBeGreaterThan(0.9);
    expect((flops ?? 0) / (tokens * perToken)).toBeLessThan(1.15);
    expect(throughput.mfu).toBeGreaterThan(0);
  });

  it("take longer the longer they are, and the more there are of them", () => {
    const hours = (rollouts: { perPrompt: number; tokens: number }): number =>
      answer({ ...group, rollouts }).hours?.typical ?? 0;
    expect(hours({ perPrompt: 7, tokens: 2000 })).toBeGreaterThan(2 * hours({ perPrompt: 7, tokens: 639 }));
    expect(hours({ perPrompt: 14, tokens: 639 })).toBeCloseTo(2 * hours({ perPrompt: 7, tokens: 639 }), 6);
  });

  it("are asked for where nobody says how long they are", () => {
    const { rollouts: _, ...bare } = group;
    const result = selfHost(bare, book);
    expect(result.ok ? "" : explain(result.problem)).toContain("state their mean tokens");
  });

  it("are no part of objectives that read what is written", () => {
    const result = selfHost({ ...group, objective: "sft" }, book);
    expect(result.ok ? "" : result.problem.kind).toBe("conflicting_options");
  });
});

describe("objectives beside supervised ones", () => {
  const hours = (objective: NonNullable<SelfHostQuestion["objective"]>): number =>
    answer({ model: "llama-3.1-8b", objective, gpu: "h100-sxm-80", data: { examples: 8000, tokensPerExample: 600 } })
      .hours?.typical ?? 0;
  const gib = (objective: NonNullable<SelfHostQuestion["objective"]>): number =>
    answer({
      model: "llama-3.1-8b",
      method: "full",
      objective,
      gpu: "h200-sxm-141",
      gpus: 8,
      ...(["ppo", "grpo"].includes(objective) && { rollouts: { tokens: 500 } }),
    }).memory.parts.weights;

  it("cost what they compute: ORPO no reference, KTO several passes", () => {
    expect(hours("orpo")).toBeLessThan(hours("dpo"));
    expect(hours("kto")).toBeGreaterThan(hours("sft"));
  });

  it("hold what they hold: a reference, and with PPO a reward model and a critic", () => {
    expect(gib("orpo")).toBeCloseTo(gib("sft"), 6);
    expect(gib("dpo")).toBeCloseTo(2 * gib("sft"), 6);
    expect(gib("grpo")).toBeCloseTo(gib("dpo"), 6);
    expect(gib("ppo")).toBeGreaterThan(gib("grpo"));
  });
});
