import { Option, type Command } from "commander";
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
import { billCurrency } from "@tunecast/estimator/answer";
import { ok } from "@tunecast/estimator/problem";
import { csvText, offerRows } from "@tunecast/estimator/rows";
import { isAtMost, offerMarkdown, verdictText } from "@tunecast/estimator/text";
import { readQuestion, hasBadRows, isPartOnly, type Asked } from "../ask/readQuestion.ts";
import { budgetAnswer, budgetVerdict } from "../show/budget.ts";
import { budgetCase, tableText } from "../show/estimate.ts";
import { filtersText, type FilterOptions } from "../ask/filterOptions.ts";
import { amount, given, oneOf, whole } from "../ask/options.ts";
import { addQuestionOptions, type QuestionOptions } from "../ask/questionOptions.ts";
import {
  addFocusOptions,
  chosenFocusRows,
  focusNotices,
  focusOptionIn,
  type FocusChoice,
} from "../ask/focusOptions.ts";
import { refuse } from "../show/messages.ts";
import { rulesOf, selfHosted, withSelfHosted, type Joined, type SelfHosted } from "../cards/selfHosted.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

type Format = "table" | "json" | "csv" | "markdown" | "focus";

interface EstimateOptions extends QuestionOptions, FocusChoice {
  readonly format: Format;
  readonly showRefused?: boolean;
  readonly lines?: boolean;
  readonly top?: number;
  readonly budget?: string;
  readonly max?: string;
  readonly maxMonthly?: string;
  readonly warn?: string;
  readonly selfHost?: SelfHosted;
}

/** `tunecast estimate [FILE…]`: what the job costs at every offer. */
export function addEstimate(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = program.command("estimate");
  command
    .summary("what a job costs at every provider")
    .description(
      "What a fine-tuning job costs at every provider: from data files (or their profiles), or from typed numbers.",
    )
    .argument("[files...]", 'data files or profiles; "-" is standard input')
    .addOption(
      new Option("--format <name>", "table, json, csv, markdown or focus (FOCUS rows)")
        .argParser(oneOf<Format>("table", "json", "csv", "markdown", "focus"))
        .default("table"),
    )
    .addOption(
      new Option("--self-host <model>", "also on rented GPUs: llama-3.1-8b:qlora (full, lora, qlora, head)").argParser(
        selfHosted,
      ),
    );
  addFocusOptions(command)
    .option("--show-refused", "every refused offer with its sentence")
    .option("--lines", "the bill of every offer, line by line")
    .addOption(new Option("--top <n>", "only the cheapest offers of the table").argParser(whole(1)))
    .addOption(
      new Option("--budget <amount>", "what it buys; exit code 1 where no offer is within it").argParser(amount),
    )
    .addOption(
      new Option("--max <amount>", "most that the cheapest complete offer may cost; exit code 1 above").argParser(
        amount,
      ),
    )
    .addOption(new Option("--max-monthly <amount>", "most that a month of its use may cost").argParser(amount))
    .addOption(new Option("--warn <amount>", "warn above this total; exit code 0").argParser(amount));
  addQuestionOptions(command)
    .addHelpText("after", help)
    .action(async (files: readonly string[], options: EstimateOptions) => done(await act(files, options, around)));
}

const help = `
Exit codes: 0 an offer and no bad row (with --budget, --max or --max-monthly: within it); 1 no offer, a bad row, or over;
2 a wrong option, model, date or file.

Examples:
  tunecast estimate --examples 8000 --tokens-per-example 620 --epochs 3
  tunecast estimate train.jsonl --requests 240000 --input-tokens 900 --output-tokens 120 --months 3
  tunecast estimate train.jsonl --model gpt-4.1-mini --format json
  tunecast estimate train.jsonl --model gpt-4.1-mini --max 50 --warn 40
`;

async function act(paths: readonly string[], options: EstimateOptions, around: Host): Promise<Outcome> {
  const { selfHost } = options;
  const stray = options.format === "focus" ? undefined : focusOptionIn(options);
  if (stray !== undefined) return refuse(`${stray} needs --format focus.`);
  const contradiction = wrongLimits(options);
  if (contradiction !== null) return refuse(contradiction);
  const ownRules = selfHost === undefined ? [] : await rulesOf(selfHost, options.asOf ?? around.today);
  const asked = await askWithFirstFigure(paths, options, around, ownRules);
  if (!asked.ok) return refuse(asked.problem, asked.path);
  const { question } = asked.value;
  const services = estimate(question);
  const joined =
    selfHost === undefined || services.problem !== undefined
      ? ok<Joined>({ answer: services })
      : await withSelfHosted(services, question, selfHost);
  if (!joined.ok) return refuse(joined.problem);
  const { answer } = joined.value;
  const badRows = hasBadRows(question.job);
  if (answer.problem !== undefined && !(answer.problem.reason.kind === "no_examples" && badRows))
    return refuse(answer.problem.sentence);
  const early = beforeAnyPrice(answer);
  if (early !== null) return refuse(early);
  const within =
    options.budget === undefined || budgetVerdict(answer, options.budget, isPartOnly(question.job)) === "within";
  const verdict = verdictOf(answer, options);
  const exitCode = answer.offers.length > 0 && !badRows && within && verdict?.verdict !== "fail" ? 0 : 1;
  const said = stderrOf(answer, options, question);
  const line = verdict === null ? "" : verdictText(verdict);
  const inTable = options.format === "table";
  const stderr = [...said, ...(line === "" || inTable ? [] : [line])].map((one) => `tunecast: ${one}\n`).join("");
  return printed(formatted(joined.value, asked.value, options, { ...around, line }), exitCode, stderr);
}

/** Asks; shows what a sample says of large files while they are counted. */
async function askWithFirstFigure(
  paths: readonly string[],
  options: EstimateOptions,
  around: Host,
  ownRules: readonly string[],
): ReturnType<typeof readQuestion> {
  let isOver = false;
  if (around.early !== undefined && paths.length > 0) {
    const { firstFigure } = await import("../count/firstFigure.ts");
    // It is no answer: what goes wrong with it goes wrong with the answer, too, and is said there.
    firstFigure(paths, options, around).then(
      (line) => (line === null || isOver ? undefined : around.early?.(line)),
      () => undefined,
    );
  }
  const asked = await readQuestion(paths, options, around, ownRules);
  isOver = true;
  return asked;
}

/** Why limits cannot be held against a bill; null where they can. */
function wrongLimits({ max, maxMonthly, warn, requests }: EstimateOptions): string | null {
  if (maxMonthly !== undefined && requests === undefined)
    return "--max-monthly needs --requests, --input-tokens and --output-tokens: without use no month costs anything.";
  if (max !== undefined && warn !== undefined && !isAtMost(warn, max)) return "--warn must not be above --max.";
  return null;
}

/** Limits are in the currency of the bill, as a budget is. */
function verdictOf(answer: Answer, { max, maxMonthly, warn }: EstimateOptions): SpendVerdict | null {
  if (max === undefined && maxMonthly === undefined && warn === undefined) return null;
  return spendVerdict(answer, { currency: billCurrency(answer), ...given({ max, maxMonthly, warn }) });
}

/** The problem of a day on which no price of any offer is known; null on all other days. */
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
  const { format, showRefused = false, top, budget } = options;
  if (format === "json") {
    const bought = budget === undefined ? {} : { budget: budgetAnswer(budgetCase(joined, asked, budget)) };
    return answerText({ ...answer, ...bought });
  }
  if (format === "markdown") return offerMarkdown(answer.offers.slice(0, top), isPartOnly(asked.question.job));
  if (format === "table") return tableText(joined, asked, { ...options, line }, screen);
  const { header, rows } = format === "focus" ? chosenFocusRows(answer, options) : offerRows(answer, showRefused);
  return csvText(header, rows);
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
  options: FilterOptions & Pick<EstimateOptions, "format" | "all">,
  question: Question,
): string[] {
  const noMatch: NoteKind = "no_match";
  const said = notices.map(({ kind, sentence }) =>
    kind === noMatch ? `No offer of the price book passes ${filtersText(options)}.${placesOf(question)}` : sentence,
  );
  const focus = options.format === "focus" ? focusNotices(offers, options.all === true) : [];
  return [...(problem === undefined ? [] : [problem.sentence]), ...said, ...focus];
}
