import { describe, expect, it } from "vitest";
import { constants, type Constants } from "../src/physics/constants.ts";
import { savedPerToken, trainingMemory, type MemoryParts } from "../src/physics/memory.ts";
import type { RunOptions } from "../src/run/question.ts";
import { run } from "./book.ts";
import { embedding, ffn, GiB, hidden, id, inLayers, layers, total, vocab } from "./llama8b.ts";

const partsOf = (options: RunOptions, c?: Constants): MemoryParts =>
  trainingMemory(run(id, { framework: "hf", ...options }), "allocated", undefined, c).parts;

describe("the memory of a full run of 8 billion parameters", () => {
  const on8 = { method: "full", gpus: 8 } as const;
  // Bytes a parameter: weights, gradients, states. A copy of 32 bits is a state of 4.
  it.each<[options: RunOptions, weights: number, gradients: number, states: number]>([
    [{ method: "full", gpus: 1 }, 2, 2, 12],
    [{ method: "full", gpus: 1, optimizer: "adamw-bf16" }, 2, 2, 4],
    [{ method: "full", gpus: 1, optimizer: "sgd" }, 2, 2, 4],
    [{ method: "full", gpus: 1, optimizer: "paged-adamw-8bit" }, 2, 2, 0],
    [{ ...on8, sharding: "ddp" }, 2, 2, 12],
    [{ ...on8, sharding: "zero1" }, 2, 2, 12 / 8],
    [{ ...on8, sharding: "zero2" }, 2, 2 / 8, 12 / 8],
    [{ method: "full", gpus: 1, weights: "fp32" }, 4 + 2, 4, 8],
    [{ ...on8, sharding: "zero2", weights: "fp32" }, 4 + 2, 4 / 8, 1],
  ])("%j", (options, weights, gradients, states) => {
    const parts = partsOf(options);
    expect(parts.weights * GiB).toBeCloseTo(weights * total, -2);
    expect(parts.gradients * GiB).toBeCloseTo(gradients * total, -2);
    expect(parts.optimizer * GiB).toBeCloseTo(states * total, -2);
    expect(parts.adapters).toBe(0);
  });

  it("gathers two layers, or the embedding, where the weights are split too", () => {
    const largest = Math.max(embedding, inLayers / layers);
    expect(partsOf({ ...on8, sharding: "zero3" }).weights * GiB).toBeCloseTo((2 * total) / 8 + 4 * largest, -2);
    // Embedding and head stay gathered; of the layers two, and the gradient of one.
    const root = (6 * inLayers) / layers + 4 * embedding * 2;
    const fsdp = partsOf({ ...on8, sharding: "fsdp" }).weights * GiB;
    expect(Math.abs(fsdp - ((2 * total) / 8 + root)) / fsdp).toBeLessThan(1e-5);
    for (const sharding of ["zero3", "fsdp"] as const) {
      expect(partsOf({ ...on8, sharding }).gradients * GiB).toBeCloseTo((2 * total) / 8, -2);
      expect(partsOf({ ...on8, sharding }).optimizer * GiB).toBeCloseTo((12 * total) / 8, -2);
    }
  });

  it("keeps the states of embeddings in 32 bits beside 8-bit optimizers", () => {
    const states = partsOf({ method: "full", gpus: 1, optimizer: "adamw-8bit" }).optimizer * GiB;
    expect(states).toBeCloseTo(2.1 * total + 5.9 * embedding, -2);
  });

  it("leaves on the card, of what is offloaded, no state and the gradients of a layer", () => {
    const off = partsOf({ ...on8, sharding: "zero2", offload: ["optimizer"] });
    expect(off.optimizer).toBe(0);
    expect(off.gradients * GiB).toBeCloseTo((2 * total) / 8 / layers, -2);
    expect(partsOf({ method: "qlora", gpus: 1, offload: ["weights"] }).weights).toBeLessThan(
      (3 / layers) * partsOf({ method: "qlora", gpus: 1 }).weights,
    );
  });
});

describe("the memory of adapters", () => {
  // Rank 16 on the seven matrices of a layer: 16 × (inputs + outputs).
  const sides = 2 * 2 * hidden + 2 * (hidden + 1024) + 3 * (hidden + ffn);
  const adapters = 16 * layers * sides;

  it("is 16 bytes a parameter in 32 bits: itself, its gradient and two states", () => {
    const parts = partsOf({ method: "lora", rank: 16, targets: "all", gpus: 1 });
    expect(parts.adapters * GiB).toBeCloseTo(16 * adapters, -1);
    expect(parts.weights * GiB).toBeCloseTo(2 * total, -2);
    expect([parts.gradients, parts.optimizer]).toEqual([0, 0]);
    expect(partsOf({ method: "lora", rank: 64, targets: "all", gpus: 1 }).adapters).toBeCloseTo(4 * parts.adapters, 9);
    expect(partsOf({ method: "lora", rank: 16, targets: "qv", gpus: 1 }).adapters * GiB).toBeCloseTo(
      16 * 16 * layers * (2 * hidden + hidden + 1024),
      -1,
    );
  });

  it.each([
    ["nf4", 0.5 + 4 / 64],
    ["nf4-double", 0.5 + 1 / 64 + 4 / (64 * 256)],
    ["int8", 1.03],
  ] as const)("stands on a base in %s, its tables in 32 bits where PEFT raises them", (quantisation, bytes) => {
    const parts = partsOf({ method: "qlora", quantisation, gpus: 1, upcastEmbeddings: false });
    const tables = 2 * embedding + (2 * layers + 1) * hidden;
    const quantised = inLayers - 2 * layers * hidden;
    expect(Math.abs((parts.weights * GiB) / (bytes * quantised + 2 * tables) - 1)).toBeLessThan(2e-4);
    const raised = partsOf({ method: "qlora", quantisation, gpus: 1, upcastEmbeddings: true });
    expect(Math.abs(((raised.weights - parts.weights) * GiB) / (2 * tables) - 1)).toBeLessThan(2e-4);
  });
});

describe("the memory of activations", () => {
  const one = { method: "full", gpus: 1, maxTokens: 2048, microBatch: 2, loss: "plain" } as const;
  const tokens = 2 * 2048;
  // 16-bit values a token and layer: queries, keys, values and their product, inputs, norms, the gated block.
  const saved = 2 * (32 + 8) * 128 + hidden + 2 * hidden * 4.02 + 4 * ffn + hidden;

  it("is all that a layer saves without checkpoints, and the borders of the layers with them", () => {
    expect(savedPerToken(run(id, { ...one, framework: "hf" }))).toBeCloseTo(saved, 6);
    const plain = partsOf({ ...one, checkpointing: "none" });
    expect(plain.activations * GiB).toBeCloseTo(layers * 2 * saved * tokens, -3);
    const full = partsOf({ ...one, checkpointing: "full" }, { ...constants, layerAgain: 1 });
    expect(full.activations * GiB).toBeCloseTo((layers * 2 * hidden + 2 * saved) * tokens, -3);
    expect(plain.logits * GiB).toBeCloseTo(vocab * tokens * 14.1, -3);
    const off = partsOf({ ...one, checkpointing: "full", offload: ["activations"] }, { ...constants, layerAgain: 1 });
    expect(off.activations * GiB).toBeCloseTo((2 * 2 * hidden + 2 * saved) * tokens, -3);
  });

  it("adds 6 bytes a score under eager attention", () => {
    const scores = 6 * 32 * 2048 * tokens;
    const eager = partsOf({ ...one, checkpointing: "none", attention: "eager" }).activations;
    const flash = partsOf({ ...one, checkpointing: "none", attention: "flash-2" }).activations;
    expect((eager - flash) * GiB).toBeCloseTo((layers + 1) * scores, -3);
  });

  it("holds the keys and values of a whole sequence in one layer, where PyTorch gathers its parts", () => {
    const split = { ...one, gpus: 2, contextParallel: 2, checkpointing: "full" } as const;
    const held = (framework: string) =>
      trainingMemory(run(id, { ...split, framework }), "allocated", undefined, { ...constants, layerAgain: 1 }).parts;
    const whole = 2 * 2 * 8 * 128 * tokens;
    expect(held("hf").activations * GiB).toBeCloseTo(((layers * 2 * hidden + 2 * saved) * tokens) / 2 + whole, -3);
    const inMegatron = (contextParallel: number) =>
      trainingMemory(run(id, { ...split, framework: "megatron", contextParallel }), "allocated").parts.activations;
    expect(inMegatron(2)).toBeCloseTo(inMegatron(1) / 2, 6);
  });

  it("holds 4 bytes a logit where the loss is compiled with the model", () => {
    const compiled = partsOf({ ...one, framework: "torchtitan", compiled: true });
    expect((compiled.logits * GiB) / (vocab * tokens)).toBeCloseTo(4, 1);
  });

  it("is twice for pairs, half on twice the cards of a sequence, and of a tensor", () => {
    const kept = (more: RunOptions) => partsOf({ ...one, method: "lora", checkpointing: "none", ...more }).activations;
    expect(kept({ objective: "dpo" })).toBeCloseTo(2 * kept({}), 6);
    expect(kept({ gpus: 2, tensorParallel: 2 })).toBeCloseTo(kept({}) / 2, 6);
    expect(kept({ gpus: 2, contextParallel: 2 })).toBeCloseTo(kept({}) / 2, 6);
  });
});
