import { describe, expect, it } from "vitest";
import { adapterParameters, parameterCount, trainedParameters } from "../src/model/parameters.ts";
import type { ModelShape } from "../src/model/shape.ts";
import { model } from "./book.ts";
import { small } from "./smallShape.ts";

/** Matrices of attention in one layer: queries and output of 64, keys and values of 32. */
const attention = 64 * (2 * 64 + 2 * 32);
const norms = 21 * 64;
const tables = 2 * 64_000;

describe("the parameters of a shape, by hand", () => {
  const count = (more: Partial<ModelShape>) => parameterCount({ ...small, ...more });

  it("are attention, blocks, tables and norms of dense layers", () => {
    const layers = 10 * (attention + 3 * 64 * 100);
    expect(count({})).toEqual({
      total: layers + tables + norms,
      layers,
      activeLayers: layers,
      embedding: 64_000,
      norms,
      active: layers + tables + norms,
      matmul: layers + 64_000,
      attention: 10 * attention,
      experts: 0,
      expertLayers: 0,
      attentionLayers: 10,
    });
    expect(count({ tied: true }).total).toBe(layers + 64_000 + norms);
    expect(count({ gated: false }).layers).toBe(10 * (attention + 2 * 64 * 100));
    expect(count({ otherParameters: 500 }).total).toBe(layers + tables + norms + 500);
    expect(count({ otherParameters: 500 }).matmul).toBe(layers + 64_000);
  });

  it("are experts, a router and what all tokens share in layers with experts", () => {
    // Two dense layers of 300; every second of the others has 8 experts of 50, two at work, and a shared one of 40.
    const moe = { experts: 8, topK: 2, ffn: 50, sharedFfn: 40, interval: 2, denseLayers: 2, denseFfn: 300 };
    const own = count({ moe });
    expect(own.expertLayers).toBe(4);
    const expert = 3 * 64 * 50;
    const outside = 10 * attention + 6 * 3 * 64 * 300 + 4 * (8 * 64 + 3 * 64 * 40);
    expect(own.layers).toBe(outside + 4 * 8 * expert);
    expect(own.activeLayers).toBe(outside + 4 * 2 * expert);
    expect(own.experts).toBe(4 * 8 * expert);
    expect(own.total - own.active).toBe(4 * 6 * expert);
    expect(count({ moe: { experts: 8, topK: 2, ffn: 50, interval: 3 } }).expertLayers).toBe(3);
    expect(count({ moe: { experts: 8, topK: 2, ffn: 50 } }).layers).toBe(10 * (attention + 8 * 64 + 8 * expert));
  });

  it("are experts of a narrower width, into and out of which two matrices lead", () => {
    const moe = { experts: 8, topK: 2, ffn: 50, latent: 16 };
    const own = count({ moe });
    expect(own.experts).toBe(10 * 8 * 3 * 16 * 50);
    expect(own.layers - own.experts).toBe(10 * (attention + 8 * 64 + 2 * 64 * 16));
  });

  it("are those of compressed keys and values", () => {
    const latent = { queryRank: 0, kvRank: 24, nope: 12, rope: 8, value: 10 };
    const keys = 64 * (24 + 8) + 24 * 4 * (12 + 10) + 4 * 10 * 64;
    expect(count({ latent }).attention).toBe(10 * (64 * 4 * 20 + keys));
    expect(count({ latent: { ...latent, queryRank: 30 } }).attention).toBe(10 * (30 * (64 + 4 * 20) + keys));
  });

  it("are those of linear attention in all but every fifth layer", () => {
    const linear = {
      every: 5,
      keyHeads: 2,
      keyHeadDim: 8,
      valueHeads: 4,
      valueHeadDim: 6,
      convolution: 4,
      gatedAttention: false,
    };
    const delta = 64 * (2 * 16 + 3 * 24 + 2 * 4) + 4 * (2 * 16 + 24);
    const own = count({ linearAttention: linear });
    expect(own.attentionLayers).toBe(2);
    expect(own.attention).toBe(2 * attention + 8 * delta);
    // A gate of the full layers' attention is one more matrix of its width.
    const gated = count({ linearAttention: { ...linear, gatedAttention: true } });
    expect(gated.attention - own.attention).toBe(2 * 64 * 64);
    expect(count({ layers: 9, linearAttention: linear }).attentionLayers).toBe(1);
  });

  it("are stated where layers mix their tokens otherwise", () => {
    const own = count({ mixers: { parameters: 777, attention: 3 } });
    expect([own.attention, own.attentionLayers]).toEqual([777, 3]);
  });
});

describe("the adapters of a shape, by hand", () => {
  const of = (more: Partial<ModelShape>, targets: Parameters<typeof adapterParameters>[2]) =>
    adapterParameters({ ...small, ...more }, 3, targets) / 3;

  it("have the rows and columns of each matrix", () => {
    const [q, kv, o] = [64 + 64, 64 + 32, 64 + 64];
    const block = 2 * (64 + 100) + (100 + 64);
    expect(of({}, "qv")).toBe(10 * (q + kv));
    expect(of({}, "qkv")).toBe(10 * (q + 2 * kv));
    expect(of({}, "attention")).toBe(10 * (q + 2 * kv + o));
    expect(of({}, "mlp")).toBe(10 * block);
    expect(of({}, "all")).toBe(10 * (q + 2 * kv + o + block));
    expect(of({ gated: false }, "mlp")).toBe(10 * 2 * (64 + 100));
    const latent = { queryRank: 0, kvRank: 24, nope: 12, rope: 8, value: 10 };
    expect(of({ latent }, "attention")).toBe(10 * (2 * (64 + 4 * 20) + 2 * kv));
    const moe = { experts: 8, topK: 2, ffn: 50, denseLayers: 4 };
    expect(of({ moe }, "mlp")).toBe(4 * block + 6 * 8 * 3 * (64 + 50));
    expect(of({ moe, gated: false }, "mlp")).toBe(4 * 2 * (64 + 100) + 6 * 8 * 2 * (64 + 50));
  });

  it("pass a token through the experts that it chooses, in the mean of the layers", () => {
    const asked = { method: "lora", rank: 3, targets: "mlp", trainEmbeddings: false, trainTower: false } as const;
    const moe = { experts: 8, topK: 2, ffn: 50, denseLayers: 5 };
    const { adapterSides, trainable } = trainedParameters({ ...small, moe }, asked);
    expect(adapterSides).toBe((5 * 3 * 164 + 5 * 2 * 3 * 114) / 10);
    expect(trainable).toBe(3 * (5 * 3 * 164 + 5 * 8 * 3 * 114));
    const qlora = trainedParameters(small, { ...asked, method: "qlora", trainEmbeddings: true });
    expect([qlora.trainedTables, qlora.trainable]).toEqual([128_000, 128_000 + qlora.adapters]);
    const full = trainedParameters(small, { ...asked, method: "full", trainEmbeddings: true });
    expect([full.trainedTables, full.adapters, full.trainable]).toEqual([0, 0, parameterCount(small).total]);
  });

  it("leave a tower frozen in a full run, unless it is trained as well", () => {
    const asked = { method: "full", rank: 3, targets: "all", trainEmbeddings: false } as const;
    const seen = model("qwen2.5-vl-7b");
    const [frozen, trained] = [false, true].map(
      (trainTower) => trainedParameters(seen, { ...asked, trainTower }).trainable,
    );
    expect((trained ?? 0) - (frozen ?? 0)).toBe(631_470_080);
    expect(trained).toBe(parameterCount(seen).total);
  });
});
