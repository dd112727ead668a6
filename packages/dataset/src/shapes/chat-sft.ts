import { checkChat } from "./checking/chatRows.ts";
import { chatColumns } from "./columnsOf.ts";
import { hasMessages } from "./families.ts";
import { readChat } from "./reading/chat.ts";
import { always, shape, type Shape } from "./shape.ts";

/** OpenAI's chat rows, and Mistral's. @source https://platform.openai.com/docs/guides/supervised-fine-tuning (read 2026-11-24) */
export const chatSft: Shape = shape({
  id: "chat-sft",
  nature: "chat",
  is: hasMessages,
  marks: ["messages", "interactions"],
  read: readChat,
  columns: chatColumns,
  ignores: ["parallel_tool_calls", "tool_choice"],
  wants: always,
  check: checkChat,
  akin: ["rft", "claude-messages"],
  strict: ["messages", "interactions"],
});
