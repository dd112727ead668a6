import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import type { SomeSettings } from "../config/settings.ts";
import { cardsOf, withDeepspeed, withFsdp, withPrompts, withoutFileQuantisation } from "./shared.ts";
import secondForm from "./keys/llamafactory-v1.json" with { type: "json" };
import file from "./keys/llamafactory.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

/** Keys that no other trainer of Hugging Face's arguments has. */
const own = ["finetuning_type", "stage", "template", "cutoff_len", "preprocessing_num_workers"];

/** LLaMA-Factory's YAML. */
export const llamaFactory: Trainer = trainerOf(file, {
  is: ({ values }) => "model_name_or_path" in values && own.some((key) => key in values),
  beside: cardsOf,
  adjust: asRaised,
  finish: (values, settings) => withDeepspeed(withFsdp(withPureBf16(values, settings), settings), settings),
  start: ({ processes = 1 }, config) =>
    `${processes === 1 ? "" : `FORCE_TORCHRUN=1 NPROC_PER_NODE=${processes} `}llamafactory-cli train ${config}`,
  data: (rows, name) => ({
    keys: { dataset_dir: ".", dataset: name, output_dir: `saves/${name}` },
    said: ["dataset", "output_dir"],
    // Its table of data sets, as chats in OpenAI's shape are entered there.
    beside: { name: "dataset_info.json", text: JSON.stringify({ [name]: chatsIn(rows) }) },
  }),
});

/** LLaMA-Factory's second form of YAML, with parts of their own for adapters, kernels and cards. */
export const llamaFactoryV1: Trainer = trainerOf(secondForm, {
  is: ({ values }) =>
    typeof values["model"] === "string" &&
    ["model_class", "train_dataset", "dist_config", "peft_config", "sample_backend"].some((key) => key in values),
});

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
