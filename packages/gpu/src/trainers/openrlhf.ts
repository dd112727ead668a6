import { custom, isOff, on, partial, table, text, whole, words, type Row } from "../config/table.ts";
import { targetsOf } from "../config/targets.ts";
import type { Parsed } from "../config/entry.ts";
import type { Objective, SomeSettings } from "../config/settings.ts";
import { cardsOf, launcherRows } from "./shared.ts";
import type { Trainer } from "./trainer.ts";

const programs: Readonly<Record<string, Objective>> = {
  train_sft: "sft",
  train_dpo: "dpo",
  train_kto: "kto",
  train_rm: "reward",
  train_prm: "reward",
  train_kd: "distillation",
  train_ppo: "ppo",
  train_ppo_ray: "ppo",
};

/** Estimators of an advantage that need no critic. */
const critics: Readonly<Record<string, Objective>> = {
  gae: "ppo",
  group_norm: "grpo",
  dr_grpo: "grpo",
  rloo: "rloo",
  reinforce: "rloo",
  reinforce_baseline: "rloo",
};

/** What its program's name says, and the cards of its actor. */
function programOf(config: Parsed): SomeSettings {
  const { values, command } = config;
  const program = command.map((word) => word.replace(/^.*\./, "")).find((word) => Object.hasOwn(programs, word));
  const actors = values["actor.num_gpus_per_node"] ?? values["actor_num_gpus_per_node"];
  const nodes = values["actor.num_nodes"] ?? values["actor_num_nodes"] ?? 1;
  return {
    ...cardsOf(config),
    ...(program !== undefined && { objective: programs[program] }),
    ...(typeof actors === "number" && { processes: actors * Number(nodes) }),
  };
}

/** Its reinforcement learning begins elsewhere. */
function usual({ command }: Parsed): SomeSettings {
  return command.some((word) => word.includes("train_ppo")) ? { microBatch: 1, perPrompt: 1, epochs: 1 } : {};
}

/** A key in its dotted form, and in the flat one of releases before 0.9. */
function both(dotted: string, flat: string, row: (key: string) => Row): Row[] {
  return [row(dotted), row(flat)];
}

/**
 * OpenRLHF's commands, whose options have been dotted since 2026.
 *
 * @source https://github.com/OpenRLHF/OpenRLHF openrlhf/cli (3c3be623, 2026-08-13)
 */
export const openrlhf: Trainer = {
  id: "openrlhf",
  name: "OpenRLHF",
  framework: "hf",
  spreads: "ddp",
  is: ({ command }) => command.some((word) => word.startsWith("openrlhf.")),
  defaults: {
    objective: "sft",
    adapter: "none",
    rank: 64,
    targets: "all",
    weights: "bf16",
    microBatch: 8,
    globalBatch: 128,
    epochs: 2,
    maxTokens: 2048,
    zeroStage: 2,
    loss: "plain",
    checkpointing: "none",
    flash: true,
    optimizer: "adamw",
  },
  usual,
  beside: programOf,
  table: table(
    [
      ...launcherRows,
      ...["model.model_name_or_path", "actor.model_name_or_path", "pretrain"].map((key) => text(key, "model")),
      ...both("train.micro_batch_size", "micro_train_batch_size", (key) => whole(key, "microBatch")),
      ...both("train.batch_size", "train_batch_size", (key) => whole(key, "globalBatch")),
      ...both("train.max_epochs", "max_epochs", (key) => whole(key, "epochs")),
      ...both("data.max_len", "max_len", (key) => whole(key, "maxTokens")),
      ...both("data.max_samples", "max_samples", (key) => whole(key, "maxExamples")),
      ...both("ds.packing_samples", "packing_samples", (key) => custom(key, "paddingFree", on(true))),
      custom("train.dynamic_batch_enable", "paddingFree", on(true)),
      ...both("ds.zero_stage", "zero_stage", (key) =>
        custom(key, "zeroStage", (value) =>
          value === 0 || value === 1 || value === 2 || value === 3 ? { value } : { expected: "0, 1, 2 or 3" },
        ),
      ),
      ...both("ds.adam_offload", "adam_offload", (key) => custom(key, "offloadOptimizer", on(true))),
      ...both("ds.lora.rank", "lora_rank", (key) => whole(key, "rank")),
      ...both("ds.lora.rank", "lora_rank", (key) =>
        custom(key, "adapter", (value) => (Number(value) > 0 ? { value: "lora" } : undefined)),
      ),
      ...both("ds.lora.target_modules", "target_modules", (key) => custom(key, "targets", targetsOf)),
      ...both("ds.load_in_4bit", "load_in_4bit", (key) => custom(key, "bits4", on(true))),
      ...["model.gradient_checkpointing_enable", "actor.gradient_checkpointing_enable", "gradient_checkpointing"].map(
        (key) => custom(key, "checkpointing", on("full" as const)),
      ),
      ...both("ds.attn_implementation", "attn_implementation", (key) =>
        custom(key, "flash", (value) => ({ value: value !== "eager" })),
      ),
      custom("flash_attn", "flash", on(true)),
      ...both("ds.use_liger_kernel", "use_liger_kernel", (key) => custom(key, "loss", on("fused" as const))),
      ...both("ds.param_dtype", "param_dtype", (key) =>
        words(key, "weights", { bf16: "bf16", fp16: "bf16", fp32: "fp32" }),
      ),
      ...both("ds.tensor_parallel_size", "ds_tensor_parallel_size", (key) => whole(key, "tensorParallel")),
      ...both("ds.ring_attn_size", "ring_attn_size", (key) => whole(key, "contextParallel")),
      ...both("rollout.n_samples_per_prompt", "n_samples_per_prompt", (key) => whole(key, "perPrompt")),
      ...both("rollout.max_new_tokens", "generate_max_len", (key) => whole(key, "completionTokens")),
      whole("prompt_max_len", "promptTokens"),
      ...both("algo.advantage.estimator", "advantage_estimator", (key) => words(key, "objective", critics)),
      custom("model.pretrain_mode_enable", "objective", on("continued" as const)),
      custom("ds.experts_implementation", "experts", (value) => ({ value: value === "eager" ? "loop" : "grouped" })),
      partial("actor.freeze_visual_encoder", "only some of the weights are trained", isOff),
    ],
    `data.* dataset* input_* output_* apply_chat_template chosen_key rejected_key label_key prompt_* eval.* eval_* ckpt.* save_* load_checkpoint
     logger.* logging_steps use_wandb wandb_* adam.* muon.* optim learning_rate lr_* min_lr_ratio max_norm model.* actor.* critic.* reward.*
     ref.* vllm.* vllm_* algo.* rollout.* train.* ds.* reward_* ref_* critic_* actor_* colocate_* bf16 grad_accum_dtype
     micro_rollout_batch_size rollout_batch_size num_episodes gamma lambd init_kl_coef normalize_reward beta aux_loss_coef
     temperature top_p remote_rm_url use_ms use_kl_loss kl_estimator overlap_comm seed disable_fast_tokenizer local_rank
     address runtime_env_json working_dir enforce_eager`,
  ),
};
