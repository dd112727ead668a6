import { isMap } from "../config/entry.ts";
import { optimizers } from "../config/optimizers.ts";
import { custom, flag, isOff, on, partial, table, text, whole, words, type Table } from "../config/table.ts";
import { targetNames, targetsOf } from "../config/targets.ts";
import { inlineDeepspeed } from "./shared.ts";

const fusedLoss = /cut_cross_entropy/i;
const attention = {
  flash_attention_2: true,
  flash_attention_3: true,
  flash_attention: true,
  sdpa: true,
  flex_attention: true,
  xformers: true,
  sage: true,
  "kernels-community/vllm-flash-attn3": true,
  "kernels-community/flash-attn3": true,
  "kernels-community/flash-attn2": true,
  s2: true,
  eager: false,
} as const;

/** The keys of axolotl's configs: what each sets, and those that change neither memory nor time. @source axolotl src/axolotl/utils/schemas (067b021c, 2026-07-24) */
export const axolotlKeys: Table = table(
  [
    text("base_model", "model"),
    custom(
      "adapter",
      "adapter",
      (value) =>
        value === "lora" || value === "qlora"
          ? { value }
          : value === "" || value === "none"
            ? { value: "none" }
            : { expected: "lora or qlora" },
      (value) => (value === "none" ? undefined : value),
    ),
    flag("load_in_4bit", "bits4"),
    flag("load_in_8bit", "bits8"),
    flag("gptq", "gptq"),
    flag("bnb_config_kwargs.bnb_4bit_use_double_quant", "doubleQuant"),
    whole("lora_r", "rank"),
    custom("lora_target_modules", "targets", targetsOf, targetNames),
    flag("lora_target_linear", "allLinear", { written: false }),
    words("rl", "objective", {
      dpo: "dpo",
      ipo: "dpo",
      orpo: "orpo",
      kto: "kto",
      simpo: "orpo",
      grpo: "grpo",
      gdpo: "grpo",
      ebft: "rl",
    }),
    custom(
      "datasets",
      "objective",
      (value) => (isRunningText(value) ? { value: "continued" as const } : undefined),
      (value) => (value === "continued" ? [{ path: "train.jsonl", type: "completion" }] : null),
    ),
    custom("reward_model", "objective", on("reward" as const)),
    custom("process_reward_model", "objective", on("reward" as const)),
    custom("pretraining_dataset", "objective", on("continued" as const)),
    custom("pretraining_dataset", "streamed", on(true)),
    flag("streaming", "streamed", { written: false }),
    whole("sequence_len", "maxTokens"),
    whole("trl.num_generations", "perPrompt"),
    whole("trl.max_completion_length", "completionTokens"),
    flag("sample_packing", "packed"),
    flag("group_by_length", "grouped"),
    whole("micro_batch_size", "microBatch"),
    whole("gradient_accumulation_steps", "accumulation"),
    whole("num_epochs", "epochs"),
    whole("max_steps", "maxSteps"),
    words("optimizer", "optimizer", optimizers),
    custom(
      "gradient_checkpointing",
      "checkpointing",
      (value) => ({ value: isOff(value) ? "none" : "full" }),
      (value) => (value === "selective" ? null : value === "full"),
    ),
    custom("gradient_checkpointing", "offloadActivations", (value) =>
      /offload|disk/.test(String(value)) ? { value: true } : undefined,
    ),
    custom("activation_offloading", "offloadActivations", on(true), (value) => value),
    words("attn_implementation", "flash", attention),
    custom("flash_attention", "flash", on(true)),
    custom("sdp_attention", "flash", on(true)),
    custom("xformers_attention", "flash", on(true)),
    custom("flex_attention", "flash", on(true)),
    custom("eager_attention", "flash", on(false)),
    flag("torch_compile", "compiled"),
    custom(
      "plugins",
      "loss",
      (value) => (fusedLoss.test(JSON.stringify(value)) ? { value: "fused" as const } : undefined),
      (value) =>
        value === "fused"
          ? ["axolotl.integrations.cut_cross_entropy.CutCrossEntropyPlugin"]
          : value === "plain"
            ? undefined
            : null,
    ),
    custom("liger_fused_linear_cross_entropy", "loss", on("fused" as const)),
    custom("cut_cross_entropy", "loss", on("fused" as const)),
    custom("chunked_cross_entropy", "loss", on("chunked" as const), () => true),
    flag("bf16", "bf16"),
    flag("bfloat16", "bf16", { written: false }),
    flag("fp16", "fp16"),
    flag("float16", "fp16", { written: false }),
    flag("fp8", "fp8"),
    custom("deepspeed", "deepspeed", (value) => (typeof value === "string" ? { value } : { expected: "a path" })),
    ...inlineDeepspeed,
    custom("fsdp", "fsdp", on("full" as const)),
    custom(
      "fsdp_version",
      "fsdp",
      (value) => (isOff(value) && value !== 1 ? undefined : { value: "full" as const }),
      (value) => (value === "full" ? 2 : null),
    ),
    words("fsdp_config.fsdp_sharding_strategy", "fsdp", strategies()),
    words("fsdp_config.sharding_strategy", "fsdp", strategies()),
    flag("fsdp_config.fsdp_offload_params", "offloadWeights", { written: false }),
    flag("fsdp_config.offload_params", "offloadWeights"),
    flag("fsdp_config.cpu_offload_params", "offloadWeights", { written: false }),
    custom("fsdp_config.fsdp_activation_checkpointing", "checkpointing", on("full" as const)),
    custom("fsdp_config.activation_checkpointing", "checkpointing", on("full" as const)),
    whole("tensor_parallel_size", "tensorParallel"),
    whole("context_parallel_size", "contextParallel"),
    whole("sequence_parallel_degree", "contextParallel"),
    whole("dp_shard_size", "dataShards"),
    whole("dp_replicate_size", "dataReplicas"),
    whole("expert_parallel_size", "expertParallel"),
    custom("use_scattermoe", "experts", on("grouped" as const)),
    custom("use_sonicmoe", "experts", on("grouped" as const)),
    custom(
      "experts_implementation",
      "experts",
      (value) => ({ value: value === "eager" ? ("loop" as const) : ("grouped" as const) }),
      (value) => (value === "grouped" ? "grouped_mm" : undefined),
    ),
    partial("unfrozen_parameters", "only some of the weights are trained"),
    partial("lora_target_parameters", "adapters on the experts' own parameters"),
    partial("lora_modules_to_save", "whole matrices are trained beside the adapters"),
    partial("lisa_n_layers", "only some layers are trained at a time"),
    partial("relora", "adapters are merged and begun anew"),
    partial("jagged_restart_steps", "adapters are merged and begun anew"),
    partial("qat", "weights are quantised in training"),
    partial("diffusion", "the model writes by diffusion"),
    partial("llmcompressor", "weights are pruned in training"),
    partial("quantize_moe_experts", "experts are quantised as they are loaded"),
    partial("peft.loftq_config", "adapters begin from the quantisation's error"),
    partial("peft_use_dora", "the adapters have a magnitude for each row"),
    partial("model_quantization_config", "the weights are those of a quantised file"),
    partial("use_onebitllms", "weights of three values"),
    partial("reinit_weights", "weights are drawn anew"),
    partial("tiled_mlp", "the feed-forward block works in tiles"),
    partial("min_sample_len", "short rows are left out"),
    partial("dsv4_fp4_grouped_mode", "experts in four bits"),
    partial("llama4_linearized_experts", "experts are rewritten as linear layers"),
    partial("max_packed_sequence_len", "an older way to pack"),
  ],
  `output_dir learning_rate lr_scheduler lr_scheduler_kwargs logging_steps tf32 warmup_* weight_decay wandb_* use_wandb
     saves_per_epoch save_* evals_per_epoch eval_* val_set_size evaluation_strategy early_stopping_patience lora_alpha
     lora_dropout lora_fan_in_fan_out lora_model_dir lora_on_cpu peft_use_rslora peft.* dataset* datasets test_datasets
     shuffle_merged_datasets push_dataset_to_hub hub_* hf_use_auth_token dataset_prepared_path special_tokens tokens
     resume_from_checkpoint auto_resume_from_checkpoints model_type model_config model_config_type cls_model_config
     model_quantization_config_kwargs tokenizer_* chat_template* eot_tokens trust_remote_code processor_type processor_config
     revision_of_model base_model_* is_*_derived_model strict remove_unused_columns skip_prepare_dataset pad_to_sequence_len
     gradient_checkpointing_kwargs liger_* lora_mlp_kernel lora_qkv_kernel lora_o_kernel lora_embedding_kernel
     loss_watchdog_* loraplus_* use_kernels seed ddp ddp_* local_rank torchdistx_path gptq_* adam_* max_grad_norm train_on_inputs
     roles_to_train cosine_* eta_min num_labels center_rewards_coefficient debug low_cpu_mem_usage use_tensorboard use_mlflow
     mlflow_* use_comet comet_* swanlab_* use_swanlab trackio_* use_otel_metrics otel_metrics_* test_value freeze_mm_modules
     device_map max_memory experimental_skip_move_to_device resize_token_embeddings_to_32x flash_attn_* flash_optimum
     fused_attn_kernel flex_attn_compile_kwargs gemma4_hybrid_attn_impl use_dsv4_kernels use_glm_dsa_kernels noisy_embedding_alpha
     neftune_noise_alpha sample_packing_* total_num_tokens multipack_real_batches pretrain_multipack_attn pretrain_multipack_buffer_size
     streaming_multipack_buffer_size batch_size eval_batch_size do_causal_lm_eval use_eaft eaft_* orpo_alpha rl_beta dpo_* kto_*
     simpo_gamma cpo_alpha trl.* trl ebft ebft.* vllm vllm.* relora_* jagged_restart_warmup_steps jagged_restart_anneal_steps
     lisa_step_interval lisa_layers_attribute use_ray ray_* accelerator_config expert_parallel_* torch_compile_* torch_dtype
     full_finetune lr_quadratic_warmup do_bench_eval include_tokens_per_second include_tkps curriculum_sampling nvfp4_merge_aware
     fp8_enable_fsdp_float8_all_gather profiler_steps dataloader_* dataset_processes image_size image_resize_algorithm
     sequence_parallel_* heads_k_stride ring_attn_func fsdp_final_state_dict_type fsdp_config.* project_name
     overrides_of_model_config.* overrides_of_model_config deepspeed.*`,
);

/** Data of running text alone. */
function isRunningText(datasets: unknown): boolean {
  return (
    Array.isArray(datasets) &&
    datasets.length > 0 &&
    datasets.every((set: unknown) => isMap(set) && set["type"] === "completion")
  );
}

function strategies(): Record<string, "full" | "gradients" | "none"> {
  return {
    FULL_SHARD: "full",
    SHARD_GRAD_OP: "gradients",
    HYBRID_SHARD: "full",
    _HYBRID_SHARD_ZERO2: "gradients",
    NO_SHARD: "none",
  };
}
