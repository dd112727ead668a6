import { explain, own, textOf, type Problem } from "@tunecast/estimator/parts";
import { labelOf } from "./settings.ts";
import { oneOf } from "./table.ts";
import { trainers } from "../trainers/all.ts";
import preference from "./preference.json" with { type: "json" };
import templates from "./sentences.json" with { type: "json" };

const readable = `${[...new Set(trainers.map(({ name }) => name))].join(", ")} or Hugging Face's TrainingArguments, with accelerate's and DeepSpeed's beside them`;

/** What sentences say besides a problem's own facts. */
function factsOf(problem: Problem): Readonly<Record<string, unknown>> {
  const { file, line, what, known, unknown, among, setting, value, objective } = problem;
  return {
    ...problem,
    at: `${String(file)}${line === undefined ? "" : `, line ${String(line)}`}`,
    trainers: readable,
    options: own(preference.options, String(what)) ?? "",
    like: what === undefined ? "" : `; it looks like ${String(what)}`,
    all: Number(known) + Number(unknown),
    among: oneOf([among].flat(), ", --objective "),
    label: `${labelOf(String(setting))}${value === "true" ? "" : ` (${String(value)})`}`,
    otherwise: setting === "packed" ? " (--packing padded)" : "",
    goal: own(preference.objectives, String(objective)) ?? objective,
  };
}

/** What is wrong with a config and what to do, in one sentence. */
export function problemSentence(problem: Problem): string {
  const template = own(templates, Number(problem["others"]) > 0 ? "no_placement_of_others" : problem.kind);
  return template === undefined ? explain(problem) : textOf(template, factsOf(problem));
}
