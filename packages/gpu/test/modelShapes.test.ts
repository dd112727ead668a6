import type { Tower } from "@tunecast/estimator/parts";
import { describe, expect, it } from "vitest";
import { readModelConfig } from "../src/model/config.ts";
import type { ModelShape } from "../src/model/shape.ts";
import { picturesOf } from "../src/model/tower.ts";
import { answer } from "./asked.ts";
import { book, rate } from "./book.ts";

const base = {
  hidden_size: 1024,
  intermediate_size: 2816,
  num_attention_heads: 16,
  num_hidden_layers: 8,
  vocab_size: 32_000,
};

function shape(config: object): ModelShape {
  const read = readModelConfig(config);
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.value;
}
const of = (more: object): ModelShape => shape({ ...base, ...more });

describe("what a config.json leaves out", () => {
  it("is as usual", () => {
    expect(of({})).toMatchObject({ headDim: 64, kvHeads: 16, ffn: 2816, context: 2048, tied: false, gated: true });
    expect(of({ head_dim: 128 }).headDim).toBe(128);
    expect(of({ max_position_embeddings: 8192 }).context).toBe(8192);
  });
});

describe("heads of keys", () => {
  it.each([
    [{ num_key_value_heads: 4 }, 4],
    [{ n_kv_heads: 2 }, 2],
    [{ model_type: "falcon" }, 1],
    [{ model_type: "falcon", multi_query: false }, 16],
    [{ model_type: "falcon", num_kv_heads: 16 }, 1],
    [{ model_type: "falcon", num_kv_heads: 8, new_decoder_architecture: true }, 8],
    [{ model_type: "gpt_bigcode" }, 1],
    [{ model_type: "chatglm", multi_query_attention: true, multi_query_group_num: 2 }, 2],
    [{ model_type: "chatglm", multi_query_attention: false, multi_query_group_num: 2 }, 16],
    [{ model_type: "mpt", attn_config: { kv_n_heads: 4 } }, 4],
    [{ model_type: "mpt", attn_config: { attn_type: "multiquery_attention" } }, 1],
    [{ model_type: "mpt", attn_config: { attn_type: "multihead_attention" } }, 16],
    [{ attention_head_type: "mqa" }, 1],
    [{ attention_head_type: "gqa" }, 16],
  ])("of %j are %d", (config, heads) => {
    expect(of(config).kvHeads).toBe(heads);
  });
});

describe("the width of the feed-forward block", () => {
  const bare = { hidden_size: 1024, num_attention_heads: 16, num_hidden_layers: 8, vocab_size: 32_000 };
  it.each([
    [{ ...base, model_type: "qwen" }, 1408],
    [{ ...base, model_type: "qwen2" }, 2816],
    [{ ...bare, model_type: "gpt2", n_inner: null }, 4096],
    [{ ...bare, expansion_ratio: 3 }, 3072],
    [{ ...bare, model_type: "molmo", mlp_ratio: 6 }, 3072],
    [{ ...bare, ffn_config: { ffn_hidden_size: 2000 } }, 2000],
    [{ ...bare, moe_intermediate_size: 512, num_experts: 4 }, 512],
    // params.json of Llama 2 7B and of Llama 3 8B
    [{ dim: 4096, n_layers: 32, n_heads: 32, vocab_size: 32_000, multiple_of: 256 }, 11_008],
    [{ dim: 4096, n_layers: 32, n_heads: 32, vocab_size: 128_256, multiple_of: 1024, ffn_dim_multiplier: 1.3 }, 14_336],
  ])("%#: %j is %d", (config, ffn) => {
    expect(shape(config).ffn).toBe(ffn);
  });

  it.each([
    [{ hidden_act: "silu" }, true],
    [{ hidden_act: "gelu" }, false],
    [{ hidden_act: "gelu_new" }, false],
    [{ hidden_act: "relu" }, false],
    [{ hidden_act: "geglu" }, true],
    [{ model_type: "gemma2", hidden_act: "gelu" }, true],
    [{ model_type: "gpt_neox", hidden_act: "silu" }, false],
    [{ model_type: "dbrx", hidden_act: "gelu" }, true],
    [{ ffn_config: { ffn_type: "mptmlp", ffn_hidden_size: 9 } }, false],
    [{ ffn_config: { ffn_type: "mptgeglu", ffn_hidden_size: 9 } }, true],
  ])("%j has a gate: %s", (config, gated) => {
    expect(of(config).gated).toBe(gated);
  });

  it.each([
    [{ tie_word_embeddings: true }, true],
    [{ model_type: "gemma2" }, true],
    [{ model_type: "gemma2", tie_word_embeddings: false }, false],
    [{ weight_tying: true }, true],
  ])("%j shares its embeddings: %s", (config, tied) => {
    expect(of(config).tied).toBe(tied);
  });
});

describe("a window", () => {
  const window = (more: object): unknown => of({ sliding_window: 512, ...more }).sliding;
  const [s, f] = ["sliding_attention", "full_attention"];

  it.each([
    [{}, 0],
    [{ sliding_window_pattern: 6 }, 6],
    [{ sliding_window_pattern: "LLLG" }, 4],
    [{ layer_types: [s, s, s, f, s, s, s, f] }, 4],
    [{ layer_types: [s, s] }, 0],
    [{ model_type: "gemma3_text" }, 6],
    [{ model_type: "gemma2" }, 2],
    [{ model_type: "gemma2", sliding_window_pattern: 3 }, 3],
  ])("of %j lets every so many layers see all: %d", (more, fullEvery) => {
    expect(window(more)).toEqual({ window: 512, fullEvery });
  });

  it("leaves layers that see all heads of their own width", () => {
    expect(window({ model_type: "gemma3_text", global_head_dim: 512 })).toEqual({
      window: 512,
      fullEvery: 6,
      fullHeadDim: 512,
    });
  });

  it("has layers between its own that count their wider heads, and keys that are values too once", () => {
    const layers = Array.from({ length: 60 }, (_, at) => (at % 6 === 5 ? f : s));
    const gemma = { hidden_size: 5376, intermediate_size: 21_504, num_hidden_layers: 60, num_attention_heads: 32 };
    const heads = { num_key_value_heads: 16, head_dim: 256, global_head_dim: 512, num_global_key_value_heads: 4 };
    const text = { ...gemma, ...heads, model_type: "gemma4_text", vocab_size: 262_144, layer_types: layers };
    const local = 50 * 5376 * 256 * 2 * (32 + 16);
    const attention = (more: object): unknown => shape({ ...text, sliding_window: 1024, ...more }).mixers;
    expect(attention({ attention_k_eq_v: true })).toEqual({
      parameters: local + 10 * 5376 * 512 * (2 * 32 + 4),
      attention: 60,
    });
    expect(attention({ attention_k_eq_v: true })).toEqual(book.models.find(({ id }) => id === "gemma-4-31b")?.mixers);
    expect(shape({ ...text, sliding_window: 1024, attention_k_eq_v: true }).sliding?.fullKvHeads).toBe(4);
    expect(shape({ ...text, sliding_window: 1024, num_kv_shared_layers: 20 }).sliding?.keyLayers).toBe(40);
    expect(shape({ ...text, sliding_window: 1024, num_kv_shared_layers: 0 }).sliding?.keyLayers).toBeUndefined();
    // Without that field the other number of key heads holds nowhere.
    expect(attention({})).toEqual({ parameters: local + 10 * 5376 * 512 * 2 * (32 + 16), attention: 60 });
    expect(attention({ global_head_dim: undefined })).toBeUndefined();
  });

  it("is none where it is switched off, or no number", () => {
    expect(window({ use_sliding_window: false })).toBeUndefined();
    expect(of({ sliding_window: null }).sliding).toBeUndefined();
    expect(of({}).sliding).toBeUndefined();
  });
});

describe("experts", () => {
  const experts = (more: object): unknown => of({ num_experts: 8, ...more }).moe;
  const usual = { experts: 8, topK: 2, ffn: 2816, interval: 1, denseLayers: 0 };

  it.each([
    [{}, usual],
    [
      { num_experts_per_tok: 4, moe_intermediate_size: 512 },
      { ...usual, topK: 4, ffn: 512 },
    ],
    [{ n_shared_experts: 2 }, { ...usual, sharedFfn: 5632 }],
    [{ shared_expert_intermediate_size: 700 }, { ...usual, sharedFfn: 700 }],
    [{ parallel_attn_mlp_res: true }, { ...usual, sharedFfn: 1024 }],
    [
      { model_type: "llama4_text", intermediate_size_mlp: 4000 },
      { ...usual, sharedFfn: 2816, denseFfn: 4000 },
    ],
    [{ decoder_sparse_step: 2 }, { ...usual, interval: 2 }],
    [{ mlp_only_layers: [0, 1] }, { ...usual, denseLayers: 2 }],
    [
      { mlp_only_layers: [], first_k_dense_replace: 3 },
      { ...usual, denseLayers: 3 },
    ],
    [{ moe_layer_freq: [0, 1, 1, 1, 1, 1, 1, 1] }, { ...usual, denseLayers: 1 }],
    [{ first_k_dense_replace: 1 }, { ...usual, denseLayers: 1 }],
  ])("of %j", (more, moe) => {
    expect(experts(more)).toEqual(moe);
  });

  it("are none where there is one or none", () => {
    expect(of({ num_experts: 1 }).moe).toBeUndefined();
    expect(of({ num_experts: 0 }).moe).toBeUndefined();
    expect(of({ num_experts: 2 }).moe?.experts).toBe(2);
  });
});

describe("attention of other kinds", () => {
  it("compresses keys and values", () => {
    expect(of({ kv_lora_rank: 512 }).latent).toEqual({ queryRank: 0, kvRank: 512, nope: 128, rope: 64, value: 128 });
    const own = { kv_lora_rank: 256, q_lora_rank: 768, qk_nope_head_dim: 64, qk_rope_head_dim: 32, v_head_dim: 96 };
    expect(of(own).latent).toEqual({ queryRank: 768, kvRank: 256, nope: 64, rope: 32, value: 96 });
    expect(of({ kv_lora_rank: 0 }).latent).toBeUndefined();
  });

  it("is linear in all but some layers", () => {
    expect(of({ linear_num_key_heads: 16 }).linearAttention).toEqual({
      every: 4,
      keyHeads: 16,
      keyHeadDim: 128,
      valueHeads: 16,
      valueHeadDim: 128,
      convolution: 4,
      gatedAttention: true,
    });
    const own = {
      linear_num_key_heads: 16,
      linear_num_value_heads: 32,
      attn_output_gate: false,
      full_attention_interval: 8,
    };
    expect(of(own).linearAttention).toMatchObject({ every: 8, valueHeads: 32, gatedAttention: false });
    const dims = { linear_num_key_heads: 16, linear_key_head_dim: 64, linear_value_head_dim: 32 };
    expect(of(dims).linearAttention).toMatchObject({ keyHeadDim: 64, valueHeadDim: 32 });
    expect(of({}).linearAttention).toBeUndefined();
  });
});

describe("a part that reads pictures", () => {
  const vision = { hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, patch_size: 14, image_size: 28 };
  const tower = (model_type: string, more: object = {}, around: object = {}): Tower => {
    const text = { ...base, model_type: "llama" };
    const read = shape({ model_type, text_config: text, vision_config: { ...vision, ...more }, ...around }).tower;
    if (read === undefined) throw new Error("no tower");
    return read;
  };

  it("has the parameters of its layers, patches, places and projector", () => {
    // 2 × (4 × 64² + 2 × 64 × 256), 3 × 14² × 64 of a patch, 4 places × 64; 64 × 1,024 + 1,024²
    expect(tower("llava")).toMatchObject({
      layers: 2,
      hidden: 64,
      heads: 4,
      ffn: 256,
      merge: 1,
      grid: "whole",
      image: 28,
      parameters: 2 * (4 * 64 ** 2 + 2 * 64 * 256) + 3 * 14 ** 2 * 64 + 4 * 64,
      projector: 64 * 1024 + 1024 ** 2,
    });
    expect(tower("llava", { intermediate_size: 100 }).parameters).toBe(
      2 * (4 * 64 ** 2 + 2 * 64 * 100) + 3 * 14 ** 2 * 64 + 4 * 64,
    );
    // One matrix from the mean of a token's patches: 4 patches to 1 token
    expect(tower("gemma3", {}, { mm_tokens_per_image: 1 })).toMatchObject({ merge: 4, projector: 64 * 1024 });
    // Two frames a patch, a gate, no places; a merger of 2 × 2 patches
    expect(tower("qwen2_5_vl", { intermediate_size: 100 })).toMatchObject({
      grid: "native",
      merge: 4,
      image: 0,
      parameters: 2 * (4 * 64 ** 2 + 3 * 64 * 100) + 3 * 14 ** 2 * 2 * 64,
      projector: (4 * 64) ** 2 + 4 * 64 * 1024,
    });
    expect(tower("qwen2_5_vl", { spatial_merge_size: 3 }).merge).toBe(9);
    expect(tower("idefics3", {}, { scale_factor: 3 })).toMatchObject({ merge: 9, projector: 9 * 64 * 1024 });
  });

  const pictures = (of: Tower, imageWidth: number, imageHeight: number, images = 1): unknown => {
    const read = picturesOf(of, { images, imageWidth, imageHeight });
    return read && [read.tokens, read.patches, read.together];
  };

  it("makes tokens of pictures at their own size, one at least and no more than it takes", () => {
    const native = tower("qwen2_5_vl");
    expect(pictures(native, 280, 560)).toEqual([200, 800, 800]);
    expect(pictures(native, 280, 560, 3)).toEqual([600, 2400, 800]);
    expect(pictures(native, 1, 1)).toEqual([1, 4, 4]);
    expect(pictures(native, 10_000, 10_000)).toEqual([16_384, 65_536, 65_536]);
  });

  it("of one size, of tiles, or of parts of the longer side", () => {
    expect(pictures(tower("llava"), 3000, 200)).toEqual([4, 4, 4]);
    const tiles = tower("internvl", { image_size: 448, spatial_merge_size: 2 });
    expect(pictures(tiles, 600, 600)).toEqual([256, 1024, 1024]);
    // Half of the pixels of four tiles, and one tile of the whole
    expect(pictures(tiles, 650, 650)).toEqual([5 * 256, 5 * 1024, 1024]);
    expect(pictures(tiles, 896, 448)).toEqual([3 * 256, 3 * 1024, 1024]);
    expect(pictures(tiles, 448, 1344)).toEqual([4 * 256, 4 * 1024, 1024]);
    const split = tower("idefics3", { image_size: 42 }, { scale_factor: 1 });
    expect(pictures(split, 1000, 1000)).toEqual([17 * 9, 17 * 9, 9]);
    expect(pictures(split, 1000, 100)).toEqual([5 * 9, 5 * 9, 9]);
    expect(pictures(split, 480, 640)).toEqual([13 * 9, 13 * 9, 9]);
  });

  it("are none of a model without one, or where rows hold none", () => {
    expect(picturesOf(undefined, { images: 2 })).toBeUndefined();
    expect(picturesOf(tower("llava"), {})).toBeUndefined();
    expect(picturesOf(tower("qwen2_5_vl"), { images: 1 })).toMatchObject({ width: 1024, height: 1024, trained: false });
    expect(picturesOf(tower("llava"), { images: 1, trainTower: true })?.trained).toBe(true);
  });
});

describe("the market of a card", () => {
  const market = (...amounts: readonly (readonly [cloud: string, amount: string, more?: object])[]): unknown =>
    answer(
      { gpu: "h100-sxm-80" },
      {
        ...book,
        rates: amounts.map(([cloud, amount, more]) =>
          rate(`${cloud} ${amount}`, "h100-sxm-80", 1, amount, { cloud, ...more }),
        ),
      },
    ).cost?.market;

  it("is the tenth, the middle and the ninetieth percentile of the lowest price of each cloud", () => {
    expect(market(["a", "1"], ["b", "2"], ["c", "3"], ["d", "4"], ["e", "5"])).toMatchObject({
      clouds: 5,
      low: "1.4",
      median: "3",
      high: "4.6",
      currency: "USD",
    });
    expect(market(["a", "1"], ["a", "9"], ["b", "2"], ["c", "3"])).toMatchObject({
      clouds: 3,
      low: "1.2",
      high: "2.8",
    });
    expect(market(["a", "8", { gpus: 8 }], ["b", "2"], ["c", "3"])).toMatchObject({ low: "1.2", median: "2" });
  });

  it("is none of fewer than three, and counts no price that not everybody can pay tomorrow", () => {
    expect(market(["a", "1"], ["b", "2"])).toBeNull();
    for (const more of [{ term: "spot" }, { age: 61 }, { age: null }, { currency: "EUR" }])
      expect(market(["a", "1", more], ["b", "2"], ["c", "3"])).toBeNull();
    expect(market(["a", "1", { age: 60 }], ["b", "2"], ["c", "3"])).not.toBeNull();
  });
});
