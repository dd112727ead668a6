import { InvalidArgumentError, Option, type Command } from "commander";
import type { Figure } from "@tunecast/estimator";
import { pilotMetric, readPilots } from "@tunecast/estimator/curve";
import { metrics, type Metric } from "@tunecast/estimator/lists";
import { countText, moneyText, type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "../../show/table.ts";
import { nextPilot, nextPilotSentence, type NextPilot } from "@tunecast/estimator/pilots";
import { plainOption } from "../../ask/fieldOption.ts";
import { labelAmount } from "../plan.ts";
import { addOffer, trainingCost, type OfferOptions } from "../../cards/offerCost.ts";
import { given, grouped, oneOf } from "../../ask/options.ts";
import { hiddenNote, widthOf } from "../../show/note.ts";
import { refuse } from "../../show/messages.ts";
import { styleOf } from "../../show/style.ts";
import { printed, type Outcome, type Screen, type Host } from "../../read/host.ts";

interface NextOptions extends OfferOptions {
  readonly examples: number;
  readonly valuePerPoint: string;
  readonly labelCost?: Figure;
  readonly trainingCost?: string;
  readonly metric?: Metric;
  readonly testSize?: number;
  readonly format: "table" | "json";
}

/** `tunecast pilots next PILOTS`: whether another pilot is worth its price. */
export function addNext(pilots: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = pilots
    .command("next")
    .summary("whether another pilot is worth its price, and which")
    .description(
      "Weighs what each further pilot could change about the decision (stay, train on all, label more) against its price.",
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
      : tableText(answer.value, notCounted, offered.value?.currency ?? "USD", around.screen),
    0,
    (labels?.notices ?? []).map((sentence) => `tunecast: ${sentence}\n`).join(""),
  );
}

const columns: readonly Column[] = [
  { title: "pilot of", align: "right", rank: 0 },
  { title: "its price", align: "right", rank: 0 },
  { title: "its worth", align: "right", rank: 0 },
];

/** How what nobody stated can be stated. */
const options: Readonly<Record<string, string>> = {
  labels: "--label-cost",
  training: "--training-cost, or --offer with --tokens-per-example",
};

function missingText(notCounted: readonly string[]): string[] {
  if (notCounted.length === 0) return [];
  return [
    `Every price is at least what is shown, since nobody stated what these cost: ${notCounted.map((part) => `${part} (${options[part]})`).join(", ")}.`,
  ];
}

function tableText(
  { run, weighed, decision }: NextPilot,
  notCounted: readonly string[],
  currency: string,
  screen: Screen,
): string {
  const dollars = (amount: string): string => moneyText({ amount, currency });
  const isPriced = !notCounted.includes("training");
  const style = styleOf(screen);
  const line = (text: string): string => wrapped(text, widthOf(screen));
  const rows = weighed.map(({ n, cost, worth }) => [
    countText(n),
    isPriced ? dollars(cost) : "not stated",
    dollars(worth),
  ]);
  const { heading, rows: lines, hidden } = textTable(columns, rows, screen.columns);
  const answer = { run, weighed, decision };
  return `${[style.strong(line(nextPilotSentence(answer, isPriced))), ...missingText(notCounted).map(line), "", style.strong(heading), ...lines, ...hiddenNote(hidden, screen, "json")].join("\n")}\n`;
}
