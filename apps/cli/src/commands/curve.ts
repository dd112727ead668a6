import { Option, InvalidArgumentError, type Command } from "commander";
import type { Result } from "@tunecast/estimator";
import {
  costOfSet,
  curveReport,
  pilotMetric,
  readPilots,
  type ExampleCosts,
  type CurveReport,
  type ReportOptions,
} from "@tunecast/estimator/curve";
import { countText } from "@tunecast/estimator/text";
import { testSizeNotice } from "./plan.ts";
import type { PilotPrice } from "@tunecast/estimator/answer";
import { metrics, type Metric } from "@tunecast/estimator/lists";
import { amount, given, number, numbers, oneOf, whole } from "../ask/options.ts";
import { addBefore, before, type BeforeOptions } from "./curveBefore.ts";
import { curvePlot } from "../show/plot.ts";
import { curveText } from "../show/curve.ts";
import { trainingCost, type OfferOptions, addOffer } from "../cards/offerCost.ts";
import { refuse, sentenceOf } from "../show/messages.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

interface CurveOptions extends OfferOptions, BeforeOptions {
  readonly format: "table" | "json";
  readonly at?: readonly number[];
  readonly target?: number;
  readonly valuePerPoint?: string;
  readonly cost?: string;
  readonly labelCost?: string;
  readonly costPerExample?: string;
  readonly trainingCost?: string;
  readonly owned?: number;
  readonly plot?: boolean;
  readonly metric?: Metric;
  readonly direction?: "higher" | "lower";
  readonly lower?: number | null;
  readonly upper?: number | null;
  readonly chance?: number;
  readonly unit?: "fraction" | "percent" | "other";
  readonly testSize?: number;
  readonly nested: boolean;
}

/** `tunecast curve PILOTS.csv`: what more data buys. */
export function addCurve(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = program
    .command("curve")
    .summary("what more data buys, from a few pilot runs")
    .description("Fits the quality curve of one model to its pilot runs: the doubling rule, and intervals beside it.")
    .argument(
      "[pilots]",
      'table, CSV or Markdown, with the columns n,value[,se[,epochs]], or as you call them: train_size, score, accuracy, stderr; "-" is standard input',
    )
    .addOption(new Option("--format <name>", "table or json").argParser(oneOf("table", "json")).default("table"))
    .addOption(
      new Option("--at <sizes>", "examples to forecast (default: 1, 2, 4 and 8 times the largest pilot)").argParser(
        numbers,
      ),
    )
    .addOption(new Option("--target <value>", "value to reach").argParser(number))
    .addOption(new Option("--value-per-point <dollars>", "what one point is worth").argParser(amount))
    .addOption(new Option("--cost <dollars>", "price of the next doubling, all in").argParser(amount))
    .addOption(new Option("--label-cost <dollars>", "label and review of one more example").argParser(amount))
    .addOption(new Option("--cost-per-example <dollars>", "older name of --label-cost").argParser(amount).hideHelp())
    .addOption(
      new Option("--training-cost <dollars>", "one training run, per example (or name an offer)").argParser(amount),
    )
    .addOption(
      new Option("--owned <n>", "examples labelled already, never paid again (default: the largest pilot)").argParser(
        whole(0),
      ),
    )
    .option("--plot", "draw the curve");
  addOffer(command);
  addBefore(addScale(command))
    .addHelpText("after", help)
    .action(async (path: string | undefined, options: CurveOptions) => {
      if (options.before === true && path === undefined) return done(await before(options, around));
      if (options.before === true || path === undefined)
        throw new InvalidArgumentError("Give a table of pilots, or --before where there are none yet.");
      return done(await act(path, options, around));
    });
}

const help = `
Exit codes: 0 a curve; 2 a wrong option or file.

Examples:
  tunecast curve pilots.csv --at 2000,4000 --plot
  tunecast curve pilots.csv --target 0.85 --value-per-point 500 --label-cost 0.30 --training-cost 0.01
  tunecast curve --before --task classification --examples 500 --score 0.62
  tunecast curve pilots.csv --offer openai/gpt-4.1-mini-2025-04-14:sft --tokens-per-example 620
`;

function addScale(command: Command): Command {
  const bound = (text: string): number | null => (text === "none" ? null : number(text));
  const options = [
    new Option("--metric <name>", metrics.join(", ")).argParser(oneOf(...metrics)),
    new Option("--direction <way>", "which way is better: higher or lower").argParser(oneOf("higher", "lower")),
    new Option("--lower <value>", 'least value possible, or "none"').argParser(bound),
    new Option("--upper <value>", 'greatest value possible, or "none"').argParser(bound),
    new Option("--chance <value>", "value of guessing").argParser(number),
    new Option("--unit <name>", "fraction, percent or other").argParser(oneOf("fraction", "percent", "other")),
    new Option("--test-size <n>", "items of the test set, for standard errors").argParser(whole(1)),
    new Option("--no-nested", "the smaller training sets are not parts of the larger ones"),
  ];
  for (const option of options) command.addOption(option.helpGroup("How to read the values:"));
  return command;
}

async function act(path: string, options: CurveOptions, around: Host): Promise<Outcome> {
  const text = await around.files.text(path);
  if (!text.ok) return refuse(text.problem);
  const pilots = readPilots(text.value, options.metric);
  if (!pilots.ok) return refuse(sentenceOf(pilots.problem), path);
  const { format, at, target, valuePerPoint, metric, direction, lower, upper, chance, unit, testSize, nested } =
    options;
  const largest = pilots.value.reduce((most, { n }) => Math.max(most, n), 0);
  // The search for the best size ends at 8 times the largest pilot.
  const offered = await offerPrice(options, around, 8 * largest);
  if (!offered.ok) return refuse(offered.problem);
  const costs = exampleCosts(options, offered.value);
  const costOf = costOfSet(costs, largest);
  if (!costOf.ok) return refuse(costOf.problem);
  const asked: ReportOptions = given({
    model: options.model,
    at,
    target,
    valuePerPoint,
    cost: options.cost,
    ...costs,
    metric: metric ?? pilotMetric(text.value),
    direction,
    lower,
    upper,
    chance,
    unit,
    testSize,
    nested: nested ? undefined : false,
  });
  const report = curveReport(pilots.value, asked);
  if (!report.ok) return refuse(sentenceOf(report.problem), path);
  const doubling = options.cost ?? costOf.value?.(2 * largest) ?? null;
  const currency = offered.value?.currency ?? "USD";
  return printed(
    format === "json"
      ? `${JSON.stringify({ ...report.value, currency }, null, 2)}\n`
      : curveText(report.value, doubling, currency, around.screen) +
          (options.plot === true ? `\n${curvePlot(report.value, around.screen)}` : ""),
    0,
    [...idleOptions(options, largest, report.value), ...testSizeNotice(testSize, pilots.value)]
      .map((sentence) => `tunecast: ${sentence}\n`)
      .join(""),
  );
}

/** Options that were typed and change nothing here, each with the reason. */
function idleOptions({ owned, chance }: CurveOptions, largest: number, { notes }: CurveReport): readonly string[] {
  const isGuessing = notes.some(({ kind }) => kind === "at_chance" || kind === "below_chance");
  return [
    ...(owned !== undefined && owned <= largest
      ? [`--owned changes nothing: the ${countText(largest)} examples of the largest pilot are labelled already.`]
      : []),
    ...(chance !== undefined && !isGuessing
      ? ["--chance changes nothing: the largest pilot is clearly better than guessing."]
      : []),
  ];
}

/** The price of training at the offer that was named, where one was. */
async function offerPrice(options: CurveOptions, around: Host, most: number): Promise<Result<PilotPrice | null>> {
  const { cost, trainingCost: typed, tokensPerExample } = options;
  if (cost !== undefined && tokensPerExample !== undefined)
    throw new InvalidArgumentError("Give either --cost or an offer with --tokens-per-example.");
  if (typed !== undefined && tokensPerExample !== undefined)
    throw new InvalidArgumentError("Give either --training-cost or an offer with --tokens-per-example.");
  return trainingCost(options, around, most, ["--model"]);
}

/** Labels as typed; training as typed, or by the offer that was named. */
function exampleCosts(options: CurveOptions, offered: PilotPrice | null): ExampleCosts {
  const { costPerExample, trainingCost: typed, owned } = options;
  return given({ labelCost: options.labelCost ?? costPerExample, trainingCost: typed ?? offered?.costOf, owned });
}
