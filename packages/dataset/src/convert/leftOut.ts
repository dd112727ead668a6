import { chatColumns } from "../shapes/reading/chat.ts";
import { toolField } from "../shapes/reading/besideTurns.ts";
import { shapeNamed } from "../shapes/table.ts";
import { messageOwn, messagesIn, partOwn } from "../shapes/turnFields.ts";
import type { ColumnMapping } from "../shapes/reading/columns.ts";
import type { Example } from "../formats/example.ts";
import { filled, isRow, type Row } from "../formats/row.ts";

/** Whether nothing is lost with a value: tables fill rows up with such. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === "[]") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Fields of an object, other than the known ones, that hold something. */
function strange(row: Row, known: readonly string[]): string[] {
  return Object.keys(row).filter((field) => !known.includes(field) && !isEmpty(row[field]));
}

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
      : [columns["text"] ?? "", columns["prompt"] ?? "", columns["completion"] ?? "", columns["system"] ?? "system"];
  const left = strange(row, own);
  if (columns === undefined) left.push(...unread(row, example).filter((field) => own.includes(field)));
  if (shape === "dpo" && isRow(row["input"]))
    left.push(...strange(row["input"], ["messages", toolField(row["input"])]));
  for (const field of own) for (const message of messagesIn(row, field)) left.push(...leftOfMessage(message));
  if (shape === "stepwise" && example.messages.length > example.answer + 1) left.push("steps_joined");
  return [...new Set(left)];
}
