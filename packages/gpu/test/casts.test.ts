import { describe, expect, it } from "vitest";
import type { RunOptions } from "../src/run/question.ts";
import { trainingMemory } from "../src/physics/memory.ts";
import { card, run } from "./book.ts";
import { row, speed } from "./stepped.ts";

describe("a loop without autocast", () => {
  const plain: RunOptions = {
    ...row,
    microBatch: 32,
    maxTokens: 512,
    rank: 32,
    checkpointing: "full",
    autocast: false,
  };

  // https://github.com/noamshh/unsloth-lora-bench/blob/eda421f725a5/trainer.py, results.json: 4,792 tokens/s with PEFT alone.
  it("multiplies PEFT's adapters in 32 bits", () => {
    const measured = 4792;
    expect(Math.abs(speed("qwen2.5-3b", "a100-sxm-80", plain) / measured - 1)).toBeLessThan(0.15);
    expect(speed("qwen2.5-3b", "a100-sxm-80", { ...plain, autocast: true }) / measured).toBeGreaterThan(1.2);
  });

  // https://github.com/foundation-model-stack/fms-acceleration scripts/benchmarks/refs/a100_80gb.csv, standard-peft, and _liger.csv.
  it("costs the more, the slower a card is in 32 bits and the larger the adapters are", () => {
    const lost = (gpu: string, rank: number): number =>
      speed("qwen2.5-3b", gpu, { ...plain, rank, autocast: true }) / speed("qwen2.5-3b", gpu, { ...plain, rank });
    expect(lost("a100-sxm-80", 64)).toBeGreaterThan(lost("a100-sxm-80", 16));
    expect(lost("a100-sxm-80", 32)).toBeGreaterThan(lost("rtx-4090-24", 32));
    expect(lost("rtx-4090-24", 32)).toBeGreaterThan(1);
  });

  // https://github.com/ROCm/rocm-blogs/blob/c9a603f2d107/blogs/artificial-intelligence/llama-lora/README.md: 43 and 75 % of 192 GB.
  it.each([
    ["lora", 82.56],
    ["full", 144],
  ] as const)("and with weights of 32 bits does all in 32: %s takes %f GiB", (method, measured) => {
    const long: RunOptions = {
      framework: "hf",
      weights: "fp32",
      checkpointing: "none",
      maxTokens: 1024,
      microBatch: 4,
    };
    const adapters: RunOptions = method === "lora" ? { rank: 8, targets: "qv" } : { fusedOptimizer: false };
    const own = run("llama-2-7b", { ...long, ...adapters, method, packing: "padded", autocast: false });
    const cast = run("llama-2-7b", { ...long, ...adapters, method, packing: "padded" });
    const gib = (of: typeof own): number => trainingMemory(of, "device", card("mi300x-192")).totalGiB;
    expect(Math.abs(gib(own) / measured - 1)).toBeLessThan(0.03);
    expect(gib(cast)).toBeLessThan(gib(own));
  });

  it("has the time of those products", () => {
    const in32 = { ...row, method: "full", weights: "fp32" } as const;
    const at = (autocast: boolean): number => speed("llama-3.2-1b", "a100-sxm-80", { ...in32, autocast });
    // 312 TFLOP/s in 16 bits, 19.5 in 32 (NVIDIA's data sheet): nearly all of it is products.
    expect(at(true) / at(false)).toBeGreaterThan(6);
    expect(at(true) / at(false)).toBeLessThan(16);
  });
});

// https://github.com/pytorch/ao/blob/36027d82d1ad/docs/source/workflows/training.md: 7,689.5 over 6,150 tokens/s, scaled by tensor.
describe("products of 8 bits in torchtitan", () => {
  const own: RunOptions = {
    framework: "torchtitan",
    method: "full",
    weights: "fp32",
    compiled: true,
    gpus: 8,
    sharding: "fsdp",
  };
  const eight = { ...own, checkpointing: "selective", maxTokens: 8192, microBatch: 1 } as const;
  const gain = (options: RunOptions): number =>
    speed("llama-3-8b", "h100-sxm-96", { ...options, precision: "fp8" }) / speed("llama-3-8b", "h100-sxm-96", options);

  it("pay for their casts", () => {
    expect(Math.abs(gain(eight) - 7689.5 / 6150)).toBeLessThan(0.05);
  });

  // torchao/prototype/float8nocompile/README.md: 5,871.4 over 5,339 tokens/s.
  it("and pay more where the casts are not compiled", () => {
    const eager = { ...eight, compiled: false, checkpointing: "none", maxTokens: 4096 } as const;
    expect(gain(eager)).toBeLessThan(gain(eight));
    expect(gain(eager)).toBeGreaterThan(1);
  });
});
