import { jsonValue } from "../../formats/jsonValue.ts";
import { systemColumn, systemOf, toolColumn, toolsOf } from "./besideTurns.ts";
import { addThought, contentOf, jsonText } from "./content.ts";
import {
  chatExample,
  fault,
  isListFault,
  textMessage,
  type Message,
  type Reading,
  type RowFault,
  type ToolCall,
} from "../../formats/example.ts";
import { isExchange, turnsOf } from "./exchanges.ts";
import { pictureColumns, picturesOf, withPictures } from "./pictures.ts";
import { roleOf } from "./roles.ts";
import { filled, firstFilled, isRow, type Row } from "../../formats/row.ts";
import { withAnswers, writesCalls, writtenCalls } from "./toolParts.ts";

/** Fields that hold the messages, in the names of OpenAI, Mistral and the ShareGPT family. */
export const messageFields = ["messages", "interactions", "conversations", "conversation", "items"] as const;

/** Fields that hold what a message says, the first that holds something: OpenAI's, ShareGPT's, Mistral's, the AI SDK's. */
export const textFields = ["content", "value", "text", "parts"] as const;

/** Calls that a message lists; as JSON text too, as tables hold them. */
export function listedCalls(message: Row): unknown {
  const listed = message["tool_calls"];
  return typeof listed === "string" ? jsonValue(listed) : listed;
}

/** Tool calls of a message: OpenAI's `tool_calls`, or the deprecated `function_call`. */
function callsOf(message: Row): readonly ToolCall[] | null {
  const calls: ToolCall[] = [];
  const listed = listedCalls(message);
  if (Array.isArray(listed)) {
    for (const call of listed) {
      const body: unknown = isRow(call) ? (call["function"] ?? call) : null;
      if (isRow(body))
        calls.push({
          id: isRow(call) && typeof call["id"] === "string" ? call["id"] : null,
          name: jsonText(body["name"] ?? ""),
          arguments: jsonText(body["arguments"] ?? ""),
        });
    }
  }
  const single = message["function_call"];
  if (isRow(single))
    calls.push({ id: null, name: jsonText(single["name"] ?? ""), arguments: jsonText(single["arguments"] ?? "") });
  return calls.length > 0 ? calls : null;
}

/** Whether the loss is taken on an answer: not where its weight is 0 or its `train` flag is false. */
function isTrained(message: Row): boolean {
  const weight = message["weight"] ?? message["loss_weight"];
  return weight !== 0 && message["train"] !== false && message["training"] !== false;
}

/** Fields that hold what the model thinks before it answers: of vLLM and DeepSeek, OpenRouter, gpt-oss. */
export const thoughtFields = ["reasoning_content", "reasoning", "thinking"] as const;

/** Any message but the plain one of a role and a text; the answers of tools in it as messages of their own. */
function readFullMessage(message: Row): Message[] | RowFault {
  const roleName = message["role"] ?? message["from"];
  if (roleName === undefined || roleName === null) return fault("missing_role", "role");
  if (typeof roleName !== "string") return fault("bad_field_type", "role");
  const role = roleOf(roleName);
  if (role === undefined) return fault("unknown_role", roleName);
  const field = firstFilled(message, textFields);
  const content = contentOf(field === undefined ? null : message[field]);
  if ("code" in content) return content;
  const written = writesCalls(roleName) ? writtenCalls(content.text) : null;
  if (written !== null) content.text = "";
  const calls = [...(callsOf(message) ?? []), ...(content.calls ?? []), ...(written ?? [])];
  const silent = field === undefined || message[field] === null;
  if (silent && calls.length === 0 && !filled(message, "refusal")) return fault("missing_content", "content");
  // A refusal is what the model says instead of an answer.
  if (silent && typeof message["refusal"] === "string") content.text = message["refusal"];
  // Servers give one thought under two names.
  const thoughts = new Set(thoughtFields.map((name) => message[name]));
  for (const thought of thoughts) if (typeof thought === "string") addThought(content, thought);
  const turn: Message = {
    role,
    text: content.text,
    rest: content.rest,
    thoughts: content.thoughts,
    name: typeof message["name"] === "string" ? message["name"] : null,
    callId: typeof message["tool_call_id"] === "string" ? message["tool_call_id"] : null,
    calls: calls.length > 0 ? calls : null,
    images: content.images ?? picturesOf(message),
    trained: role === "assistant" && isTrained(message),
  };
  return withAnswers(turn, content.answers);
}

/** The message of nearly all rows of nearly all files: a known role, a text, nothing else that counts. */
function plainMessage(message: Row): Message | null {
  const { role: name, content } = message;
  if (typeof name !== "string" || typeof content !== "string" || !plain(message) || writesCalls(name)) return null;
  const role = roleOf(name);
  return role === undefined ? null : textMessage(role, content);
}

function plain(message: Row): boolean {
  let fields = 0;
  for (const _ in message) if (++fields > 2) return false;
  return true;
}

/** A list of messages. */
export function readMessages(list: unknown): Message[] | RowFault {
  if (!Array.isArray(list)) return fault("bad_field_type", "messages");
  if (list.length === 0) return fault("missing_messages", "messages");
  const messages: Message[] = [];
  for (const item of list) {
    if (!isRow(item)) return fault("bad_field_type", "message");
    const message = plainMessage(item);
    if (message !== null) {
      messages.push(message);
      continue;
    }
    const read = readFullMessage(item);
    if ("code" in read) return read;
    messages.push(...read);
  }
  return messages;
}

/** The field that holds the messages of a row: one that is null beside another is none. */
export function messageField(row: Row): string | undefined {
  return firstFilled(row, messageFields);
}

/** Fields of a row of messages that become part of the example. */
export function chatColumns(row: Row): readonly string[] {
  return [messageField(row) ?? "messages", ...systemColumn(row), ...toolColumn(row), ...pictureColumns];
}

/** OpenAI chat, RFT, Mistral, Cohere, Claude messages and ShareGPT: one list of messages, a system text beside it or in it. */
export function readChat(row: Row): Reading {
  const field = messageField(row);
  if (field === undefined) return fault("missing_messages", "messages");
  let list: unknown = row[field];
  if (typeof list === "string" && list.startsWith("[")) list = jsonValue(list) ?? list;
  if (typeof list === "string") return fault("bad_field_type", `${field} is a text that is no JSON`);
  if (Array.isArray(list) && isRow(list[0]) && isExchange(list[0]))
    list = list.flatMap((item: unknown) => (isRow(item) && isExchange(item) ? turnsOf(item) : [item]));
  const messages = readMessages(list);
  if (isListFault(messages)) return messages;
  messages.unshift(...systemOf(row));
  return chatExample(withPictures(row, messages), toolsOf(row));
}
