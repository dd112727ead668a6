import { filled, has, type Row } from "../../formats/row.ts";
import { isIdList, isPair } from "../reading/columns.ts";
import { checkBeside } from "./beside.ts";
import { checkChat } from "./chatRows.ts";
import { got } from "./messages.ts";
import type { Emit, ProviderRules } from "./rules.ts";

function checkText(row: Row, field: string, emit: Emit): void {
  const value = row[field];
  if (value === undefined || value === null) emit("error", "missing_field", field);
  else if (typeof value !== "string") emit("error", "bad_field_type", `${field} is ${got(value)}`);
  else if (value.trim() === "") emit("warning", "missing_content", field);
}

/** Plain text; Mistral and readers of any shape also take it under the name `content`. */
export function checkPlainText(row: Row, rules: ProviderRules, emit: Emit): void {
  const mistral = rules.id === "mistral";
  if (mistral && has(row, "text") && has(row, "content")) emit("error", "ambiguous_format", "text and content");
  const aliased = (mistral || rules.shapes.length === 0) && !has(row, "text");
  checkText(row, aliased && has(row, "content") ? "content" : "text", emit);
}

/** A text or a conversation that is labelled. */
export function checkClassification(row: Row, rules: ProviderRules, emit: Emit): void {
  if (has(row, "text")) checkText(row, "text", emit);
  else checkChat(row, { ...rules, chat: { ...rules.chat, noAssistant: null, assistantLast: null } }, emit);
  if (!filled(row, "label") && !filled(row, "labels")) emit("error", "missing_field", "labels");
}

/** Instruction, input and output, and what may stand beside them. */
export function checkAlpaca(row: Row, rules: ProviderRules, emit: Emit): void {
  checkText(row, "instruction", emit);
  checkBeside(row, emit);
  // The seed tasks of Alpaca: several pairs of one instruction, which no trainer takes as they are.
  if (rules.shapes.length === 0 && Array.isArray(row["instances"])) return;
  checkText(row, has(row, "response") ? "response" : "output", emit);
  if (filled(row, "input") && typeof row["input"] !== "string")
    emit("error", "bad_field_type", `input is ${got(row["input"])}`);
  // It reads the input alone, unless its dataset_info.json names the column.
  if (rules.id === "llama-factory" && filled(row, "context") && !filled(row, "input"))
    emit("warning", "unread_column", "context");
  const { history } = row;
  if (filled(row, "history") && !(Array.isArray(history) && history.every(isPair)))
    emit("error", "bad_field_type", "history is no list of pairs of texts");
}

/** Token ids, with a label and a mask for each. */
export function checkIds(row: Row, emit: Emit): void {
  const { input_ids: ids, labels, attention_mask: mask } = row;
  if (ids === undefined || ids === null) return emit("error", "missing_field", "input_ids");
  if (!isIdList(ids)) return emit("error", "bad_field_type", "input_ids is no list of whole numbers");
  if (mask !== undefined && mask !== null && (!isIdList(mask) || mask.length !== ids.length))
    emit("error", "bad_field_type", "attention_mask and input_ids differ in length");
  if (labels !== undefined && labels !== null && (!isIdList(labels) || labels.length !== ids.length))
    emit("error", "bad_field_type", "labels and input_ids differ in length");
}
