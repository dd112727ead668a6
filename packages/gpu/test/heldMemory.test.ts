import { describe, expect, it } from "vitest";
import { constants, type Card, type Constants } from "../src/physics/constants.ts";
import { savedPerToken, trainingMemory, type Memory, type MemoryView } from "../src/physics/memory.ts";
import type { RunOptions } from "../src/run/question.ts";
import type { Run } from "../src/run/run.ts";
import { run } from "./book.ts";
import { bare, held, kept } from "./held.ts";
import { embedding, GiB, hidden, id, inLayers, layers, total, vocab } from "./llama8b.ts";

describe("the moment of the peak", () => {
  const peak = (options: RunOptions, c: Constants = bare): { above: number; parts: Memory["parts"] } => {
    const { totalGiB, parts } = held(run(id, { maxTokens: 2048, ...options }), c);
    return { above: (totalGiB - parts.weights - parts.optimizer - parts.adapters) * GiB, parts };
  };
  const saved = 2 * savedPerToken(run(id, { method: "lora", targets: "all" })) * 2048;
  const borders = layers * 2 * hidden * 2048;
  const logits = (each: number): number => vocab * 2048 * each;

  it("is at the logits or at the layer that is computed again, whichever needs more", () => {
    const lora: RunOptions = { framework: "hf", method: "lora", targets: "all", loss: "plain" };
    expect(peak(lora).above).toBeCloseTo(borders + logits(14.1), -3);
    expect(peak({ ...lora, loss: "fused" }, { ...bare, layerAgain: 3 }).above).toBeCloseTo(borders + 3 * saved, -3);
  });

  it("has gradients and activations together only where the gradients of earlier micro-steps wait", () => {
    const full: RunOptions = { framework: "torchtune", method: "full", loss: "fused", maxTokens: 1024 };
    const { above: once, parts } = peak(full);
    const { above: twice } = peak({ ...full, accumulation: 2 });
    expect(parts.gradients * GiB).toBeCloseTo(2 * total, -3);
    const own = 2 * savedPerToken(run(id, full)) * 1024;
    // Activations are gone when the last gradient is there: one layer is left.
    expect(once).toBeCloseTo(2 * total + own, -4);
    expect(twice).toBeCloseTo(2 * total + (layers * 2 * hidden * 1024 + own), -4);
    const many = peak({ ...full, maxTokens: 65_536, checkpointing: "none" });
    expect(many.above).toBeCloseTo((65_536 * (layers * own)) / 1024 + logits(0.303) * 32, -5);
    for (const split of [{ sharding: "zero1" }, { tensorParallel: 2, sharding: "ddp" }] as const) {
      const { above, parts: of } = peak({ ...full, gpus: 2, ...split });
      expect(above).toBeGreaterThan((of.gradients + of.activations) * GiB - 1);
    }
  });

  it("is in the optimizer's step where AdamW copies a state of all parameters", () => {
    const full: RunOptions = { framework: "hf", method: "full", maxTokens: 256, fusedOptimizer: false };
    const bytes = (options: RunOptions): number => (held(run(id, { ...full, ...options })).totalGiB * GiB) / total;
    // Weights, states, gradients, and the copy of one state.
    expect(bytes({})).toBeCloseTo(2 + 12 + 2 + 4, 6);
    expect(bytes({ optimizer: "adamw-bf16" })).toBeCloseTo(2 + 4 + 2 + 2, 6);
    expect(bytes({ gpus: 2, sharding: "fsdp" })).toBeCloseTo(20 / 2, 6);
    // Elsewhere none is made: the few activations of 256 tokens are all that is added.
    for (const [options, none] of [
      [{ fusedOptimizer: true }, 16],
      [{ gpus: 2, sharding: "zero1" }, 2 + 12 / 2 + 2],
      [{ optimizer: "sgd" }, 8],
      [{ optimizer: "paged-adamw-8bit" }, 4],
      [{ optimizer: "adamw-8bit" }, 2 + 2.1 + (5.9 * embedding) / total + 2],
      [{ offload: ["optimizer"] }, 2 + 2 / layers],
      [{ optimizerInBackward: true }, 14],
    ] as const) {
      expect(bytes(options)).toBeGreaterThanOrEqual(none);
      expect(bytes(options)).toBeLessThan(none + 0.2);
    }
  });

  it("holds of gradients that are used at once those of the largest unit", () => {
    const backward: RunOptions = { method: "full", optimizerInBackward: true };
    expect(peak(backward).parts.gradients * GiB).toBeCloseTo(2 * Math.max(embedding, inLayers / layers), -2);
    const small = held(run("qwen3-235b-a22b", { ...backward, maxTokens: 256 })).parts.gradients * GiB;
    const { counts } = run("qwen3-235b-a22b");
    expect(small).toBeCloseTo((2 * counts.layers) / 94, -3);
  });
});

describe("what a process holds beside its tensors", () => {
  const one = run(id, { method: "qlora", packing: "packed", maxTokens: 2048 });
  const gib = (view: MemoryView, of: Run = one, on?: Card): number => trainingMemory(of, view, on).totalGiB;

  it("is a context, and buffers of collectives where there are several cards", () => {
    expect(gib("device") - gib("reserved")).toBeCloseTo(0.547, 9);
    const a100 = { architecture: "ampere", memoryGiB: Infinity } as const;
    expect(gib("device", one, a100) - gib("reserved", one, a100)).toBeCloseTo(0.458, 9);
    const two = run(id, { method: "qlora", gpus: 2, sharding: "ddp", maxTokens: 2048 });
    expect(gib("device", two) - gib("reserved", two)).toBeCloseTo(0.547 + 1.13, 9);
  });

  it("is a share of blocks that wait to be used again, and blocks of other lengths where rows are not packed", () => {
    const allocated = gib("allocated");
    const fixed = (0.518 * allocated) / (allocated + 3.04);
    expect(gib("reserved")).toBeCloseTo(allocated + fixed + 0.0725 * allocated, 9);
    const padded = { ...one, packing: "padded" } as const;
    expect(gib("reserved", padded) - gib("reserved")).toBeCloseTo(1.08 * trainingMemory(one).parts.logits, 9);
    expect(gib("reserved", { ...padded, cacheEmptied: true })).toBeCloseTo(allocated + fixed, 9);
  });

  it("gives blocks back before the card is full, but never what it cannot do without", () => {
    const allocated = gib("allocated");
    const on = (memoryGiB: number): number => gib("reserved", one, { architecture: "hopper", memoryGiB });
    const fixed = (0.518 * allocated) / (allocated + 3.04);
    expect(on(1000)).toBeCloseTo(gib("reserved"), 9);
    const close = (allocated + fixed + 0.2) / 0.985;
    expect(on(close)).toBeCloseTo(0.985 * close, 9);
    expect(on(allocated)).toBeCloseTo(allocated + fixed, 9);
  });

  it("is in the part that is called overhead, with the workspaces of the tensors", () => {
    const { totalGiB, parts } = trainingMemory(one, "reserved");
    const tensors = trainingMemory(one, "allocated", undefined, { ...constants, allocatedGiB: 0 }).totalGiB;
    expect(parts.overhead).toBeCloseTo(totalGiB - tensors, 9);
    expect(gib("allocated")).toBeCloseTo(tensors + (0.266 * tensors) / (tensors + 3.04), 9);
    expect(trainingMemory(one, "allocated").parts.overhead).toBeCloseTo(gib("allocated") - tensors, 9);
  });
});

describe("weights that cards hold between them", () => {
  const weights = (model: string, options: RunOptions): number =>
    held(run(model, { maxTokens: 1024, ...options })).parts.weights * GiB;
  const mixtral = run("mixtral-8x7b").counts;

  it("are a part of the experts, and of all else as many as a layer is split into", () => {
    const dense = mixtral.total - mixtral.experts;
    const spread: RunOptions = { method: "full", gpus: 8, sharding: "ddp", framework: "megatron" };
    const of = (options: RunOptions): number => weights("mixtral-8x7b", { ...spread, ...options });
    expect(of({})).toBeCloseTo(2 * mixtral.total, -3);
    expect(of({ expertParallel: 8 })).toBeCloseTo(2 * dense + (2 * mixtral.experts) / 8, -3);
    expect(of({ tensorParallel: 2, expertParallel: 2 })).toBeCloseTo(dense + (2 * mixtral.experts) / 4, -3);
    // Of eight cards none holds less than an eighth.
    expect(of({ tensorParallel: 2, expertParallel: 8 })).toBeCloseTo(dense + (2 * mixtral.experts) / 8, -3);
    expect(of({ pipelineParallel: 4 })).toBeCloseTo((2 * mixtral.total) / 4, -3);
  });

  it("are those of every model that an objective needs", () => {
    const drawing = { method: "full", maxTokens: 1024, rollouts: { tokens: 100 } } as const;
    const of = (objective: NonNullable<RunOptions["objective"]>, method: "full" | "lora"): number => {
      const { rollouts, ...plain } = { ...drawing, method, objective };
      const asked = objective === "ppo" ? { ...plain, rollouts } : plain;
      return (held(run(id, asked)).parts.weights * GiB) / (2 * total);
    };
    expect(["sft", "dpo", "kto", "ppo"].map((name) => of(name as "sft", "full"))).toEqual(
      [1, 2, 2, 4].map((models) => expect.closeTo(models, 6) as number),
    );
    const free = run(id, { ...drawing, objective: "grpo", referenceFree: true });
    expect((held(free).parts.weights * GiB) / (2 * total)).toBeCloseTo(1, 6);
    // A reference that read all rows before, or waits on the host, leaves the reward model of PPO.
    const away = (objective: "dpo" | "ppo" | "sft"): number => {
      const { rollouts, ...plain } = { ...drawing, objective, referenceAway: true };
      return held(run(id, objective === "ppo" ? { ...plain, rollouts } : plain)).parts.weights * GiB;
    };
    expect(away("dpo") / (2 * total)).toBeCloseTo(1, 6);
    expect(away("ppo") / (2 * total)).toBeCloseTo(3, 6);
    expect(away("sft") / (2 * total)).toBeCloseTo(1, 6);
    expect([of("dpo", "lora"), of("ppo", "lora")]).toEqual([1, 2].map((models) => expect.closeTo(models, 6) as number));
    // The critic learns too: its gradients and states are as large as the model's.
    const { parts } = held(run(id, { ...drawing, objective: "ppo" }));
    expect(parts.gradients * GiB).toBeCloseTo(2 * 2 * total, -3);
    expect(parts.optimizer * GiB).toBeCloseTo(2 * 12 * total, -3);
  });

  it("are of two layers where the others are on the host, and of one unit on a card that wraps alone", () => {
    expect(weights(id, { method: "lora", offload: ["weights"] })).toBeCloseTo((2 * 2 * total) / layers, -2);
    const unit = 2 * 2 * Math.max(embedding, inLayers / layers);
    expect(weights(id, { method: "full", framework: "torchtitan" }) / (2 * total + unit)).toBeCloseTo(1, 6);
    expect(weights(id, { method: "full", weights: "fp32", framework: "torchtitan" }) / (4 * total + unit)).toBeCloseTo(
      1,
      6,
    );
  });

  it("are cast once more under autocast: whole where sharding casts nothing", () => {
    expect(weights(id, { method: "full", weights: "fp32-autocast" })).toBeCloseTo((4 + 2) * total, -3);
    const shard: RunOptions = { method: "full", gpus: 8, sharding: "zero3" };
    const more = weights(id, { ...shard, weights: "fp32-autocast" }) - weights(id, { ...shard, weights: "fp32" });
    const unit = 2 * 2 * Math.max(embedding, inLayers / layers);
    expect(more / (unit + 2 * total)).toBeCloseTo(1, 6);
  });
});

describe("adapters and tables beside them", () => {
  const adapters = (options: RunOptions, model = id): number =>
    held(run(model, { framework: "hf", method: "lora", rank: 8, targets: "qv", ...options })).parts.adapters * GiB;
  // Rank 8 on queries and values.
  const own = 8 * layers * (2 * hidden + hidden + 1024);

  it.each<[options: RunOptions, bytes: number]>([
    [{}, 4 + 4 + 8],
    [{ optimizer: "sgd" }, 4 + 4 + 4],
    [{ optimizer: "adamw-8bit" }, 4 + 4 + 2.1],
    [{ optimizer: "adamw-bf16" }, 4 + 4 + 4],
    [{ framework: "torchtune" }, 2 + 2 + 4],
    [{ framework: "megatron" }, 2 + 2 + 6 + 8],
    [{ gpus: 2, sharding: "fsdp" }, 8],
    [{ gpus: 2, sharding: "zero2" }, 16],
  ])("%j", (options, bytes) => {
    expect(adapters(options) / own).toBeCloseTo(bytes, 6);
  });

  it("hold of each table a copy in 16 bits, its gradient and its states", () => {
    const more = (options: RunOptions, model = id): number =>
      adapters({ ...options, trainEmbeddings: true }, model) - adapters(options, model);
    expect(more({}) / (2 * embedding)).toBeCloseTo(4 + 8, 6);
    expect(more({ optimizer: "sgd" }) / (2 * embedding)).toBeCloseTo(4 + 4, 6);
    expect(more({}, "llama-3.2-1b") / (vocab * 2048)).toBeCloseTo(4 + 8, 6);
  });
});

describe("the part that reads pictures", () => {
  // Qwen2.5-VL: 32 layers of 1,280, a gated block of 3,420, 16 heads; 1,024 × 1,024 pixels are 37 × 37 tokens of four patches.
  const patches = 4 * 37 * 37;
  const seen: RunOptions = {
    framework: "hf",
    method: "lora",
    rank: 8,
    images: 1,
    packing: "padded",
    maxTokens: 2048,
    attention: "flash-2",
  };
  const of = (options: RunOptions = {}, c: Constants = kept): Memory =>
    held(run("qwen2.5-vl-7b", { ...seen, ...options }), c);
  const passing = 2 * (8 * 1280 + 4 * 3420) * patches;

  it("keeps what it computed where it is trained: the borders of its layers, or all", () => {
    const more = (options: RunOptions): number =>
      (of({ ...options, trainTower: true }).parts.activations - of(options).parts.activations) * GiB;
    expect(more({ checkpointing: "full" })).toBeCloseTo(32 * 2 * 1280 * patches, -2);
    expect(more({ checkpointing: "none" })).toBeCloseTo(32 * passing, -2);
    expect(more({ checkpointing: "full", microBatch: 3 })).toBeCloseTo(3 * 32 * 2 * 1280 * patches, -2);
    const scores = 6 * 16 * patches * patches;
    expect(more({ checkpointing: "none", attention: "eager" })).toBeCloseTo(32 * (passing + scores), -3);
    expect(more({ checkpointing: "full", objective: "dpo" })).toBeCloseTo(2 * 32 * 2 * 1280 * patches, -2);
  });

  it("holds one of its layers at work, before the model reads what it saw", () => {
    const none: Constants = { ...kept, fusedLogitBytes: 0 };
    const lean: RunOptions = { loss: "fused", checkpointing: "full", offload: ["activations"] };
    const { totalGiB, parts } = of(lean, none);
    expect((totalGiB - parts.weights - parts.adapters) * GiB).toBeCloseTo(passing, -3);
    expect(of({ ...lean, images: 0 }, none).totalGiB).toBeLessThan(totalGiB - 0.2);
  });

  it("has a block without a gate in others", () => {
    // Qwen3-VL: 27 layers of 1,152, a block of 4,304; tokens of 32 × 32 pixels.
    const many = 4 * 32 * 32;
    const trained = (trainTower: boolean): number =>
      held(run("qwen3-vl-8b", { ...seen, checkpointing: "none", trainTower }), kept).parts.activations * GiB;
    expect(trained(true) - trained(false)).toBeCloseTo(27 * 2 * (8 * 1152 + 2 * 4304) * many, -3);
  });
});
