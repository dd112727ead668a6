import { isRecord, type JsonRecord } from "../records.ts";
import { listOf, ofItems, recordOf, textOf, type Tool } from "./tool.ts";

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
