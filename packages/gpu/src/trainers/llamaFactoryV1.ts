import { custom, isOff, on, partial, table, text, whole, words } from "../config/table.ts";
import { targetNames, targetsOf } from "../config/targets.ts";
import { llamaFactory } from "./llamaFactory.ts";
import type { Trainer } from "./trainer.ts";

/**
 * LLaMA-Factory's second form of YAML, with parts of their own for adapters, kernels and cards.
 *
 * @source https://github.com/hiyouga/LLaMA-Factory examples/v1 (ff6d4d12, 2026-08-18)
 */
export const llamaFactoryV1: Trainer = {
  id: "llamafactory-v1",
  name: "LLaMA-Factory",
  framework: "llama-factory",
  spreads: "fsdp",
  is: ({ values }) =>
    typeof values["model"] === "string" &&
    ["model_class", "train_dataset", "dist_config", "peft_config", "sample_backend"].some((key) => key in values),
  defaults: { ...llamaFactory.defaults, adapter: "none", microBatch: 1, epochs: 3 },
  needs: { model_class: "llm", train_dataset: "data/train.yaml", output_dir: "./outputs/run" },
  table: table(
    [
      text("model", "model"),
      words("peft_config.name", "adapter", { lora: "lora", freeze: "none", full: "none" }),
      custom("peft_config.name", "frozenLayers", (value) => (value === "freeze" ? { value: true } : undefined)),
      whole("peft_config.r", "rank"),
      custom("peft_config.target_modules", "targets", targetsOf, (value) =>
        value === "all" ? "all" : targetNames(value),
      ),
      custom("quant_config.quantization_bit", "bits4", (value) => (value === 4 ? { value: true } : undefined)),
      custom("quant_config.quantization_bit", "bits8", (value) => (value === 8 ? { value: true } : undefined)),
      words("dist_config.name", "fsdp", {
        fsdp2: "full",
        fsdp: "full",
        deepspeed: undefined,
        ddp: "none",
        fsdpturbo: "full",
        fsdpturbo_ep_fsdp: "full",
      }),
      custom("dist_config.config_file", "deepspeed", (value) => ({ value: String(value) })),
      custom("dist_config.offload_params", "offloadWeights", on(true)),
      whole("dist_config.cp_size", "contextParallel"),
      whole("cp_size", "contextParallel"),
      whole("ep_size", "expertParallel"),
      whole("dist_config.ep_size", "expertParallel"),
      whole("dist_config.dp_size", "dataShards"),
      custom("kernel_config.include_kernels", "loss", (value) =>
        /cross_entropy|liger/.test(JSON.stringify(value)) ? { value: "fused" as const } : undefined,
      ),
      whole("micro_batch_size", "microBatch"),
      whole("global_batch_size", "globalBatch"),
      whole("cutoff_len", "maxTokens"),
      whole("num_train_epochs", "epochs"),
      whole("max_steps", "maxSteps"),
      words("batching_strategy", "packed", {
        normal: false,
        padding_free: true,
        dynamic_batching: false,
        dynamic_padding_free: true,
      }),
      custom(
        "enable_activation_checkpointing",
        "checkpointing",
        (value) => ({ value: isOff(value) ? "none" : "full" }),
        (value) => value !== "none",
      ),
      custom("bf16", "bf16", on(true)),
      partial("optim_config.name", "the optimizer is of its own kind", (value) => value === "adamw"),
    ],
    `model_class trust_remote_code template peft_config.* quant_config quant_config.* dist_config.* kernel_config.* init_config init_config.*
     train_dataset eval_dataset output_dir learning_rate lr_scheduler_* optim_config.* logging_steps save_* seed max_grad_norm
     sample_backend max_new_tokens flash_attn batching_workers batching_* dataloader_* resume_from_checkpoint weight_decay export_*
     warmup_* gradient_checkpointing_kwargs cp_mode`,
  ),
};
