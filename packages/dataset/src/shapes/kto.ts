import { filled, has, type Row } from "../formats/row.ts";
import { checkKto } from "./checking/pairRows.ts";
import { chatColumns } from "./columnsOf.ts";
import { hasMessages } from "./families.ts";
import { readAlpaca } from "./reading/columns.ts";
import { systemColumn } from "./reading/besideTurns.ts";
import { readChat } from "./reading/chat.ts";
import { promptColumns, readPromptCompletion } from "./reading/pairs.ts";
import { shape, type Shape } from "./shape.ts";

const isAlpaca = (row: Row): boolean => has(row, "instruction") && !has(row, "completion");

function columns(row: Row): readonly string[] {
  if (has(row, "completion")) return promptColumns(row);
  if (isAlpaca(row))
    return ["instruction", "input", filled(row, "output") ? "output" : "response", ...systemColumn(row), "history"];
  return chatColumns(row);
}

/** One answer with a verdict: TRL's `label`, LLaMA-Factory's `kto_tag`. @source https://huggingface.co/docs/trl/dataset_formats (read 2026-11-24) */
export const kto: Shape = shape({
  id: "kto",
  nature: "labelled",
  is: (row) => {
    const listed = hasMessages(row) || has(row, "conversations") || has(row, "conversation") || has(row, "items");
    if (has(row, "kto_tag")) return listed || isAlpaca(row);
    return (
      typeof row["label"] === "boolean" && (hasMessages(row) || has(row, "completion")) && !has(row, "completions")
    );
  },
  marks: ["label", "kto_tag"],
  read: (row) => (has(row, "completion") ? readPromptCompletion : isAlpaca(row) ? readAlpaca : readChat)(row),
  columns,
  ignores: ["label", "kto_tag"],
  wants: ({ label, kto_tag: tag }) => (label ?? tag) !== false,
  check: checkKto,
  wholeRow: true,
});
