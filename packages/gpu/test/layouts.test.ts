import { describe, expect, it } from "vitest";
import { trainingMemory } from "../src/physics/memory.ts";
import { stepTime } from "../src/physics/time.ts";
import type { RunOptions, SelfHostQuestion } from "../src/run/question.ts";
import { selfHost } from "../src/selfHost.ts";
import { gpuReport } from "../src/words/report.ts";
import { book, card, run } from "./book.ts";

const gib = (id: string, options: RunOptions, view: "allocated" | "device" = "allocated"): number =>
  trainingMemory(run(id, options), view).totalGiB;
const speed = (id: string, options: RunOptions, gpu = "h100-sxm-80"): number => {
  const one = run(id, options);
  const rows = { tokens: one.maxTokens, computed: one.maxTokens, document: one.maxTokens };
  return stepTime(one, card(gpu), rows).tokensPerSecondPerGpu;
};

describe("a sequence that several cards share", () => {
  const long: RunOptions = { method: "full", maxTokens: 65_536, gpus: 8, sharding: "fsdp", checkpointing: "none" };

  it("halves the activations of each card and leaves the weights as they are", () => {
    const parts = (contextParallel: number): ReturnType<typeof trainingMemory>["parts"] =>
      trainingMemory(run("llama-3.1-8b", { ...long, contextParallel })).parts;
    expect(parts(2).activations).toBeCloseTo(parts(1).activations / 2, 6);
    expect(parts(2).logits).toBeCloseTo(parts(1).logits / 2, 6);
    expect(parts(2).weights).toBe(parts(1).weights);
  });

  it("costs the ring of keys and values, and no more than that", () => {
    const [alone, shared] = [1, 4].map((contextParallel) => speed("llama-3.1-8b", { ...long, contextParallel }));
    expect(shared).toBeLessThan(alone ?? 0);
    expect(shared).toBeGreaterThan(0.6 * (alone ?? 0));
  });
});

describe("what a card waits for", () => {
  it("is the reduction of each layer where cards share it", () => {
    const options: RunOptions = { method: "full", gpus: 8, sharding: "zero1", maxTokens: 8192 };
    const split = { ...options, tensorParallel: 8 };
    expect(speed("llama-3.1-8b", split)).toBeLessThan(0.85 * speed("llama-3.1-8b", options));
  });

  // https://github.com/NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md, 25.11, DGX-B200: 8213 a second.
  it("is one network card where the others of its machine hold other experts", () => {
    const options: RunOptions = { method: "full", framework: "megatron", sharding: "zero1", checkpointing: "none" };
    const spread: RunOptions = { ...options, gpus: 64, maxTokens: 4096, microBatch: 4, accumulation: 2 };
    const seldom = { ...spread, accumulation: 32 };
    const [often, rarely] = [spread, seldom].map((run) =>
      speed("gpt-oss-120b", { ...run, expertParallel: 8 }, "b200-180"),
    );
    expect(often).toBeLessThan(0.65 * (rarely ?? 0));
    expect(Math.abs((often ?? 0) / 8213 - 1)).toBeLessThan(0.65);
  });

  it("is the network once for all cards of a machine that hold one layer between them", () => {
    const options: RunOptions = { method: "full", framework: "torchtune", gpus: 16, sharding: "fsdp", maxTokens: 2048 };
    const slow = { ...options, networkGBs: 20 };
    const [whole, split] = [1, 8].map((tensorParallel) => speed("llama-3.1-8b", { ...slow, tensorParallel }));
    // Eight rings of an eighth of the weights each take as long as one of all; a card computes an eighth of the rows.
    expect(split).toBeLessThan(whole ?? 0);
    expect(split).toBeGreaterThan((whole ?? 0) / 9);
  });

  it("is no ring where each expert is on one card alone", () => {
    const options: RunOptions = { method: "full", framework: "megatron", sharding: "zero1", gpus: 64, maxTokens: 4096 };
    const alone = speed("gpt-oss-120b", { ...options, expertParallel: 64, accumulation: 1 }, "gb200-186");
    const twice = speed("gpt-oss-120b", { ...options, expertParallel: 32, accumulation: 1 }, "gb200-186");
    expect(alone).toBeGreaterThan(twice);
  });

  it("is a slow bus where one is stated", () => {
    const options: RunOptions = { method: "lora", gpus: 2, sharding: "fsdp", maxTokens: 512 };
    expect(speed("llama-2-7b", { ...options, linkGBs: 3 }, "rtx-3090-24")).toBeLessThan(
      0.5 * speed("llama-2-7b", options, "rtx-3090-24"),
    );
  });
});

describe("tables that are trained whole beside adapters", () => {
  // Qwen README, profiling of memory and speed: 20.1 and 33.7 GiB of 7B, 34.6 and 51.2 of 14B, at 256 tokens.
  it.each([
    ["qwen-7b", 20.1, 33.7],
    ["qwen-14b", 34.6, 51.2],
  ])("of %s take what the published runs take", (id, without, withTables) => {
    const options: RunOptions = { method: "lora", rank: 64, maxTokens: 256, accumulation: 8 };
    const more = gib(id, { ...options, trainEmbeddings: true }, "device") - gib(id, options, "device");
    expect(Math.abs(more / (withTables - without) - 1)).toBeLessThan(0.15);
  });
});

it("holds embeddings in 16 bits where weights are gathered in units of one type", () => {
  const options: RunOptions = { method: "qlora", upcastEmbeddings: true, gpus: 2 };
  const parts = (sharding: "ddp" | "fsdp"): number =>
    trainingMemory(run("llama-3.1-8b", { ...options, sharding })).parts.weights;
  const tables = (2 * 128_256 * 4096 * 2) / 2 ** 30;
  expect(parts("ddp") - parts("fsdp")).toBeGreaterThan(tables / 2);
});

it("counts the copies that autocast keeps where sharding casts nothing", () => {
  const options: RunOptions = { method: "full", gpus: 8, sharding: "fsdp", maxTokens: 2048 };
  const more =
    gib("llama-2-7b", { ...options, weights: "fp32-autocast" }) - gib("llama-2-7b", { ...options, weights: "fp32" });
  const copies = (2 * 6.74e9) / 2 ** 30;
  expect(more).toBeGreaterThan(copies);
  expect(more).toBeLessThan(1.6 * copies);
});

describe("the split of a run that nobody chose", () => {
  it("is one that fits, where replicas are too close to the limit", () => {
    const asked = { model: "qwen3-30b-a3b", method: "lora", gpu: "h100-sxm-80", gpus: 8 } as const;
    const replicas = selfHost({ ...asked, sharding: "ddp" }, book);
    expect(replicas.ok && replicas.value.verdict).toBe("tight");
    const chosen = selfHost(asked, book);
    expect(chosen.ok && [chosen.value.sharding, chosen.value.verdict]).toEqual(["fsdp", "fits"]);
  });
});

describe("a card of one's own", () => {
  const told = (question: SelfHostQuestion): string => {
    const result = selfHost({ ...question, data: { examples: 8000, tokensPerExample: 600 } }, book);
    return result.ok ? JSON.stringify(gpuReport(result.value)) : "";
  };

  it("that nobody rents is not said to be too small", () => {
    const text = told({ model: "gemma-3-27b", method: "lora", gpu: "dgx-spark-128" });
    expect(text).toContain("The price book has no machine with 1 × DGX Spark");
    expect(text).not.toContain("can take it");
  });

  it("that is built into a machine is alone, though several would hold the run", () => {
    const asked = { model: "llama-3.2-3b", method: "lora", rank: 64, loss: "fused", gpu: "rtx-4060-laptop-8" } as const;
    const alone = selfHost(asked, book);
    expect(alone.ok && [alone.value.gpus, alone.value.verdict]).toEqual([1, "no"]);
    const many = selfHost({ ...asked, gpus: 2 }, book);
    expect(many.ok && many.value.verdict).not.toBe("no");
  });

  it("that no setting helps is told where to look", () => {
    expect(told({ model: "llama-3.1-70b", method: "qlora", gpu: "rtx-4060-laptop-8" })).toContain("--fit tries");
  });
});
