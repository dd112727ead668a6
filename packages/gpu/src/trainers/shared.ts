import type { Parsed } from "../config/entry.ts";
import { isQuantisedFile } from "../config/quantisedFile.ts";
import type { SomeSettings } from "../config/settings.ts";
import { optimizers } from "../config/optimizers.ts";
import { custom, flag, isOff, whole, words, type Meaning, type Row } from "../config/table.ts";

/** What Hugging Face's `TrainingArguments` do where no key says it. @source transformers 5.24.0 training_args.py */
export const trainingArguments: SomeSettings = {
  objective: "sft",
  microBatch: 8,
  accumulation: 1,
  epochs: 3,
  loss: "plain",
  checkpointing: "full",
  flash: true,
  optimizer: "adamw",
};

/** A key that turns Liger's kernels on, the fused loss among them. */
export function fusedLoss(key: string): Row {
  return custom(
    key,
    "loss",
    (value) => (isOff(value) ? undefined : { value: "fused" as const }),
    (value) => (value === "fused" ? true : value === "plain" ? undefined : null),
  );
}

/** DeepSpeed's config inside a trainer's own, as Transformers takes it. */
export const inlineDeepspeed: readonly Row[] = [
  custom(
    "deepspeed.zero_optimization.stage",
    "zeroStage",
    (value) => (value === 0 || value === 1 || value === 2 || value === 3 ? { value } : { expected: "0, 1, 2 or 3" }),
    (value) => value,
  ),
  custom(
    "deepspeed.zero_optimization.offload_optimizer.device",
    "offloadOptimizer",
    (value) => ({ value: value === "cpu" || value === "nvme" }),
    (value) => (value ? "cpu" : undefined),
  ),
  words("deepspeed.zero_optimization.offload_param.device", "offloadWeights", { cpu: true, nvme: true, none: false }),
];

/** Offloads as DeepSpeed has them, where it splits the run; they are FSDP's or the trainer's own otherwise. */
export function withDeepspeed(
  values: Readonly<Record<string, unknown>>,
  settings: SomeSettings,
): Record<string, unknown> {
  const { zeroStage, offloadOptimizer, offloadWeights } = settings;
  if (zeroStage === undefined) return { ...values };
  const zero = {
    stage: zeroStage,
    ...(offloadOptimizer === true && { offload_optimizer: { device: "cpu" } }),
    ...(offloadWeights === true && { offload_param: { device: "cpu" } }),
  };
  const auto = {
    bf16: { enabled: "auto" },
    train_micro_batch_size_per_gpu: "auto",
    gradient_accumulation_steps: "auto",
    gradient_clipping: "auto",
  };
  return { ...values, deepspeed: { zero_optimization: zero, ...auto } };
}

/** Cards that the command at the head of a file, or a command line, starts a run on. */
export function cardsOf({ head, command, values }: Parsed): { processes?: number } {
  const said = /(?:--(?:nproc_per_node|num_processes|nproc-per-node)[= ]|NPROC_PER_NODE=)(\d+)/.exec(
    `${head} ${command.join(" ")}`,
  )?.[1];
  const known = said ?? values["nproc_per_node"];
  return known === undefined ? {} : { processes: Number(known) };
}

/** `accelerate launch` on as many cards; on all that are there where nobody counted them. */
export function launched({ processes }: SomeSettings, rest: string): string {
  return `accelerate launch ${processes === undefined ? "" : `--num_processes ${processes} `}${rest}`;
}

/** FSDP as Hugging Face's arguments name it. */
export const fsdpRows: readonly Row[] = [
  custom(
    "fsdp",
    "fsdp",
    (value) =>
      isOff(value)
        ? undefined
        : { value: /shard_grad_op/.test(JSON.stringify(value)) ? ("gradients" as const) : ("full" as const) },
    (value) => (value === "full" ? "full_shard auto_wrap" : null),
  ),
  custom(
    "fsdp",
    "offloadWeights",
    (value) => (/offload/.test(JSON.stringify(value)) ? { value: true } : undefined),
    () => undefined,
  ),
];

/** FSDP offloaded where the weights are. */
export function withFsdp(
  values: Readonly<Record<string, unknown>>,
  { fsdp, offloadWeights }: SomeSettings,
): Record<string, unknown> {
  if (fsdp !== "full") return { ...values };
  return { ...values, fsdp: `full_shard auto_wrap${offloadWeights === true ? " offload" : ""}` };
}

/** A base whose file is quantised needs no key that says so. */
export function withoutFileQuantisation(settings: SomeSettings): SomeSettings {
  const { gptq, ...rest } = settings;
  return gptq === true && isQuantisedFile(settings.model ?? "") ? rest : settings;
}

/** Where a trainer cuts prompts and not whole rows, its length is that of the prompts. */
export function withPrompts(settings: SomeSettings): SomeSettings {
  const { promptTokens, ...rest } = settings;
  return promptTokens === undefined ? settings : { ...rest, maxTokens: promptTokens };
}

/** Options of what starts a run on several cards: they are read from it, and written in the command that starts it. */
export const launcherRows: readonly Row[] = (
  [
    ["num_processes", "processes"],
    ["nproc_per_node", "cardsPerMachine"],
    ["num_gpus", "processes"],
    ["num_machines", "machines"],
    ["num_nodes", "machines"],
    ["nnodes", "machines"],
  ] as const
).map(([key, setting]) => custom(key, setting, (value) => whole(key, setting).read?.(value) as Meaning<number>));

/** Keys of Hugging Face's `TrainingArguments` and of what starts them. @source transformers 5.24.0 training_args.py */
export const argumentRows: readonly Row[] = [
  whole("per_device_train_batch_size", "microBatch"),
  whole("gradient_accumulation_steps", "accumulation"),
  whole("num_train_epochs", "epochs"),
  whole("max_steps", "maxSteps"),
  words("optim", "optimizer", optimizers),
  flag("torch_compile", "compiled"),
  flag("bf16", "bf16"),
  flag("fp16", "fp16"),
  flag("group_by_length", "grouped"),
  custom("train_sampling_strategy", "grouped", (value) => (value === "group_by_length" ? { value: true } : undefined)),
  custom("deepspeed", "deepspeed", (value) => (typeof value === "string" ? { value } : { expected: "a path" })),
  ...inlineDeepspeed,
  ...fsdpRows,
  ...launcherRows,
];

/** Keys of theirs that change neither memory nor time. */
export const argumentIdle = `output_dir overwrite_output_dir learning_rate lr_scheduler_* warmup_* weight_decay max_grad_norm adam_* seed
  data_seed logging_* report_to run_name project trackio_* save_* load_best_model_at_end metric_for_best_model greater_is_better
  eval_* evaluation_strategy per_device_eval_batch_size do_train do_eval do_predict bf16_full_eval fp16_full_eval tf32
  gradient_checkpointing_kwargs dataloader_* remove_unused_columns label_names label_smoothing_factor push_to_hub hub_*
  resume_from_checkpoint ddp_* fsdp_config fsdp_config.* accelerator_config accelerator_config.* torch_compile_* liger_kernel_config
  optim_args trust_remote_code model_revision neftune_noise_alpha auto_find_batch_size skip_memory_metrics length_column_name
  average_tokens_across_devices use_cpu no_cuda past_key_values include_* log_level* disable_tqdm main_process_port
  main_process_ip master_* node_rank machine_rank rdzv_* standalone max_restarts deepspeed.* config_file mixed_precision
  use_deepspeed deepspeed_* zero_stage fsdp_transformer_layer_cls_to_wrap dynamo_backend rank local_rank`;
