import { describe, expect, it } from "vitest";
import { adapterParameters, trainedParameters } from "../src/model/parameters.ts";
import { ownedHourly } from "../src/offer/cost.ts";
import { expectedLongest, rowCounts, rowLengths, rowLimits, tokenRange, type Reading } from "../src/run/lengths.ts";
import type { RunOptions, SelfHostData } from "../src/run/question.ts";
import { selfHost } from "../src/selfHost.ts";
import { base } from "./asked.ts";
import { book, card, model, run } from "./book.ts";

const bars = (...tokens: (readonly [number, number])[]): SelfHostData => ({ tokens });
const chat: Reading = { objective: "sft", maxTokens: 1000 };

describe("the rows of the data", () => {
  it.each<[what: string, reading: Reading, data: SelfHostData, counts: ReturnType<typeof rowCounts>]>([
    ["one an example", chat, bars([100, 3], [400, 1]), { rows: 4, tokens: 700, trained: 700, over: 0 }],
    ["cut at the longest", chat, bars([1000, 2], [1500, 1]), { rows: 3, tokens: 3500, trained: 3000, over: 1 }],
    ["typed", chat, { examples: 10, tokensPerExample: 128.5 }, { rows: 10, tokens: 1285, trained: 1285, over: 0 }],
    ["two of a pair", { ...chat, objective: "dpo" }, bars([101, 2]), { rows: 4, tokens: 202, trained: 202, over: 0 }],
    [
      "as many as a text fills",
      { ...chat, objective: "continued" },
      bars([2500, 2], [1000, 1]),
      { rows: 7, tokens: 6000, trained: 6000, over: 0 },
    ],
    [
      "as often as a part is repeated",
      chat,
      { mixture: [{ data: { tokens: [[100, 2]] }, repeats: 3 }, { data: { tokens: [[50, 4]] } }] },
      { rows: 10, tokens: 800, trained: 800, over: 0 },
    ],
    [
      "each completion with its prompt and what is put in",
      { ...chat, rollouts: { tokens: 30, addedTokens: 5, perPrompt: 4, turns: 1, perStep: 1 } },
      bars([100, 10]),
      { rows: 40, tokens: 5400, trained: 5400, over: 0 },
    ],
  ])("are %s", (_what, reading, data, counts) => {
    expect(rowCounts(reading, data)).toEqual(counts);
  });

  it("keep the range that was counted, of a mixture the widest", () => {
    const part = (low: number, high: number) => ({ data: { tokens: [[9, 1]] as const, tokenRange: { low, high } } });
    expect(tokenRange(bars([9, 1]))).toEqual({ low: 1, high: 1 });
    expect(tokenRange({ mixture: [part(0.9, 1.1), part(0.8, 1.05)] })).toEqual({ low: 0.8, high: 1.1 });
  });
});

describe("the lengths of the rows", () => {
  const on = (options: RunOptions, data: SelfHostData | undefined) =>
    rowLengths(run("llama-3.1-8b", { maxTokens: 2000, ...options }), data);
  const two = bars([100, 1], [300, 1]);

  it("are full where rows are packed, and attention stays in its document", () => {
    // Of 400 tokens 100 stand in a document of 100, 300 in one of 300.
    expect(on({ packing: "packed" }, two)).toMatchObject({ tokens: 2000, computed: 2000, document: 250 });
    const typed = on({ packing: "packed" }, { examples: 5, tokensPerExample: 200 });
    expect(typed.document).toBeCloseTo(200 * (1 + 0.49), 9);
    expect(on({ packing: "packed" }, { examples: 5, tokensPerExample: 1900 }).document).toBe(2000);
  });

  it("are those of the data one at a time, the longest of a batch where it is padded", () => {
    expect(on({ packing: "padded", microBatch: 1 }, two)).toMatchObject({ tokens: 200, computed: 200 });
    // Of two draws one in four is 100, else 300 is the longest.
    expect(on({ packing: "padded", microBatch: 2 }, two)).toMatchObject({ tokens: 200, computed: 250, document: 250 });
    expect(on({ packing: "padded", microBatch: 2, maxTokens: 200 }, two)).toMatchObject({ tokens: 150, computed: 175 });
    expect(on({ packing: "grouped", microBatch: 2 }, two).computed).toBeCloseTo(1.05 * 200, 9);
    expect(on({ packing: "unpacked", microBatch: 2 }, two).computed).toBe(200);
  });

  it("are the longest of all cards that end a step together", () => {
    const computed = (options: RunOptions) =>
      on({ gpus: 2, packing: "padded", microBatch: 1, ...options }, two).computed;
    // Of two draws one in four is 100, else 300 is the longest; of four one in sixteen.
    for (const sharding of ["fsdp", "zero3", "zero2"] as const) {
      expect(computed({ sharding, accumulation: 4 })).toBe(250);
      expect(computed({ sharding, accumulation: 4, microBatch: 2 })).toBe(287.5);
    }
    for (const sharding of ["ddp", "zero1"] as const) {
      expect(computed({ sharding, accumulation: 1 })).toBe(250);
      expect(computed({ sharding, accumulation: 4 })).toBe(200);
      expect(computed({ sharding, accumulation: 4, microBatch: 2 })).toBe(250);
    }
    // Cards that share a row do not wait for one another; those of other rows do.
    expect(computed({ sharding: "ddp", accumulation: 1, tensorParallel: 2 })).toBe(200);
    expect(computed({ sharding: "fsdp", gpus: 4, contextParallel: 2 })).toBe(250);
    expect(computed({ sharding: "fsdp", packing: "packed" })).toBe(2000);
    expect(computed({ sharding: "fsdp", packing: "grouped", microBatch: 2 })).toBeCloseTo(1.05 * 200, 9);
  });

  it("of rows that are not padded are evened out by those beside them", () => {
    const unpacked = (microBatch: number, gpus: number) =>
      on({ gpus, sharding: gpus === 1 ? "single" : "fsdp", packing: "unpacked", microBatch }, two);
    expect(unpacked(1, 2)).toMatchObject({ tokens: 200, computed: 250, document: 250 });
    expect(unpacked(4, 1)).toMatchObject({ tokens: 200, computed: 200, document: 250 });
    // The longest of two is 50 above the mean; a sum of four rows strays half as far.
    expect(unpacked(4, 2)).toMatchObject({ tokens: 200, computed: 225, document: 250 });
    const typed = { examples: 9, tokensPerExample: 100 };
    expect(on({ gpus: 2, sharding: "fsdp", packing: "unpacked", microBatch: 1 }, typed).computed).toBeCloseTo(139.2, 9);
  });

  it("are guessed from a mean: the longest of 2, 4 and 8 draws, at most the longest row", () => {
    expect(expectedLongest(200, 9999, 1)).toBe(200);
    expect(expectedLongest(200, 9999, 2)).toBeCloseTo(200 * (1 + 0.7 * 0.56), 6);
    expect(expectedLongest(200, 9999, 4)).toBeCloseTo(200 * (1 + 0.7 * 1.0165), 1);
    expect(expectedLongest(200, 9999, 8)).toBeCloseTo(200 * (1 + 0.7 * 1.4404), 1);
    expect(expectedLongest(200, 250, 8)).toBe(250);
    expect(expectedLongest(200, 150, 8)).toBe(200);
  });

  it("are those of the run where nobody gives data", () => {
    expect(on({}, undefined)).toEqual({ tokens: 2000, computed: 2000, document: 2000, patches: 0 });
  });

  it("are cut at 2,048 tokens, or at the longest row where it is longer", () => {
    const limits = (packing: "packed" | "padded", data: SelfHostData | undefined, maxTokens?: number) =>
      rowLimits(8192, { objective: "sft", packing }, { ...(data && { data }), ...(maxTokens && { maxTokens }) });
    expect(limits("packed", undefined)).toEqual({ maxTokens: 2048, rowTokens: 2048 });
    expect(limits("padded", bars([300, 1]))).toEqual({ maxTokens: 2048, rowTokens: 300 });
    expect(limits("packed", bars([300, 1]))).toEqual({ maxTokens: 2048, rowTokens: 2048 });
    expect(limits("padded", bars([5000, 1]))).toEqual({ maxTokens: 5000, rowTokens: 5000 });
    expect(limits("padded", bars([5000, 1]), 1000)).toEqual({ maxTokens: 1000, rowTokens: 1000 });
    expect(limits("padded", bars([300, 1], [900, 0]))).toEqual({ maxTokens: 2048, rowTokens: 300 });
    expect(rowLimits(1024, { objective: "sft", packing: "packed" }, {})).toEqual({ maxTokens: 1024, rowTokens: 1024 });
  });
});

describe("the parameters of adapters", () => {
  it("are the rank times rows and columns, of each expert its own", () => {
    // Mixtral: 32 layers, hidden 4096, 1024 for keys and values, 8 experts of 14336, 2 at work.
    const attention = 8192 + 2 * 5120 + 8192;
    const experts = (many: number) => many * 3 * (4096 + 14_336);
    const mixtral = model("mixtral-8x7b");
    expect(adapterParameters(mixtral, 8, "all")).toBe(8 * 32 * (attention + experts(8)));
    expect(adapterParameters(mixtral, 8, "mlp")).toBe(8 * 32 * experts(8));
    expect(adapterParameters(mixtral, 8, "attention")).toBe(8 * 32 * attention);
    expect(adapterParameters(mixtral, 8, "qkv")).toBe(8 * 32 * (8192 + 2 * 5120));
    expect(adapterParameters(mixtral, 8, "qv")).toBe(8 * 32 * (8192 + 5120));
    const asked = { method: "lora", rank: 8, targets: "all", trainEmbeddings: false, trainTower: false } as const;
    expect(trainedParameters(mixtral, asked).adapterSides).toBe(attention + experts(2));
  });

  it("reach the tables where they are trained beside, once where they are tied", () => {
    const asked = { method: "lora", rank: 8, targets: "qv", trainEmbeddings: true, trainTower: false } as const;
    const trained = (id: string) => trainedParameters(model(id), asked);
    const { counts, trainedTables, adapters, trainable } = trained("llama-3.1-8b");
    expect([trainedTables, trainable]).toEqual([2 * counts.embedding, 2 * counts.embedding + adapters]);
    const tied = trained("llama-3.2-1b");
    expect(tied.trainedTables).toBe(tied.counts.embedding);
    expect(trainedParameters(model("llama-3.1-8b"), { ...asked, method: "full" })).toMatchObject({
      trainable: 8_030_261_248,
      adapters: 0,
      trainedTables: 0,
      adapterSides: 0,
    });
    expect(trainedParameters(model("llama-3.1-8b"), { ...asked, method: "head" }).trainable).toBe(128_256 * 4096);
  });
});

describe("an hour of an owned card", () => {
  const price = { gpu: "h100-sxm-80", gpus: 1, price: "35064", kwhPrice: "0.20" };

  it("is its price over the hours in which it works, and power with what cools it", () => {
    // Four years of 8,766 hours, half of them: 17,532; an H100 takes 700 W, and 1.4 times as much with its host.
    expect(ownedHourly(price, card("h100-sxm-80"))).toEqual({ amount: "2.196", currency: "USD" });
    const own = { ...price, lifeYears: 2, utilisation: 1, watts: 500, currency: "EUR" };
    expect(ownedHourly(own, card("h100-sxm-80"))).toEqual({ amount: "2.1", currency: "EUR" });
    expect(ownedHourly(price, { ...card("h100-sxm-80"), watts: null }).amount).toBe("2.098");
  });

  it.each([
    [{ lifeYears: 0.01 }, true],
    [{ lifeYears: 0.009 }, false],
    [{ lifeYears: 100 }, true],
    [{ lifeYears: 101 }, false],
    [{ watts: 1 }, true],
    [{ watts: 0.5 }, false],
    [{ watts: 1e6 }, true],
    [{ watts: 1_000_001 }, false],
  ])("takes %j: %s", (more, isTaken) => {
    expect(selfHost({ ...base, gpu: "h100", owned: { ...price, ...more } }, book).ok).toBe(isTaken);
  });
});
