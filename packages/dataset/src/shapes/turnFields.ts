import { jsonValue } from "../formats/jsonValue.ts";
import { has, isRow, type Row } from "../formats/row.ts";
import { isExchange, turnsOf } from "./reading/exchanges.ts";
import { messageFields, thoughtFields } from "./reading/chat.ts";

const fieldsWithMessages: readonly string[] = [
  ...messageFields,
  ..."contents input output prompt completion chosen rejected chosen_messages rejected_messages chosen_conversations rejected_conversations".split(
    " ",
  ),
  ..."preferred_output non_preferred_output".split(" "),
];

/** Whether a field holds a list of messages in any shape; as JSON text too, where a table holds it. */
const isList = (field: string): boolean => (messageFields as readonly string[]).includes(field);

/** The messages that a field of a row holds: a list of them, one alone, or the list under `messages`. */
export function messagesIn(row: Row, field: string): readonly Row[] {
  return fieldsWithMessages.includes(field) ? listIn(row[field], isList(field)) : [];
}

/** @param listed as JSON text too */
function listIn(value: unknown, listed: boolean): readonly Row[] {
  if (isRow(value)) return has(value, "messages") ? listIn(value["messages"], listed) : [value];
  if (typeof value === "string") return listed && value.startsWith("[") ? listIn(jsonValue(value), listed) : [];
  if (!Array.isArray(value)) return [];
  return value.filter(isRow).flatMap((item) => (isExchange(item) ? turnsOf(item) : [item]));
}

/** Fields of a message that its reader looks at. */
export const messageOwn: readonly string[] = [
  ..."role from content value text parts name tool_calls function_call tool_call_id".split(" "),
  ..."weight loss_weight train training image images candidates".split(" "),
  ...thoughtFields,
];

/** Fields of a part that its reader looks at: parts of tools and thoughts are read whole, or listed as such. */
export const partOwn: readonly string[] =
  "type text value content thought thoughtSignature signature thinking reasoningContent functionCall functionResponse toolUse toolResult image_url image fileData inlineData file_data inline_data input_image id input name tool_use_id".split(
    " ",
  );
