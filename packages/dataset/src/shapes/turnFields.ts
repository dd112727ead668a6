import names from "./names.json" with { type: "json" };
import { jsonValue } from "../formats/jsonValue.ts";
import { has, isRow, type Row } from "../formats/row.ts";
import { isExchange, turnsOf } from "./reading/exchanges.ts";
import { messageFields, thoughtFields } from "./reading/chat.ts";

const fieldsWithMessages: readonly string[] = [...messageFields, ...names.turnColumns];

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
export const messageOwn: readonly string[] = [...names.messageFields, ...thoughtFields];

/** Fields of a part that its reader looks at: parts of tools and thoughts are read whole, or listed as such. */
export const partOwn: readonly string[] = names.partFields;
