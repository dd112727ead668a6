import { InvalidArgumentError, Option, type Command } from "commander";
import { estimate, purchasePlan, type Figure, type Pilot, type PurchaseQuestion } from "@tunecast/estimator";
import { billCurrency, lacksData } from "@tunecast/estimator/answer";
import { pilotMetric, readPilots } from "@tunecast/estimator/curve";
import { likelyText } from "@tunecast/estimator/fields";
import type { Metric } from "@tunecast/estimator/lists";
import { countText } from "@tunecast/estimator/text";
import { planReport } from "@tunecast/estimator/report";
import { addFields, reads } from "../ask/fieldOption.ts";
import { setOption, stageOption, validationOption } from "../ask/groupOptions.ts";
import type { AddCommand } from "../ask/help.ts";
import { idleOptions, idleStated } from "../ask/idle.ts";
import { formatOption, given, oneOf, rangeSaid } from "../ask/options.ts";
import { addReading, billReads, jobFields, ownPricesOption, readQuestion } from "../ask/readQuestion.ts";
import type { Reads, Stated } from "../ask/statement.ts";
import { changedIn } from "../read/changedData.ts";
import type { Outcome, Host } from "../read/host.ts";
import { refuse, taken } from "../show/messages.ts";
import { answered } from "../show/report.ts";

interface PlanOptions {
  readonly format: "table" | "json";
  readonly pilots?: string;
  readonly top?: number;
  readonly by?: "model" | "offer";
}

const pilotFields = ["pilots.metric", "pilots.testSize", "pilots.valuePerPoint", "pilots.target"] as const;

const fieldsRead: Reads = [...billReads, "project.examplesOwned", "project.labelCost", "spend.budget", ...pilotFields];

export const addPlan: AddCommand = (program) => {
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
    "Pilot runs:": [new Option("--pilots <file>", "pilot runs of --model: CSV with n,value[,se]"), ...pilotFields],
    "The job:": [...jobFields, stageOption("services"), validationOption()],
    "Prices:": ["asOf", ownPricesOption()],
    "Which offers:": ["only.providers", "only.models", "only.methods"],
    "Other fields:": [setOption()],
  });
  addReading(command)
    .addOption(formatOption())
    .option("--by <word>", "a row for each model or each offer", oneOf("model", "offer"))
    .option("--top <n>", "rows of the table", reads("count", "top"));
  return [{ command, act }];
};

async function act(around: Host, paths: readonly string[], options: PlanOptions, command: Command): Promise<Outcome> {
  const { question, stated, typed, notices } = await readQuestion(paths, command, fieldsRead, around);
  const { spend, project: { examplesOwned, labelCost = "0" } = {}, only } = stated;
  if (spend?.budget === undefined) throw new InvalidArgumentError("Give the budget: --budget.");
  const read = await pilotsOf(options.pilots, stated, around);
  const { pilots = [] } = read;
  const answer = estimate(question);
  if (answer.problem !== undefined) return refuse(answer.problem.sentence);
  const { job } = question;
  const { format, top, by } = options;
  const { metric = read.metric, testSize, valuePerPoint, target } = stated.pilots ?? {};
  // The rows of a file are labelled, and so are those of the pilots.
  const piloted = Math.max(0, ...pilots.map(({ n }) => n));
  const owned = examplesOwned ?? Math.max(piloted, "profile" in job ? job.profile.examples : 0);
  const labels = labelAmount(labelCost);
  const purchase: PurchaseQuestion = {
    answer,
    question,
    budget: { amount: spend.budget, currency: billCurrency(answer) },
    labels: { cost: labels.amount, owned },
    curve: given({ model: only?.models?.[0], metric, testSize }),
    ...given({ pilots: read.pilots, valuePerPoint, target }),
  };
  const plan = taken(purchasePlan(purchase), options.pilots);
  const ofPilots = `the ${countText(piloted)} of your largest pilot are labelled, unless --examples-owned says otherwise`;
  const said = piloted > 0 ? ofPilots : "--examples-owned says how many of them you have labelled";
  const isSized = "examples" in job && examplesOwned === undefined;
  return answered(
    format,
    { ...plan, atLeast: lacksData(answer), ...changedIn(question) },
    () => planReport(plan, purchase, given({ by })),
    around.screen,
    {
      top,
      exitCode: plan.rows.some(({ examples }) => examples > 0) ? 0 : 1,
      notices: [
        ...notices,
        ...idleOptions(command, ["by top", format === "json" && "JSON holds every offer"]),
        ...idleStated(typed, [
          "pilots.testSize",
          pilots.every(({ se }) => se !== undefined) && "every pilot has a standard error",
        ]),
        ...(isSized ? [`The budget decides how many examples; ${said}.`] : []),
        ...labels.notices,
        ...rangeSaid("--epochs is", job.epochs),
      ],
    },
  );
}

/** The price of a label at its likeliest, and what to say of its range. */
export function labelAmount(cost: Figure): { readonly amount: string; readonly notices: readonly string[] } {
  return { amount: likelyText(cost), notices: rangeSaid("Labels cost", cost) };
}

async function pilotsOf(
  path: string | undefined,
  { pilots: { metric, valuePerPoint, target, testSize } = {}, only }: Stated,
  { files }: Host,
): Promise<{ readonly pilots?: readonly Pilot[]; readonly metric?: Metric | undefined }> {
  if (path === undefined) {
    if ([metric, valuePerPoint, target, testSize].some((one) => one !== undefined))
      throw new InvalidArgumentError(
        "--value-per-point, --target, --metric and --test-size need --pilots: without pilots nothing is known of quality.",
      );
    return {};
  }
  if (only?.models?.length !== 1)
    throw new InvalidArgumentError(
      "--pilots needs --model, the one model that they were run on: a quality belongs to its model.",
    );
  const text = taken(await files.text(path), path);
  return { pilots: taken(readPilots(text, metric), path), metric: pilotMetric(text) };
}
