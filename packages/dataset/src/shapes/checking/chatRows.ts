import { filled, has, type Row } from "../../formats/row.ts";
import { hasGraderField } from "../families.ts";
import { checkBeside } from "./beside.ts";
import { checkImageTags } from "./images.ts";
import { checkMessageList, shareGptRoles } from "./messages.ts";
import { checkOrder, checkSpeakers } from "./order.ts";
import type { ChatRules, Emit, ProviderRules } from "./rules.ts";
import { checkTools } from "./toolCalls.ts";

/** A row of messages: the answer of a model to learn from. */
export function checkChat(row: Row, rules: ProviderRules, emit: Emit): void {
  const field =
    rules.id === "mistral" && !has(row, "messages") && has(row, "interactions") ? "interactions" : "messages";
  const roles = checkMessageList(row[field], rules.chat, emit, field);
  if (roles === null) return;
  checkOrder(roles, rules.chat, emit);
  checkSpeakers(roles, rules.chat, emit);
  if (rules.chat.tools !== "unchecked") checkTools(row, row[field], rules.chat.tools, emit);
  if (rules.id === "llama-factory") checkImageTags(row, emit);
}

/** Reinforcement fine-tuning: ends with the user, and holds what a grader needs. */
export function checkRft(row: Row, rules: ProviderRules, emit: Emit): void {
  const chat: ChatRules = { ...rules.chat, noAssistant: null, assistantLast: null };
  const roles = checkMessageList(row["messages"], chat, emit, "messages");
  if (roles === null) return;
  const last = roles[roles.length - 1] ?? null;
  if (last !== null && last !== "user" && last !== "developer") emit("error", "last_not_user", last);
  if (!hasGraderField(row)) emit("error", "no_grader_field");
  if (chat.tools !== "unchecked") checkTools(row, row["messages"], chat.tools, emit);
}

/** Turns of `from` and `value`. */
export function checkShareGpt(row: Row, rules: ProviderRules, emit: Emit): void {
  const field =
    ["conversations", "conversation", "items", "messages"].find((name) => has(row, name)) ?? "conversations";
  const roles = checkMessageList(row[field], { ...rules.chat, roles: shareGptRoles, fields: "any" }, emit, field);
  if (roles !== null) checkOrder(roles, rules.chat, emit);
  checkBeside(row, emit);
  if (rules.id === "llama-factory") checkImageTags(row, emit);
}

/** Claude's row: the system text beside the messages, nothing else. */
export function checkClaude(row: Row, rules: ProviderRules, emit: Emit): void {
  if (filled(row, "system") && typeof row["system"] !== "string") emit("error", "bad_field_type", "system");
  checkChat(row, rules, emit);
}
