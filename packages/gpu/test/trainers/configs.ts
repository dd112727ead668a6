import { problemSentence, readTrainerConfig, type ConfigFile, type TrainerRun } from "../../src/trainers.ts";

export const file = (text: string, name: string = "run.yaml"): ConfigFile => ({ name, text });

/** The run of a config, with others beside it. */
export function read(text: string, name: string = "run.yaml", ...beside: readonly ConfigFile[]): TrainerRun {
  const run = readTrainerConfig([file(text, name), ...beside]);
  if (!run.ok) throw new Error(problemSentence(run.problem));
  return run.value;
}

/** The sentence that refuses a config. */
export function refusal(text: string, name: string = "run.yaml", ...beside: readonly ConfigFile[]): string {
  const run = readTrainerConfig([file(text, name), ...beside]);
  return run.ok ? `read as ${run.value.trainer}` : problemSentence(run.problem);
}
