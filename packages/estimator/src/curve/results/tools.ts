import { isRecord, type JsonRecord } from "./records.ts";
import { meanOf, perItem, type ItemScore, type RunResult } from "./run.ts";

/** What a reader of one tool's files finds: the figures, without what the file's name says. */
export type Found = Omit<RunResult, "file" | "tool">;

/** Reads one tool's files. `metric` is what the user asked for; without it the first usual one. */
export interface Tool {
  readonly name: string;
  readonly is: (value: unknown) => boolean;
  /** Every metric or task that the file holds; one is asked for where there are several. */
  readonly read: (value: unknown) => readonly Found[];
}

const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;
const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
const listOf = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const recordOf = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
const nameOf = (value: unknown): string | null =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : null;

/**
 * `results_*.json` of lm-evaluation-harness: `results.<task>.<metric>,<filter>` and its `_stderr`.
 *
 * @source https://github.com/EleutherAI/lm-evaluation-harness/blob/main/lm_eval/evaluator.py
 */
export const lmEval: Tool = {
  name: "lm-evaluation-harness",
  // Every metric of its tasks is named with its filter behind a comma.
  is: (value) =>
    isRecord(value) &&
    Object.values(recordOf(value["results"])).some((task) =>
      Object.keys(recordOf(task)).some((key) => key.includes(",")),
    ),
  read: (value) => {
    const file = recordOf(value);
    const model = textOf(recordOf(file["config"])["model_args"]) ?? textOf(file["model_name"]);
    return Object.entries(recordOf(file["results"])).flatMap(([test, of]) =>
      Object.entries(recordOf(of)).flatMap(([key, figure]): Found[] => {
        const [metric = "", filter = "none"] = key.split(",");
        const mean = numberOf(figure);
        if (mean === null || metric.endsWith("_stderr") || !key.includes(",")) return [];
        const se = numberOf(recordOf(of)[`${metric}_stderr,${filter}`]);
        const named = filter === "none" ? metric : `${metric},${filter}`;
        return [{ n: null, model, test, metric: named, value: mean, se, items: [] }];
      }),
    );
  },
};

/** `samples_*.jsonl` of lm-evaluation-harness: a line an item, `metrics` names what stands beside. */
export const lmEvalSamples: Tool = {
  name: "lm-evaluation-harness samples",
  is: (value) =>
    listOf(value).length > 0 &&
    listOf(value).every((line) => "doc_id" in line && ("metrics" in line || "filtered_resps" in line)),
  read: (value) => {
    const lines = listOf(value);
    const names = Array.isArray(lines[0]?.["metrics"])
      ? lines[0]["metrics"].filter((name) => typeof name === "string")
      : ["acc", "exact_match"];
    const filters = [...new Set(lines.map((line) => textOf(line["filter"]) ?? "none"))];
    return filters.flatMap((filter) => {
      const own = lines.filter((line) => (textOf(line["filter"]) ?? "none") === filter);
      return names.flatMap((metric) =>
        ofItems(filter === "none" ? metric : `${metric},${filter}`, own, "doc_id", (line) => line[metric]),
      );
    });
  },
};

/**
 * `per_instance_stats.json` of HELM: statistics by instance; the perturbed copies of an instance are left out.
 *
 * @source https://github.com/stanford-crfm/helm/blob/main/src/helm/benchmark/metrics/metric.py
 */
export const helmInstances: Tool = {
  name: "HELM instances",
  is: (value) =>
    listOf(value).length > 0 && listOf(value).every((line) => "instance_id" in line && Array.isArray(line["stats"])),
  read: (value) => {
    const lines = listOf(value).filter((line) => !("perturbation" in line) || line["perturbation"] === null);
    const names = new Set(
      lines.flatMap((line) => listOf(line["stats"]).flatMap((stat) => textOf(recordOf(stat["name"])["name"]) ?? [])),
    );
    return [...names].flatMap((metric) =>
      ofItems(metric, lines, "instance_id", (line) => {
        const stat = listOf(line["stats"]).find((one) => recordOf(one["name"])["name"] === metric);
        return stat === undefined ? undefined : (stat["mean"] ?? Number(stat["sum"]) / Number(stat["count"]));
      }),
    );
  },
};

/** `stats.json` of HELM: means over the instances of the test split, without their scatter. */
export const helm: Tool = {
  name: "HELM",
  is: (value) => listOf(value).length > 0 && listOf(value).every((stat) => isRecord(stat["name"]) && "count" in stat),
  read: (value) =>
    listOf(value).flatMap((stat): Found[] => {
      const name = recordOf(stat["name"]);
      const [metric, mean] = [textOf(name["name"]), numberOf(stat["mean"])];
      const plain = !isRecord(name["perturbation"]) && (name["split"] === undefined || name["split"] === "test");
      return metric === null || mean === null || !plain
        ? []
        : [{ n: null, model: null, test: null, metric, value: mean, se: null, items: [] }];
    }),
};

/**
 * The JSON output of promptfoo: a result for each test, prompt and provider.
 *
 * @source https://www.promptfoo.dev/docs/configuration/outputs
 */
export const promptfoo: Tool = {
  name: "promptfoo",
  is: (value) => listOf(resultsOf(recordOf(value))).some((one) => "success" in one),
  read: (value) => {
    const results = listOf(resultsOf(recordOf(value)));
    const providers = [
      ...new Set(results.map((one) => nameOf(recordOf(one["provider"])["id"]) ?? nameOf(one["provider"]) ?? "")),
    ];
    return providers.flatMap((model) => {
      const own = results.filter(
        (one) => (nameOf(recordOf(one["provider"])["id"]) ?? nameOf(one["provider"]) ?? "") === model,
      );
      const id = (one: JsonRecord): string => nameOf(one["testIdx"]) ?? JSON.stringify(one["vars"]);
      return ["score", "success"].flatMap((metric) =>
        ofItems(
          metric,
          own.map((one) => ({ ...one, testIdx: id(one) })),
          "testIdx",
          (one) => one[metric],
        ).map((found) => ({ ...found, model: model === "" ? null : model })),
      );
    });
  },
};

function resultsOf(value: JsonRecord): unknown {
  return isRecord(value["results"]) ? value["results"]["results"] : value["results"];
}

/** What inspect's marks are worth: correct, partly, incorrect, no answer. */
const MARKS: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0 };

/**
 * A log of inspect-ai in JSON; the means come from its samples where it holds them.
 *
 * @source https://inspect.aisi.org.uk/eval-logs.html
 */
export const inspect: Tool = {
  name: "inspect-ai",
  is: (value) => isRecord(value) && isRecord(value["eval"]) && ("task" in value["eval"] || "model" in value["eval"]),
  read: (value) => {
    const log = recordOf(value);
    const of = recordOf(log["eval"]);
    const [model, test] = [textOf(of["model"]), textOf(of["task"])];
    const samples = listOf(log["samples"]);
    const scorers = [...new Set(samples.flatMap((sample) => Object.keys(recordOf(sample["scores"]))))];
    const byItems = scorers.flatMap((metric) =>
      ofItems(metric, samples, "id", (sample) => {
        const mark = recordOf(recordOf(sample["scores"])[metric])["value"];
        return typeof mark === "string" ? (MARKS[mark] ?? Number(mark)) : mark;
      }),
    );
    if (byItems.length > 0) return byItems.map((found) => ({ ...found, model, test }));
    return listOf(recordOf(log["results"])["scores"]).flatMap((score): Found[] => {
      const figures = recordOf(score["metrics"]);
      const mean = numberOf(recordOf(figures["accuracy"] ?? figures["mean"])["value"]);
      const se = numberOf(recordOf(figures["stderr"])["value"]);
      return mean === null
        ? []
        : [{ n: null, model, test, metric: textOf(score["name"]) ?? "score", value: mean, se, items: [] }];
    });
  },
};

/** Output items of an eval run of OpenAI's API, as a list or as the page that the API sends. */
export const openaiEval: Tool = {
  name: "OpenAI eval run",
  is: (value) => outputItems(value).length > 0,
  read: (value) => {
    const items = outputItems(value);
    const graders = [
      ...new Set(items.flatMap((item) => listOf(item["results"]).flatMap((one) => textOf(one["name"]) ?? []))),
    ];
    const model = textOf(recordOf(items[0]?.["sample"])["model"]);
    const id = (item: JsonRecord): JsonRecord => ({ ...item, id: item["datasource_item_id"] ?? item["id"] });
    return graders
      .flatMap((metric) =>
        ofItems(
          metric,
          items.map(id),
          "id",
          (item) => listOf(item["results"]).find((one) => one["name"] === metric)?.["score"],
        ),
      )
      .map((found) => ({ ...found, model }));
  },
};

function outputItems(value: unknown): readonly JsonRecord[] {
  const list = listOf(isRecord(value) ? value["data"] : value);
  return list.filter((item) => item["object"] === "eval.run.output_item");
}

const VALUES = ["value", "score", "accuracy", "f1", "exact_match"];

/** The plain form: `{n, metric, value, se?, model?, items?: [{id, score}]}`, one run or a list of them. */
export const plain: Tool = {
  name: "eval JSON",
  is: (value) =>
    (isRecord(value) ? [value] : listOf(value)).some(
      (run) => VALUES.some((name) => numberOf(run[name]) !== null) || listOf(run["items"]).length > 0,
    ),
  read: (value) =>
    (isRecord(value) ? [value] : listOf(value)).flatMap((run): Found[] => {
      const [n, model, test] = [
        numberOf(run["n"] ?? run["examples"]),
        textOf(run["model"]),
        textOf(run["test"] ?? run["task"]),
      ];
      const stated = VALUES.find((name) => numberOf(run[name]) !== null);
      const metric = textOf(run["metric"]) ?? (stated === undefined || stated === "value" ? "score" : stated);
      const byItems = ofItems(metric, listOf(run["items"]), "id", (item) => item["score"]);
      if (byItems[0] !== undefined) return [{ ...byItems[0], n, model, test }];
      const mean = stated === undefined ? null : numberOf(run[stated]);
      return mean === null
        ? []
        : [{ n, model, test, metric, value: mean, se: numberOf(run["se"] ?? run["stderr"]), items: [] }];
    }),
};

/** Every tool, the telling shapes first. */
export const tools: readonly Tool[] = [
  lmEval,
  promptfoo,
  inspect,
  openaiEval,
  lmEvalSamples,
  helmInstances,
  helm,
  plain,
];

/** The scores of the items under one name; none where no item has one. */
function ofItems(
  metric: string,
  lines: readonly JsonRecord[],
  idName: string,
  scoreOf: (line: JsonRecord) => unknown,
): Found[] {
  const scores = lines.flatMap((line, place): ItemScore[] => {
    const score = scoreOf(line);
    const figure = typeof score === "boolean" ? Number(score) : numberOf(score);
    return figure === null ? [] : [{ id: nameOf(line[idName]) ?? String(place + 1), score: figure }];
  });
  const items = perItem(scores);
  return items.length === 0 ? [] : [{ n: null, model: null, test: null, metric, ...meanOf(items), items }];
}
