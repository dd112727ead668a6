import { describe, expect, it } from "vitest";
import type { RunData, RunOptions } from "../src/run/question.ts";
import { cardsProblem, resolveRun, spreadOver } from "../src/run/resolveRun.ts";
import { model, run } from "./book.ts";

const drawn = { tokens: 100 };

/** The problem of a run's options, or its run. */
function problemOf(id: string, options: RunOptions & RunData): object | undefined {
  const resolved = resolveRun(model(id), options);
  return resolved.ok ? undefined : resolved.problem;
}

const clash = (first: string, second: string, change: string): object => ({
  kind: "conflicting_options",
  first,
  second,
  change,
});

describe("options that contradict each other", () => {
  const noRank = "use method=lora, or leave the rank out";
  const noTargets = "use method=lora, or leave the targets out";
  const noBits = "use method=qlora, or leave the quantisation out";
  const bits = "leave the weights out: the base is quantised; or use method=lora";
  it.each<[options: RunOptions & RunData, first: string, second: string, change: string]>([
    [{ method: "full", quantisation: "nf4" }, "method=full", "quantisation=nf4", noBits],
    [{ method: "head", quantisation: "int8" }, "method=head", "quantisation=int8", noBits],
    [{ method: "full", rank: 8 }, "method=full", "rank=8", noRank],
    [{ method: "head", rank: 8 }, "method=head", "rank=8", noRank],
    [{ method: "full", targets: "qv" }, "method=full", "targets=qv", noTargets],
    [{ method: "lora", quantisation: "nf4" }, "method=lora", "quantisation=nf4", "use method=qlora"],
    [{ method: "qlora", weights: "fp32" }, "method=qlora", "weights=fp32", bits],
    [{ method: "qlora", weights: "fp32-autocast" }, "method=qlora", "weights=fp32-autocast", bits],
    [
      { method: "lora", objective: "scratch" },
      "objective=scratch",
      "method=lora",
      "use method=full: there is no base to adapt",
    ],
    [
      { method: "full", referenceFree: true },
      "objective=sft",
      "referenceFree",
      "leave it out: there is no reference anyway",
    ],
    [{ method: "full", autocast: false }, "autocast=false", "weights=bf16", "leave it out: nothing waits for a cast"],
    [
      { method: "lora", framework: "unsloth", autocast: false },
      "autocast=false",
      "framework=unsloth",
      "leave it out: nothing waits for a cast",
    ],
    [
      { method: "full", optimizerInBackward: true, accumulation: 2 },
      "optimizerInBackward",
      "accumulation=2",
      "use accumulation=1: each gradient is freed at once",
    ],
    [{ gpus: 2, sharding: "single" }, "sharding=single", "gpus=2", "use sharding=ddp, zero2, zero3 or fsdp"],
    [
      { gpus: 2, expertParallel: 2 },
      "expertParallel=2",
      "model=llama-3.1-8b",
      "leave it out: the model has no experts",
    ],
    [{ virtualStages: 2 }, "virtualStages=2", "pipelineParallel=1", "leave it out: there is one stage"],
    [
      { gpus: 4, microBatch: 2, globalBatch: 7 },
      "globalBatch=7",
      "microBatch=2",
      "use a step of at least 8 rows: so many are read at once",
    ],
    [{ globalBatch: 64, accumulation: 3 }, "globalBatch=64", "accumulation=3", "give one of them"],
    [
      { environmentSeconds: 3 },
      "objective=sft",
      "environmentSeconds=3",
      "leave it out, or use objective=grpo, rloo or ppo",
    ],
    [{ judgeSeconds: 0.5 }, "objective=sft", "judgeSeconds=0.5", "leave it out, or use objective=grpo, rloo or ppo"],
    [
      { rollouts: drawn, objective: "dpo" },
      "objective=dpo",
      "rollouts",
      "leave the rollouts out, or use objective=grpo, rloo or ppo",
    ],
    [
      { imageWidth: 100 },
      "imageWidth=100",
      "model=llama-3.1-8b",
      "leave it out: no part of the model that reads pictures is known",
    ],
  ])("%j", (options, first, second, change) => {
    expect(problemOf("llama-3.1-8b", options)).toEqual(clash(first, second, change));
  });

  it.each<[id: string, options: RunOptions & RunData]>([
    ["llama-3.1-8b", { method: "qlora", quantisation: "nf4", rank: 8, targets: "qv" }],
    ["llama-3.1-8b", { method: "qlora", weights: "bf16" }],
    ["llama-3.1-8b", { method: "full", objective: "scratch" }],
    ["llama-3.1-8b", { method: "full", weights: "fp32", autocast: false }],
    ["llama-3.1-8b", { method: "lora", framework: "hf", autocast: false }],
    ["llama-3.1-8b", { method: "full", optimizerInBackward: true }],
    ["llama-3.1-8b", { method: "full", accumulation: 2 }],
    ["llama-3.1-8b", { gpus: 1, sharding: "single" }],
    ["llama-3.1-8b", { gpus: 2, sharding: "single", tensorParallel: 2 }],
    ["llama-3.1-8b", { gpus: 2, expertParallel: 1, virtualStages: 1 }],
    ["llama-3.1-8b", { gpus: 2, pipelineParallel: 2, virtualStages: 2 }],
    ["mixtral-8x7b", { gpus: 2, expertParallel: 2 }],
    ["llama-3.1-8b", { environmentSeconds: 0, judgeSeconds: 0, images: 0 }],
    ["llama-3.1-8b", { objective: "grpo", rollouts: drawn, environmentSeconds: 3, judgeSeconds: 1 }],
    ["qwen2.5-vl-7b", { images: 1, imageWidth: 100, imageHeight: 100, trainTower: true }],
  ])("are not in %s %j", (id, options) => {
    expect(problemOf(id, options)).toBeUndefined();
  });

  it("are asked for completions where the objective draws them", () => {
    for (const objective of ["grpo", "rloo", "ppo"] as const)
      expect(problemOf("llama-3.1-8b", { objective })).toEqual({ kind: "no_rollouts", objective });
  });
});

describe("a rank", () => {
  const expected = "a whole number from 1 to 4096";
  it.each([
    [1, true],
    [4096, true],
    [0, false],
    [4097, false],
    [1.5, false],
    [-1, false],
  ])("of %d is taken: %s", (rank, isTaken) => {
    const problem = problemOf("llama-3.1-8b", { method: "lora", rank });
    expect(problem).toEqual(isTaken ? undefined : { kind: "bad_rank", got: String(rank), expected });
  });

  it("is at most the width of the model, and one of a base in 4 bits too", () => {
    const { hidden } = model("qwen2.5-0.5b");
    expect(hidden).toBe(896);
    expect(problemOf("qwen2.5-0.5b", { method: "qlora", rank: 896 })).toBeUndefined();
    // Of wider models too no rank above 4,096 is of use.
    expect(problemOf("llama-3.3-70b", { method: "lora", rank: 4096 })).toBeUndefined();
    expect(problemOf("llama-3.3-70b", { method: "lora", rank: 4097 })).toMatchObject({ kind: "bad_rank", expected });
    expect(problemOf("qwen2.5-0.5b", { method: "qlora", rank: 897 })).toMatchObject({
      kind: "bad_rank",
      expected: "a whole number from 1 to 896",
    });
  });
});

describe("rows that are longer than the model reads", () => {
  // Llama 2 reads 4,096 tokens.
  const long = (options: RunOptions & RunData) => problemOf("llama-2-7b", options);

  it("are refused by their stated length", () => {
    expect(long({ maxTokens: 4096 })).toBeUndefined();
    expect(long({ maxTokens: 4097 })).toEqual({
      kind: "over_context",
      model: "llama-2-7b",
      maxTokens: 4097,
      context: 4096,
    });
  });

  it("or counted where nobody cuts them, in all stages", () => {
    const bars = (...tokens: (readonly [number, number])[]) => ({ tokens });
    const over = { kind: "over_context", model: "llama-2-7b", context: 4096 };
    const padded = { packing: "padded" } as const;
    expect(long({ ...padded, data: bars([100, 5], [4096, 2]) })).toBeUndefined();
    expect(long({ ...padded, data: bars([100, 5], [5000, 2], [6000, 1]) })).toEqual({
      ...over,
      rows: 3,
      longest: 6000,
    });
    const stages = [{ data: bars([4097, 4]) }];
    expect(long({ ...padded, data: bars([5000, 2]), stages })).toEqual({ ...over, rows: 6, longest: 5000 });
    // Of a pair one row of two is too long.
    const pair = { objective: "dpo", data: { ...bars([6000, 2]), longest: 5500 } } as const;
    expect(long({ ...padded, ...pair })).toEqual({ ...over, rows: 1, longest: 5500 });
    expect(long({ ...padded, maxTokens: 4096, data: bars([5000, 2]) })).toBeUndefined();
  });
});

describe("cards that do not divide what is to be divided", () => {
  const bad = (option: string, got: number, reason: string, change: string): object => ({
    kind: "bad_parallelism",
    option,
    got,
    reason: `${option}=${got} ${reason}`,
    change,
  });
  it.each<[id: string, options: RunOptions, problem: object | undefined]>([
    [
      "llama-3.1-8b",
      { gpus: 8, tensorParallel: 3 },
      bad("tensorParallel × pipelineParallel", 3, "does not divide the 8 GPUs", "use a divisor of 8"),
    ],
    [
      "llama-3.1-8b",
      { gpus: 4, tensorParallel: 4, pipelineParallel: 2 },
      bad("tensorParallel × pipelineParallel", 8, "does not divide the 4 GPUs", "use a divisor of 4"),
    ],
    [
      "llama-3.1-8b",
      { gpus: 8, tensorParallel: 2, contextParallel: 8 },
      bad("contextParallel", 8, "does not divide the 4 GPUs", "use a divisor of 4"),
    ],
    [
      "llama-3.1-8b",
      { gpus: 64, tensorParallel: 64 },
      bad("tensorParallel", 64, "does not divide the 32 heads", "use a divisor of 32"),
    ],
    [
      "llama-3.1-8b",
      { gpus: 33, pipelineParallel: 33 },
      bad("pipelineParallel", 33, "is more than the 32 layers", "use at most 32"),
    ],
    ["llama-3.1-8b", { gpus: 32, pipelineParallel: 32 }, undefined],
    ["llama-3.1-8b", { gpus: 5, pipelineParallel: 5 }, undefined],
    [
      "llama-3.1-8b",
      { gpus: 5, pipelineParallel: 5, virtualStages: 7 },
      bad("pipelineParallel × virtualStages", 35, "is more than the 34 layers, embedding and head", "use at most 34"),
    ],
    ["llama-3.1-8b", { gpus: 17, pipelineParallel: 17, virtualStages: 2 }, undefined],
    [
      "mixtral-8x7b",
      { gpus: 3, expertParallel: 3 },
      bad("expertParallel", 3, "does not divide the 8 experts", "use a divisor of 8"),
    ],
    [
      "mixtral-8x7b",
      { gpus: 6, expertParallel: 4 },
      bad("expertParallel", 4, "does not divide the 6 GPUs", "use a divisor of 6"),
    ],
    ["mixtral-8x7b", { gpus: 8, expertParallel: 4, tensorParallel: 2 }, undefined],
  ])("of %s %j", (id, options, problem) => {
    expect(problemOf(id, options)).toEqual(problem);
  });
});

describe("what a run takes where nobody says it", () => {
  it("are adapters, but all weights for running text", () => {
    expect(run("llama-3.1-8b").method).toBe("lora");
    expect(run("llama-3.1-8b", { objective: "continued" }).method).toBe("full");
    expect(run("llama-3.1-8b", { objective: "dpo" }).method).toBe("lora");
  });

  it("is a split that splits something: copies where each card has a part of the model already", () => {
    const sharding = (options: RunOptions): string => run("llama-3.1-8b", options).sharding;
    expect(sharding({})).toBe("single");
    expect(sharding({ gpus: 2 })).toBe("fsdp");
    expect(sharding({ gpus: 2, tensorParallel: 2 })).toBe("ddp");
    expect(sharding({ gpus: 4, tensorParallel: 2, pipelineParallel: 2 })).toBe("ddp");
    expect(sharding({ gpus: 8, tensorParallel: 2, pipelineParallel: 2 })).toBe("fsdp");
    expect(sharding({ gpus: 2, sharding: "zero2" })).toBe("zero2");
  });

  it("counts the rows that are read side by side", () => {
    const readers = (options: RunOptions): number => run("llama-3.1-8b", options).dataParallel;
    expect(readers({ gpus: 16 })).toBe(16);
    expect(readers({ gpus: 16, tensorParallel: 2, contextParallel: 2 })).toBe(4);
    const spread = spreadOver(run("llama-3.1-8b", { gpus: 4, tensorParallel: 2 }), 16);
    expect([spread.gpus, spread.dataParallel, spread.sharding]).toEqual([16, 8, "fsdp"]);
    const shared = spreadOver(run("llama-3.1-8b", { gpus: 4, contextParallel: 2 }), 8, "ddp");
    expect([shared.dataParallel, shared.sharding]).toEqual([4, "ddp"]);
    expect(cardsProblem(shared)).toBeUndefined();
    const batch = run("llama-3.1-8b", { globalBatch: 64, microBatch: 2 });
    expect([batch.accumulation, spreadOver(batch, 8).accumulation, spreadOver(batch, 32).accumulation]).toEqual([
      32, 4, 1,
    ]);
    expect(cardsProblem(spreadOver(batch, 32))).toBeUndefined();
    expect(cardsProblem(spreadOver(batch, 64))).toMatchObject({ kind: "conflicting_options", first: "globalBatch=64" });
    expect(cardsProblem(spreadOver(run("llama-3.1-8b"), 2, "single"))).toMatchObject({ first: "sharding=single" });
  });

  it("draws 512 completions a step where nobody says how many micro-steps it has, as many for a prompt as are usual", () => {
    const of = (options: RunOptions & RunData) => {
      const resolved = resolveRun(model("llama-3.1-8b"), options);
      return resolved.ok ? resolved.value.rollouts : resolved.problem;
    };
    const group = { objective: "grpo", rollouts: drawn } as const;
    const usual = { tokens: 100, perPrompt: 8, turns: 1, addedTokens: 0, perStep: 512 };
    expect(of(group)).toEqual(usual);
    expect(of({ ...group, accumulation: 4 })).toEqual({ ...usual, perStep: 1 });
    expect(of({ ...group, objective: "rloo" })).toEqual({ ...usual, perPrompt: 2 });
    expect(of({ ...group, objective: "ppo" })).toEqual({ ...usual, perPrompt: 1 });
    const told = { tokens: 100, perPrompt: 3, turns: 2, addedTokens: 50 };
    expect(of({ ...group, rollouts: told })).toEqual({ ...told, perStep: 512 });
    expect(of({})).toBeUndefined();
  });

  it("puts adapters on attention alone where experts are stored in one piece, but in Megatron", () => {
    const targets = (options: RunOptions): string => run("gpt-oss-20b", options).targets;
    expect(targets({})).toBe("attention");
    expect(targets({ targets: "all" })).toBe("attention");
    expect(targets({ targets: "mlp" })).toBe("mlp");
    expect(targets({ targets: "all", framework: "megatron" })).toBe("all");
    expect(targets({ framework: "megatron" })).toBe("all");
    expect(run("mixtral-8x7b").targets).toBe("all");
  });
});
