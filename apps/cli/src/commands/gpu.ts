import type { Problem, Result } from "@tunecast/estimator";
import {
  fitRun,
  gpuReport,
  type SelfHostAnswer,
  type SelfHostBook,
  type SelfHostQuestion,
  ruleOf,
  selfHost,
  runRows,
} from "@tunecast/gpu";
import { wrapped } from "../show/table.ts";
import type { LauncherId, TrainerId } from "@tunecast/gpu/trainers";
import { InvalidArgumentError, Option, type Command } from "commander";
import { modelOf } from "../cards/localModel.ts";
import { dataOf, runOf, stagesOf, withCorpus, type GpuData } from "../cards/gpuData.ts";
import { corpusTokens, given, oneOf } from "../ask/options.ts";
import { fitReport } from "../show/fit.ts";
import { reportText } from "../show/report.ts";
import { widthOf } from "../show/note.ts";
import { addReading } from "../ask/readQuestion.ts";
import { changedData } from "../read/changedData.ts";
import { refuse, sentenceOf } from "../show/messages.ts";
import { FieldOption, plainOption, statedBy } from "../ask/fieldOption.ts";
import { withFirstPage, type FirstPage } from "../ask/help.ts";
import { addRunOptions, runQuestion, selfHostBook, type RunChoices } from "../ask/selfHostOptions.ts";
import { stageOption } from "../ask/groupOptions.ts";
import {
  configuredData,
  configOf,
  ended,
  jobOf,
  keysOf,
  launchedBy,
  modelNamed,
  readConfigs,
  refuseConfig,
  stepsIn,
  withChoices,
  writtenFor,
  type ConfiguredRun,
  type Written,
} from "../cards/trainerRun.ts";
import { printed, type Outcome, type Screen, type Host } from "../read/host.ts";

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

/** `tunecast gpu --model NAME`, `tunecast gpu axolotl.yml`: training and serving on GPUs of a cloud or of one's own. */
export function addGpu(
  program: Command,
  around: Host,
  done: (outcome: Outcome) => void,
  isWhole: () => boolean = () => false,
): void {
  const command = program
    .command("gpu")
    .summary("memory, hours and dollars on your own cards or rented ones")
    .description(
      "What training an open model takes on GPUs: memory by part, which cards it fits, hours, dollars, serving.",
    )
    .argument(
      "[configs...]",
      "the config of a trainer (axolotl, LLaMA-Factory, torchtune, TRL) with those of accelerate and DeepSpeed beside it; options win over it",
    )
    .option("--model <name>", "an open model such as llama-3.1-8b or Qwen/Qwen3-8B, or the path of a config.json")
    .option("--format <name>", "table or json", oneOf("table", "json"), "table")
    .option(
      "--write <trainer>",
      `the config of the run instead of the answer: for ${writtenFor.join(", ")}`,
      oneOf(...writtenFor),
    )
    .addOption(
      new Option(
        "--launch <program>",
        `the job that starts the run at the cheapest place that fits, instead of the answer: for ${launchedBy.join(", ")}`,
      )
        .argParser(oneOf(...launchedBy))
        .conflicts("write"),
    )
    .addOption(
      new Option(
        "--fit",
        "the other way round: the smallest and the cheapest cards for the run; with --gpu the longest rows, largest batch, rank and model that fit, and what would make it fit",
      ).conflicts(["write", "launch"]),
    )
    .option("--all-cards", "every card, a row each: which hold the run, and what would make it fit the others")
    .option(
      "--checkpoints <place>",
      "with --launch: a bucket (s3://…) or volume where checkpoints outlive the machine; spot machines are taken only with one",
    )
    .addOption(plainOption("asOf"))
    .option("--data <file>", "data file or profile; its own lengths give the hours")
    .addOption(plainOption("job.examples"))
    .addOption(plainOption("job.tokensPerExample"))
    .option("--tokens <n>", "tokens of a corpus, for continued pre-training and from scratch: 569e9, 15T", corpusTokens)
    .addOption(stageOption("cards"));
  withFirstPage(addReading(addRunOptions(command)), page, isWhole).action(
    async (configs: readonly string[], plain: GpuOptions) => {
      const run: RunChoices = statedBy(command, "cli");
      done(await actOn(configs, { ...withoutFields(plain, command), ...run }, around));
    },
  );
}

const page: FirstPage = {
  lead: ["--model", "--data", "--method", "--gpu", "--examples"],
  also: "also: --tokens-per-example with --examples, --gpus, --epochs, --write, --launch.",
  exitCodes:
    "0 it fits a card of the table, tight included; 1 it fits none of those asked about; 2 a wrong option, model, card or file.",
  examples: [
    "tunecast gpu axolotl.yml --data train.jsonl",
    "tunecast gpu --model llama-3.1-8b --method qlora --examples 8000 --tokens-per-example 620 --gpus 8",
  ],
  settable: runRows,
};

function withoutFields(options: GpuOptions, command: Command): GpuOptions {
  const fields = new Set(command.options.flatMap((one) => (one instanceof FieldOption ? [one.attributeName()] : [])));
  return Object.fromEntries(Object.entries(options).filter(([name]) => !fields.has(name))) as GpuOptions;
}

async function actOn(configs: readonly string[], options: GpuOptions, around: Host): Promise<Outcome> {
  if (options.checkpoints !== undefined && options.launch === undefined)
    throw new InvalidArgumentError("--checkpoints needs --launch.");
  if (configs.length === 0) {
    if (options.model === undefined) throw new InvalidArgumentError("Give --model, or the config of a trainer.");
    return act({ ...options, model: options.model }, around);
  }
  const data = configs.find((path) => /\.(?:jsonl|csv|tsv|parquet|arrow)(?:\.\w+)?$/u.test(path));
  if (data !== undefined)
    throw new InvalidArgumentError(`${data} is a data file, not a configuration: give it as --data ${data}.`);
  const { objective, model } = options;
  const read = await readConfigs(around.files, configs, given({ objective, model }));
  if (!read.ok) return refuseConfig(read.problem);
  return act({ ...withChoices(read.value, options), model: modelNamed(read.value, options.model) }, around, read.value);
}

async function act(
  options: GpuOptions & { readonly model: string },
  around: Host,
  configured?: ConfiguredRun,
): Promise<Outcome> {
  const book = await selfHostBook(options.asOf ?? around.today);
  const model = await modelOf(options.model, around, book);
  if (!model.ok) return refuse(model.problem, model.path);
  // Without data first: it names the model as the list does, and finds wrong options before a file is counted.
  const first = selfHost(runQuestion(model.value, undefined, options), book);
  if (!first.ok) return refuse(wrongRun(first.problem, around.screen), placeOf(first.problem, configured));
  const rule = ruleOf(book.models.find(({ id }) => id === first.value.model.id));
  const named = await dataOf(withCorpus(options), options, rule, around);
  if (!named.ok) return refuse(named.problem, named.path);
  const data = await configuredData(named.value, first.value, configured);
  const stages = await stagesOf(options, rule, around);
  if (!stages.ok) return refuse(stages.problem, stages.path);
  const run = runOf(model.value, ended(options, data, configured), rule, { data, stages: stages.value });
  if (options.fit === true)
    return run.ok ? fitOutcome(run.value, options.format, book, around.screen) : refuse(run.problem);
  const answer = run.ok ? selfHost(run.value, book) : run;
  if (!answer.ok) return refuse(answer.problem, answer.problem.kind === "over_context" ? options.data : undefined);
  const { fits, gpu } = answer.value;
  const asked = options.gpu === undefined ? fits : fits.filter((fit) => fit.gpu === gpu.id);
  const exitCode = asked.some(({ verdict }) => verdict !== "no") ? 0 : 1;
  const whole = { asked: options, configured, book };
  const written = await writtenOf(options, answer.value, whole);
  if (written !== undefined)
    return written.ok ? printed(written.value.text, exitCode, written.value.notes) : refuseConfig(written.problem);
  return printed(
    await textOf(
      answer.value,
      options,
      { ...whole, changed: changedData(data, ...stages.value.map((stage) => stage.data)) },
      around.screen,
    ),
    exitCode,
  );
}

function fitOutcome(
  question: SelfHostQuestion,
  format: GpuOptions["format"],
  book: SelfHostBook,
  screen: Screen,
): Outcome {
  const answer = fitRun(question, book);
  if (!answer.ok) return refuse(answer.problem);
  const { card, smallest } = answer.value;
  const fits = card === null ? smallest !== null : card.limits !== null;
  const json = format === "json";
  return printed(
    json ? `${JSON.stringify(answer.value, null, 2)}\n` : reportText(fitReport(answer.value), {}, screen),
    fits ? 0 : 1,
  );
}

async function writtenOf(
  { write, launch, data, checkpoints }: GpuOptions,
  answer: SelfHostAnswer,
  written: Written,
): Promise<Result<{ text: string; notes: string }> | undefined> {
  if (write !== undefined) return configOf(write, answer, written);
  return launch === undefined ? undefined : jobOf(launch, answer, written, { data, checkpoints });
}

async function textOf(
  answer: SelfHostAnswer,
  { format, allCards }: GpuOptions,
  written: Written & { readonly changed: ReturnType<typeof changedData> },
  screen: Screen,
): Promise<string> {
  const { configured, changed } = written;
  const steps = configured && (await stepsIn(answer));
  const config = configured && { trainer: configured.run.trainer, notes: configured.notes, steps: steps ?? null };
  if (format === "json") return `${JSON.stringify({ ...answer, ...(config && { config }), ...changed }, null, 2)}\n`;
  const inKeys = await keysOf(answer, written);
  const inFull = screen.rows === undefined;
  return reportText(
    gpuReport(answer, { allCards, inFull, inKeys, ...given({ config }) }),
    { whole: allCards === true },
    screen,
  );
}

/** With the ways out where a name is not in the list. */
function wrongRun(problem: Problem, screen: Screen): Problem | string {
  const way = Object.hasOwn(waysOut, problem.kind) ? waysOut[problem.kind] : undefined;
  return way === undefined ? problem : wrapped(`${sentenceOf(problem)} ${way}`, widthOf(screen));
}

const waysOut: Readonly<Record<string, string>> = {
  unknown_model: "Or give the model's config.json, or the folder that holds it.",
  unknown_gpu: "All cards: tunecast gpu --model qwen3-8b --all-cards.",
};

function placeOf(problem: Problem, configured: ConfiguredRun | undefined): string | undefined {
  const setting =
    problem.kind === "over_context" ? "maxTokens" : problem.kind === "unknown_model" ? "model" : undefined;
  const entry = configured?.run.taken.find((one) => one.setting === setting)?.entry;
  return entry && `${entry.file}${entry.line === undefined ? "" : `, line ${entry.line}`}, ${entry.key}`;
}
