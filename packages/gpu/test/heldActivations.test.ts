import { describe, expect, it } from "vitest";
import type { Constants } from "../src/physics/constants.ts";
import { savedPerToken } from "../src/physics/memory.ts";
import type { RunOptions } from "../src/run/question.ts";
import { card, run } from "./book.ts";
import { activations, bare, held, kept } from "./held.ts";
import { ffn, GiB, hidden, id, layers, vocab } from "./llama8b.ts";

describe("the values that a layer keeps of a token", () => {
  const heads = 2 * (32 + 8) * 128;
  // Llama 3.1 8B; hf keeps of a norm 4.02 values of 16 bits, compiled 1.5.
  it.each<[options: RunOptions, values: number]>([
    [{ method: "full" }, heads + hidden + 2 * 4.02 * hidden + 4 * ffn + hidden],
    [{ method: "full", compiled: true }, heads + hidden + 2 * 1.5 * hidden + 3 * ffn + hidden],
    [{ method: "full", framework: "megatron", compiled: true }, heads + hidden + 2 * hidden + 3 * ffn + hidden],
    [{ method: "qlora", targets: "qv" }, heads + hidden + 2 * 4.02 * hidden + 4 * ffn + hidden],
    [{ method: "lora", targets: "all" }, heads + hidden + 2 * 4.02 * hidden + 4 * ffn + hidden],
    [{ method: "lora", targets: "attention" }, heads + hidden + 2 * 4.02 * hidden + 3 * ffn],
    // No input of the attention's matrices is needed where none of them learns.
    [{ method: "lora", targets: "mlp" }, heads + 2 * 4.02 * hidden + 4 * ffn + hidden],
  ])("%j", (options, values) => {
    expect(savedPerToken(run(id, options))).toBeCloseTo(values, 6);
  });

  it("are fewer without a gate: one product, and norms of one copy", () => {
    const run125 = run("mpt-125m", { method: "full" });
    const { hidden: width, heads: count, headDim, kvHeads, ffn: inner, gated } = run125.shape;
    expect(gated).toBe(false);
    expect(savedPerToken(run125)).toBe(2 * (count + kvHeads) * headDim + width + 2 * width + 2 * inner + width);
  });

  it("are those of the experts at work, with a copy in and out for each", () => {
    // Mixtral: two experts of 14,336 at work, of a token's 4,096 values.
    const all = activations("mixtral-8x7b", { method: "full", checkpointing: "none" });
    const saved = heads + 4096 + 2 * 4.02 * 4096 + 4 * 2 * 14_336 + 4096;
    expect(all / (32 * 2048 * 2)).toBeCloseTo(saved + 2 * 2 * 4096, 3);
  });

  it("are fewer where the gated block computes its product again: of dense layers whose block has adapters in its kernel", () => {
    const on = (model: string, framework: string, options: RunOptions): number =>
      activations(model, { framework, checkpointing: "none", offload: [], ...options }) / (2048 * 2);
    const freed = (model: string, options: RunOptions): number => {
      const own = run(model, { framework: "unsloth", ...options });
      const { moe, hidden: width } = own.shape;
      return own.shape.layers * (savedPerToken(own) + (moe ? 2 * moe.topK * width : 0)) - on(model, "unsloth", options);
    };
    expect(freed(id, { method: "qlora", targets: "qv" })).toBeCloseTo(layers * 2 * ffn, 0);
    expect(freed(id, { method: "lora", targets: "all" })).toBeCloseTo(layers * 2 * ffn, 0);
    expect(freed(id, { method: "lora", targets: "attention" })).toBeCloseTo(0, 0);
    expect(freed(id, { method: "full" })).toBeCloseTo(0, 0);
    expect(freed("mixtral-8x7b", { method: "lora", targets: "all" })).toBeCloseTo(0, 0);
  });
});

describe("a loop without autocast keeps the inputs of adapters in 32 bits", () => {
  const more = (options: RunOptions): number => {
    const asked: RunOptions = { framework: "hf", checkpointing: "none", rank: 8, ...options };
    return (activations(id, { ...asked, autocast: false }) - activations(id, asked)) / (layers * 2048);
  };
  // Four bytes of each input of an adapter, less the two that the same inputs share in 16 bits.
  it.each<[targets: NonNullable<RunOptions["targets"]>, bytes: number]>([
    ["qv", 4 * 2 * hidden - 2 * hidden],
    ["qkv", 4 * 3 * hidden - 2 * hidden],
    ["attention", 4 * (3 * hidden + 32 * 128) - 2 * hidden],
    ["mlp", 4 * (2 * hidden + ffn) - 2 * (hidden + ffn)],
    ["all", 4 * (3 * hidden + 32 * 128 + 2 * hidden + ffn) - 2 * (hidden + hidden + ffn)],
  ])("of %s", (targets, bytes) => {
    expect(more({ method: "lora", targets })).toBeCloseTo(bytes, 3);
    expect(more({ method: "lora", targets, gpus: 2, tensorParallel: 2 })).toBeCloseTo(bytes / 2, 3);
  });

  it("and frees them before the next layer is computed again", () => {
    const again = (options: RunOptions): number =>
      activations(
        id,
        { framework: "hf", method: "lora", rank: 8, targets: "qkv", ...options },
        { ...kept, layerAgain: 3 },
      );
    // The copies of the layer at work are there once, however often its other values are.
    expect((again({ autocast: false }) - again({})) / 2048).toBeCloseTo(4 * 3 * hidden - 2 * hidden, 3);
  });

  it("computes all else in 32 bits too where weights are: but for the copies of norms", () => {
    const norms = 2 * 4.02 * hidden;
    const all = activations(id, { method: "full", checkpointing: "none", weights: "fp32", autocast: false });
    const saved = 2 * (32 + 8) * 128 + hidden + 4 * ffn + hidden;
    expect(all / (layers * 2048)).toBeCloseTo(2 * norms + 4 * saved, 3);
    // A T4 has no bfloat16: what PEFT raised in a quantised run stays in 32 bits.
    const raised: RunOptions = { framework: "hf", method: "qlora", targets: "all", checkpointing: "none" };
    const on = (gpu: string, options: RunOptions = {}): number =>
      activations(id, { ...raised, ...options }, kept, card(gpu)) / (layers * 2048);
    expect(on("t4-16")).toBeCloseTo(2 * norms + 4 * saved, 3);
    expect(on("a100-sxm-80")).toBeCloseTo(2 * (norms + saved), 3);
    expect(on("t4-16", { upcastEmbeddings: false })).toBeCloseTo(2 * (norms + saved), 3);
    expect(on("a100-sxm-80", { autocast: false })).toBeCloseTo(2 * norms + 4 * saved, 3);
  });
});

describe("the values between two layers", () => {
  // Bytes of each, kept of all layers under full checkpointing.
  it.each<[what: string, options: RunOptions, bytes: number]>([
    ["16 bits where weights have them", { method: "full" }, 2],
    ["32 where weights have them", { method: "full", weights: "fp32" }, 4],
    ["16 where those are gathered in units", { method: "full", weights: "fp32", gpus: 2, sharding: "zero3" }, 2],
    ["16 where units are wrapped on one card too", { method: "full", weights: "fp32", framework: "torchtitan" }, 2],
    ["32 where autocast casts for each product", { method: "full", weights: "fp32-autocast" }, 4],
    ["32 from raised embeddings of a quantised run", { method: "qlora", framework: "hf" }, 4],
    ["16 where they are not raised", { method: "qlora", framework: "hf", upcastEmbeddings: false }, 2],
    ["16 of an unquantised base", { method: "lora", framework: "hf" }, 2],
    ["32 from adapters that FSDP wraps", { method: "lora", framework: "hf", gpus: 2, sharding: "fsdp" }, 4],
    ["16 from such adapters of 16 bits", { method: "lora", framework: "torchtune", gpus: 2, sharding: "fsdp" }, 2],
    ["16 of such adapters under ZeRO-3", { method: "lora", framework: "hf", gpus: 2, sharding: "zero3" }, 2],
  ])("have %s", (_what, options, bytes) => {
    expect(activations(id, options) / (layers * hidden * 2048)).toBeCloseTo(bytes, 9);
  });

  it("are of two layers where the others wait on the host, and of an input of the head where it alone learns", () => {
    expect(activations(id, { offload: ["activations"] }) / (hidden * 2048)).toBeCloseTo(2 * 2, 9);
    // The layer at work, computed once, is beside it.
    const head = activations(id, { method: "head", checkpointing: "full" }, { ...kept, layerAgain: 9 });
    const layer = 2 * savedPerToken(run(id, { method: "head" }));
    expect(head / 2048).toBeCloseTo(2 * hidden + layer, 3);
  });

  it("are of as many micro-steps as a pipeline has stages, at most those of a step, of the largest stage's layers", () => {
    const staged = (model: string, pipelineParallel: number, accumulation: number): number =>
      activations(model, {
        method: "full",
        framework: "megatron",
        gpus: pipelineParallel,
        pipelineParallel,
        accumulation,
      });
    const border = 2 * hidden * 2048;
    expect(staged(id, 4, 1) / border).toBeCloseTo(layers / 4, 6);
    expect(staged(id, 4, 2) / border).toBeCloseTo((2 * layers) / 4, 6);
    expect(staged(id, 4, 64) / border).toBeCloseTo(layers, 6);
    // Of 94 layers in five stages one has 19.
    expect(staged("qwen3-235b-a22b", 5, 1) / border).toBeCloseTo(19, 6);
  });
});

describe("selective checkpointing", () => {
  const titan: RunOptions = { framework: "torchtitan", method: "full", checkpointing: "selective" };
  /** Of all layers but the one at work, which is computed again. */
  const each = (model: string, of: number, options: RunOptions = {}): number =>
    activations(model, { ...titan, ...options }) / ((of - 1) * 2 * 2048);

  it("as of torchtitan keeps a layer's input, its attention, and the first of every two products", () => {
    const products = (32 + 8) * 128 + ffn + hidden;
    expect(each(id, layers)).toBeCloseTo(hidden + 32 * 128 + products, 3);
    expect(each(id, layers, { gpus: 2, tensorParallel: 2 })).toBeCloseTo((hidden + 32 * 128 + products) / 2, 3);
  });

  it("keeps of experts what came from other cards, and their own products in a loop", () => {
    // Qwen3 30B A3B: 48 layers of 2,048, 32 + 4 heads of 128, 8 experts of 768 at work.
    const attention = 2048 + 32 * 128 + (32 + 4) * 128;
    const own = (options: RunOptions): number => each("qwen3-30b-a3b", 48, options);
    expect(own({ experts: "grouped" })).toBeCloseTo(attention, 3);
    expect(own({ experts: "loop" })).toBeCloseTo(attention + 8 * (768 + 1024), 3);
    expect(own({ experts: "grouped", gpus: 2, expertParallel: 2 })).toBeCloseTo(attention + 2 * 8 * 2048, 3);
  });

  it("as of Megatron keeps all but the scores of eager attention", () => {
    const megatron: RunOptions = { framework: "megatron", method: "full", attention: "eager" };
    const scores = 6 * 32 * 2048 * 2048;
    const [none, some] = (["none", "selective"] as const).map((checkpointing) =>
      activations(id, { ...megatron, checkpointing }),
    );
    // Of one layer they are there again: twice in the backward pass of what is selective, once otherwise.
    expect((none ?? 0) - (some ?? 0)).toBeCloseTo(layers * scores - scores, -3);
  });
});

describe("the bytes of logits", () => {
  const bytes = (options: RunOptions, c: Constants = bare): number =>
    (held(run(id, { maxTokens: 2048, microBatch: 8, method: "full", ...options }), c).parts.logits * GiB) /
    (vocab * 8 * 2048);
  it.each<[what: string, options: RunOptions, each: number]>([
    ["plain", { framework: "hf", loss: "plain" }, 14.1],
    ["compiled alone", { framework: "hf", loss: "plain", compiled: true }, 0.8 * 14.1],
    ["compiled with the loss", { framework: "torchtitan", loss: "plain", compiled: true }, 0.22 * 18.1],
    ["in chunks of one size, 8,192 tokens of 16,384", { framework: "hf", loss: "chunked" }, 1.37 / 2],
    ["in a number of chunks", { framework: "torchtune", loss: "chunked" }, 1.37],
    ["fused", { framework: "hf", loss: "fused" }, 0.303],
    ["fused over logits that are there", { framework: "megatron", loss: "fused" }, 6],
  ])("are those of a loss that is %s", (_what, options, each) => {
    expect(bytes(options)).toBeCloseTo(each, 9);
    expect(bytes({ ...options, loss: "plain", gpus: 2, tensorParallel: 2 })).toBeCloseTo(
      bytes({ ...options, loss: "plain" }) / 2,
      9,
    );
  });

  it("hold no more than all of the tokens, in chunks that are larger", () => {
    expect(bytes({ framework: "hf", loss: "chunked", microBatch: 2 })).toBeCloseTo((1.37 * 2) / 8, 9);
  });
});
