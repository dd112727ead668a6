import { InvalidArgumentError, Option, type Command } from "commander";
import { adviceFor, decide, type DecisionQuestion, type Need, type Question } from "@tunecast/estimator";
import { likely } from "@tunecast/estimator/fields";
import { needs } from "@tunecast/estimator/lists";
import { decisionReport } from "@tunecast/estimator/report";
import { untuned } from "@tunecast/pricing/untuned";
import { addFields, reads, type Tree } from "../ask/fieldOption.ts";
import {
  qualityOption,
  setOption,
  stageOption,
  teacherOption,
  validationOption,
  wayOption,
} from "../ask/groupOptions.ts";
import type { AddCommand } from "../ask/help.ts";
import { idleFields, idleOptions } from "../ask/idle.ts";
import { formatOption, given, oneOf, selfHosted, type Scratch, type SelfHosted, words } from "../ask/options.ts";
import { asTyped, fillByAsking, type Asked, adviseQuestions } from "../ask/questionnaire.ts";
import {
  addReading,
  billReads,
  idleNotices,
  jobFields,
  mayBeIdle,
  ownPricesOption,
  readQuestion,
  trafficFields,
} from "../ask/readQuestion.ts";
import type { Reads, Stated } from "../ask/statement.ts";
import { changedIn } from "../read/changedData.ts";
import type { Outcome, Host, ReadingOptions } from "../read/host.ts";
import { taken } from "../show/messages.ts";
import { methodsReport } from "../show/methods.ts";
import { answered } from "../show/report.ts";
import { leaving, trainingCostAt } from "@tunecast/estimator/answer";
import { pilotDesign } from "@tunecast/estimator/pilots";
import { checkedDestinations, type Accepted } from "../read/leavingFile.ts";
import { leavingReport, type LeavingAnswer } from "../show/leaving.ts";

/** Too few to split into a quarter, a half and all. */
const fewestExamples = 20;

/** `tunecast advise FILE --leaving OFFER`: where a job goes whose offer closes. */
async function actLeaving(paths: readonly string[], word: string, command: Command, around: Host): Promise<Outcome> {
  const [path, more] = paths;
  if (path === undefined || more !== undefined || path === "-")
    throw new InvalidArgumentError("--leaving needs one data file, whose rows each provider's check is run on.");
  const { format, ...reading } = command.opts<ReadingOptions & AdviseOptions>();
  const fields: Reads = [...billReads, ...trafficFields, "traffic.deployedHoursPerMonth"];
  const asked = await readQuestion(paths, command, fields, around);
  const { question } = asked;
  const { destinations, ...from } = taken(leaving(question, word));
  const verdicts = await checkedDestinations(path, destinations, reading, around.files);
  const { accepted } = verdicts;
  const { asOf, traffic } = question;
  const pilots = pilotsAt(accepted[0], question);
  const answer: LeavingAnswer = { asOf, months: traffic?.months ?? null, ...from, ...verdicts, pilots };
  const exitCode = accepted.length > 0 ? 0 : 1;
  const idle = idleOptions(command, [
    "months needs selfHost scratch lines methods domainTokens",
    "--leaving prices a run and a month at every offer that takes the file",
  ]);
  const priced = new Set([from.left.id, ...accepted.map(({ offer }) => offer.id)]);
  const unbilled = idleNotices(asked, (offers) => offers.filter(({ id }) => priced.has(id)));
  const how = { exitCode, notices: [...asked.notices, ...unbilled, ...idle] } as const;
  return answered(format, { ...answer, ...changedIn(question) }, () => leavingReport(answer, path), around.screen, how);
}

function pilotsAt(first: Accepted | undefined, question: Question): LeavingAnswer["pilots"] {
  const { job } = question;
  if (first === undefined || !("profile" in job)) return null;
  const { examples } = job.profile;
  if (examples < fewestExamples) return null;
  const { id, training } = first.offer;
  const design = pilotDesign(examples, trainingCostAt(question, first.offer));
  return { offer: id, currency: training.currency, design };
}

interface AdviseOptions {
  readonly format: "table" | "json";
  readonly lines?: boolean;
  readonly leaving?: string;
  readonly needs?: readonly Need[];
  readonly selfHost?: SelfHosted;
  readonly scratch?: Scratch;
  readonly methods?: boolean;
  readonly domainTokens?: number;
}

const fieldsRead: Reads = [
  ...billReads,
  "traffic",
  "project",
  "ways",
  "quality",
  "offers",
  "today",
  "dataStays",
  "priceFactor",
  "seed",
];

export const addAdvise: AddCommand = (program) => {
  const command = program
    .command("advise")
    .summary("whether tuning pays, and what to try first")
    .description(
      "Tuning beside the ways without it, at your own numbers: what each costs, when tuning pays, and in which order to try.",
    )
    .argument("[files...]", 'data files, profiles, or a question file; "-" is standard input');
  addFields(command, {
    "The job:": [...jobFields, stageOption("services"), validationOption()],
    "Prices:": ["asOf", ownPricesOption()],
    "Which offers:": ["offers", "only.providers", "only.models", "only.methods", "only.residency"],
    "Using the tuned model:": [...trafficFields, "traffic.growthPerMonth"],
    "Ways to hold against tuning:": [
      wayOption(),
      "today",
      qualityOption(),
      new Option("--needs <words>", `what the task needs: ${needs.join(", ")}`).argParser(needList),
      new Option("--self-host <model>", "on rented cards: llama-3.1-8b:qlora (full, lora, head)").argParser(selfHosted),
      new Option("--scratch <model>", "made from scratch: bloomberggpt, or llama-3.1-8b:15T").argParser(scratch),
      "dataStays",
    ],
    "The project around the run (amounts: 0.40, or a range 0.20..0.50):": [
      "project.examplesOwned",
      "project.labelCost",
      teacherOption(),
      "project.evaluation.items",
      "project.evaluation.costPerItem",
      "project.tuningRounds",
      "project.failedRuns",
      "project.retrainEveryMonths",
      "project.monitoringItemsPerMonth",
    ],
    "Other fields:": [setOption()],
  });
  addReading(command)
    .addOption(formatOption())
    .option("--lines", "the bill of every way, line by line")
    .option("--methods", "the methods of training in the field's own words, each at its cheapest")
    .option("--domain-tokens <n>", "with --methods: tokens of the field's own texts", reads("corpus", "domainTokens"))
    .option("--leaving <offer>", "an offer that closes: who takes the file instead, and at what price");
  return [{ command, act }];
};

/** Reads `bloomberggpt`, or `llama-3.1-8b:15T`. */
function scratch(text: string): Scratch {
  const [model = "", tokens] = text.split(":");
  return { model, tokens: tokens === undefined ? undefined : reads("corpus", "tokens")(tokens) };
}

function needList(text: string, before: readonly Need[] = []): readonly Need[] {
  return [...before, ...words(text).map(oneOf(...needs))];
}

async function act(around: Host, files: readonly string[], options: AdviseOptions, command: Command): Promise<Outcome> {
  const said = await askOpen(files, options, command, around);
  try {
    const outcome = await answer(files, command, around);
    return { ...outcome, stderr: `${said}${outcome.stderr}` };
  } catch (error) {
    // What was answered is worth keeping where it is refused.
    if (error instanceof Error && said !== "") error.message += `\n${said.trimEnd()}`;
    throw error;
  }
}

/** Asks for what decides, where a person sits there and gave no traffic; the line that says the same without questions. */
async function askOpen(
  files: readonly string[],
  { leaving: closes, methods }: AdviseOptions,
  command: Command,
  { ask }: Host,
): Promise<string> {
  const isStated = files.some((file) => file.endsWith(".json")) || command.getOptionValue("requests") !== undefined;
  if (ask === undefined || isStated || closes !== undefined || methods === true) return "";
  const isTyped = ({ option }: Asked): boolean => option === "examples" || option === "tokensPerExample";
  const open = files.length > 0 ? adviseQuestions.filter((one) => !isTyped(one)) : adviseQuestions;
  const said = await fillByAsking(command, open, ask);
  return said.length === 0 ? "" : `The answers as options: ${asTyped(said)}\n`;
}

async function answer(paths: readonly string[], command: Command, around: Host): Promise<Outcome> {
  const options = command.opts<AdviseOptions>();
  if (options.leaving !== undefined) return actLeaving(paths, options.leaving, command, around);
  if (options.methods === true) return actMethods(paths, options, command, around);
  if (options.domainTokens !== undefined) throw new InvalidArgumentError("--domain-tokens needs --methods.");
  const { question, stated, typed, notices } = await readQuestion(paths, command, fieldsRead, around);
  const { traffic, job } = question;
  if (traffic === undefined)
    throw new InvalidArgumentError("Give the traffic: --requests, --input-tokens and --output-tokens.");
  const { format, lines = false, needs: wanted = [] } = options;
  const { selfHost, scratch } = options;
  const own = selfHost && { ...selfHost, ...(stated.project?.failedRuns !== undefined && { failedShare: 0 }) };
  // The models and cards are loaded only for runs on them.
  const cards = (own !== undefined || scratch !== undefined) && {
    onCards: await (await import("../cards/onCards.ts")).cardRuns(question, { selfHost: own, ...given({ scratch }) }),
  };
  const asked: DecisionQuestion = { question, untuned, ...partsOf(stated), ...cards };
  const decision = taken(decide(asked));
  // What no bill depends on is named already.
  const idle = idleFieldsOf(asked, typed).filter((name) => !notices.some((one) => one.includes(name)));
  // A tuned model that was scored has shown what its examples can do, however few.
  const isScored = decision.ways.some(({ kind, quality }) => kind === "tuned" && quality !== null);
  const steps = adviceFor({
    needs: wanted,
    examples: isScored ? null : "profile" in job ? job.profile.examples : job.examples,
    requestsPerMonth: likely(traffic.requestsPerMonth),
  });
  return answered(
    format,
    { ...decision, advice: steps, ...changedIn(question) },
    () => decisionReport(decision, { asked, steps, lines }),
    around.screen,
    {
      whole: lines,
      notices: [
        ...notices,
        ...(idle.length === 0 ? [] : [`${idle.join(", ")}: no figure here changes with it.`]),
        ...idleOptions(command, ["lines", format === "json" && "JSON holds every line"]),
      ],
    },
  );
}

/** Fields that some decisions do not depend on. */
const mayDecideNothing: readonly string[] = [
  ...mayBeIdle,
  "traffic.growthPerMonth",
  "project.examplesOwned",
  "project.labelCost",
  "project.teacher",
];

/** Names of what was typed and changes no figure of a decision; ends of ranges are drawn, and another field draws others. */
function idleFieldsOf({ question, ...parts }: DecisionQuestion, typed: Tree): readonly string[] {
  const pick = (tree: Tree, of: object): object =>
    Object.fromEntries(Object.entries(tree).filter(([name]) => name in of));
  const isDrawn = (name: string): boolean => name === "low" || name === "high";
  const figures = (tree: Tree): string | undefined => {
    const decision = decide({ ...pick(tree, parts), question: pick(tree, question) } as unknown as DecisionQuestion);
    return decision.ok ? JSON.stringify(decision.value.ways, (name, one) => (isDrawn(name) ? null : one)) : undefined;
  };
  const tree = { ...question, ...parts } as unknown as Tree;
  return idleFields(tree, typed, mayDecideNothing, figures);
}

/** The parts of a decision that are not the question of the bill; the plain prompt is always held against it. */
function partsOf({ offers, ways = [], today, dataStays, project, priceFactor, quality, seed }: Stated): Stated {
  const plain = ways.some(({ kind }) => kind === "prompt") ? [] : [{ kind: "prompt" as const }];
  return given({ offers, ways: [...ways, ...plain], today, dataStays, project, priceFactor, quality, seed });
}

async function actMethods(
  paths: readonly string[],
  { selfHost, domainTokens, format, scratch }: AdviseOptions,
  command: Command,
  around: Host,
): Promise<Outcome> {
  const asked = await readQuestion(paths, command, billReads, around);
  const { question } = asked;
  const { pricedMethods } = await import("../cards/methodsOf.ts");
  const priced = await pricedMethods({ question, files: paths.length, domainTokens, ...given({ selfHost, scratch }) });
  const shown = new Set(priced.methods.map(({ offer }) => offer));
  const notices = [
    ...asked.notices,
    ...idleNotices(asked, (offers) => offers.filter(({ id }) => shown.has(id))),
    ...idleOptions(command, ["needs lines", "--methods prices the training alone"]),
  ];
  return answered(format, priced.methods, () => methodsReport(priced), around.screen, { notices });
}
