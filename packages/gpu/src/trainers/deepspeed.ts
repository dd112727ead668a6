import { custom, flag, table, whole, words } from "../config/table.ts";
import type { Trainer } from "./trainer.ts";

/**
 * DeepSpeed's JSON, beside a trainer's config.
 *
 * @source https://www.deepspeed.ai/docs/config-json/ (read 2026-11-25)
 */
export const deepspeed: Trainer = {
  id: "deepspeed",
  name: "DeepSpeed",
  framework: "hf",
  spreads: "ddp",
  is: ({ values }) => "zero_optimization" in values || "zero_allow_untested_optimizer" in values,
  defaults: {},
  table: table(
    [
      custom("zero_optimization.stage", "zeroStage", (value) =>
        value === 0 || value === 1 || value === 2 || value === 3 ? { value } : { expected: "0, 1, 2 or 3" },
      ),
      words("zero_optimization.offload_optimizer.device", "offloadOptimizer", { cpu: true, nvme: true, none: false }),
      words("zero_optimization.offload_param.device", "offloadWeights", { cpu: true, nvme: true, none: false }),
      flag("bf16.enabled", "bf16"),
      flag("fp16.enabled", "fp16"),
      flag("fp8.enabled", "fp8"),
      whole("train_micro_batch_size_per_gpu", "microBatch"),
      whole("gradient_accumulation_steps", "accumulation"),
      whole("tensor_parallel.autotp_size", "tensorParallel"),
    ],
    `zero_optimization.* bf16.* fp16.* train_batch_size gradient_clipping wall_clock_breakdown steps_per_print
     zero_allow_untested_optimizer zero_force_ds_cpu_optimizer comms_config.* monitor_config.* optimizer.* scheduler.* compile.* torch_autocast.* activation_checkpointing.*
     communication_data_type prescale_gradients flops_profiler.* tensorboard.* wandb.* checkpoint.* comms_logger.*
     tensor_parallel.* fp8.*`,
  ),
};

/** What a config of DeepSpeed's is by its name alone, where the file is not at hand: `zero3_bf16_cpuoffload_all.json`. */
export function byName(
  path: string,
): { zeroStage: 0 | 1 | 2 | 3; offloadOptimizer: boolean; offloadWeights: boolean } | undefined {
  const stage = /(?:zero|z|stage)[-_]?([0-3])/i.exec(path.slice(path.lastIndexOf("/") + 1))?.[1];
  if (stage === undefined) return undefined;
  const offloads = /offload/i.test(path);
  return {
    zeroStage: Number(stage) as 0 | 1 | 2 | 3,
    offloadOptimizer: offloads && !/offload_params/i.test(path),
    offloadWeights: offloads && stage === "3" && !/offload_optim/i.test(path),
  };
}
