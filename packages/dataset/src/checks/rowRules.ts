import { isIdList, isPair } from "../formats/columns.ts";
import { jsonText } from "../formats/content.ts";
import { filled, has, isRow, type Row } from "../formats/row.ts";
import { hasGraderField } from "../formats/shape.ts";
import { checkConverse } from "./converseRows.ts";
import { checkGemini, checkGeminiRft } from "./geminiRows.ts";
import { checkImageTags } from "./images.ts";
import { checkMessageList, got, shareGptRoles } from "./messages.ts";
import { checkOrder, checkSpeakers } from "./order.ts";
import {
  checkChosenRejected,
  checkKto,
  checkOutputPair,
  checkPromptCompletion,
  checkPromptOnly,
  checkStepwise,
} from "./pairRows.ts";
import type { ChatRules, Emit, ProviderRules } from "./rules.ts";
import { checkTools } from "./toolCalls.ts";

/** A row of messages: the answer of a model to learn from. */
function checkChat(row: Row, rules: ProviderRules, emit: Emit): void {
  const field =
    rules.id === "mistral" && !has(row, "messages") && has(row, "interactions") ? "interactions" : "messages";
  const roles = checkMessageList(row[field], rules.chat, emit, field);
  if (roles === null) return;
  checkOrder(roles, rules.chat, emit);
  checkSpeakers(roles, rules.chat, emit);
  if (rules.chat.tools !== "unchecked") checkTools(row, row[field], rules.chat.tools, emit);
}

/** Reinforcement fine-tuning: ends with the user, and holds what a grader needs. */
function checkRft(row: Row, rules: ProviderRules, emit: Emit): void {
  const chat: ChatRules = { ...rules.chat, noAssistant: null, assistantLast: null };
  const roles = checkMessageList(row["messages"], chat, emit, "messages");
  if (roles === null) return;
  const last = roles[roles.length - 1] ?? null;
  if (last !== null && last !== "user" && last !== "developer") emit("error", "last_not_user", last);
  if (!hasGraderField(row)) emit("error", "no_grader_field");
  if (chat.tools !== "unchecked") checkTools(row, row["messages"], chat.tools, emit);
}

function checkText(row: Row, field: string, emit: Emit): void {
  const value = row[field];
  if (value === undefined || value === null) emit("error", "missing_field", field);
  else if (typeof value !== "string") emit("error", "bad_field_type", `${field} is ${got(value)}`);
  else if (value.trim() === "") emit("warning", "missing_content", field);
}

/** Plain text; Mistral and readers of any shape also take it under the name `content`. */
function checkPlainText(row: Row, rules: ProviderRules, emit: Emit): void {
  const mistral = rules.id === "mistral";
  if (mistral && has(row, "text") && has(row, "content")) emit("error", "ambiguous_format", "text and content");
  const aliased = (mistral || rules.shapes.length === 0) && !has(row, "text");
  checkText(row, aliased && has(row, "content") ? "content" : "text", emit);
}

function checkShareGpt(row: Row, rules: ProviderRules, emit: Emit): void {
  const field =
    ["conversations", "conversation", "items", "messages"].find((name) => has(row, name)) ?? "conversations";
  const roles = checkMessageList(row[field], { ...rules.chat, roles: shareGptRoles, fields: "any" }, emit, field);
  if (roles !== null) checkOrder(roles, rules.chat, emit);
  checkBeside(row, emit);
  if (rules.id === "llama-factory") checkImageTags(row, emit);
}

/** The system text and the tools beside the turns: a text, and JSON text or a list. */
function checkBeside(row: Row, emit: Emit): void {
  const { system, tools } = row;
  if (filled(row, "system") && typeof system !== "string") emit("error", "bad_field_type", `system is ${got(system)}`);
  if (filled(row, "tools") && typeof tools !== "string" && !Array.isArray(tools))
    emit("error", "bad_field_type", `tools is ${got(tools)}`);
}

function checkAlpaca(row: Row, rules: ProviderRules, emit: Emit): void {
  checkText(row, "instruction", emit);
  checkBeside(row, emit);
  // The seed tasks of Alpaca: several pairs of one instruction, which no trainer takes as they are.
  if (rules.shapes.length === 0 && Array.isArray(row["instances"])) return;
  checkText(row, has(row, "response") ? "response" : "output", emit);
  if (filled(row, "input") && typeof row["input"] !== "string")
    emit("error", "bad_field_type", `input is ${got(row["input"])}`);
  const { history } = row;
  if (filled(row, "history") && !(Array.isArray(history) && history.every(isPair)))
    emit("error", "bad_field_type", "history is no list of pairs of texts");
}

function checkIds(row: Row, emit: Emit): void {
  const { input_ids: ids, labels, attention_mask: mask } = row;
  if (ids === undefined || ids === null) return emit("error", "missing_field", "input_ids");
  if (!isIdList(ids)) return emit("error", "bad_field_type", "input_ids is no list of whole numbers");
  if (mask !== undefined && mask !== null && (!isIdList(mask) || mask.length !== ids.length))
    emit("error", "bad_field_type", "attention_mask and input_ids differ in length");
  if (labels !== undefined && labels !== null && (!isIdList(labels) || labels.length !== ids.length))
    emit("error", "bad_field_type", "labels and input_ids differ in length");
}

/** Claude's row: the system text beside the messages, nothing else. */
function checkClaude(row: Row, rules: ProviderRules, emit: Emit): void {
  if (filled(row, "system") && typeof row["system"] !== "string") emit("error", "bad_field_type", "system");
  checkChat(row, rules, emit);
}

/** Columns that a shape owns. */
const ownColumns: Readonly<Record<string, readonly string[]>> = {
  "chat-sft": ["messages", "interactions"],
  dpo: ["input", "preferred_output", "non_preferred_output"],
  "prompt-completion": ["prompt", "completion"],
  text: ["text"],
  "parquet-tokenised": ["input_ids", "attention_mask", "labels"],
  "claude-messages": ["system", "messages"],
  "bedrock-conversation-2024": ["schemaVersion", "system", "messages"],
};

/** Columns of another shape beside this one's, and columns of none. */
export function checkColumns(row: Row, shape: string, rules: ProviderRules, emit: Emit): void {
  const present = rules.exclusiveColumns.filter((set) => set.every((column) => has(row, column)));
  if (present.length > 1) return emit("error", "ambiguous_format", present.map((set) => set.join("+")).join(" and "));
  const own = ownColumns[shape];
  if (rules.extraColumn === null || own === undefined) return;
  for (const column in row) if (!own.includes(column)) emit(rules.extraColumn, "unexpected_column", column);
}

/** Whether the row shows the fields that make a shape, so that it can be checked as one. */
export function resembles(row: Row, shape: string): boolean {
  if (shape === "dpo" && isRow(row["input"]) && has(row["input"], "messages")) return true;
  const marks: Readonly<Record<string, readonly string[]>> = {
    dpo: ["preferred_output", "non_preferred_output"],
    "gemini-contents": ["contents"],
    "gemini-rft": ["contents"],
    preference: ["chosen", "rejected", "chosen_messages"],
    sharegpt: ["conversations", "conversation", "items", "messages"],
    "prompt-completion": ["prompt", "completion"],
    "prompt-only": ["prompt"],
    stepwise: ["completions"],
    kto: ["label", "kto_tag"],
    alpaca: ["instruction"],
    text: ["text", "content"],
    "parquet-tokenised": ["input_ids"],
  };
  return (marks[shape] ?? ["messages", "interactions"]).some((field) => has(row, field));
}

/** Roles of shapes that name them otherwise than OpenAI. */
const ownRoles: ReadonlyMap<string, readonly string[]> = new Map([
  ["cohere-chat", ["System", "User", "Chatbot"]],
  ["gemini-contents", ["user", "model", "function"]],
  ["gemini-rft", ["user", "model", "function"]],
]);

/** All rules of a provider for one row, taken as a row of the file's shape. */
export function checkRow(row: Row, shape: string, by: ProviderRules, model: string, emit: Emit): void {
  const roles = by.shapes.length === 0 ? ownRoles.get(shape) : undefined;
  const rules = roles === undefined ? by : { ...by, chat: { ...by.chat, roles } };
  switch (shape) {
    case "dpo":
      return checkOutputPair(row, rules, emit);
    case "rft":
      return checkRft(row, rules, emit);
    case "prompt-completion":
      return checkPromptCompletion(row, rules, emit);
    case "gemini-contents":
      return checkGemini(row, rules, emit);
    case "gemini-rft":
      return checkGeminiRft(row, rules, emit);
    case "bedrock-conversation-2024":
      return checkConverse(row, rules, model, emit);
    case "claude-messages":
      return checkClaude(row, rules, emit);
    case "text":
      return checkPlainText(row, rules, emit);
    case "preference":
      return checkChosenRejected(row, rules, emit);
    case "kto":
      return checkKto(row, rules, emit);
    case "stepwise":
      return checkStepwise(row, emit);
    case "prompt-only":
      return checkPromptOnly(row, rules, emit);
    case "sharegpt":
      return checkShareGpt(row, rules, emit);
    case "alpaca":
      return checkAlpaca(row, rules, emit);
    case "parquet-tokenised":
      return checkIds(row, emit);
    case "question-answer":
      return undefined;
    default:
      checkChat(row, rules, emit);
      if (rules.id === "llama-factory") checkImageTags(row, emit);
  }
}

/** Reserved words and the text of special tokens, anywhere in a row. */
export function checkWords(row: Row, text: string | null, rules: ProviderRules, emit: Emit): void {
  const json = text ?? jsonText(row);
  const suspect = rules.specialTokens !== null && (json.includes("<|") || /\\u00(?:3c|7c)/iu.test(json));
  if (!suspect && rules.reserved === null) return;
  let [reserved, tokens] = [rules.reserved, suspect];
  for (const value of textsOf(row)) {
    const word = reserved?.exec(value) ?? null;
    if (word !== null) {
      emit("error", "reserved_word", JSON.stringify(word[0]));
      reserved = null;
    }
    const token = tokens ? special.exec(value) : null;
    if (token === null || rules.specialTokens === null) continue;
    emit(rules.specialTokens, "special_token_text", token[0]);
    tokens = false;
  }
}

/** Special tokens of OpenAI's vocabularies. */
const special = /<\|(?:endoftext|endofprompt|fim_prefix|fim_middle|fim_suffix|im_start|im_end|im_sep)\|>/u;

/** Texts of a conversation: system, contents, blocks, parts, prompts. */
function* textsOf(value: unknown, depth: number = 0): Generator<string> {
  if (typeof value === "string") yield value;
  else if (depth > 200) return;
  else if (Array.isArray(value)) for (const item of value) yield* textsOf(item, depth + 1);
  else if (isRow(value)) for (const item of Object.values(value)) yield* textsOf(item, depth + 1);
}
