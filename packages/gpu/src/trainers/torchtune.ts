import type { Parsed } from "../config/entry.ts";
import { isMap } from "../config/entry.ts";
import type { Objective } from "../config/settings.ts";
import { custom, flag, isOff, on, partial, table, whole } from "../config/table.ts";
import { targetsOf } from "../config/targets.ts";
import { cardsOf } from "./shared.ts";
import { asPartsOf, commandOf, withComponents } from "./torchtuneWritten.ts";
import type { Trainer } from "./trainer.ts";

/** The name of a builder without its form: `torchtune.models.llama3_1.qlora_llama3_1_8b`. */
const builder = /^torchtune\.models\.\w+\.(lora_|qlora_|dora_)?(\w+)$/;

/** Classes of optimizers, the first of each meaning the one written. */
const classes = {
  "torch.optim.AdamW": "adamw",
  "bitsandbytes.optim.AdamW8bit": "adamw-8bit",
  "bitsandbytes.optim.PagedAdamW8bit": "paged-adamw-8bit",
  "torch.optim.SGD": "sgd",
} as const;

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Parts that only a run of another kind has. */
const otherRuns: readonly (readonly [string, Objective])[] = [
  ["teacher_model", "distillation"],
  ["policy_model", "rl"],
  ["reward_functions", "rl"],
  ["grpo_samples", "rl"],
  ["orchestration", "rl"],
];

/**
 * torchtune's YAML.
 *
 * @source https://github.com/pytorch/torchtune recipes/configs (bd2a0fc7, 2026-04-23)
 */
export const torchtune: Trainer = {
  id: "torchtune",
  name: "torchtune",
  framework: "torchtune",
  spreads: "fsdp",
  is: ({ values }) =>
    Object.values(values).some((part) => isMap(part) && textOf(part["_component_"]).startsWith("torchtune.")),
  defaults: {
    objective: "sft",
    adapter: "none",
    rank: 8,
    accumulation: 1,
    epochs: 1,
    checkpointing: "none",
    loss: "plain",
    optimizer: "adamw",
    flash: true,
    microBatch: 1,
  },
  beside: (config) => ({ ...cardsOf(config), ...kindOf(config) }),
  keyless: [
    "zeroStage",
    "bits8",
    "gptq",
    "fp8",
    "paddingFree",
    "grouped",
    "pipelineParallel",
    "expertParallel",
    "offloadOptimizer",
  ],
  silent: [
    "maxExamples",
    "model",
    "adapter",
    "bits4",
    "doubleQuant",
    "objective",
    "bf16",
    "processes",
    "fsdp",
    "flash",
    "experts",
  ],
  builds: true,
  adjust: asPartsOf,
  finish: withComponents,
  install: "pip install torch torchvision torchao torchtune bitsandbytes",
  start: commandOf,
  fill: ["tokenizer.path", "checkpointer", "dataset", "optimizer.lr", "output_dir"],
  needs: {
    optimizer: { lr: 1e-4 },
    output_dir: "/tmp/torchtune/run",
    dataset: { _component_: "torchtune.datasets.chat_dataset", source: "json", data_files: "train.jsonl" },
    seed: null,
    shuffle: true,
    resume_from_checkpoint: false,
    max_steps_per_epoch: null,
    compile: false,
    optimizer_in_bwd: false,
    lr_scheduler: {
      _component_: "torchtune.training.lr_schedulers.get_cosine_schedule_with_warmup",
      num_warmup_steps: 100,
    },
    metric_logger: {
      _component_: "torchtune.training.metric_logging.DiskLogger",
      log_dir: "${output_dir}/logs",
    },
    log_every_n_steps: 1,
    log_level: "INFO",
    device: "cuda",
  },
  table: table(
    [
      custom("model._component_", "model", (value) => {
        const name = builder.exec(String(value))?.[2];
        return name === undefined
          ? { expected: "a builder of torchtune.models" }
          : { value: name.replace(/_(instruct|base)$/, "") };
      }),
      custom("model._component_", "adapter", (value) => {
        const form = builder.exec(String(value))?.[1];
        return { value: form === undefined ? "none" : form === "qlora_" ? "qlora" : "lora" };
      }),
      custom("model._component_", "objective", (value) =>
        /reward|classifier/.test(String(value)) ? { value: "reward" as const } : undefined,
      ),
      flag("model.quantize_base", "bits4"),
      whole("model.lora_rank", "rank"),
      custom(
        "model.lora_attn_modules",
        "targets",
        (value) =>
          targetsOf(Array.isArray(value) ? value.map((name) => String(name).replace("output_proj", "o_proj")) : value),
        (value) =>
          value === "mlp"
            ? []
            : value === "qv"
              ? ["q_proj", "v_proj"]
              : value === "qkv"
                ? ["q_proj", "k_proj", "v_proj"]
                : ["q_proj", "k_proj", "v_proj", "output_proj"],
      ),
      flag("model.apply_lora_to_mlp", "adaptsFeedForward"),
      whole("tokenizer.max_seq_len", "maxTokens"),
      flag("dataset.packed", "packed"),
      custom("dataset._component_", "objective", (value) =>
        /paired|preference/.test(String(value))
          ? { value: "dpo" as const }
          : /text_completion/.test(String(value))
            ? { value: "continued" as const }
            : undefined,
      ),
      custom(
        "loss._component_",
        "loss",
        (value) => ({ value: /Linear|Chunked/.test(String(value)) ? ("chunked" as const) : ("plain" as const) }),
        (value) =>
          value === "plain"
            ? "torch.nn.CrossEntropyLoss"
            : value === "chunked"
              ? "torchtune.modules.loss.LinearCrossEntropyLoss"
              : null,
      ),
      custom("loss._component_", "objective", (value) =>
        /DPOLoss/.test(String(value))
          ? { value: "dpo" as const }
          : /PPO|GRPO|RSO|SimPO/.test(String(value))
            ? { value: "rl" as const }
            : undefined,
      ),
      custom(
        "optimizer._component_",
        "optimizer",
        (value) => {
          const name = String(value);
          if (Object.hasOwn(classes, name)) return { value: classes[name as keyof typeof classes] };
          if (/8bit/i.test(name)) return { value: /paged/i.test(name) ? "paged-adamw-8bit" : "adamw-8bit" };
          return { value: /SGD/.test(name) ? "sgd" : "adamw", inexact: "optimizer" };
        },
        (value) => Object.entries(classes).find(([, meant]) => meant === value)?.[0] ?? null,
      ),
      flag("optimizer_in_bwd", "optimizerInBackward"),
      whole("epochs", "epochs"),
      whole("max_steps_per_epoch", "stepsPerEpoch"),
      whole("batch_size", "microBatch"),
      whole("gradient_accumulation_steps", "accumulation"),
      flag("compile", "compiled"),
      custom(
        "enable_activation_checkpointing",
        "checkpointing",
        (value) => ({ value: isOff(value) ? "none" : "full" }),
        (value) => (value === "selective" ? null : value === "full"),
      ),
      custom(
        "ac_mode",
        "checkpointing",
        (value) => (value === "selective" ? { value: "selective" as const } : undefined),
        (value) => value,
      ),
      flag("enable_activation_offloading", "offloadActivations"),
      custom(
        "dtype",
        "weights",
        (value) => (value === "fp32" ? { value: "fp32" } : { value: "bf16" }),
        (value) => value,
      ),
      custom("fsdp_cpu_offload", "offloadWeights", on(true), (value) => value),
      custom("fsdp.cpu_offload", "offloadWeights", on(true)),
      whole("tensor_parallel_dim", "tensorParallel"),
      whole("data_parallel_shard_dim", "dataShards"),
      whole("data_parallel_replicate_dim", "dataReplicas"),
      whole("context_parallel_dim", "contextParallel"),
      partial("model.use_dora", "the adapters have a magnitude for each row"),
      partial("model.apply_lora_to_output", "the output head has adapters too"),
      partial("quantizer._component_", "weights are quantised in training"),
      partial("enable_fp8_training", "products in 8 bits"),
    ],
    `output_dir tokenizer.* checkpointer.* resume_from_checkpoint save_* dataset.* dataset_val dataset_val.* batch_size_val
     run_val_every_n_steps seed shuffle optimizer.* lr_scheduler lr_scheduler.* loss.* clip_grad_norm metric_logger.* log_* device
     model.* profiler profiler.* quantizer.* custom_sharded_layers tensor_parallel_plan.* low_cpu_ram collate_fn
     memory_efficient_fsdp_wrap ac_option debug_* use_distributed_state_dict use_flex fused_optimizer dataloader.* datasets
     cudnn_deterministic_mode packed_dataset.* use_grouped_mm teacher_* kd_* forward_batch_size max_generated_tokens ppo_*
     num_steps name base_model_path ref_checkpointer.* ref_policy_checkpointer.* policy_model.* reward_* value_checkpointer.*
     grpo_samples min_response_length penalise_no_eos stop_token_ids whiten_rewards gamma lmbda kl_coeff temperature top_k
     orchestration.* inference.* postprocessing.* training.* parallel_*`,
  ),
};

function kindOf({ values }: Parsed): { objective?: Objective } {
  const kind = otherRuns.find(([part]) => part in values)?.[1];
  return kind === undefined ? {} : { objective: kind };
}
