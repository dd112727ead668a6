import { filled } from "../formats/row.ts";
import { alpaca } from "./alpaca.ts";
import { chatColumns } from "./columnsOf.ts";
import { readRejectedResponse } from "./reading/candidates.ts";
import { messageField } from "./reading/chat.ts";
import { questionAnswerColumnsOf } from "./reading/columns.ts";
import { always, shape, type Shape } from "./shape.ts";

/** ms-swift's pairs: a chat, and beside it the answer that is worse than its last. @source https://github.com/modelscope/ms-swift/blob/main/docs/source_en/Customization/Custom-dataset.md (read 2026-11-26) */
export const rejectedResponse: Shape = shape({
  id: "rejected-response",
  nature: "pair",
  is: (row) => typeof row["rejected_response"] === "string",
  marks: ["rejected_response"],
  read: readRejectedResponse,
  columns: (row) => ["rejected_response", ...columnsBeside(row)],
  ignores: [],
  wants: always,
  // No host's own format: what can be read is right.
  check: () => undefined,
});

function columnsBeside(row: Parameters<typeof chatColumns>[0]): readonly string[] {
  if (messageField(row) !== undefined) return chatColumns(row);
  return filled(row, "instruction") ? alpaca.columns(row) : questionAnswerColumnsOf(row);
}
