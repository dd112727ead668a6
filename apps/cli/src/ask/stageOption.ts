import { InvalidArgumentError, Option } from "commander";
import type { StageJob, TypedJob } from "@tunecast/estimator";
import { known, pairs, positive, whole } from "./options.ts";

type Stated = Omit<StageJob, "examples" | "tokensPerExample" | "profile">;

/** One further stage as the command line names it: a data file or typed counts, and what is stated for it. */
export type StageChoice = ({ readonly data: string } | TypedJob) & Stated;

const ofAnyRun = { epochs: whole(1) };

/** What services bill beside tokens, so that each stage has its own. */
const ofServices: Readonly<Record<string, (text: string) => number>> = {
  steps: whole(1),
  hours: positive,
  "images-seen": whole(1),
  "grader-input-tokens": whole(0),
  "grader-output-tokens": whole(0),
  "mixed-in-tokens": whole(0),
  "thinking-turns": positive,
};

/** `--stage` of a command, which may be repeated. @param at services bill more than the tokens of a stage */
export function stageOption(at: "services" | "cards"): Option {
  const readers = { ...ofAnyRun, ...(at === "services" && ofServices) };
  const more = Object.keys(readers).map((name) => `[,${name}=…]`);
  return new Option(
    "--stage <pairs>",
    `a further stage, on the result of the one before: data=… or examples=…,tokens-per-example=…${more.join("")}`,
  ).argParser((text, before?: readonly StageChoice[]) => [...(before ?? []), stage(text, readers)]);
}

function stage(text: string, readers: Readonly<Record<string, (text: string) => number>>): StageChoice {
  const names = ["data", "examples", "tokens-per-example", ...Object.keys(readers)];
  const { data, examples, "tokens-per-example": mean, ...stated } = known("--stage", pairs(text), names);
  const read = Object.entries(stated).map(([name, value]) => [camel(name), readers[name]?.(value ?? "")]);
  return { ...dataOf(data, examples, mean), ...Object.fromEntries(read) };
}

function dataOf(data?: string, examples?: string, mean?: string): { readonly data: string } | TypedJob {
  if ((examples === undefined) !== (mean === undefined))
    throw new InvalidArgumentError("examples and tokens-per-example need each other.");
  if ((data === undefined) === (examples === undefined))
    throw new InvalidArgumentError("--stage needs either data, or examples and tokens-per-example.");
  return data === undefined ? { examples: whole(1)(examples ?? ""), tokensPerExample: positive(mean ?? "") } : { data };
}

function camel(name: string): string {
  return name.replaceAll(/-[a-z]/gu, (part) => part.charAt(1).toUpperCase());
}
