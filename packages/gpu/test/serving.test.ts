import { describe, expect, it } from "vitest";
import type { SelfHostQuestion } from "../src/run/question.ts";
import { answer } from "./asked.ts";
import { book, rate } from "./book.ts";

describe("serving", () => {
  const serving = { inputTokens: 900, outputTokens: 120 };

  it("fits as many requests as the cache has room for", () => {
    const served = answer({ gpu: "h100", serving }).serving;
    // Llama 3.1 8B: 2 × 32 layers × 8 heads × 128 × 2 bytes = 131,072 bytes per token.
    expect(served?.cacheMiBPerThousandTokens).toBe(125);
    expect(served?.concurrency).toBe(256);
    expect(answer({ gpu: "l4", serving }).serving?.concurrency).toBeLessThan(60);
  });

  it("costs less per token the more hours are used, and more on more cards", () => {
    const price = (utilisation: number): number =>
      Number(answer({ gpu: "h100", serving: { ...serving, utilisation } }).serving?.perMillionTokens?.amount);
    expect(price(0.2)).toBeCloseTo(2 * price(0.4), 4);
    expect(answer({ model: "llama-3.3-70b", gpu: "h100", gpus: 1, serving }).serving?.gpus).toBe(4);
  });
});

describe("the cache of a model with windows", () => {
  const cacheOf = (model: string, inputTokens: number): number =>
    answer({ model, gpu: "h100", serving: { inputTokens, outputTokens: 1000 } }).serving?.cacheMiBPerThousandTokens ??
    0;
  const inMiB = (values: number, tokens: number): number => (4 * values * 1000) / tokens / 2 ** 20;

  it("holds in its windowed layers no more than the window", () => {
    // Gemma 3 27B: 10 of 62 layers see all, the others 1,024 tokens; 16 heads of 128.
    const tokens = (all: number): number => 16 * 128 * (10 * all + 52 * Math.min(1024, all));
    expect(cacheOf("gemma-3-27b", 9000)).toBeCloseTo(inMiB(tokens(10_000), 10_000), 6);
    expect(cacheOf("gemma-3-27b", 10)).toBeCloseTo(inMiB(tokens(1010), 1010), 6);
  });

  it("is that of fewer, wider heads in layers that see all", () => {
    // Gemma 4 31B: 10 of 60 layers with 4 heads of 512, the others with 16 of 256.
    const values = 10 * 4 * 512 * 10_000 + 50 * 16 * 256 * 1024;
    expect(cacheOf("gemma-4-31b", 9000)).toBeCloseTo(inMiB(values, 10_000), 6);
  });

  /** @source config.json of the models, `num_kv_shared_layers`; vllm/model_executor/models/gemma3n.py, `kv_sharing_target_layer_name` */
  it.each([
    // Layers with keys of their own, of which every fifth or sixth sees all.
    ["gemma-4-e2b", 3 * 512 * 10_000 + 12 * 256 * 512],
    ["gemma-4-e4b", 4 * 2 * 512 * 10_000 + 20 * 2 * 256 * 512],
    ["gemma-3n-e2b", 4 * 2 * 256 * 10_000 + 16 * 2 * 256 * 512],
  ])("holds nothing for layers that use the keys of those before: %s", (model, values) => {
    expect(cacheOf(model, 9000)).toBeCloseTo(inMiB(values, 10_000), 6);
  });
});

describe("serving on machines of many cards", () => {
  const serving = { inputTokens: 900, outputTokens: 120 };
  const priced = (question: Partial<SelfHostQuestion>, ...rates: ReturnType<typeof rate>[]): string | undefined =>
    answer({ gpu: "h100", serving, ...question }, { ...book, rates }).serving?.perMillionTokens?.amount;

  it("costs as much per token on eight cards at once as on one, where a card holds the model", () => {
    const one = priced({}, rate("one", "h100-sxm-80", 1, "3.00"));
    expect(Number(one)).toBeGreaterThan(0);
    expect(Number(priced({}, rate("eight", "h100-sxm-80", 8, "24.00")))).toBeCloseTo(Number(one), 6);
    expect(Number(priced({}, rate("eight", "h100-sxm-80", 8, "16.00")))).toBeLessThan(Number(one));
  });

  it("leaves a card that no copy would use unused", () => {
    const four = { model: "llama-3.3-70b", gpus: 1 };
    const on = (gpus: number): number => Number(priced(four, rate("some", "h100-sxm-80", gpus, "24.00")));
    expect(on(8)).toBeCloseTo(on(4) / 2, 5);
    expect(on(6)).toBe(on(4));
    expect(priced(four, rate("one", "h100-sxm-80", 1, "3.00"))).toBeUndefined();
  });
});
