import { type Result, fail, ok, own } from "@tunecast/estimator/parts";
import { statedObjective } from "../config/preference.ts";
import type { SomeSettings } from "../config/settings.ts";
import { defaultsOf } from "../config/table.ts";
import { trainerOf, withoutFileQuantisation, type Trainer } from "./trainer.ts";
import axolotlFile from "./keys/axolotl.json" with { type: "json" };
import llamaFactoryFile from "./keys/llamafactory.json" with { type: "json" };
import trlFile from "./keys/trl.json" with { type: "json" };

/** Objectives that `trl` has a command for; the others are experiments without one. @source trl/scripts (f2cd5771) */
const commands = ["sft", "dpo", "kto", "grpo", "rloo"] as const;

/** TRL cuts no prompts (vLLM's context holds prompt and completion), packs supervised rows alone and holds no whole logits. */
function asCommanded({ loss, ...asked }: SomeSettings): Result<SomeSettings> {
  const settings: SomeSettings = loss === "fused" ? { ...asked, loss } : asked;
  const { objective = "sft", packed: _packed, ...unpacked } = settings;
  // It holds these adapters in 16 bits whatever its keys say.
  const isCast = settings.adapter === "qlora" || (settings.zeroStage === 3 && settings.weights !== "fp32");
  if (settings.uncast === true && isCast)
    return fail({ kind: "not_writable", trainer: "TRL", setting: "uncast", value: "true" });
  if (!commands.some((one) => one === objective))
    return fail({ kind: "not_writable", trainer: "TRL", setting: "objective", value: objective });
  // Supervised rows alone are packed: the other trainers have no such key and would drop it.
  const possible = objective === "sft" ? settings : { ...unpacked, objective };
  const { promptTokens, completionTokens, maxTokens: _cut, ...rest } = possible;
  if (promptTokens === undefined || completionTokens === undefined) return ok(withoutFileQuantisation(possible));
  return ok(withoutFileQuantisation({ ...rest, completionTokens, drawnTokens: promptTokens + completionTokens }));
}

export const trl: Trainer = trainerOf(trlFile, {
  usual: ({ command, values }) => ({
    ...(RegExp(trlFile.ofEight).test(String(values["accelerate_config"])) && { processes: 8 }),
    // Nothing is cut where it is said that nothing is.
    ...(values["max_length"] !== null && trlFile.rows),
    // Transformers' own example joins all texts and cuts them into blocks, and keeps activations as its trainer does.
    ...(command.some((word) => /\brun_clm\.py$/u.test(word)) && defaultsOf(trlFile.blocks)),
  }),
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

export const llamaFactory: Trainer = trainerOf(llamaFactoryFile, {
  usual: ({ values }) => ({
    ...(RegExp(llamaFactoryFile.splits).test(Object.keys(values).join(" ")) && defaultsOf(llamaFactoryFile.megatron)),
    ...(values["stage"] === "pt" && { packed: true }),
  }),
  // It cuts each of its sets to as many rows.
  beside: ({ values: { dataset } }) => (typeof dataset === "string" ? { sets: dataset.split(",").length } : {}),
  adjust: asRaised,
  finish: (values, settings) => spread({ ...values, ...pureBf16(settings) }, settings),
  start: ({ processes = 1 }, config) =>
    `${processes === 1 ? "" : `FORCE_TORCHRUN=1 NPROC_PER_NODE=${processes} `}llamafactory-cli train ${config}`,
  data: (rows, name) => ({
    keys: { dataset_dir: ".", dataset: name, output_dir: `saves/${name}` },
    said: ["dataset", "output_dir"],
    beside: {
      name: "dataset_info.json",
      text: JSON.stringify({ [name]: { file_name: rows, ...llamaFactoryFile.chats } }),
    },
  }),
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

function pureBf16({ adapter, weights, zeroStage, fsdp }: SomeSettings): { pure_bf16?: true } {
  const raised = adapter === "none" && zeroStage !== 3 && fsdp !== "full";
  return raised && weights === "bf16" ? { pure_bf16: true } : {};
}

export const axolotl: Trainer = trainerOf(axolotlFile, {
  adjust: (settings) => ok(withPrompts(settings)),
  finish: (values, settings) => ({
    datasets: [{ path: "train.jsonl", type: own(axolotlFile.rows, settings.objective ?? "sft") ?? "chat_template" }],
    ...withDeepspeed(values, settings),
  }),
  start: ({ processes }, config) =>
    `accelerate launch ${processes === undefined ? "" : `--num_processes ${processes} `}-m axolotl.cli.train ${config}`,
  data: (rows, name) => ({
    keys: { datasets: [{ path: rows, type: "chat_template" }], output_dir: `./outputs/${name}` },
    said: ["datasets", "output_dir"],
  }),
});

/** What a config of DeepSpeed's is by its name alone, where the file is not at hand: `zero3_bf16_cpuoffload_all.json`. */
export function byName(path: string): SomeSettings | undefined {
  const stage = /(?:zero|z|stage)[-_]?([0-3])/i.exec(path.slice(path.lastIndexOf("/") + 1))?.[1];
  if (stage === undefined) return undefined;
  const offloads = /(?<!no[-_]?)offload/i.test(path);
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
  const names = ["train_micro_batch_size_per_gpu", "gradient_accumulation_steps", "gradient_clipping"];
  const auto = { bf16: { enabled: "auto" }, ...Object.fromEntries(names.map((name) => [name, "auto"])) };
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
