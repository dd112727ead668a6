import { InvalidArgumentError, Option, type Command } from "commander";
import type { Figure } from "@tunecast/estimator";
import { pilotMetric, readPilots } from "@tunecast/estimator/curve";
import { metrics, type Metric } from "@tunecast/estimator/lists";
import { nextPilotReport } from "@tunecast/estimator/report";
import { nextPilot } from "@tunecast/estimator/pilots";
import { plainOption } from "../../ask/fieldOption.ts";
import { labelAmount } from "../plan.ts";
import { addOffer, trainingCost, type OfferOptions } from "../../cards/offerCost.ts";
import { given, grouped, oneOf } from "../../ask/options.ts";
import { refuse } from "../../show/messages.ts";
import { reportText } from "../../show/report.ts";
import { printed, type Outcome, type Host } from "../../read/host.ts";

interface NextOptions extends OfferOptions {
  readonly examples: number;
  readonly valuePerPoint: string;
  readonly labelCost?: Figure;
  readonly trainingCost?: string;
  readonly metric?: Metric;
  readonly testSize?: number;
  readonly format: "table" | "json";
}

/** `tunecast pilots next PILOTS`: which pilot to run next, and what the pilots so far speak for. */
export function addNext(pilots: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = pilots
    .command("next")
    .summary("which pilot to run next, and what the pilots so far speak for")
    .description(
      "Names the pilot that is left of a quarter, a half and all of your examples, and what to do by the pilots so far: stay, train on all, label more.",
    )
    .argument("<pilots>", 'CSV with the columns n,value[,se]; "-" is standard input');
  grouped(command, "What to weigh:", [
    plainOption("job.examples", "examples at hand").makeOptionMandatory(),
    plainOption("pilots.valuePerPoint").makeOptionMandatory(),
    plainOption("project.labelCost"),
    plainOption("pilots.trainingCost"),
    plainOption("pilots.metric", metrics.join(", ")),
    plainOption("pilots.testSize"),
    new Option("--format <name>", "table or json").argParser(oneOf("table", "json")).default("table"),
  ]);
  addOffer(command)
    .addHelpText("after", help)
    .action(async (path: string, options: NextOptions) => done(await act(path, options, around)));
}

const help = `
Exit codes: 0 an answer; 2 a wrong option or file.

Example:
  tunecast pilots next pilots.csv --examples 4000 --value-per-point 200 --label-cost 0.30 --training-cost 0.01
`;

async function act(path: string, options: NextOptions, around: Host): Promise<Outcome> {
  const text = await around.files.text(path);
  if (!text.ok) return refuse(text.problem);
  const pilots = readPilots(text.value, options.metric);
  if (!pilots.ok) return refuse(pilots.problem, path);
  const labels = options.labelCost === undefined ? undefined : labelAmount(options.labelCost);
  const { examples, valuePerPoint, trainingCost: typed, metric, testSize, format } = options;
  if (typed !== undefined && options.tokensPerExample !== undefined)
    throw new InvalidArgumentError("Give either --training-cost or an offer with --tokens-per-example.");
  const offered = await trainingCost(options, around, Math.max(examples, ...pilots.value.map(({ n }) => 8 * n)));
  if (!offered.ok) return refuse(offered.problem);
  const answer = nextPilot(pilots.value, {
    examples,
    valuePerPoint,
    ...given({
      labelCost: labels?.amount,
      trainingCost: typed ?? offered.value?.costOf,
      metric: metric ?? pilotMetric(text.value),
      testSize,
    }),
  });
  if (!answer.ok) return refuse(answer.problem, path);
  const notCounted = [
    ...(labels === undefined ? ["labels"] : []),
    ...(typed === undefined && offered.value === null ? ["training"] : []),
  ];
  return printed(
    format === "json"
      ? `${JSON.stringify({ ...answer.value, notCounted }, null, 2)}\n`
      : reportText(nextPilotReport(answer.value, notCounted, offered.value?.currency ?? "USD"), {}, around.screen),
    0,
    (labels?.notices ?? []).map((sentence) => `tunecast: ${sentence}\n`).join(""),
  );
}
