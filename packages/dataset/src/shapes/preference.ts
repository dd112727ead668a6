import { checkChosenRejected } from "./checking/pairRows.ts";
import { isPairRow, pairColumns, readChosenRejected } from "./reading/pairs.ts";
import { always, shape, type Shape } from "./shape.ts";

/** TRL's `{prompt?, chosen, rejected}`, LLaMA-Factory's ranking rows and their kin. @source https://huggingface.co/docs/trl/dataset_formats (read 2026-11-24) */
export const preference: Shape = shape({
  id: "preference",
  nature: "pair",
  is: isPairRow,
  marks: ["chosen", "rejected", "chosen_messages"],
  read: readChosenRejected,
  columns: pairColumns,
  ignores: [],
  wants: always,
  check: checkChosenRejected,
});
