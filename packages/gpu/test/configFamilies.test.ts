import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { explain } from "../../estimator/src/words/explain.ts";
import { readModelConfig } from "../src/model/config.ts";
import { parameterCount } from "../src/model/parameters.ts";
import { comparedWithStated } from "./statedSize.ts";

type Config = Readonly<Record<string, unknown>>;

/** What each family's own config.json says of its shape, the published total, and where it is published. */
const published: readonly { family: string; total: string; source: string; config: Config }[] = JSON.parse(
  readFileSync(new URL("fixtures/families.json", import.meta.url), "utf8"),
);

describe("the parameters of a config.json", () => {
  it.each(published)("are those published of $family", ({ config, total, source }) => {
    const shape = readModelConfig(config);
    if (!shape.ok) throw new Error(JSON.stringify(shape.problem));
    const { computed, deviation, rounds } = comparedWithStated(shape.value, { total, active: total, source });
    expect(rounds || Math.abs(deviation) < 0.01, `${(computed / 1e9).toFixed(3)}B, published ${total}`).toBe(true);
  });

  it.each([
    ["DBRX", 36],
    ["Mixtral", 12.9],
    ["OLMoE", 1.3],
    ["Qwen 1.5 MoE", 2.7],
    ["Phi-3.5 MoE", 6.6],
    ["Arctic, dense beside its experts", 17],
    ["Hunyuan, a number for each layer", 13],
  ])("are active as published of %s", (name, billions) => {
    const config = published.find(({ family }) => family === name)?.config;
    const shape = readModelConfig(config);
    const active = shape.ok ? parameterCount(shape.value).active / 1e9 : Number.NaN;
    expect(Math.abs(active / billions - 1)).toBeLessThan(0.03);
  });
});

describe("a family that no formula covers", () => {
  const usual = {
    hidden_size: 4096,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    intermediate_size: 14336,
    vocab_size: 65536,
  };
  const sizes = (type: string, more: Config = {}): Config => ({ ...usual, model_type: type, ...more });

  it.each([
    ["jamba", sizes("jamba", { mamba_d_state: 16, attn_layer_period: 8, num_experts: 16 })],
    ["nemotron_h", sizes("nemotron_h", { hybrid_override_pattern: "M-M-M-M*-M-", mamba_num_heads: 128 })],
    ["recurrent_gemma", sizes("recurrent_gemma", { block_types: ["recurrent", "attention"], lru_width: 2560 })],
    ["mamba", { model_type: "mamba", hidden_size: 2560, num_hidden_layers: 64, vocab_size: 50280, state_size: 16 }],
    ["rwkv5", { model_type: "rwkv5", hidden_size: 2560, num_hidden_layers: 32, vocab_size: 65536 }],
    ["falcon_h1", sizes("falcon_h1", { mamba_d_ssm: 3072 })],
    ["lfm2", sizes("lfm2", { conv_L_cache: 3, layer_types: ["conv", "full_attention"] })],
    ["granitemoehybrid", sizes("granitemoehybrid", { layer_types: ["mamba", "attention"] })],
    ["a hybrid of an unknown name", sizes("newcomer", { ssm_state_size: 128 })],
    ["a hybrid around images", { model_type: "vision", text_config: sizes("nemotron_h") }],
    ["bert", sizes("bert", { hidden_act: "gelu" })],
    ["a masked model of an unknown name", sizes("newcomer", { architectures: ["NewForMaskedLM"] })],
    ["bart", sizes("bart", { is_encoder_decoder: true })],
    ["t5", { model_type: "t5", d_model: 1024, d_ff: 4096, num_layers: 24, num_heads: 16, vocab_size: 32128 }],
    ["nemotron-nas", sizes("nemotron-nas", { block_configs: [{}, {}], intermediate_size: null })],
    ["minimax", sizes("minimax_text", { attn_type_list: [0, 0, 0, 1] })],
    [
      "experts of two kinds",
      sizes("ernie4_5_moe_vl", { moe_num_experts: [64, 64], moe_intermediate_size: [1536, 512] }),
    ],
    ["a feed-forward of many widths", sizes("gemma3n_text", { intermediate_size: [8192, 16384] })],
  ])("is refused: %s", (_name, config) => {
    const problem = { kind: "unsupported_architecture", reason: expect.any(String) };
    expect(readModelConfig(config)).toMatchObject({ ok: false, problem });
  });
});

describe("a model with an encoder", () => {
  it.each([
    ["bert", "embedding, reranking or labelling text"],
    ["modernbert", "embedding, reranking or labelling text"],
    ["xlm-roberta", "embedding, reranking or labelling text"],
    ["whisper", "speech recognition"],
    ["t5", "translation and summaries"],
  ])("is refused in a line that names its task: %s", (type, task) => {
    const read = readModelConfig({ model_type: type, hidden_size: 768, num_hidden_layers: 12 });
    const text = read.ok ? "" : explain(read.problem);
    expect(text).toContain(task);
    expect(text).not.toContain("\n");
  });
});
