import { Option, InvalidArgumentError, type Command } from "commander";
import {
  curveReport,
  metrics,
  readPilots,
  type CurveReport,
  type Metric,
  type ReportOptions,
} from "@tunecast/estimator";
import { given, number, numbers, oneOf, positive, whole } from "../options.ts";
import { curvePlot } from "../print/plot.ts";
import { curveText } from "../print/curve.ts";
import { trainingCost, type OfferOptions, addOffer } from "../offerCost.ts";
import { refuse, sentenceOf } from "../say.ts";
import { printed, type Outcome, type Surroundings } from "../surroundings.ts";

interface CurveOptions extends OfferOptions {
  readonly format: "table" | "json";
  readonly at?: readonly number[];
  readonly target?: number;
  readonly valuePerPoint?: number;
  readonly cost?: number;
  readonly costPerExample?: number;
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
export function addCurve(program: Command, around: Surroundings, done: (outcome: Outcome) => void): void {
  const command = program
    .command("curve")
    .summary("what more data buys, from a few pilot runs")
    .description("Fits the quality curve of one model to its pilot runs: the doubling rule, and intervals beside it.")
    .argument("<pilots>", 'CSV with the columns n,value[,se[,epochs]]; "-" is standard input')
    .addOption(new Option("--format <name>", "table or json").argParser(oneOf("table", "json")).default("table"))
    .addOption(
      new Option("--at <sizes>", "examples to forecast (default: 1, 2, 4 and 8 times the largest pilot)").argParser(
        numbers,
      ),
    )
    .addOption(new Option("--target <value>", "value to reach").argParser(number))
    .addOption(new Option("--value-per-point <dollars>", "what one point is worth").argParser(positive))
    .addOption(new Option("--cost <dollars>", "price of the next doubling").argParser(positive))
    .addOption(
      new Option("--cost-per-example <dollars>", "price of one more example, labelled and trained on").argParser(
        positive,
      ),
    )
    .option("--plot", "draw the curve");
  addOffer(command);
  addScale(command)
    .addHelpText("after", help)
    .action(async (path: string, options: CurveOptions) => done(await act(path, options, around)));
}

const help = `
Exit codes: 0 a curve; 2 a wrong option or file.

Examples:
  tunecast curve pilots.csv --at 2000,4000 --plot
  tunecast curve pilots.csv --target 0.85 --value-per-point 500 --cost-per-example 0.30
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

async function act(path: string, options: CurveOptions, around: Surroundings): Promise<Outcome> {
  const text = await around.files.text(path);
  if (!text.ok) return refuse(text.problem);
  const pilots = readPilots(text.value);
  if (!pilots.ok) return refuse(sentenceOf(pilots.problem), path);
  const {
    format,
    at,
    target,
    valuePerPoint,
    costPerExample,
    metric,
    direction,
    lower,
    upper,
    chance,
    unit,
    testSize,
    nested,
  } = options;
  const largest = pilots.value.reduce((most, { n }) => Math.max(most, n), 0);
  const priced = await nextDoubling(largest, options, around);
  if (typeof priced === "string") return refuse(priced);
  const asked: ReportOptions = given({
    model: options.model,
    at,
    target,
    valuePerPoint,
    cost: priced ?? undefined,
    costPerExample,
    metric,
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
  return printed(format === "json" ? jsonText(report.value) : textOf(report.value, priced, options, around));
}

/** Dollars of the next doubling: as typed, or the training at twice the largest pilot at the offer that was named. */
async function nextDoubling(
  largest: number,
  options: CurveOptions,
  around: Surroundings,
): Promise<number | null | string> {
  if (options.cost !== undefined && options.tokensPerExample !== undefined)
    throw new InvalidArgumentError("Give either --cost or an offer with --tokens-per-example.");
  if (options.cost !== undefined) return options.cost;
  const cost = await trainingCost(options, around);
  if (!cost.ok) return sentenceOf(cost.problem);
  if (cost.value === null) return null;
  const labels = options.costPerExample === undefined ? 0 : options.costPerExample * largest;
  return cost.value(2 * largest) + labels;
}

function jsonText(report: CurveReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

function textOf(report: CurveReport, cost: number | null, { plot }: CurveOptions, { screen }: Surroundings): string {
  return curveText(report, cost, screen) + (plot === true ? `\n${curvePlot(report, screen)}` : "");
}
