import {
  chatExample,
  fault,
  isFault,
  isListFault,
  textMessage,
  type Example,
  type Message,
  type Reading,
  type RowFault,
} from "../../formats/example.ts";
import { filled, isRow, type Row } from "../../formats/row.ts";
import { messageField, readChat, readMessages, roleOf, systemOf, toolColumn, toolsOf } from "./chat.ts";
import { readAlpaca, readQuestionAnswer } from "./columns.ts";
import { CallIds, contentOf, jsonText, withAnswers } from "./content.ts";

function readTurn(turn: unknown, ids: CallIds): Message[] | RowFault {
  if (!isRow(turn)) return fault("bad_field_type", "contents");
  const roleName = turn["role"];
  if (roleName === undefined || roleName === null) return fault("missing_role", "role");
  const role = typeof roleName === "string" ? roleOf(roleName) : undefined;
  if (role === undefined) return fault("unknown_role", jsonText(roleName));
  if (!Array.isArray(turn["parts"])) return fault("bad_parts", "parts");
  const content = contentOf(turn["parts"]);
  if ("code" in content) return fault("bad_parts", content.detail);
  const { text, rest, thoughts, images } = content;
  const [calls, answers] = [ids.called(content.calls), ids.answered(content.answers)];
  const trained = role === "assistant";
  return withAnswers({ role, text, rest, thoughts, name: null, callId: null, calls, images, trained }, answers);
}

/** Gemini lists functions under `functionDeclarations`, with the types of their parameters in capitals. */
function declaredTools(row: Row): readonly unknown[] | null {
  return (
    toolsOf(row)?.flatMap((tool) => {
      const declared: unknown = isRow(tool) ? (tool["functionDeclarations"] ?? tool["function_declarations"]) : null;
      if (!Array.isArray(declared)) return [tool];
      return declared.map((one: unknown) => ({ type: "function", function: smallTypes(one) }));
    }) ?? null
  );
}

/** A schema whose types are written in small letters, as JSON schemas have them. */
function smallTypes(value: unknown, depth: number = 0): unknown {
  if (depth > 50) return value;
  if (Array.isArray(value)) return value.map((one) => smallTypes(one, depth + 1));
  if (!isRow(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, one]) => [
      field,
      field === "type" && typeof one === "string" ? one.toLowerCase() : smallTypes(one, depth + 1),
    ]),
  );
}

/** Vertex AI's Gemini shape: `{systemInstruction?, contents: [{role, parts}], tools?}`. */
export function readGemini(row: Row): Reading {
  const contents = row["contents"];
  if (contents === undefined || contents === null) return fault("missing_contents", "contents");
  if (!Array.isArray(contents)) return fault("bad_field_type", "contents");
  if (contents.length === 0) return fault("missing_contents", "contents");
  const messages: Message[] = [];
  const ids = new CallIds();
  const system = row["systemInstruction"] ?? row["system_instruction"];
  if (typeof system === "string" && system !== "") messages.push(textMessage("system", system));
  if (isRow(system)) {
    const turn = readTurn({ ...system, role: "system" }, ids);
    if ("code" in turn) return turn;
    messages.push(...turn);
  }
  for (const turn of contents) {
    const read = readTurn(turn, ids);
    if ("code" in read) return read;
    messages.push(...read);
  }
  return chatExample(messages, declaredTools(row));
}

export function geminiColumns(row: Row): readonly string[] {
  const system = filled(row, "systemInstruction") ? "systemInstruction" : "system_instruction";
  return ["contents", system, ...toolColumn(row)];
}

interface Rated {
  readonly messages: Message[];
  readonly preferred: boolean | null;
}

function pairOf(prompt: Example, rated: readonly Rated[], field: string): Reading {
  const [chosen, rejected] = [true, false].map((wanted) => rated.find(({ preferred }) => preferred === wanted));
  if (rated.length !== 2 || chosen === undefined || rejected === undefined) return fault("bad_field_type", field);
  const messages = [...prompt.messages, ...chosen.messages];
  return { ...prompt, messages, answer: prompt.messages.length, rejected: rejected.messages };
}

export function readGeminiPreference(row: Row): Reading {
  const prompt = readGemini(row);
  if (isFault(prompt)) return prompt;
  const { completions } = row;
  if (!Array.isArray(completions)) return fault("bad_field_type", "completions");
  const scores = completions.map((one: unknown) => (isRow(one) ? Number(one["score"] ?? NaN) : NaN));
  const best = Math.max(...scores);
  const rated: Rated[] = [];
  for (const [i, one] of (completions as unknown[]).entries()) {
    if (!isRow(one)) return fault("bad_field_type", "completions");
    const answer = readGemini({ contents: [one["completion"]] });
    if (isFault(answer)) return answer;
    const isTold = scores.every((score) => !Number.isNaN(score)) && Math.min(...scores) < best;
    rated.push({ messages: [...answer.messages], preferred: isTold ? scores[i] === best : null });
  }
  return pairOf(prompt, rated, "completions");
}

export function readConversePreference(row: Row): Reading {
  const list: unknown = row["messages"] ?? row["interactions"];
  if (!Array.isArray(list)) return fault("missing_messages", "messages");
  const last: unknown = list.at(-1);
  if (!isRow(last) || !Array.isArray(last["candidates"])) return fault("missing_field", "candidates");
  const before = list.length < 2 ? [] : readMessages(list.slice(0, -1));
  if (isListFault(before)) return before;
  const rated: Rated[] = [];
  const { role } = last;
  for (const one of last["candidates"] as unknown[]) {
    if (!isRow(one)) return fault("bad_field_type", "candidates");
    const answer = readMessages([{ role, content: one["content"] }]);
    if (isListFault(answer)) return answer;
    const label = one["preferenceLabel"];
    rated.push({
      messages: answer,
      preferred: label === "preferred" ? true : label === "non-preferred" ? false : null,
    });
  }
  const messages = [...systemOf(row), ...before];
  const prompt: Example = {
    layout: "chat",
    messages,
    answer: messages.length,
    rejected: null,
    tools: toolsOf(row),
    ids: null,
  };
  return pairOf(prompt, rated, "candidates");
}

export function readRejectedResponse(row: Row): Reading {
  const { rejected_response: other } = row;
  if (other === undefined || other === null) return fault("missing_field", "rejected_response");
  if (typeof other !== "string") return fault("bad_field_type", "rejected_response");
  const chat = messageField(row) !== undefined ? readChat(row) : chatOfColumns(row);
  if (isFault(chat)) return chat;
  if (chat.answer !== chat.messages.length - 1) return fault("missing_assistant", "messages");
  return { ...chat, rejected: [textMessage("assistant", other)] };
}

function chatOfColumns(row: Row): Reading {
  return filled(row, "instruction") ? readAlpaca(row) : readQuestionAnswer(row);
}
