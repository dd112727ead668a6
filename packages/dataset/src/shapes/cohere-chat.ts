import { checkChat } from "./checking/chatRows.ts";
import { chatColumns } from "./columnsOf.ts";
import { endsOf, hasMessages } from "./families.ts";
import { readChat } from "./reading/chat.ts";
import { always, shape, type Shape } from "./shape.ts";

const roles: readonly string[] = ["System", "User", "Chatbot"];

/** Cohere's chat. @source https://docs.cohere.com/docs/chat-preparing-the-data (read 2026-11-24) */
export const cohereChat: Shape = shape({
  id: "cohere-chat",
  nature: "chat",
  is: (row) => hasMessages(row) && roles.includes(String(endsOf(row)[0]?.["role"])),
  marks: ["messages", "interactions"],
  read: readChat,
  columns: chatColumns,
  ignores: [],
  wants: always,
  check: checkChat,
  roles,
});
