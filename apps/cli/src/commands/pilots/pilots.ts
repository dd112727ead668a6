import { InvalidArgumentError, type Command } from "commander";
import type { Result } from "@tunecast/estimator";
import { testItemsSentence, testSetSentence, testSetSize, type TestSetSize } from "@tunecast/estimator/curve";
import { pilotDesign, type PilotRun } from "@tunecast/estimator/pilots";
import { ok } from "@tunecast/estimator/problem";
import { pilotsReport, type Report } from "@tunecast/estimator/report";
import { addOffer, trainingCost, type OfferOptions } from "../../cards/offerCost.ts";
import { addCut } from "./cut.ts";
import { addNext } from "./next.ts";
import { addRead } from "./read.ts";
import { plainOption } from "../../ask/fieldOption.ts";
import { given, oneOf, share, whole } from "../../ask/options.ts";
import { refuse } from "../../show/messages.ts";
import { plainReport, tableBlock, reportText } from "../../show/report.ts";
import { printed, type Outcome, type Host, type Screen } from "../../read/host.ts";
import { csvText } from "@tunecast/estimator/rows";
import { type Column } from "@tunecast/estimator/text";
import { readAnswers, scoreAnswers, type Scored, type Scores } from "@tunecast/estimator/pilots";

interface ScoreCommandOptions {
  readonly gold: string;
  readonly metric?: string;
  readonly n?: number;
  readonly caseSensitive?: boolean;
  readonly format: "table" | "json" | "items";
}

/** `tunecast pilots score PREDICTIONS --gold GOLD`: what predictions score, with intervals. */
function addScore(pilots: Command, { files, screen }: Host, done: (outcome: Outcome) => void): void {
  pilots
    .command("score")
    .summary("scores of predictions, with intervals")
    .description("Accuracy, precision, recall, F1, exact match and ROUGE-L of predictions against the gold answers.")
    .argument("<predictions>", 'JSON lines, a CSV table, a batch result or one answer a line; "-" is standard input')
    .requiredOption("--gold <file>", "the right answers: chat rows, JSON lines, a CSV table or one answer a line")
    .option("--metric <name>", "the metric whose item scores are written (default: accuracy, else exact-match)")
    .option("--n <examples>", "examples that the model was trained on", whole(1))
    .option("--case-sensitive", "capitals count")
    .option(
      "--format <name>",
      "table, json, or items: a CSV of item scores for pilots read",
      oneOf("table", "json", "items"),
      "table",
    )
    .addHelpText("after", "\nExit codes: 0 scores; 2 a wrong option or file.\n")
    .action(async (path: string, options: ScoreCommandOptions) => {
      const [predicted, right] = [await files.text(path), await files.text(options.gold)];
      if (!predicted.ok) return done(refuse(predicted.problem));
      if (!right.ok) return done(refuse(right.problem));
      const predictions = readAnswers(predicted.value, "predictions", path);
      if (!predictions.ok) return done(refuse(predictions.problem));
      const gold = readAnswers(right.value, "gold", options.gold);
      if (!gold.ok) return done(refuse(gold.problem));
      const { caseSensitive } = options;
      const scores = scoreAnswers(predictions.value, gold.value, given({ caseSensitive }));
      if (!scores.ok) return done(refuse(scores.problem));
      return done(outcomeOf(scores.value, options, screen));
    });
}

function outcomeOf(scores: Scores, { format, metric, n }: ScoreCommandOptions, screen: Screen): Outcome {
  const known = Object.keys(scores.itemScores);
  const chosen = metric ?? known[0] ?? "exact-match";
  if (format === "items") {
    const items = scores.itemScores[chosen];
    if (items === undefined) return refuse({ kind: "unknown_metric", metric: chosen, known });
    const names = n === undefined ? ["id", "score"] : ["n", "id", "score"];
    const rows = items.map(({ id, score }) => (n === undefined ? [id, String(score)] : [String(n), id, String(score)]));
    return printed(csvText(names, rows));
  }
  const { itemScores, ...rest } = scores;
  return printed(
    format === "json"
      ? `${JSON.stringify({ ...given({ n }), ...rest, itemMetrics: Object.keys(itemScores) }, null, 2)}\n`
      : reportText(scoresReport(scores), {}, screen),
  );
}

const columns: readonly Column[] = [
  { title: "metric", align: "left", rank: 0 },
  { title: "value", align: "right", rank: 0 },
  { title: "95 % interval", align: "right", rank: 0 },
  { title: "standard error", align: "right", rank: 1 },
];

function scoresReport({ items, metrics, classes }: Scores): Report {
  const row = (name: string, scored: Scored | null): string[] =>
    scored === null
      ? [name, "none", "", ""]
      : [name, figure(scored.value), `${figure(scored.low95)} to ${figure(scored.high95)}`, figure(scored.se)];
  const rows = [
    ...Object.entries(metrics).map(([name, scored]) => row(name, scored)),
    ...classes.flatMap(({ label, precision, recall, f1 }) => [
      row(`${label}: precision`, precision),
      row(`${label}: recall`, recall),
      row(`${label}: F1`, f1),
    ]),
  ];
  return plainReport(`Scores of ${items} test items, as shares`, { tables: [tableBlock(columns, rows)] });
}

function figure(value: number): string {
  return value.toFixed(3);
}

interface PilotsOptions extends OfferOptions {
  readonly examples?: number;
  readonly score?: number;
  readonly gain?: number;
  readonly testSize?: number;
  readonly format: "table" | "json";
}

/** What is printed: the pilots, and the test set where a gain was asked for. */
interface PilotsAnswer {
  /** Without an offer nobody knows what a run costs. */
  readonly design: readonly (PilotRun | Omit<PilotRun, "cost">)[];
  readonly testSet: (TestSetSize & { readonly sentence: string | null }) | null;
}

/** `tunecast pilots --examples N`: which pilots to run. */
export function addPilots(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = program
    .command("pilots")
    .summary("which pilots to run, and how large a test set must be")
    .description("Proposes sizes of pilot runs, what they cost, and how many items show a gain.")
    .addOption(plainOption("job.examples", "examples at hand"))
    .option("--score <share>", "score of the model, for --gain (default: 0.8)", share)
    .option("--gain <share>", "gain that the test set should show, such as 0.02", share)
    .addOption(plainOption("pilots.testSize", "items of the test set"))
    .option("--format <name>", "table or json", oneOf("table", "json"), "table");
  addOffer(command)
    .addHelpText("after", help)
    .action(async (options: PilotsOptions) => done(await act(options, around)));
  // The commands within have options of the same names.
  command.enablePositionalOptions();
  for (const add of [addCut, addRead, addScore, addNext]) add(command, around, done);
}

const help = `
Exit codes: 0 a plan; 2 a wrong option or file.

Example:
  tunecast pilots --examples 4000 --gain 0.02 --test-size 1500
`;

async function act(options: PilotsOptions, around: Host): Promise<Outcome> {
  if (options.examples === undefined)
    throw new InvalidArgumentError("Give --examples, or one of the commands cut, read, score and next.");
  const { examples, format } = options;
  const cost = await trainingCost(options, around, examples);
  if (!cost.ok) return refuse(cost.problem);
  const testSet = testSetOf(options);
  if (!testSet.ok) return refuse(testSet.problem);
  const priced = cost.value !== null;
  const runs = pilotDesign(examples, cost.value?.costOf ?? (() => "0"));
  const answer: PilotsAnswer = { design: priced ? runs : runs.map(({ n }) => ({ n })), testSet: testSet.value };
  return printed(
    format === "json"
      ? `${JSON.stringify(answer, null, 2)}\n`
      : reportText(pilotsReport(runs, priced, testSetText(answer, options)), {}, around.screen),
  );
}

function testSetOf(options: PilotsOptions): Result<PilotsAnswer["testSet"]> {
  const { score = 0.8, gain, testSize } = options;
  if (gain === undefined) {
    if (options.score !== undefined || testSize !== undefined)
      throw new InvalidArgumentError("--score and --test-size say nothing without --gain.");
    return ok(null);
  }
  if (gain === 0) throw new InvalidArgumentError("--gain must be above 0.");
  const size = testSetSize({ score, gain });
  if (!size.ok) return size;
  const sentence = testSize === undefined ? null : testSetSentence({ score, gain }, testSize);
  return ok({ ...size.value, sentence });
}

function testSetText({ testSet }: PilotsAnswer, { gain = 0 }: PilotsOptions): string | null {
  return testSet === null ? null : (testSet.sentence ?? testItemsSentence(gain, testSet));
}
