import { has, isRow, type Row } from "../formats/row.ts";
import { checkConverse } from "./checking/converseRows.ts";
import { chatColumns } from "./columnsOf.ts";
import { endsOf, hasMessages } from "./families.ts";
import { readChat } from "./reading/chat.ts";
import { always, shape, type Shape } from "./shape.ts";

function isBlocks(content: unknown): boolean {
  if (!Array.isArray(content) || !isRow(content[0])) return false;
  const part = content[0];
  return !has(part, "type") && (has(part, "text") || has(part, "image") || has(part, "video"));
}

const isListed = (row: Row): boolean => Array.isArray(row["messages"] ?? row["interactions"]);

/** Bedrock's Converse rows: Nova, Llama 3.2 and 3.3, distillation. @source https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html (read 2026-11-24) */
export const bedrockConversation: Shape = shape({
  id: "bedrock-conversation-2024",
  nature: "chat",
  is: (row) =>
    hasMessages(row) && isListed(row) && (has(row, "schemaVersion") || isBlocks(endsOf(row)[0]?.["content"])),
  marks: ["messages", "interactions"],
  read: readChat,
  columns: (row) => [...chatColumns(row), "schemaVersion"],
  ignores: [],
  wants: always,
  check: checkConverse,
  strict: ["schemaVersion", "system", "messages"],
  // Prompts alone are what distillation asks for.
  open: true,
});
