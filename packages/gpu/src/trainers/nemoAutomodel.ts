import { isMap } from "../config/entry.ts";
import { custom, flag, isOff, on, partial, table, text, whole, words } from "../config/table.ts";
import { targetsOf } from "../config/targets.ts";
import type { Parsed } from "../config/entry.ts";
import type { Objective, SomeSettings } from "../config/settings.ts";
import { cardsOf } from "./shared.ts";
import type { Trainer } from "./trainer.ts";

/** Its recipes, by what their names hold; the others are supervised. */
const recipes: readonly (readonly [RegExp, Objective])[] = [
  [/KnowledgeDistillation/, "distillation"],
  [/Eagle|DSpark|DFlash|Domino|JetSpec|Vispec|BiEncoder|CrossEncoder|Diffusion|SequenceClassification/, "other"],
  [/Pretrain/, "scratch"],
];

function recipeOf(config: Parsed): SomeSettings {
  const { recipe, peft } = config.values;
  const name = isMap(recipe) ? String(recipe["_target_"]) : String(recipe);
  const objective = recipes.find(([sign]) => sign.test(name))?.[1];
  return { ...cardsOf(config), ...(isMap(peft) && { adapter: "lora" }), ...(objective !== undefined && { objective }) };
}

/**
 * NeMo AutoModel's YAML.
 *
 * @source https://github.com/NVIDIA-NeMo/Automodel examples, nemo_automodel/recipes (36044ad3, 2026-08-22)
 */
export const nemoAutomodel: Trainer = {
  id: "nemo-automodel",
  name: "NeMo AutoModel",
  framework: "torchtitan",
  spreads: "fsdp",
  is: ({ values }) => "step_scheduler" in values && isMap(values["model"]),
  defaults: {
    objective: "sft",
    adapter: "none",
    rank: 8,
    targets: "all",
    weights: "bf16",
    microBatch: 1,
    epochs: 10,
    loss: "plain",
    checkpointing: "none",
    flash: true,
    compiled: false,
    optimizer: "adamw",
    experts: "grouped",
  },
  beside: recipeOf,
  table: table(
    [
      text("model.pretrained_model_name_or_path", "model"),
      text("model.config.pretrained_model_name_or_path", "model"),
      text("model.config", "model"),
      custom("model.config.pretrained_model_name_or_path", "objective", () => ({ value: "scratch" as const })),
      words("model.torch_dtype", "weights", {
        bf16: "bf16",
        bfloat16: "bf16",
        "torch.bfloat16": "bf16",
        fp32: "fp32",
        float32: "fp32",
        "torch.float32": "fp32",
        auto: undefined,
      }),
      custom("model.attn_implementation", "flash", (value) => ({ value: value !== "eager" })),
      custom("model.backend.experts", "experts", (value) => ({ value: value === "torch" ? "loop" : "grouped" })),
      whole("step_scheduler.global_batch_size", "globalBatch"),
      whole("step_scheduler.local_batch_size", "microBatch"),
      whole("step_scheduler.grad_acc_steps", "accumulation"),
      whole("step_scheduler.num_epochs", "epochs"),
      whole("step_scheduler.max_steps", "maxSteps"),
      whole("dataset.seq_length", "maxTokens"),
      whole("dataset.seq_len", "maxTokens"),
      custom("packed_sequence.packed_sequence_size", "packed", (value) =>
        Number(value) > 0 ? { value: true } : undefined,
      ),
      whole("packed_sequence.packed_sequence_size", "maxTokens"),
      whole("peft.dim", "rank"),
      custom("peft.target_modules", "targets", (value) =>
        /^\*(_proj)?$/.test(String(value)) ? { value: "all" as const } : targetsOf(value),
      ),
      custom("peft.match_all_linear", "targets", on("all" as const)),
      flag("quantization.load_in_4bit", "bits4"),
      flag("quantization.load_in_8bit", "bits8"),
      flag("quantization.bnb_4bit_use_double_quant", "doubleQuant"),
      words("distributed.strategy", "fsdp", { fsdp2: "full", megatron_fsdp: "full", ddp: "none" }),
      whole("distributed.dp_size", "dataShards"),
      whole("distributed.dp_replicate_size", "dataReplicas"),
      whole("distributed.tp_size", "tensorParallel"),
      whole("distributed.pp_size", "pipelineParallel"),
      whole("distributed.cp_size", "contextParallel"),
      whole("distributed.ep_size", "expertParallel"),
      custom("distributed.activation_checkpointing", "checkpointing", (value) => ({
        value: isOff(value) ? "none" : value === "selective" ? "selective" : "full",
      })),
      custom("distributed.offload_policy", "offloadWeights", on(true)),
      custom("loss_fn._target_", "loss", (value) => ({
        value: /linear_ce|fused/i.test(String(value))
          ? ("fused" as const)
          : /chunked/i.test(String(value))
            ? ("chunked" as const)
            : ("plain" as const),
      })),
      custom("optimizer._target_", "optimizer", (value) => {
        const name = String(value);
        if (/8bit/i.test(name)) return { value: "adamw-8bit" };
        return /Adam/.test(name) ? { value: "adamw" } : { value: "adamw", inexact: "optimizer" };
      }),
      flag("compile.enabled", "compiled"),
      flag("fp8.enabled", "fp8"),
      partial("peft.use_dora", "the adapters have a magnitude for each row"),
      partial("peft.exclude_modules", "some layers have no adapters"),
      partial("freeze_config", "only some of the weights are trained"),
      partial("qat", "weights are quantised in training"),
    ],
    `recipe recipe.* seed step_scheduler.* dist_env dist_env.* rng rng.* model.* checkpoint checkpoint.* distributed.* loss_fn.* dataset.* dataset dataloader.*
     validation_dataset validation_dataset.* validation_dataloader validation_dataloader.* validation_* optimizer.* lr_scheduler lr_scheduler.* packed_sequence.*
     peft.* compile.* fp8.* ci ci.* clip_grad_norm clip_grad_norm.* wandb wandb.* mlflow mlflow.* comet.* logger logger.* quantization.* autopipeline.* benchmark benchmark.*
     freeze_config.* processor processor.* tokenizer tokenizer.* nvtx profiling profiling.* embedding_row_repair embedding_row_repair.* parallelizer.* launcher launcher.* slurm slurm.*
     nproc_per_node qat.* moe_metrics.* moe_* te_fp8.* enable_* auto_map skypilot.* skypilot neftune.* tool_call_eval.* prewarm prewarm.* distributed_config distributed_config.* _* longalign* run.* performance performance.* teacher_model.* kd_*`,
  ),
};
