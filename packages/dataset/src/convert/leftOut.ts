import { messageFields, thoughtFields } from "../formats/chat.ts";
import { questionAnswerPair, type ColumnMapping } from "../formats/columns.ts";
import type { Example } from "../formats/example.ts";
import { filled, firstOf, has, isRow, type Row } from "../formats/row.ts";

/** The field that the tools of a row are read from. */
function toolField(row: Row): string {
  return ["tools", "available_tools", "functions"].find((field) => filled(row, field)) ?? "tools";
}

/** Fields of a row of messages that become part of the example. */
function chatFields(row: Row): readonly string[] {
  return [firstOf(row, messageFields) ?? "messages", "system", toolField(row), "images"];
}

/** Both sides of a preference pair, and where its prompt stands. */
function pairFields(row: Row): readonly string[] {
  const sides = filled(row, "chosen_messages") ? ["chosen_messages", "rejected_messages"] : ["chosen", "rejected"];
  const instructed = typeof row["instruction"] === "string";
  const sources = ["prompt", "conversations", "messages", "question", ...(instructed ? [] : ["input"])];
  const source = sources.find((field) => filled(row, field)) ?? (instructed ? "instruction" : "prompt");
  return [...sides, source, ...(source === "instruction" ? ["input"] : []), "system", toolField(row)];
}

const gemini = (row: Row): readonly string[] => [
  "contents",
  filled(row, "systemInstruction") ? "systemInstruction" : "system_instruction",
  toolField(row),
];

/** What of a row becomes part of the example, by its shape; of any other shape what a row of messages does. */
const ownFields: Readonly<Record<string, (row: Row) => readonly string[]>> = {
  dpo: () => ["input", "preferred_output", "non_preferred_output"],
  "prompt-completion": (row) => ["prompt", "completion", toolField(row)],
  "prompt-only": (row) => ["prompt", toolField(row)],
  stepwise: () => ["prompt", "completions"],
  "gemini-contents": gemini,
  "gemini-rft": gemini,
  "bedrock-conversation-2024": (row) => [...chatFields(row), "schemaVersion"],
  alpaca: (row) => [
    "instruction",
    "input",
    filled(row, "output") ? "output" : "response",
    "system",
    "history",
    "instances",
    toolField(row),
  ],
  preference: pairFields,
  kto: (row) => (has(row, "completion") ? ["prompt", "completion", toolField(row)] : chatFields(row)),
  "question-answer": (row) => [...(questionAnswerPair(row) ?? []), "system"],
  text: (row) => [has(row, "text") ? "text" : "content"],
};

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

/** The messages of a field: a list of them, one alone, or the list under `messages`. */
function messagesIn(value: unknown): readonly Row[] {
  if (isRow(value)) return has(value, "messages") ? messagesIn(value["messages"]) : [value];
  if (typeof value === "string" && value.startsWith("[")) {
    try {
      return messagesIn(JSON.parse(value));
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
  "type text value content thought thoughtSignature signature thinking reasoningContent functionCall functionResponse toolUse toolResult id input name tool_use_id".split(
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
      ? (ownFields[shape] ?? chatFields)(row)
      : [columns["prompt"] ?? "", columns["completion"] ?? "", columns["system"] ?? "system"];
  const left = strange(row, own);
  if (columns === undefined) left.push(...unread(row, example).filter((field) => own.includes(field)));
  if (shape === "dpo" && isRow(row["input"]))
    left.push(...strange(row["input"], ["messages", toolField(row["input"])]));
  for (const field of own)
    if (fieldsWithMessages.includes(field))
      for (const message of messagesIn(row[field])) left.push(...leftOfMessage(message));
  if (shape === "stepwise" && example.messages.length > example.answer + 1) left.push("steps_joined");
  return [...new Set(left)];
}
