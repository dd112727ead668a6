import { Option, InvalidArgumentError, type Command } from "commander";
import type { Figure } from "@tunecast/estimator";
import { beforePilots, taskKinds, type BeforeQuestion } from "@tunecast/estimator/before";
import { costOfSet, curveReport, pilotMetric, readPilots } from "@tunecast/estimator/curve";
import type { CurveReport, ExampleCosts, ReportOptions } from "@tunecast/estimator/curve";
import { metrics } from "@tunecast/estimator/lists";
import { forecastReport, othersReport } from "@tunecast/estimator/report";
import { countText } from "@tunecast/estimator/text";
import { plainOption, reads, rowAt } from "../ask/fieldOption.ts";
import type { AddCommand } from "../ask/help.ts";
import { idleOptions } from "../ask/idle.ts";
import { formatOption, given, grouped, oneOf } from "../ask/options.ts";
import { addOffer, trainingCost, type OfferOptions } from "../cards/offerCost.ts";
import type { Host, Outcome } from "../read/host.ts";
import { curvePlot } from "../show/fitted.ts";
import { taken } from "../show/messages.ts";
import { answered } from "../show/report.ts";
import { labelAmount } from "./plan.ts";

interface BeforeOptions extends Partial<BeforeQuestion> {
  readonly before?: boolean;
  readonly format: "table" | "json";
}

/** `tunecast curve --before`: others' runs, labelled so. */
function before(options: BeforeOptions, { screen }: Host, notices: readonly string[]): Outcome {
  const { task, examples, score, gain, metric, format } = options;
  if (examples === undefined || score === undefined)
    throw new InvalidArgumentError("--before needs --examples and --score, and --metric or --task.");
  const others = taken(beforePilots({ examples, score, ...given({ task, gain, metric }) }));
  return answered(format, others, () => othersReport(others), screen, { notices });
}

export interface CurveOptions extends OfferOptions, BeforeOptions, Omit<ReportOptions, keyof ExampleCosts | "nested"> {
  readonly labelCost?: Figure;
  readonly trainingCost?: string;
  readonly examplesOwned?: number;
  readonly plot?: boolean;
  readonly nested: boolean;
}

export const addCurve: AddCommand = (program) => {
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
    formatOption(),
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
  grouped(command, "Before any pilot:", [
    new Option("--before", "no pilots yet: what the next doubling brought in others' runs"),
    new Option("--task <kind>", taskKinds.join(", ")).argParser(oneOf(...taskKinds)),
    new Option("--examples <n>", "examples at hand").argParser(reads("count", "examples")),
    new Option("--score <value>", "score of the untuned model, a share or a loss").argParser(reads("score", "score")),
    new Option("--gain <points>", "points to gain (or loss to lose): what it took").argParser(reads("above0", "gain")),
  ]);
  return [{ command, act }];
};

/** Options of `--before`, and those of pilots. */
const ofBefore = "task examples score gain";
const ofPilots =
  "at target valuePerPoint plot labelCost examplesOwned trainingCost cost model offer tokensPerExample epochs asOf ownPrices direction lower upper chance unit testSize nested";

/** Why the value of guessing decides nothing; false where the largest pilot is near it. */
export function idleChance({ notes }: CurveReport): string | false {
  const isGuessing = notes.some(({ kind }) => kind === "at_chance" || kind === "below_chance");
  return !isGuessing && "the largest pilot is clearly better than guessing";
}

/** Commander keeps no null: of "none" it makes an empty text. */
function unbounded({ lower, upper }: ReportOptions): Pick<ReportOptions, "lower" | "upper"> {
  const isNone = (bound: unknown): boolean => bound === "";
  return { ...(isNone(lower) && { lower: null }), ...(isNone(upper) && { upper: null }) };
}

async function act(around: Host, path: string | undefined, options: CurveOptions, command: Command): Promise<Outcome> {
  const stray = idleOptions(
    command,
    [ofBefore, options.before !== true && "that is asked with --before; with pilots give --target or --at"],
    [ofPilots, options.before === true && "--before knows no pilots, and nothing that is asked of them"],
    ["plot", options.before !== true && options.format === "json" && "JSON holds the figures, not the drawing"],
  );
  if (options.before === true && path === undefined) return before(options, around, stray);
  if (options.before === true || path === undefined)
    throw new InvalidArgumentError("Give a table of pilots, or --before where there are none yet, and not both.");
  const text = taken(await around.files.text(path));
  const pilots = taken(readPilots(text, options.metric), path);
  const { before: _before, task: _task, examples: _examples, score: _score, gain: _gain, ...asked } = options;
  const { format, labelCost, trainingCost: typed, examplesOwned: owned, plot, nested, ...shown } = asked;
  const { cost, metric = pilotMetric(text) } = shown;
  if (cost !== undefined && shown.tokensPerExample !== undefined)
    throw new InvalidArgumentError("Give either --cost or an offer with --tokens-per-example.");
  const largest = pilots.reduce((most, { n }) => Math.max(most, n), 0);
  // The search for the best size ends at 8 times the largest pilot.
  const offered = await trainingCost(options, around, 8 * largest, ["model"]);
  const labels = labelCost === undefined ? undefined : labelAmount(labelCost);
  const costs = given({ labelCost: labels?.amount, trainingCost: typed ?? offered?.costOf, owned });
  const costOf = taken(costOfSet(costs, largest));
  const report = taken(
    curveReport(pilots, { ...shown, ...unbounded(shown), ...given({ metric }), ...costs, ...(!nested && { nested }) }),
    path,
  );
  const doubling = cost ?? costOf?.(Math.round(2 * report.fit.rule.n)) ?? null;
  const currency = offered?.currency ?? "USD";
  const notices = [
    ...stray,
    ...(labels?.notices ?? []),
    ...(offered?.notices ?? []),
    ...idleOptions(
      command,
      [
        "examplesOwned",
        (owned ?? 0) <= largest && `the ${countText(largest)} of the largest pilot are labelled already`,
      ],
      ["examplesOwned", (owned ?? 0) > largest && labels === undefined && "no label has a price"],
      ["chance", idleChance(report)],
      ["testSize", pilots.every(({ se }) => se !== undefined) && "every pilot has a standard error"],
    ),
  ];
  const all = { ...report, currency, doublingCost: doubling };
  const outcome = answered(format, all, () => forecastReport(report, doubling, currency), around.screen, { notices });
  if (format === "json" || plot !== true) return outcome;
  return { ...outcome, stdout: `${outcome.stdout}\n${curvePlot(report, around.screen)}` };
}
