import { custom, flag, on, table, whole, words } from "../config/table.ts";
import type { Trainer } from "./trainer.ts";

/**
 * The YAML of `accelerate config`, beside a trainer's config.
 *
 * @source https://huggingface.co/docs/accelerate/package_reference/cli (read 2026-11-25)
 */
export const accelerate: Trainer = {
  id: "accelerate",
  name: "accelerate",
  framework: "hf",
  spreads: "ddp",
  is: ({ values }) => "compute_environment" in values || "distributed_type" in values,
  defaults: {},
  table: table(
    [
      words("distributed_type", "fsdp", {
        FSDP: "full",
        NO: undefined,
        MULTI_GPU: undefined,
        DEEPSPEED: undefined,
        MEGATRON_LM: undefined,
        XLA: undefined,
        TPU: undefined,
        MULTI_CPU: undefined,
      }),
      whole("num_processes", "processes"),
      whole("num_machines", "machines"),
      custom("mixed_precision", "bf16", (value) => (value === "bf16" ? { value: true } : undefined)),
      custom("mixed_precision", "fp8", (value) => (value === "fp8" ? { value: true } : undefined)),
      custom("mixed_precision", "fp16", (value) => (value === "fp16" ? { value: true } : undefined)),
      words("fsdp_config.fsdp_sharding_strategy", "fsdp", {
        FULL_SHARD: "full",
        SHARD_GRAD_OP: "gradients",
        HYBRID_SHARD: "full",
        NO_SHARD: "none",
        "1": "full",
        "2": "gradients",
        "3": "none",
      }),
      custom("fsdp_config.fsdp_reshard_after_forward", "fsdp", (value) =>
        value === false || value === "SHARD_GRAD_OP" ? { value: "gradients" as const } : undefined,
      ),
      flag("fsdp_config.fsdp_offload_params", "offloadWeights"),
      custom("fsdp_config.fsdp_activation_checkpointing", "checkpointing", on("full" as const)),
      custom("deepspeed_config.zero_stage", "zeroStage", (value) =>
        value === 0 || value === 1 || value === 2 || value === 3 ? { value } : { expected: "0, 1, 2 or 3" },
      ),
      words("deepspeed_config.offload_optimizer_device", "offloadOptimizer", { cpu: true, nvme: true, none: false }),
      words("deepspeed_config.offload_param_device", "offloadWeights", { cpu: true, nvme: true, none: false }),
      custom("deepspeed_config.deepspeed_config_file", "deepspeed", (value) => ({ value: String(value) })),
      whole("deepspeed_config.gradient_accumulation_steps", "accumulation"),
      whole("parallelism_config.parallelism_config_cp_size", "contextParallel"),
      whole("parallelism_config.parallelism_config_sp_size", "contextParallel"),
      whole("parallelism_config.parallelism_config_tp_size", "tensorParallel"),
      whole("parallelism_config.parallelism_config_dp_shard_size", "dataShards"),
      whole("parallelism_config.parallelism_config_dp_replicate_size", "dataReplicas"),
    ],
    `compute_environment debug downcast_bf16 enable_cpu_affinity fsdp_config.* deepspeed_config.* parallelism_config.*
     machine_rank main_training_function main_process_ip main_process_port rdzv_backend same_network tpu_* use_cpu gpu_ids
     dynamo_config.* megatron_lm_config.* fp8_config.* commands command_file ipex_config.* mpirun_config.* kt_config kt_config.*
     use_parallelism_config`,
  ),
};
