import { InvalidArgumentError, type Command } from "commander";
import { testItemsSentence, testSetSentence, testSetSize, type TestSetSize } from "@tunecast/estimator/curve";
import { pilotDesign, readAnswers, scoreAnswers, type Scored, type Scores } from "@tunecast/estimator/pilots";
import { pilotsReport, type Report, columnsOf } from "@tunecast/estimator/report";
import { csvText } from "@tunecast/estimator/rows";
import { plainOption, reads } from "../../ask/fieldOption.ts";
import type { AddCommand, Added } from "../../ask/help.ts";
import { idleOptions } from "../../ask/idle.ts";
import { formatOption, given } from "../../ask/options.ts";
import { addOffer, trainingCost, type OfferOptions } from "../../cards/offerCost.ts";
import { printed, type Host, type Outcome } from "../../read/host.ts";
import { refuse, taken } from "../../show/messages.ts";
import { answered, plainReport, tableBlock } from "../../show/report.ts";
import type { CurveOptions } from "../curve.ts";
import { addCut } from "./cut.ts";
import { addNext } from "./next.ts";
import { addRead } from "./read.ts";

interface ScoreCommandOptions {
  readonly gold: string;
  readonly metric?: string;
  readonly n?: number;
  readonly caseSensitive?: boolean;
  readonly format: "table" | "json" | "items";
}

function addScore(pilots: Command): Added {
  const command = pilots
    .command("score")
    .summary("scores of predictions, with intervals")
    .description("Accuracy, precision, recall, F1, exact match and ROUGE-L of predictions against the gold answers.")
    .argument("<predictions>", 'JSON lines, a CSV table, a batch result or one answer a line; "-" is standard input')
    .requiredOption("--gold <file>", "the right answers: chat rows, JSON lines, a CSV table or one answer a line")
    .option("--metric <name>", "the metric whose item scores are written (default: accuracy, else exact-match)")
    .option("--n <examples>", "examples that the model was trained on", reads("count", "n"))
    .option("--case-sensitive", "capitals count")
    .addOption(formatOption(["table", "json", "items"], "table, json, or items: a CSV of item scores for pilots read"));
  return { command, act: score, exitCodes: "0 scores; 2 a wrong option or file." };
}

async function score(host: Host, path: string, options: ScoreCommandOptions, command: Command): Promise<Outcome> {
  const { files, screen } = host;
  const { gold, caseSensitive, format, metric, n } = options;
  const predictions = taken(readAnswers(taken(await files.text(path)), "predictions", path));
  const right = taken(readAnswers(taken(await files.text(gold)), "gold", gold));
  const scores = taken(scoreAnswers(predictions, right, given({ caseSensitive })));
  const { itemScores, ...rest } = scores;
  const itemMetrics = Object.keys(itemScores);
  const chosen = metric ?? itemMetrics[0] ?? "exact-match";
  const items = itemScores[chosen] ?? refuse({ kind: "unknown_metric", metric: chosen, known: itemMetrics });
  if (format !== "items") {
    const notices = idleOptions(
      command,
      ["metric", "every metric is here; it picks the item scores of --format items"],
      ["n", format === "table" && "it stands in JSON and in item scores"],
    );
    return answered(format, { ...given({ n }), ...rest, itemMetrics }, () => scoresReport(scores), screen, { notices });
  }
  const size = n === undefined ? [] : [String(n)];
  const rows = items.map(({ id, score: one }) => [...size, id, String(one)]);
  return printed(csvText([...(n === undefined ? [] : ["n"]), "id", "score"], rows));
}

const columns = columnsOf("metric|value >|95 % interval >|standard error > 1");

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

type PilotsOptions = OfferOptions & Pick<CurveOptions, "examples" | "score" | "gain" | "testSize" | "format">;

/** The test set that shows a gain; null where no gain was asked for. */
type TestSet = (TestSetSize & { readonly sentence: string | null }) | null;

export const addPilots: AddCommand = (program) => {
  const command = program
    .command("pilots")
    .summary("which pilots to run, and how large a test set must be")
    .description("Proposes sizes of pilot runs, what they cost, and how many items show a gain.")
    .addOption(plainOption("job.examples", "examples at hand"))
    .option("--score <share>", "score of the model, for --gain (default: 0.8)", reads("share", "score"))
    .option("--gain <share>", "gain that the test set should show, such as 0.02", reads("share", "gain"))
    .addOption(plainOption("pilots.testSize", "items of the test set"))
    .addOption(formatOption());
  addOffer(command);
  // The commands within have options of the same names.
  command.enablePositionalOptions();
  const examples = ["tunecast pilots --examples 4000 --gain 0.02 --test-size 1500"];
  const own = { command, act, exitCodes: "0 a plan; 2 a wrong option or file.", examples };
  return [own, ...addCut(command), ...addRead(command), addScore(command), ...addNext(command)];
};

async function act(around: Host, options: PilotsOptions): Promise<Outcome> {
  const { examples, format, gain = 0 } = options;
  if (examples === undefined)
    throw new InvalidArgumentError("Give --examples, or one of the commands cut, read, score and next.");
  const cost = await trainingCost(options, around, examples);
  const testSet = testSetOf(options);
  const runs = pilotDesign(examples, cost?.costOf ?? (() => "0"));
  // Without an offer nobody knows what a run costs.
  const design = cost === null ? runs.map(({ n }) => ({ n })) : runs;
  const said = testSet && (testSet.sentence ?? testItemsSentence(gain, testSet));
  const currency = cost?.currency ?? null;
  const report = (): Report => pilotsReport(runs, currency, said);
  return answered(format, { design, currency, testSet }, report, around.screen, { notices: cost?.notices ?? [] });
}

function testSetOf({ score: stated, gain, testSize }: PilotsOptions): TestSet {
  if (gain === undefined) {
    if (stated !== undefined || testSize !== undefined)
      throw new InvalidArgumentError("--score and --test-size say nothing without --gain.");
    return null;
  }
  if (gain === 0) throw new InvalidArgumentError("--gain must be above 0.");
  const wanted = { score: stated ?? 0.8, gain };
  const sentence = testSize === undefined ? null : testSetSentence(wanted, testSize);
  return { ...taken(testSetSize(wanted)), sentence };
}
