import { has } from "../formats/row.ts";
import { checkStepwise } from "./checking/pairRows.ts";
import { readStepwise } from "./reading/pairs.ts";
import { shape, type Shape } from "./shape.ts";

/** TRL's stepwise supervision: a prompt and its steps, each with a label. @source https://huggingface.co/docs/trl/dataset_formats (read 2026-11-24) */
export const stepwise: Shape = shape({
  id: "stepwise",
  nature: "labelled",
  is: (row) => has(row, "prompt") && has(row, "completions"),
  marks: ["completions"],
  read: readStepwise,
  columns: () => ["prompt", "completions"],
  ignores: ["labels"],
  wants: ({ labels }) => !(Array.isArray(labels) && labels.includes(false)),
  check: (row, _rules, emit) => checkStepwise(row, emit),
  texts: true,
});
