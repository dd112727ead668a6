import { has } from "../formats/row.ts";
import { checkIds } from "./checking/textRows.ts";
import { readTokenised } from "./reading/columns.ts";
import { always, shape, type Shape } from "./shape.ts";

/** Token ids; labels of -100 are masked. @source https://docs.together.ai/docs/fine-tuning-data-preparation (read 2026-11-24) */
export const parquetTokenised: Shape = shape({
  id: "parquet-tokenised",
  nature: "text",
  is: (row) => has(row, "input_ids"),
  marks: ["input_ids"],
  read: readTokenised,
  columns: () => ["input_ids", "labels", "attention_mask"],
  // What the ids were made of.
  ignores: ["text"],
  wants: always,
  check: (row, _rules, emit) => checkIds(row, emit),
  strict: ["input_ids", "attention_mask", "labels"],
  texts: true,
});
