import { describe, expect, it } from "vitest";
import { attentionRate, matmulShare, productRate, usefulFlops } from "../src/physics/arithmetic.ts";
import { constants, type Constants } from "../src/physics/constants.ts";
import { stepTime, type StepTime } from "../src/physics/time.ts";
import type { RunOptions } from "../src/run/question.ts";
import { card, run } from "./book.ts";
import { embedding, h100, hidden, id, inLayers, layers, total, vocab } from "./llama8b.ts";

/** A card at its peak, kernels without launch, nothing but products and attention. */
const ideal: Constants = {
  ...constants,
  sustained: { ...constants.sustained, hopper: 1 },
  perWatt: {},
  halfWidth: 0,
  halfRows: 0,
  halfLength: 0,
  attention: { ...constants.attention, "flash-2": { ...constants.attention["flash-2"], hopper: 1 } },
  attentionInStep: 1,
  logitTraffic: 0,
  compiledTraffic: 0,
  compiledLaunch: 0,
  adapterTraffic: 0,
  optimizerTraffic: 0,
};
const rows = { tokens: 4096, computed: 4096, document: 1024 };
const timed = (options: RunOptions, c: Constants = ideal, gpu = h100): StepTime =>
  stepTime(run(id, { framework: "torchtune", compiled: true, attention: "flash-2", ...options }), gpu, rows, c);

describe("the time of a step", () => {
  const full = { method: "full", gpus: 1, microBatch: 1, checkpointing: "none", maxTokens: 4096 } as const;
  const peak = h100.bf16Tflops * 1e12;
  const matmul = inLayers - 2 * layers * hidden + embedding;
  // Half of a document's keys, four operations each, once forward and two and a half times back.
  const attention = (times: number) => (4096 * 4 * 32 * 128 * layers * (1024 / 2) * times) / peak;

  it("is 6 operations a parameter and token, 4 where the base is frozen, 2 more where layers are computed again", () => {
    const parts = (options: RunOptions) => timed({ ...full, ...options }).parts;
    expect(parts({}).matmul).toBeCloseTo((6 * matmul * 4096) / peak, 6);
    expect(parts({}).attention).toBeCloseTo(attention(1 + 2.5), 9);
    const again = (2 * (matmul - embedding) * 4096) / peak;
    expect(parts({ checkpointing: "full" }).matmul - parts({}).matmul).toBeCloseTo(again, 6);
    expect(parts({ checkpointing: "full" }).attention).toBeCloseTo(attention(2 + 2.5), 9);
    expect(parts({ method: "lora", rank: 1, targets: "qv" }).matmul).toBeCloseTo((4 * matmul * 4096) / peak, 3);
    expect(parts({ method: "head" }).attention).toBeCloseTo(attention(1), 9);
    expect(parts({ microBatch: 4 }).matmul).toBeCloseTo(4 * parts({}).matmul, 6);
  });

  it("unpacks a base of four bits forward and back, GPTQ's half as fast as NF4", () => {
    const unpacked = (options: RunOptions) =>
      timed({ ...full, method: "qlora", rank: 1, targets: "qv", ...options }).parts.dequantise;
    const bytes = constants.dequantRate * h100.bandwidthGBs * 1e9;
    expect(unpacked({}) / ((2 * inLayers) / bytes)).toBeCloseTo(1, 3);
    expect(unpacked({ checkpointing: "full" }) / unpacked({})).toBeCloseTo(1.5, 9);
    expect(unpacked({ quantisation: "nf4-double" })).toBe(unpacked({}));
    expect(unpacked({ quantisation: "gptq4" }) / unpacked({})).toBeCloseTo(1 / constants.otherDequant, 9);
    expect(unpacked({ method: "lora" })).toBe(0);
  });

  it("fetches weights from the host in each pass: two, and three where all of them are trained", () => {
    const fetched = (options: RunOptions) =>
      timed({ ...full, gpus: 1, offload: ["weights"], ...options }).parts.communication;
    const weights = (2 * total) / (constants.hostGBs * 1e9);
    const lora = { method: "lora", rank: 1, targets: "qv" } as const;
    expect(fetched(lora) / (2 * weights)).toBeCloseTo(1, 3);
    expect(fetched({}) / (3 * weights)).toBeCloseTo(1, 3);
    expect(fetched({ ...lora, offload: [] })).toBe(0);
  });

  it("multiplies more slowly what cards share: each has a narrower part", () => {
    const c = { ...ideal, halfWidth: 1024 };
    const half = 1024 * Math.sqrt(h100.bf16Tflops / 312);
    const products = (tensorParallel: number) =>
      tensorParallel * timed({ ...full, gpus: tensorParallel, tensorParallel }, c).parts.matmul;
    // A fourth of the cards' work on half of the width.
    const [whole, narrow] = [hidden / (hidden + half), hidden / 2 / (hidden / 2 + half)];
    expect(products(4) / products(1)).toBeCloseTo(whole / narrow, 6);
  });

  it("counts as useful what the model needs, and nothing that is computed again", () => {
    const useful = 6 * matmul + 4 * 32 * 128 * layers * 512 * 3;
    expect(usefulFlops(run(id, full), 1024)).toBeCloseTo(useful, -3);
    expect(usefulFlops(run(id, { ...full, method: "lora" }), 1024)).toBeCloseTo(useful - 2 * matmul, -3);
    const { seconds, tokensPerSecondPerGpu, mfu } = timed(full);
    expect(tokensPerSecondPerGpu).toBeCloseTo(4096 / seconds, 6);
    expect(mfu).toBeCloseTo((useful * tokensPerSecondPerGpu) / peak, 9);
    expect(seconds).toBeCloseTo((6 * matmul * 4096) / peak + attention(3.5), 3);
  });

  it("moves the logits and the states by the card's bandwidth", () => {
    const c = { ...ideal, bandwidth: { ...ideal.bandwidth, hopper: 1 }, logitTraffic: 20, optimizerTraffic: 26 };
    const parts = (options: RunOptions = {}) => timed({ ...full, optimizer: "adamw-8bit", ...options }, c).parts;
    const bandwidth = h100.bandwidthGBs * 1e9;
    expect(parts().logits).toBeCloseTo((4096 * 20 * vocab) / bandwidth, 9);
    expect(parts().optimizer).toBeCloseTo((26 * total) / bandwidth, 6);
    expect(parts({ accumulation: 4 }).optimizer).toBeCloseTo(parts().optimizer / 4, 9);
    expect(parts({ gpus: 8, sharding: "zero1" }).optimizer).toBeLessThan(parts({ gpus: 8, sharding: "ddp" }).optimizer);
  });

  it("sends what the sharding splits round the ring of the cards", () => {
    const c = { ...ideal, waitInside: 0, waitBetween: 0, unhidden: 0 };
    const link = 100;
    const sent = (options: RunOptions) => timed({ ...full, gpus: 8, linkGBs: link, ...options }, c).parts.communication;
    // Seven eighths of what is split go round: the weights twice, and their gradients.
    const ring = (bytes: number) => (bytes * 7) / 8 / (link * 1e9);
    expect(sent({ sharding: "zero3" })).toBeCloseTo(3 * ring(2 * total), 6);
    expect(sent({ sharding: "fsdp", weights: "fp32" })).toBeCloseTo(4 * ring(2 * total), 6);
    expect(sent({ sharding: "zero3", method: "lora" })).toBeCloseTo(2 * ring(2 * total), 6);
    expect(sent({ sharding: "zero2" })).toBeCloseTo(ring(2 * total), 6);
    expect(sent({ sharding: "ddp" })).toBe(0);
    const waits = timed({ ...full, gpus: 8, linkGBs: link, sharding: "zero3" }, { ...c, waitInside: 40 });
    expect(waits.parts.communication - sent({ sharding: "zero3" })).toBeCloseTo(layers * 3 * 40e-6, 9);
  });

  it("waits for a model that is split: all-reduces twice a layer and pass", () => {
    const tensor = timed({ ...full, gpus: 2, tensorParallel: 2, linkGBs: 100 }, { ...ideal, unhidden: 0 });
    const bytes = 2 * 2 * 2 * 2 * hidden * 4096 * layers;
    expect(tensor.parts.communication).toBeCloseTo(bytes / 2 / 1e11, 9);
    const again = timed({ ...full, gpus: 2, tensorParallel: 2, linkGBs: 100, checkpointing: "full" }, ideal);
    expect(again.parts.communication).toBeCloseTo((1.5 * bytes) / 2 / 1e11, 9);
  });
});

describe("the traffic of experts, and of a long sequence that cards share", () => {
  it("sends each token to its experts and back, but for those of the same card", () => {
    const experts = { method: "full", gpus: 8, expertParallel: 8, checkpointing: "none", maxTokens: 4096 } as const;
    const sent = (options: RunOptions) =>
      stepTime(
        run("mixtral-8x7b", { ...experts, microBatch: 1, linkGBs: 100, sharding: "ddp", ...options }),
        h100,
        rows,
      ).parts.communication;
    // Two passes, there and back, 16 bits: two experts of eight, of which one is at home.
    const copy = 2 * 2 * 2 * 4096 * 4096 * 32;
    expect(sent({})).toBeCloseTo((copy * 2 * 7) / 8 / 100e9, 9);
    expect(sent({ checkpointing: "full" })).toBeCloseTo((1.5 * copy * 2 * 7) / 8 / 100e9, 9);
    expect(sent({ expertParallel: 4 })).toBeCloseTo((copy * 2 * 3) / 4 / 100e9, 9);
    expect(sent({ expertParallel: 1 })).toBe(0);
    // On two machines: half of a token's eight experts are on the other one. DeepEP sends a token there once, with a chance of
    // 1 − (1/2)⁸, and faster than all-to-all. The cards of a machine share its network.
    const far = run("qwen3-30b-a3b", { ...experts, gpus: 16, expertParallel: 16, networkGBs: 50, linkGBs: 100 });
    const small = 2 * 2 * 2 * 2048 * 4096 * 48;
    const between = (dispatcher: "alltoall" | "deepep") =>
      stepTime({ ...far, sharding: "ddp", microBatch: 1, dispatcher }, h100, rows).parts.communication;
    const inside = (8 * 7) / 8 / 100;
    expect(between("alltoall")).toBeCloseTo((small * (inside + (4 * 8) / 50)) / 1e9, 9);
    const once = (1 - 0.5 ** 8) / constants.deepEp;
    expect(between("deepep")).toBeCloseTo((small * (inside + (once * 8) / 50)) / 1e9, 9);
  });

  it("sends keys and values of the other parts round a ring, three times", () => {
    const parts = (n: number) =>
      timed({ ...long, gpus: n, contextParallel: n, linkGBs: 100 }, { ...ideal, unhidden: 0 }).parts;
    const long = { method: "full", microBatch: 1, checkpointing: "none", maxTokens: 4096, sharding: "ddp" } as const;
    const bytes = 3 * 2 * 2 * 8 * 128 * 4096 * layers;
    expect(parts(2).communication).toBeCloseTo(bytes / 2 / 100e9, 9);
    expect(parts(4).communication).toBeCloseTo((bytes * 3) / 4 / 100e9, 9);
  });
});

describe("the host's time", () => {
  const one = { framework: "hf", compiled: false, gpus: 1, checkpointing: "none", method: "full" } as const;
  const launch = (options: RunOptions = {}, gpu = h100) => timed({ ...one, ...options }, constants, gpu).parts.launch;

  it("is the launches of each layer, forward and twice back", () => {
    expect(launch()).toBeCloseTo((0.848 * layers * 3) / 1000, 9);
    expect(launch({ checkpointing: "full" })).toBeCloseTo((0.848 * layers * 4) / 1000, 9);
    expect(launch({ host: "windows" })).toBeCloseTo(2 * launch(), 9);
    expect(launch({ compiled: true })).toBeCloseTo(0.26 * launch(), 9);
    expect(launch({ method: "lora", targets: "all" })).toBeCloseTo(1.42 * launch(), 9);
    expect(launch({ method: "lora", targets: "qv" })).toBeCloseTo((1 + (2 / 7) * 0.42) * launch(), 9);
    expect(launch({}, card("t4"))).toBeCloseTo(1.72 * launch(), 9);
    expect(launch({ gpus: 2, pipelineParallel: 2 })).toBeCloseTo(launch() / 2, 9);
  });

  it("has a hook for each module under ZeRO-3, in every pass", () => {
    const hooks = launch({ gpus: 8, sharding: "zero3" }) - launch({ gpus: 8, sharding: "zero2" });
    expect(hooks).toBeCloseTo((9 * layers * 0.309 * 2) / 1000, 9);
  });
});

describe("the rates of a card", () => {
  it("fill with the width and the rows of a product", () => {
    const c = { ...ideal, halfWidth: 4096, halfRows: 989 };
    const peak = h100.bf16Tflops * 1e12;
    const wide = Math.sqrt(h100.bf16Tflops / 312);
    const deep = h100.bf16Tflops;
    expect(productRate(h100, 4096 * wide, 1e15, c)).toBeCloseTo(peak / 2, -6);
    expect(productRate(h100, 1e15, deep, c)).toBeCloseTo(peak / 2, -6);
  });

  it("are held by what was measured, and by the power", () => {
    expect(matmulShare(h100, ideal)).toBe(1);
    expect(matmulShare({ ...h100, measuredTflops: h100.bf16Tflops / 2 }, ideal)).toBe(0.5);
    const watts = { ...ideal, perWatt: { hopper: 1 } };
    expect(matmulShare({ ...h100, watts: h100.bf16Tflops / 4 }, watts)).toBe(0.25);
    expect(matmulShare({ ...h100, watts: 3 * h100.bf16Tflops }, watts)).toBe(watts.coolShare);
  });

  it("of attention fall with narrow heads and short rows", () => {
    const rate = (headDim: number, keys: number, c: Constants = ideal) =>
      attentionRate(h100, "flash-2", { headDim, keys }, c) / (h100.bf16Tflops * 1e12);
    expect(rate(128, 1000)).toBe(1);
    expect(rate(64, 1000)).toBe(ideal.narrowHeads);
    expect(rate(65, 1000)).toBe(1);
    expect(rate(128, 500, { ...ideal, halfLength: 500 })).toBe(0.5);
    // A kernel that starts more slowly has half its rate at twice the length.
    const later = (kernel: "flash-3" | "efficient", keys: number, half: number) =>
      attentionRate(h100, kernel, { headDim: 128, keys }, { ...ideal, halfLength: half });
    expect(later("flash-3", 1000, 500) / later("flash-3", 1000, 0)).toBe(0.5);
    expect(later("efficient", 500, 500) / later("efficient", 500, 0)).toBe(0.5);
  });
});
