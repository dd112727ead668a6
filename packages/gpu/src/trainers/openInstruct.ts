import { custom, flag, isOff, partial, table, text, whole, words } from "../config/table.ts";
import { argumentIdle, argumentRows, cardsOf, trainingArguments } from "./shared.ts";
import type { Parsed } from "../config/entry.ts";
import type { SomeSettings } from "../config/settings.ts";
import type { Trainer } from "./trainer.ts";

const scripts: Readonly<Record<string, SomeSettings>> = {
  finetune: { objective: "sft" },
  dpo: { objective: "dpo" },
  dpo_tune: { objective: "dpo" },
  dpo_tune_cache: { objective: "dpo" },
  grpo_fast: { objective: "grpo" },
  grpo: { objective: "grpo" },
  ppo_fast: { objective: "ppo" },
  reward_modeling: { objective: "reward" },
};

/** The script says what is trained on; in a file the keys do, which only DPO has. */
function objectiveOf(config: Parsed): SomeSettings {
  const names = config.command.map((word) => word.replace(/\.py$/, "").replace(/^.*[/.]/, ""));
  const script = names.findLast((name) => Object.hasOwn(scripts, name));
  return { ...cardsOf(config), ...(script !== undefined && scripts[script]) };
}

/** Keys that Transformers' own trainers and LLaMA-Factory do not have. */
const own = ["use_slow_tokenizer", "with_tracking", "checkpointing_steps", "dataset_mixer_list", "dataset_mix_dir"];

/**
 * open-instruct: `finetune`, `dpo` and `grpo_fast`, as YAML or a command line.
 *
 * @source https://github.com/allenai/open-instruct open_instruct/finetune.py, dpo_utils.py, grpo_utils.py (e6c3044a, 2026-08-20)
 */
export const openInstruct: Trainer = {
  id: "open-instruct",
  name: "open-instruct",
  framework: "hf",
  spreads: "ddp",
  is: ({ values, command }) =>
    command.some((word) => word.includes("open_instruct")) ||
    ("model_name_or_path" in values && own.filter((key) => key in values).length > 1),
  defaults: {
    ...trainingArguments,
    epochs: 2,
    adapter: "none",
    rank: 64,
    targets: "all",
    weights: "bf16",
    checkpointing: "none",
  },
  beside: objectiveOf,
  table: table(
    [
      text("model_name_or_path", "model"),
      ...argumentRows,
      whole("num_epochs", "epochs"),
      whole("max_seq_length", "maxTokens"),
      whole("max_train_steps", "maxSteps"),
      whole("max_train_samples", "maxExamples"),
      flag("packing", "packed"),
      custom("use_lora", "adapter", (value) => ({ value: isOff(value) ? "none" : "lora" })),
      custom("use_qlora", "bits4", (value) => (isOff(value) ? undefined : { value: true })),
      whole("lora_rank", "rank"),
      custom("gradient_checkpointing", "checkpointing", (value) => ({ value: isOff(value) ? "none" : "full" })),
      custom("use_flash_attn", "flash", (value) => ({ value: !isOff(value) })),
      custom("use_8bit_optimizer", "optimizer", (value) => (isOff(value) ? undefined : { value: "adamw-8bit" })),
      custom("use_liger_kernel", "loss", (value) => (isOff(value) ? undefined : { value: "fused" })),
      custom("dpo_use_paged_optimizer", "optimizer", (value) =>
        isOff(value) ? undefined : { value: "paged-adamw-8bit" },
      ),
      // Losses and the strength that only preferences have.
      custom("beta", "objective", () => ({ value: "dpo" })),
      words("loss_type", "objective", { dpo: "dpo", dpo_norm: "dpo", simpo: "orpo", wpo: "dpo" }),
      words("dpo_loss_type", "objective", { dpo: "dpo", dpo_norm: "dpo", simpo: "orpo", wpo: "dpo" }),
      whole("num_samples_per_prompt_rollout", "perPrompt"),
      whole("response_length", "completionTokens"),
      whole("max_prompt_token_length", "promptTokens"),
      whole("pack_length", "drawnTokens"),
      custom("deepspeed_stage", "zeroStage", (value) =>
        value === 0 || value === 1 || value === 2 || value === 3 ? { value } : { expected: "0, 1, 2 or 3" },
      ),
      whole("sequence_parallel_size", "contextParallel"),
      partial("load_balancing_loss", "the routers have a loss of their own", isOff),
    ],
    `${argumentIdle} model_revision tokenizer_* use_slow_tokenizer dataset_name dataset_config_name dataset_mixer dataset_mixer.*
     dataset_mixer_* dataset_mix_dir dataset_* train_file preprocessing_num_workers overwrite_cache reduce_loss clip_grad_norm
     lora_alpha lora_dropout low_cpu_mem_usage fused_optimizer checkpointing_steps keep_last_n_checkpoints with_tracking wandb_* exp_name
     add_bos add_seed_and_date_to_exp_name hf_* try_* load_balancing_weight gamma_beta_ratio label_smoothing reference_logprobs_*
     concatenated_forward timeout clean_checkpoints_* cache_* chat_template_name final_lr_ratio sync_each_batch verbose
     temperature kl_estimator vllm_* num_learners_per_node num_unique_prompts_rollout num_mini_batches ground_truths_key
     apply_* verification_* local_eval_* total_episodes stop_strings non_stop_penalty oe_eval_* inference_batch_size reward_*
     llm_judge_* code_api_url score_penalty_* active_sampling async_steps inflight_updates advantage_* mask_* clip_* ref_policy_*`,
  ),
};
