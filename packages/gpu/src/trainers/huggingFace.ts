import { type Result, fail, isRecord, ok } from "@tunecast/estimator/parts";
import type { Parsed } from "../config/entry.ts";
import { statedObjective } from "../config/preference.ts";
import type { Objective, SomeSettings } from "../config/settings.ts";
import type { Row } from "../config/table.ts";
import { cardsOf, objectiveIn, trainerOf, withoutFileQuantisation, type Trainer } from "./trainer.ts";
import accelerateFile from "./keys/accelerate.json" with { type: "json" };
import axolotlFile from "./keys/axolotl.json" with { type: "json" };
import deepspeedFile from "./keys/deepspeed.json" with { type: "json" };
import llamaFactoryFile from "./keys/llamafactory.json" with { type: "json" };
import llamaFactoryV1File from "./keys/llamafactory-v1.json" with { type: "json" };
import trlFile from "./keys/trl.json" with { type: "json" };
import unslothFile from "./keys/unsloth.json" with { type: "json" };

/** Objectives that `trl` has a command for; the others are experiments without one. @source trl/scripts (f2cd5771) */
const commands = ["sft", "dpo", "kto", "grpo", "rloo"] as const;
const trlWords: Readonly<Record<string, Objective>> = Object.fromEntries(
  [...commands, "orpo" as const, "ppo" as const, "reward" as const].map((word) => [word, word]),
);

/** TRL cuts no prompts (vLLM's context holds prompt and completion) and packs supervised rows alone. */
function asCommanded(settings: SomeSettings): Result<SomeSettings> {
  const { objective = "sft", packed: _packed, ...unpacked } = settings;
  if (!commands.some((one) => one === objective))
    return fail({ kind: "not_writable", trainer: "TRL", setting: "objective", value: objective });
  // Supervised rows alone are packed: the other trainers have no such key and would drop it.
  const possible = objective === "sft" ? settings : { ...unpacked, objective };
  const { promptTokens, completionTokens, maxTokens: _cut, ...rest } = possible;
  if (promptTokens === undefined || completionTokens === undefined) return ok(withoutFileQuantisation(possible));
  return ok(withoutFileQuantisation({ ...rest, completionTokens, drawnTokens: promptTokens + completionTokens }));
}

/** The word of a command line, or of the command that a comment at the head of a file names. */
function trlObjective({ command, head }: Parsed): SomeSettings {
  const inHead = /^#.*\b(trl|accelerate|torchrun|python)\b.*$/m.exec(head)?.[0].split(/\s+/) ?? [];
  const objective = objectiveIn([...command, ...inHead], trlWords);
  return objective === undefined ? {} : { objective };
}

export const trl: Trainer = trainerOf(trlFile, {
  is: ({ values }) =>
    "model_name_or_path" in values || "per_device_train_batch_size" in values || "num_train_epochs" in values,
  beside: (config) => ({ ...cardsOf(config), ...trlObjective(config) }),
  stated: statedObjective,
  adjust: asCommanded,
  finish: spread,
  start: ({ objective = "sft", processes }, config) =>
    `trl ${objective}${processes === undefined ? "" : ` --num_processes ${processes}`} --config ${config}`,
  data: (rows, name) => ({
    keys: {
      dataset_name: undefined,
      datasets: [{ path: "json", data_files: rows, split: "train" }],
      output_dir: `outputs/${name}`,
    },
    said: ["dataset_name", "output_dir"],
  }),
});

/** Keys that no other trainer of Hugging Face's arguments has. */
const ofLlamaFactory = ["finetuning_type", "stage", "template", "cutoff_len", "preprocessing_num_workers"];

export const llamaFactory: Trainer = trainerOf(llamaFactoryFile, {
  is: ({ values }) => "model_name_or_path" in values && ofLlamaFactory.some((key) => key in values),
  beside: cardsOf,
  adjust: asRaised,
  finish: (values, settings) => spread({ ...values, ...pureBf16(settings) }, settings),
  start: ({ processes = 1 }, config) =>
    `${processes === 1 ? "" : `FORCE_TORCHRUN=1 NPROC_PER_NODE=${processes} `}llamafactory-cli train ${config}`,
  data: (rows, name) => ({
    keys: { dataset_dir: ".", dataset: name, output_dir: `saves/${name}` },
    said: ["dataset", "output_dir"],
    beside: { name: "dataset_info.json", text: JSON.stringify({ [name]: chatsIn(rows) }) },
  }),
});

/** LLaMA-Factory's second form of YAML, with parts of their own for adapters, kernels and cards. */
export const llamaFactoryV1: Trainer = trainerOf(llamaFactoryV1File, {
  is: ({ values }) =>
    typeof values["model"] === "string" &&
    ["model_class", "train_dataset", "dist_config", "peft_config", "sample_backend"].some((key) => key in values),
});

/** It trains in 16 bits, and in 32 where nothing splits the weights. Its PPO draws one completion of each prompt. */
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
function pureBf16({ adapter, weights, zeroStage, fsdp }: SomeSettings): { pure_bf16?: true } {
  const raised = adapter === "none" && zeroStage !== 3 && fsdp !== "full";
  return raised && weights === "bf16" ? { pure_bf16: true } : {};
}

/** @source https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md (OpenAI format; read 2026-11-25) */
function chatsIn(file: string): object {
  const tags = ["role", "content", "user", "assistant", "system"].map((name) => [`${name}_tag`, name] as const);
  return {
    file_name: file,
    formatting: "sharegpt",
    columns: { messages: "messages" },
    tags: Object.fromEntries(tags),
  };
}

/** How axolotl reads the rows of an objective. @source axolotl docs/rlhf.qmd, docs/grpo.qmd (067b021c) */
const rowsIn: Readonly<Partial<Record<Objective, string>>> = {
  dpo: "chat_template.default",
  orpo: "chat_template.argilla",
  kto: "llama3.argilla",
  grpo: "rewards.prompt_transform",
};

/** Rows of running text are known by the type of every set. */
const runningText: Row = {
  key: "datasets",
  setting: "objective",
  read: (sets) =>
    Array.isArray(sets) &&
    sets.length > 0 &&
    sets.every((set: unknown) => isRecord(set) && set["type"] === "completion")
      ? { value: "continued" }
      : undefined,
  write: (value: Objective) => (value === "continued" ? [{ path: "train.jsonl", type: "completion" }] : null),
};

export const axolotl: Trainer = trainerOf(
  axolotlFile,
  {
    is: ({ values }) => "base_model" in values,
    beside: cardsOf,
    adjust: (settings) => ok(withPrompts(settings)),
    finish: (values, settings) => ({
      datasets: [{ path: "train.jsonl", type: rowsIn[settings.objective ?? "sft"] ?? "chat_template" }],
      ...withDeepspeed(values, settings),
    }),
    start: ({ processes }, config) =>
      `accelerate launch ${processes === undefined ? "" : `--num_processes ${processes} `}-m axolotl.cli.train ${config}`,
    data: (rows, name) => ({
      keys: { datasets: [{ path: rows, type: "chat_template" }], output_dir: `./outputs/${name}` },
      said: ["datasets", "output_dir"],
    }),
  },
  { runningText: [runningText] },
);

export const unsloth: Trainer = trainerOf(unslothFile, {
  is: ({ values: { training, lora } }) =>
    isRecord(training) && "max_seq_length" in training && ("batch_size" in training || isRecord(lora)),
});

export const deepspeed: Trainer = trainerOf(deepspeedFile, {
  is: ({ values }) => "zero_optimization" in values || "zero_allow_untested_optimizer" in values,
});

export const accelerate: Trainer = trainerOf(accelerateFile, {
  is: ({ values }) => "compute_environment" in values || "distributed_type" in values,
});

/** What a config of DeepSpeed's is by its name alone, where the file is not at hand: `zero3_bf16_cpuoffload_all.json`. */
export function byName(path: string): SomeSettings | undefined {
  const stage = /(?:zero|z|stage)[-_]?([0-3])/i.exec(path.slice(path.lastIndexOf("/") + 1))?.[1];
  if (stage === undefined) return undefined;
  const offloads = /offload/i.test(path);
  return {
    zeroStage: Number(stage) as NonNullable<SomeSettings["zeroStage"]>,
    offloadOptimizer: offloads && !/offload_params/i.test(path),
    offloadWeights: offloads && stage === "3" && !/offload_optim/i.test(path),
  };
}

/** Offloads as DeepSpeed has them, where it splits the run; they are FSDP's or the trainer's own otherwise. */
function withDeepspeed(values: Readonly<Record<string, unknown>>, settings: SomeSettings): Record<string, unknown> {
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

function spread(values: Readonly<Record<string, unknown>>, settings: SomeSettings): Record<string, unknown> {
  const offload = settings.offloadWeights === true ? " offload" : "";
  const fsdp = settings.fsdp === "full" ? { fsdp: `full_shard auto_wrap${offload}` } : {};
  return withDeepspeed({ ...values, ...fsdp }, settings);
}

/** Where a trainer cuts prompts and not whole rows, its length is that of the prompts. */
function withPrompts(settings: SomeSettings): SomeSettings {
  const { promptTokens, ...rest } = settings;
  return promptTokens === undefined ? settings : { ...rest, maxTokens: promptTokens };
}
