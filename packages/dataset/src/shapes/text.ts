import { has, type Row } from "../formats/row.ts";
import { checkPlainText } from "./checking/textRows.ts";
import { readText } from "./reading/columns.ts";
import { roleOf } from "./reading/roles.ts";
import { always, shape, type Shape } from "./shape.ts";

/** One turn of a conversation whose others stand in rows of their own (OpenAssistant's messages): none is an example. */
function isTurn({ role }: Row): boolean {
  return typeof role === "string" && (roleOf(role) !== undefined || role === "prompter");
}

/** Running text that is trained as it stands: `{text}`, or `{content}` as Mistral also takes it. @source https://docs.together.ai/docs/fine-tuning-data-preparation (read 2026-11-24) */
export const text: Shape = shape({
  id: "text",
  nature: "text",
  is: (row) => (has(row, "text") && !isTurn(row)) || (typeof row["content"] === "string" && !has(row, "role")),
  marks: ["text", "content"],
  read: readText,
  columns: (row) => [has(row, "text") ? "text" : "content"],
  ignores: [],
  wants: always,
  check: checkPlainText,
  strict: ["text"],
  texts: true,
});
