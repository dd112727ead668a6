import accelerateFile from "./keys/accelerate.json" with { type: "json" };
import file from "./keys/deepspeed.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

/** DeepSpeed's JSON, beside a trainer's config. */
export const deepspeed: Trainer = trainerOf(file, {
  is: ({ values }) => "zero_optimization" in values || "zero_allow_untested_optimizer" in values,
});

/** The YAML of `accelerate config`, beside a trainer's config. */
export const accelerate: Trainer = trainerOf(accelerateFile, {
  is: ({ values }) => "compute_environment" in values || "distributed_type" in values,
});

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
