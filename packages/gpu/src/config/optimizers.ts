import type { Settings } from "./settings.ts";

type Optimizer = Settings["optimizer"];
const like = (optimizer: Optimizer): readonly [Optimizer, string] => [optimizer, "optimizer"];

/**
 * The `optim` words of Transformers' trainer, by the bytes of their states. Those without a like are taken for one that
 * holds as much or more, and said.
 *
 * @source https://pypi.org/project/transformers/5.24.0 training_args.py, OptimizerNames (read 2026-11-25)
 */
export const optimizers: Readonly<Record<string, Optimizer | readonly [Optimizer, string]>> = {
  adamw_torch_fused: "adamw",
  adamw_bnb_8bit: "adamw-8bit",
  paged_adamw_8bit: "paged-adamw-8bit",
  sgd: "sgd",
  adamw_torch: "adamw",
  adamw_hf: "adamw",
  adamw: "adamw",
  adamw_apex_fused: "adamw",
  adamw_torch_xla: "adamw",
  adamw_torch_npu_fused: "adamw",
  adamw_8bit: "adamw-8bit",
  adamw_torch_8bit: "adamw-8bit",
  adamw_anyprecision: "adamw-bf16",
  adamw_torch_4bit: like("adamw-8bit"),
  paged_adamw_32bit: like("adamw"),
  paged_adamw: like("adamw"),
  ademamix: like("adamw"),
  ademamix_8bit: like("adamw-8bit"),
  paged_ademamix_32bit: like("adamw"),
  paged_ademamix_8bit: like("paged-adamw-8bit"),
  adafactor: like("sgd"),
  adagrad: like("sgd"),
  rmsprop: like("sgd"),
  lion: like("sgd"),
  lion_32bit: like("sgd"),
  lion_8bit: like("adamw-8bit"),
  lion_pytorch: like("sgd"),
  paged_lion_32bit: like("sgd"),
  paged_lion_8bit: like("paged-adamw-8bit"),
  muon: like("adamw"),
  dion: like("adamw"),
  galore_adamw: like("adamw"),
  galore_adamw_8bit: like("adamw-8bit"),
  galore_adafactor: like("sgd"),
  apollo_adamw: like("adamw"),
  lomo: like("sgd"),
  adalomo: like("sgd"),
  grokadamw: like("adamw"),
  stable_adamw: like("adamw"),
  optimi_adamw: like("adamw"),
  ao_adamw_4bit: like("adamw-8bit"),
  ao_adamw_8bit: "adamw-8bit",
  ao_adamw_fp8: like("adamw-8bit"),
  came_pytorch: like("adamw"),
  sophia: like("adamw"),
  q_galore_adamw8bit: like("adamw-8bit"),
  schedule_free_adamw: like("adamw"),
  schedule_free_sgd: like("sgd"),
};
