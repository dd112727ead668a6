import { Option, type Command } from "commander";
import { answerText, estimate, spendVerdict, type Answer, type Question, type SpendVerdict } from "@tunecast/estimator";
import { csvText, focusRows, hasFocusRows, offerRows } from "@tunecast/estimator/rows";
import { billCurrency } from "@tunecast/estimator/answer";
import type { Spend } from "@tunecast/estimator/fields";
import type { AnswerOnCards } from "@tunecast/gpu";
import { profilesOf } from "@tunecast/estimator/profile";
import {
  budgetVerdict,
  estimateReport,
  reportMarkdown,
  type EstimateShown,
  type FileShown,
} from "@tunecast/estimator/report";
import { isAtMost, verdictText } from "@tunecast/estimator/text";
import {
  addReading,
  billReads,
  idleNotices,
  jobFields,
  trafficFields,
  ownPricesOption,
  readQuestion,
  type Asked,
} from "../ask/readQuestion.ts";
import { boughtWith, budgetAnswer } from "../show/budget.ts";
import { fileShown } from "../show/note.ts";
import { reportText } from "../show/report.ts";
import type { DataRead } from "../read/readFiles.ts";
import type { Reads, Stated } from "../ask/statement.ts";
import { addFields, reads } from "../ask/fieldOption.ts";
import { alternativeOption, rolloutsOption, setOption, stageOption, validationOption } from "../ask/groupOptions.ts";
import type { AddCommand } from "../ask/help.ts";
import { idleOptions, idleStated } from "../ask/idle.ts";
import { formatOption, given, oneOf, selfHosted, type SelfHosted } from "../ask/options.ts";
import { addFocusOptions, focusNotices, focusOptionIn, type FocusChoice } from "../ask/focusOptions.ts";
import { refuse, taken } from "../show/messages.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

interface EstimateOptions extends FocusChoice, Pick<EstimateShown, "showRefused" | "lines" | "by"> {
  readonly format: "table" | "json" | "csv" | "markdown" | "focus";
  readonly top?: number;
  readonly selfHost?: SelfHosted;
}

const fieldsRead: Reads = [...billReads, ...trafficFields, "traffic.deployedHoursPerMonth", "alternative", "spend"];

export const addEstimate: AddCommand = (program) => {
  const command = program
    .command("estimate")
    .summary("what a fine-tuning job costs, everywhere")
    .description("What a fine-tuning job costs at every provider: from data files, a question file, or typed numbers.")
    .argument("[files...]", 'data files, profiles, or a question file; "-" is standard input');
  addFields(command, {
    "The job:": [...jobFields, stageOption("services"), validationOption(), rolloutsOption("an RL job draws")],
    "Prices:": ["asOf", ownPricesOption()],
    "Which offers:": [
      "only.providers",
      "only.models",
      "only.methods",
      "only.licences",
      "only.residency",
      "only.maxParameters",
    ],
    "Using the tuned model:": [...trafficFields, "traffic.deployedHoursPerMonth", alternativeOption()],
    "What may be spent:": ["spend.budget", "spend.max", "spend.maxMonthly", "spend.warn"],
    "Other fields:": [setOption()],
  });
  addFocusOptions(addReading(command))
    .option("--self-host <model>", "also on rented GPUs: llama-3.1-8b:qlora (full, lora, qlora, head)", selfHosted)
    .addOption(
      formatOption(["table", "json", "csv", "markdown", "focus"], "table, json, csv, markdown or focus (FOCUS rows)"),
    )
    .option("--show-refused", "every refused offer with its sentence")
    .option("--lines", "the bill of every offer, line by line")
    .option("--by <word>", "a row for each model or each offer", oneOf("model", "offer"))
    .addOption(
      new Option("--top <n>", "only the cheapest rows of the table").argParser(reads("count", "top")).conflicts("all"),
    );
  return [{ command, act }];
};

async function act(host: Host, paths: readonly string[], options: EstimateOptions, command: Command): Promise<Outcome> {
  const { selfHost, format } = options;
  const stray = format === "focus" ? undefined : focusOptionIn(options);
  if (stray !== undefined) refuse(`${stray} needs --format focus.`);
  const cards = selfHost && (await import("../cards/onCards.ts"));
  const { asOf = host.today } = command.opts<{ readonly asOf?: string }>();
  const asked = await readQuestion(paths, command, fieldsRead, host, cards && (await cards.rulesOf(selfHost, asOf)));
  const { question, stated } = asked;
  const { spend = {} } = stated;
  checkLimits(stated);
  const services = estimate(question);
  if (question.job.rollouts !== undefined && services.offers.length + services.refused.length === 0)
    refuse(
      "--rollouts are completions that the model draws itself, and no offer here is for reinforcement: leave it out, or name other models or --method rft.",
    );
  const joined: AnswerOnCards =
    cards === undefined || services.problem !== undefined
      ? { answer: services }
      : taken(await cards.joinedOnCards(services, question, selfHost!));
  const { answer } = joined;
  const badRows = profilesOf(question.job).some((profile) => profile.badRows > 0);
  if (answer.problem !== undefined && !(answer.problem.reason.kind === "no_examples" && badRows))
    refuse(answer.problem.sentence);
  checkPriced(answer);
  const budget = spend.budget && { amount: spend.budget, currency: billCurrency(answer) };
  const isWithin = !budget || budgetVerdict(answer, question.prices, budget).verdict === "within";
  const verdict = verdictOf(answer, spend);
  const exitCode = answer.offers.length > 0 && !badRows && isWithin && verdict?.verdict !== "fail" ? 0 : 1;
  const line = verdict === null ? "" : verdictText(verdict);
  const isReport = format === "table" || format === "markdown";
  const isRows = format === "csv" || format === "focus";
  const idle = idleOptions(
    command,
    [
      format === "focus" ? "lines by top" : "lines by top all",
      !isReport && `--format ${format} holds every line of every offer that it prints`,
    ],
    ["showRefused", (format === "json" || format === "focus") && `--format ${format} has one form for refused offers`],
  );
  const unshown = idleStated(
    asked.typed,
    ["spend.budget", isRows && "what it buys is in the table and in JSON; here it decides the exit code alone"],
    ["alternative", format === "focus" && "FOCUS rows are those of the tuned model"],
  );
  const isBought = format === "focus" && options.all !== true;
  const ofBought = isBought ? idleNotices(asked, (offers) => offers.filter(hasFocusRows).slice(0, 1)) : [];
  const said = [...asked.notices, ...ofBought, ...idle, ...unshown, ...noticesOf(answer, options, question)];
  const notices = line === "" || format === "table" ? said : [...said, line];
  return printed(formatted(joined, asked, options, { ...host, line }), exitCode, notices);
}

/** Ends the command where limits cannot be held against a bill. */
function checkLimits({ spend: { max, maxMonthly, warn } = {}, traffic }: Stated): void {
  if (maxMonthly !== undefined && traffic === undefined)
    refuse("--max-monthly needs --requests, --input-tokens and --output-tokens: without use no month costs anything.");
  if (max !== undefined && warn !== undefined && !isAtMost(warn, max)) refuse("--warn must not be above --max.");
}

function verdictOf(answer: Answer, { max, maxMonthly, warn }: Spend): SpendVerdict | null {
  if (max === undefined && maxMonthly === undefined && warn === undefined) return null;
  return spendVerdict(answer, { currency: billCurrency(answer), ...given({ max, maxMonthly, warn }) });
}

/** Ends the command where the day is before any price. */
function checkPriced({ asOf, offers, refused }: Answer): void {
  const early = refused.filter(({ reason }) => reason.kind === "no_rate_yet");
  const first = early.map(({ reason }) => String(reason["first"]));
  const bills = [...offers, ...refused.flatMap(({ wouldBe }) => (wouldBe === undefined ? [] : [wouldBe]))];
  const earliest = first.sort()[0];
  // The rate is looked up first: where hours or steps are asked for, there is a price.
  const isPriced = refused.some(({ reason }) => reason.kind === "not_stated");
  if (earliest === undefined || isPriced || bills.some(({ lines }) => lines.length > 0)) return;
  // Of a few offers each says what it would bill, and what its nearest rate is.
  const said = early.length > 3 ? "" : early.map(({ id, sentence }) => `\n${id}: ${sentence}`).join("");
  refuse({ kind: "no_price_yet", day: asOf, first: earliest, said });
}

function formatted(
  joined: AnswerOnCards,
  asked: Asked,
  options: EstimateOptions,
  { screen, line }: Pick<Host, "screen"> & { readonly line: string },
): string {
  const { answer, selfHosted } = joined;
  const { format, showRefused = false, top } = options;
  const { question, stated } = asked;
  const { budget } = stated.spend ?? {};
  const held = budget === undefined ? undefined : { answer, question, budget, selfHosted };
  if (format === "json") return answerText({ ...answer, ...(held && { budget: budgetAnswer(held) }) });
  if (format === "table" || format === "markdown") {
    // What limits say goes to standard error where the format is for programs or other pages.
    const verdict = format === "table" ? line : "";
    const shown = { ...shownOf(asked, options, verdict), ...given({ budget: held && boughtWith(held) }) };
    const report = estimateReport(answer, shown);
    if (format === "markdown") return reportMarkdown(report, top);
    return reportText(report, { top, whole: options.all === true || options.lines === true || showRefused }, screen);
  }
  const { asBilled, focusVersion: version, all, allocate } = options;
  if (format === "csv") return csvText(offerRows(answer, showRefused));
  return csvText(focusRows(answer, given({ asBilled, version, all, allocate })));
}

function shownOf(
  { question, data, stageData }: Asked,
  { showRefused = false, lines = false, by }: EstimateOptions,
  verdict: string,
): EstimateShown {
  const files = (read: DataRead | undefined): FileShown[] => (read === undefined ? [] : read.files.map(fileShown));
  const [own, ofStages] = [files(data), stageData.map(files)];
  return { question, files: own, stageFiles: ofStages, showRefused, lines, verdict, ...given({ by }) };
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
function noticesOf(
  { notices, problem, offers }: Answer,
  options: Pick<EstimateOptions, "format" | "all">,
  question: Question,
): string[] {
  const isReport = options.format === "table" || options.format === "markdown";
  const said = notices.flatMap(({ kind, sentence }) => {
    // Said where the question was read, or in the headline.
    if (kind === "sold_by_others" || (kind === "old_book" && isReport)) return [];
    return kind === "no_match" ? `${sentence}${placesOf(question)}` : sentence;
  });
  const focus = options.format === "focus" ? focusNotices(offers, options.all === true) : [];
  const { job, only: { methods = [] } = {} } = question;
  const undrawn = job.rollouts === undefined ? [] : methods.filter((method) => !method.startsWith("rft"));
  return [
    ...(problem === undefined ? [] : [problem.sentence]),
    ...undrawn.map((method) => `--method ${method}: completions that the model draws are for reinforcement alone.`),
    ...said,
    ...focus,
  ];
}
