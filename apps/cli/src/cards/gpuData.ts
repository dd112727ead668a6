import type { Profile, TypedJob } from "@tunecast/estimator";
import { holdsPairs, selfHostedData, type SelfHostData, type SelfHostQuestion } from "@tunecast/gpu";
import { InvalidArgumentError } from "commander";
import { given } from "../ask/options.ts";
import { readData } from "../read/readFiles.ts";
import { runQuestion, type RunChoices } from "../ask/selfHostOptions.ts";
import type { StageStated } from "../ask/groupOptions.ts";
import { taken } from "../show/messages.ts";
import type { Host, ReadingOptions } from "../read/host.ts";

interface DataChoice {
  readonly data?: string | undefined;
  readonly examples?: number | undefined;
  readonly tokensPerExample?: number | undefined;
}

export type GpuData = RunChoices &
  DataChoice & {
    readonly tokens?: number | undefined;
    readonly stage?: readonly StageStated[];
  } & ReadingOptions;

interface Sets {
  readonly data: DataSet | undefined;
  readonly stages: readonly { readonly data: DataSet; readonly epochs?: number }[];
}

/** Counts of a file, or typed ones. */
export type DataSet = Profile | TypedJob;

/** The question, with the data as the run reads them: pairs of answers are trained by DPO. */
export function runOf(model: SelfHostQuestion["model"], options: GpuData, rule: string, sets: Sets): SelfHostQuestion {
  const { data, stages } = sets;
  const { objective = data !== undefined && isProfile(data) && holdsPairs(data) ? "dpo" : "sft" } = options;
  const read = (set: DataSet): SelfHostData => (isProfile(set) ? taken(selfHostedData(rule, set, objective)) : set);
  const further = stages.map((stage) => ({ ...stage, data: read(stage.data) }));
  return {
    ...runQuestion(model, data && read(data), { ...options, objective }),
    ...(further.length > 0 && { stages: further }),
  };
}

function isProfile(set: DataSet): set is Profile {
  return "counts" in set;
}

export async function stagesOf(options: GpuData, rule: string, around: Host): Promise<Sets["stages"]> {
  if (options.stage === undefined) return [];
  if (options.data === undefined && options.examples === undefined)
    throw new InvalidArgumentError("--stage needs a first stage: --data, or --examples and --tokens-per-example.");
  const stages: Sets["stages"][number][] = [];
  for (const choice of options.stage) {
    const data = await dataOf(choice, options, rule, around);
    if (data !== undefined) stages.push({ data, ...given({ epochs: choice.epochs }) });
  }
  return stages;
}

/** A corpus of so many tokens as rows of running text. */
export function withCorpus(options: GpuData): DataChoice {
  const { data, examples, tokensPerExample, tokens, objective, maxTokens = 2048 } = options;
  if (tokens === undefined) return { data, examples, tokensPerExample };
  if (objective !== "scratch" && objective !== "continued")
    throw new InvalidArgumentError("--tokens is for running text: --objective scratch or continued.");
  if (data !== undefined || examples !== undefined)
    throw new InvalidArgumentError("Give either --tokens, --data or --examples.");
  return { examples: Math.max(1, Math.round(tokens / maxTokens)), tokensPerExample: Math.min(tokens, maxTokens) };
}

export async function dataOf(
  { data, examples, tokensPerExample }: DataChoice,
  { shape, columns }: GpuData,
  rule: string,
  { files }: Host,
): Promise<DataSet | undefined> {
  if ((examples === undefined) !== (tokensPerExample === undefined))
    throw new InvalidArgumentError("--examples and --tokens-per-example need each other.");
  if (data !== undefined && examples !== undefined)
    throw new InvalidArgumentError("Give either --data or --examples and --tokens-per-example.");
  if (examples !== undefined && tokensPerExample !== undefined) return { examples, tokensPerExample };
  if (data === undefined) return undefined;
  const { countableRules } = await import("@tunecast/dataset");
  return (await readData(files, [data], { rules: countableRules([rule]), ...given({ shape, columns }) })).whole;
}
