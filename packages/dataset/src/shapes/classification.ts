import { filled, has, isRow, type Row } from "../formats/row.ts";
import { checkClassification } from "./checking/textRows.ts";
import { chatColumns } from "./columnsOf.ts";
import { hasMessages } from "./families.ts";
import { readChat } from "./reading/chat.ts";
import { readText } from "./reading/columns.ts";
import { always, shape, type Shape } from "./shape.ts";

const isText = (row: Row): boolean => typeof row["text"] === "string";

/** A text or a conversation and what it is: Mistral's classifiers (`labels`), tables of `text` and `label`. @source https://docs.mistral.ai/capabilities/finetuning/classifier_factory (read 2026-11-25) */
export const classification: Shape = shape({
  id: "classification",
  nature: "labelled",
  is: (row) =>
    (isText(row) &&
      !has(row, "input_ids") &&
      (filled(row, "label") || filled(row, "labels")) &&
      !has(row, "completion")) ||
    (hasMessages(row) && isRow(row["labels"])),
  marks: ["labels", "label"],
  read: (row) => (isText(row) ? readText : readChat)(row),
  columns: (row) => (isText(row) ? ["text"] : chatColumns(row)),
  ignores: ["label", "labels"],
  wants: always,
  check: checkClassification,
  wholeRow: true,
  open: true,
});
