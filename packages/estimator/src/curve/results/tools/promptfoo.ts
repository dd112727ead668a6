import { isRecord, type JsonRecord } from "../records.ts";
import { listOf, nameOf, ofItems, recordOf, type Tool } from "./tool.ts";

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
