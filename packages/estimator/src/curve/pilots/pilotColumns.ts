import { fail, ok, type Result } from "../../problem.ts";
import { metrics, type Metric } from "./metric.ts";

/** What a table of pilots may hold; every other column is passed over. */
export const pilotColumns = ["n", "value", "se", "epochs", "parameters"] as const;
export type PilotColumn = (typeof pilotColumns)[number];

/** What people call these columns, beside their own names; that of sizes is any made of `SIZE_WORDS` alone. */
const alsoCalled: Readonly<Record<PilotColumn, readonly string[]>> = {
  n: [],
  value: ["score", "quality"],
  se: ["stderr", "std_err", "standard_error", "sem"],
  epochs: ["n_epochs", "num_epochs", "num_train_epochs"],
  parameters: [],
};

/** `train_size`, `SFT examples`, `number of fine-tuning samples`: the words of a column of sizes, those that count and those beside them. */
const COUNTED = ["n", "examples", "samples", "rows", "size", "pairs", "trainsize", "ntrain"];
const SIZE_WORDS = new Set(
  [
    ...COUNTED,
    "# num number of train training sft fine tuning finetuning labeled labelled sample data dataset set trainset",
  ].flatMap((words) => words.split(" ")),
);

function isSize(name: string): boolean {
  const words = name.split("_");
  return words.every((word) => SIZE_WORDS.has(word)) && words.some((word) => COUNTED.includes(word));
}

/** What people call a column of scores after its metric, beside the metric's own name. */
const metricsCalled: Readonly<Record<Metric, readonly string[]>> = {
  accuracy: ["acc", "exact_match", "em"],
  precision: [],
  recall: [],
  f1: ["f1_score", "macro_f1", "micro_f1", "f1_macro", "f1_micro"],
  "win-rate": ["winrate"],
  bleu: ["sacrebleu"],
  rouge: ["rouge1", "rouge2", "rougel", "rouge_l"],
  error: ["error_rate", "wer", "cer"],
  loss: ["nll", "cross_entropy"],
  perplexity: ["ppl"],
  reward: [],
};

/** `Train size` and `train-size` are `train_size`; `Accuracy (%)` is `accuracy`. */
function plain(name: string): string {
  return name
    .replace(/[([]%[)\]]/u, "")
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/gu, "_");
}

/** Columns of which all pilots of a curve have one name. */
export const oneOf = ["curve_id", "model", "parameters", "metric", "test_set", "test", "task", "dataset"] as const;

/** The metric that a column is named after, also as `eval_loss`, `test_accuracy` or `f1_mean`. */
function metricOf(column: string): Metric | undefined {
  const name = plain(column)
    .replace(/^(?:eval|val|valid|validation|test|dev|mean|avg)_/u, "")
    .replace(/_(?:mean|avg)$/u, "");
  return metrics.find((metric) => plain(metric) === name || metricsCalled[metric].includes(name));
}

/** Where the columns of pilots stand, and the metric that the table names, if it does. */
export interface PilotTable {
  readonly places: Partial<Record<PilotColumn, number>>;
  readonly metric: Metric | undefined;
}

/**
 * Where each column of pilots stands in a header: by its name, or by what people call it. Scores may stand under the
 * name of their metric, which must be `metric` where columns of several have one, or in the one column that is left.
 *
 * Problems: `many_scores` (got) where several columns could be the scores, and none is named `value`.
 */
export function pilotTable(
  header: readonly string[],
  firstRow: readonly string[],
  metric?: Metric,
): Result<PilotTable> {
  const names = header.map(plain);
  const places: Partial<Record<PilotColumn, number>> = {};
  for (const column of pilotColumns) {
    const called = [column, ...alsoCalled[column]].map((name) => names.indexOf(name)).find((place) => place >= 0);
    const at = called ?? (column === "n" ? names.findIndex(isSize) : -1);
    if (at >= 0) places[column] = at;
  }
  const stated = metricOf(firstRow[names.indexOf("metric")] ?? "");
  if (places.value !== undefined) return ok({ places, metric: stated });
  const taken: readonly (number | undefined)[] = Object.values(places);
  const left = [...names.keys()].filter((at) => !taken.includes(at) && !oneOf.some((name) => name === names[at]));
  const scores = left.filter((at) => metricOf(names[at] ?? "") !== undefined);
  const asked = metric === undefined ? [] : scores.filter((at) => metricOf(names[at] ?? "") === metric);
  const measured = asked.length > 0 ? asked : scores;
  const [value, ...more] = measured.length > 0 || left.length > 1 ? measured : left;
  if (more.length > 0) return fail({ kind: "many_scores", got: measured.map((at) => header[at] ?? "").slice(0, 5) });
  if (value === undefined) return ok({ places, metric: stated });
  return ok({ places: { ...places, value }, metric: metricOf(names[value] ?? "") ?? stated });
}
