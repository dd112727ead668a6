import { has, isRow, type Row } from "../../formats/row.ts";
import { jsonText } from "../reading/content.ts";
import { checkOrder, checkSpeakers, got } from "./messages.ts";
import type { Emit, ProviderRules } from "./rules.ts";

const partFields = ["text", "fileData", "inlineData", "functionCall", "functionResponse", "file_data", "inline_data"];

const mediaFields = partFields.filter((field) => /data$/iu.test(field));

const needs: readonly (readonly [part: string, ...fields: (readonly string[])[]])[] = [
  ["fileData", ["mimeType", "mime_type"], ["fileUri", "file_uri"]],
  ["file_data", ["mimeType", "mime_type"], ["fileUri", "file_uri"]],
  ["inlineData", ["mimeType", "mime_type"], ["data"]],
  ["inline_data", ["mimeType", "mime_type"], ["data"]],
  ["functionCall", ["name"]],
  ["functionResponse", ["name"]],
];

function checkPart(part: Row, emit: Emit): void {
  for (const [kind, ...fields] of needs) {
    if (!has(part, kind)) continue;
    const value = part[kind];
    if (!isRow(value)) emit("error", "bad_parts", `${kind} is ${got(value)}`);
    else
      for (const names of fields)
        if (!names.some((name) => typeof value[name] === "string" && value[name] !== ""))
          emit("error", "bad_parts", `${kind} without ${names[0] ?? ""}`);
  }
}

function checkParts(value: unknown, emit: Emit): void {
  if (!Array.isArray(value)) return emit("error", "bad_parts", `parts is ${got(value)}`);
  if (value.length === 0) return emit("error", "bad_parts", "parts is empty");
  for (const part of value) {
    if (!isRow(part)) emit("error", "bad_parts", `a part is ${got(part)}`);
    else if (has(part, "text")) {
      if (typeof part["text"] !== "string") emit("error", "bad_parts", `text is ${got(part["text"])}`);
      else if (part["text"].trim() === "") emit("error", "missing_content", "empty text");
    } else if (!partFields.some((field) => has(part, field)))
      emit("error", "bad_parts", "a part without text or fileData");
    else checkPart(part, emit);
  }
}

function checkTurn(turn: unknown, rules: ProviderRules, emit: Emit): string | null {
  if (!isRow(turn)) {
    emit("error", "bad_field_type", `a turn is ${got(turn)}`);
    return null;
  }
  const { role } = turn;
  if (role === undefined || role === null) emit("error", "missing_role");
  else if (typeof role !== "string" || !rules.chat.roles.includes(role)) emit("error", "unknown_role", jsonText(role));
  checkParts(turn["parts"], emit);
  return typeof role === "string" ? role : null;
}

function checkContents(row: Row, rules: ProviderRules, emit: Emit): (string | null)[] | null {
  const system = row["systemInstruction"] ?? row["system_instruction"];
  if (system !== undefined && system !== null) {
    if (isRow(system)) checkParts(system["parts"], emit);
    else emit("error", "bad_field_type", `systemInstruction is ${got(system)}`);
  }
  const { contents } = row;
  if (contents === undefined || contents === null) emit("error", "missing_contents", "contents");
  else if (!Array.isArray(contents)) emit("error", "bad_field_type", `contents is ${got(contents)}`);
  else if (contents.length === 0) emit("error", "missing_contents", "contents is empty");
  else {
    const roles = contents.map((turn: unknown) => checkTurn(turn, rules, emit));
    checkOrder(roles, rules.chat, emit);
    return roles;
  }
  return null;
}

export function checkGemini(row: Row, rules: ProviderRules, emit: Emit): void {
  const roles = checkContents(row, rules, emit);
  if (roles !== null) checkSpeakers(roles, { ...rules.chat, noAssistant: "error" }, emit);
}

/** Reinforcement tuning on Vertex AI: the turns end with the user; `references`, an object of texts, is for the grader. */
export function checkGeminiRft(row: Row, rules: ProviderRules, emit: Emit): void {
  const last = checkContents(row, rules, emit)?.at(-1) ?? null;
  if (last !== null && last !== "user") emit("error", "last_not_user", last);
  const { references } = row;
  if (references === undefined || references === null) return emit("error", "no_grader_field");
  if (!isRow(references)) return emit("error", "bad_field_type", `references is ${got(references)}`);
  const texts = Object.values(references);
  if (texts.length === 0) emit("error", "no_grader_field");
  const other: unknown = texts.find((text) => typeof text !== "string");
  if (other !== undefined) emit("error", "bad_field_type", `a reference is ${got(other)}`);
}

/** Preference tuning on Vertex AI: the turns end with the user; of the two completions, each one turn of the model, one is scored 1 and the other 0. */
export function checkGeminiPreference(row: Row, rules: ProviderRules, emit: Emit): void {
  const last = checkContents(row, rules, emit)?.at(-1) ?? null;
  if (last !== null && last !== "user") emit("error", "last_not_user", last);
  if (holdsMedia(row["contents"])) emit("error", "image_unsupported_model", "pairs are text only");
  const { completions } = row;
  if (!Array.isArray(completions)) return emit("error", "missing_field", "completions");
  if (completions.length !== 2) emit("error", "bad_field_type", `${completions.length} completions, expected 2`);
  const scores: unknown[] = [];
  for (const one of completions as unknown[]) {
    if (!isRow(one)) return emit("error", "bad_field_type", `a completion is ${got(one)}`);
    scores.push(one["score"]);
    const role = checkTurn(one["completion"], rules, emit);
    if (role !== null && role !== "model") emit("error", "missing_assistant", "completion");
  }
  if (scores.some((score) => score !== 0 && score !== 1)) emit("error", "bad_field_type", "a score is neither 0 nor 1");
  else if (scores.length === 2 && scores[0] === scores[1])
    emit("error", "bad_field_type", "both completions have one score");
  const [first, second] = completions.map((one: unknown) => (isRow(one) ? jsonText(one["completion"]) : null));
  if (first !== null && first === second) emit("warning", "identical_preference");
}

function holdsMedia(contents: unknown): boolean {
  const partsOf = (turn: unknown): unknown => (isRow(turn) ? turn["parts"] : null);
  const parts = Array.isArray(contents) ? contents.flatMap(partsOf) : [];
  return parts.some((part: unknown) => isRow(part) && mediaFields.some((field) => has(part, field)));
}
