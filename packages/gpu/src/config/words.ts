import { explain, type Problem } from "@tunecast/estimator/parts";
import { labelOf } from "./settings.ts";
import { oneOf } from "./table.ts";
import { trainers } from "../trainers/all.ts";

const known = `${[...new Set(trainers.map(({ name }) => name))].join(", ")} or Hugging Face's TrainingArguments, with accelerate's and DeepSpeed's beside them`;

const at = ({ file, line }: Problem): string => `${String(file)}${line === undefined ? "" : `, line ${String(line)}`}`;

const sentences: Readonly<Record<string, (problem: Problem) => string>> = {
  bad_config: (problem) => `${at(problem)} cannot be read: ${String(problem["reason"])}.`,
  config_include: (problem) =>
    `${at(problem)} takes in another file (${String(problem["what"])}), which is not read: give the config with everything in it.`,
  bad_config_value: (problem) =>
    `${at(problem)}: ${String(problem["key"])} must be ${String(problem["expected"])}, not ${String(problem["got"])}.`,
  config_clash: ({ first, second }) => `${String(first)} and ${String(second)} contradict each other: keep one.`,
  no_trainer: ({ file, what }) =>
    `${String(file)} is no config that is read${what === undefined ? "" : `: it looks like ${String(what)}`}. Give one of ${known}.`,
  another_program: ({ file, name, unknown, known: own, what }) =>
    `${String(file)} is no config of ${String(name)}: ${String(unknown)} of its ${Number(unknown) + Number(own)} keys are not ${String(name)}'s.${what === undefined ? "" : ` It looks like ${String(what)}.`} Give the run as options: --model, --method, --objective, --max-tokens, --micro-batch.`,
  objective_not_said: (problem) =>
    `${at(problem)}: ${String(problem["key"])} belongs to training on preferences, and nothing says which: add --objective ${oneOf([problem["among"]].flat(), ", --objective ")}.`,
  beside_alone: ({ file, trainer }) =>
    `${String(file)} (${String(trainer)}) says how a run is spread over cards, not what is trained: name the trainer's config before it.`,
  two_trainers: ({ first, second }) => `${String(first)} and ${String(second)} are two runs: give one at a time.`,
  no_training_run: ({ file, deed }) => `${String(file)} is a config for ${String(deed)}, which trains nothing.`,
  no_model: ({ file }) => `${String(file)} names no model: add it, or give --model.`,
  no_max_steps: ({ file }) =>
    `${String(file)} streams its data and has no max_steps, so nothing says when it ends: set max_steps.`,
  not_writable: ({ trainer, setting, value }) =>
    `${String(trainer)} has no key for this run's ${labelOf(String(setting))}${value === "true" ? "" : ` (${String(value)})`}: change it${setting === "packed" ? " (--packing padded)" : ""}, or write the run for another trainer.`,
  not_a_log: ({ file }) =>
    `${String(file)} is no log that is read: give trainer_state.json, trainer_log.jsonl, logging.jsonl, a table with a column of steps (CSV or wandb's export), or what the run printed.`,
  log_of_prediction: ({ file }) =>
    `${String(file)} is the log of a prediction or an evaluation: no step of it trains. Give the log of the training.`,
  launch_needs_hours: () =>
    "A job needs the hours of the run: give --data, or --examples and --tokens-per-example, or max_steps in a packed config.",
  no_launch_trainer: ({ framework }) =>
    `A job is written for axolotl, LLaMA-Factory or TRL, not for ${String(framework)}: name one with --framework.`,
  no_placement: ({ launcher, others }) =>
    Number(others) > 0
      ? `${String(launcher)} rents none of the machines that hold this run and whose price is known: leave --gpu and --gpus out, or name another launcher.`
      : `No one machine that ${String(launcher)} reaches and whose price is known fits this run: lower its memory (--method qlora, --sharding zero3), or name another launcher.`,
  objective_not_counted: (problem) =>
    `${at(problem)}: training by ${objectives[String(problem["objective"])] ?? String(problem["objective"])} is not counted from a config yet; supervised runs, DPO, ORPO, KTO, GRPO, RLOO, PPO and running text are.`,
};

const objectives: Readonly<Record<string, string>> = {
  rl: "reinforcement",
  reward: "rewards (a scalar head)",
  distillation: "distillation from a teacher",
};

/** What is wrong with a config and what to do, in one sentence. */
export function problemSentence(problem: Problem): string {
  const own = Object.hasOwn(sentences, problem.kind) ? sentences[problem.kind] : undefined;
  return own === undefined ? explain(problem) : own(problem);
}
