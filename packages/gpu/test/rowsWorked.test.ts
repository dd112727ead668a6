import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adapterParameters, parameterCount, trainedParameters } from "../src/model/parameters.ts";
import type { ModelShape } from "../src/model/shape.ts";
import { dataReading, expectedLongest, rowCounts, rowLengths, tokenRange } from "../src/run/lengths.ts";
import type { SelfHostData } from "../src/run/question.ts";
import { run } from "./book.ts";
import { small } from "./smallShape.ts";

type Bars = readonly (readonly [number, number])[];
const bars = (...tokens: Bars): SelfHostData => ({ tokens });
const id = "llama-3.1-8b";

describe("a batch that is padded to its longest row", () => {
  /** The mean of the longest of some rows, over all batches that may be drawn. */
  const tried = (tokens: Bars, rows: number, cap: number): number => {
    const all = tokens.reduce((sum, [, count]) => sum + count, 0);
    const draw = (left: number, longest: number): number =>
      left === 0
        ? longest
        : tokens.reduce(
            (sum, [length, count]) => sum + (count / all) * draw(left - 1, Math.max(longest, Math.min(length, cap))),
            0,
          );
    return draw(rows, 0);
  };

  it("is as long as all batches are in the mean", () => {
    const lengths = fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 1000 }),
        (list, microBatch, maxTokens) => {
          const tokens = list.toSorted((a, b) => a - b).map((length, at) => [length, 2 * at + 1] as const);
          const { computed } = rowLengths(run(id, { packing: "padded", microBatch, maxTokens }), bars(...tokens));
          expect(computed).toBeCloseTo(tried(tokens, microBatch, maxTokens), 6);
        },
      ),
    );
  });

  it("is guessed from a mean: 0, 0.56 and 0.56 × 2^0.86 times 0.7 above it for 1, 2 and 4 rows", () => {
    expect(expectedLongest(100, 1000, 1)).toBe(100);
    expect(expectedLongest(100, 1000, 2)).toBeCloseTo(100 * (1 + 0.7 * 0.56), 9);
    expect(expectedLongest(100, 1000, 4)).toBeCloseTo(100 * (1 + 0.7 * 0.56 * 2 ** 0.86), 9);
    expect(expectedLongest(100, 50, 4)).toBe(100);
    const typed = { examples: 10, tokensPerExample: 100, longest: 120 };
    expect(rowLengths(run(id, { packing: "padded", microBatch: 4 }), typed).computed).toBe(120);
  });

  it("of like rows is 5 % longer than the mean, and no longer than any batch", () => {
    const grouped = (data: SelfHostData) => rowLengths(run(id, { packing: "grouped", microBatch: 2 }), data).computed;
    expect(grouped(bars([100, 1], [300, 1]))).toBe(210);
    expect(grouped(bars([100, 1]))).toBe(100);
  });

  it("has documents as its tokens stand in them: of a mean with the usual spread", () => {
    const packed = run(id, { packing: "packed", maxTokens: 4096 });
    expect(rowLengths(packed, { examples: 9, tokensPerExample: 1000 }).document).toBeCloseTo(1000 * (1 + 0.7 ** 2), 9);
    expect(rowLengths(packed, { examples: 9, tokensPerExample: 4000 }).document).toBe(4096);
    const alone = run(id, { packing: "padded", microBatch: 1 });
    expect(rowLengths(alone, bars([100, 1], [300, 1]))).toMatchObject({ tokens: 200, computed: 200, document: 250 });
  });
});

describe("the rows that examples make", () => {
  const counts = (options: Parameters<typeof run>[1], data: SelfHostData): unknown => rowCounts(run(id, options), data);

  it("are two of a pair", () => {
    expect(counts({ objective: "dpo", maxTokens: 100 }, bars([201, 10]))).toEqual({
      rows: 20,
      tokens: 2010,
      trained: 2000,
      over: 10,
    });
    expect(counts({ objective: "dpo" }, { examples: 10, tokensPerExample: 201 })).toMatchObject({
      rows: 20,
      tokens: 2010,
    });
  });

  it("are as many as running text fills", () => {
    const text = { objective: "continued", maxTokens: 100 } as const;
    expect(counts(text, bars([250, 4]))).toEqual({ rows: 12, tokens: 1000, trained: 1000, over: 0 });
    expect(counts(text, bars([100, 4], [101, 1]))).toMatchObject({ rows: 6, tokens: 501 });
    expect(counts(text, bars([0, 4]))).toMatchObject({ rows: 4, tokens: 0 });
  });

  it("are one of each completion, with what stands around it", () => {
    const drawn = { objective: "grpo", maxTokens: 2000, rollouts: { tokens: 50, perPrompt: 4 } } as const;
    expect(counts(drawn, bars([100, 5]))).toMatchObject({ rows: 20, tokens: 20 * 150 });
    const turns = { ...drawn, rollouts: { ...drawn.rollouts, turns: 3, addedTokens: 10 } };
    expect(counts(turns, bars([100, 5]))).toMatchObject({ rows: 20 });
  });

  it("of a mixture are those of its parts, as often as they are repeated", () => {
    const mixture: SelfHostData = {
      mixture: [{ data: { tokens: [[300, 2]] }, repeats: 3 }, { data: { examples: 4, tokensPerExample: 100 } }],
    };
    expect(counts({ maxTokens: 200 }, mixture)).toEqual({ rows: 10, tokens: 2200, trained: 1600, over: 6 });
  });

  it("may have the tokens that the least and the most of their parts may have", () => {
    const part = (low: number, high: number) => ({ data: { tokens: [[9, 1]] as const, tokenRange: { low, high } } });
    expect(tokenRange({ mixture: [part(0.9, 1.1), part(0.8, 1.05)] })).toEqual({ low: 0.8, high: 1.1 });
    expect(tokenRange(bars([9, 1]))).toEqual({ low: 1, high: 1 });
  });

  it("are all stages' together, and the longest is that of any", () => {
    const asked = run(id, { maxTokens: 2048 });
    const reading = dataReading(asked, { data: bars([100, 2]), stages: [{ data: bars([700, 3], [900, 0]) }] });
    expect(reading).toMatchObject({
      rows: 5,
      tokens: 2300,
      trained: 2300,
      over: 0,
      longest: { tokens: 700, isMean: false },
    });
    expect(dataReading(asked, { data: { examples: 3, tokensPerExample: 99.5 } }).longest).toEqual({
      tokens: 100,
      isMean: true,
    });
    expect(dataReading(asked, { data: { examples: 3, tokensPerExample: 99, longest: 400 } }).longest).toEqual({
      tokens: 400,
      isMean: false,
    });
    expect(dataReading(run(id, { objective: "dpo" }), { data: bars([201, 1]) }).longest?.tokens).toBe(101);
    expect(dataReading(asked, {})).toMatchObject({ rows: 0, tokens: 0, longest: undefined });
  });
});

describe("the parameters of a shape", () => {
  const plain: ModelShape = { ...small, id: "own", layers: 4, context: 512 };
  const total = (more: Partial<ModelShape>): number => parameterCount({ ...plain, ...more }).total;
  const attention = 64 * (2 * 64 + 2 * 32);
  const norms = 9 * 64;

  it("are those of its matrices, tables and norms", () => {
    expect(total({})).toBe(4 * (attention + 3 * 64 * 100) + 2 * 64_000 + norms);
    expect(total({ tied: true })).toBe(total({}) - 64_000);
    expect(total({ gated: false })).toBe(total({}) - 4 * 64 * 100);
    expect(total({ otherParameters: 777 })).toBe(total({}) + 777);
    expect(parameterCount(plain)).toMatchObject({
      layers: 4 * (attention + 19_200),
      matmul: 4 * (attention + 19_200) + 64_000,
      attention: 4 * attention,
      experts: 0,
      expertLayers: 0,
      attentionLayers: 4,
      embedding: 64_000,
      norms,
    });
  });

  it("of experts are all, and those that a token passes through", () => {
    const moe = { experts: 8, topK: 2, ffn: 30, sharedFfn: 20, denseFfn: 90, denseLayers: 1, interval: 1 };
    const [expert, router, shared, dense] = [3 * 64 * 30, 8 * 64, 3 * 64 * 20, 3 * 64 * 90];
    const counts = parameterCount({ ...plain, moe });
    expect(counts.layers).toBe(4 * attention + dense + 3 * (router + shared + 8 * expert));
    expect(counts.activeLayers).toBe(4 * attention + dense + 3 * (router + shared + 2 * expert));
    expect(counts).toMatchObject({ experts: 24 * expert, expertLayers: 3 });
    expect(counts.active - counts.activeLayers).toBe(counts.total - counts.layers);
    expect(parameterCount({ ...plain, moe: { ...moe, denseLayers: 0, interval: 2 } }).expertLayers).toBe(2);
  });

  it("of other attention", () => {
    const latent = { queryRank: 0, kvRank: 24, nope: 8, rope: 4, value: 12 };
    const rest = 64 * (24 + 4) + 24 * 4 * (8 + 12) + 4 * 12 * 64;
    expect(parameterCount({ ...plain, latent }).attention).toBe(4 * (64 * 4 * 12 + rest));
    expect(parameterCount({ ...plain, latent: { ...latent, queryRank: 10 } }).attention).toBe(
      4 * (10 * (64 + 48) + rest),
    );
    const linear = {
      every: 4,
      keyHeads: 2,
      keyHeadDim: 8,
      valueHeads: 4,
      valueHeadDim: 8,
      convolution: 3,
      gatedAttention: true,
    };
    const delta = 64 * (2 * 16 + 3 * 32 + 2 * 4) + 3 * (2 * 16 + 32);
    const counts = parameterCount({ ...plain, linearAttention: linear });
    expect(counts).toMatchObject({ attention: 64 * (3 * 64 + 2 * 32) + 3 * delta, attentionLayers: 1 });
    expect(parameterCount({ ...plain, linearAttention: { ...linear, gatedAttention: false } }).attention).toBe(
      attention + 3 * delta,
    );
  });

  it.each([
    ["qv", 128 + 96],
    ["qkv", 128 + 2 * 96],
    ["attention", 128 + 2 * 96 + 128],
    ["mlp", 3 * 164],
    ["all", 128 + 2 * 96 + 128 + 3 * 164],
  ] as const)("that adapters of %s have are rank × rows and columns: %d a layer", (targets, sides) => {
    expect(adapterParameters(plain, 8, targets)).toBe(8 * 4 * sides);
    const moe = { experts: 8, topK: 2, ffn: 30, interval: 1, denseLayers: 1 };
    const blocks = targets === "mlp" || targets === "all" ? 3 * 164 + 3 * 8 * 3 * 94 : 0;
    const inAttention = targets === "mlp" ? 0 : targets === "all" ? sides - 3 * 164 : sides;
    expect(adapterParameters({ ...plain, moe }, 8, targets)).toBe(8 * (4 * inAttention + blocks));
  });

  it("that a method moves", () => {
    const trained = (more: Partial<Parameters<typeof trainedParameters>[1]>, shape: ModelShape = plain) =>
      trainedParameters(shape, {
        method: "lora",
        rank: 8,
        targets: "qv",
        trainEmbeddings: false,
        trainTower: false,
        ...more,
      });
    const adapters = 8 * 4 * 224;
    expect(trained({})).toMatchObject({ trainable: adapters, adapters, trainedTables: 0, adapterSides: 224 });
    expect(trained({ trainEmbeddings: true })).toMatchObject({ trainable: adapters + 128_000, trainedTables: 128_000 });
    expect(trained({ trainEmbeddings: true }, { ...plain, tied: true }).trainedTables).toBe(64_000);
    expect(trained({ method: "full" })).toMatchObject({ trainable: total({}), adapters: 0, adapterSides: 0 });
    expect(trained({ method: "head" }).trainable).toBe(64_000);
    const moe = { experts: 8, topK: 2, ffn: 30, interval: 1, denseLayers: 0 };
    expect(trained({ targets: "mlp" }, { ...plain, moe }).adapterSides).toBe(2 * 3 * 94);
  });
});
