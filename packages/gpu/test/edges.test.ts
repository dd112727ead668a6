import { describe, expect, it } from "vitest";
import type { GpuOffer } from "../src/answer.ts";
import { headlineOffer } from "../src/offer/gpuOffers.ts";
import { rowLimits } from "../src/run/lengths.ts";
import { unevenStages, type Run } from "../src/run/run.ts";
import { selfHost } from "../src/selfHost.ts";
import { book } from "./book.ts";

const asked = { model: "llama-3.1-8b", method: "lora", gpu: "h100-sxm-80" } as const;

describe("the edges of rules", () => {
  it.each([
    // layers, stages, layers of the largest over those of a mean one
    [32, 4, 1],
    [61, 16, 4 / (61 / 16)],
    [30, 4, 1],
    [62, 4, 1],
    [31, 4, 8 / 7.75],
    [33, 4, 9 / 8.25],
    [7, 3, 1],
    [8, 3, 3 / (8 / 3)],
  ])("weigh %d layers in %d stages as %f", (layers, pipelineParallel, uneven) => {
    expect(unevenStages({ shape: { layers }, pipelineParallel } as Run)).toBeCloseTo(uneven, 12);
  });

  it.each([
    ["packed", 4000, 8000],
    ["packed", 1000, 2000],
    ["packed", 800, 2000],
    ["packed", 1500, 3000],
    ["padded", 4000, 2000],
  ] as const)("hold so many patches in a row, %s to %d tokens", (packing, maxTokens, inRow) => {
    const pictures = {
      tokens: 500,
      patches: 2000,
      together: 2000,
      trained: false,
      inRow: 0,
      images: 1,
      width: 100,
      height: 100,
    };
    const limits = rowLimits(8192, { objective: "sft", packing, pictures }, { maxTokens });
    expect(limits.pictures?.inRow).toBe(inRow);
  });

  it.each([
    [1000, false],
    [1001, true],
  ])("say of a mean of %d tokens in packs of 2,000 that rows may be cut: %s", (tokensPerExample, isSaid) => {
    const data = { examples: 100, tokensPerExample };
    const run = selfHost({ ...asked, packing: "packed", maxTokens: 2000, data }, book);
    expect(run.ok && run.value.assumptions.some(({ kind }) => kind === "mean_length")).toBe(isSaid);
  });

  it.each([
    [1e-6, true],
    [9e-7, false],
    [1, true],
    [1.000001, false],
  ])("take %d as a share of paid hours: %s", (utilisation, isTaken) => {
    const serving = { inputTokens: 500, outputTokens: 100, utilisation };
    expect(selfHost({ ...asked, serving }, book).ok).toBe(isTaken);
  });

  it("name the offer seen last where none is fresh, on demand before spot", () => {
    const offer = (id: string, term: string, age: number | null) => ({ id, term, age }) as unknown as GpuOffer;
    const old = [offer("a", "on_demand", 900), offer("b", "on_demand", 800), offer("c", "spot", 700)];
    expect(headlineOffer(old)?.id).toBe("b");
    expect(headlineOffer([offer("u", "on_demand", null), ...old])?.id).toBe("b");
    expect(headlineOffer([offer("s", "spot", 900), offer("t", "spot", 800)])?.id).toBe("s");
    expect(headlineOffer([])).toBeUndefined();
  });
});
