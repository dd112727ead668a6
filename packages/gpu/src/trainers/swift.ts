import { optimizers } from "../config/optimizers.ts";
import { custom, flag, isOff, on, partial, table, text, whole, words } from "../config/table.ts";
import { targetsOf } from "../config/targets.ts";
import { argumentIdle, argumentRows, cardsOf, fusedLoss, trainingArguments } from "./shared.ts";
import type { Parsed } from "../config/entry.ts";
import type { SomeSettings } from "../config/settings.ts";
import type { Trainer } from "./trainer.ts";

const rlhf = {
  dpo: "dpo",
  orpo: "orpo",
  simpo: "orpo",
  cpo: "orpo",
  kto: "kto",
  grpo: "grpo",
  ppo: "ppo",
  rm: "reward",
  gkd: "distillation",
} as const;

/** Keys that no other program has. */
const own = [
  "tuner_type",
  "train_type",
  "rlhf_type",
  "split_dataset_ratio",
  "model_author",
  "attn_impl",
  "load_data_args",
];

/** The word of its command, where no key says what is trained on. */
function commandOf(config: Parsed): SomeSettings {
  return { ...cardsOf(config), ...(config.command.includes("pt") && { objective: "continued" }) };
}

/** Its Megatron has defaults of its own. */
function usual({ command, values }: Parsed): SomeSettings {
  return command.includes("megatron") || "recompute_granularity" in values
    ? { framework: "megatron", fsdp: "none", zeroStage: 1, globalBatch: 16, epochs: 1 }
    : {};
}

/**
 * ms-swift: `swift sft`, `pt` and `rlhf`, and the same of its Megatron, as a command line or YAML.
 *
 * @source https://github.com/modelscope/ms-swift docs/source_en/Instruction/Command-line-parameters.md (3602360a, 2026-08-22)
 */
export const swift: Trainer = {
  id: "ms-swift",
  name: "ms-swift",
  framework: "hf",
  spreads: "ddp",
  is: ({ values, command }) =>
    command.includes("swift") ||
    command.includes("megatron") ||
    ("model" in values && typeof values["model"] === "string" && own.some((key) => key in values)),
  defaults: {
    ...trainingArguments,
    microBatch: 1,
    adapter: "lora",
    rank: 8,
    targets: "all",
    optimizer: "adamw",
    weights: "bf16",
  },
  usual,
  beside: commandOf,
  table: table(
    [
      text("model", "model"),
      ...argumentRows,
      words("rlhf_type", "objective", rlhf),
      words("task_type", "objective", {
        causal_lm: undefined,
        seq_cls: "reward",
        embedding: "other",
        reranker: "other",
        generative_reranker: "other",
      }),
      ...["tuner_type", "train_type"].map((key) =>
        words(key, "adapter", {
          lora: "lora",
          full: "none",
          lora_llm: ["lora", "adapter"],
          longlora: ["lora", "adapter"],
          adalora: ["lora", "adapter"],
          adapter: ["lora", "adapter"],
          boft: ["lora", "adapter"],
          bone: ["lora", "adapter"],
          vera: ["lora", "adapter"],
          ia3: ["lora", "adapter"],
          reft: ["lora", "adapter"],
          llamapro: ["none", "adapter"],
          dummy: ["lora", "adapter"],
        }),
      ),
      whole("lora_rank", "rank"),
      custom("target_modules", "targets", targetsOf),
      whole("max_length", "maxTokens"),
      flag("packing", "packed"),
      flag("padding_free", "paddingFree"),
      flag("group_by_length", "grouped"),
      flag("streaming", "streamed"),
      custom("quant_bits", "bits4", (value) => (Number(value) === 4 ? { value: true } : undefined)),
      custom("quant_bits", "bits8", (value) => (Number(value) === 8 ? { value: true } : undefined)),
      custom("quant_method", "gptq", (value) => (/gptq|awq/.test(String(value)) ? { value: true } : undefined)),
      words("attn_impl", "flash", {
        flash_attn: true,
        flash_attention_2: true,
        flash_attention_3: true,
        flash_attention_4: true,
        sdpa: true,
        eager: false,
      }),
      custom("attention_backend", "flash", (value) => ({ value: value !== "unfused" && value !== "local" })),
      fusedLoss("use_liger_kernel"),
      custom("cross_entropy_loss_fusion", "loss", on("fused" as const)),
      words("torch_dtype", "weights", { bfloat16: "bf16", float16: "bf16", float32: "fp32", auto: undefined }),
      custom("gradient_checkpointing", "checkpointing", (value) => ({ value: isOff(value) ? "none" : "full" })),
      words("recompute_granularity", "checkpointing", { full: "full", selective: "selective", none: "none" }),
      whole("micro_batch_size", "microBatch"),
      whole("global_batch_size", "globalBatch"),
      whole("train_iters", "maxSteps"),
      whole("max_epochs", "epochs"),
      whole("tensor_model_parallel_size", "tensorParallel"),
      whole("pipeline_model_parallel_size", "pipelineParallel"),
      whole("expert_model_parallel_size", "expertParallel"),
      whole("context_parallel_size", "contextParallel"),
      custom("sequence_parallel_size", "contextParallel", (value) =>
        Number(value) > 1 ? { value: Number(value) } : undefined,
      ),
      custom("moe_grouped_gemm", "experts", on("grouped" as const)),
      custom("experts_impl", "experts", (value) => ({ value: value === "grouped_mm" ? "grouped" : "loop" })),
      custom("optimizer_cpu_offload", "offloadOptimizer", on(true)),
      words("optimizer", "optimizer", {
        adam: "adamw",
        sgd: "sgd",
        muon: ["adamw", "optimizer"],
        dist_muon: ["adamw", "optimizer"],
        ...optimizers,
      }),
      custom("fp8_format", "fp8", on(true)),
      custom("fp8_recipe", "fp8", on(true)),
      whole("num_generations", "perPrompt"),
      whole("max_completion_length", "completionTokens"),
      whole("response_length", "completionTokens"),
      whole("vllm_max_model_len", "drawnTokens"),
      whole("max_turns", "turns"),
      partial("use_galore", "the optimizer's states are projected"),
      partial("use_dora", "the adapters have a magnitude for each row"),
      partial("modules_to_save", "whole matrices are trained beside the adapters"),
      partial(
        "init_weights",
        "adapters begin from the weights' main directions",
        (value) => isOff(value) || value === true || value === "true",
      ),
      partial("freeze_llm", "only some of the weights are trained"),
      partial("mtp_num_layers", "heads that predict further tokens are trained too"),
      partial("teacher_model", "a teacher is in memory beside the model"),
      partial("lisa_activated_layers", "only some layers are trained at a time"),
    ],
    `${argumentIdle} dataset val_dataset cached_dataset cached_val_dataset columns split_dataset_ratio load_from_cache_file dataset_*
     system template template_* agent_template model_author model_name model_type model_kwargs model_revision use_hf
     tuner_backend tuner_kwargs lora_* adapters adapter_* merge_lora bnb_* freeze_vit freeze_aligner vit_lr aligner_lr vit_* add_version
     strict lazy_tokenize truncation_strategy max_pixels loss_scale loss_type use_chat_template num_labels problem_type rope_scaling
     beta rpo_alpha simpo_gamma cpo_alpha desirable_weight undesirable_weight ref_model ref_adapters label_smoothing loss_weights
     reward_* external_plugins use_vllm vllm_* sleep_level offload_* move_model_batches top_* temperature repetition_penalty
     stop_words epsilon epsilon_* num_iterations steps_per_generation generation_batch_size dynamic_sample overlong_filter
     max_resample_times importance_sampling_level scale_rewards advantage_estimator kl_in_reward async_generate multi_turn_scheduler
     use_gym_env gym_env log_* advantage_* max_new_tokens stream infer_backend enable_thinking load_data_args add_non_thinking_prefix
     response_prefix lmbda seq_kd gkd_* sft_alpha sft_* chord_* tau_* fipo_* top_entropy_quantile delta center_rewards_coefficient
     teacher_* use_logits_to_keep save save_* no_save_* load load_* finetune lr min_lr lr_* merge_lora mcore_* moe_* recompute_method
     recompute_num_layers sequence_parallel attention_backend use_precision_aware_optimizer optimizer_offload_fraction exp_avg_*
     decoder_*_pipeline_num_layers expert_tensor_parallel_size virtual_pipeline_* overlap_* gradient_accumulation_fusion fp8_*
     cross_entropy_fusion_impl packing_* packing_length use_flash_ckpt masked_softmax_fusion recompute_modules check_model decoder_* max_position_embeddings image_area predict_with_generate max_model_len new_special_tokens* router_aux_loss_coef metric early_stop_interval
     ENV model_kwargs max_batch_size write_batch_size interleave_prob shuffle_buffer_size train_dataloader_shuffle eval_iters
     linear_decoupled_in_proj test_convert_precision to_hf to_mcore use_ray ray_* device_groups deterministic_mode
     galore_* llamapro_* reft_* pissa_* lisa_* adalora_* boft_* vera_* fourier_* enable_dft_loss enable_channel_loss
     use_async_engine calculate_KL ref_load acc_strategy group_by_size zero_hpz_partition_size overwrite_output_dir`,
  ),
};
