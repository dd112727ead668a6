import type { Problem, Result } from "@tunecast/estimator";
import {
  selfHost,
  type RunOptions,
  type SelfHostAnswer,
  type SelfHostBook,
  type SelfHostQuestion,
} from "@tunecast/gpu";
import { fail, ok } from "@tunecast/estimator/problem";
import type {
  ConfigFile,
  ConfigNote,
  LauncherId,
  Stepping,
  ToldRun,
  TrainerId,
  TrainerRun,
} from "@tunecast/gpu/trainers";
import { given } from "../ask/options.ts";
import { refuse } from "../show/messages.ts";
import type { RunChoices } from "../ask/selfHostOptions.ts";
import type { Files, Outcome } from "../read/host.ts";

/** What the configs of a run say, and each key of them with what it was taken for. */
export interface ConfiguredRun {
  readonly run: TrainerRun;
  readonly notes: readonly ConfigNote[];
  /** The files, the trainer's own first. */
  readonly files: readonly string[];
}

/** Reads the configs of a run, and the file of DeepSpeed's that one of them names where it is at hand. */
export async function readConfigs(
  files: Files,
  paths: readonly string[],
  told: ToldRun = {},
): Promise<Result<ConfiguredRun>> {
  const { configNotes, deepspeedPath, readTrainerConfig } = await import("@tunecast/gpu/trainers");
  const texts: ConfigFile[] = [];
  for (const path of paths) {
    const text = await files.text(path);
    if (!text.ok) return text;
    if (text.value.trim() === "") return fail({ kind: "file_empty", path });
    texts.push({ name: path, text: text.value });
  }
  const named = texts.map((file) => [file, deepspeedPath(file)] as const).find(([, path]) => path !== undefined);
  const beside = named && (await besideOf(files, named[0].name, named[1] ?? ""));
  const read = readTrainerConfig(beside && !paths.includes(beside.name) ? [...texts, beside] : texts, told);
  return read.ok ? ok({ run: read.value, notes: configNotes(read.value), files: paths }) : read;
}

async function besideOf(files: Files, config: string, path: string): Promise<ConfigFile | undefined> {
  const folder = config.includes("/") ? config.slice(0, config.lastIndexOf("/") + 1) : "";
  for (const name of new Set([path.startsWith("/") ? path : `${folder}${path}`, path])) {
    const text = await files.text(name);
    if (text.ok) return { name, text: text.value };
  }
  return undefined;
}

/** The options of a config's run under those of the command line, which win. */
export function withChoices<T extends RunChoices>({ run: { question, spreads } }: ConfiguredRun, options: T): T {
  const {
    model: _model,
    data: _data,
    stages: _stages,
    owned: _owned,
    measured: _measured,
    serving: _serving,
    ...said
  } = question;
  const sharding = said.sharding ?? ((options.gpus ?? 1) > 1 ? spreads : undefined);
  return { ...said, ...given({ sharding }), ...options };
}

/** The model that a config names, unless another is given. */
export function modelNamed({ run }: ConfiguredRun, model: string | undefined): string {
  const said: SelfHostQuestion["model"] = run.question.model;
  return model ?? (typeof said === "string" ? said : said.id);
}

/** The data of a run: what is given, as far as the config's rows and steps go; else what its steps read. */
export async function configuredData<T extends object>(
  data: T | undefined,
  answer: SelfHostAnswer,
  configured: ConfiguredRun | undefined,
): Promise<T | undefined> {
  if (configured === undefined) return data;
  const { maxSteps, stepsPerEpoch, maxExamples, data: ofSteps } = configured.run;
  if (data === undefined) return ofSteps as T | undefined;
  if (!("tokensPerExample" in data) || !("examples" in data)) return data;
  const typed = data as T & { readonly examples: number; readonly tokensPerExample: number };
  const capped = { ...typed, examples: Math.min(typed.examples, maxExamples ?? Infinity) };
  const { examplesIn } = await import("@tunecast/gpu/trainers");
  const within = (steps: number): number => examplesIn(steppingOf(answer), steps, capped.tokensPerExample);
  if (maxSteps !== undefined) return { ...capped, examples: within(maxSteps) };
  return {
    ...capped,
    examples: Math.min(capped.examples, stepsPerEpoch === undefined ? Infinity : within(stepsPerEpoch)),
  };
}

/** The options of a run that ends after a number of steps: its data are those of the steps, read once. */
export function ended<T extends RunChoices>(
  options: T,
  data: object | undefined,
  configured: ConfiguredRun | undefined,
): T {
  return configured?.run.maxSteps === undefined || data === undefined || "counts" in data
    ? options
    : { ...options, epochs: 1 };
}

/** Steps of a run whose answer is known. */
export async function stepsIn(answer: SelfHostAnswer): Promise<number | undefined> {
  const { stepsOf } = await import("@tunecast/gpu/trainers");
  const { data } = answer.input;
  return data && stepsOf(steppingOf(answer), data);
}

function steppingOf({ input, gpus }: SelfHostAnswer): Stepping {
  return { ...input, gpus };
}

/** Trainers whose configs are written. */
export const writtenFor: readonly TrainerId[] = ["axolotl", "llamafactory", "trl"];

/** What a config is written from. */
export interface Written {
  readonly asked: Pick<SelfHostQuestion, "gpus" | "sharding"> & { readonly model: string };
  readonly configured: ConfiguredRun | undefined;
  readonly book: SelfHostBook;
}

/** The config of an answer's run for a trainer, and what the trainer does otherwise than the answer says. */
export async function configOf(
  id: TrainerId,
  answer: SelfHostAnswer,
  { asked, configured, book }: Written,
): Promise<Result<{ text: string; notes: string }>> {
  const { readTrainerConfig, writeTrainerConfig, writtenRun } = await import("@tunecast/gpu/trainers");
  const { maxSteps, stepsPerEpoch, maxExamples } = configured?.run ?? {};
  const model = loadable(asked.model, answer, book);
  const whole = writtenRun(answer, { ...asked, model }, { maxSteps, stepsPerEpoch, maxExamples });
  const written = writeTrainerConfig(id, whole);
  if (!written.ok) return written;
  const { text } = written.value;
  const read = readTrainerConfig([{ name: id, text }]);
  if (!read.ok) return read;
  const { data } = answer.input;
  const { model: _model, ...run } = read.value.question;
  const again = selfHost({ ...run, model: answer.model.id, gpu: answer.gpu.id, ...given({ data }) }, book);
  const notes = [
    ...(read.value.maxExamples === maxExamples
      ? []
      : [`Rows that are read (${maxExamples}): cut the data, the config has no key for it.`]),
    ...(again.ok ? otherwise(id, answer, again.value) : []),
  ];
  return ok({ text, notes: notes.map((note) => `${note}\n`).join("") });
}

/** What would make a run fit, in the keys of the trainer whose config it is read from. */
export type InKeys = (change: RunOptions) => readonly string[] | undefined;

/** The keys of a config's own trainer for changes of its run; none where its configs are not written. */
export async function keysOf(
  answer: SelfHostAnswer,
  { asked, configured, book }: Written,
): Promise<InKeys | undefined> {
  const { changedKeys, writtenRun, writtenTrainers } = await import("@tunecast/gpu/trainers");
  const id = writtenTrainers.find((one) => one === configured?.run.trainer);
  if (id === undefined) return undefined;
  const run = writtenRun(answer, { ...asked, model: loadable(asked.model, answer, book) });
  return (change) => changedKeys(id, run, change);
}

/** Programs that start runs. */
export const launchedBy: readonly LauncherId[] = ["skypilot", "hf-jobs", "dstack", "slurm"];

const trainerOf: Readonly<Record<string, TrainerId>> = {
  axolotl: "axolotl",
  "llama-factory": "llamafactory",
  hf: "trl",
  "hf-fused": "trl",
};

/** The job that starts an answer's run at the cheapest placement that fits, and the config that it needs. */
export async function jobOf(
  id: LauncherId,
  answer: SelfHostAnswer,
  { asked, configured, book }: Written,
  along: { readonly data?: string | undefined; readonly checkpoints?: string | undefined },
): Promise<Result<{ text: string; notes: string }>> {
  const { writeLaunch, writtenRun } = await import("@tunecast/gpu/trainers");
  const { framework } = answer.input;
  const trainer = trainerOf[framework];
  if (trainer === undefined) return fail({ kind: "no_launch_trainer", framework });
  const run = writtenRun(answer, { ...asked, model: loadable(asked.model, answer, book) });
  const config = configured?.files[0];
  const at = config === undefined ? undefined : { config, sharding: configured?.run.question.sharding };
  const job = writeLaunch(id, answer, { trainer, run, at, ...along });
  if (!job.ok) return job;
  const { text, config: needed, gpus, sharding } = job.value;
  const split = gpus > 1 ? ` --gpus ${gpus} --sharding ${sharding}` : "";
  const notes =
    needed === config ? "" : `It reads ${needed}: the same command with${split} --write ${trainer} > ${needed}\n`;
  return ok({ text, notes });
}

function loadable(model: string, answer: SelfHostAnswer, { models }: SelfHostBook): string {
  return model.includes("/") && !model.endsWith(".json")
    ? model
    : (models.find(({ id }) => id === answer.model.id)?.hf ?? answer.model.id);
}

function otherwise(id: TrainerId, before: SelfHostAnswer, after: SelfHostAnswer): string[] {
  const figures = ({ memory, hours }: SelfHostAnswer): string =>
    [`${memory.totalGiB.toFixed(1)} GiB`, ...(hours ? [`${hours.typical.toFixed(2)} h`] : [])].join(" and ");
  const [asked, done] = [figures(before), figures(after)];
  return asked === done ? [] : [`As ${id} runs it: ${done}, not ${asked}.`];
}

/** What is wrong with a config, in one sentence. */
export async function refuseConfig(problem: Problem): Promise<Outcome> {
  const { problemSentence } = await import("@tunecast/gpu/trainers");
  return refuse(problem.kind.startsWith("file_") ? problem : problemSentence(problem));
}
