import { explain, own, type Problem } from "@tunecast/estimator/parts";
import { labelOf } from "./settings.ts";
import { oneOf } from "./table.ts";
import { trainers } from "../trainers/all.ts";
import { textOf } from "../words/template.ts";
import file from "./preference.json" with { type: "json" };
import plain from "./sentences.json" with { type: "json" };

const known = `${[...new Set(trainers.map(({ name }) => name))].join(", ")} or Hugging Face's TrainingArguments, with accelerate's and DeepSpeed's beside them`;
const options: Readonly<Record<string, string>> = file.options;
const asOptions = (what: unknown): string =>
  ["--model, --method, --objective, --max-tokens, --micro-batch", own(options, String(what)) ?? []].flat().join(", ");
const at = ({ file, line }: Problem): string => `${String(file)}${line === undefined ? "" : `, line ${String(line)}`}`;
const objectives: Readonly<Record<string, string>> = file.objectives;
/** Sentences with a problem's facts in their places: `{at}` is its file and line. */
const templates: Readonly<Record<string, string>> = plain;

const sentences: Readonly<Record<string, (problem: Problem) => string>> = {
  no_trainer: ({ file, what }) =>
    `${String(file)} is no config that is read${what === undefined ? "" : `: it looks like ${String(what)}`}. Give one of ${known}; or the run as options: ${asOptions(what)}.`,
  another_program: ({ file, name, unknown, known: all, what }) =>
    `${String(file)} is no config of ${String(name)}: ${String(unknown)} of its ${Number(unknown) + Number(all)} keys are not ${String(name)}'s.${what === undefined ? "" : ` It looks like ${String(what)}.`} Give the run as options: ${asOptions(what)}.`,
  objective_not_said: (problem) =>
    `${at(problem)}: ${String(problem["key"])} belongs to training on preferences, and nothing says which: add --objective ${oneOf([problem["among"]].flat(), ", --objective ")}.`,
  not_writable: ({ trainer, setting, value }) =>
    `${String(trainer)} has no key for this run's ${labelOf(String(setting))}${value === "true" ? "" : ` (${String(value)})`}: change it${setting === "packed" ? " (--packing padded)" : ""}, or write the run for another trainer.`,
  no_placement: ({ launcher, others }) =>
    Number(others) > 0
      ? `${String(launcher)} rents none of the machines that hold this run and whose price is known: leave --gpu and --gpus out, or name another launcher.`
      : `No one machine that ${String(launcher)} reaches and whose price is known fits this run: lower its memory (--method qlora, --sharding zero3), or name another launcher.`,
  objective_not_counted: (problem) =>
    `${at(problem)}: training by ${objectives[String(problem["objective"])] ?? String(problem["objective"])} is not counted from a config yet; supervised runs, DPO, ORPO, KTO, GRPO, RLOO, PPO and running text are.`,
};

/** What is wrong with a config and what to do, in one sentence. */
export function problemSentence(problem: Problem): string {
  const template = own(templates, problem.kind);
  if (template !== undefined) return textOf(template, { ...problem, at: at(problem) });
  return own(sentences, problem.kind)?.(problem) ?? explain(problem);
}
