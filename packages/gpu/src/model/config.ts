import { type Assumption, fail, isRecord, type Result } from "@tunecast/estimator/parts";
import { spokenOfRun } from "../words/notes.ts";
import { absence, countIn, coveredFamily, decoders, isGated, isTied, languageModel, modelType } from "./families.ts";
import type { Config, Count } from "./families.ts";
import { checkedShape, type ModelShape } from "./shape.ts";
import { towerOf } from "./tower.ts";
import families from "./families.json" with { type: "json" };
import file from "./towers.json" with { type: "json" };

function configNotes(json: Config, hasTower: boolean): Assumption[] {
  const config = languageModel(json);
  const family = modelType(config);
  const holders = hasTower ? [] : [json, ...Object.values(json).filter(isRecord)];
  const reads = Object.entries(file.reads).flatMap(([field, kind]) =>
    holders.some((holder) => isRecord(holder[field])) ? [kind] : [],
  );
  const held = json["quantization_config"] ?? config["quantization_config"];
  const method = isRecord(held) && typeof held["quant_method"] === "string" ? held["quant_method"] : null;
  return [
    ...(family === "" || decoders.has(family) ? [] : [spokenOfRun({ kind: "unknown_family", family })]),
    ...(reads.length === 0
      ? []
      : [spokenOfRun({ kind: "not_counted", what: "towers", reads: [...new Set(reads)], part: "training" })]),
    ...(isRecord(held) ? [spokenOfRun({ kind: "quantised_file", method })] : []),
  ];
}

function expertsOf(config: Config, count: Count, hidden: number): Pick<ModelShape, "moe"> {
  // DBRX keeps all of its feed-forward block in `ffn_config`, Mistral's own files keep the experts in `moe`.
  const find = countIn(config, [config["ffn_config"], config["moe"]].find(isRecord) ?? {});
  const experts = find("experts");
  if (!experts || experts < 2) return {};
  const ffn = find("anyExpertFfn") ?? 0;
  const denseFfn = count("intermediate_size_mlp");
  const shared = count("shared") ?? (modelType(config) === "llama4_text" ? 1 : 0);
  // Arctic adds a dense block as wide as the model to each layer of experts.
  const sharedFfn = config["parallel_attn_mlp_res"] === true ? hidden : (count("sharedFfn") ?? shared * ffn);
  return {
    moe: {
      experts,
      topK: find("topK") ?? 2,
      ffn,
      ...(sharedFfn ? { sharedFfn } : {}),
      ...(denseFfn ? { denseFfn } : {}),
      interval: count("interval") ?? 1,
      denseLayers: denseLayers(config, count),
    },
  };
}

function denseLayers(config: Config, count: Count): number {
  const [listed, marks] = [config["mlp_only_layers"], config["moe_layer_freq"]];
  if (Array.isArray(listed) && listed.length > 0) return listed.length;
  if (Array.isArray(marks)) return marks.filter((mark) => mark === 0).length;
  return count("denseLayers") ?? 0;
}

/**
 * The shape in a Hugging Face `config.json`, under the names that the model families use (`hidden_size`, `n_embd`,
 * `d_model`, …), with what the class of the family says where the file does not. Configs of models with images or sound
 * keep the language model under `text_config`. Families whose layers are not attention and feed-forward are refused.
 *
 * Problems: `bad_model_config` (field, reason), `unsupported_architecture`.
 */
export function readModelConfig(json: unknown, id: string = "config.json"): Result<ModelShape> {
  if (!isRecord(json)) return fail({ kind: "bad_model_config", reason: "it is not a JSON object" });
  const covered = coveredFamily(languageModel(json));
  if (!covered.ok) return covered;
  const config = covered.value;
  const count = countIn(config);
  const sizes = ["hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size"] as const;
  const [hidden = 0, layers = 0, heads = 0, vocab = 0] = sizes.map(count);
  const gated = isGated(config);
  const ffn = feedForwardWidth(config, count, hidden, gated);
  const lacking = sizes.find((name) => (count(name) ?? 0) <= 0) ?? (ffn === undefined && "intermediate_size");
  if (lacking || ffn === undefined)
    return fail({ kind: "bad_model_config", field: String(lacking), reason: absence(config, String(lacking)) });
  const tower = towerOf(json, hidden);
  const notes = configNotes(json, tower !== undefined);
  const shape: ModelShape = {
    id,
    layers,
    hidden,
    heads,
    headDim: count("headDim") ?? hidden / heads,
    kvHeads: keyHeads(config, count, heads),
    ffn,
    vocab,
    context: count("context") ?? 2048,
    tied: isTied(config),
    gated,
    ...expertsOf(config, count, hidden),
    ...latentOf(count),
    ...linearOf(config, count),
    ...slidingOf(config),
    ...(tower && { tower, otherParameters: tower.parameters + tower.projector }),
    ...(notes.length > 0 && { notes }),
  };
  return checkedShape({ ...shape, ...widerMixers(shape, config["attention_k_eq_v"] === true) });
}

/** Families whose width counts both matrices of the gate. */
const bothWidths = new Set(["qwen", "molmo", "hf_olmo"]);

function feedForwardWidth(config: Config, count: Count, hidden: number, gated: boolean): number | undefined {
  const half = bothWidths.has(modelType(config)) ? 2 : 1;
  const said = count("ffn");
  if (said !== undefined) return said / half;
  const inner = config["ffn_config"];
  const nested = isRecord(inner) ? countIn(inner)("ffn_hidden_size") : undefined;
  const ofExperts = nested ?? count("expertFfn");
  const [ratio, multiple = 0] = [count("ratio"), count("multiple_of")];
  if (ofExperts !== undefined) return ofExperts;
  if (ratio !== undefined) return (ratio * hidden) / half;
  if (multiple <= 0) return gated ? undefined : 4 * hidden;
  // Llama's own params.json: two thirds of four widths, raised to a multiple.
  const width = Math.floor(Math.floor((8 * hidden) / 3) * (count("ffn_dim_multiplier") ?? 1));
  return Math.ceil(width / multiple) * multiple;
}

/** Families of which one key head serves all query heads unless they say otherwise. */
const oneKeyHead = new Set(["falcon", "RefinedWebModel", "gpt_bigcode"]);

function keyHeads(config: Config, count: Count, heads: number): number {
  const inner = config["attn_config"];
  const attention: Config = isRecord(inner) ? inner : {};
  const groups = config["multi_query_attention"] === false ? undefined : count("multi_query_group_num");
  const said = count("kvHeads") ?? countIn(attention)("kv_n_heads") ?? groups;
  const usuallyOne = oneKeyHead.has(modelType(config));
  // The first Falcons write all heads beside `multi_query`, which decides.
  if (said !== undefined && (!usuallyOne || config["new_decoder_architecture"] === true)) return said;
  const named = ["mqa", "multiquery", "multi_query"].some((name) => config["attention_head_type"] === name);
  const one = config["multi_query"] ?? (attention["attn_type"] === "multiquery_attention" || named || usuallyOne);
  return one === true ? 1 : heads;
}

function latentOf(count: Count): Pick<ModelShape, "latent"> {
  const kvRank = count("kv_lora_rank");
  if (!kvRank) return {};
  const [nope = 128, rope = 64] = [count("qk_nope_head_dim"), count("qk_rope_head_dim")];
  return { latent: { queryRank: count("q_lora_rank") ?? 0, kvRank, nope, rope, value: count("v_head_dim") ?? 128 } };
}

function linearOf(config: Config, count: Count): Pick<ModelShape, "linearAttention"> {
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

function slidingOf(config: Config): Pick<ModelShape, "sliding"> {
  const window = config["sliding_window"];
  if (typeof window !== "number" || config["use_sliding_window"] === false) return {};
  const pattern = config["sliding_window_pattern"];
  const kinds = Array.isArray(config["layer_types"]) ? config["layer_types"] : [];
  const full = kinds.filter((kind) => kind === "full_attention").length;
  // Every how many layers one sees all, where the family says it and not the file.
  const [, usual = 0] = Object.entries(families.fullEvery).find(([like]) => modelType(config).startsWith(like)) ?? [];
  const said = typeof pattern === "string" ? pattern.length : pattern;
  const every = full ? Math.round(kinds.length / full) : typeof said === "number" ? said : usual;
  const count = countIn(config);
  const fullHeadDim = count("global_head_dim");
  const fullKvHeads = config["attention_k_eq_v"] === true ? count("num_global_key_value_heads") : undefined;
  const wider = { ...(fullHeadDim && { fullHeadDim }), ...(fullKvHeads && { fullKvHeads }) };
  const [layers = 0, shared = 0] = [count("num_hidden_layers"), count("num_kv_shared_layers")];
  return { sliding: { window, fullEvery: every, ...wider, ...(shared > 0 && { keyLayers: layers - shared }) } };
}

/** Where layers that see all have heads of their own width: these, and with `attention_k_eq_v` one matrix for keys and values. @source transformers 5.25.0 modeling_gemma4.py */
function widerMixers(shape: ModelShape, isOneMatrix: boolean): Pick<ModelShape, "mixers"> {
  const { layers, hidden, heads, headDim, kvHeads, sliding } = shape;
  if (sliding?.fullHeadDim === undefined || sliding.fullEvery === 0) return {};
  const { fullEvery, fullHeadDim, fullKvHeads = kvHeads } = sliding;
  const full = Math.floor(layers / fullEvery);
  const wide = full * fullHeadDim * (2 * heads + (isOneMatrix ? 1 : 2) * fullKvHeads);
  const narrow = (layers - full) * headDim * 2 * (heads + kvHeads);
  return { mixers: { parameters: hidden * (wide + narrow), attention: layers } };
}
