import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SelfHostAnswer } from "../src/answer.ts";
import { selfHost } from "../src/selfHost.ts";
import { trainingHours, type Hours } from "../src/physics/hours.ts";
import type { RunData, RunOptions, SelfHostQuestion } from "../src/run/question.ts";
import { explain } from "../../estimator/src/words/explain.ts";
import { book, card, run } from "./book.ts";
import { csvRows } from "./csvRows.ts";

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

it("draws one completion of a prompt for PPO, which has no groups, where nobody says how many", () => {
  const ppo = { ...group, objective: "ppo" } as const;
  const typical = (question: SelfHostQuestion): number => answer(question).hours?.typical ?? 0;
  expect(typical({ ...ppo, rollouts: { tokens: 639 } })).toBe(
    typical({ ...ppo, rollouts: { perPrompt: 1, tokens: 639 } }),
  );
  expect(typical({ ...group, rollouts: { tokens: 639 } })).toBe(
    typical({ ...group, rollouts: { perPrompt: 8, tokens: 639 } }),
  );
});

// TRL's RLOOConfig.num_generations is 2, its GRPOConfig's 8 (huggingface/trl f2cd5771, 1.10.0.dev0, 2026-07-24).
it("draws two completions of a prompt for RLOO, as TRL does, where nobody says how many", () => {
  const rloo = { ...group, objective: "rloo" } as const;
  const typical = (perPrompt?: number): number =>
    answer({ ...rloo, rollouts: { tokens: 639, ...(perPrompt !== undefined && { perPrompt }) } }).hours?.typical ?? 0;
  expect(typical()).toBe(typical(2));
  expect(typical()).toBeLessThan(typical(8));
});

describe("published runs of group-relative policy optimisation", () => {
  const rows = csvRows(readFileSync(new URL("fixtures/rl.csv", import.meta.url), "utf8"));

  function hoursOf(row: Readonly<Record<string, string>>): Hours {
    const at = (name: string): number => Number(row[name]);
    const split = { tensorParallel: at("tensor_parallel"), pipelineParallel: at("pipeline_parallel") };
    const cards = at("n_gpu") / (split.tensorParallel * split.pipelineParallel * at("context_parallel"));
    const perStep = (at("prompts") * at("group")) / at("steps");
    const options: RunOptions & RunData = {
      ...split,
      objective: "grpo",
      method: "full",
      framework: row["framework"] ?? "hf",
      gpus: at("n_gpu"),
      expertParallel: at("expert_parallel"),
      contextParallel: at("context_parallel"),
      microBatch: at("micro_batch"),
      accumulation: Math.max(1, Math.round(perStep / (cards * at("micro_batch")))),
      rollouts: { perPrompt: at("group"), tokens: at("completion_tokens") },
      data: { examples: at("prompts"), tokensPerExample: at("prompt_tokens") },
    };
    const hours = trainingHours(run(row["model"] ?? "", options), card(row["gpu"] ?? ""), { model: "", ...options });
    if (hours === null) throw new Error(`${row["source"]}: the model fits no copy`);
    return hours;
  }

  // The range is made of these runs; `npm run bench:selfhost` holds each source against a range made without it.
  it.each([...new Set(rows.map(({ source }) => source ?? ""))])("take hours inside the range: %s", (source) => {
    const own = rows.filter((row) => row["source"] === source);
    const inside = own.filter((row) => {
      const { low, high } = hoursOf(row);
      return Number(row["hours"]) >= low && Number(row["hours"]) <= high;
    });
    expect(inside.length).toBeGreaterThanOrEqual(0.8 * own.length);
  });

  it("are those of seven sources", () => {
    expect(rows.length).toBe(21);
    for (const row of rows) expect(row["src_ref"]).toMatch(/github\.com|notion\.site/);
  });

  it("have a range that says how wide it is", () => {
    const { assumptions } = answer(group);
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
    expect(hours({ perPrompt: 14, tokens: 639 })).toBeCloseTo(2 * hours({ perPrompt: 7, tokens: 639 }), 4);
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
      sharding: "zero1",
      ...(["ppo", "grpo"].includes(objective) && { rollouts: { tokens: 500 } }),
    }).memory.parts.weights;

  it("cost what they compute: ORPO no reference, KTO several passes", () => {
    expect(hours("orpo")).toBeLessThan(hours("dpo"));
    expect(hours("kto")).toBeGreaterThan(hours("sft"));
  });

  it("hold what they hold: a reference, and with PPO a reward model and a critic", () => {
    expect(gib("orpo")).toBeCloseTo(gib("sft"), 4);
    expect(gib("dpo")).toBeCloseTo(2 * gib("sft"), 4);
    expect(gib("grpo")).toBeCloseTo(gib("dpo"), 4);
    expect(gib("ppo")).toBeGreaterThan(gib("grpo"));
  });
});
