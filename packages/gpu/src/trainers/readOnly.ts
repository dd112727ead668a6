import { isRecord } from "@tunecast/estimator/parts";
import type { Parsed } from "../config/entry.ts";
import type { Objective, SomeSettings } from "../config/settings.ts";
import { isOff } from "../config/table.ts";
import { cardsOf, objectiveIn, partOf, trainerOf, type Trainer } from "./trainer.ts";
import nemoAutomodelFile from "./keys/nemo-automodel.json" with { type: "json" };
import openInstructFile from "./keys/open-instruct.json" with { type: "json" };
import openrlhfFile from "./keys/openrlhf.json" with { type: "json" };
import swiftFile from "./keys/ms-swift.json" with { type: "json" };
import torchtitanFile from "./keys/torchtitan.json" with { type: "json" };
import verlFile from "./keys/verl.json" with { type: "json" };

/** NeMo AutoModel's recipes, by what their names hold; the others are supervised. */
const recipes: readonly (readonly [RegExp, Objective])[] = [
  [/KnowledgeDistillation/, "distillation"],
  [/Eagle|DSpark|DFlash|Domino|JetSpec|Vispec|BiEncoder|CrossEncoder|Diffusion|SequenceClassification/, "other"],
  [/Pretrain/, "scratch"],
];

const nemoAutomodel: Trainer = trainerOf(nemoAutomodelFile, {
  is: ({ values }) => "step_scheduler" in values && isRecord(values["model"]),
  beside: (config) => {
    const { recipe, peft } = config.values;
    const name = String(isRecord(recipe) ? recipe["_target_"] : recipe);
    const objective = recipes.find(([sign]) => sign.test(name))?.[1];
    return { ...cardsOf(config), ...(isRecord(peft) && { adapter: "lora" }), ...(objective && { objective }) };
  },
});

const openInstructScripts: Readonly<Record<string, Objective>> = {
  finetune: "sft",
  dpo: "dpo",
  dpo_tune: "dpo",
  dpo_tune_cache: "dpo",
  grpo_fast: "grpo",
  grpo: "grpo",
  ppo_fast: "ppo",
  reward_modeling: "reward",
};

/** Keys that Transformers' own trainers and LLaMA-Factory do not have. */
const ofOpenInstruct = "use_slow_tokenizer with_tracking checkpointing_steps dataset_mixer_list dataset_mix_dir";

/** open-instruct: `finetune`, `dpo` and `grpo_fast`, as YAML or a command line. */
const openInstruct: Trainer = trainerOf(openInstructFile, {
  is: ({ values, command }) =>
    command.some((word) => word.includes("open_instruct")) ||
    ("model_name_or_path" in values && ofOpenInstruct.split(" ").filter((key) => key in values).length > 1),
  beside: (config) => {
    const objective = objectiveIn(config.command, openInstructScripts);
    return { ...cardsOf(config), ...(objective && { objective }) };
  },
});

const openrlhfPrograms: Readonly<Record<string, Objective>> = {
  train_sft: "sft",
  train_dpo: "dpo",
  train_kto: "kto",
  train_rm: "reward",
  train_prm: "reward",
  train_kd: "distillation",
  train_ppo: "ppo",
  train_ppo_ray: "ppo",
};

/** OpenRLHF's commands, whose options have been dotted since 2026; those of releases before 0.9 are read as well. */
const openrlhf: Trainer = trainerOf(openrlhfFile, {
  is: ({ command }) => command.some((word) => word.startsWith("openrlhf.")),
  // Its reinforcement learning begins elsewhere.
  usual: ({ command }) =>
    command.some((word) => word.includes("train_ppo")) ? { microBatch: 1, perPrompt: 1, epochs: 1 } : {},
  beside: (config) => {
    const { values, command } = config;
    const objective = objectiveIn(command, openrlhfPrograms);
    const actors = values["actor.num_gpus_per_node"] ?? values["actor_num_gpus_per_node"];
    const nodes = Number(values["actor.num_nodes"] ?? values["actor_num_nodes"] ?? 1);
    const processes = typeof actors === "number" ? { processes: actors * nodes } : {};
    return { ...cardsOf(config), ...(objective && { objective }), ...processes };
  },
});

const ofSwift = "tuner_type train_type rlhf_type split_dataset_ratio model_author attn_impl load_data_args";

/** ms-swift: `swift sft`, `pt` and `rlhf`, and the same of its Megatron, as a command line or YAML. */
const swift: Trainer = trainerOf(swiftFile, {
  is: ({ values, command }) =>
    command.includes("swift") ||
    command.includes("megatron") ||
    (typeof values["model"] === "string" && ofSwift.split(" ").some((key) => key in values)),
  usual: ({ command, values }) =>
    command.includes("megatron") || "recompute_granularity" in values
      ? { framework: "megatron", fsdp: "none", zeroStage: 1, globalBatch: 16, epochs: 1 }
      : {},
  beside: (config) => ({ ...cardsOf(config), ...(config.command.includes("pt") && { objective: "continued" }) }),
});

/** The folder of its weights bears the model's name; else family and size together do. */
function titanModel({ values }: Parsed): SomeSettings {
  const { name, flavor, hf_assets_path: assets } = partOf(values, "model");
  const folder = typeof assets === "string" ? assets.split("/").findLast((piece) => piece !== "") : undefined;
  if (folder !== undefined && /\d[bm]?/i.test(folder) && folder !== "tokenizer") return { model: folder };
  if (typeof name !== "string" || typeof flavor !== "string" || /debug/i.test(flavor)) return {};
  const family = name === "llama3" && /^(8B|70B|405B)$/i.test(flavor) ? "llama-3.1" : name.replaceAll("_", "-");
  return { model: `${family}-${flavor.toLowerCase()}` };
}

/** torchtitan's TOML: running text from random weights, or on from those of a checkpoint. */
const torchtitan: Trainer = trainerOf(torchtitanFile, {
  is: ({ values }) => "seq_len" in partOf(values, "training") || "flavor" in partOf(values, "model"),
  beside: titanModel,
});

const actor = "actor_rollout_ref.actor";

/** The value of a dotted key, of a file or of a command line. */
function at({ values }: Parsed, key: string): unknown {
  const inner = key.split(".").reduce<unknown>((map, name) => (isRecord(map) ? map[name] : undefined), values);
  return values[key] ?? inner;
}

function numberAt(config: Parsed, key: string, otherwise: number): number {
  const value = Number(at(config, key) ?? otherwise);
  return Number.isFinite(value) ? value : otherwise;
}

function isSupervised(config: Parsed): boolean {
  return (
    config.command.some((word) => word.includes("sft_trainer")) ||
    at(config, "model.partial_pretrain") !== undefined ||
    at(config, "data.max_length") !== undefined
  );
}

function verlUsual(config: Parsed): SomeSettings {
  if (isSupervised(config)) return { objective: "sft", microBatch: 4, globalBatch: 256, epochs: 4, maxTokens: 1024 };
  const megatron = config.command.includes("--config-name") || /megatron/.test(JSON.stringify(config.values));
  return {
    objective: "ppo",
    perPrompt: 1,
    promptTokens: 512,
    completionTokens: 512,
    epochs: 30,
    microBatch: 1,
    paddingFree: true,
    ...(megatron && { framework: "megatron", fsdp: "none", zeroStage: 1, weights: "bf16", checkpointing: "none" }),
  };
}

/** Rows of a step and of a card: it counts prompts where others count rows, and tokens where its batches are dynamic. */
function verlBatches(config: Parsed): SomeSettings {
  if (isSupervised(config)) return cardsOf(config);
  const prompts = numberAt(config, `${actor}.ppo_mini_batch_size`, 256);
  const group = numberAt(config, "actor_rollout_ref.rollout.n", 1);
  const row = numberAt(config, "data.max_prompt_length", 512) + numberAt(config, "data.max_response_length", 512);
  const tokens = numberAt(config, `${actor}.ppo_max_token_len_per_gpu`, 16_384);
  const dynamic = !isOff(at(config, `${actor}.use_dynamic_bsz`) ?? false);
  const microBatch = dynamic ? { microBatch: Math.max(1, Math.floor(tokens / row)) } : {};
  return { ...cardsOf(config), globalBatch: prompts * group, ...microBatch };
}

/** verl's reinforcement learning and supervised training: Hydra's overrides of a command line, or its YAML. */
const verl: Trainer = trainerOf(verlFile, {
  is: ({ values, command }) =>
    command.some((word) => word.startsWith("verl.") || word.includes("verl/")) ||
    Object.keys(values).some((key) => key.split(".")[0] === "actor_rollout_ref"),
  usual: verlUsual,
  beside: verlBatches,
});

/** Trainers whose configs are read and not written. */
export const readOnly: readonly Trainer[] = [swift, verl, openrlhf, torchtitan, openInstruct, nemoAutomodel];
