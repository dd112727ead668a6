import { filled, has, type Row } from "../formats/row.ts";
import { checkKto } from "./checking/pairRows.ts";
import { chatColumns } from "./columnsOf.ts";
import { endsOf, hasMessages } from "./families.ts";
import { readAlpaca } from "./reading/columns.ts";
import { systemColumn } from "./reading/besideTurns.ts";
import { readChat } from "./reading/chat.ts";
import { promptColumns, readPromptCompletion } from "./reading/pairs.ts";
import { verdictOf, withVerdict } from "./reading/verdict.ts";
import { shape, type Shape } from "./shape.ts";

const isAlpaca = (row: Row): boolean => has(row, "instruction") && !has(row, "completion");

/** Characters from which on an answer says more than the name of a class. */
const longestClass = 16;

/** Whether a number or a word beside an answer is what the answer says: the class that is learnt, and no verdict. */
function isClass({ label, completion }: Row): boolean {
  if (typeof label === "boolean" || typeof completion !== "string") return false;
  const said = completion.trim();
  return said.length <= longestClass && said.toLowerCase().startsWith(String(label).toLowerCase());
}

function columns(row: Row): readonly string[] {
  if (has(row, "completion")) return promptColumns(row);
  if (isAlpaca(row))
    return ["instruction", "input", filled(row, "output") ? "output" : "response", ...systemColumn(row), "history"];
  return chatColumns(row);
}

/** One answer with a verdict: TRL's `label`, LLaMA-Factory's `kto_tag`, also as a number or a word. @source https://huggingface.co/docs/trl/dataset_formats (read 2026-11-24) */
export const kto: Shape = shape({
  id: "kto",
  nature: "labelled",
  is: (row) => {
    const listed = hasMessages(row) || has(row, "conversations") || has(row, "conversation") || has(row, "items");
    if (has(row, "kto_tag")) return listed || isAlpaca(row);
    if (verdictOf(row) === null || has(row, "completions")) return false;
    // Beside a conversation that no model ends, a number is the class of it.
    if (hasMessages(row)) return typeof row["label"] === "boolean" || endsOf(row)[1]?.["role"] === "assistant";
    return filled(row, "completion") && !isClass(row);
  },
  marks: ["label", "kto_tag"],
  read: (row) => (has(row, "completion") ? readPromptCompletion : isAlpaca(row) ? readAlpaca : readChat)(row),
  columns,
  ignores: ["label", "kto_tag"],
  wants: (row) => verdictOf(row) !== false,
  check: checkKto,
  asTaken: withVerdict,
  wholeRow: true,
});
