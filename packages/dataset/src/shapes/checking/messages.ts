import names from "../names.json" with { type: "json" };
import { thoughtFields } from "../reading/chat.ts";
import { jsonText } from "../reading/content.ts";
import { isRow, has, type Row } from "../../formats/row.ts";
import type { Message } from "../../formats/example.ts";
import { checkImages } from "./images.ts";
import type { ChatRules, Emit } from "./rules.ts";
import { checkCalls, checkToolAnswer } from "./toolCalls.ts";

const messageKeys: ReadonlySet<string> = new Set(names.messageKeys);
const thoughtKeys: ReadonlySet<string> = new Set(thoughtFields);

/** Names that the ShareGPT family gives to the speakers. */
export const shareGptRoles: readonly string[] = names.shareGptRoles;

const contentFields: Readonly<Record<ChatRules["fields"], readonly string[]>> = {
  openai: ["content"],
  mistral: ["content", "text"],
  any: ["content", "value", "text"],
};

/** Whether a message may say nothing because it does something, where tools are known. */
function acts(message: Row, { roles }: ChatRules): boolean {
  if (typeof message["refusal"] === "string") return true;
  if (!roles.includes("tool")) return false;
  const calls = message["tool_calls"];
  return (Array.isArray(calls) && calls.length > 0) || isRow(message["function_call"]);
}

/** Content of one message: there, of the right type, not empty. */
function checkContent(message: Row, rules: ChatRules, emit: Emit): void {
  const given = contentFields[rules.fields].filter((field) => has(message, field));
  if (rules.fields === "mistral" && given.length > 1) emit("error", "ambiguous_format", given.join(" and "));
  const content = message[given[0] ?? "content"];
  if (content === undefined || content === null) {
    if (!acts(message, rules)) emit("error", "missing_content", `${jsonText(message["role"] ?? "a")} message`);
    return;
  }
  if (typeof content === "string") {
    const severity = message["role"] === "tool" && rules.emptyText === "error" ? "warning" : rules.emptyText;
    if (content.trim() === "" && !acts(message, rules) && severity !== null)
      emit(severity, "missing_content", "empty text");
    return;
  }
  if (!rules.partsAllowed || !Array.isArray(content)) return emit("error", "bad_content_type", got(content));
  if (content.length === 0 && !acts(message, rules)) emit("error", "missing_content", "empty list");
  for (const part of content) checkPart(part, rules, emit);
}

const partFields = ["text", "value", "image_url", "image", "refusal", "input_audio", "file", "video"];

const partTypes: ReadonlySet<unknown> = new Set(["text", "image_url", "refusal", "input_audio", "file", "thinking"]);

function checkPart(part: unknown, rules: ChatRules, emit: Emit): void {
  if (!isRow(part)) return emit("error", "bad_content_type", got(part));
  if (rules.fields !== "any" && !partTypes.has(part["type"]))
    return emit("error", "bad_content_type", `a part of type ${jsonText(part["type"] ?? "none").slice(0, 40)}`);
  if (part["type"] === "text" || part["type"] === undefined) {
    const text = part["text"] ?? part["value"];
    if (text !== undefined && typeof text !== "string")
      return emit("error", "bad_content_type", `text is ${got(text)}`);
  }
  if (!partFields.some((field) => has(part, field)) && part["type"] !== "image")
    emit("error", "bad_content_type", "a part without text or image");
}

/** The JSON type of a value, in words. */
export function got(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}

function checkWeight(message: Row, rules: ChatRules, emit: Emit): void {
  if (!has(message, "weight") || rules.weight === "forbidden") return;
  const { weight, role } = message;
  // A table writes null where there is no weight.
  if (rules.weight === "ignored" && weight === null) return;
  if (rules.weight === "ignored") return emit("warning", "weight_ignored", "not used here");
  if (weight !== 0 && weight !== 1) return emit("error", "bad_weight", jsonText(weight).slice(0, 40));
  if (role !== "assistant" && rules.weight === "assistant")
    emit("warning", "weight_ignored", role === undefined ? "on a message" : `on a ${jsonText(role)} message`);
}

function checkName(message: Row, rules: ChatRules, emit: Emit): void {
  if (!has(message, "name") || typeof message["name"] === "string") return;
  // A table writes null where there is no name.
  if (message["name"] !== null || rules.weight !== "ignored") emit("error", "bad_field_type", "name");
}

/** A field of a message that the provider does not know; where weights are forbidden, so is everything else. */
function checkKey(key: string, rules: ChatRules, emit: Emit): void {
  const strict = rules.weight === "forbidden";
  if (rules.thoughts === true && thoughtKeys.has(key)) return;
  if (strict ? key !== "role" && key !== "content" : !messageKeys.has(key) && key !== contentFields[rules.fields][1])
    emit(strict ? "error" : "advice", "unexpected_column", key);
}

/** The role of a message, as far as it has one that is a text. */
export function checkRole(message: Row, rules: ChatRules, emit: Emit): string | null {
  const from = rules.fields === "any" ? message["from"] : undefined;
  const role = message["role"] ?? from;
  if (role === undefined || role === null) {
    emit("error", "missing_role");
    return null;
  }
  if (typeof role !== "string") {
    emit("error", "bad_field_type", `role is ${got(role)}`);
    return null;
  }
  const known = role === from ? [...rules.roles, ...shareGptRoles] : rules.roles;
  if (known.includes(role)) return role;
  if (rules.otherRole === "skipped") emit("warning", "example_skipped", `role ${role}`);
  else emit("error", "unknown_role", role);
  return role;
}

/** One list of messages, each checked by itself; gives their roles (null where there is none) or null where it is no list. */
export function checkMessageList(list: unknown, rules: ChatRules, emit: Emit, field: string): (string | null)[] | null {
  if (list === undefined || list === null) {
    emit("error", "missing_messages", field);
    return null;
  }
  if (!Array.isArray(list)) {
    const isListed = typeof list === "string" && list.startsWith("[");
    emit("error", "bad_field_type", `${field} is ${isListed ? "a list as text: write it as JSON" : got(list)}`);
    return null;
  }
  if (list.length === 0) {
    emit("error", "missing_messages", `${field} is empty`);
    return null;
  }
  const roles: (string | null)[] = [];
  for (const message of list) {
    if (!isRow(message)) {
      emit("error", "bad_field_type", `a message is ${got(message)}`);
      roles.push(null);
      continue;
    }
    roles.push(checkRole(message, rules, emit));
    checkContent(message, rules, emit);
    checkWeight(message, rules, emit);
    checkName(message, rules, emit);
    if (rules.tools !== "unchecked") checkCalls(message, rules.tools, message === list.at(-1), emit);
    if (rules.tools === "openai" && (has(message, "function_call") || message["role"] === "function"))
      emit("warning", "deprecated_functions");
    for (const key in message) checkKey(key, rules, emit);
  }
  if (rules.tools !== "unchecked") checkToolAnswer(list.filter(isRow), rules.tools, emit);
  checkImages(list.filter(isRow), rules, emit);
  return roles;
}

/** Whether an example has anything to learn from: an answer that is trained and says or does something. */
export function trains(messages: readonly Message[]): boolean {
  return messages.some(
    ({ trained, text, rest, calls }) => trained && (text.trim() !== "" || rest !== null || calls !== null),
  );
}
