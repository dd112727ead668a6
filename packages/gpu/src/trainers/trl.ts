import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import type { Parsed } from "../config/entry.ts";
import { statedObjective } from "../config/preference.ts";
import { cardsOf, withDeepspeed, withFsdp, withoutFileQuantisation } from "./shared.ts";
import type { Setting, SomeSettings } from "../config/settings.ts";
import file from "./keys/trl.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

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

/** TRL's scripts and Hugging Face's `TrainingArguments`: YAML, JSON or a command line. */
export const trl: Trainer = trainerOf(file, {
  is: ({ values }) =>
    "model_name_or_path" in values || "per_device_train_batch_size" in values || "num_train_epochs" in values,
  beside: (config) => ({ ...cardsOf(config), ...objectiveOf(config) }),
  stated: statedObjective,
  adjust: asCommanded,
  finish: (values, settings) => withDeepspeed(withFsdp(values, settings), settings),
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
