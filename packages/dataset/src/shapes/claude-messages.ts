import { checkClaude } from "./checking/chatRows.ts";
import { chatColumns } from "./columnsOf.ts";
import { hasMessages } from "./families.ts";
import { readChat } from "./reading/chat.ts";
import { always, shape, type Shape } from "./shape.ts";

/** Claude on Bedrock: the system text beside the messages. @source https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html (read 2026-11-24) */
export const claudeMessages: Shape = shape({
  id: "claude-messages",
  nature: "chat",
  is: (row) =>
    hasMessages(row) && Array.isArray(row["messages"] ?? row["interactions"]) && typeof row["system"] === "string",
  marks: ["messages", "interactions"],
  read: readChat,
  columns: chatColumns,
  ignores: [],
  wants: always,
  check: checkClaude,
  akin: ["chat-sft"],
  strict: ["system", "messages"],
});
