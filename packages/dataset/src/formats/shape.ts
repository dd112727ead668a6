import { readChat, readConverse } from "./chat.ts";
import { questionAnswerPair, readAlpaca, readQuestionAnswer, readText, readTokenised } from "./columns.ts";
import type { RowReader } from "./example.ts";
import { readGemini } from "./gemini.ts";
import { readChosenRejected, readOutputPair, readPromptCompletion, readPromptOnly, readStepwise } from "./pairs.ts";
import { has, isRow, type Row } from "./row.ts";

/** The reader of each shape of row. */
export const readers: Readonly<Record<string, RowReader>> = {
  "chat-sft": readChat,
  rft: readChat,
  dpo: readOutputPair,
  "prompt-completion": readPromptCompletion,
  "prompt-only": readPromptOnly,
  stepwise: readStepwise,
  "gemini-contents": readGemini,
  "gemini-rft": readGemini,
  "bedrock-conversation-2024": readConverse,
  "claude-messages": readChat,
  "cohere-chat": readChat,
  sharegpt: readChat,
  alpaca: readAlpaca,
  preference: readChosenRejected,
  kto: (row) => (has(row, "completion") ? readPromptCompletion(row) : readChat(row)),
  "question-answer": readQuestionAnswer,
  text: readText,
  "parquet-tokenised": readTokenised,
};

/** Ids of the shapes that can be read. */
export const shapes: readonly string[] = Object.keys(readers);

/** Fields that OpenAI's chat rows own; any other field beside them belongs to a grader. */
const chatFields = new Set(["messages", "tools", "parallel_tool_calls", "functions", "function_call", "tool_choice"]);

/** Whether the row holds a field beside the chat's own. */
export function hasGraderField(row: Row): boolean {
  for (const field in row) if (!chatFields.has(field)) return true;
  return false;
}

function isConverseContent(content: unknown): boolean {
  if (!Array.isArray(content) || !isRow(content[0])) return false;
  const part = content[0];
  return !has(part, "type") && (has(part, "text") || has(part, "image") || has(part, "video"));
}

const cohereRoles = new Set(["System", "User", "Chatbot"]);

/** Rows with a list of messages. Everything is told by the row alone, so that the parts of a cut file agree. */
function messageShape(row: Row): string {
  if (has(row, "kto_tag") || typeof row["label"] === "boolean") return "kto";
  const list: unknown = row["messages"] ?? row["interactions"];
  if (!Array.isArray(list)) return "chat-sft";
  const [first, last]: unknown[] = [list[0], list[list.length - 1]];
  if (has(row, "schemaVersion") || (isRow(first) && isConverseContent(first["content"])))
    return "bedrock-conversation-2024";
  if (isRow(first) && typeof first["role"] === "string" && cohereRoles.has(first["role"])) return "cohere-chat";
  if (isRow(first) && has(first, "from")) return "sharegpt";
  if (typeof row["system"] === "string") return "claude-messages";
  const open = isRow(last) && (last["role"] === "user" || last["role"] === "developer");
  return open && hasGraderField(row) ? "rft" : "chat-sft";
}

/** Rows of named columns. */
function columnShape(row: Row): string | undefined {
  if (has(row, "input_ids")) return "parquet-tokenised";
  if (has(row, "instruction") && (has(row, "output") || has(row, "instances") || has(row, "response"))) return "alpaca";
  if (has(row, "prompt") && has(row, "completions")) return "stepwise";
  if (has(row, "completion")) return typeof row["label"] === "boolean" ? "kto" : "prompt-completion";
  if (questionAnswerPair(row) !== undefined) return "question-answer";
  if (has(row, "text") || (typeof row["content"] === "string" && !has(row, "role"))) return "text";
  return has(row, "prompt") ? "prompt-only" : undefined;
}

/** The shape of a row, from its own fields alone; undefined for a row of no known shape. */
export function shapeOf(row: Row): string | undefined {
  if (has(row, "preferred_output") || has(row, "non_preferred_output")) return "dpo";
  if (has(row, "contents")) return has(row, "references") ? "gemini-rft" : "gemini-contents";
  if (has(row, "chosen") || has(row, "rejected") || has(row, "chosen_messages")) return "preference";
  if (has(row, "messages") || has(row, "interactions")) return messageShape(row);
  if (has(row, "conversations") || has(row, "conversation") || has(row, "items"))
    return has(row, "kto_tag") ? "kto" : "sharegpt";
  return columnShape(row);
}
