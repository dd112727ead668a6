import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import type { Parsed } from "../config/entry.ts";
import { statedObjective } from "../config/preference.ts";
import { custom, flag, isOff, on, partial, table, text, whole, words } from "../config/table.ts";
import { targetNames, targetsOf } from "../config/targets.ts";
import {
  argumentIdle,
  argumentRows,
  cardsOf,
  fusedLoss,
  trainingArguments,
  withDeepspeed,
  withFsdp,
  withoutFileQuantisation,
} from "./shared.ts";
import type { Setting, SomeSettings } from "../config/settings.ts";
import type { Trainer } from "./trainer.ts";

/** Words of a command that say what is trained on. */
const objectives: Readonly<Record<string, "sft" | "dpo" | "kto" | "orpo" | "grpo" | "rloo" | "ppo" | "reward">> = {
  sft: "sft",
  dpo: "dpo",
  kto: "kto",
  orpo: "orpo",
  grpo: "grpo",
  rloo: "rloo",
  ppo: "ppo",
  reward: "reward",
};

/** Objectives that `trl` has a command for; the others are experiments without one. @source trl/scripts (f2cd5771) */
const commands: ReadonlySet<string> = new Set(["sft", "dpo", "kto", "grpo", "rloo"]);

/**
 * What its commands can run. They cut no prompts: vLLM's context is what holds a prompt and its completion; pairs and rows
 * that are drawn are not packed.
 */
function asCommanded(settings: SomeSettings): Result<SomeSettings> {
  const refused = (setting: Setting): Result<never> =>
    fail({ kind: "not_writable", trainer: "TRL", setting, value: String(settings[setting]) });
  if (settings.objective !== undefined && !commands.has(settings.objective)) return refused("objective");
  const { packed: _packed, ...unpacked } = settings;
  // Supervised rows alone are packed: the other trainers have no such key and would drop it.
  const possible = (settings.objective ?? "sft") === "sft" ? settings : unpacked;
  const { promptTokens, completionTokens, maxTokens: _cut, ...rest } = possible;
  if (promptTokens === undefined || completionTokens === undefined) return ok(withoutFileQuantisation(possible));
  return ok(withoutFileQuantisation({ ...rest, completionTokens, drawnTokens: promptTokens + completionTokens }));
}

/** The word of a command line, or of the command that a comment at the head of a file names. */
function objectiveOf({ command, head }: Parsed): { objective?: (typeof objectives)[string] } {
  const said = [...command, ...(/^#.*\b(trl|accelerate|torchrun|python)\b.*$/m.exec(head)?.[0].split(/\s+/) ?? [])];
  const word = said
    .map((one) => one.replace(/\.py$/, "").replace(/^.*[/.]/, ""))
    .findLast((one) => Object.hasOwn(objectives, one));
  const objective = word === undefined ? undefined : objectives[word];
  return objective === undefined ? {} : { objective };
}

/**
 * TRL's scripts and Hugging Face's `TrainingArguments`: YAML, JSON or a command line.
 *
 * @source https://github.com/huggingface/trl trl/trainer (f2cd5771, 2026-07-24), transformers 5.24.0 training_args.py
 */
export const trl: Trainer = {
  id: "trl",
  name: "TRL",
  framework: "hf",
  spreads: "ddp",
  is: ({ values }) =>
    "model_name_or_path" in values || "per_device_train_batch_size" in values || "num_train_epochs" in values,
  defaults: {
    ...trainingArguments,
    adapter: "none",
    rank: 16,
    maxTokens: 1024,
    targets: "all",
    weights: "fp32",
    doubleQuant: false,
  },
  beside: (config) => ({ ...cardsOf(config), ...objectiveOf(config) }),
  stated: statedObjective,
  keyless: ["stepsPerEpoch", "optimizerInBackward", "tensorParallel", "pipelineParallel", "expertParallel", "fp8"],
  silent: ["maxExamples", "processes", "experts", "objective"],
  adjust: asCommanded,
  finish: (values, settings) => withDeepspeed(withFsdp(values, settings), settings),
  rolled: {
    objectives: ["grpo", "rloo"],
    fill: ["reward_funcs"],
    needs: { reward_funcs: ["accuracy_reward"], use_vllm: true, vllm_mode: "colocate" },
  },
  install: 'pip install "trl[peft,quantization,deepspeed,liger]"',
  start: ({ objective = "sft", processes }, file) =>
    `trl ${objective}${processes === undefined ? "" : ` --num_processes ${processes}`} --config ${file}`,
  data: (file, name) => ({
    keys: {
      dataset_name: undefined,
      datasets: [{ path: "json", data_files: file, split: "train" }],
      output_dir: `outputs/${name}`,
    },
    said: ["dataset_name", "output_dir"],
  }),
  fill: ["dataset_name", "learning_rate", "output_dir"],
  needs: { dataset_name: "train", learning_rate: 1e-4, output_dir: "outputs" },
  table: table(
    [
      text("model_name_or_path", "model"),
      custom(
        "use_peft",
        "adapter",
        (value) => ({ value: isOff(value) ? "none" : "lora" }),
        (value) => value !== "none",
      ),
      custom("lora_task_type", "objective", () => undefined),
      flag("load_in_4bit", "bits4"),
      flag("load_in_8bit", "bits8"),
      flag("use_bnb_nested_quant", "doubleQuant"),
      whole("lora_r", "rank"),
      custom("lora_target_modules", "targets", targetsOf, (value) =>
        value === "all" ? "all-linear" : targetNames(value),
      ),
      whole("max_length", "maxTokens"),
      whole("num_generations", "perPrompt"),
      whole("max_completion_length", "completionTokens"),
      whole("response_length", "completionTokens"),
      whole("max_prompt_length", "promptTokens"),
      whole("vllm_max_model_length", "drawnTokens"),
      whole("max_seq_length", "maxTokens"),
      flag("packing", "packed"),
      flag("padding_free", "paddingFree"),
      ...argumentRows,
      custom(
        "gradient_checkpointing",
        "checkpointing",
        (value) => ({ value: isOff(value) ? "none" : "full" }),
        (value) => (value === "selective" ? null : value === "full"),
      ),
      flag("activation_offloading", "offloadActivations"),
      words("attn_implementation", "flash", {
        flash_attention_2: true,
        flash_attention_3: true,
        sdpa: true,
        "kernels-community/flash-attn2": true,
        "kernels-community/vllm-flash-attn3": true,
        eager: false,
      }),
      fusedLoss("use_liger_kernel"),
      custom("use_liger_loss", "loss", on("fused" as const)),
      custom(
        "loss_type",
        "loss",
        (value) => (value === "chunked_nll" ? { value: "chunked" as const } : undefined),
        (value) => (value === "chunked" ? "chunked_nll" : null),
      ),
      words("dtype", "weights", { bfloat16: "bf16", float32: "fp32", float16: "bf16", auto: "bf16" }),
      words("torch_dtype", "weights", { bfloat16: "bf16", float32: "fp32", float16: "bf16", auto: "bf16" }),
      partial("use_dora", "the adapters have a magnitude for each row"),
      partial("lora_modules_to_save", "whole matrices are trained beside the adapters"),
    ],
    `${argumentIdle} dataset_* datasets config lora_alpha lora_dropout use_rslora bnb_4bit_* lora_task_type
     assistant_only_loss completion_only_loss eos_token pad_token chat_template chat_template_path truncation_mode packing_strategy
     eval_packing pad_to_multiple_of beta loss_weights precompute_ref_* ref_* model_adapter_name sync_ref_model rpo_alpha
     reference_free use_weighting ld_alpha f_divergence_type force_use_ref_model label_pad_token_id is_encoder_decoder
     temperature top_* min_p repetition_penalty use_vllm vllm_* reward_* scale_rewards epsilon epsilon_high num_iterations
     mask_truncated_completions log_completions steps_per_generation generation_batch_size center_rewards_coefficient
     disable_dropout generate_during_eval streaming ignore_bias_buffers desirable_weight undesirable_weight cpo_alpha simpo_gamma
     auto_insert_empty_system_msg benchmarks callbacks system_prompt overwrite_hub_revision push_to_hub_revision wandb_*
     tokenizer_name_or_path use_cache fix_tokenizer`,
  ),
};
