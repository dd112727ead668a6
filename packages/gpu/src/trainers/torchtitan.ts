import { isMap } from "../config/entry.ts";
import { custom, flag, isOff, on, partial, table, whole, words, type Row } from "../config/table.ts";
import type { Parsed } from "../config/entry.ts";
import type { SomeSettings } from "../config/settings.ts";
import type { Trainer } from "./trainer.ts";

/** A table of the file; empty where it is not there. */
function part({ values }: Parsed, name: string): Readonly<Record<string, unknown>> {
  const inner = values[name];
  return isMap(inner) ? inner : {};
}

/** The folder of its weights bears the model's name; else family and size together do. */
function modelOf(config: Parsed): SomeSettings {
  const { name, flavor, hf_assets_path: assets } = part(config, "model");
  const folder = typeof assets === "string" ? assets.split("/").findLast((piece) => piece !== "") : undefined;
  if (folder !== undefined && /\d[bm]?/i.test(folder) && folder !== "tokenizer") return { model: folder };
  if (typeof name !== "string" || typeof flavor !== "string" || /debug/i.test(flavor)) return {};
  const family = name === "llama3" && /^(8B|70B|405B)$/i.test(flavor) ? "llama-3.1" : name.replaceAll("_", "-");
  return { model: `${family}-${flavor.toLowerCase()}` };
}

function cards(
  key: string,
  setting: "tensorParallel" | "pipelineParallel" | "contextParallel" | "expertParallel",
): Row {
  return whole(`parallelism.${key}`, setting);
}

/**
 * torchtitan's TOML: running text from random weights, or on from those of a checkpoint.
 *
 * @source https://github.com/pytorch/torchtitan torchtitan/config/job_config.py (028a455c, 2025-11)
 */
export const torchtitan: Trainer = {
  id: "torchtitan",
  name: "torchtitan",
  framework: "torchtitan",
  spreads: "fsdp",
  is: (config) => "seq_len" in part(config, "training") || "flavor" in part(config, "model"),
  defaults: {
    objective: "scratch",
    adapter: "none",
    weights: "fp32",
    microBatch: 8,
    maxTokens: 2048,
    maxSteps: 10_000,
    packed: true,
    accumulation: 1,
    epochs: 1,
    loss: "plain",
    checkpointing: "selective",
    flash: true,
    compiled: false,
    optimizer: "adamw",
  },
  beside: modelOf,
  table: table(
    [
      whole("training.local_batch_size", "microBatch"),
      whole("training.batch_size", "microBatch"),
      whole("training.global_batch_size", "globalBatch"),
      whole("training.seq_len", "maxTokens"),
      whole("training.steps", "maxSteps"),
      flag("training.compile", "compiled"),
      flag("compile.enable", "compiled"),
      words("training.dtype", "weights", { float32: "fp32", bfloat16: "bf16" }),
      custom("training.enable_cpu_offload", "offloadWeights", on(true)),
      words("activation_checkpoint.mode", "checkpointing", {
        none: "none",
        selective: "selective",
        full: "full",
        memory_budget: ["selective", "checkpointing"],
      }),
      cards("tensor_parallel_degree", "tensorParallel"),
      cards("pipeline_parallel_degree", "pipelineParallel"),
      cards("context_parallel_degree", "contextParallel"),
      cards("expert_parallel_degree", "expertParallel"),
      whole("parallelism.data_parallel_shard_degree", "dataShards"),
      whole("parallelism.data_parallel_replicate_degree", "dataReplicas"),
      words("optimizer.name", "optimizer", { AdamW: "adamw", Adam: "adamw", Muon: ["adamw", "optimizer"] }),
      custom("optimizer.early_step_in_backward", "optimizerInBackward", on(true)),
      custom("model.converters", "fp8", (value) =>
        /float8|mx/.test(JSON.stringify(value)) ? { value: true } : undefined,
      ),
      custom("checkpoint.initial_load_in_hf", "objective", on("continued" as const)),
      custom("checkpoint.initial_load_path", "objective", (value) =>
        typeof value === "string" && value !== "" ? { value: "continued" as const } : undefined,
      ),
      custom("lora.rank", "rank", (value) => ({ value: Number(value) })),
      custom("lora.rank", "adapter", () => ({ value: "lora" as const })),
      partial("fault_tolerance.enable", "copies of the run stand by", isOff),
    ],
    `job job.* profiling profiling.* metrics metrics.* model.* optimizer.* lr_scheduler lr_scheduler.* training.* parallelism.*
     checkpoint checkpoint.* activation_checkpoint.* compile.* float8.* mx.* quantize quantize.* quantization.* comm.* memory_estimation.*
     fault_tolerance.* experimental.* validation validation.* debug.* ft.* lora.*`,
  ),
};
