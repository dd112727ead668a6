import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readModelConfig } from "../src/model/config.ts";
import { parameterCount } from "../src/model/parameters.ts";
import { selfHost } from "../src/selfHost.ts";
import type { ModelShape } from "../src/model/shape.ts";
import { rowsOnCards } from "./asked.ts";
import { book } from "./book.ts";

const llama = {
  model_type: "llama",
  hidden_size: 4096,
  intermediate_size: 14336,
  num_attention_heads: 32,
  num_hidden_layers: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
  max_position_embeddings: 131072,
  tie_word_embeddings: false,
};

function total(config: unknown): number {
  const shape = readModelConfig(config);
  return shape.ok ? parameterCount(shape.value).total : Number.NaN;
}

describe("readModelConfig", () => {
  it.each([
    ["Llama 3.1 8B", llama, 8_030_261_248],
    [
      "Mixtral 8x7B",
      { ...llama, model_type: "mixtral", vocab_size: 32000, num_local_experts: 8, num_experts_per_tok: 2 },
      46_702_792_704,
    ],
    [
      "Qwen3 30B-A3B",
      {
        model_type: "qwen3_moe",
        hidden_size: 2048,
        intermediate_size: 6144,
        moe_intermediate_size: 768,
        num_attention_heads: 32,
        head_dim: 128,
        num_hidden_layers: 48,
        num_key_value_heads: 4,
        num_experts: 128,
        num_experts_per_tok: 8,
        decoder_sparse_step: 1,
        vocab_size: 151936,
        max_position_embeddings: 40960,
      },
      30_532_110_336,
    ],
    [
      "DeepSeek V3",
      {
        model_type: "deepseek_v3",
        hidden_size: 7168,
        intermediate_size: 18432,
        moe_intermediate_size: 2048,
        num_attention_heads: 128,
        num_key_value_heads: 128,
        num_hidden_layers: 61,
        n_routed_experts: 256,
        n_shared_experts: 1,
        num_experts_per_tok: 8,
        first_k_dense_replace: 3,
        moe_layer_freq: 1,
        q_lora_rank: 1536,
        kv_lora_rank: 512,
        qk_nope_head_dim: 128,
        qk_rope_head_dim: 64,
        v_head_dim: 128,
        vocab_size: 129280,
        max_position_embeddings: 163840,
      },
      671_026_279_424,
    ],
    [
      "Gemma 3 4B, the text model inside",
      {
        model_type: "gemma3",
        text_config: {
          model_type: "gemma3_text",
          hidden_size: 2560,
          intermediate_size: 10240,
          num_attention_heads: 8,
          num_key_value_heads: 4,
          head_dim: 256,
          num_hidden_layers: 34,
          vocab_size: 262144,
          sliding_window: 1024,
        },
      },
      3_879_907_840,
    ],
    [
      "Falcon 7B",
      {
        model_type: "falcon",
        hidden_size: 4544,
        num_attention_heads: 71,
        num_hidden_layers: 32,
        multi_query: true,
        new_decoder_architecture: false,
        vocab_size: 65024,
      },
      6_921_716_160,
    ],
    [
      "MPT 7B",
      { model_type: "mpt", d_model: 4096, n_heads: 32, n_layers: 32, vocab_size: 50368, max_seq_len: 2048 },
      6_649_024_512,
    ],
  ])("reads %s", (_name, config, parameters) => {
    expect(total(config)).toBe(parameters);
  });

  it.each([
    ["heads that do not divide the width", { ...llama, num_attention_heads: 30 }, "num_attention_heads"],
    ["key heads that do not divide the heads", { ...llama, num_key_value_heads: 7 }, "num_key_value_heads"],
    ["half a layer", { ...llama, num_hidden_layers: 32.5 }, "layers"],
    ["no vocabulary", { ...llama, vocab_size: undefined }, "vocab_size"],
    [
      "more chosen experts than there are",
      { ...llama, num_local_experts: 4, num_experts_per_tok: 8 },
      "num_experts_per_tok",
    ],
    ["no width at all", { ...llama, hidden_size: 0, intermediate_size: undefined }, "hidden_size"],
    ["a text for a number", { ...llama, hidden_size: "4096" }, "hidden_size"],
    ["a gated block of no width", { ...llama, intermediate_size: undefined }, "intermediate_size"],
  ])("refuses %s", (_what, config, field) => {
    expect(readModelConfig(config)).toMatchObject({ ok: false, problem: { kind: "bad_model_config", field } });
  });

  it.each([
    ["a list", [llama]],
    ["nothing", null],
    ["a text", "llama"],
  ])("refuses %s", (_what, config) => {
    expect(readModelConfig(config)).toMatchObject({ ok: false, problem: { kind: "bad_model_config" } });
  });

  it("answers whatever a file holds, with a shape of whole numbers or a problem", () => {
    const names = [
      ...Object.keys(llama),
      "architectures",
      "layer_types",
      "text_config",
      "ffn_config",
      "num_local_experts",
    ];
    const junk = fc.oneof(fc.jsonValue(), fc.double(), fc.constant({ toString: 1 }), fc.constant([{ toString: 1 }]));
    fc.assert(
      fc.property(fc.constantFrom(...names), junk, (name, value) => {
        const shape = readModelConfig({ ...llama, [name]: value });
        expect(Number.isFinite(shape.ok ? parameterCount(shape.value).total : 0)).toBe(true);
      }),
    );
  });
});

describe("what a config.json says beside the shape", () => {
  const notes = (config: unknown): readonly { kind: string; sentence: string }[] => {
    const shape = readModelConfig(config);
    if (!shape.ok) throw new Error(JSON.stringify(shape.problem));
    const run = { method: "lora", data: { examples: 10, tokensPerExample: 100 } } as const;
    const asked = selfHost({ ...run, model: shape.value }, book);
    const rows = rowsOnCards({ ...run, model: shape.value }, book);
    if (!asked.ok || !rows.ok) throw new Error("No answer.");
    const kinds = (shape.value.notes ?? []).map(({ kind }) => kind);
    const own = asked.value.assumptions.filter(({ kind }) => kinds.includes(kind));
    // Said in the answer, and with each row of the table of services.
    for (const row of rows.value) expect(row.assumptions).toEqual(expect.arrayContaining(own));
    return own;
  };

  it.each([
    [
      "an unknown family",
      { ...llama, model_type: "supernova9" },
      "unknown_family",
      "The family supernova9 is not known",
    ],
    [
      "a vision tower",
      { model_type: "ovis", text_config: llama, vision_config: { hidden_size: 1024 } },
      "not_counted",
      "reads images is not counted",
    ],
    ["a sound tower", { model_type: "ultravox", text_config: llama, audio_config: {} }, "not_counted", "reads sound"],
    [
      "quantised weights",
      { ...llama, quantization_config: { quant_method: "awq", bits: 4 } },
      "quantised_file",
      "quantised weights (awq)",
    ],
    ["quantised weights of no name", { ...llama, quantization_config: {} }, "quantised_file", "quantised weights."],
  ])("is said in the answer: %s", (_what, config, kind, words) => {
    expect(notes(config)).toMatchObject([{ kind, sentence: expect.stringContaining(words) }]);
  });

  it("is nothing where the family is known", () => {
    expect(notes(llama)).toEqual([]);
    expect(notes({ ...llama, model_type: "qwen3" })).toEqual([]);
  });

  it("is refused where a shape brings notes of its own that are none", () => {
    const shape = readModelConfig(llama);
    if (!shape.ok) throw new Error("No shape.");
    const odd: unknown = { ...shape.value, notes: 5 };
    expect(selfHost({ model: odd as ModelShape }, book)).toMatchObject({ ok: false, problem: { field: "notes" } });
  });
});
