import { describe, expect, it } from "vitest";
import { jobHours } from "../src/offer/cost.ts";
import { decodeSeconds, servedFlops, servingOn } from "../src/physics/serving.ts";
import { run } from "./book.ts";
import { embedding, GiB, h100, hidden, id, inLayers, layers, total } from "./llama8b.ts";

describe("serving 8 billion parameters on one card, by hand", () => {
  const served = servingOn(run(id, { method: "lora" }), h100, { inputTokens: 900, outputTokens: 100 });
  const perToken = 2 * layers * 8 * 128 * 2;
  const weights = 2 * total;
  const room = 0.9 * h100.memoryGiB * GiB - weights;
  const batch = Math.min(256, Math.floor(room / (perToken * 1000)));
  const flops = servedFlops(h100);
  const matmul = inLayers - 2 * layers * hidden + embedding;
  const bandwidth = (weights + batch * perToken * 950) / (h100.bandwidthGBs * 1e9 * 0.65);
  const prefill = (2 * matmul * 900) / flops;
  const requests = 1 / (prefill + (100 * Math.max(bandwidth, (2 * matmul * batch) / flops)) / batch);

  it("is bound by the memory that a step reads, and by the reading of the prompts", () => {
    expect(served?.concurrency).toBe(batch);
    expect(served?.weightsGiB).toBeCloseTo(weights / GiB, 9);
    expect((served?.requestsPerSecond ?? 0) / requests).toBeCloseTo(1, 4);
    expect((served?.tokensPerSecond ?? 0) / (1000 * requests)).toBeCloseTo(1, 4);
    expect((served?.outputTokensPerSecond ?? 0) / (100 * requests)).toBeCloseTo(1, 4);
    expect((served?.perRequestTokensPerSecond ?? 0) / ((100 * requests) / batch)).toBeCloseTo(1, 4);
    expect((served?.tokensRange.low ?? 0) / (500 * requests)).toBeCloseTo(1, 4);
    expect((served?.tokensRange.high ?? 0) / (1200 * requests)).toBeCloseTo(1, 4);
    expect(served?.utilisation).toBe(0.4);
  });

  it("reads one token of one request at a time where there is one", () => {
    const at = { batch: 1, context: 1000 };
    const read = (weights + perToken * 1000) / (h100.bandwidthGBs * 1e9 * 0.65);
    const run8 = run(id, { method: "lora" });
    expect(decodeSeconds(run8, h100, { gpus: 1, ...at })).toBeCloseTo(read + layers * 8e-6, 6);
    expect(decodeSeconds(run8, h100, { gpus: 8, ...at })).toBeCloseTo(read / 8 + layers * (8e-6 + 2 * 12e-6), 6);
    expect(decodeSeconds(run8, h100, { gpus: 16, ...at })).toBeCloseTo(read / 16 + layers * (8e-6 + 2 * 45e-6), 6);
  });

  it("serves one request where the cache has room for no more, and none where the weights have no room", () => {
    const long = servingOn(run(id, { method: "lora" }), h100, { inputTokens: 300_000, outputTokens: 1000 });
    expect(long).toMatchObject({ gpus: 1, concurrency: 1 });
    expect(servingOn(run("llama-3.3-70b"), h100, { inputTokens: 9, outputTokens: 9 }, 1)).toBeNull();
  });
});

describe("the hours of a job", () => {
  const asked = { model: id, tuningRounds: 2, failedShare: 0.2 } as const;

  it("count a share of all runs: where one in five fails half-way, an eighth of a run for each that ends well", () => {
    for (const [failedShare, failed] of [
      [0, 0],
      [0.2, 1.25],
      [0.5, 5],
      [0.99, 495],
    ] as const)
      expect(jobHours(run(id), 10, { model: id, failedShare }, "on_demand").failed).toBeCloseTo(failed, 9);
    expect(jobHours(run(id), 10, { model: id }, "on_demand").failed).toBeCloseTo(0.5, 12);
  });

  it("are a tenth to start and the download, failures half-way, further trainings, and what spot machines lose", () => {
    const hours = jobHours(run(id), 10, asked, "spot");
    const download = (2 * total) / (0.3e9 * 3600);
    expect(hours.setUp).toBeCloseTo(0.1 + download, 6);
    expect(hours).toMatchObject({ training: 10, tuning: 20, failed: 3.75, interrupted: 3 });
    expect(jobHours(run(id), 10, asked, "spot", "low").interrupted).toBeCloseTo(0.6, 12);
    expect(jobHours(run(id), 10, asked, "spot", "high").interrupted).toBeCloseTo(10.5, 12);
    expect(jobHours(run(id), 10, { model: id }, "on_demand")).toMatchObject({ tuning: 0, interrupted: 0 });
    expect(jobHours(run(id, { objective: "scratch", method: "full" }), 10, asked, "on_demand").setUp).toBe(0.1);
  });
});
