import { filled, got, has, isRow, type Row } from "../../formats/row.ts";
import { hasClass, hasGraderField } from "../families.ts";
import { messageField, systemColumn } from "../reading/chat.ts";
import { contextColumn, isIdList, questionAnswerPair } from "../reading/columns.ts";
import { checkImageTags, checkMessageList, checkOrder, checkSpeakers, shareGptRoles } from "./messages.ts";
import type { ChatRules, Emit, ProviderRules, Stance } from "./rules.ts";
import { checkTools } from "./toolCalls.ts";

export function checkText(row: Row, field: string, emit: Emit, blank: Stance = "warning"): void {
  const value = row[field];
  if (value === undefined || value === null) emit("error", "missing_field", field);
  else if (typeof value !== "string") emit("error", "bad_field_type", `${field} is ${got(value)}`);
  else if (value.trim() === "" && blank !== null) emit(blank, "missing_content", field);
}

export function checkPlainText(row: Row, rules: ProviderRules, emit: Emit): void {
  const mistral = rules.id === "mistral";
  if (mistral && has(row, "text") && has(row, "content")) emit("error", "ambiguous_format", "text and content");
  const aliased = (mistral || rules.shapes.length === 0) && !has(row, "text") && has(row, "content");
  checkText(row, aliased ? "content" : "text", emit);
}

export function checkClassification(row: Row, rules: ProviderRules, emit: Emit): void {
  if (has(row, "text")) checkText(row, "text", emit);
  else checkChat(row, { ...rules, chat: { ...rules.chat, noAssistant: null, assistantLast: null } }, emit);
  const isNamed = filled(row, "label") || filled(row, "labels");
  if (!isNamed && (rules.shapes.length > 0 || !hasClass(row))) emit("error", "missing_field", "labels");
  // Mistral's classes stand in an object, by what they are about.
  else if (rules.id === "mistral" && !isRow(row["labels"])) emit("error", "missing_field", "labels, an object");
}

export function checkAlpaca(row: Row, rules: ProviderRules, emit: Emit): void {
  checkText(row, "instruction", emit);
  checkBeside(row, emit);
  // The seed tasks of Alpaca: several pairs of one instruction, which no trainer takes as they are.
  if (rules.shapes.length === 0 && Array.isArray(row["instances"])) return;
  checkText(row, has(row, "response") ? "response" : "output", emit);
  // It reads the input alone, unless its dataset_info.json names the column.
  if (rules.id === "llama-factory" && filled(row, "context") && !filled(row, "input"))
    emit("warning", "unread_column", "context");
}

/** ms-swift takes both texts as they stand, and no text that a question is about. @source https://github.com/modelscope/ms-swift, swift/dataset/preprocessor/core.py (3602360a, `ResponsePreprocessor`; read 2026-12-02) */
export function checkQuestion(row: Row, rules: ProviderRules, emit: Emit): void {
  if (rules.id !== "ms-swift") return;
  for (const column of questionAnswerPair(row) ?? []) checkText(row, column, emit);
  if (filled(row, contextColumn)) emit("warning", "unread_column", contextColumn);
}

export function checkIds(row: Row, emit: Emit): void {
  const { input_ids: ids } = row;
  if (!isIdList(ids)) return;
  for (const field of ["attention_mask", "labels"]) {
    const beside = row[field];
    if (filled(row, field) && (!isIdList(beside) || beside.length !== ids.length))
      emit("error", "bad_field_type", `${field} and input_ids differ in length`);
  }
}

export function checkBeside(row: Row, emit: Emit): void {
  const { system, tools } = row;
  if (filled(row, "system") && typeof system !== "string") emit("error", "bad_field_type", `system is ${got(system)}`);
  if (filled(row, "tools") && typeof tools !== "string" && !Array.isArray(tools))
    emit("error", "bad_field_type", `tools is ${got(tools)}`);
}

export function checkChat(row: Row, rules: ProviderRules, emit: Emit): void {
  const field =
    rules.id === "mistral" && !has(row, "messages") && has(row, "interactions") ? "interactions" : "messages";
  const roles = checkMessageList(row[field], rules.chat, emit, field);
  if (roles === null) return;
  checkOrder(roles, rules.chat, emit);
  // A label beside the user's message is learnt in an answer's stead (`--task_type seq_cls`).
  const isClass = rules.id === "ms-swift" && filled(row, "label");
  checkSpeakers(roles, isClass ? { ...rules.chat, noAssistant: null, assistantLast: null } : rules.chat, emit);
  // A provider that passes over other columns trains without a system text beside the messages.
  const { systemColumns: read, extraColumn } = rules;
  for (const column of read === "any" || extraColumn !== null ? [] : systemColumn(row))
    if (!read.includes(column)) emit("warning", "unread_column", column);
  if (rules.chat.tools !== "unchecked") checkTools(row, row[field], rules.chat.tools, emit);
  checkImageTags(row, rules.id, emit);
}

export function checkRft(row: Row, rules: ProviderRules, emit: Emit): void {
  // Nova takes OpenAI's messages here, the system's too, which stand beside those of its other rows.
  const chat: ChatRules = { ...rules.chat, roles: [...rules.chat.roles, "system"] };
  const roles = checkMessageList(row["messages"], chat, emit, "messages");
  if (roles === null) return;
  const last = roles[roles.length - 1] ?? null;
  if (last !== null && last !== "user" && last !== "developer") emit("error", "last_not_user", last);
  if (!hasGraderField(row)) emit("error", "no_grader_field");
  if (chat.tools !== "unchecked") checkTools(row, row["messages"], chat.tools, emit);
}

export function checkShareGpt(row: Row, rules: ProviderRules, emit: Emit): void {
  const field = messageField(row) ?? "conversations";
  const roles = checkMessageList(row[field], { ...rules.chat, roles: shareGptRoles, fields: "any" }, emit, field);
  if (roles !== null) checkOrder(roles, rules.chat, emit);
  checkBeside(row, emit);
  checkImageTags(row, rules.id, emit);
}

export function checkClaude(row: Row, rules: ProviderRules, emit: Emit): void {
  if (filled(row, "system") && typeof row["system"] !== "string") emit("error", "bad_field_type", "system");
  checkChat(row, rules, emit);
}
