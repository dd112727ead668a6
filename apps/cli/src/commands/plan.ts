import { InvalidArgumentError, Option, type Command } from "commander";
import {
  estimate,
  purchasePlan,
  type Figure,
  type Pilot,
  type PurchaseQuestion,
  type Result,
} from "@tunecast/estimator";
import { billCurrency } from "@tunecast/estimator/answer";
import { pilotMetric, readPilots } from "@tunecast/estimator/curve";
import { likelyText } from "@tunecast/estimator/fields";
import type { Metric } from "@tunecast/estimator/lists";
import { ok } from "@tunecast/estimator/problem";
import { countText } from "@tunecast/estimator/text";
import { planReport } from "@tunecast/estimator/report";
import { addFields } from "../ask/fieldOption.ts";
import { setOption, stageOption, validationOption } from "../ask/groupOptions.ts";
import { withFirstPage, type FirstPage } from "../ask/help.ts";
import { given, oneOf, whole } from "../ask/options.ts";
import { addReading, billReads, isPartOnly, jobFields, ownPricesOption, readQuestion } from "../ask/readQuestion.ts";
import type { Reads, Stated } from "../ask/statement.ts";
import { changedIn } from "../read/changedData.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";
import { refuse, sentenceOf } from "../show/messages.ts";
import { reportText } from "../show/report.ts";

interface PlanOptions {
  readonly format: "table" | "json";
  readonly pilots?: string;
  readonly top?: number;
  readonly by?: "model" | "offer";
}

const reads: Reads = [
  ...billReads,
  "project.examplesOwned",
  "project.labelCost",
  "spend.budget",
  "pilots.metric",
  "pilots.testSize",
  "pilots.valuePerPoint",
  "pilots.target",
];

/** `tunecast plan [FILE…] --budget AMOUNT`: what to buy with a budget, labels included. */
export function addPlan(
  program: Command,
  around: Host,
  done: (outcome: Outcome) => void,
  isWhole: () => boolean = () => false,
): void {
  const command = program
    .command("plan")
    .summary("what to buy with a budget")
    .description(
      "The largest training set that a budget buys at each offer, labels included; with pilot runs also the quality to expect of it.",
    )
    .argument(
      "[files...]",
      'data files or profiles like the examples to come, or a question file; "-" is standard input',
    );
  addFields(command, {
    "What may be spent:": ["spend.budget", "project.labelCost", "project.examplesOwned"],
    "Pilot runs:": [
      new Option("--pilots <file>", "pilot runs of --model: CSV with n,value[,se]"),
      "pilots.metric",
      "pilots.testSize",
      "pilots.valuePerPoint",
      "pilots.target",
    ],
    "The job:": [...jobFields, stageOption("services"), validationOption()],
    "Prices:": ["asOf", ownPricesOption()],
    "Which offers:": ["only.providers", "only.models", "only.methods"],
    "Other fields:": [setOption()],
  });
  addReading(command)
    .option("--format <name>", "table or json", oneOf("table", "json"), "table")
    .option("--by <word>", "a row for each model or each offer", oneOf("model", "offer"))
    .option("--top <n>", "rows of the table", whole(1));
  withFirstPage(command, page, isWhole).action(async (files: readonly string[], options: PlanOptions) =>
    done(await act(files, options, command, around)),
  );
}

const page: FirstPage = {
  lead: ["--budget", "--label-cost", "--model", "--pilots", "--value-per-point"],
  also: "also: --examples and --tokens-per-example if you give no file, --examples-owned, --target, --own-prices.",
  exitCodes: "0 the budget buys something at an offer; 1 it buys nothing; 2 a wrong option or file.",
  examples: [
    "tunecast plan train.jsonl --budget 1500 --label-cost 0.40",
    "tunecast plan train.jsonl --budget 1000 --label-cost 0.40 --own-prices EUR=0.92",
    "tunecast plan train.jsonl --budget 1000 --label-cost 0.40 --model gpt-4.1-mini --pilots pilots.csv --value-per-point 200",
  ],
};

async function act(paths: readonly string[], options: PlanOptions, command: Command, around: Host): Promise<Outcome> {
  const asked = await readQuestion(paths, command, reads, around);
  if (!asked.ok) return refuse(asked.problem, asked.path);
  const { question, stated, notices } = asked.value;
  const { spend, project = {}, only } = stated;
  if (spend?.budget === undefined) throw new InvalidArgumentError("Give the budget: --budget.");
  const read = await pilotsOf(options.pilots, stated, around);
  if (!read.ok) return refuse(read.problem, options.pilots);
  const { pilots } = read.value;
  const answer = estimate(question);
  if (answer.problem !== undefined) return refuse(answer.problem.sentence);
  const { job } = question;
  const { format, top, by } = options;
  const { metric, testSize, valuePerPoint, target } = stated.pilots ?? {};
  const { examplesOwned, labelCost = "0" } = project;
  // The rows of a file are labelled, and so are those of the pilots.
  const piloted = Math.max(0, ...(pilots ?? []).map(({ n }) => n));
  const owned = examplesOwned ?? Math.max(piloted, "profile" in job ? job.profile.examples : 0);
  const labels = labelAmount(labelCost);
  const purchase: PurchaseQuestion = {
    answer,
    question,
    budget: { amount: spend.budget, currency: billCurrency(answer) },
    labels: { cost: labels.amount, owned },
    curve: given({ model: only?.models?.[0], metric: metric ?? read.value.metric, testSize }),
    ...given({ pilots, valuePerPoint, target }),
  };
  const plan = purchasePlan(purchase);
  if (!plan.ok) return refuse(sentenceOf(plan.problem), options.pilots);
  const exitCode = plan.value.rows.some(({ examples }) => examples > 0) ? 0 : 1;
  const sized =
    "examples" in job && examplesOwned === undefined
      ? [
          `The budget decides how many examples; ${piloted > 0 ? `the ${countText(piloted)} of your largest pilot are labelled, unless --examples-owned says otherwise` : "--examples-owned says how many of them you have labelled"}.`,
        ]
      : [];
  const said = [...notices, ...sized, ...labels.notices, ...testSizeNotice(testSize, pilots)]
    .map((one) => `tunecast: ${one}\n`)
    .join("");
  if (format === "json")
    return printed(
      `${JSON.stringify({ ...plan.value, atLeast: isPartOnly(job), ...changedIn(question) }, null, 2)}\n`,
      exitCode,
      said,
    );
  const report = planReport(plan.value, purchase, given({ by }));
  return printed(reportText(report, { top }, around.screen), exitCode, said);
}

/** Why the size of the test set changes nothing, where it does not. */
export function testSizeNotice(testSize: number | undefined, pilots: readonly Pilot[] = []): readonly string[] {
  return testSize !== undefined && pilots.every(({ se }) => se !== undefined)
    ? ["--test-size changes nothing: every pilot has a standard error."]
    : [];
}

/** The price of a label at its likeliest, and what to say of its range. */
export function labelAmount(cost: Figure): { readonly amount: string; readonly notices: readonly string[] } {
  if (typeof cost !== "object") return { amount: String(cost), notices: [] };
  const amount = likelyText(cost);
  return { amount, notices: [`Labels cost ${cost.low} to ${cost.high}: the answer is at ${amount}.`] };
}

async function pilotsOf(
  pilots: string | undefined,
  { pilots: { metric, valuePerPoint, target, testSize } = {}, only }: Stated,
  { files }: Host,
): Promise<Result<{ readonly pilots?: readonly Pilot[]; readonly metric?: Metric | undefined }>> {
  if (pilots === undefined) {
    if ([metric, valuePerPoint, target, testSize].some((one) => one !== undefined))
      throw new InvalidArgumentError(
        "--value-per-point, --target, --metric and --test-size need --pilots: without pilots nothing is known of quality.",
      );
    return ok({});
  }
  if (only?.models?.length !== 1)
    throw new InvalidArgumentError(
      "--pilots needs --model, the one model that they were run on: a quality belongs to its model.",
    );
  const text = await files.text(pilots);
  if (!text.ok) return text;
  const read = readPilots(text.value, metric);
  return read.ok ? ok({ pilots: read.value, metric: pilotMetric(text.value) }) : read;
}
