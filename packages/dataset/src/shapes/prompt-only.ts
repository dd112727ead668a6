import { has } from "../formats/row.ts";
import { checkPromptOnly } from "./checking/pairRows.ts";
import { promptColumns, readPromptOnly } from "./reading/pairs.ts";
import { never, shape, type Shape } from "./shape.ts";

/** TRL's `{prompt}` alone, for methods that let the model answer. @source https://huggingface.co/docs/trl/dataset_formats (read 2026-11-24) */
export const promptOnly: Shape = shape({
  id: "prompt-only",
  nature: "prompt",
  is: (row) => has(row, "prompt"),
  marks: ["prompt"],
  read: readPromptOnly,
  columns: promptColumns,
  // What stands beside the prompt goes to the reward function.
  ignores: ["*"],
  wants: never,
  check: checkPromptOnly,
  akin: ["prompt-completion"],
  open: true,
  texts: true,
});
