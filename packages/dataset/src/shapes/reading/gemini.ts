import { chatExample, fault, isFault, textMessage } from "../../formats/example.ts";
import type { Example, Message, Reading, RowFault } from "../../formats/example.ts";
import { jsonValue } from "../../formats/jsonValue.ts";
import { filled, isRow, type Row } from "../../formats/row.ts";
import { messageField, readChat, readFullMessage, readMessages, systemOf, toolColumn, toolsOf } from "./chat.ts";
import { readAlpaca, readQuestionAnswer } from "./columns.ts";
import { jsonText } from "./content.ts";
import { sideOf } from "./pairs.ts";

function readTurn(turn: unknown): Message[] | RowFault {
  if (!isRow(turn)) return fault("bad_field_type", "contents");
  const { role, parts } = turn;
  const read = readFullMessage({ role, parts: Array.isArray(parts) ? parts : 0 });
  if (!isFault(read) || read.code !== "bad_content_type") return read;
  return fault("bad_parts", Array.isArray(parts) ? read.detail : "parts");
}

function declaredTools(row: Row): readonly unknown[] | null {
  const tools = toolsOf(row)?.flatMap((tool) => {
    const declared: unknown = isRow(tool) ? (tool["functionDeclarations"] ?? tool["function_declarations"]) : null;
    if (!Array.isArray(declared)) return [tool];
    return declared.map((one: unknown) => ({ type: "function", function: smallTypes(one) }));
  });
  return tools ?? null;
}

/** A declaration as JSON Schema has it: Gemini's types are in capitals. One that is too deep to print stays as it is. */
function smallTypes(declaration: unknown): unknown {
  const small = (field: string, one: unknown): unknown =>
    field === "type" && typeof one === "string" ? one.toLowerCase() : one;
  return jsonValue(jsonText(declaration, small)) ?? declaration;
}

export function readGemini(row: Row): Reading {
  const contents = row["contents"] ?? [];
  if (!Array.isArray(contents)) return fault("bad_field_type", "contents");
  if (contents.length === 0) return fault("missing_contents", "contents");
  const system = row["systemInstruction"] ?? row["system_instruction"];
  const messages = typeof system === "string" && system !== "" ? [textMessage("system", system)] : [];
  for (const turn of [...(isRow(system) ? [{ ...system, role: "system" }] : []), ...(contents as unknown[])]) {
    const read = readTurn(turn);
    if (isFault(read)) return read;
    messages.push(...read);
  }
  return chatExample(messages, declaredTools(row));
}

export function geminiColumns(row: Row): readonly string[] {
  const system = filled(row, "systemInstruction") ? "systemInstruction" : "system_instruction";
  return ["contents", system, ...toolColumn(row)];
}

function pairOf(
  prompt: Example,
  [field, list]: readonly [field: string, list: unknown],
  read: (one: Row) => Message[] | RowFault,
  isBetter: (one: Row) => boolean | null,
): Reading {
  if (!Array.isArray(list) || !list.every(isRow)) return fault("bad_field_type", field);
  const sides = new Map<boolean | null, Message[]>();
  for (const one of list) {
    const answer = read(one);
    if (isFault(answer)) return answer;
    sides.set(isBetter(one), answer);
  }
  const [chosen, rejected] = [sides.get(true), sides.get(false)];
  if (list.length !== 2 || chosen === undefined || rejected === undefined) return fault("bad_field_type", field);
  return { ...prompt, messages: [...prompt.messages, ...chosen], answer: prompt.messages.length, rejected };
}

export function readGeminiPreference(row: Row): Reading {
  const prompt = readGemini(row);
  if (isFault(prompt)) return prompt;
  const { completions } = row;
  const scoreOf = (one: unknown): number => Number((isRow(one) ? one["score"] : null) ?? NaN);
  const scores = Array.isArray(completions) ? completions.map(scoreOf) : [];
  const [best, least] = [Math.max(...scores), Math.min(...scores)];
  const isBetter = (one: Row): boolean | null => (least < best ? scoreOf(one) === best : null);
  return pairOf(prompt, ["completions", completions], ({ completion }) => readTurn(completion), isBetter);
}

export function readConversePreference(row: Row): Reading {
  const list: unknown = row["messages"] ?? row["interactions"];
  if (!Array.isArray(list)) return fault("missing_messages", "messages");
  const last: unknown = list.at(-1);
  if (!isRow(last) || !Array.isArray(last["candidates"])) return fault("missing_field", "candidates");
  const before = list.length < 2 ? [] : readMessages(list.slice(0, -1));
  if (isFault(before)) return before;
  const { role, candidates } = last;
  return pairOf(
    chatExample([...systemOf(row), ...before], toolsOf(row)),
    ["candidates", candidates],
    ({ content }) => readMessages([{ role, content }]),
    ({ preferenceLabel: label }) => (label === "preferred" ? true : label === "non-preferred" ? false : null),
  );
}

export function readRejectedResponse(row: Row): Reading {
  const rejected = sideOf(row["rejected_response"], "rejected_response", "assistant");
  if (isFault(rejected)) return rejected;
  const beside = filled(row, "instruction") ? readAlpaca : readQuestionAnswer;
  const chat = (messageField(row) === undefined ? beside : readChat)(row);
  if (isFault(chat)) return chat;
  // Both answers are all behind the last user.
  const answer = chat.messages.findLastIndex(({ role }) => role === "user") + 1;
  return answer < chat.messages.length ? { ...chat, answer, rejected } : fault("missing_assistant", "messages");
}
