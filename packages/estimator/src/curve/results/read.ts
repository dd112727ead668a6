import { fail, ok, type Result } from "../../problem.ts";
import { own } from "../../check/keys.ts";
import { isRecord } from "../../check/fields.ts";
import { figureOf, metricNamed, sizeOf as sizeNamed } from "../pilots/pilot.ts";
import { jsonOf, jsonRecords, tableRecords, type JsonRecord } from "../../check/records.ts";

type Found = Omit<RunResult, "file" | "n"> & { readonly n: number | null };

interface Sample extends Partial<Pick<Found, "n" | "model" | "test">> {
  readonly id: unknown;
  readonly scores: JsonRecord;
}

const UNSAID = { n: null, model: null, test: null, se: null, items: [] };

/** What the marks of an item are worth: inspect's correct, partly, incorrect and no answer, and what programs write for right and wrong. */
const MARKS: Readonly<Record<string, number>> = { c: 1, p: 0.5, i: 0, n: 0, true: 1, yes: 1, false: 0, no: 0 };

const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;
const textOf = (value: unknown): string | null =>
  typeof value === "number" ? String(value) : typeof value === "string" && value !== "" ? value : null;
const sizeIn = (value: unknown): number | null => numberOf(typeof value === "string" ? sizeNamed(value, true) : value);
const listOf = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const recordOf = (value: unknown): JsonRecord => (isRecord(value) ? value : {});

/** The score of an item: null where it has none, NaN where it is not understood. */
function scoreOf(score: unknown): number | null {
  if (typeof score === "boolean") return Number(score);
  if (typeof score !== "string") return Number.isNaN(score) ? NaN : numberOf(score);
  if (score === "") return null;
  return own(MARKS, score.toLowerCase()) ?? figureOf(score.replace(/^(-?\d+),(\d+)$/u, "$1.$2"));
}

/** Every tool, the telling shapes first. Each finds nothing in the files of others. */
const READERS: readonly ((value: unknown) => Found[])[] = [
  lmEval,
  (value) => runsOf(promptfoo(value)),
  inspect,
  (value) => runsOf(openaiEval(value)),
  (value) => runsOf(lmEvalSamples(value)),
  plain,
];

/** The runs that samples are of, one for each metric; several scores of one item (repeats, samples) count as their mean. */
function runsOf(samples: readonly Sample[]): Found[] {
  const runs = new Map<string, Pick<Found, "n" | "model" | "test" | "metric"> & { scores: Map<string, number[]> }>();
  samples.forEach(({ id, scores, n = null, model = null, test = null }, place) => {
    for (const [metric, score] of Object.entries(scores)) {
      const figure = scoreOf(score);
      if (figure === null) continue;
      const key = JSON.stringify([n, model, test, metric]);
      const run = runs.get(key) ?? { n, model, test, metric, scores: new Map<string, number[]>() };
      const item = textOf(id) ?? String(place + 1);
      run.scores.set(item, [...(run.scores.get(item) ?? []), figure]);
      runs.set(key, run);
    }
  });
  return [...runs.values()].map(({ scores, ...run }) => {
    const items = [...scores].map(([id, each]) => ({ id, score: meanOf(each).value }));
    return { ...run, ...meanOf(items.map(({ score }) => score)), items };
  });
}

/** The mean and its standard error, which one figure does not have. */
export function meanOf(figures: readonly number[]): { value: number; se: number | null } {
  const value = figures.reduce((sum, one) => sum + one / figures.length, 0);
  const squares = figures.reduce((sum, one) => sum + (one - value) ** 2, 0);
  return { value, se: figures.length < 2 ? null : Math.sqrt(squares / (figures.length - 1) / figures.length) };
}

/** `results_*.json` of lm-evaluation-harness. @source https://github.com/EleutherAI/lm-evaluation-harness/blob/main/lm_eval/evaluator.py */
function lmEval(value: unknown): Found[] {
  const file = recordOf(value);
  const model = textOf(recordOf(file["config"])["model_args"]) ?? textOf(file["model_name"]);
  return Object.entries(recordOf(file["results"])).flatMap(([test, of]) =>
    Object.entries(recordOf(of)).flatMap(([key, figure]): Found[] => {
      const [name = "", filter] = key.split(",");
      const mean = numberOf(figure);
      // Before version 0.4 no filter is named.
      const isMetric = filter !== undefined || `${name}_stderr` in recordOf(of) || metricNamed(name) !== undefined;
      if (mean === null || !isMetric || name.endsWith("_stderr")) return [];
      const se = numberOf(recordOf(of)[key.replace(name, `${name}_stderr`)]);
      return [{ ...UNSAID, model, test, metric: filter === "none" ? name : key, value: mean, se }];
    }),
  );
}

/** `samples_*.jsonl` of lm-evaluation-harness: a line an item, `metrics` names what stands beside. */
function lmEvalSamples(value: unknown): Sample[] {
  return listOf(value)
    .filter((line) => "doc_id" in line && ("metrics" in line || "filtered_resps" in line))
    .map((line) => {
      const filter = textOf(line["filter"]) ?? "none";
      const names = Array.isArray(line["metrics"]) ? line["metrics"].map(String) : ["acc", "exact_match"];
      const scores = names.map((name) => [filter === "none" ? name : `${name},${filter}`, line[name]]);
      return { id: line["doc_id"], scores: Object.fromEntries(scores) };
    });
}

/** The JSON output of promptfoo. @source https://www.promptfoo.dev/docs/configuration/outputs */
function promptfoo(value: unknown): Sample[] {
  const { results } = recordOf(value);
  return listOf(isRecord(results) ? results["results"] : results)
    .filter((one) => "success" in one)
    .map(({ provider, testIdx, promptIdx, vars, failureReason, ...one }) => {
      const name = textOf(recordOf(provider)["id"]) ?? textOf(provider);
      // A second prompt to a model is another column of the table.
      const model = numberOf(promptIdx) ? `${name} (column ${Number(promptIdx) + 1})` : name;
      // 2: the provider failed, which is no wrong answer of the model.
      const [score, success] = failureReason === 2 ? [NaN, NaN] : [one["score"], one["success"]];
      return { id: textOf(testIdx) ?? JSON.stringify(vars), model, scores: { score, success } };
    });
}

/** A log of inspect-ai; means come from its samples where it holds them. @source https://inspect.aisi.org.uk/eval-logs.html */
function inspect(value: unknown): Found[] {
  const log = recordOf(value);
  const of = recordOf(log["eval"]);
  const [model, test] = [textOf(of["model"]), textOf(of["task"])];
  if (model === null && test === null) return [];
  const byItems = runsOf(
    listOf(log["samples"]).map(({ id, scores }) => ({
      id,
      model,
      test,
      scores: Object.fromEntries(
        Object.entries(recordOf(scores)).map(([metric, score]) => [metric, recordOf(score)["value"]]),
      ),
    })),
  );
  const means = listOf(recordOf(log["results"])["scores"]).flatMap(({ name, metrics }): Found[] => {
    const { accuracy, mean, stderr } = recordOf(metrics);
    const [value = null, se = null] = [accuracy ?? mean, stderr].map((one) => numberOf(recordOf(one)["value"]));
    return value === null ? [] : [{ ...UNSAID, model, test, metric: textOf(name) ?? "score", value, se }];
  });
  // Of marks that are not understood the log says what they come to.
  const isRead = byItems.length > 0 && byItems.every((run) => !Number.isNaN(run.value));
  return isRead || means.length === 0 ? byItems : means;
}

/** Output items of an eval run of OpenAI's API, as a list or as the page that the API sends. */
function openaiEval(value: unknown): Sample[] {
  return listOf(isRecord(value) ? value["data"] : value)
    .filter((item) => item["object"] === "eval.run.output_item")
    .map((item) => ({
      id: item["datasource_item_id"] ?? item["id"],
      model: textOf(recordOf(item["sample"])["model"]),
      scores: Object.fromEntries(listOf(item["results"]).map(({ name, score }) => [String(name), score])),
    }));
}

/** The plain form: `{n, metric, value, se?, model?, items?: [{id, score}]}` or its metrics by name, one run or a list of them. */
function plain(value: unknown): Found[] {
  return (isRecord(value) ? [value] : listOf(value)).flatMap((run): Found[] => {
    const asked = textOf(run["metric"]);
    const of = {
      n: sizeIn(run["n"] ?? run["examples"]),
      model: textOf(run["model"]),
      test: textOf(run["test"] ?? run["task"]),
    };
    // The lines of a training log are no runs: in a list each states its size.
    const isRun = isRecord(value) || of.n !== null;
    const named = Object.entries(run).flatMap(([name, figure]): [metric: string, value: number][] => {
      const isBare = name === "value" || name === "score";
      const mean = isBare || (isRun && metricNamed(name) !== undefined) ? numberOf(figure) : null;
      return mean === null ? [] : [[isBare ? (asked ?? "score") : name, mean]];
    });
    const wanted = named.filter(([metric]) => metric === asked);
    const means = new Map(wanted.length > 0 ? wanted : named);
    const [metric = "score"] = asked === null ? means.keys() : [asked];
    const byItems = runsOf(listOf(run["items"]).map(({ id, score }) => ({ ...of, id, scores: { [metric]: score } })));
    if (byItems.length > 0) return byItems;
    const se = means.size === 1 ? numberOf(run["se"] ?? run["stderr"]) : null;
    return [...means].map(([name, mean]) => ({ ...UNSAID, ...of, metric: name, value: mean, se }));
  });
}

/** What an evaluation tool said of one run. */
export interface RunResult {
  readonly file: string;
  readonly n: number;
  readonly model: string | null;
  readonly test: string | null;
  readonly metric: string;
  readonly value: number;
  /** Standard error as stated, or of the items; null where neither is known. */
  readonly se: number | null;
  readonly items: readonly { readonly id: string; readonly score: number }[];
}

export interface ReadOptions {
  readonly metric?: string;
  /** A task, or a prompt, where the file holds several. */
  readonly test?: string;
}

const USUAL = ["accuracy", "acc", "exact_match", "f1", "score", "includes", "match", "choice"];

/**
 * One run's result, or several of the plain form, from a file of lm-evaluation-harness, promptfoo, inspect-ai, an OpenAI eval run, plain
 * JSON, or a CSV of item scores (`id,score`). The size comes from the file, its name or a folder's (`n250`, `n=250`, `250=path`).
 *
 * Problems: `no_results` (file), `several_metrics` (file, known), `unknown_metric` (file, metric, known), `several_tests` (file, known),
 * `several_models` (known), `no_run_size` (file), `size_disagrees` (file, named, stated), `bad_score` (file, item),
 * `long_row` (file, line, got, expected: more cells than the first row has).
 */
export function readResults(text: string, file: string, options: ReadOptions = {}): Result<RunResult[]> {
  const rows = tableRecords(text, ["score"]);
  if (!rows.ok) return fail({ ...rows.problem, file });
  const table = rows.value;
  const json = table === null ? (jsonOf(text) ?? jsonRecords(text)) : null;
  const found =
    table === null ? READERS.map((reader) => reader(json)).find(({ length }) => length > 0) : ofTable(table);
  if (found === undefined || found.length === 0) return fail({ kind: "no_results", file });
  const chosen = chosenFrom(found, file, options);
  if (!chosen.ok) return chosen;
  const unread = chosen.value.flatMap(({ items }) => items).find(({ score }) => Number.isNaN(score));
  if (unread !== undefined) return fail({ kind: "bad_score", file, item: unread.id });
  const named = sizeOf(file);
  const stated = chosen.value.flatMap(({ n }) => n ?? []);
  if (resultPath(file) !== file && stated.some((n) => n !== named))
    return fail({ kind: "size_disagrees", file, named: named ?? 0, stated: [...new Set(stated.map(String))] });
  const runs = chosen.value.flatMap((run): RunResult[] => {
    const n = run.n ?? named;
    return n === null ? [] : [{ ...run, file, n }];
  });
  return runs.length === chosen.value.length ? ok(runs) : fail({ kind: "no_run_size", file });
}

function ofTable(table: readonly Readonly<Record<string, string>>[]): Found[] {
  return runsOf(
    table.map(({ id, item, item_id, n, model, task, test = task, metric = "score", score }) => {
      const of = { n: sizeIn(n), model: textOf(model), test: textOf(test) };
      return { ...of, id: id ?? item ?? item_id, scores: { [metric]: score } };
    }),
  );
}

function chosenFrom(found: readonly Found[], file: string, { metric, test }: ReadOptions): Result<Found[]> {
  const tests = [...new Set(found.map((one) => one.test ?? ""))];
  const ofTest = found.filter((one) => test === undefined || one.test === test);
  if (ofTest.length === 0 || (test === undefined && tests.length > 1))
    return fail({ kind: "several_tests", file, known: tests });
  const names = [...new Set(ofTest.map((one) => one.metric))];
  const wanted = metric ?? USUAL.find((name) => names.includes(name)) ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined) return fail({ kind: "several_metrics", file, known: names });
  if (!names.includes(wanted)) return fail({ kind: "unknown_metric", file, metric: wanted, known: names });
  const runs = ofTest.filter((one) => one.metric === wanted);
  const models = [...new Set(runs.flatMap((one) => one.model ?? []))];
  // One model trained on several sizes has as many names; two of one size do not.
  const twice = new Set(runs.map(({ n }) => n)).size < runs.length;
  return twice && models.length > 1 ? fail({ kind: "several_models", file, known: models }) : ok(runs);
}

const BEFORE = /^(\d{1,3}(?:,\d{3})+|\d+k?|\d+\.\d+k)=/iu;

/** The path of a file of results, without the size that may be written before it. */
export const resultPath = (file: string): string => file.replace(BEFORE, "");

/** `250=results.json`, `10k=results.json`, or `n250`, `n-250`, `n=1,000`, `n10k` in the path, the last one; null where there is none. */
function sizeOf(file: string): number | null {
  const inPath = /(?<![a-z0-9])n[=_-]?(\d+\.\d+k|\d{1,3}(?:,\d{3})+|\d+k?)(?![a-z0-9])/giu;
  return sizeIn(BEFORE.exec(file)?.[1] ?? [...file.matchAll(inPath)].at(-1)?.[1]);
}
