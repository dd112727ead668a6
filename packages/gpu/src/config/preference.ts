import type { Parsed } from "./entry.ts";
import type { Objective } from "./settings.ts";

/** What a config is trained on, with the key or the words that say so; or a key that only some objectives have. */
export type Stated =
  | { readonly objective: Objective; readonly by: string }
  | { readonly among: readonly Objective[]; readonly by: string };

/** Keys that one objective alone has. @source https://huggingface.co/docs/trl (DPO, KTO, CPO, GRPO, RLOO, PPO, GKD, reward; read 2026-11-28) */
const deciding: Readonly<Record<string, Objective>> = {
  desirable_weight: "kto",
  undesirable_weight: "kto",
  cpo_alpha: "orpo",
  simpo_gamma: "orpo",
  rpo_alpha: "dpo",
  use_weighting: "dpo",
  ld_alpha: "dpo",
  f_divergence_type: "dpo",
  f_alpha_divergence_coef: "dpo",
  discopop_tau: "dpo",
  rloo_k: "rloo",
  reward_funcs: "grpo",
  num_generations: "grpo",
  scale_rewards: "grpo",
  mask_truncated_completions: "grpo",
  reward_model_path: "ppo",
  sft_model_path: "ppo",
  num_ppo_epochs: "ppo",
  center_rewards_coefficient: "reward",
  teacher_model_name_or_path: "distillation",
  lmbda: "distillation",
  assistant_only_loss: "sft",
  completion_only_loss: "sft",
};

/** Names of losses that one objective alone has. */
const losses: Readonly<Record<string, Objective>> = {
  ...spread("sft", "nll dft chunked_nll"),
  ...spread(
    "dpo",
    "sigmoid hinge ipo exo_pair nca_pair robust bco_pair sppo_hard aot aot_pair aot_unpaired discopop apo_zero apo_down sigmoid_norm",
  ),
  ...spread("kto", "kto apo_zero_unpaired bco"),
  ...spread("orpo", "simpo orpo alphapo"),
  ...spread("grpo", "grpo bnpo dr_grpo dapo cispo sapo luspo"),
};

/** Keys that only training on preferences has, whichever way. */
const shared = [
  "max_prompt_length",
  "precompute_ref_log_probs",
  "ref_model",
  "ref_model_init_kwargs",
  "ref_adapter_name",
  "beta",
];

function spread(objective: Objective, words: string): Record<string, Objective> {
  return Object.fromEntries(words.split(" ").map((word) => [word, objective]));
}

/** Words by which people name their files and runs. */
const named: readonly (readonly [RegExp, Objective])[] = [
  [/(^|[^a-z])dpo([^a-z]|$|trainer)/i, "dpo"],
  [/(^|[^a-z])(orpo|cpo|simpo)([^a-z]|$|trainer)/i, "orpo"],
  [/(^|[^a-z])kto([^a-z]|$|trainer)/i, "kto"],
  [/(^|[^a-z])grpo([^a-z]|$|trainer)/i, "grpo"],
];

/**
 * What a config that names no objective is trained on, by keys that only some objectives have. Keys decide first, then the
 * loss, then the names of the file and the run and its comments, where a shared key says that it is one of a few.
 * Undefined where no key belongs to an objective.
 */
export function statedObjective(config: Parsed): Stated | undefined {
  const { values } = config;
  const key = Object.keys(deciding).find(
    (one) => values[one] !== undefined && values[one] !== null && values[one] !== false,
  );
  const loss = [values["loss_type"]].flat().find((one) => typeof one === "string" && Object.hasOwn(losses, one));
  if (typeof loss === "string") return { objective: losses[loss] ?? "dpo", by: "loss_type" };
  if (key !== undefined) return { objective: deciding[key] ?? "dpo", by: key };
  const among = shared.find((one) => one in values);
  if (among === undefined) return undefined;
  const found = new Set(
    namesIn(config).flatMap((name) => named.filter(([sign]) => sign.test(name)).map(([, objective]) => objective)),
  );
  const [only, ...more] = found;
  return only !== undefined && more.length === 0
    ? { objective: only, by: among }
    : { among: ["dpo", "orpo", "kto"], by: among };
}

function namesIn({ file, values, comments }: Parsed): string[] {
  const own = ["run_name", "output_dir", "hub_model_id", "trl_trainer"].map((key) => values[key]);
  return [file, ...own.filter((name) => typeof name === "string"), ...comments];
}
