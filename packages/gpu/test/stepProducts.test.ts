import { describe, expect, it } from "vitest";
import { usefulFlops } from "../src/physics/arithmetic.ts";
import { constants, type Constants } from "../src/physics/constants.ts";
import { savedPerToken } from "../src/physics/memory.ts";
import { stepTime } from "../src/physics/time.ts";
import type { Gpu } from "../src/run/hardware.ts";
import type { RunOptions, SelfHostQuestion } from "../src/run/question.ts";
import { card, run } from "./book.ts";
import { bandwidth, ideal, peak, step, tokens } from "./idealStep.ts";
import { h100, hidden, id, layers, vocab } from "./llama8b.ts";

describe("what passes through memory beside products", () => {
  const moved = (options: RunOptions, c: Constants = ideal, gpu?: Gpu): number =>
    (step(id, options, c, gpu).parts.elementwise * bandwidth) / tokens;
  /** 16-bit values of all layers, as often as torchtune moves them in one pass. */
  const saved = (options: RunOptions): number =>
    2.82 * layers * 2 * savedPerToken(run(id, { framework: "torchtune", ...options }));
  const full = { method: "full" } as const;

  it("is what layers save, forward and twice back, and once more where it is computed again", () => {
    expect(moved(full) / saved(full)).toBeCloseTo(3, 9);
    expect(moved({ ...full, checkpointing: "full" }) / saved(full)).toBeCloseTo(4, 9);
    expect(moved({ method: "head" }) / saved({ method: "head" })).toBeCloseTo(1, 9);
    expect(moved({ ...full, gpus: 2, tensorParallel: 2 }) / saved(full)).toBeCloseTo(1.5, 9);
  });

  it("is less in fused kernels, and more of values in 32 bits", () => {
    const compiled = { ...full, compiled: true };
    expect(moved(compiled) / saved(compiled)).toBeCloseTo(3 * constants.compiledTraffic, 9);
    const hf = { ...full, framework: "hf" };
    expect(moved({ ...hf, loss: "fused" }) / moved(hf)).toBeCloseTo(constants.ligerTraffic, 9);
    expect(moved({ ...full, loss: "fused" }) / moved(full)).toBeCloseTo(1, 9);
    expect(moved({ ...full, weights: "fp32" }) / moved(full)).toBeCloseTo(constants.raisedTraffic, 9);
    expect(moved({ ...full, weights: "fp32", autocast: false }) / moved(full)).toBeCloseTo(2, 9);
  });

  it("is the adapters' own too, of twice the bytes where nothing casts them and a fourth in 16 bits", () => {
    const lora = { method: "lora", targets: "qv", framework: "hf" } as const;
    const c = { ...ideal, adapterTraffic: 1 };
    const sides = 2 * hidden + hidden + 1024;
    const added = (options: RunOptions): number => (moved(options, c) - moved(options)) / (2.76 * layers * 2 * 3);
    expect(added(lora)).toBeCloseTo(sides, 6);
    expect(added({ ...lora, autocast: false })).toBeCloseTo(2 * sides, 6);
    const in16 = { ...lora, framework: "torchtune" };
    expect((moved(in16, c) - moved(in16)) / (2.82 * layers * 2 * 3)).toBeCloseTo(sides / 4, 6);
  });

  it("is the copies of tokens that experts read and write", () => {
    // Mixtral: a copy of 4,096 values in and one out for each of two experts.
    const mixed = (c: Constants): number => step("mixtral-8x7b", full, c).parts.elementwise;
    const added = (mixed({ ...ideal, routedTraffic: 1 }) - mixed(ideal)) * bandwidth;
    expect(added / (2.82 * 32 * 2 * 3 * tokens)).toBeCloseTo(2 * 2 * 4096, 3);
  });

  it("is scaled and cast for products of 8 bits, and the weights with it where nothing fuses that", () => {
    const added = (options: RunOptions): number =>
      moved({ ...options, precision: "fp8" }) - moved({ ...options, precision: "bf16" });
    const { counts } = run(id);
    const values = layers * 2 * 3;
    const eager = { ...full, framework: "torchtitan" };
    const own = savedPerToken(run(id, eager));
    expect(added(eager)).toBeCloseTo(3 * values * own + (8 * counts.layers) / tokens, 0);
    const compiled = { ...eager, compiled: true };
    const less = savedPerToken(run(id, compiled));
    expect(added(compiled)).toBeCloseTo(1.02 * values * less + (8 * counts.layers) / tokens, 0);
    const megatron = { ...full, framework: "megatron" };
    expect(added(megatron)).toBeCloseTo(0.648 * values * savedPerToken(run(id, megatron)), 0);
    // A card without such products casts nothing.
    const { fp8Tflops: _none, ...without } = h100;
    expect(moved({ ...eager, precision: "fp8" }, ideal, without)).toBe(moved(eager, ideal, without));
    // Experts on other cards are cast there.
    const spread = (expertParallel: number): number => {
      const options = { ...full, framework: "torchtitan", gpus: 8, expertParallel } as const;
      const at = (precision: "fp8" | "bf16"): number =>
        step("mixtral-8x7b", { ...options, precision }).parts.elementwise;
      return (at("fp8") - at("bf16")) * bandwidth;
    };
    const { experts } = run("mixtral-8x7b").counts;
    expect(spread(1) - spread(4)).toBeCloseTo(8 * experts * (3 / 4), -5);
  });

  it("is each logit as often as its loss reads and writes it", () => {
    const logits = (options: RunOptions): number => (step(id, options).parts.logits * bandwidth) / (tokens * vocab);
    expect(logits({ ...full, loss: "plain" })).toBeCloseTo(constants.logitTraffic, 9);
    expect(logits({ ...full, loss: "chunked" })).toBeCloseTo(constants.logitTraffic, 9);
    expect(logits({ ...full, loss: "fused" })).toBeCloseTo(constants.fusedLogitTraffic, 9);
    expect(logits({ ...full, loss: "fused", gpus: 2, tensorParallel: 2 })).toBeCloseTo(6, 9);
  });
});

describe("the products of a step", () => {
  const operations = (model: string, options: RunOptions, c: Constants = ideal, gpu?: Gpu): number =>
    (step(model, options, c, gpu).parts.matmul * peak) / tokens;
  const counts = run(id).counts;
  const head = counts.embedding;
  const inLayers = counts.activeLayers;

  it.each<[what: string, options: RunOptions & Pick<SelfHostQuestion, "rollouts">, each: number]>([
    ["all weights", { method: "full" }, 6 * (inLayers + head)],
    ["the head alone", { method: "head" }, 2 * inLayers + 2 * 2 * head],
    ["pairs, each row with its reference", { method: "full", objective: "dpo" }, 2 * (8 * inLayers + 8 * head)],
    // A critic and a reward model end in one value: five passes of the head are the policy's and its reference's.
    [
      "a critic and a reward model without a head of words",
      { method: "full", objective: "ppo", rollouts: { tokens: 100 } },
      18 * inLayers + 10 * head,
    ],
    [
      "no pass of a reference",
      { method: "full", objective: "grpo", rollouts: { tokens: 100 }, referenceFree: true },
      8 * (inLayers + head),
    ],
    [
      "the pass of a reference that is away",
      { method: "full", objective: "dpo", referenceAway: true },
      16 * (inLayers + head),
    ],
    ["several passes of KTO", { method: "full", objective: "kto" }, 12 * (inLayers + head)],
  ])("are two operations a weight and pass: %s", (_what, options, each) => {
    expect(operations(id, options) / each).toBeCloseTo(1, 9);
  });

  it("pass through adapters twice back, and through a frozen base once", () => {
    // Rank 64 on queries and values: sides of 8,192 and 5,120 a layer.
    const lora = (rank: number): number => operations(id, { method: "lora", rank, targets: "qv" });
    expect((lora(65) - lora(1)) / (2 * 64 * layers * (8192 + 5120) * 3)).toBeCloseTo(1, 6);
    expect(lora(1) / (4 * (inLayers + head))).toBeCloseTo(1, 3);
  });

  it("take as much longer in 32 bits as the maker's sheet says, and less in 8", () => {
    // Hopper: 989 TFLOP/s in 16 bits, 67 in 32; 1,979 in 8.
    const plain: RunOptions = { method: "full", weights: "fp32" };
    expect(operations(id, { ...plain, autocast: false }) / operations(id, plain)).toBeCloseTo(14.8, 6);
    const eight = operations(id, { method: "full", precision: "fp8" });
    expect(eight).toBeCloseTo((6 * inLayers * 989) / (0.901 * 1979) + 6 * head, -3);
    // Adapters of PEFT alone, in 32 bits: the base stays as it is.
    const lora: RunOptions = { method: "lora", framework: "hf", rank: 64, targets: "qv" };
    const more = operations(id, { ...lora, autocast: false }) - operations(id, lora);
    expect(more / (13.8 * 2 * 64 * layers * (8192 + 5120) * 3)).toBeCloseTo(1, 9);
    // Without autocast a card without bfloat16 multiplies the raised head in 32 bits.
    const t4 = card("t4-16");
    const { measuredTflops: _measured, ...sheet } = t4;
    const raised = (upcastEmbeddings: boolean): number =>
      step(id, { method: "qlora", framework: "hf", upcastEmbeddings }, ideal, sheet).parts.matmul;
    const products = (raised(true) - raised(false)) * sheet.bf16Tflops * 1e12;
    expect(products / (7 * 2 * head * 2 * tokens)).toBeCloseTo(1, 6);
  });

  it("of experts fill with the rows of one: those of all cards that it serves", () => {
    const mixed = (options: RunOptions, c: Constants = ideal): number =>
      operations("mixtral-8x7b", { method: "full", experts: "grouped", ...options }, c);
    const { counts: of } = run("mixtral-8x7b");
    const routed = of.experts / 4;
    const dense = 6 * (of.activeLayers - routed + of.embedding);
    const grouped = (rows: number): number => (6 * routed * (rows + 256)) / (constants.groupedExperts * rows);
    // A fourth of the rows for each of eight experts, two at a time.
    expect(mixed({}) / (dense + grouped(tokens / 4))).toBeCloseTo(1, 6);
    const spread = { gpus: 8, sharding: "ddp" } as const;
    expect(mixed({ ...spread, expertParallel: 8 }) / (dense + grouped(tokens * 2))).toBeCloseTo(1, 6);
    const split = mixed({ ...spread, tensorParallel: 2 });
    expect((2 * split) / (dense + grouped(tokens / 8))).toBeCloseTo(1, 6);
    // One after another each is a product of its own.
    expect(mixed({ experts: "loop" }) / (dense + 6 * routed)).toBeCloseTo(1, 6);
    const slow = mixed({ experts: "loop" }, { ...ideal, halfRows: 512 }) - mixed({ experts: "loop" });
    const half = (512 * h100.bf16Tflops) / 989;
    expect(slow / (dense * (half / tokens) + 6 * routed * (half / (tokens / 4)))).toBeCloseTo(1, 6);
  });

  it("are done again of experts, where selective checkpointing keeps none of theirs", () => {
    const mixed = (options: RunOptions): number =>
      operations("mixtral-8x7b", { method: "full", framework: "torchtitan", ...options });
    const { counts: of } = run("mixtral-8x7b");
    const routed = of.experts / 4;
    const grouped = (routed * (512 + 256)) / (constants.groupedExperts * 512);
    const added = (experts: "grouped" | "loop"): number =>
      mixed({ experts, checkpointing: "selective" }) - mixed({ experts, checkpointing: "none" });
    // Of attention's four matrices the first of each two: queries and one of keys and values, half of all here.
    const attention = of.activeLayers - routed;
    expect(added("grouped") / (2 * grouped + 2 * attention * 0.5)).toBeCloseTo(1, 6);
    expect(added("loop") / (2 * 0.5 * routed + 2 * attention * 0.5)).toBeCloseTo(1, 6);
    const dense = (checkpointing: "selective" | "none"): number =>
      operations(id, { method: "full", framework: "torchtitan", checkpointing });
    // Llama: 40 heads of 128 and a block of 14,336, of twice 40 heads and three blocks.
    const share = (40 * 128 + 14_336) / (2 * 40 * 128 + 3 * 14_336);
    expect((dense("selective") - dense("none")) / (2 * inLayers * share)).toBeCloseTo(1, 6);
    expect(operations(id, { method: "full", framework: "megatron", checkpointing: "selective" })).toBe(
      operations(id, { method: "full", framework: "megatron" }),
    );
  });
});

describe("attention of a step", () => {
  const attended = (
    model: string,
    options: RunOptions,
    document: number,
    gpu: Gpu = h100,
    c: Constants = ideal,
  ): number => {
    const one = run(model, {
      framework: "torchtune",
      method: "full",
      checkpointing: "none",
      maxTokens: 4096,
      ...options,
    });
    const { parts } = stepTime(one, gpu, { tokens, computed: tokens, document }, c);
    return (parts.attention * gpu.bf16Tflops * 1e12) / tokens;
  };
  // Two products a score, forward and two and a half times back.
  const scored = (heads: number, keys: number): number => 4 * heads * keys * 3.5;

  it("sees half of its document, and of layers with a window as much of it as they do", () => {
    expect(attended(id, {}, 1000) / scored(32 * 128, layers * 500)).toBeCloseTo(1, 9);
    // gpt-oss: 24 layers, every second with a window of 128, heads of 64.
    const own = run("gpt-oss-20b", {});
    expect(own.shape.sliding).toEqual({ window: 128, fullEvery: 2 });
    const oss = (document: number): number => attended("gpt-oss-20b", { attention: "flash-2" }, document);
    expect(oss(100) / scored(64 * 64, 24 * 50)).toBeCloseTo(1, 9);
    expect(oss(1024) / scored(64 * 64, 12 * 512 + 12 * 128 * (1 - 128 / 2048))).toBeCloseTo(1, 9);
    // A model all of whose layers have a window of 4,096.
    const danube = run("h2o-danube-1.8b", {}).shape;
    expect(danube.sliding).toEqual({ window: 4096, fullEvery: 0 });
    const wide = attended("h2o-danube-1.8b", { attention: "flash-2" }, 8192);
    expect(wide / scored(danube.heads * danube.headDim, 24 * 4096 * 0.75)).toBeCloseTo(1, 9);
  });

  it("costs wider heads in every sixth layer of Gemma 4, which see all", () => {
    const wide = (document: number): number => attended("gemma-4-31b", { attention: "flash-2" }, document);
    // 60 layers, 32 heads: 50 with a window of 1,024 and heads of 256, 10 with heads of 512.
    expect(wide(1000) / scored(32 * 256, 50 * 500 + 2 * 10 * 500)).toBeCloseTo(1, 9);
    const within = 50 * 1024 * (1 - 1024 / 8192);
    expect(wide(4096) / scored(32 * 256, within + 2 * 10 * 2048)).toBeCloseTo(1, 9);
  });

  // Seen: 72 ms a layer for 2.25 on an H200 (verl #7131), steps of 1.66 to 3.11 times (unsloth-zoo #860), 1.61 times (transformers #30461).
  it("computes every score behind a window where it is a mask, which one kernel of PyTorch's takes", () => {
    const rates: Constants = { ...ideal, attention: { ...ideal.attention, efficient: { hopper: 0.25 } } };
    const masked = (options: RunOptions, document: number): number =>
      attended("h2o-danube-1.8b", options, document, h100, rates) / scored(32 * 80, 24);
    expect(masked({ attention: "sdpa" }, 8192)).toBeCloseTo(8192 / 0.25, 3);
    expect(masked({ attention: "sdpa" }, 4096)).toBeCloseTo(2048, 6);
    expect(masked({ flashAttention: true }, 8192)).toBeCloseTo(4096 * 0.75, 6);
    expect(masked({ attention: "sdpa", framework: "unsloth" }, 8192)).toBeCloseTo(4096 * 0.75, 6);
    // Every second layer of gpt-oss has a window of 128.
    const oss = attended("gpt-oss-20b", { attention: "sdpa" }, 1024, h100, rates);
    expect(oss / scored(64 * 64, 12)).toBeCloseTo(512 + 1024 / 0.25, 3);
    // Scores in memory are all there: twice as many keys take twice as long.
    expect(masked({ attention: "eager" }, 8192) / masked({ attention: "eager" }, 4096)).toBeCloseTo(2, 6);
  });

  it("is useful as far as it is needed once: not what is computed again, nor back where the head alone learns", () => {
    const useful = (method: "full" | "lora" | "head", document: number): number =>
      usefulFlops(run(id, { method }), document);
    const keys = 4 * 32 * 128 * layers;
    for (const [method, passes] of [
      ["full", 3],
      ["lora", 3],
      ["head", 1],
    ] as const)
      expect((useful(method, 4000) - useful(method, 2000)) / (keys * 1000 * passes)).toBeCloseTo(1, 9);
    expect((useful("head", 0) - 0) / (2 * run(id).counts.matmul)).toBeCloseTo(1, 9);
    expect(useful("lora", 0) / useful("head", 0)).toBeCloseTo(2, 9);
    expect(useful("full", 0) / useful("head", 0)).toBeCloseTo(3, 9);
  });

  it("has the kernel that is asked for, and where none is the one that PyTorch takes on that card and host", () => {
    const rates: Constants = {
      ...ideal,
      attention: { ...ideal.attention, efficient: { turing: 0.25, hopper: 0.5 }, "flash-3": { hopper: 0.8 } },
    };
    const slower = (options: RunOptions, gpu: Gpu = h100): number =>
      attended(id, options, 1000, gpu, rates) / scored(32 * 128, layers * 500);
    expect(slower({ attention: "sdpa" })).toBeCloseTo(1, 9);
    expect(slower({ attention: "sdpa", host: "windows" })).toBeCloseTo(2, 9);
    expect(slower({ attention: "flash-3" })).toBeCloseTo(1.25, 9);
    expect(slower({ attention: "flash-3", host: "windows" })).toBeCloseTo(1.25, 9);
    expect(slower({ attention: "flash-2" }, card("t4-16"))).toBeCloseTo(4, 9);
  });

  it("is no faster in 32 bits than products are", () => {
    const plain: RunOptions = { weights: "fp32", attention: "flash-2" };
    const ratio = attended(id, { ...plain, autocast: false }, 1000) / attended(id, plain, 1000);
    expect(ratio).toBeCloseTo(14.8, 6);
  });
});

describe("the part that reads pictures", () => {
  // Qwen2.5-VL: 631 million parameters beside a projector of 44.6 million that reads four patches at once.
  const added = (options: RunOptions): { products: number; attention: number } => {
    const asked: RunOptions = { framework: "hf", attention: "flash-2", images: 1, packing: "padded", ...options };
    const [seen, none] = [1000, 0].map((patches) => step("qwen2.5-vl-7b", asked, ideal, h100, patches).parts);
    return {
      products: (((seen?.matmul ?? 0) - (none?.matmul ?? 0)) * peak) / 1000,
      attention: (((seen?.attention ?? 0) - (none?.attention ?? 0)) * peak) / 1000,
    };
  };
  const once = 2 * (631_470_080 + 44_564_480 / 4);
  const scores = 4 * 32 * 1280 * (4 * 37 * 37);

  it.each<[what: string, options: RunOptions, products: number, attention: number]>([
    ["frozen: forward alone", { method: "lora", checkpointing: "full" }, 1, 1],
    ["trained beside adapters: forward and back", { method: "lora", trainTower: true }, 2, 3.5],
    ["computed again", { method: "lora", trainTower: true, checkpointing: "full" }, 3, 4.5],
    ["trained whole: gradients of its weights too", { method: "full", trainTower: true }, 3, 3.5],
    ["a row for each of a pair", { method: "lora", objective: "dpo" }, 2, 2],
  ])("is %s", (_what, options, products, attention) => {
    const { products: own, attention: seen } = added(options);
    expect(own / (products * once)).toBeCloseTo(1, 9);
    expect(seen / (attention * scores)).toBeCloseTo(1, 9);
  });

  it("attends more slowly by narrow heads: of 64, as CLIP has them", () => {
    const asked = run("qwen2.5-vl-7b", { framework: "hf", attention: "flash-2", images: 1, packing: "padded" });
    const { tower } = asked.shape;
    if (tower === undefined) throw new Error("no tower");
    const seen = (heads: number): number => {
      const one = { ...asked, shape: { ...asked.shape, tower: { ...tower, heads } } };
      const [all, none] = [1000, 0].map(
        (patches) =>
          stepTime(one, h100, { tokens, computed: tokens, document: 1024, patches }, { ...ideal, narrowHeads: 0.75 })
            .parts.attention,
      );
      return (all ?? 0) - (none ?? 0);
    };
    // 1,280 wide: 16 heads of 80, 20 of 64.
    expect(seen(20) / seen(16)).toBeCloseTo(1 / 0.75, 9);
  });

  it("attends at the rate of products where no kernel is named for it", () => {
    expect(added({ method: "lora", attention: "eager" }).attention / scores).toBeCloseTo(1, 9);
  });
});
