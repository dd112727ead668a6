import type { Row } from "../formats/row.ts";
import { checkRft } from "./checking/chatRows.ts";
import { chatColumns } from "./columnsOf.ts";
import { endsOf, hasGraderField, hasMessages } from "./families.ts";
import { readChat } from "./reading/chat.ts";
import { never, shape, type Shape } from "./shape.ts";

const endsWithUser = (row: Row): boolean => ["user", "developer"].includes(String(endsOf(row)[1]?.["role"]));

/** Reinforcement tuning at OpenAI: ends with the user, and holds what a grader needs. @source https://platform.openai.com/docs/guides/reinforcement-fine-tuning (read 2026-11-24) */
export const rft: Shape = shape({
  id: "rft",
  nature: "graded",
  is: (row) => hasMessages(row) && endsWithUser(row) && hasGraderField(row),
  marks: ["messages", "interactions"],
  read: readChat,
  columns: chatColumns,
  ignores: ["*"],
  wants: never,
  check: checkRft,
  akin: ["chat-sft"],
  wholeRow: true,
  open: true,
});
