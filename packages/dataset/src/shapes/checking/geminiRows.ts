import { got, has, isRow, rowsIn, type Row } from "../../formats/row.ts";
import names from "../names.json" with { type: "json" };
import { checkOrder, checkRole, checkSpeakers, listIn, rolesOf, sameAnswer, type Roles } from "./messages.ts";
import type { Emit, ProviderRules } from "./rules.ts";

/** What each part holds, by one of some names. */
const needs: readonly (readonly [part: string, fields: readonly (readonly string[])[]])[] = Object.entries(
  names.geminiParts,
);
const partFields = needs.map(([part]) => part);
const mediaFields = partFields.filter((field) => /data$/iu.test(field));

function checkPart(part: Row, emit: Emit): void {
  for (const [kind, fields] of needs) {
    if (!has(part, kind)) continue;
    const value = part[kind];
    if (!isRow(value)) emit("error", "bad_parts", `${kind} is ${got(value)}`);
    else
      for (const known of fields)
        if (!known.some((name) => typeof value[name] === "string" && value[name] !== ""))
          emit("error", "bad_parts", `${kind} without ${known[0] ?? ""}`);
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

function checkTurn(turn: Row, rules: ProviderRules, emit: Emit): string | null {
  const role = checkRole(turn, rules.chat, emit);
  checkParts(turn["parts"], emit);
  return role;
}

function checkContents(row: Row, rules: ProviderRules, emit: Emit): Roles | null {
  const system = row["systemInstruction"] ?? row["system_instruction"];
  if (isRow(system)) checkParts(system["parts"], emit);
  else if (system !== undefined && system !== null)
    emit("error", "bad_field_type", `systemInstruction is ${got(system)}`);
  const contents = listIn(row["contents"], "contents", "missing_contents", emit);
  if (contents === null) return null;
  const roles = rolesOf(contents, "turn", emit, (turn) => checkTurn(turn, rules, emit));
  checkOrder(roles, rules.chat, emit);
  return roles;
}

function checkPrompt(row: Row, rules: ProviderRules, emit: Emit): void {
  const last = checkContents(row, rules, emit)?.at(-1) ?? null;
  if (last !== null && last !== "user") emit("error", "last_not_user", last);
}

export function checkGemini(row: Row, rules: ProviderRules, emit: Emit): void {
  const roles = checkContents(row, rules, emit);
  if (roles !== null) checkSpeakers(roles, { ...rules.chat, noAssistant: "error" }, emit);
}

export function checkGeminiRft(row: Row, rules: ProviderRules, emit: Emit): void {
  checkPrompt(row, rules, emit);
  const { references } = row;
  if (references === undefined || references === null) return emit("error", "no_grader_field");
  if (!isRow(references)) return emit("error", "bad_field_type", `references is ${got(references)}`);
  const texts = Object.values(references);
  if (texts.length === 0) emit("error", "no_grader_field");
  const other: unknown = texts.find((text) => typeof text !== "string");
  if (other !== undefined) emit("error", "bad_field_type", `a reference is ${got(other)}`);
}

export function checkGeminiPreference(row: Row, rules: ProviderRules, emit: Emit): void {
  checkPrompt(row, rules, emit);
  if (holdsMedia(row["contents"])) emit("error", "image_unsupported_model", "pairs are text only");
  const { completions } = row;
  if (!Array.isArray(completions)) return emit("error", "missing_field", "completions");
  if (completions.length !== 2) emit("error", "bad_field_type", `${completions.length} completions, expected 2`);
  const rows = completions.filter(isRow);
  const other: unknown = completions.find((one) => !isRow(one));
  if (other !== undefined) return emit("error", "bad_field_type", `a completion is ${got(other)}`);
  const scores = rows.map(({ score }) => score);
  const answers = rows.map(({ completion }) => completion);
  for (const role of rolesOf(answers, "turn", emit, (turn) => checkTurn(turn, rules, emit)))
    if (role !== null && role !== "model") emit("error", "missing_assistant", "completion");
  if (scores.some((score) => score !== 0 && score !== 1)) emit("error", "bad_field_type", "a score is neither 0 nor 1");
  else if (scores.length === 2 && scores[0] === scores[1])
    emit("error", "bad_field_type", "both completions have one score");
  if (sameAnswer(answers[0], answers[1])) emit("warning", "identical_preference");
}

const holdsMedia = (contents: unknown): boolean =>
  rowsIn(contents)
    .flatMap(({ parts }) => rowsIn(parts))
    .some((part) => mediaFields.some((field) => has(part, field)));
