import { isRecord } from "../records.ts";
import { listOf, numberOf, ofItems, textOf, type Found, type Tool } from "./tool.ts";

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
