import { has } from "../formats/row.ts";
import { checkShareGpt } from "./checking/chatRows.ts";
import { chatColumns } from "./columnsOf.ts";
import { endsOf, hasMessages } from "./families.ts";
import { readChat } from "./reading/chat.ts";
import { always, shape, type Shape } from "./shape.ts";

/** The ShareGPT family: turns of `from` and `value`. @source https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md (read 2026-11-24) */
export const sharegpt: Shape = shape({
  id: "sharegpt",
  nature: "chat",
  is: (row) =>
    hasMessages(row)
      ? has(endsOf(row)[0] ?? {}, "from")
      : has(row, "conversations") || has(row, "conversation") || has(row, "items"),
  marks: ["conversations", "conversation", "items", "messages"],
  read: readChat,
  columns: chatColumns,
  ignores: [],
  wants: always,
  check: checkShareGpt,
});
