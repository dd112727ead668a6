import type { Command } from "commander";
import {
  answerText,
  estimate,
  spendVerdict,
  type Answer,
  type NoteKind,
  type Problem,
  type Question,
  type SpendVerdict,
} from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import { csvText, offerRows } from "@tunecast/estimator/rows";
import { billCurrency } from "@tunecast/estimator/answer";
import type { Spend } from "@tunecast/estimator/fields";
import { estimateReport, reportMarkdown, type EstimateShown, type FileShown } from "@tunecast/estimator/report";
import { isAtMost, verdictText } from "@tunecast/estimator/text";
import {
  addReading,
  billReads,
  hasBadRows,
  isPartOnly,
  jobFields,
  ownPricesOption,
  readQuestion,
  type Asked,
} from "../ask/readQuestion.ts";
import { boughtWith, budgetAnswer, budgetVerdict } from "../show/budget.ts";
import { fileShown } from "../show/note.ts";
import { reportText } from "../show/report.ts";
import type { DataRead } from "../read/readFiles.ts";
import { filtersText, type Reads, type Stated } from "../ask/statement.ts";
import { addFields } from "../ask/fieldOption.ts";
import { alternativeOption, rolloutsOption, setOption, stageOption, validationOption } from "../ask/groupOptions.ts";
import { withFirstPage, type FirstPage } from "../ask/help.ts";
import { given, oneOf, selfHosted, type SelfHosted, whole } from "../ask/options.ts";
import {
  addFocusOptions,
  chosenFocusRows,
  focusNotices,
  focusOptionIn,
  type FocusChoice,
} from "../ask/focusOptions.ts";
import { refuse } from "../show/messages.ts";
import type { Joined } from "../cards/selfHosted.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

type Format = "table" | "json" | "csv" | "markdown" | "focus";

interface EstimateOptions extends FocusChoice {
  readonly format: Format;
  readonly showRefused?: boolean;
  readonly lines?: boolean;
  readonly top?: number;
  readonly by?: "model" | "offer";
  readonly selfHost?: SelfHosted;
}

const reads: Reads = [
  ...billReads,
  "traffic.requestsPerMonth",
  "traffic.inputTokens",
  "traffic.cachedInputTokens",
  "traffic.outputTokens",
  "traffic.batchShare",
  "traffic.months",
  "traffic.deployedHoursPerMonth",
  "alternative",
  "spend",
];

/** `tunecast estimate [FILE…]`: what the job costs at every offer. */
export function addEstimate(
  program: Command,
  around: Host,
  done: (outcome: Outcome) => void,
  isWhole: () => boolean = () => false,
): void {
  const command = program
    .command("estimate")
    .summary("what a fine-tuning job costs, everywhere")
    .description("What a fine-tuning job costs at every provider: from data files, a question file, or typed numbers.")
    .argument("[files...]", 'data files, profiles, or a question file; "-" is standard input');
  addFields(command, {
    "The job:": [
      ...jobFields,
      stageOption("services"),
      validationOption(),
      rolloutsOption("a reinforcement job draws"),
    ],
    "Prices:": ["asOf", ownPricesOption()],
    "Which offers:": [
      "only.providers",
      "only.models",
      "only.methods",
      "only.licences",
      "only.residency",
      "only.maxParameters",
    ],
    "Using the tuned model:": [
      "traffic.requestsPerMonth",
      "traffic.inputTokens",
      "traffic.cachedInputTokens",
      "traffic.outputTokens",
      "traffic.batchShare",
      "traffic.months",
      "traffic.deployedHoursPerMonth",
      alternativeOption(),
    ],
    "What may be spent:": ["spend.budget", "spend.max", "spend.maxMonthly", "spend.warn"],
    "Other fields:": [setOption()],
  });
  addFocusOptions(addReading(command))
    .option("--self-host <model>", "also on rented GPUs: llama-3.1-8b:qlora (full, lora, qlora, head)", selfHosted)
    .option(
      "--format <name>",
      "table, json, csv, markdown or focus (FOCUS rows)",
      oneOf<Format>("table", "json", "csv", "markdown", "focus"),
      "table",
    )
    .option("--show-refused", "every refused offer with its sentence")
    .option("--lines", "the bill of every offer, line by line")
    .option("--by <word>", "a row for each model or each offer", oneOf("model", "offer"))
    .option("--top <n>", "only the cheapest rows of the table", whole(1));
  withFirstPage(command, page, isWhole).action(async (files: readonly string[], options: EstimateOptions) =>
    done(await act(files, options, command, around)),
  );
}

const page: FirstPage = {
  lead: ["--examples", "--tokens-per-example", "--model", "--requests", "--max"],
  also: "also: --input-tokens and --output-tokens with --requests, --epochs, --own-prices, --budget, --format json.",
  exitCodes:
    "0 an offer and no bad row (with --budget, --max or --max-monthly: within it); 1 no offer, a bad row, or over; 2 a wrong option, model, date or file.",
  examples: [
    "tunecast estimate train.jsonl",
    "tunecast estimate --examples 8000 --tokens-per-example 620 --requests 240k --input-tokens 900 --output-tokens 120 --months 3",
    "tunecast estimate train.jsonl --model nova-micro --max 50 --warn 40",
  ],
};

async function act(
  paths: readonly string[],
  options: EstimateOptions,
  command: Command,
  around: Host,
): Promise<Outcome> {
  const { selfHost } = options;
  const stray = options.format === "focus" ? undefined : focusOptionIn(options);
  if (stray !== undefined) return refuse(`${stray} needs --format focus.`);
  const cards = selfHost && (await import("../cards/selfHosted.ts"));
  const ownRules =
    selfHost === undefined || cards === undefined ? [] : await cards.rulesOf(selfHost, dayOf(command) ?? around.today);
  const asked = await readQuestion(paths, command, reads, around, ownRules);
  if (!asked.ok) return refuse(asked.problem, asked.path);
  const { question, stated } = asked.value;
  const { spend = {} } = stated;
  const contradiction = wrongLimits(stated);
  if (contradiction !== null) return refuse(contradiction);
  const services = estimate(question);
  const joined =
    selfHost === undefined || cards === undefined || services.problem !== undefined
      ? ok<Joined>({ answer: services })
      : await cards.withSelfHosted(services, question, selfHost);
  if (!joined.ok) return refuse(joined.problem);
  const { answer } = joined.value;
  const badRows = hasBadRows(question.job);
  if (answer.problem !== undefined && !(answer.problem.reason.kind === "no_examples" && badRows))
    return refuse(answer.problem.sentence);
  const early = beforeAnyPrice(answer);
  if (early !== null) return refuse(early);
  const within =
    spend.budget === undefined || budgetVerdict(answer, spend.budget, isPartOnly(question.job)) === "within";
  const verdict = verdictOf(answer, spend);
  const exitCode = answer.offers.length > 0 && !badRows && within && verdict?.verdict !== "fail" ? 0 : 1;
  const said = [...asked.value.notices, ...stderrOf(answer, options, question)];
  const line = verdict === null ? "" : verdictText(verdict);
  const inTable = options.format === "table";
  const stderr = [...said, ...(line === "" || inTable ? [] : [line])].map((one) => `tunecast: ${one}\n`).join("");
  return printed(formatted(joined.value, asked.value, options, { ...around, line }), exitCode, stderr);
}

function dayOf(command: Command): string | undefined {
  const { asOf } = command.opts<{ readonly asOf?: string }>();
  return asOf;
}

/** Why limits cannot be held against a bill; null where they can. */
function wrongLimits({ spend: { max, maxMonthly, warn } = {}, traffic }: Stated): string | null {
  if (maxMonthly !== undefined && traffic === undefined)
    return "--max-monthly needs --requests, --input-tokens and --output-tokens: without use no month costs anything.";
  if (max !== undefined && warn !== undefined && !isAtMost(warn, max)) return "--warn must not be above --max.";
  return null;
}

function verdictOf(answer: Answer, { max, maxMonthly, warn }: Spend): SpendVerdict | null {
  if (max === undefined && maxMonthly === undefined && warn === undefined) return null;
  return spendVerdict(answer, { currency: billCurrency(answer), ...given({ max, maxMonthly, warn }) });
}

function beforeAnyPrice({ asOf, offers, refused }: Answer): Problem | null {
  const early = refused.filter(({ reason }) => reason.kind === "no_rate_yet");
  const first = early.map(({ reason }) => String(reason["first"]));
  const bills = [...offers, ...refused.flatMap(({ wouldBe }) => (wouldBe === undefined ? [] : [wouldBe]))];
  const earliest = first.sort()[0];
  // The rate is looked up first: where hours or steps are asked for, there is a price.
  const isPriced = refused.some(({ reason }) => reason.kind === "not_stated");
  if (earliest === undefined || isPriced || bills.some(({ lines }) => lines.length > 0)) return null;
  // Of a few offers each says what it would bill, and what its nearest rate is.
  const said = early.length > 3 ? "" : early.map(({ id, sentence }) => `\n${id}: ${sentence}`).join("");
  return { kind: "no_price_yet", day: asOf, first: earliest, said };
}

function formatted(
  joined: Joined,
  asked: Asked,
  options: EstimateOptions,
  { screen, line }: Pick<Host, "screen"> & { readonly line: string },
): string {
  const { answer } = joined;
  const { format, showRefused = false, top } = options;
  const { budget } = asked.stated.spend ?? {};
  if (format === "json") {
    const { selfHosted: bill } = joined;
    const { question } = asked;
    const bought =
      budget === undefined
        ? {}
        : { budget: budgetAnswer({ answer, question, budget, selfHosted: bill, atLeast: isPartOnly(question.job) }) };
    return answerText({ ...answer, ...bought });
  }
  if (format === "table" || format === "markdown") {
    // What limits say goes to standard error where the format is for programs or other pages.
    const report = estimateReport(answer, shownOf(joined, asked, options, format === "table" ? line : ""));
    if (format === "markdown") return reportMarkdown(report, top);
    return reportText(report, { top, whole: options.all === true || options.lines === true || showRefused }, screen);
  }
  const { header, rows } = format === "focus" ? chosenFocusRows(answer, options) : offerRows(answer, showRefused);
  return csvText(header, rows);
}

function shownOf(
  { answer, selfHosted: bill }: Joined,
  { question, data, stageData, stated }: Asked,
  { showRefused = false, lines = false, by }: EstimateOptions,
  verdict: string,
): EstimateShown {
  const files = (read: DataRead | undefined): FileShown[] => (read === undefined ? [] : read.files.map(fileShown));
  const { budget } = stated.spend ?? {};
  const bought = budget === undefined ? undefined : boughtWith({ answer, question, budget, selfHosted: bill });
  return {
    question,
    files: files(data),
    stageFiles: stageData.map(files),
    partOnly: isPartOnly(question.job),
    showRefused,
    lines,
    verdict,
    ...given({ by, budget: bought }),
  };
}

/** Where the models that were asked for are in the book, though not at the providers that were asked for; nothing where no models were. */
function placesOf(question: Question): string {
  const { models } = question.only ?? {};
  if (models === undefined || question.only?.providers === undefined) return "";
  const { offers, refused } = estimate({ ...question, only: { models } });
  const providers = new Set([...offers, ...refused].map(({ id }) => id.split("/")[0] ?? ""));
  return ` ${models.join(", ")}: in the book at ${[...providers].toSorted().join(", ")}.`;
}

/** Notices are no data, so they go to standard error. */
function stderrOf(
  { notices, problem, offers }: Answer,
  options: Pick<EstimateOptions, "format" | "all">,
  question: Question,
): string[] {
  const noMatch: NoteKind = "no_match";
  const said = notices.map(({ kind, sentence }) =>
    kind === noMatch
      ? `No offer of the price book passes ${filtersText(question.only)}.${placesOf(question)}`
      : sentence,
  );
  const focus = options.format === "focus" ? focusNotices(offers, options.all === true) : [];
  return [...(problem === undefined ? [] : [problem.sentence]), ...said, ...focus];
}
