import type { Problem, Result, TypedJob } from "@tunecast/estimator";
import { selfHost } from "@tunecast/gpu";
import type { RunOptions, SelfHostAnswer, SelfHostBook, SelfHostQuestion } from "@tunecast/gpu";
import { fail, ok } from "@tunecast/estimator/problem";
import {
  changedKeys,
  configNotes,
  deepspeedPath,
  examplesIn,
  problemSentence,
  readTrainerConfig,
  stepsOf,
  writeLaunch,
  writeTrainerConfig,
  writtenRun,
  writtenTrainers,
} from "@tunecast/gpu/trainers";
import type { ConfigFile, ConfigNote, LauncherId, LaunchQuestion } from "@tunecast/gpu/trainers";
import type { ToldRun, TrainerId, TrainerRun } from "@tunecast/gpu/trainers";
import { given } from "../ask/options.ts";
import { refuse, taken } from "../show/messages.ts";
import type { RunChoices } from "../ask/selfHostOptions.ts";
import { printed, type Files, type Outcome } from "../read/host.ts";
import type { DataSet } from "./gpuData.ts";

/** What the configs of a run say, and each key of them with what it was taken for. */
export interface ConfiguredRun {
  readonly run: TrainerRun;
  readonly notes: readonly ConfigNote[];
  /** The files, the trainer's own first. */
  readonly files: readonly string[];
}

export function refuseConfig(problem: Problem): never {
  return refuse(problem.kind.startsWith("file_") ? problem : problemSentence(problem));
}

/** Reads the configs of a run, and the file of DeepSpeed's that one of them names where it is at hand. */
export async function readConfigs(files: Files, paths: readonly string[], told: ToldRun): Promise<ConfiguredRun> {
  const texts: ConfigFile[] = [];
  for (const path of paths) {
    const read = await files.text(path);
    // A config has an ending, which the point of a version is not.
    if (!read.ok && read.problem.kind === "file_missing" && !/\.[a-z]\w*$/iu.test(path))
      refuse(`There is no file ${path}. For a model of that name: --model ${path}.`);
    const text = taken(read);
    if (text.trim() === "") refuse({ kind: "file_empty", path });
    texts.push({ name: path, text });
  }
  const named = texts.map((file) => [file, deepspeedPath(file)] as const).find(([, path]) => path !== undefined);
  const beside = named && (await besideOf(files, named[0].name, named[1] ?? ""));
  const read = readTrainerConfig(beside && !paths.includes(beside.name) ? [...texts, beside] : texts, told);
  return read.ok ? { run: read.value, notes: configNotes(read.value), files: paths } : refuseConfig(read.problem);
}

async function besideOf(files: Files, config: string, path: string): Promise<ConfigFile | undefined> {
  const folder = config.slice(0, config.lastIndexOf("/") + 1);
  for (const name of new Set([path.startsWith("/") ? path : `${folder}${path}`, path])) {
    const text = await files.text(name);
    if (text.ok) return { name, text: text.value };
  }
  return undefined;
}

/** The options of a config's run under those of the command line, which win, and the model unless another is given. */
export function withChoices<T extends RunChoices & { readonly model?: string }>(
  { run: { question, spreads } }: ConfiguredRun,
  options: T,
): T & { readonly model: string } {
  const {
    model,
    data: _,
    stages: __,
    owned: ___,
    measured: ____,
    serving: _____,
    globalBatch: batch,
    ...said
  } = question;
  const sharding = said.sharding ?? ((options.gpus ?? 1) > 1 ? spreads : undefined);
  const named = options.model ?? (typeof model === "string" ? model : model.id);
  const globalBatch = options.accumulation === undefined ? batch : undefined;
  return { ...said, ...given({ sharding, globalBatch }), ...options, model: named };
}

/** The data of a run: what is given, as far as the config's rows and steps go; else what its steps read. */
export function configuredData(
  data: DataSet | undefined,
  answer: SelfHostAnswer,
  { run: { maxSteps, stepsPerEpoch, maxExamples, data: ofSteps } }: ConfiguredRun,
): DataSet | undefined {
  const said = data ?? (ofSteps as TypedJob | undefined);
  if (said === undefined || !("tokensPerExample" in said)) return said;
  // Steps are those of the cards that the run takes, which options may say.
  const within = (steps: number): number => examplesIn(answer.input, steps, said.tokensPerExample);
  const most = stepsPerEpoch === undefined ? Infinity : within(stepsPerEpoch);
  const stated = data === undefined ? Infinity : Math.min(said.examples, maxExamples ?? Infinity);
  return { ...said, examples: maxSteps === undefined ? Math.min(stated, most) : within(maxSteps) };
}

export function stepsIn(answer: SelfHostAnswer): number | undefined {
  const { data } = answer.input;
  return data && stepsOf(answer.input, data);
}

export interface Written {
  readonly asked: Pick<SelfHostQuestion, "gpus" | "sharding"> & { readonly model: string };
  readonly configured: ConfiguredRun | undefined;
  readonly book: SelfHostBook;
}

function runWritten(answer: SelfHostAnswer, { asked, configured, book }: Written): ReturnType<typeof writtenRun> {
  const { model } = asked;
  const loadable = model.includes("/") && !model.endsWith(".json");
  const listed = book.models.find(({ id }) => id === answer.model.id)?.hf ?? answer.model.id;
  const { maxSteps, stepsPerEpoch, maxExamples } = configured?.run ?? {};
  return writtenRun(answer, { ...asked, model: loadable ? model : listed }, { maxSteps, stepsPerEpoch, maxExamples });
}

/** The config of an answer's run for a trainer, and what the trainer does otherwise than the answer says. */
export function configOf(id: TrainerId, answer: SelfHostAnswer, whole: Written): Result<Outcome> {
  const maxExamples = whole.configured?.run.maxExamples;
  const written = writeTrainerConfig(id, runWritten(answer, whole));
  if (!written.ok) return written;
  const { text } = written.value;
  const read = readTrainerConfig([{ name: id, text }]);
  if (!read.ok) return read;
  const { data } = answer.input;
  const { model: _model, ...run } = read.value.question;
  const again = selfHost({ ...run, model: answer.model.id, gpu: answer.gpu.id, ...given({ data }) }, whole.book);
  const cut = `Rows that are read (${maxExamples}): cut the data, the config has no key for it.`;
  const notes = again.ok ? otherwise(id, answer, again.value) : [];
  return ok(printed(text, 0, read.value.maxExamples === maxExamples ? notes : [cut, ...notes]));
}

/** The keys of a config's own trainer for changes that make its run fit; none where its configs are not written. */
export function keysOf(
  answer: SelfHostAnswer,
  whole: Written,
): ((change: RunOptions) => readonly string[] | undefined) | undefined {
  const id = writtenTrainers.find((one) => one === whole.configured?.run.trainer);
  if (id === undefined) return undefined;
  const run = runWritten(answer, whole);
  return (change) => changedKeys(id, run, change);
}

type Along = Pick<LaunchQuestion, "data" | "checkpoints">;
const trainerOf: Readonly<Record<string, TrainerId>> = { axolotl: "axolotl", "llama-factory": "llamafactory" };

/** The job that starts an answer's run at the cheapest placement that fits, and the config that it needs. */
export function jobOf(id: LauncherId, answer: SelfHostAnswer, whole: Written, along: Along): Result<Outcome> {
  const { framework } = answer.input;
  const trainer = /^hf\b/.test(framework) ? "trl" : trainerOf[framework];
  if (trainer === undefined) return fail({ kind: "no_launch_trainer", framework });
  const { files: [config] = [], run } = whole.configured ?? {};
  // What options say over the config stands in no file that is at hand.
  const { gpu, model, input } = answer;
  const cards = { gpu: gpu.id, gpus: answer.gpus, ...given({ data: input.data, sharding: input.sharding }) };
  const ends = run?.maxSteps === undefined ? {} : { epochs: 1 };
  const own = run && selfHost({ ...run.question, ...cards, ...ends, model: model.id }, whole.book);
  const textOf = (one: SelfHostAnswer): string => JSON.stringify(writeTrainerConfig(trainer, runWritten(one, whole)));
  const isSame = own?.ok !== true || textOf(own.value) === textOf(answer);
  const at = config === undefined || !isSame ? undefined : { config, sharding: run?.question.sharding };
  const job = writeLaunch(id, answer, { trainer, run: runWritten(answer, whole), at, ...along });
  if (!job.ok) return job;
  const { text, config: needed, gpus, sharding } = job.value;
  const split = gpus > 1 ? ` --gpus ${gpus} --sharding ${sharding}` : "";
  const notes =
    needed === config ? [] : [`It reads ${needed}: the same command with${split} --write ${trainer} > ${needed}`];
  return ok(printed(text, 0, notes));
}

function otherwise(id: TrainerId, before: SelfHostAnswer, after: SelfHostAnswer): string[] {
  const figures = ({ memory, hours }: SelfHostAnswer): string =>
    [`${memory.totalGiB.toFixed(1)} GiB`, ...(hours ? [`${hours.typical.toFixed(2)} h`] : [])].join(" and ");
  const [asked, done] = [figures(before), figures(after)];
  return asked === done ? [] : [`As ${id} runs it: ${done}, not ${asked}.`];
}
