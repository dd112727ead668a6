import { ok } from "@tunecast/estimator/problem";
import { isMap } from "../config/entry.ts";
import type { Row } from "../config/table.ts";
import type { Objective } from "../config/settings.ts";
import { cardsOf, launched, withDeepspeed, withPrompts } from "./shared.ts";
import file from "./keys/axolotl.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

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
  read: (value) => (isRunningText(value) ? { value: "continued" } : undefined),
  write: (value: Objective) => (value === "continued" ? [{ path: "train.jsonl", type: "completion" }] : null),
};

/** axolotl's YAML. */
export const axolotl: Trainer = trainerOf(
  file,
  {
    is: ({ values }) => "base_model" in values,
    beside: cardsOf,
    adjust: (settings) => ok(withPrompts(settings)),
    finish: (values, settings) => ({
      datasets: [{ path: "train.jsonl", type: rowsIn[settings.objective ?? "sft"] ?? "chat_template" }],
      ...withDeepspeed(values, settings),
    }),
    start: (settings, config) => launched(settings, `-m axolotl.cli.train ${config}`),
    data: (rows, name) => ({
      keys: { datasets: [{ path: rows, type: "chat_template" }], output_dir: `./outputs/${name}` },
      said: ["datasets", "output_dir"],
    }),
  },
  { runningText: [runningText] },
);

/** Data of running text alone. */
function isRunningText(datasets: unknown): boolean {
  return (
    Array.isArray(datasets) &&
    datasets.length > 0 &&
    datasets.every((set: unknown) => isMap(set) && set["type"] === "completion")
  );
}
