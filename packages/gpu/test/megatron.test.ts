import { describe, expect, it } from "vitest";
import { trainingMemory, type MemoryParts } from "../src/physics/memory.ts";
import { matmulShare } from "../src/physics/arithmetic.ts";
import { stepTime } from "../src/physics/time.ts";
import type { ModelShape } from "../src/model/shape.ts";
import type { RunOptions } from "../src/run/question.ts";
import { resolveRun } from "../src/run/resolveRun.ts";
import type { Run } from "../src/run/run.ts";
import { card, model } from "./book.ts";

function resolved(shape: ModelShape, options: RunOptions): Run {
  const read = resolveRun({ ...shape, context: 8192 }, { framework: "megatron", maxTokens: 8192, ...options });
  if (!read.ok) throw new Error(read.problem.kind);
  return read.value;
}

/** Rows of 8,192 tokens that eight cards train in a second: the LoRA of Llama 2 70B that MLPerf times, in 8 bits. */
function rowsPerSecond(gpu: string, options: RunOptions): number {
  const lora: RunOptions = { method: "lora", rank: 16, targets: "attention", precision: "fp8" };
  const whole: RunOptions = { gpus: 8, sharding: "zero1", checkpointing: "selective", ...options };
  const rows = { tokens: 8192, computed: 8192, document: 8192 };
  const run = resolved(model("llama-2-70b"), { ...lora, ...whole });
  return (8 * stepTime(run, card(gpu), rows).tokensPerSecondPerGpu) / 8192;
}

describe("the LoRA of 70B that MLPerf times, on eight cards", () => {
  it.each([
    // https://github.com/mlcommons/training_results_v5.0 llama2_70b_lora, result_0.txt: throughput, samples/s
    ["mi300x-192", {}, 2.03],
    ["mi325x-256", {}, 2.73],
    ["h200-sxm-141", { contextParallel: 2, accumulation: 2 }, 2.54],
    ["b200-180", {}, 5.28],
  ] satisfies [string, RunOptions, number][])("takes the time that was submitted for %s", (gpu, options, measured) => {
    expect(Math.abs(rowsPerSecond(gpu, options) / measured - 1)).toBeLessThan(0.15);
  });
});

describe("matrix products", () => {
  it("are those of H100 on H200, which is the same chip beside faster memory", () => {
    expect(matmulShare(card("h200-sxm-141"))).toBeCloseTo(matmulShare(card("h100-sxm-80")), 6);
  });

  it("are less than the best product on cards whose libraries are young", () => {
    // https://github.com/stas00/ml-engineering: 668 of 1,307.
    expect(matmulShare(card("mi300x-192"))).toBeLessThan(668 / 1300 + 1e-3);
  });
});

describe("memory of Megatron", () => {
  const parts = (id: string, options: RunOptions): MemoryParts => trainingMemory(resolved(model(id), options)).parts;

  it("holds the logits that its fused loss reads, in 16 and 32 bits", () => {
    // https://github.com/NVIDIA/Megatron-LM megatron/core/fusions/fused_cross_entropy.py
    const { vocab } = model("qwen2.5-7b");
    expect(parts("qwen2.5-7b", { method: "full" }).logits).toBeCloseTo((6 * 8192 * vocab) / 2 ** 30, 3);
  });

  it("holds adapters in 16 bits, their gradients, a copy and two states in 32", () => {
    const options: RunOptions = { method: "lora", rank: 8, targets: "all" };
    const bytes = parts("llama-3.1-8b", options).adapters * 2 ** 30;
    expect(bytes / resolved(model("llama-3.1-8b"), options).adapters).toBeCloseTo(18, 6);
  });
});

it("holds a copy of a token for each expert that reads it, and what each writes", () => {
  const shape = model("qwen3-30b-a3b");
  const kept = (topK: number, ffn: number): number => {
    const moe = shape.moe && { ...shape.moe, topK, ffn };
    const run = resolved({ ...shape, ...(moe ? { moe } : {}) }, { method: "full", checkpointing: "none" });
    return trainingMemory(run, "allocated").parts.activations * 2 ** 30;
  };
  // Twice as many experts of half the width: as many products, and eight more copies of 2,048 values in and out.
  expect((kept(16, 384) - kept(8, 768)) / (48 * 8192)).toBeCloseTo(2 * 8 * 2 * 2048, 0);
});

describe("a pipeline of eight stages with sixteen micro-steps", () => {
  // https://github.com/awslabs/awsome-distributed-ai 3.test_cases/megatron/megatron-bridge/dsv3/benchmarks/RESULTS.md (2026-06-01):
  // DeepSeek-V3 on 256 B300, DeepEP, stages not interleaved: 654 tokens per second and card.
  const rows = { tokens: 4096, computed: 4096, document: 4096 };
  const spread: RunOptions = { gpus: 256, tensorParallel: 8, pipelineParallel: 8, expertParallel: 32 };
  const layout: RunOptions = { ...spread, microBatch: 4, accumulation: 16, maxTokens: 4096, method: "full" };
  const seconds = (options: RunOptions): number =>
    stepTime(resolved(model("deepseek-v3"), { ...layout, ...options }), card("b300-288"), rows).seconds;

  it("stands still for seven parts of sixteen, and half of that where each stage takes two turns", () => {
    const [once, twice, four] = [1, 2, 4].map((virtualStages) => seconds({ virtualStages }));
    expect((once ?? 0) - (twice ?? 0)).toBeCloseTo(2 * ((twice ?? 0) - (four ?? 0)), 6);
    expect((once ?? 0) / seconds({})).toBeGreaterThan(1.2);
  });

  it("refuses turns of a stage where there is one stage, and more parts than layers", () => {
    const problem = (options: RunOptions): unknown => {
      const read = resolveRun(model("llama-2-70b"), { framework: "megatron", gpus: 8, ...options });
      return read.ok ? undefined : read.problem.kind;
    };
    expect(problem({ virtualStages: 2 })).toBe("conflicting_options");
    expect(problem({ pipelineParallel: 8, virtualStages: 20 })).toBe("bad_parallelism");
    // https://github.com/alibaba/Pai-Megatron-Patch/pull/643: 94 layers in 32 stages of three parts, embedding and head among them.
    const parts: RunOptions = { framework: "megatron", gpus: 32, pipelineParallel: 32, virtualStages: 3 };
    expect(resolveRun(model("qwen3-235b-a22b"), parts).ok).toBe(true);
    expect(problem({ pipelineParallel: 8, virtualStages: 5 })).toBeUndefined();
  });
});
