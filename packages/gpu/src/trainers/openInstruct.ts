import { cardsOf } from "./shared.ts";
import type { Parsed } from "../config/entry.ts";
import type { SomeSettings } from "../config/settings.ts";
import file from "./keys/open-instruct.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

const scripts: Readonly<Record<string, SomeSettings>> = {
  finetune: { objective: "sft" },
  dpo: { objective: "dpo" },
  dpo_tune: { objective: "dpo" },
  dpo_tune_cache: { objective: "dpo" },
  grpo_fast: { objective: "grpo" },
  grpo: { objective: "grpo" },
  ppo_fast: { objective: "ppo" },
  reward_modeling: { objective: "reward" },
};

/** The script says what is trained on; in a file the keys do, which only DPO has. */
function objectiveOf(config: Parsed): SomeSettings {
  const names = config.command.map((word) => word.replace(/\.py$/, "").replace(/^.*[/.]/, ""));
  const script = names.findLast((name) => Object.hasOwn(scripts, name));
  return { ...cardsOf(config), ...(script !== undefined && scripts[script]) };
}

/** Keys that Transformers' own trainers and LLaMA-Factory do not have. */
const own = ["use_slow_tokenizer", "with_tracking", "checkpointing_steps", "dataset_mixer_list", "dataset_mix_dir"];

/** open-instruct: `finetune`, `dpo` and `grpo_fast`, as YAML or a command line. */
export const openInstruct: Trainer = trainerOf(file, {
  is: ({ values, command }) =>
    command.some((word) => word.includes("open_instruct")) ||
    ("model_name_or_path" in values && own.filter((key) => key in values).length > 1),
  beside: objectiveOf,
});
