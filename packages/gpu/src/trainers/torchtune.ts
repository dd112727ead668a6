import { isMap, type Parsed } from "../config/entry.ts";
import type { Objective, Settings } from "../config/settings.ts";
import type { Row } from "../config/table.ts";
import { targetNames, targetsOf } from "../config/targets.ts";
import { cardsOf } from "./shared.ts";
import file from "./keys/torchtune.json" with { type: "json" };
import { asPartsOf, commandOf, withComponents } from "./torchtuneWritten.ts";
import { trainerOf, type Trainer } from "./trainer.ts";

/** The name of a builder without its form: `torchtune.models.llama3_1.qlora_llama3_1_8b`. */
const builder = /^torchtune\.models\.\w+\.(lora_|qlora_|dora_)?(\w+)$/;

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Parts that only a run of another kind has. */
const otherRuns: readonly (readonly [string, Objective])[] = [
  ["teacher_model", "distillation"],
  ["policy_model", "rl"],
  ["reward_functions", "rl"],
  ["grpo_samples", "rl"],
  ["orchestration", "rl"],
];

/** The model by its builder, and the form of it that is trained. */
const builders: readonly Row[] = [
  {
    key: "model._component_",
    setting: "model",
    read: (value) => {
      const name = builder.exec(String(value))?.[2];
      return name === undefined
        ? { expected: "a builder of torchtune.models" }
        : { value: name.replace(/_(instruct|base)$/, "") };
    },
  },
  {
    key: "model._component_",
    setting: "adapter",
    read: (value) => {
      const form = builder.exec(String(value))?.[1];
      return { value: form === undefined ? "none" : form === "qlora_" ? "qlora" : "lora" };
    },
  },
];

/** Attention's matrices alone; the feed-forward block has a key of its own. */
const attentionModules: Row = {
  key: "model.lora_attn_modules",
  setting: "targets",
  read: (value) =>
    targetsOf(Array.isArray(value) ? value.map((name) => String(name).replace("output_proj", "o_proj")) : value),
  write: (value: Settings["targets"]) =>
    value === "mlp"
      ? []
      : targetNames(value === "all" ? "attention" : value).map((name) => name.replace("o_proj", "output_proj")),
};

/** torchtune's YAML. */
export const torchtune: Trainer = trainerOf(
  file,
  {
    is: ({ values }) =>
      Object.values(values).some((part) => isMap(part) && textOf(part["_component_"]).startsWith("torchtune.")),
    beside: (config) => ({ ...cardsOf(config), ...kindOf(config) }),
    adjust: asPartsOf,
    finish: withComponents,
    start: commandOf,
  },
  { model: builders, attentionModules: [attentionModules] },
);

function kindOf({ values }: Parsed): { objective?: Objective } {
  const kind = otherRuns.find(([part]) => part in values)?.[1];
  return kind === undefined ? {} : { objective: kind };
}
