import { fail, type Result } from "@tunecast/estimator/parts";
import { expertsOf } from "./configExperts.ts";
import { configNotes } from "./configNotes.ts";
import {
  coveredFamily,
  isConfig,
  isGated,
  isTied,
  languageModel,
  modelType,
  type Config,
  type Count,
} from "./families.ts";
import { checkedShape } from "./checkedShape.ts";
import { towerOf } from "./tower.ts";
import type { LinearAttentionShape, ModelShape } from "./shape.ts";

/**
 * The shape in a Hugging Face `config.json`, under the names that the model families use (`hidden_size`, `n_embd`,
 * `d_model`, …), with what the class of the family says where the file does not. Configs of models with images or sound
 * keep the language model under `text_config`. Families whose layers are not attention and feed-forward are refused.
 *
 * Problems: `bad_model_config` (field, reason), `unsupported_architecture`.
 */
export function readModelConfig(json: unknown, id: string = "config.json"): Result<ModelShape> {
  if (!isConfig(json)) return fail({ kind: "bad_model_config", reason: "it is not a JSON object" });
  const covered = coveredFamily(languageModel(json));
  if (!covered.ok) return covered;
  const config = covered.value;
  const count: Count = (...names) => names.map((name) => numberIn(config[name])).find((value) => value !== undefined);
  const names = {
    hidden_size: ["hidden_size", "n_embd", "n_embed", "d_model", "dim"],
    num_hidden_layers: ["num_hidden_layers", "n_layer", "n_layers", "num_layers"],
    num_attention_heads: ["num_attention_heads", "n_head", "n_heads", "num_heads", "attention_heads"],
    vocab_size: ["vocab_size", "padded_vocab_size"],
  };
  const lacking = Object.entries(names).find(([, known]) => (count(...known) ?? 0) <= 0);
  if (lacking) return wrong(lacking[0], absence(lacking[1].map((name) => config[name])));
  const [hidden = 0, layers = 0, heads = 0, vocab = 0] = Object.values(names).map((known) => count(...known));
  const gated = isGated(config);
  const ffn = feedForwardWidth(config, count, hidden, gated);
  if (ffn === undefined) return wrong("intermediate_size", absence([config["intermediate_size"]]));
  const tower = towerOf(json, hidden);
  const notes = configNotes(json, tower !== undefined);
  return checkedShape({
    id,
    layers,
    hidden,
    heads,
    headDim: count("head_dim", "kv_channels") ?? hidden / heads,
    kvHeads: keyHeads(config, count, heads),
    ffn,
    vocab,
    context: count("max_position_embeddings", "n_positions", "max_seq_len", "model_max_length", "seq_length") ?? 2048,
    tied: isTied(config),
    gated,
    ...expertsOf(config, count, hidden),
    ...latentOf(count),
    ...linearOf(config, count),
    ...slidingOf(config),
    ...(tower && { tower, otherParameters: tower.parameters + tower.projector }),
    ...(notes.length > 0 && { notes }),
  });
}

/** Why a field gives no number. */
function absence(values: readonly unknown[]): string {
  const there = values.find((value) => value !== undefined && value !== null);
  return there === undefined ? "is missing" : `is ${JSON.stringify(there)}, not a number above 0`;
}

function numberIn(value: unknown): number | undefined {
  const one: unknown = Array.isArray(value) && new Set(value).size === 1 ? value[0] : value;
  return typeof one === "number" ? one : undefined;
}

const widths =
  `intermediate_size ffn_dim n_inner inner_hidden_size ffn_hidden_size hidden_dim mlp_hidden_size dff`.split(" ");

/** Families whose width counts both matrices of the gate. */
const bothWidths = new Set(["qwen", "molmo", "hf_olmo"]);

/** Inner width of the feed-forward block; undefined where it is needed and not given. */
function feedForwardWidth(config: Config, count: Count, hidden: number, gated: boolean): number | undefined {
  const half = bothWidths.has(modelType(config)) ? 2 : 1;
  const said = count(...widths);
  if (said !== undefined) return said / half;
  const inner = config["ffn_config"];
  const nested = isConfig(inner) ? numberIn(inner["ffn_hidden_size"]) : undefined;
  const ofExperts = count("moe_intermediate_size", "expert_ffn_hidden_size");
  const ratio = count("expansion_ratio", "mlp_ratio");
  const multiple = count("multiple_of");
  if (nested !== undefined || ofExperts !== undefined) return nested ?? ofExperts;
  if (ratio !== undefined) return (ratio * hidden) / half;
  // Llama's own params.json: two thirds of four widths, raised to a multiple.
  if (multiple !== undefined && multiple > 0)
    return (
      Math.ceil(Math.floor(Math.floor((8 * hidden) / 3) * (count("ffn_dim_multiplier") ?? 1)) / multiple) * multiple
    );
  return gated ? undefined : 4 * hidden;
}

/** Families of which one key head serves all query heads unless they say otherwise. */
const oneKeyHead = new Set(["falcon", "RefinedWebModel", "gpt_bigcode"]);

function keyHeads(config: Config, count: Count, heads: number): number {
  const inner = config["attn_config"];
  const attention: Config = isConfig(inner) ? inner : {};
  const groups = config["multi_query_attention"] === false ? undefined : count("multi_query_group_num");
  const said =
    count("num_key_value_heads", "num_kv_heads", "n_head_kv", "n_kv_heads", "num_query_groups") ??
    numberIn(attention["kv_n_heads"]) ??
    groups;
  const type = modelType(config);
  const headType = typeof config["attention_head_type"] === "string" ? config["attention_head_type"] : "";
  // The first Falcons write all heads beside `multi_query`, which decides.
  const fewer = !oneKeyHead.has(type) || config["new_decoder_architecture"] === true;
  if (said !== undefined && fewer) return said;
  const one =
    config["multi_query"] ??
    (attention["attn_type"] === "multiquery_attention" ||
      /^(mqa|multi_?query)$/.test(headType) ||
      oneKeyHead.has(type));
  return one === true ? 1 : heads;
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

function linearOf(config: Config, count: Count): { linearAttention?: LinearAttentionShape } {
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

/** Every how many layers one sees all, where the family says it and not the file. */
const usualPattern: readonly (readonly [RegExp, number])[] = [
  [/^gemma3/, 6],
  [/^(gemma2|gpt_oss)/, 2],
  [/^cohere2/, 4],
];

function slidingOf(config: Config): Pick<ModelShape, "sliding"> {
  const window = config["sliding_window"];
  if (typeof window !== "number" || config["use_sliding_window"] === false) return {};
  const pattern = config["sliding_window_pattern"];
  const kinds = Array.isArray(config["layer_types"]) ? config["layer_types"] : [];
  const full = kinds.filter((kind) => kind === "full_attention").length;
  const usual = usualPattern.find(([family]) => family.test(modelType(config)))?.[1] ?? 0;
  const said = typeof pattern === "string" ? pattern.length : pattern;
  const every = full ? Math.round(kinds.length / full) : typeof said === "number" ? said : usual;
  return { sliding: { window, fullEvery: every } };
}

function wrong(field: string, reason: string): Result<ModelShape> {
  return fail({ kind: "bad_model_config", field, reason });
}
