import type { Problem, Result } from "@tunecast/estimator";
import { modelsMeant } from "@tunecast/estimator/prices";
import { fitRun, gpuReport, ruleOf, runRows, selfHost, type SelfHostAnswer } from "@tunecast/gpu";
import type { LauncherId, TrainerId } from "@tunecast/gpu/trainers";
import { InvalidArgumentError, Option, type Command } from "commander";
import { FieldOption, plainOption, reads, statedBy } from "../ask/fieldOption.ts";
import { stageOption } from "../ask/groupOptions.ts";
import type { AddCommand } from "../ask/help.ts";
import { idleOptions } from "../ask/idle.ts";
import { formatOption, given, oneOf } from "../ask/options.ts";
import { addReading } from "../ask/readQuestion.ts";
import { addRunOptions, runQuestion, selfHostBook, type RunChoices } from "../ask/selfHostOptions.ts";
import { dataOf, runOf, stagesOf, withCorpus, type GpuData } from "../cards/gpuData.ts";
import { modelOf } from "../cards/localModel.ts";
import { idleFitFields, idleRunFields, type Shown } from "../cards/idleRunFields.ts";
import type { ConfiguredRun } from "../cards/trainerRun.ts";
import { changedData } from "../read/changedData.ts";
import { printed, type Host, type Outcome } from "../read/host.ts";
import { fitReport } from "../show/fit.ts";
import { refuse, sentenceOf, taken } from "../show/messages.ts";
import { widthOf } from "../show/note.ts";
import { answered } from "../show/report.ts";
import { wrapped } from "../show/table.ts";

/** Trainers whose configs are written, and programs that start runs. */
const writtenFor: readonly TrainerId[] = ["axolotl", "llamafactory", "trl"];
const launchedBy: readonly LauncherId[] = ["skypilot", "hf-jobs", "dstack", "slurm"];

type GpuOptions = GpuData & {
  readonly model?: string;
  readonly asOf?: string;
  readonly format: "table" | "json";
  readonly write?: TrainerId;
  readonly launch?: LauncherId;
  readonly allCards?: boolean;
  readonly fit?: boolean;
  readonly checkpoints?: string;
};

export const addGpu: AddCommand = (program) => {
  const fit = new Option(
    "--fit",
    "the other way round: the smallest and the cheapest cards for the run; with --gpu the longest rows, largest batch, rank and model that fit, and what would make it fit",
  );
  const launch = new Option(
    "--launch <program>",
    `the job that starts the run at the cheapest place that fits, instead of the answer: for ${launchedBy.join(", ")}`,
  );
  const command = program
    .command("gpu")
    .summary("memory, hours and dollars on your own cards or rented ones")
    .description("What training an open model takes on GPUs: memory by part, cards that fit, hours, dollars, serving.")
    .argument(
      "[configs...]",
      "the config of a trainer (axolotl, LLaMA-Factory, torchtune, TRL) with those of accelerate and DeepSpeed beside it; options win over it",
    )
    .option("--model <name>", "an open model such as llama-3.1-8b or Qwen/Qwen3-8B, or the path of a config.json")
    .addOption(formatOption())
    .option(
      "--write <trainer>",
      `the config of the run instead of the answer: for ${writtenFor.join(", ")}`,
      oneOf(...writtenFor),
    )
    .addOption(launch.argParser(oneOf(...launchedBy)).conflicts("write"))
    .addOption(fit.conflicts(["write", "launch"]))
    .option("--all-cards", "every card, a row each: which hold the run, and what would make it fit the others")
    .option(
      "--checkpoints <place>",
      "with --launch: a bucket (s3://…) or volume where checkpoints outlive the machine; spot machines are taken only with one",
    )
    .addOption(plainOption("asOf"))
    .option("--data <file>", "data file or profile; its own lengths give the hours")
    .addOption(plainOption("job.examples"))
    .addOption(plainOption("job.tokensPerExample"))
    .option("--tokens <n>", "running text, for --objective continued or scratch: 569e9, 15T", reads("corpus", "tokens"))
    .addOption(stageOption("cards"));
  addReading(addRunOptions(command));
  return [{ command, act, settable: runRows }];
};

interface StatedRun {
  readonly options: GpuOptions & { readonly model: string };
  readonly configured: ConfiguredRun | undefined;
  readonly trainers: typeof import("../cards/trainerRun.ts") | undefined;
}

/** A run as it is stated: in the configs of a trainer, and in options, which win; and what reads and writes configs. */
async function statedRun(
  configs: readonly string[],
  typed: GpuOptions,
  command: Command,
  { files }: Host,
): Promise<StatedRun> {
  if (typed.checkpoints !== undefined && typed.launch === undefined)
    throw new InvalidArgumentError("--checkpoints needs --launch.");
  const wrong = configs.find((path) => /\.(?:jsonl|csv|tsv|parquet|arrow)(?:\.\w+)?$/u.test(path));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`${wrong} is a data file, not a configuration: give it as --data ${wrong}.`);
  const fields = new Set(command.options.flatMap((one) => (one instanceof FieldOption ? [one.attributeName()] : [])));
  const plain = Object.entries(typed).filter(([name]) => !fields.has(name));
  const chosen: GpuOptions = { ...(Object.fromEntries(plain) as GpuOptions), ...statedBy(command, "cli") };
  const { objective, model, method, gpus: processes } = chosen;
  const isOfTrainers = [configs[0], typed.write, typed.launch].some((one) => one !== undefined);
  const trainers = isOfTrainers ? await import("../cards/trainerRun.ts") : undefined;
  if (configs.length > 0 && trainers !== undefined) {
    const configured = await trainers.readConfigs(files, configs, given({ objective, model, method, processes }));
    return { options: trainers.withChoices(configured, chosen), configured, trainers };
  }
  if (model === undefined) throw new InvalidArgumentError("Give --model, or the config of a trainer.");
  return { options: { ...chosen, model }, configured: undefined, trainers };
}

async function act(around: Host, configs: readonly string[], typed: GpuOptions, command: Command): Promise<Outcome> {
  const { options, configured, trainers } = await statedRun(configs, typed, command, around);
  const book = await selfHostBook(options.asOf ?? around.today);
  const model = await modelOf(options.model, around, book);
  // Without data first: it names the model as the list does, and finds wrong options before a file is counted.
  const first = selfHost(runQuestion(model, undefined, options), book);
  if (!first.ok) return refuse(wrongRun(first.problem, around), placeOf(first.problem, configured));
  const rule = ruleOf(book.models.find(({ id }) => id === first.value.model.id));
  const stated = await dataOf(withCorpus(options), options, rule, around);
  const data = configured && trainers ? trainers.configuredData(stated, first.value, configured) : stated;
  const stages = await stagesOf(options, rule, around);
  // A run that ends after a number of steps reads the data of these steps, once.
  const isEnded = configured?.run.maxSteps !== undefined && data !== undefined && !("counts" in data);
  const question = runOf(model, isEnded ? { ...options, epochs: 1 } : options, rule, { data, stages });
  const { format, fit, allCards, write, launch, data: file, checkpoints } = options;
  const isWritten = (write ?? launch) !== undefined;
  const notices = idleOptions(
    command,
    ["shape columns", file === undefined && stages.length === 0 && "there is no data file to read"],
    ["format allCards", isWritten && "a file is written instead of the answer"],
    ["allCards", fit === true && "--fit names the cards by itself"],
    ["allCards", !isWritten && fit !== true && format === "json" && "JSON holds every card"],
    ["stage", write !== undefined && "the config is that of the first stage"],
    ["asOf", write !== undefined && "the config holds no price"],
  );
  const said = statedBy(command, "cli");
  if (fit === true) {
    const found = taken(fitRun(question, book));
    notices.push(...idleFitFields(said, { question, book }));
    const isHeld = (found.card === null ? found.smallest : found.card.limits) !== null;
    return answered(format, found, () => fitReport(found), around.screen, { exitCode: isHeld ? 0 : 1, notices });
  }
  const run = selfHost(question, book);
  if (!run.ok) return refuse(run.problem, run.problem.kind === "over_context" ? options.data : undefined);
  const answer = run.value;
  const isUnpriced = (answer.cost?.offers ?? []).length === 0;
  const unfit = isUnpriced && answer.verdict === "no" && "the run does not fit";
  const unasked = isUnpriced && answer.serving === null && "no price is asked for";
  notices.push(...idleOptions(command, ["stage", unfit], ["asOf", !write && unasked]));
  const asked = options.gpu === undefined ? answer.fits : answer.fits.filter(({ gpu }) => gpu === answer.gpu.id);
  const exitCode = asked.some(({ verdict }) => verdict !== "no") ? 0 : 1;
  const writtenOf = (one: SelfHostAnswer, { gpus, sharding }: RunChoices): Result<Outcome> | undefined => {
    const own = { asked: { model: options.model, ...given({ gpus, sharding }) }, configured, book };
    if (write !== undefined) return trainers?.configOf(write, one, own);
    return launch && trainers?.jobOf(launch, one, own, { data: file, checkpoints });
  };
  const written = writtenOf(answer, options);
  const fileOf: Shown = (...run) => written && JSON.stringify(writtenOf(...run));
  notices.push(...idleRunFields(said, { question, book }, !isWritten && !configured, isWritten ? fileOf : undefined));
  const beside = printed("", exitCode, notices).stderr;
  if (written)
    return written.ok
      ? { ...written.value, exitCode, stderr: `${beside}${written.value.stderr ?? ""}` }
      : trainers!.refuseConfig(written.problem);
  const config = configured && {
    trainer: configured.run.trainer,
    notes: configured.notes,
    steps: trainers?.stepsIn(answer) ?? null,
  };
  const changed = changedData(data, ...stages.map((stage) => stage.data));
  const inKeys = configured && trainers?.keysOf(answer, { asked: options, configured, book });
  const shown = { allCards, inFull: around.screen.rows === undefined, inKeys, ...given({ config }) };
  const told = { ...answer, ...given({ config }), ...changed };
  const how = { exitCode, whole: allCards === true, notices } as const;
  return answered(format, told, () => gpuReport(answer, shown), around.screen, how);
}

/** With the ways out where a name is not in the list. */
function wrongRun(problem: Problem, { prices, screen }: Host): Problem | string {
  const way = Object.hasOwn(waysOut, problem.kind) ? waysOut[problem.kind] : undefined;
  if (way === undefined) return problem;
  const name = String(problem["model"]);
  const isSold = problem.kind === "unknown_model" && modelsMeant(prices, name).size > 0;
  const sold = `The shape of ${name} is not known, only what its providers ask: tunecast estimate --model ${name}.`;
  return wrapped(`${isSold ? sold : sentenceOf(problem)} ${way}`, widthOf(screen));
}

const waysOut: Readonly<Record<string, string>> = {
  unknown_model: "The path of a config.json, or of the folder that holds it, works too.",
  unknown_gpu: "All cards: tunecast gpu --model qwen3-8b --all-cards.",
};

function placeOf(problem: Problem, configured: ConfiguredRun | undefined): string | undefined {
  const setting =
    problem.kind === "over_context" ? "maxTokens" : problem.kind === "unknown_model" ? "model" : undefined;
  const entry = configured?.run.taken.find((one) => one.setting === setting)?.entry;
  return entry && `${entry.file}${entry.line === undefined ? "" : `, line ${entry.line}`}, ${entry.key}`;
}
