import { isRecord, type JsonRecord } from "./records.ts";
import type { RunResult } from "./read.ts";

/** What a reader of one tool's files finds: the figures, without what the file's name says. */
export type Found = Omit<RunResult, "file">;

/** What one test item scored by each metric. */
interface Sample {
  readonly id: unknown;
  readonly scores: JsonRecord;
  readonly n?: number | null;
  readonly model?: string | null;
  readonly test?: string | null;
}

/** What the files leave unsaid. */
const UNSAID = { n: null, model: null, test: null, se: null, items: [] };

const VALUES = ["value", "score", "accuracy", "f1", "exact_match"];

/** What inspect's marks are worth: correct, partly, incorrect, no answer. */
const MARKS: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0 };

/** A finite number; null for anything else. */
const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;
/** A name or a number as text; null for anything else, and for an empty text. */
const textOf = (value: unknown): string | null =>
  typeof value === "number" ? String(value) : typeof value === "string" && value !== "" ? value : null;
/** The objects of a list; none of what is no list. */
const listOf = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : []);
/** An object; an empty one for what is none. */
const recordOf = (value: unknown): JsonRecord => (isRecord(value) ? value : {});

/** Every tool, the telling shapes first. Each finds nothing in the files of others. */
const READERS: readonly ((value: unknown) => Found[])[] = [
  lmEval,
  (value) => runsOf(promptfoo(value)),
  inspect,
  (value) => runsOf(openaiEval(value)),
  (value) => runsOf(lmEvalSamples(value)),
  plain,
];

/** Every metric, task and model that a file of a known tool holds; nothing where no tool is known by it. */
export function foundIn(value: unknown): Found[] {
  for (const reader of READERS) {
    const found = reader(value);
    if (found.length > 0) return found;
  }
  return [];
}

/** The runs that samples are of, one for each metric; several scores of one item (repeats, samples) count as their mean. */
export function runsOf(samples: readonly Sample[]): Found[] {
  const runs = new Map<string, Pick<Found, "n" | "model" | "test" | "metric"> & { scores: Map<string, number[]> }>();
  samples.forEach(({ id, scores, n = null, model = null, test = null }, place) => {
    for (const [metric, score] of Object.entries(scores)) {
      const figure = typeof score === "boolean" ? Number(score) : numberOf(score);
      if (figure === null) continue;
      const key = JSON.stringify([n, model, test, metric]);
      const run = runs.get(key) ?? { n, model, test, metric, scores: new Map<string, number[]>() };
      const item = textOf(id) ?? String(place + 1);
      run.scores.set(item, [...(run.scores.get(item) ?? []), figure]);
      runs.set(key, run);
    }
  });
  return [...runs.values()].map(({ scores, ...run }) => {
    const items = [...scores].map(([id, own]) => ({ id, score: meanOf(own).value }));
    return { ...run, ...meanOf(items.map(({ score }) => score)), items };
  });
}

/** Mean and its standard error, √(s²/m); null for a single figure. */
function meanOf(figures: readonly number[]): { value: number; se: number | null } {
  const value = figures.reduce((sum, one) => sum + one / figures.length, 0);
  const squares = figures.reduce((sum, one) => sum + (one - value) ** 2, 0);
  return { value, se: figures.length < 2 ? null : Math.sqrt(squares / (figures.length - 1) / figures.length) };
}

/**
 * `results_*.json` of lm-evaluation-harness: `results.<task>.<metric>,<filter>` and its `_stderr`.
 *
 * @source https://github.com/EleutherAI/lm-evaluation-harness/blob/main/lm_eval/evaluator.py
 */
function lmEval(value: unknown): Found[] {
  const file = recordOf(value);
  const model = textOf(recordOf(file["config"])["model_args"]) ?? textOf(file["model_name"]);
  return Object.entries(recordOf(file["results"])).flatMap(([test, of]) =>
    Object.entries(recordOf(of)).flatMap(([key, figure]): Found[] => {
      const [name = "", filter] = key.split(",");
      const mean = numberOf(figure);
      if (mean === null || filter === undefined || name.endsWith("_stderr")) return [];
      const se = numberOf(recordOf(of)[`${name}_stderr,${filter}`]);
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

/**
 * The JSON output of promptfoo: a result for each test, prompt and provider.
 *
 * @source https://www.promptfoo.dev/docs/configuration/outputs
 */
function promptfoo(value: unknown): Sample[] {
  const { results } = recordOf(value);
  return listOf(isRecord(results) ? results["results"] : results)
    .filter((one) => "success" in one)
    .map(({ provider, testIdx, vars, score, success }) => ({
      id: textOf(testIdx) ?? JSON.stringify(vars),
      model: textOf(recordOf(provider)["id"]) ?? textOf(provider),
      scores: { score, success },
    }));
}

/**
 * A log of inspect-ai in JSON; the means come from its samples where it holds them.
 *
 * @source https://inspect.aisi.org.uk/eval-logs.html
 */
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
        Object.entries(recordOf(scores)).map(([metric, score]) => {
          const mark = recordOf(score)["value"];
          return [metric, typeof mark === "string" ? (MARKS[mark] ?? Number(mark)) : mark];
        }),
      ),
    })),
  );
  if (byItems.length > 0) return byItems;
  return listOf(recordOf(log["results"])["scores"]).flatMap(({ name, metrics }): Found[] => {
    const { accuracy, mean, stderr } = recordOf(metrics);
    const [figure, se] = [accuracy ?? mean, stderr].map((one) => numberOf(recordOf(one)["value"]));
    return typeof figure !== "number"
      ? []
      : [{ ...UNSAID, model, test, metric: textOf(name) ?? "score", value: figure, se: se ?? null }];
  });
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

/** The plain form: `{n, metric, value, se?, model?, items?: [{id, score}]}`, one run or a list of them. */
function plain(value: unknown): Found[] {
  return (isRecord(value) ? [value] : listOf(value)).flatMap((run): Found[] => {
    const stated = VALUES.find((name) => numberOf(run[name]) !== null);
    const metric = textOf(run["metric"]) ?? (stated === undefined || stated === "value" ? "score" : stated);
    const of = {
      n: numberOf(run["n"] ?? run["examples"]),
      model: textOf(run["model"]),
      test: textOf(run["test"] ?? run["task"]),
    };
    const byItems = runsOf(listOf(run["items"]).map(({ id, score }) => ({ ...of, id, scores: { [metric]: score } })));
    if (byItems.length > 0) return byItems;
    const mean = stated === undefined ? null : numberOf(run[stated]);
    return mean === null ? [] : [{ ...UNSAID, ...of, metric, value: mean, se: numberOf(run["se"] ?? run["stderr"]) }];
  });
}
