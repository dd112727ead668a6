import { chatColumns, toolField } from "../shapes/columnsOf.ts";
import { shapeNamed } from "../shapes/table.ts";
import { messageFields, thoughtFields } from "../shapes/reading/chat.ts";
import type { ColumnMapping } from "../shapes/reading/columns.ts";
import type { Example } from "../formats/example.ts";
import { filled, has, isRow, type Row } from "../formats/row.ts";

/** Whether nothing is lost with a value: tables fill rows up with such. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === "[]") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Fields of an object, other than the known ones, that hold something. */
function strange(row: Row, known: readonly string[]): string[] {
  return Object.keys(row).filter((field) => !known.includes(field) && !isEmpty(row[field]));
}

const fieldsWithMessages: readonly string[] = [
  ...messageFields,
  "contents",
  "input",
  "prompt",
  "completion",
  "chosen",
  "rejected",
  "chosen_messages",
  "rejected_messages",
  "preferred_output",
  "non_preferred_output",
];

/** Whether a field holds a list of messages in any shape; as JSON text too, where a table holds it. */
const isList = (field: string): boolean => (messageFields as readonly string[]).includes(field);

/** The messages of a field: a list of them, one alone, or the list under `messages`. @param listed as JSON text too */
function messagesIn(value: unknown, listed: boolean): readonly Row[] {
  if (isRow(value)) return has(value, "messages") ? messagesIn(value["messages"], listed) : [value];
  if (typeof value === "string" && listed && value.startsWith("[")) {
    try {
      return messagesIn(JSON.parse(value), listed);
    } catch {
      return [];
    }
  }
  return Array.isArray(value) ? value.filter(isRow) : [];
}

const messageOwn: readonly string[] = [
  ..."role from content value text parts name tool_calls function_call tool_call_id".split(" "),
  ..."weight loss_weight train training".split(" "),
  ...thoughtFields,
];

/** Parts of tools and thoughts are read whole, or listed as such. */
const partOwn: readonly string[] =
  "type text value content thought thoughtSignature signature thinking reasoningContent functionCall functionResponse toolUse toolResult image_url image fileData inlineData file_data inline_data input_image id input name tool_use_id".split(
    " ",
  );

function leftOfMessage(message: Row): string[] {
  const { weight, tool_calls: calls, function_call: call } = message;
  const left = strange(message, messageOwn);
  // A weight is 0 or 1, and 1 is what answers have anyway.
  const whole = isEmpty(weight) || weight === 0 || weight === true || (weight === 1 && message["role"] !== "user");
  if (!whole) left.push("weight");
  if (!isEmpty(calls) && !(Array.isArray(calls) && calls.every(namesFunction))) left.push("tool_calls");
  if (!isEmpty(call) && !isRow(call)) left.push("function_call");
  const content = message["parts"] ?? message["content"] ?? message["value"];
  for (const part of Array.isArray(content) ? content : [content]) {
    if (!isRow(part)) continue;
    left.push(...strange(part, partOwn));
    if (isRow(part["toolResult"]) && filled(part["toolResult"], "status")) left.push("status");
  }
  return left;
}

function namesFunction(call: unknown): boolean {
  const body: unknown = isRow(call) ? (call["function"] ?? call) : null;
  return isRow(body) && typeof body["name"] === "string";
}

/** Fields that were read for nothing: a system text that is no text, tools that are no list. */
function unread(row: Row, { messages, tools }: Example): string[] {
  const left: string[] = [];
  const instructed = messages.some(({ role }) => role === "system" || role === "developer");
  for (const field of ["system", "systemInstruction", "system_instruction"])
    if (!isEmpty(row[field]) && !instructed) left.push(field);
  if (!isEmpty(row[toolField(row)]) && tools === null) left.push(toolField(row));
  if (!isEmpty(row["images"]) && messages.every(({ images }) => images === null)) left.push("images");
  return left;
}

/**
 * Names of the fields of a row, of its messages and their parts, that hold something and are no part of the example: what
 * any other shape than the row's own is without.
 */
export function leftOut(row: Row, shape: string, columns: ColumnMapping | undefined, example: Example): string[] {
  const own =
    columns === undefined
      ? (shapeNamed(shape)?.columns ?? chatColumns)(row)
      : [columns["prompt"] ?? "", columns["completion"] ?? "", columns["system"] ?? "system"];
  const left = strange(row, own);
  if (columns === undefined) left.push(...unread(row, example).filter((field) => own.includes(field)));
  if (shape === "dpo" && isRow(row["input"]))
    left.push(...strange(row["input"], ["messages", toolField(row["input"])]));
  for (const field of own)
    if (fieldsWithMessages.includes(field))
      for (const message of messagesIn(row[field], isList(field))) left.push(...leftOfMessage(message));
  if (shape === "stepwise" && example.messages.length > example.answer + 1) left.push("steps_joined");
  return [...new Set(left)];
}
