import { describe, expect, it } from "vitest";
import { trainingMemory } from "../src/physics/memory.ts";
import type { RunOptions } from "../src/run/question.ts";
import { resolveRun } from "../src/run/resolveRun.ts";
import { model, run } from "./book.ts";
import { lora, qlora, row, speed } from "./stepped.ts";

/** As trainers stepped before torch 2.8. */
const gib = (id: string, options: RunOptions): number =>
  trainingMemory(run(id, { fusedOptimizer: false, ...options }), "allocated").totalGiB;

describe("peak memory of an A100 run", () => {
  // https://github.com/foundation-model-stack/fms-acceleration/blob/main/scripts/benchmarks/refs/a100_80gb.csv (allocated, GiB)
  it.each([
    [
      "all parameters: AdamW's step makes copies",
      "mistral-7b-v0.1",
      { ...row, method: "full", optimizer: "adamw-bf16" },
      67.5,
    ],
    [
      "that peak does not grow with the rows",
      "mistral-7b-v0.1",
      { ...row, method: "full", optimizer: "adamw-bf16", microBatch: 8 },
      67.5,
    ],
    [
      "two GPUs halve it",
      "mistral-7b-v0.1",
      { ...row, method: "full", optimizer: "adamw-bf16", microBatch: 2, gpus: 2, sharding: "fsdp" },
      33.7,
    ],
    ["adapters: the logits and the layer computed again do not meet", "mistral-7b-v0.1", lora, 24.9],
    ["the same, twice the rows", "mistral-7b-v0.1", { ...lora, microBatch: 8 }, 36.1],
    ["4-bit: 32-bit embeddings make the residual stream 32-bit", "mistral-7b-v0.1", qlora, 19.2],
    ["GPTQ leaves the embeddings in 16 bits", "mistral-7b-v0.1", { ...qlora, quantisation: "gptq4" }, 15.3],
    ["experts in 4 bits", "mixtral-8x7b", qlora, 39.9],
    ["experts under FSDP", "mixtral-8x7b", { ...lora, gpus: 2, sharding: "fsdp", microBatch: 2 }, 53.6],
    ["70B on one card", "llama-2-70b", { ...qlora, upcastEmbeddings: false }, 63.4],
  ] satisfies [string, string, RunOptions, number][])("%s", (_, id, options, measured) => {
    expect(Math.abs(gib(id, options) / measured - 1)).toBeLessThan(0.08);
  });

  it("makes no copies where AdamW steps in one kernel, as it does by default", () => {
    // transformers 5.24.0 training_args.py: `adamw_torch_fused` since torch 2.8. 16 bytes a parameter of 4.02 billion.
    const full: RunOptions = { method: "full", maxTokens: 2048 };
    const fused = trainingMemory(run("qwen3-4b", full), "allocated").totalGiB;
    expect(fused).toBeLessThan(64);
    expect(trainingMemory(run("qwen3-4b", { ...full, loss: "fused" }), "allocated").totalGiB).toBeGreaterThan(59.9);
    // Copies of 4 bytes a parameter, at the step.
    expect(gib("qwen3-4b", full) - fused).toBeGreaterThan(9);
    expect(speed("qwen3-4b", "h100-sxm-80", full)).toBeGreaterThan(
      speed("qwen3-4b", "h100-sxm-80", { ...full, fusedOptimizer: false }),
    );
  });

  it.each(["hf", "torchtune"])("is no more with layers in two parts than without, by %s", (framework) => {
    const whole: RunOptions = { ...row, method: "full", framework, gpus: 8, sharding: "fsdp" };
    const parted: RunOptions = { ...whole, tensorParallel: 2 };
    expect(gib("llama-3.1-70b", parted)).toBeLessThan(1.02 * gib("llama-3.1-70b", whole));
    // Megatron adds gradients up in 32 bits.
    const added = (options: RunOptions): number =>
      trainingMemory(run("llama-3.1-70b", options), "allocated").parts.gradients;
    expect(added({ ...parted, framework: "megatron" }) / added(parted)).toBeCloseTo(2, 1);
  });

  it("has no fragments where the cache is emptied", () => {
    // https://github.com/huggingface/peft method_comparison/MetaMathQA: 20.76 GiB reserved, the cache emptied every ten steps.
    const options: RunOptions = { method: "lora", rank: 32, targets: "qv", checkpointing: "none", maxTokens: 768 };
    const rows: RunOptions = { ...options, microBatch: 4, packing: "padded", attention: "flash-2" };
    const reserved = (cacheEmptied: boolean): number =>
      trainingMemory(run("llama-3.2-3b", { ...rows, cacheEmptied }), "reserved").totalGiB;
    expect(Math.abs(reserved(true) / 20.76 - 1)).toBeLessThan(0.08);
    expect(reserved(false)).toBeGreaterThan(1.2 * reserved(true));
  });

  it("computes the product of a gated block again where its adapters are part of the kernel", () => {
    // unsloth/kernels/fast_lora.py (0050c73e) keeps X, e and g; github.com/hiyouga/LLaMA-Factory/wiki: 8 GB of 8,192 tokens.
    const options: RunOptions = { ...row, method: "qlora", framework: "unsloth", maxTokens: 8192, offload: [] };
    const resolved = resolveRun({ ...model("llama-2-7b"), context: 8192 }, { ...options, microBatch: 1, rank: 8 });
    const gib = resolved.ok ? trainingMemory(resolved.value).totalGiB : Number.NaN;
    expect(Math.abs(gib / 8 - 1)).toBeLessThan(0.06);
  });

  it("keeps embedding and head gathered under FSDP, with their gradients", () => {
    // https://github.com/axolotl-ai-cloud/axolotl examples/gpt-oss/README.md: 46 GiB reserved on each of four cards.
    const options: RunOptions = { method: "full", framework: "axolotl", optimizer: "adamw-8bit", accumulation: 2 };
    const sharded: RunOptions = { ...options, sharding: "fsdp", gpus: 4, maxTokens: 4096, offload: ["activations"] };
    const { totalGiB } = trainingMemory(run("gpt-oss-20b", { ...sharded, packing: "packed" }), "reserved");
    expect(Math.abs(totalGiB / 46 - 1)).toBeLessThan(0.08);
  });

  it("takes 10 bytes per parameter with 16-bit states, 20 with 32-bit weights, at the optimizer's step", () => {
    const short: RunOptions = { method: "full", checkpointing: "full", maxTokens: 256, microBatch: 1 };
    const bytes = (options: RunOptions): number =>
      ((gib("mistral-7b-v0.1", { ...short, ...options }) - 0.26) * 2 ** 30) / 7_241_732_096;
    expect(bytes({ optimizer: "adamw-bf16" })).toBeCloseTo(10, 2);
    expect(bytes({ weights: "fp32" })).toBeCloseTo(20, 2);
    expect(bytes({ optimizer: "adamw-bf16", framework: "torchtune" })).toBeLessThan(9);
  });
});
