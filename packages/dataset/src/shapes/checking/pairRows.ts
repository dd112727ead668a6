import { filled, got, has, isRow, type Row } from "../../formats/row.ts";
import { messagesOf, promptField, promptOf, sidesOf } from "../reading/pairs.ts";
import { checkAlpaca, checkText } from "./chatRows.ts";
import { checkMessageList, checkOrder, checkRanking, holdsImage, isModel, sameAnswer } from "./messages.ts";
import { jsonText } from "../reading/content.ts";
import type { Emit, ProviderRules } from "./rules.ts";
import { checkTools } from "./toolCalls.ts";

function checkOutput(value: unknown, field: string, rules: ProviderRules, emit: Emit): void {
  if (!Array.isArray(value)) return emit("error", "bad_field_type", `${field} is ${got(value)}`);
  if (value.length === 0) return emit("error", "missing_assistant", `${field} is empty`);
  const roles = checkMessageList(value, rules.chat, emit, field) ?? [];
  if (!roles.some(isModel)) emit("error", "missing_assistant", field);
  if (value.length > 1) emit("error", "multi_turn_preference", `${field} has ${value.length} messages`);
}

export function checkOutputPair(row: Row, rules: ProviderRules, emit: Emit): void {
  for (const field of ["input", "preferred_output", "non_preferred_output"])
    if (!filled(row, field)) emit("error", "missing_field", field);
  if (!rules.pairImages && showsImages(row)) emit("error", "image_unsupported_model", "pairs are text only");
  const { input } = row;
  if (filled(row, "input") && !isRow(input)) emit("error", "bad_field_type", `input is ${got(input)}`);
  if (isRow(input)) {
    const roles = checkMessageList(input["messages"], rules.chat, emit, "input.messages");
    if (isModel(roles?.at(-1) ?? null)) emit("error", "last_is_assistant");
    if (roles?.includes("user") === false && rules.chat.noUser !== null) emit(rules.chat.noUser, "missing_user");
    if (roles !== null) checkOrder(roles, rules.chat, emit);
    if (rules.chat.tools !== "unchecked") checkTools(input, input["messages"], rules.chat.tools, emit);
  }
  for (const field of ["preferred_output", "non_preferred_output"])
    if (filled(row, field)) checkOutput(row[field], field, rules, emit);
  if (sameAnswer(row["preferred_output"], row["non_preferred_output"])) emit("warning", "identical_preference");
}

function showsImages({ input, preferred_output: chosen, non_preferred_output: rejected }: Row): boolean {
  const lists: unknown[] = [isRow(input) ? input["messages"] : null, chosen, rejected];
  return lists.some((list) => Array.isArray(list) && list.some(holdsImage));
}

function checkSide(row: Row, field: string, rules: ProviderRules, emit: Emit): void {
  const value = row[field];
  if (value === undefined || value === null) return emit("error", "missing_field", field);
  if (typeof value === "string") {
    if (field === "prompt" && promptOf(row) !== value) emit("warning", "bad_field_type", "prompt is messages as text");
    if (value.trim() === "") emit(rules.chat.emptyText ?? "advice", "missing_content", field);
    return;
  }
  // TRL cuts and joins lists: one message, or messages within an object, end its run.
  const list = rules.id === "trl" ? value : messagesOf(value);
  if (!Array.isArray(list))
    return emit("error", "bad_field_type", `${field} is ${got(value)}, expected a text or a list of messages`);
  const roles = checkMessageList(list, rules.chat, emit, field);
  const answers = field !== "prompt" && roles !== null && rules.chat.order !== "positions";
  if (answers && !roles.some(isModel)) emit(rules.chat.noAssistant ?? "warning", "missing_assistant", field);
}

/** LLaMA-Factory's pairs are two messages behind a list of them, else two texts. @source https://github.com/hiyouga/LLaMA-Factory/blob/main/src/llamafactory/data/converter.py (0.9.5, read 2026-12-01) */
function checkRankingRow(row: Row, answers: readonly string[], rules: ProviderRules, emit: Emit): void {
  const field = has(row, "conversations") ? "conversations" : "messages";
  const roles = has(row, field) ? checkMessageList(row[field], rules.chat, emit, field) : null;
  if (rules.chat.order !== "positions") return;
  const isListed = roles !== null || Array.isArray(row["prompt"]);
  const spoken = answers.map((answer) => {
    const value = row[answer];
    const role = isRow(value) ? (value["from"] ?? value["role"]) : undefined;
    if (filled(row, answer) && (isListed ? role === undefined : typeof value !== "string"))
      emit("error", "bad_field_type", `${answer} is ${got(value)}, expected ${isListed ? "one message" : "a text"}`);
    return typeof role === "string" ? role : "assistant";
  });
  if (roles !== null) checkRanking(roles, spoken, emit);
}

export function checkChosenRejected(row: Row, rules: ProviderRules, emit: Emit): void {
  const names = sidesOf(row);
  const [chosen, rejected] = names.map((field) => row[field]);
  for (const field of names) checkSide(row, field, rules, emit);
  if (names[0] !== (rules.chosenField ?? names[0])) emit("error", "missing_field", rules.chosenField);
  // TRL reads these names alone; without a prompt it takes what both answers begin with.
  const source = promptField(row) ?? "prompt";
  const isWhole = Array.isArray(chosen) ? chosen.length > 1 : jsonText(chosen).includes(jsonText(row[source]));
  if (rules.id === "trl" && source !== "prompt" && !isWhole)
    emit("error", "missing_field", `prompt; ${source} is unread`);
  if (filled(row, "prompt")) checkSide(row, "prompt", rules, emit);
  checkForms(row, names, rules, emit);
  checkRankingRow(row, names, rules, emit);
  if (sameAnswer(chosen, rejected)) emit("warning", "identical_preference");
}

function checkForms(row: Row, answers: readonly string[], rules: ProviderRules, emit: Emit): void {
  if (rules.twoForms === null) return;
  const values = ["prompt", ...answers].map((field) => row[field]);
  const isText = values.some((value) => typeof value === "string");
  if (isText && values.some((value) => Array.isArray(value) || isRow(value)))
    emit(rules.twoForms, "text_and_messages", `prompt and ${answers.join(", ")}`);
}

export function checkPromptCompletion(row: Row, rules: ProviderRules, emit: Emit): void {
  checkForms(row, ["completion"], rules, emit);
  for (const field of ["prompt", "completion"]) {
    const isList = typeof row[field] === "object" && row[field] !== null;
    const blank = rules.chat.emptyText === "error" ? "error" : "warning";
    if (isList && !rules.linesOnly && rules.textsOnly !== true) checkSide(row, field, rules, emit);
    else checkText(row, field, emit, field === "completion" ? blank : null);
  }
}

export function checkKto(row: Row, rules: ProviderRules, emit: Emit): void {
  // TRL reads a prompt, a completion and a label, by these names alone.
  const isTrl = rules.id === "trl";
  const label = row["label"] ?? (isTrl ? undefined : row["kto_tag"]);
  if (label === undefined || label === null) emit("error", "missing_field", "label");
  else if (typeof label !== "boolean")
    emit("error", "bad_field_type", `label is ${got(label)}, expected true or false`, "verdict_no_truth");
  if (!isTrl && has(row, "instruction") && !has(row, "completion")) checkAlpaca(row, rules, emit);
  else if (!isTrl && (has(row, "messages") || has(row, "conversations"))) {
    const roles = checkMessageList(row["messages"] ?? row["conversations"], rules.chat, emit, "messages");
    if (roles !== null) checkOrder(roles, rules.chat, emit);
  } else checkPromptCompletion(row, rules, emit);
}

export function checkPromptOnly(row: Row, rules: ProviderRules, emit: Emit): void {
  if (!filled(row, "prompt")) emit("error", "missing_field", "prompt");
  else if (rules.textsOnly !== true || typeof row["prompt"] === "string") checkSide(row, "prompt", rules, emit);
  else emit("error", "bad_field_type", `prompt is ${got(row["prompt"])}`);
}
