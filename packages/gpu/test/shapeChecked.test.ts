import { describe, expect, it } from "vitest";
import { readModelConfig } from "../src/model/config.ts";
import { checkedShape, type OpenModel } from "../src/model/shape.ts";
import { shapeOfSize } from "../src/model/sized.ts";
import { cardNamed, named, takesRun } from "../src/run/hardware.ts";
import { hardware, models } from "./book.ts";
import { pictureIn } from "../src/model/tower.ts";
import { small } from "./smallShape.ts";

describe("a shape that contradicts itself", () => {
  const problem = (more: object): string => {
    const read = checkedShape({ ...small, ...more });
    return read.ok ? "taken" : `${String(read.problem["field"])} ${String(read.problem["reason"])}`;
  };
  const moe = { experts: 8, topK: 2, ffn: 50 };
  it.each<[more: object, said: string]>([
    [{}, "taken"],
    [{ layers: 0 }, "layers is 0, not a whole number of at least 1"],
    [{ layers: 1 }, "taken"],
    [{ hidden: 1.5 }, "hidden is 1.5, not a whole number of at least 1"],
    [{ ffn: 0 }, "taken"],
    [{ ffn: -1 }, "ffn is -1, not a whole number of at least 0"],
    [{ otherParameters: 0 }, "taken"],
    [{ otherParameters: -1 }, "otherParameters is -1, not a whole number of at least 0"],
    [{ vocab: "many" }, 'vocab is "many", not a whole number of at least 1'],
    [{ headDim: 0 }, "num_attention_heads is 4, which does not divide hidden_size 64; no head_dim is given"],
    [{ headDim: 1 }, "taken"],
    [{ headDim: 21.5 }, "num_attention_heads is 4, which does not divide hidden_size 64; no head_dim is given"],
    [{ kvHeads: 3 }, "num_key_value_heads is 3, which does not divide num_attention_heads 4"],
    [{ kvHeads: 4 }, "taken"],
    [{ moe: { ...moe, topK: 8 } }, "taken"],
    [{ moe: { ...moe, topK: 9 } }, "num_experts_per_tok is 9, of 8 experts"],
    [{ moe: { ...moe, denseLayers: 10 } }, "taken"],
    [{ moe: { ...moe, denseLayers: 11 } }, "moe.denseLayers is 11, of 10 layers"],
    [{ moe: { ...moe, interval: 0 } }, "moe.interval is 0, not a whole number of at least 1"],
    [{ moe: 3 }, "moe is 3, not an object"],
    [{ sliding: { window: 0, fullEvery: 0 } }, "sliding.window is 0, not a whole number of at least 1"],
    [{ sliding: { window: 1, fullEvery: 0 } }, "taken"],
    [{ tied: "yes" }, 'tied is "yes", not true or false'],
    [{ gated: undefined }, "gated is nothing, not true or false"],
    [{ notes: [] }, "taken"],
    [{ notes: [{ kind: "a", sentence: "b" }] }, "taken"],
    [{ notes: [{ kind: "a", sentence: "b" }, { kind: "a" }] }, "notes.1.sentence is nothing, not some text"],
    [{ notes: {} }, "notes is an object, not a list"],
    [{ id: 3 }, "id is 3, not some text"],
  ])("%j: %s", (more, said) => {
    expect(problem(more)).toBe(said);
  });
});

describe("a config.json that is not read", () => {
  const base = {
    hidden_size: 64,
    intermediate_size: 100,
    num_attention_heads: 4,
    num_hidden_layers: 2,
    vocab_size: 1000,
  };
  const reason = (config: unknown): string => {
    const read = readModelConfig(config);
    return read.ok ? "read" : `${String(read.problem["field"] ?? "")} ${String(read.problem["reason"])}`.trim();
  };

  it("lacks a size, or has one that is no number above 0", () => {
    expect(reason(base)).toBe("read");
    expect(reason([])).toBe("it is not a JSON object");
    for (const name of ["hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size"]) {
      expect(reason({ ...base, [name]: undefined })).toBe(`${name} is missing`);
      expect(reason({ ...base, [name]: 0 })).toBe(`${name} is 0, not a number above 0`);
      expect(reason({ ...base, [name]: "8" })).toBe(`${name} is "8", not a number above 0`);
    }
    expect(reason({ ...base, intermediate_size: undefined })).toBe("intermediate_size is missing");
    // A list of one number for each layer that is always the same counts as that number.
    expect(reason({ ...base, intermediate_size: [100, 100] })).toBe("read");
    expect(reason({ ...base, n_embd: 64, hidden_size: null })).toBe("read");
    // Under another of its names too, which the first that says something stands for.
    expect(reason({ ...base, hidden_size: null, n_embd: "64" })).toBe('hidden_size is "64", not a number above 0');
    expect(reason({ ...base, hidden_size: null })).toBe("hidden_size is missing");
  });

  it("has layers of another kind, or layers that differ", () => {
    const layers = "not all of its layers are attention and feed-forward";
    expect(reason({ ...base, attn_type_list: [1, 1] })).toBe("read");
    expect(reason({ ...base, attn_type_list: [1, 0] })).toContain(layers);
    expect(reason({ ...base, layer_types: ["full_attention", "sliding_attention"] })).toBe("read");
    expect(reason({ ...base, layer_types: ["full_attention", "mamba"] })).toContain(layers);
    expect(reason({ ...base, layer_types: ["full_attention", "linear_attention"] })).toContain(layers);
    expect(reason({ ...base, layer_types: ["full_attention", "linear_attention"], linear_num_key_heads: 4 })).toBe(
      "read",
    );
    expect(reason({ ...base, model_type: "mamba2" })).toContain(layers);
    expect(reason({ ...base, model_type: "mamba2", layer_types: ["attention", "attention"] })).toBe("read");
    expect(reason({ ...base, mamba_d_state: 16 })).toContain(layers);
    expect(reason({ ...base, mamba_d_state: 0 })).toBe("read");
    expect(reason({ ...base, block_configs: [{}] })).toBe("its layers differ from one another (block_configs)");
    expect(reason({ ...base, num_experts: [2, 4] })).toBe("its layers differ from one another (num_experts)");
    expect(reason({ ...base, num_experts: [2, 2] })).toBe("read");
  });

  it("has an encoder, for a task that it names", () => {
    expect(reason({ ...base, model_type: "bart" })).toContain("translation and summaries");
    expect(reason({ ...base, model_type: "whisper", is_encoder_decoder: true })).toContain("speech recognition");
    expect(reason({ ...base, is_encoder_decoder: true })).toContain("embedding, reranking or labelling text");
    expect(reason({ ...base, is_encoder_decoder: false })).toBe("read");
    expect(reason({ ...base, architectures: ["XForMaskedLM"] })).toContain("it has an encoder");
    expect(reason({ ...base, architectures: ["XForCausalLM"] })).toBe("read");
  });

  it("is refused with its family where it names one", () => {
    const family = (config: object): unknown => {
      const read = readModelConfig({ ...base, mamba_d_state: 16, ...config });
      return read.ok ? "read" : read.problem["family"];
    };
    expect([family({ model_type: "own" }), family({})]).toEqual(["own", undefined]);
    const read = readModelConfig({ ...base, mamba_d_state: 16 });
    expect(read.ok ? {} : read.problem).not.toHaveProperty("family");
  });

  it("is noted where its family is not known, its weights are quantised, or it reads more than text", () => {
    const notes = (config: object): readonly string[] => {
      const read = readModelConfig({ ...base, ...config });
      return read.ok ? (read.value.notes ?? []).map(({ kind }) => kind) : [read.problem.kind];
    };
    expect(notes({})).toEqual([]);
    expect(notes({ model_type: "llama" })).toEqual([]);
    expect(notes({ model_type: "never_heard_of" })).toEqual(["unknown_family"]);
    expect(notes({ model_type: "llama", quantization_config: { quant_method: "gptq" } })).toEqual(["quantised_file"]);
    expect(notes({ model_type: "llama", quantization_config: {} })).toEqual(["quantised_file"]);
    expect(notes({ model_type: "llama", quantization_config: null })).toEqual([]);
    expect(notes({ model_type: "llama", vision_config: {} })).toEqual(["not_counted"]);
    expect(notes({ model_type: "llama", vision_config: 3 })).toEqual([]);
    const both = readModelConfig({ ...base, model_type: "llama", vision_config: {}, visual: {}, audio_config: {} });
    expect(both.ok && both.value.notes?.[0]?.facts).toMatchObject({ what: "towers", reads: ["images", "sound"] });
    const method = readModelConfig({ ...base, model_type: "llama", quantization_config: { quant_method: "awq" } });
    expect(method.ok && method.value.notes?.[0]?.facts).toEqual({ method: "awq" });
  });
});

describe("a card by its name", () => {
  it("is alone where its memory is a machine's, and a TPU is programmed by XLA", () => {
    expect([takesRun({ kind: "unified" }, "hf", 1), takesRun({ kind: "unified" }, "hf", 2)]).toEqual([true, false]);
    expect([takesRun({ kind: "tpu" }, "hf", 1), takesRun({ kind: "tpu" }, "xla", 8)]).toEqual([false, true]);
    expect([takesRun({}, "hf", 8), takesRun({}, "xla", 8)]).toEqual([true, true]);
  });

  it("is found by id, name, repository or alias, whatever its case and marks", () => {
    expect(named(models, "META-LLAMA/llama 3.1 8b")?.id).toBe("llama-3.1-8b");
    expect(named(models, "Llama-3.1-8B")?.id).toBe("llama-3.1-8b");
    expect(named(models, "llama-3.1-8")).toBeUndefined();
    expect(cardNamed(hardware, "")).toBeUndefined();
    expect(cardNamed(hardware, "NVIDIA GPU")).toBeUndefined();
    expect(cardNamed(hardware, "NVIDIA H100 81GB HBM3")).toBeUndefined();
    expect(cardNamed(hardware, "h100 sxm5 80 GB")?.id).toBe("h100-sxm-80");
    expect(cardNamed(hardware, "rtx 4090")?.id).toBe("rtx-4090-24");
  });
});

describe("a model by the size that its name states", () => {
  const listed = (id: string, ffn: number, vocab: number, more: Partial<OpenModel> = {}): OpenModel =>
    ({
      ...small,
      id,
      layers: 32,
      hidden: 4096,
      heads: 32,
      headDim: 128,
      kvHeads: 8,
      ffn,
      vocab,
      released: "2025-01",
      ...more,
    }) as OpenModel;
  const unknown = { kind: "unknown_model" } as const;
  const like = (from: readonly OpenModel[], name: string, problem: Parameters<typeof shapeOfSize>[2] = unknown) =>
    shapeOfSize(from, name, problem)?.notes?.[0]?.facts?.["like"];
  // About 7 billion parameters each, of vocabularies of 10 to 50 thousand.
  const five = [1, 2, 3, 4, 5].map((n) => listed(`m${n}`, 13_000, n * 10_000));

  it("is like the one with the middle vocabulary of the five nearest, of late", () => {
    expect(like(five, "x/new-7b")).toBe("m3");
    expect(like(five.toReversed(), "x/new-7b")).toBe("m3");
    // Older ones are looked at where there are not five of late.
    const old = listed("old", 13_000, 60_000, { released: "2023-12" });
    expect(like([...five, old], "x/new-7b")).toBe("m3");
    expect(like([...five.slice(0, 4), old], "x/new-7b")).toBe("m3");
    expect(like([listed("other", 13_000, 30_000, { released: "2024-01" })], "x/new-7b")).toBe("other");
  });

  it("is like its own family's, and like none of another size or kind", () => {
    const own = listed("new-1", 13_000, 99_000);
    expect(like([...five, own], "x/new-7b")).toBe("new-1");
    expect(like(five, "x/new-20b")).toBeUndefined();
    expect(like(five, "x/new-7b-a1b")).toBeUndefined();
    const mixers = { parameters: 1_400_000_000, attention: 32 };
    expect(like([listed("mixes", 13_000, 30_000, { mixers })], "x/new-7b")).toBeUndefined();
    const { tower } = models.find(({ id }) => id === "qwen2.5-vl-7b") ?? {};
    expect(like([listed("sees", 13_000, 30_000, { ...(tower && { tower }) })], "x/new-7b")).toBeUndefined();
    const moe = { experts: 8, topK: 2, ffn: 4000 };
    expect(like([listed("mixed", 13_000, 30_000, { moe })], "x/new-7b")).toBeUndefined();
    expect(like(five, "x/new-7b", { kind: "uncounted_model", reason: "layers" })).toBeUndefined();
    expect(like(five, "x/new-7b", { kind: "uncounted_model", reason: "sizes" })).toBe("m3");
  });

  it("is read at any length, under the name that was given", () => {
    const shape = shapeOfSize(five, "x/New-7B", unknown);
    expect(shape).toMatchObject({ id: "x/New-7B", context: 1_048_576, isOfSize: true, vocab: 30_000 });
    expect(like(five, "x/new-7000m")).toBe("m3");
    // A sixth that is further off in size is not looked at.
    const further = [6, 7].map((n) => listed(`m${n}`, 15_000, n * 10_000));
    expect(like([...five, ...further], "x/new-7b")).toBe("m3");
    expect(like(five, "x/new-13m")).toBeUndefined();
  });
});

describe("the tiles of a picture", () => {
  // InternVL's tiles of 448 pixels, 1,024 patches each; its own `dynamic_preprocess` takes of grids that are as near the larger
  // one, where the picture has more than half of its pixels.
  const tower = { layers: 1, hidden: 64, heads: 4, ffn: 100, gated: false, patch: 14, merge: 4, image: 448 };
  const tiles = (width: number, height: number, most = 12): number =>
    pictureIn({ ...tower, grid: "tiles", most, parameters: 1, projector: 1 }, width, height).patches / 1024;

  it.each([
    // two by one, or four by two from 802,816 pixels on, and one of the whole
    [1000, 500, 12, 3],
    [1400, 700, 12, 9],
    [500, 1000, 12, 3],
    [700, 1400, 12, 9],
    // one as near as two: a small picture is one
    [60, 40, 4, 1],
    [30, 40, 4, 1],
    [900, 600, 4, 5],
    [448, 448, 1, 1],
    [4480, 448, 12, 11],
  ])("of %d × %d pixels, of at most %d, are %d", (width, height, most, all) => {
    expect(tiles(width, height, most)).toBe(all);
  });
});
