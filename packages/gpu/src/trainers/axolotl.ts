import { ok } from "@tunecast/estimator/problem";
import type { Objective } from "../config/settings.ts";
import { axolotlKeys } from "./axolotlKeys.ts";
import { cardsOf, launched, withDeepspeed, withPrompts } from "./shared.ts";
import type { Trainer } from "./trainer.ts";

/** How axolotl reads the rows of an objective. @source axolotl docs/rlhf.qmd, docs/grpo.qmd (067b021c) */
const rowsIn: Readonly<Partial<Record<Objective, string>>> = {
  dpo: "chat_template.default",
  orpo: "chat_template.argilla",
  kto: "llama3.argilla",
  grpo: "rewards.prompt_transform",
};
/**
 * axolotl's YAML.
 *
 * @source https://github.com/axolotl-ai-cloud/axolotl src/axolotl/utils/schemas (067b021c, 2026-07-24)
 */
export const axolotl: Trainer = {
  id: "axolotl",
  name: "axolotl",
  framework: "axolotl",
  spreads: "ddp",
  is: ({ values }) => "base_model" in values,
  defaults: {
    adapter: "none",
    objective: "sft",
    rank: 8,
    maxTokens: 512,
    microBatch: 1,
    accumulation: 1,
    epochs: 1,
    loss: "plain",
    checkpointing: "none",
    flash: true,
    optimizer: "adamw",
  },
  keyless: ["stepsPerEpoch", "pipelineParallel", "optimizerInBackward", "paddingFree"],
  silent: ["maxExamples", "weights", "processes"],
  beside: cardsOf,
  adjust: (settings) => ok(withPrompts(settings)),
  finish: (values, settings) => ({
    datasets: [{ path: "train.jsonl", type: rowsIn[settings.objective ?? "sft"] ?? "chat_template" }],
    ...withDeepspeed(values, settings),
  }),
  rolled: {
    objectives: ["grpo"],
    fill: ["trl.reward_funcs"],
    needs: { trl: { use_vllm: true, reward_funcs: ["rewards.reward"] } },
  },
  install: 'pip install torch torchvision && pip install --no-build-isolation "axolotl[deepspeed]"',
  start: (settings, file) => launched(settings, `-m axolotl.cli.train ${file}`),
  data: (file, name) => ({
    keys: { datasets: [{ path: file, type: "chat_template" }], output_dir: `./outputs/${name}` },
    said: ["datasets", "output_dir"],
  }),
  fill: ["datasets", "learning_rate", "output_dir"],
  needs: { learning_rate: 1e-4, lr_scheduler: "cosine", output_dir: "./outputs" },
  table: axolotlKeys,
};
