import { describe, expect, it } from "vitest";
import type { Gpu } from "../../src/selfhost/hardware.ts";
import { rowLengths } from "../../src/selfhost/lengths.ts";
import { trainingMemory } from "../../src/selfhost/memory.ts";
import type { RunOptions } from "../../src/selfhost/question.ts";
import { stepTime } from "../../src/selfhost/time.ts";
import { card, run } from "./book.ts";

/** Published runs that no constant was fitted on: the estimate must hold outside its own data. */

const h100: Gpu = { ...card("h100-sxm-80"), bandwidthGBs: 2400, memoryGiB: 95 };

const titan: RunOptions = {
  framework: "torchtitan",
  method: "full",
  weights: "fp32",
  checkpointing: "selective",
  loss: "plain",
  sharding: "fsdp",
  gpus: 8,
  maxTokens: 8192,
  microBatch: 2,
};

function speed(id: string, gpu: Gpu, options: RunOptions): number {
  const resolved = run(id, options);
  return stepTime(resolved, gpu, rowLengths(resolved, undefined)).tokensPerSecondPerGpu;
}

describe("torchtitan on H100 with 2.4 TB/s", () => {
  // https://github.com/pytorch/torchtitan/blob/main/benchmarks/llama3_h100_202412_torchtitan.md (read 2026-11-24)
  it.each([
    [{}, 5762, 82.4],
    [{ compiled: true }, 6667, 77.0],
    [{ compiled: true, precision: "fp8" }, 8532, 76.8],
    [{ gpus: 128 }, 5605, 67.0],
    [{ gpus: 128, compiled: true }, 6514, 62.0],
    [{ gpus: 128, compiled: true, precision: "fp8" }, 8380, 61.8],
    [{ compiled: true, precision: "fp8", checkpointing: "full", maxTokens: 32768, microBatch: 1 }, 3890, 83.9],
  ] satisfies [RunOptions, number, number][])("Llama 3.1 8B %o is within 20 %%", (options, tokens, gib) => {
    expect(Math.abs(speed("llama-3.1-8b", h100, { ...titan, ...options }) / tokens - 1)).toBeLessThan(0.2);
    const memory = trainingMemory(run("llama-3.1-8b", { ...titan, ...options }), "reserved", h100.memoryGiB);
    expect(Math.abs(memory.totalGiB / gib - 1)).toBeLessThan(0.2);
  });
});

describe("VectorLM on A100", () => {
  // https://github.com/VectorInstitute/vectorlm/blob/main/docs/reference_throughput.md (read 2026-11-24)
  it.each([
    [2048, 8, 1, 3550],
    [4096, 4, 1, 3462],
    [8192, 2, 1, 3204],
    [2048, 8, 4, 3172],
    [8192, 2, 4, 2866],
  ])("Llama 3 8B, all parameters, %d tokens × %d on %d GPUs is within 20 %%", (maxTokens, microBatch, gpus, tokens) => {
    const options: RunOptions = { method: "full", optimizer: "adamw-bf16", maxTokens, microBatch, gpus };
    expect(Math.abs(speed("llama-3-8b", card("a100-sxm-80"), options) / tokens - 1)).toBeLessThan(0.2);
  });
});
