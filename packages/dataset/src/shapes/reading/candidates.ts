import {
  fault,
  isListFault,
  isFault,
  textMessage,
  type Example,
  type Message,
  type Reading,
} from "../../formats/example.ts";
import { filled, isRow, type Row } from "../../formats/row.ts";
import { systemOf, toolsOf } from "./besideTurns.ts";
import { messageField, readChat, readMessages } from "./chat.ts";
import { readAlpaca, readQuestionAnswer } from "./columns.ts";
import { readGemini } from "./gemini.ts";

/** An answer and whether it is the better one; null where the row does not say. */
interface Rated {
  readonly messages: Message[];
  readonly preferred: boolean | null;
}

/** A pair from its prompt and two rated answers; a fault where they are not one better and one worse. */
function pairOf(prompt: Example, rated: readonly Rated[], field: string): Reading {
  const [chosen, rejected] = [true, false].map((wanted) => rated.find(({ preferred }) => preferred === wanted));
  if (rated.length !== 2 || chosen === undefined || rejected === undefined) return fault("bad_field_type", field);
  const messages = [...prompt.messages, ...chosen.messages];
  return { ...prompt, messages, answer: prompt.messages.length, rejected: rejected.messages };
}

/** Vertex AI's preference rows: `{systemInstruction?, contents, completions: [{score, completion}]}`. */
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

/** Nova's preference rows: `{system?, messages: […, {role: "assistant", candidates: [{content, preferenceLabel}]}]}`. */
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

/** ms-swift's pairs: rows of a chat whose last answer is the better one, and the other one beside them. */
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
