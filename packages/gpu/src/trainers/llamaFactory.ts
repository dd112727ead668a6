import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import type { SomeSettings } from "../config/settings.ts";
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
  withPrompts,
  withoutFileQuantisation,
} from "./shared.ts";
import type { Trainer } from "./trainer.ts";

/** Keys that no other trainer of Hugging Face's arguments has. */
const own = ["finetuning_type", "stage", "template", "cutoff_len", "preprocessing_num_workers"];

/**
 * LLaMA-Factory's YAML.
 *
 * @source https://github.com/hiyouga/LLaMA-Factory src/llamafactory/hparams (ff6d4d12, 2026-08-18)
 */
export const llamaFactory: Trainer = {
  id: "llamafactory",
  name: "LLaMA-Factory",
  framework: "llama-factory",
  spreads: "ddp",
  is: ({ values }) => "model_name_or_path" in values && own.some((key) => key in values),
  defaults: {
    ...trainingArguments,
    adapter: "lora",
    rank: 8,
    targets: "all",
    maxTokens: 2048,
  },
  keyless: [
    "stepsPerEpoch",
    "optimizerInBackward",
    "tensorParallel",
    "pipelineParallel",
    "expertParallel",
    "offloadActivations",
    "paddingFree",
  ],
  silent: ["weights", "processes", "experts", "pureBf16"],
  beside: cardsOf,
  adjust: asRaised,
  finish: (values, settings) => withDeepspeed(withFsdp(withPureBf16(values, settings), settings), settings),
  install: "pip install llamafactory deepspeed bitsandbytes",
  start: ({ processes = 1 }, file) =>
    `${processes === 1 ? "" : `FORCE_TORCHRUN=1 NPROC_PER_NODE=${processes} `}llamafactory-cli train ${file}`,
  rolled: { objectives: ["ppo"], fill: ["reward_model"], needs: { reward_model: "reward", reward_model_type: "full" } },
  data: (file, name) => ({
    keys: { dataset_dir: ".", dataset: name, output_dir: `saves/${name}` },
    said: ["dataset", "output_dir"],
    // Its table of data sets, as chats in OpenAI's shape are entered there.
    beside: { name: "dataset_info.json", text: JSON.stringify({ [name]: chatsIn(file) }) },
  }),
  fill: ["template", "dataset", "learning_rate", "output_dir"],
  needs: { do_train: true, template: "default", dataset: "train", learning_rate: 1e-4, output_dir: "saves/run" },
  table: table(
    [
      text("model_name_or_path", "model"),
      words("stage", "objective", { sft: "sft", pt: "continued", dpo: "dpo", kto: "kto", rm: "reward", ppo: "ppo" }),
      custom(
        "finetuning_type",
        "adapter",
        (value) =>
          value === "lora"
            ? { value: "lora" }
            : value === "full" || value === "freeze"
              ? { value: "none" }
              : value === "oft"
                ? { value: "lora", inexact: "adapter" }
                : { expected: "lora, full, freeze or oft" },
        (value) => (value === "none" ? "full" : "lora"),
      ),
      custom("finetuning_type", "frozenLayers", (value) => (value === "freeze" ? { value: true } : undefined)),
      custom(
        "quantization_bit",
        "bits4",
        (value) => (value === 4 || value === 3 ? { value: true } : undefined),
        (value) => (value ? 4 : undefined),
      ),
      custom(
        "quantization_bit",
        "bits8",
        (value) => (value === 8 ? { value: true } : undefined),
        (value) => (value ? 8 : undefined),
      ),
      flag("double_quantization", "doubleQuant"),
      whole("lora_rank", "rank"),
      custom("lora_target", "targets", targetsOf, (value) => (value === "all" ? "all" : targetNames(value).join(","))),
      custom("oft_target", "targets", targetsOf),
      whole("cutoff_len", "maxTokens"),
      whole("max_new_tokens", "completionTokens"),
      custom(
        "pref_loss",
        "referenceFree",
        (value) => ({ value: value === "orpo" || value === "simpo" }),
        (value) => (value ? "orpo" : undefined),
      ),
      flag("packing", "packed"),
      flag("neat_packing", "packed", { written: false }),
      ...argumentRows,
      whole("max_samples", "maxExamples"),
      custom(
        "disable_gradient_checkpointing",
        "checkpointing",
        (value) => ({ value: isOff(value) ? "full" : "none" }),
        (value) => (value === "selective" ? null : value === "none" ? true : undefined),
      ),
      words("flash_attn", "flash", {
        fa2: true,
        auto: true,
        sdpa: true,
        fa3: true,
        flash_attention_2: true,
        flash_attention_3: true,
        disabled: false,
      }),
      fusedLoss("enable_liger_kernel"),
      flag("use_unsloth", "unsloth"),
      flag("fp8", "fp8"),
      flag("pure_bf16", "pureBf16"),
      whole("ray_num_workers", "processes"),
      whole("tensor_model_parallel_size", "tensorParallel"),
      whole("pipeline_model_parallel_size", "pipelineParallel"),
      whole("expert_model_parallel_size", "expertParallel"),
      whole("context_parallel_size", "contextParallel"),
      custom("moe_grouped_gemm", "experts", on("grouped" as const)),
      partial("use_galore", "the optimizer's states are projected"),
      partial("use_apollo", "the optimizer's states are projected"),
      partial("use_badam", "only some layers are trained at a time"),
      partial("use_adam_mini", "the optimizer keeps fewer states"),
      partial("use_muon", "the optimizer keeps one state"),
      partial("use_llama_pro", "layers are put in and trained alone"),
      partial("mixture_of_depths", "some tokens skip layers"),
      partial("pissa_init", "adapters begin from the weights' main directions"),
      partial("freeze_trainable_layers", "only some of the weights are trained"),
      partial("use_kt", "experts are computed on the host"),
      partial("use_dora", "the adapters have a magnitude for each row"),
      partial("additional_target", "whole matrices are trained beside the adapters"),
    ],
    `${argumentIdle} dataset eval_dataset dataset_dir media_dir template overwrite_* plot_loss preprocessing_* val_size
     predict_with_generate lora_alpha lora_dropout loraplus_* use_rslora oft_block_size quantization_method quantization_type
     adapter_name_or_path image_* video_* audio_* pref_* kto_* ref_model ref_model_* reward_* simpo_gamma dpo_label_smoothing
     freeze_vision_tower freeze_multi_modal_projector freeze_language_model galore_* apollo_* badam_* pissa_* use_dft_loss
     use_eaft_loss use_asft_loss asft_alpha use_reentrant_gc freeze_trainable_modules fp8_* tokenized_path streaming
     buffer_size mix_strategy train_on_prompt mask_history upcast_layernorm use_cache cache_dir use_fast_tokenizer resize_vocab
     new_special_tokens_config add_* enable_thinking ray_* placement_strategy resources_per_worker compute_accuracy use_swanlab
     swanlab_* sequence_parallel use_distributed_optimizer overlap_* bias_activation_fusion apply_rope_fusion recompute_granularity
     moe_token_dispatcher_type use_packed_sequences export_* infer_* temperature top_* kt_* use_mca gradient_checkpointing
     print_param_status shift_attn use_v1_kernels`,
  ),
};

/**
 * It trains in 16 bits, and in 32 where nothing splits the weights: the other way round it cannot. Its PPO draws one
 * completion of each prompt; pairs without a reference model are a loss of its DPO.
 */
function asRaised(asked: SomeSettings): Result<SomeSettings> {
  const { perPrompt = 1, ...settings } = withPrompts(asked);
  const { adapter, weights, zeroStage, fsdp, objective = "sft" } = settings;
  if (adapter === "none" && weights === "fp32" && (zeroStage === 3 || fsdp === "full"))
    return fail({ kind: "not_writable", trainer: "LLaMA-Factory", setting: "weights", value: weights });
  const paired = objective === "orpo" ? { objective: "dpo" as const, referenceFree: true } : { objective };
  const group = perPrompt === 1 ? {} : { perPrompt };
  return ok(withoutFileQuantisation({ ...settings, ...paired, ...group, bf16: true }));
}

/** LLaMA-Factory raises what it trains to 32 bits where nothing forbids it. */
function withPureBf16(
  values: Readonly<Record<string, unknown>>,
  { adapter, weights, zeroStage, fsdp }: SomeSettings,
): Record<string, unknown> {
  const raised = adapter === "none" && zeroStage !== 3 && fsdp !== "full";
  return { ...values, ...(raised && weights === "bf16" && { pure_bf16: true }) };
}

/** @source https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md (OpenAI format; read 2026-11-25) */
function chatsIn(file: string): object {
  return {
    file_name: file,
    formatting: "sharegpt",
    columns: { messages: "messages" },
    tags: {
      role_tag: "role",
      content_tag: "content",
      user_tag: "user",
      assistant_tag: "assistant",
      system_tag: "system",
    },
  };
}
