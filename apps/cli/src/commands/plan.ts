import { InvalidArgumentError, Option, type Command } from "commander";
import { estimate, purchasePlan, type Pilot, type PurchaseQuestion, type Result } from "@tunecast/estimator";
import { pilotMetric, readPilots } from "@tunecast/estimator/curve";
import { billCurrency } from "@tunecast/estimator/answer";
import { metrics, type Metric } from "@tunecast/estimator/lists";
import { ok } from "@tunecast/estimator/problem";
import { changedIn } from "../read/changedData.ts";
import { readQuestion, isPartOnly } from "../ask/readQuestion.ts";
import { amount, given, number, oneOf, whole } from "../ask/options.ts";
import { planText } from "../show/plan.ts";
import { addQuestionOptions, type QuestionOptions } from "../ask/questionOptions.ts";
import { refuse, sentenceOf } from "../show/messages.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

interface PlanOptions extends QuestionOptions {
  readonly format: "table" | "json";
  readonly budget: string;
  readonly examplesOwned?: number;
  readonly labelCost?: string;
  readonly pilots?: string;
  readonly metric?: Metric;
  readonly testSize?: number;
  readonly valuePerPoint?: string;
  readonly target?: number;
  readonly top?: number;
}

/** Rows on a terminal where nobody says how many. */
const shown = 12;

/** `tunecast plan [FILE…] --budget AMOUNT`: what to buy with a budget, labels included. */
export function addPlan(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = program
    .command("plan")
    .summary("what to buy with a budget: examples, labels and training")
    .description(
      "The largest training set that a budget buys at each offer, labels included; with pilot runs also the quality to expect of it.",
    )
    .argument("[files...]", 'data files or profiles like the examples to come; "-" is standard input')
    .addOption(
      new Option("--budget <amount>", "for labels and training, in the currency of the bill")
        .argParser(amount)
        .makeOptionMandatory(),
    )
    .addOption(new Option("--format <name>", "table or json").argParser(oneOf("table", "json")).default("table"))
    .addOption(
      new Option("--examples-owned <n>", "examples that are labelled already (default: those of the file)").argParser(
        whole(0),
      ),
    )
    .addOption(
      new Option("--label-cost <amount>", "label and review of one more example (default: 0)").argParser(amount),
    )
    .addOption(new Option("--pilots <file>", "pilot runs of --model: CSV with n,value[,se]"))
    .addOption(new Option("--metric <name>", metrics.join(", ")).argParser(oneOf(...metrics)))
    .addOption(new Option("--test-size <n>", "items of the test set, for standard errors").argParser(whole(1)))
    .addOption(new Option("--value-per-point <dollars>", "what one point is worth").argParser(amount))
    .addOption(new Option("--target <value>", "value to reach").argParser(number))
    .addOption(new Option("--top <n>", "rows of the table").argParser(whole(1)));
  addQuestionOptions(command)
    .addHelpText("after", help)
    .action(async (files: readonly string[], options: PlanOptions) => done(await act(files, options, around)));
}

const help = `
Exit codes: 0 the budget buys something at an offer; 1 it buys nothing; 2 a wrong option or file.

Examples:
  tunecast plan train.jsonl --budget 1000 --label-cost 0.40
  tunecast plan --examples 2000 --tokens-per-example 620 --budget 1000 --examples-owned 2000 --label-cost 0.40 --model gpt-4.1-mini --pilots pilots.csv --value-per-point 200
`;

async function act(paths: readonly string[], options: PlanOptions, around: Host): Promise<Outcome> {
  const read = await pilotsOf(options, around);
  if (!read.ok) return refuse(read.problem, options.pilots);
  const { pilots } = read.value;
  const asked = await readQuestion(paths, options, around);
  if (!asked.ok) return refuse(asked.problem, asked.path);
  const { question } = asked.value;
  const answer = estimate(question);
  if (answer.problem !== undefined) return refuse(answer.problem.sentence);
  const { job } = question;
  const { budget, labelCost = "0", examplesOwned, metric, testSize, valuePerPoint, target, format, top } = options;
  const owned = examplesOwned ?? ("profile" in job ? job.profile.examples : 0);
  const purchase: PurchaseQuestion = {
    answer,
    question,
    budget: { amount: budget, currency: billCurrency(answer) },
    labels: { cost: labelCost, owned },
    curve: given({ model: options.model?.[0], metric: metric ?? read.value.metric, testSize }),
    ...given({ pilots, valuePerPoint, target }),
  };
  const plan = purchasePlan(purchase);
  if (!plan.ok) return refuse(sentenceOf(plan.problem), options.pilots);
  const exitCode = plan.value.rows.some(({ examples }) => examples > 0) ? 0 : 1;
  if (format === "json")
    return printed(
      `${JSON.stringify({ ...plan.value, atLeast: isPartOnly(job), ...changedIn(question) }, null, 2)}\n`,
      exitCode,
    );
  const rows = top ?? (around.screen.columns === undefined ? undefined : shown);
  return printed(planText(plan.value, purchase, rows, around.screen), exitCode);
}

async function pilotsOf(
  { pilots, model, metric, valuePerPoint, target }: PlanOptions,
  { files }: Host,
): Promise<Result<{ readonly pilots?: readonly Pilot[]; readonly metric?: Metric | undefined }>> {
  if (pilots === undefined) {
    if (valuePerPoint !== undefined || target !== undefined)
      throw new InvalidArgumentError(
        "--value-per-point and --target need --pilots: without pilots nothing is known of quality.",
      );
    return ok({});
  }
  if (model?.length !== 1)
    throw new InvalidArgumentError(
      "--pilots needs --model, the one model that they were run on: a quality belongs to its model.",
    );
  const text = await files.text(pilots);
  if (!text.ok) return text;
  const read = readPilots(text.value, metric);
  return read.ok ? ok({ pilots: read.value, metric: pilotMetric(text.value) }) : read;
}
