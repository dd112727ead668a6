import { filled, has, isRow, rowsIn, type Row } from "../formats/row.ts";
import { checkAlpaca, checkChat, checkClaude, checkQuestion, checkRft, checkShareGpt } from "./checking/chatRows.ts";
import { checkConverse } from "./checking/converseRows.ts";
import { checkGemini, checkGeminiRft } from "./checking/geminiRows.ts";
import { endsOf, hasGraderField, hasMessages } from "./families.ts";
import names from "./names.json" with { type: "json" };
import { besideColumns, chatColumns, readChat, systemColumn } from "./reading/chat.ts";
import { questionAnswerColumnsOf, questionAnswerPair, readAlpaca, readQuestionAnswer } from "./reading/columns.ts";
import { exportedTurns, readExport } from "./reading/exports.ts";
import { geminiColumns, readGemini } from "./reading/gemini.ts";
import { shape, unchecked, type Shape } from "./shape.ts";

const messages = {
  nature: "chat",
  marks: ["messages", "interactions"],
  read: readChat,
  columns: chatColumns,
  check: checkChat,
} as const;

const isListed = (row: Row): boolean => hasMessages(row) && Array.isArray(row["messages"] ?? row["interactions"]);

/** OpenAI's chat rows, and Mistral's. @source https://platform.openai.com/docs/guides/supervised-fine-tuning (read 2026-11-24) */
export const chatSft: Shape = shape({
  ...messages,
  id: "chat-sft",
  is: hasMessages,
  ignores: ["parallel_tool_calls", "tool_choice"],
  akin: ["rft", "claude-messages"],
  strict: ["messages", "interactions"],
});

/** Reinforcement tuning at OpenAI: ends with the user, and holds what a grader needs. @source https://platform.openai.com/docs/guides/reinforcement-fine-tuning (read 2026-11-24) */
export const rft: Shape = shape({
  ...messages,
  id: "rft",
  nature: "graded",
  is: (row) =>
    hasMessages(row) && ["user", "developer"].includes(String(endsOf(row)[1]?.["role"])) && hasGraderField(row),
  ignores: ["*"],
  check: checkRft,
  akin: ["chat-sft"],
  wholeRow: true,
  open: true,
});

/** Claude on Bedrock: the system text beside the messages. @source https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html (read 2026-11-24) */
export const claudeMessages: Shape = shape({
  ...messages,
  id: "claude-messages",
  is: (row) => isListed(row) && typeof row["system"] === "string",
  akin: ["chat-sft"],
  strict: ["system", "messages"],
  check: checkClaude,
});

/** Conversations as ChatGPT, Claude, Open WebUI and others export them. */
export const chatExport: Shape = shape({
  id: "chat-export",
  nature: "chat",
  is: (row) => exportedTurns(row) !== null,
  read: readExport,
  // Of several answers the first is read.
  columns: ({ choices }) =>
    Array.isArray(choices) && choices.length > 1 ? names.exportColumns : [...names.exportColumns, "choices"],
  ignores: ["*"],
  check: unchecked,
});

const cohereRoles: readonly string[] = ["System", "User", "Chatbot"];

/** Cohere's chat. @source https://docs.cohere.com/docs/chat-preparing-the-data (read 2026-11-24) */
export const cohereChat: Shape = shape({
  ...messages,
  id: "cohere-chat",
  is: (row) => hasMessages(row) && cohereRoles.includes(String(endsOf(row)[0]?.["role"])),
  roles: cohereRoles,
});

const leadsWith = (value: unknown, fields: readonly string[]): boolean =>
  Array.isArray(value) && isRow(value[0]) && fields.some((field) => has(value[0] as Row, field));

/** The ShareGPT family: turns of `from` and `value`. @source https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md (read 2026-11-24) */
export const sharegpt: Shape = shape({
  ...messages,
  id: "sharegpt",
  is: (row) =>
    hasMessages(row)
      ? has(endsOf(row)[0] ?? {}, "from")
      : ["conversations", "conversation"].some((field) => has(row, field)) ||
        leadsWith(row["items"] ?? row["dialogue"] ?? row["dialog"], ["from", "role"]),
  marks: ["conversations", "conversation", "items", "messages"],
  check: checkShareGpt,
});

/** Bedrock's blocks have no type. Neither have the parts of DashScope's rows, whose system text is a message and whose pictures are addresses. */
function isBlocks(messages: readonly Row[]): boolean {
  const parts = messages.flatMap(({ role, content }) => (role === "system" ? [{ type: role }] : rowsIn(content)));
  const isOther = parts.some((part: Row) => has(part, "type") || typeof (part["image"] ?? part["video"]) === "string");
  const [first = {}] = rowsIn(messages[0]?.["content"]);
  return !isOther && ["text", "image", "video"].some((field) => has(first, field));
}

/** Bedrock's Converse rows: Nova, Llama 3.2 and 3.3, distillation. @source https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html (read 2026-11-24) */
export const bedrockConversation: Shape = shape({
  ...messages,
  id: "bedrock-conversation-2024",
  is: (row) => isListed(row) && (has(row, "schemaVersion") || isBlocks(rowsIn(row["messages"] ?? row["interactions"]))),
  columns: (row) => [...chatColumns(row), "schemaVersion"],
  check: checkConverse,
  strict: ["schemaVersion", "system", "messages"],
  open: true,
});

export const contents: Pick<Shape, "marks" | "read" | "columns" | "roles"> = {
  marks: ["contents"],
  read: readGemini,
  columns: geminiColumns,
  roles: ["user", "model", "function"],
};

/** A document, or pairs of sentences. */
const isOther = (value: unknown): boolean =>
  typeof value === "string" || (Array.isArray(value) && isRow(value[0]) && !leadsWith(value, ["parts", "role"]));

/** Vertex AI: `{systemInstruction?, contents: [{role, parts}], tools?}`. @source https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-prepare (read 2026-11-24) */
export const geminiContents: Shape = shape({
  ...contents,
  id: "gemini-contents",
  nature: "chat",
  // Beside a chat it is a column of that name, unless it holds turns.
  is: (row) =>
    has(row, "contents") && (hasMessages(row) ? leadsWith(row["contents"], ["parts"]) : !isOther(row["contents"])),
  ignores: ["generationConfig"],
  check: checkGemini,
  akin: ["gemini-rft"],
});

/** Reinforcement tuning on Vertex AI: turns that end with the user, and references for the grader. */
export const geminiRft: Shape = shape({
  ...contents,
  id: "gemini-rft",
  nature: "graded",
  is: (row) => has(row, "contents") && has(row, "references"),
  ignores: ["references"],
  check: checkGeminiRft,
  akin: ["gemini-contents"],
  wholeRow: true,
  open: true,
});

/** Alpaca: `{instruction, input?, output, system?, history?}`; Dolly calls the input `context` and the output `response`. @source https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md (read 2026-11-24) */
export const alpaca: Shape = shape({
  id: "alpaca",
  nature: "chat",
  is: (row) => has(row, "instruction") && (has(row, "output") || has(row, "instances") || has(row, "response")),
  marks: ["instruction"],
  read: readAlpaca,
  columns: (row) => [
    "instruction",
    filled(row, "input") ? "input" : "context",
    filled(row, "output") ? "output" : "response",
    ...systemColumn(row),
    "history",
    "instances",
    ...besideColumns(row),
  ],
  // Stanford's rows hold the whole prompt once more.
  ignores: ["text"],
  check: checkAlpaca,
});

export const questionAnswer: Shape = shape({
  id: "question-answer",
  nature: "chat",
  is: (row) => questionAnswerPair(row) !== undefined,
  read: readQuestionAnswer,
  columns: questionAnswerColumnsOf,
  check: checkQuestion,
});
