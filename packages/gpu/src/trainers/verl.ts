import { isMap } from "../config/entry.ts";
import { custom, flag, isOff, on, partial, table, text, whole, words } from "../config/table.ts";
import { targetsOf } from "../config/targets.ts";
import type { Parsed } from "../config/entry.ts";
import type { SomeSettings } from "../config/settings.ts";
import { cardsOf, launcherRows } from "./shared.ts";
import type { Trainer } from "./trainer.ts";

const actor = "actor_rollout_ref.actor";

/** The value of a dotted key, of a file or of a command line. */
function at({ values }: Parsed, key: string): unknown {
  const inner = key.split(".").reduce<unknown>((map, name) => (isMap(map) ? map[name] : undefined), values);
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

/** What its two programs do where no key says it. */
function usual(config: Parsed): SomeSettings {
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
function batchesOf(config: Parsed): SomeSettings {
  if (isSupervised(config)) return cardsOf(config);
  const prompts = numberAt(config, `${actor}.ppo_mini_batch_size`, 256);
  const group = numberAt(config, "actor_rollout_ref.rollout.n", 1);
  const row = numberAt(config, "data.max_prompt_length", 512) + numberAt(config, "data.max_response_length", 512);
  const tokens = numberAt(config, `${actor}.ppo_max_token_len_per_gpu`, 16_384);
  const dynamic = !isOff(at(config, `${actor}.use_dynamic_bsz`) ?? false);
  return {
    ...cardsOf(config),
    globalBatch: prompts * group,
    ...(dynamic && { microBatch: Math.max(1, Math.floor(tokens / row)) }),
  };
}

/**
 * verl's reinforcement learning and supervised training: Hydra's overrides of a command line, or its YAML.
 *
 * @source https://github.com/volcengine/verl verl/trainer/config (b178a3cd, 2026-01-29)
 */
export const verl: Trainer = {
  id: "verl",
  name: "verl",
  framework: "hf",
  spreads: "fsdp",
  is: ({ values, command }) =>
    command.some((word) => word.startsWith("verl.") || word.includes("verl/")) ||
    Object.keys(values).some((key) => key.split(".")[0] === "actor_rollout_ref"),
  defaults: {
    adapter: "none",
    rank: 32,
    targets: "all",
    weights: "fp32",
    fsdp: "full",
    accumulation: 1,
    loss: "plain",
    checkpointing: "full",
    flash: true,
    optimizer: "adamw",
  },
  usual,
  beside: batchesOf,
  table: table(
    [
      ...launcherRows,
      ...["actor_rollout_ref.model.path", "model.partial_pretrain", "model.path"].map((key) => text(key, "model")),
      words("algorithm.adv_estimator", "objective", {
        gae: "ppo",
        grpo: "grpo",
        rloo: "rloo",
        grpo_passk: ["grpo", "objective"],
        gpg: ["grpo", "objective"],
        gdpo: ["grpo", "objective"],
        remax: ["rloo", "objective"],
        rloo_vectorized: "rloo",
        reinforce_plus_plus: ["rloo", "objective"],
        reinforce_plus_plus_baseline: ["rloo", "objective"],
        opo: ["grpo", "objective"],
        optimal_token_baseline: ["grpo", "objective"],
      }),
      whole("actor_rollout_ref.rollout.n", "perPrompt"),
      whole("data.max_prompt_length", "promptTokens"),
      whole("data.max_response_length", "completionTokens"),
      whole("actor_rollout_ref.rollout.multi_turn.max_assistant_turns", "turns"),
      whole("data.max_length", "maxTokens"),
      whole("data.train_max_samples", "maxExamples"),
      whole(`${actor}.ppo_micro_batch_size_per_gpu`, "microBatch"),
      whole("data.micro_batch_size_per_gpu", "microBatch"),
      whole("trainer.total_epochs", "epochs"),
      whole("trainer.total_training_steps", "maxSteps"),
      whole("trainer.n_gpus_per_node", "cardsPerMachine"),
      whole("trainer.nnodes", "machines"),
      ...["actor_rollout_ref.model.lora_rank", "actor_rollout_ref.model.lora.rank", "model.lora_rank"].flatMap(
        (key) => [
          whole(key, "rank"),
          custom(key, "adapter", (value) => (Number(value) > 0 ? { value: "lora" } : undefined)),
        ],
      ),
      custom("actor_rollout_ref.model.lora_adapter_path", "adapter", () => ({ value: "lora" })),
      custom("actor_rollout_ref.model.target_modules", "targets", targetsOf),
      custom("model.target_modules", "targets", targetsOf),
      ...["actor_rollout_ref.model", "model"].flatMap((under) => [
        custom(`${under}.enable_gradient_checkpointing`, "checkpointing", (value) => ({
          value: isOff(value) ? "none" : "full",
        })),
        custom(`${under}.use_liger`, "loss", on("fused" as const)),
        custom(`${under}.use_fused_kernels`, "loss", on("fused" as const)),
        custom(`${under}.enable_activation_offload`, "offloadActivations", on(true)),
        flag(`${under}.use_remove_padding`, "paddingFree"),
      ]),
      flag("use_remove_padding", "paddingFree"),
      custom(`${actor}.entropy_from_logits_with_chunking`, "loss", on("chunked" as const)),
      custom(`${actor}.fsdp_config.param_offload`, "offloadWeights", on(true)),
      custom(`${actor}.fsdp_config.offload_policy`, "offloadWeights", on(true)),
      custom(`${actor}.fsdp_config.optimizer_offload`, "offloadOptimizer", on(true)),
      custom(`${actor}.fsdp_config.model_dtype`, "weights", (value) => ({
        value: /bf16|bfloat16/.test(String(value)) ? "bf16" : "fp32",
      })),
      custom("model.fsdp_config.model_dtype", "weights", (value) => ({
        value: /bf16|bfloat16/.test(String(value)) ? "bf16" : "fp32",
      })),
      custom("model.fsdp_config.offload_params", "offloadWeights", on(true)),
      custom("model.fsdp_config.cpu_offload", "offloadWeights", on(true)),
      custom(`${actor}.megatron.param_offload`, "offloadWeights", on(true)),
      custom(`${actor}.megatron.optimizer_offload`, "offloadOptimizer", on(true)),
      whole(`${actor}.megatron.tensor_model_parallel_size`, "tensorParallel"),
      whole(`${actor}.megatron.pipeline_model_parallel_size`, "pipelineParallel"),
      whole(`${actor}.megatron.expert_model_parallel_size`, "expertParallel"),
      whole(`${actor}.megatron.context_parallel_size`, "contextParallel"),
      whole(`${actor}.ulysses_sequence_parallel_size`, "contextParallel"),
      whole("ulysses_sequence_parallel_size", "contextParallel"),
      words(`${actor}.megatron.override_transformer_config.recompute_granularity`, "checkpointing", {
        full: "full",
        selective: "selective",
      }),
      partial("actor_rollout_ref.model.mtp.enable_train", "heads that predict further tokens are trained too"),
      partial("reward_model.enable", "a reward model is in memory beside the model"),
      partial("data.micro_batch_size", "rows of all cards together: use micro_batch_size_per_gpu"),
      partial(`${actor}.ppo_micro_batch_size`, "rows of all cards together: use ppo_micro_batch_size_per_gpu"),
      partial("distillation.enabled", "a teacher is in memory beside the model"),
    ],
    `data data.* actor_rollout_ref.* algorithm algorithm.* critic critic.* reward_model reward_model.* reward reward.* custom_reward_function custom_reward_function.* trainer trainer.*
     ray_kwargs ray_kwargs.* ray_init.* global_profiler global_profiler.* transfer_queue transfer_queue.* optim optim.* model.* engine engine.* checkpoint checkpoint.* async_training.* rollout
     rollout.* config_path config_name reward_manager reward_manager.* standalone rdzv_* master_* node_rank defaults hydra hydra.* distillation.* profiler.* use_* ulysses_* address
     runtime_env working_dir no_wait`,
  ),
};
