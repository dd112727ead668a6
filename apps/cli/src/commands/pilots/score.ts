import { Option, type Command } from "commander";
import { csvText } from "@tunecast/estimator/rows";
import { type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "../../show/table.ts";
import { readAnswers, scoreAnswers, type Scored, type Scores } from "@tunecast/estimator/pilots";
import { given, oneOf, whole } from "../../ask/options.ts";
import { hiddenNote, widthOf } from "../../show/note.ts";
import { refuse } from "../../show/messages.ts";
import { styleOf } from "../../show/style.ts";
import { printed, type Outcome, type Screen, type Host } from "../../read/host.ts";

interface ScoreCommandOptions {
  readonly gold: string;
  readonly metric?: string;
  readonly n?: number;
  readonly seed: number;
  readonly caseSensitive?: boolean;
  readonly format: "table" | "json" | "items";
}

/** `tunecast pilots score PREDICTIONS --gold GOLD`: what predictions score, with intervals. */
export function addScore(pilots: Command, { files, screen }: Host, done: (outcome: Outcome) => void): void {
  pilots
    .command("score")
    .summary("scores of predictions, with intervals")
    .description("Accuracy, precision, recall, F1, exact match and ROUGE-L of predictions against the gold answers.")
    .argument("<predictions>", 'JSON lines, a CSV table, a batch result or one answer a line; "-" is standard input')
    .requiredOption("--gold <file>", "the right answers: chat rows, JSON lines, a CSV table or one answer a line")
    .option("--metric <name>", "the metric whose item scores are written (default: accuracy, else exact-match)")
    .addOption(new Option("--n <examples>", "examples that the model was trained on").argParser(whole(1)))
    .addOption(new Option("--seed <number>", "seed of the bootstrap").argParser(whole(0)).default(1))
    .option("--case-sensitive", "capitals count")
    .addOption(
      new Option("--format <name>", "table, json, or items: a CSV of item scores for pilots read")
        .argParser(oneOf("table", "json", "items"))
        .default("table"),
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
      const { seed, caseSensitive } = options;
      const scores = scoreAnswers(predictions.value, gold.value, given({ seed, caseSensitive }));
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
      : tableText(scores, screen),
  );
}

const columns: readonly Column[] = [
  { title: "metric", align: "left", rank: 0 },
  { title: "value", align: "right", rank: 0 },
  { title: "95 % interval", align: "right", rank: 0 },
  { title: "standard error", align: "right", rank: 1 },
  { title: "how", align: "left", rank: 2 },
];

function tableText({ items, metrics, classes }: Scores, screen: Screen): string {
  const style = styleOf(screen);
  const row = (name: string, scored: Scored | null): string[] =>
    scored === null
      ? [name, "none", "", "", ""]
      : [
          name,
          figure(scored.value),
          `${figure(scored.low95)} to ${figure(scored.high95)}`,
          figure(scored.se),
          scored.how,
        ];
  const rows = [
    ...Object.entries(metrics).map(([name, scored]) => row(name, scored)),
    ...classes.flatMap(({ label, precision, recall, f1 }) => [
      row(`${label}: precision`, precision),
      row(`${label}: recall`, recall),
      row(`${label}: F1`, f1),
    ]),
  ];
  const { heading, rows: lines, hidden } = textTable(columns, rows, screen.columns);
  const title = wrapped(`Scores of ${items} test items, as shares`, widthOf(screen));
  return `${[title, "", style.strong(heading), ...lines, ...hiddenNote(hidden, screen, "json")].join("\n")}\n`;
}

function figure(value: number): string {
  return value.toFixed(3);
}
