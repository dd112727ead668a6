import { isConfig, modelType, type Config, type Count } from "./families.ts";
import type { MoeShape } from "./shape.ts";

/** The experts of a configuration, under the names that the model families use; nothing where it has fewer than two. */
export function expertsOf(config: Config, count: Count, hidden: number): { moe?: MoeShape } {
  // DBRX keeps all of its feed-forward block in `ffn_config`, Mistral's own files keep the experts in `moe`.
  const nested = [config["ffn_config"], config["moe"]].find(isConfig) ?? {};
  const find: Count = (...names) =>
    count(...names) ?? names.map((name) => nested[name]).find((value) => typeof value === "number");
  const experts = find("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts");
  if (!experts || experts < 2) return {};
  const ffn = find(
    "moe_intermediate_size",
    "expert_ffn_hidden_size",
    "intermediate_size",
    "ffn_hidden_size",
    "hidden_dim",
  );
  const denseFfn = count("intermediate_size_mlp");
  const shared = sharedWidth(config, count, ffn ?? 0, hidden);
  return {
    moe: {
      experts,
      topK: find("num_experts_per_tok", "num_experts_per_token", "moe_topk", "moe_top_k", "moe_k", "top_k") ?? 2,
      ffn: ffn ?? 0,
      ...(shared ? { sharedFfn: shared } : {}),
      ...(denseFfn ? { denseFfn } : {}),
      interval: count("interleave_moe_layer_step", "decoder_sparse_step", "moe_layer_freq", "moe_layer_interval") ?? 1,
      denseLayers: denseLayers(config, count),
    },
  };
}

/** Inner width of what every token passes through beside its experts. */
function sharedWidth(config: Config, count: Count, ffn: number, hidden: number): number {
  // Arctic adds a dense block as wide as the model to each layer of experts.
  if (config["parallel_attn_mlp_res"] === true) return hidden;
  const ofLlama4 = modelType(config) === "llama4_text" ? 1 : 0;
  const number =
    count("n_shared_experts", "num_shared_experts", "num_shared_expert", "moe_num_shared_experts") ?? ofLlama4;
  return count("shared_expert_intermediate_size", "shared_intermediate_size") ?? number * ffn;
}

/** Layers without experts at the beginning, or as many as a list of layers names. */
function denseLayers(config: Config, count: Count): number {
  const [listed, marks] = [config["mlp_only_layers"], config["moe_layer_freq"]];
  if (Array.isArray(listed) && listed.length > 0) return listed.length;
  if (Array.isArray(marks)) return marks.filter((mark) => mark === 0).length;
  return count("first_k_dense_replace", "num_dense_layers", "moe_layer_start_index") ?? 0;
}
