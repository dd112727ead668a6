import {
  chatExample,
  fault,
  isListFault,
  textMessage,
  type Example,
  type Message,
  type Reading,
  type RowFault,
} from "../../formats/example.ts";
import { filled, has, isRow, type Row } from "../../formats/row.ts";
import { hasMessages } from "../families.ts";
import names from "../names.json" with { type: "json" };
import { readMessages, systemColumn, systemOf, toolColumn, toolsOf } from "./chat.ts";

export function messagesOf(value: unknown): unknown {
  if (!isRow(value)) return value;
  return has(value, "messages") ? value["messages"] : [value];
}

function sideOf(value: unknown, field: string, role: "user" | "assistant"): Message[] | RowFault {
  if (value === undefined || value === null) return fault("missing_field", field);
  if (typeof value === "string") return [textMessage(role, value)];
  const list: unknown = messagesOf(value);
  return Array.isArray(list) ? readMessages(list) : fault("bad_field_type", field);
}

export function readPromptCompletion(row: Row): Reading {
  const prompt = sideOf(row["prompt"], "prompt", "user");
  if (isListFault(prompt)) return prompt;
  const completion = sideOf(row["completion"], "completion", "assistant");
  if (isListFault(completion)) return completion;
  const layout = typeof row["prompt"] === "string" ? "text" : "chat";
  const messages = [...prompt, ...completion];
  return { layout, messages, answer: prompt.length, rejected: null, tools: chatTools(row, layout), ids: null };
}

export function promptColumns(row: Row): readonly string[] {
  return ["prompt", "completion", ...(typeof row["prompt"] === "string" ? [] : toolColumn(row))];
}

function chatTools(row: Row, layout: "chat" | "text"): Example["tools"] {
  return layout === "chat" ? toolsOf(row) : null;
}

export function readPromptOnly(row: Row): Reading {
  const prompt = sideOf(row["prompt"], "prompt", "user");
  if (isListFault(prompt)) return prompt;
  const layout = typeof row["prompt"] === "string" ? "text" : "chat";
  const tools = chatTools(row, layout);
  return { layout, messages: prompt, answer: prompt.length, rejected: null, tools, ids: null };
}

function pair(prompt: readonly Message[], chosen: readonly Message[], rejected: readonly Message[], row: Row): Example {
  const messages = [...prompt, ...chosen];
  return { layout: "chat", messages, answer: prompt.length, rejected, tools: toolsOf(row), ids: null };
}

/** OpenAI's, Azure's, Together's and Fireworks' preference pair: `{input: {messages}, preferred_output, non_preferred_output}`. */
export function readOutputPair(row: Row): Reading {
  for (const field of ["input", "preferred_output", "non_preferred_output"])
    if (!filled(row, field)) return fault("missing_field", field);
  const input = row["input"];
  if (!isRow(input)) return fault("bad_field_type", "input");
  if (!filled(input, "messages")) return fault("missing_messages", "input.messages");
  const prompt = readMessages(input["messages"]);
  if (isListFault(prompt)) return prompt;
  const sides: Message[][] = [];
  for (const field of ["preferred_output", "non_preferred_output"]) {
    if (!Array.isArray(row[field])) return fault("bad_field_type", field);
    const side = readMessages(row[field]);
    if (isListFault(side)) return side;
    sides.push(side);
  }
  return pair(prompt, sides[0] ?? [], sides[1] ?? [], input);
}

const sideNames = names.betterAndWorse as unknown as readonly (readonly [chosen: string, rejected: string])[];

export function isPairRow(row: Row): boolean {
  if (sideNames.some(([chosen, rejected]) => has(row, chosen) && has(row, rejected))) return true;
  // One alone is half of a pair, or a column of that name beside a chat.
  return (has(row, "chosen") || has(row, "rejected") || has(row, "chosen_messages")) && !hasMessages(row);
}

export function sidesOf(row: Row): readonly [chosen: string, rejected: string] {
  const whole = sideNames.find(([chosen, rejected]) => has(row, chosen) && has(row, rejected));
  const part = sideNames.find(([chosen, rejected]) => has(row, chosen) || has(row, rejected));
  return whole ?? part ?? ["chosen", "rejected"];
}

function promptField(row: Row): string | undefined {
  const instructed = typeof row["instruction"] === "string";
  const sources = ["prompt", "conversations", "messages", "question", ...(instructed ? [] : ["input"])];
  return sources.find((field) => filled(row, field)) ?? (instructed ? "instruction" : undefined);
}

function isRepeated(list: unknown, other: unknown): boolean {
  if (!Array.isArray(list) || !Array.isArray(other) || list.length !== other.length) return false;
  return list.every((turn: unknown, i) => isRow(turn) && isRow(other[i]) && turn["content"] === other[i]["content"]);
}

export function pairColumns(row: Row): readonly string[] {
  const source = promptField(row) ?? "prompt";
  // UltraFeedback repeats the chosen conversation.
  const more = isRepeated(row["messages"], row[sidesOf(row)[0]]) ? ["messages"] : [];
  return [
    ...more,
    ...sidesOf(row),
    source,
    ...(source === "instruction" ? ["input"] : []),
    ...systemColumn(row),
    ...toolColumn(row),
  ];
}

function isSame(a: Message | undefined, b: Message | undefined): boolean {
  if (a === undefined || b === undefined || a.role !== b.role || a.text !== b.text) return false;
  return beside(a) === beside(b);
}

function beside({ rest, calls, images, thoughts }: Message): string {
  return rest === null && calls === null && images === null ? "" : JSON.stringify([rest, calls, images, thoughts]);
}

/** Messages that both lists begin with, at most all but the last: two answers alike are two answers. @source https://github.com/huggingface/trl/blob/main/trl/data_utils.py `extract_prompt` (read 2026-11-25) */
function sharedPrefix(a: readonly Message[], b: readonly Message[]): number {
  let shared = 0;
  while (shared < a.length - 1 && shared < b.length - 1 && isSame(a[shared], b[shared])) shared += 1;
  return shared;
}

/** Marks of a speaker in conversations that are one text (hh-rlhf). */
const speaker = "\n\nAssistant:";

/**
 * Where two texts part: after the last mark of the model in what they share, else where they first differ, a space before that going to the answers, as TRL parts them.
 * @source https://github.com/huggingface/trl/blob/main/trl/data_utils.py `extract_prompt` (read 2026-11-25)
 */
function sharedText(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  const mark = a.slice(0, at).lastIndexOf(speaker);
  if (mark >= 0) return mark + speaker.length;
  // No character is cut in two.
  const low = a.charCodeAt(at);
  if (at > 0 && low >= 0xdc00 && low < 0xe000) at -= 1;
  return a[at - 1] === " " ? at - 1 : at;
}

function textPair(chosen: Message, rejected: Message, row: Row): Example {
  const at = sharedText(chosen.text, rejected.text);
  const whole = at === chosen.text.length && at === rejected.text.length;
  const prompt = at === 0 || whole ? [] : [textMessage("user", chosen.text.slice(0, at))];
  const answer = (text: string): Message[] => [textMessage("assistant", prompt.length === 0 ? text : text.slice(at))];
  return pair(prompt, answer(chosen.text), answer(rejected.text), row);
}

function repeats(messages: readonly Message[], prompt: readonly Message[]): boolean {
  const from = messages.length - prompt.length;
  return from >= 0 && prompt.every((message, i) => isSame(message, messages[from + i]));
}

/** `{prompt?, chosen, rejected}` of TRL, `{conversations, chosen, rejected}` of LLaMA-Factory, `{chosen_messages, rejected_messages}` and their kin: without a prompt, or where both answers repeat it, what both begin with is the prompt. */
export function readChosenRejected(row: Row): Reading {
  const sides: Message[][] = [];
  const names = sidesOf(row);
  for (const field of names) {
    const side = sideOf(row[field], field, "assistant");
    if (isListFault(side)) return side;
    sides.push(side);
  }
  const [chosen = [], rejected = []] = sides;
  const source = promptField(row);
  const shared = sharedPrefix(chosen, rejected);
  const [first] = chosen;
  const [other] = rejected;
  const isText = names.every((field) => typeof row[field] === "string");
  if (source === undefined && isText && first !== undefined && other !== undefined) return textPair(first, other, row);
  const system = systemOf(row);
  if (source === undefined)
    return pair([...system, ...chosen.slice(0, shared)], chosen.slice(shared), rejected.slice(shared), row);
  const prompt =
    source === "instruction"
      ? [textMessage("user", instructionText(row, row["input"]))]
      : sideOf(row[source], source, "user");
  if (isListFault(prompt)) return prompt;
  if (!repeats(chosen.slice(0, shared), prompt)) return pair([...system, ...prompt], chosen, rejected, row);
  return pair([...system, ...chosen.slice(0, shared)], chosen.slice(shared), rejected.slice(shared), row);
}

export function instructionText(row: Row, input: unknown): string {
  const instruction = typeof row["instruction"] === "string" ? row["instruction"] : "";
  return typeof input === "string" && input !== "" ? `${instruction}\n${input}` : instruction;
}

export function questionAnswer(row: Row, question: string, answer: string): Example {
  return chatExample([...systemOf(row), textMessage("user", question), textMessage("assistant", answer)], null);
}
