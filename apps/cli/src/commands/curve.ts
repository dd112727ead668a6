import { Option, InvalidArgumentError, type Command } from "commander";
import type { Figure, Result } from "@tunecast/estimator";
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
import { rowAt, plainOption } from "../ask/fieldOption.ts";
import { withFirstPage, type FirstPage } from "../ask/help.ts";
import { labelAmount, testSizeNotice } from "./plan.ts";
import type { PilotPrice } from "@tunecast/estimator/answer";
import { type Metric, metrics } from "@tunecast/estimator/lists";
import { given, grouped, oneOf, number, positive, whole } from "../ask/options.ts";
import { curvePlot } from "../show/fitted.ts";
import { forecastReport, othersReport } from "@tunecast/estimator/report";
import { reportText } from "../show/report.ts";
import { trainingCost, type OfferOptions, addOffer } from "../cards/offerCost.ts";
import { refuse, sentenceOf } from "../show/messages.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";
import { beforePilots, taskKinds, type TaskKind } from "@tunecast/estimator/before";

interface BeforeOptions {
  readonly before?: boolean;
  readonly task?: TaskKind;
  readonly examples?: number;
  readonly score?: number;
  readonly gain?: number;
  readonly metric?: Metric;
  readonly format: "table" | "json";
}

function addBefore(command: Command): Command {
  const options = [
    new Option("--before", "no pilots yet: what the next doubling brought in others' runs"),
    new Option("--task <kind>", taskKinds.join(", ")).argParser(oneOf(...taskKinds)),
    new Option("--examples <n>", "examples at hand").argParser(whole(1)),
    new Option("--score <value>", "what the untuned model scores, a share or a loss").argParser(number),
    new Option("--gain <points>", "points (or less loss) to gain: how many examples it took others").argParser(
      positive,
    ),
  ];
  for (const option of options) command.addOption(option.helpGroup("Before any pilot:"));
  return command;
}

/** `tunecast curve --before`: others' runs, labelled so. */
async function before(options: BeforeOptions, { screen }: Host): Promise<Outcome> {
  const { task, examples, score, gain, metric, format } = options;
  if (task === undefined || examples === undefined || score === undefined)
    throw new InvalidArgumentError("--before needs --task, --examples and --score.");
  const others = beforePilots({ task, examples, score, ...given({ gain, metric }) });
  if (!others.ok) return refuse(others.problem);
  if (format === "json") return printed(`${JSON.stringify(others.value, null, 2)}\n`);
  return printed(reportText(othersReport(others.value), {}, screen));
}

interface CurveOptions extends OfferOptions, BeforeOptions {
  readonly format: "table" | "json";
  readonly at?: readonly number[];
  readonly target?: number;
  readonly valuePerPoint?: string;
  readonly cost?: string;
  readonly labelCost?: Figure;
  readonly trainingCost?: string;
  readonly examplesOwned?: number;
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
export function addCurve(
  program: Command,
  around: Host,
  done: (outcome: Outcome) => void,
  isWhole: () => boolean = () => false,
): void {
  const command = program
    .command("curve")
    .summary("what more data buys, from a few pilot runs")
    .description("Fits the quality curve of one model to its pilot runs: the doubling rule, and intervals beside it.")
    .argument(
      "[pilots]",
      'table, CSV or Markdown, with the columns n,value[,se[,epochs]], or as you call them: train_size, score, accuracy, stderr; "-" is standard input',
    );
  grouped(command, "What to forecast:", [
    plainOption("pilots.at"),
    plainOption("pilots.target"),
    plainOption("pilots.valuePerPoint"),
    new Option("--plot", "draw the curve"),
    new Option("--format <name>", "table or json").argParser(oneOf("table", "json")).default("table"),
  ]);
  grouped(command, "What it costs:", [
    plainOption("project.labelCost"),
    plainOption("project.examplesOwned", "examples labelled already, never paid again (default: the largest pilot)"),
    plainOption("pilots.trainingCost"),
    plainOption("pilots.cost"),
  ]);
  addOffer(command);
  grouped(command, "How to read the values:", [
    plainOption("pilots.metric", metrics.join(", ")),
    plainOption("pilots.direction"),
    plainOption("pilots.lower"),
    plainOption("pilots.upper"),
    plainOption("pilots.chance"),
    plainOption("pilots.unit"),
    plainOption("pilots.testSize"),
    new Option("--no-nested", rowAt("pilots.nested").help),
  ]);
  withFirstPage(addBefore(command), page, isWhole).action(async (path: string | undefined, options: CurveOptions) => {
    if (options.before === true && path === undefined) return done(await before(options, around));
    if (options.before === true || path === undefined)
      throw new InvalidArgumentError("Give a table of pilots, or --before where there are none yet.");
    return done(await act(path, options, around));
  });
}

const page: FirstPage = {
  lead: ["--target", "--value-per-point", "--label-cost", "--offer", "--tokens-per-example"],
  also: "also: --plot, --at, --metric, --test-size, --training-cost; --before with --task, --examples and --score where there are no pilots yet.",
  exitCodes: "0 a curve; 2 a wrong option or file.",
  examples: [
    "tunecast curve pilots.csv --plot",
    "tunecast curve pilots.csv --target 0.85 --value-per-point 500 --label-cost 0.30 --training-cost 0.01",
    "tunecast curve --before --task classification --examples 500 --score 0.62",
  ],
};

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
  const labels = options.labelCost === undefined ? undefined : labelAmount(options.labelCost);
  const costs = exampleCosts(options, labels?.amount, offered.value);
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
      : reportText(forecastReport(report.value, doubling, currency), {}, around.screen) +
          (options.plot === true ? `\n${curvePlot(report.value, around.screen)}` : ""),
    0,
    [
      ...(labels?.notices ?? []),
      ...idleOptions(options, largest, report.value),
      ...testSizeNotice(testSize, pilots.value),
    ]
      .map((sentence) => `tunecast: ${sentence}\n`)
      .join(""),
  );
}

function idleOptions(
  { examplesOwned: owned, chance }: CurveOptions,
  largest: number,
  { notes }: CurveReport,
): readonly string[] {
  const isGuessing = notes.some(({ kind }) => kind === "at_chance" || kind === "below_chance");
  return [
    ...(owned !== undefined && owned <= largest
      ? [
          `--examples-owned changes nothing: the ${countText(largest)} examples of the largest pilot are labelled already.`,
        ]
      : []),
    ...(chance !== undefined && !isGuessing
      ? ["--chance changes nothing: the largest pilot is clearly better than guessing."]
      : []),
  ];
}

async function offerPrice(options: CurveOptions, around: Host, most: number): Promise<Result<PilotPrice | null>> {
  const { cost, trainingCost: typed, tokensPerExample } = options;
  if (cost !== undefined && tokensPerExample !== undefined)
    throw new InvalidArgumentError("Give either --cost or an offer with --tokens-per-example.");
  if (typed !== undefined && tokensPerExample !== undefined)
    throw new InvalidArgumentError("Give either --training-cost or an offer with --tokens-per-example.");
  return trainingCost(options, around, most, ["--model"]);
}

function exampleCosts(options: CurveOptions, labelCost: string | undefined, offered: PilotPrice | null): ExampleCosts {
  const { trainingCost: typed, examplesOwned: owned } = options;
  return given({ labelCost, trainingCost: typed ?? offered?.costOf, owned });
}
