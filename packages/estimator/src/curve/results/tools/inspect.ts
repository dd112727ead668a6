import { isRecord } from "../records.ts";
import { listOf, numberOf, ofItems, recordOf, textOf, type Found, type Tool } from "./tool.ts";

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
