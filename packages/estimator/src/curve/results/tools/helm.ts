import { isRecord } from "../records.ts";
import { listOf, numberOf, ofItems, recordOf, textOf, type Found, type Tool } from "./tool.ts";

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
