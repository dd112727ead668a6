import { isRecord } from "../records.ts";
import { listOf, numberOf, ofItems, recordOf, textOf, type Found, type Tool } from "./tool.ts";

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
