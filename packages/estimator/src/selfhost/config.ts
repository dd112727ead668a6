import { fail, ok, type Result } from "../problem.ts";
import type { LinearAttentionShape, ModelShape, MoeShape } from "./shape.ts";

type Json = Readonly<Record<string, unknown>>;

/** Feed-forward blocks without a gate. */
const plainTypes = /^(gpt|mpt|falcon|phi$|phi-msft|opt|bloom|starcoder2|apertus|nemotron|arcee)/;

/**
 * The shape in a Hugging Face `config.json`, under the names that the model families use (`hidden_size`, `n_embd`,
 * `d_model`, …). Configs of models with images keep the language model under `text_config`.
 */
export function readModelConfig(json: unknown, id: string = "config.json"): Result<ModelShape> {
  if (!isObject(json)) return wrong("", "is not a JSON object");
  const nested = json["text_config"] ?? json["llm_config"];
  const config: Json = isObject(nested) ? { ...json, ...nested } : json;
  const count = (...names: string[]): number | undefined =>
    names.map((name) => config[name]).find((value) => typeof value === "number");
  const hidden = count("hidden_size", "n_embd", "d_model", "dim");
  const layers = count("num_hidden_layers", "n_layer", "n_layers", "num_layers");
  const heads = count("num_attention_heads", "n_head", "n_heads");
  const vocab = count("vocab_size", "padded_vocab_size");
  const missing = Object.entries({
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    vocab_size: vocab,
  }).find(([, value]) => value === undefined);
  if (missing || !hidden || !layers || !heads || !vocab)
    return wrong(missing?.[0] ?? "hidden_size", "is not a whole number above 0");
  const type = typeof config["model_type"] === "string" ? config["model_type"] : "";
  const gated = !plainTypes.test(type) && config["hidden_act"] !== "gelu" && type !== "phi";
  const headDim = count("head_dim", "kv_channels") ?? hidden / heads;
  const shape: ModelShape = {
    id,
    layers,
    hidden,
    heads,
    headDim,
    kvHeads: keyHeads(config, heads),
    ffn: count("intermediate_size", "ffn_dim", "n_inner", "ffn_hidden_size") ?? 4 * hidden,
    vocab,
    context: count("max_position_embeddings", "n_positions", "max_seq_len", "model_max_length", "seq_length") ?? 2048,
    tied: typeof config["tie_word_embeddings"] === "boolean" ? config["tie_word_embeddings"] : tiedByDefault.test(type),
    gated,
    ...moeOf(config, count),
    ...latentOf(count),
    ...linearOf(config, count),
    ...slidingOf(config, type),
  };
  return checkedShape(shape);
}

const tiedByDefault = /^(gpt2|mpt|falcon|gemma|bloom|opt|gpt_bigcode)/;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keyHeads(config: Json, heads: number): number {
  const attention = isObject(config["attn_config"]) ? config["attn_config"] : {};
  const said =
    config["num_key_value_heads"] ??
    config["num_kv_heads"] ??
    config["n_head_kv"] ??
    attention["kv_n_heads"] ??
    config["multi_query_group_num"];
  if (typeof said === "number" && config["new_decoder_architecture"] !== false) return said;
  return config["multi_query"] === true ? 1 : heads;
}

type Count = (...names: string[]) => number | undefined;

function moeOf(config: Json, count: Count): { moe?: MoeShape } {
  const experts = count("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts");
  if (!experts || experts < 2) return {};
  const ffn = count("moe_intermediate_size") ?? count("intermediate_size") ?? 0;
  const shared =
    count("shared_expert_intermediate_size") ?? (count("n_shared_experts", "num_shared_experts") ?? 0) * ffn;
  const llama4 = config["model_type"] === "llama4_text";
  const denseFfn = count("intermediate_size_mlp");
  return {
    moe: {
      experts,
      topK: count("num_experts_per_tok", "num_experts_per_token", "moe_topk", "top_k") ?? 2,
      ffn,
      ...(shared || llama4 ? { sharedFfn: shared || ffn } : {}),
      ...(denseFfn ? { denseFfn } : {}),
      interval: count("interleave_moe_layer_step", "decoder_sparse_step", "moe_layer_freq") ?? 1,
      denseLayers: count("first_k_dense_replace") ?? 0,
    },
  };
}

function latentOf(count: Count): Pick<ModelShape, "latent"> {
  const kvRank = count("kv_lora_rank");
  if (!kvRank) return {};
  return {
    latent: {
      queryRank: count("q_lora_rank") ?? 0,
      kvRank,
      nope: count("qk_nope_head_dim") ?? 128,
      rope: count("qk_rope_head_dim") ?? 64,
      value: count("v_head_dim") ?? 128,
    },
  };
}

function linearOf(config: Json, count: Count): { linearAttention?: LinearAttentionShape } {
  const keyHeadsOf = count("linear_num_key_heads");
  if (!keyHeadsOf) return {};
  return {
    linearAttention: {
      every: count("full_attention_interval") ?? 4,
      keyHeads: keyHeadsOf,
      keyHeadDim: count("linear_key_head_dim") ?? 128,
      valueHeads: count("linear_num_value_heads") ?? keyHeadsOf,
      valueHeadDim: count("linear_value_head_dim") ?? 128,
      convolution: count("linear_conv_kernel_dim") ?? 4,
      gatedAttention: config["attn_output_gate"] !== false,
    },
  };
}

function slidingOf(config: Json, type: string): Pick<ModelShape, "sliding"> {
  const window = config["sliding_window"];
  if (typeof window !== "number" || config["use_sliding_window"] === false) return {};
  const pattern = config["sliding_window_pattern"];
  const kinds = Array.isArray(config["layer_types"]) ? config["layer_types"] : [];
  const full = kinds.filter((kind) => kind === "full_attention").length;
  const every = full
    ? Math.round(kinds.length / full)
    : typeof pattern === "number"
      ? pattern
      : type === "gemma3_text"
        ? 6
        : /^(gemma2|gpt_oss)/.test(type)
          ? 2
          : 0;
  return { sliding: { window, fullEvery: every } };
}

function wrong(field: string, reason: string): Result<ModelShape> {
  return fail({ kind: "bad_model_config", field, reason });
}

/** A shape that contradicts itself is refused: what it says would be computed wrongly. */
export function checkedShape(shape: ModelShape): Result<ModelShape> {
  const { layers, hidden, heads, headDim, kvHeads, ffn, vocab, context, moe } = shape;
  const odd = Object.entries({ layers, hidden, heads, kvHeads, ffn, vocab, context }).find(
    ([, value]) => !Number.isSafeInteger(value) || value < 1,
  );
  if (odd) return wrong(odd[0], `is ${odd[1]}, not a whole number of at least 1`);
  if (!Number.isSafeInteger(headDim) || headDim < 1)
    return wrong(
      "num_attention_heads",
      `is ${heads}, which does not divide hidden_size ${hidden}; no head_dim is given`,
    );
  if (heads % kvHeads !== 0)
    return wrong("num_key_value_heads", `is ${kvHeads}, which does not divide num_attention_heads ${heads}`);
  if (moe && (moe.topK > moe.experts || moe.topK < 1))
    return wrong("num_experts_per_tok", `is ${moe.topK}, of ${moe.experts} experts`);
  return ok(shape);
}
