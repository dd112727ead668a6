import { has } from "../formats/row.ts";
import { checkPromptCompletion } from "./checking/pairRows.ts";
import { promptColumns, readPromptCompletion } from "./reading/pairs.ts";
import { always, shape, type Shape } from "./shape.ts";

/** `{prompt, completion}`: texts as they stand, or lists of messages (TRL). @source https://huggingface.co/docs/trl/dataset_formats (read 2026-11-24) */
export const promptCompletion: Shape = shape({
  id: "prompt-completion",
  nature: "chat",
  is: (row) => has(row, "completion"),
  marks: ["prompt", "completion"],
  read: readPromptCompletion,
  columns: promptColumns,
  ignores: [],
  wants: always,
  check: checkPromptCompletion,
  akin: ["prompt-only"],
  strict: ["prompt", "completion"],
  texts: true,
});
