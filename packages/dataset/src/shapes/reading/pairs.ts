import { chatExample, fault, isFault, textExample, textMessage } from "../../formats/example.ts";
import type { Example, Message, Reading, RowFault } from "../../formats/example.ts";
import { jsonValue } from "../../formats/jsonValue.ts";
import { filled, has, isRow, type Row } from "../../formats/row.ts";
import { hasMessages } from "../families.ts";
import names from "../names.json" with { type: "json" };
import { bareList, besideColumns, readMessages, systemColumn, systemOf, toolsOf, withPictures } from "./chat.ts";

const words: ReadonlyMap<string, boolean> = new Map(Object.entries(names.verdicts));

export function verdictOf({ label, kto_tag: tag }: Row): boolean | null {
  const value = label ?? tag;
  if (typeof value === "boolean") return value;
  if (typeof value !== "string" && typeof value !== "number") return null;
  return words.get(String(value).trim().toLowerCase()) ?? null;
}

/**
 * A row with its verdict as the truth value that trainers ask for: TRL leaves out of the loss what is neither `True` nor `False`, 1 and 0 included.
 * @source https://github.com/huggingface/trl/blob/main/trl/trainer/kto_trainer.py (`batch["label"][i] is True`; read 2026-11-26)
 */
export function withVerdict(row: Row): Row {
  const verdict = verdictOf(row);
  const field = (row["label"] ?? null) === null ? "kto_tag" : "label";
  return verdict === null || row[field] === verdict ? row : { ...row, [field]: verdict };
}

export function messagesOf(value: unknown): unknown {
  if (!isRow(value)) return value;
  const names = Object.keys(value);
  const isByRole = names.every((name) => ["system", "user", "assistant"].includes(name));
  if (isByRole) return names.map((role) => ({ role, content: value[role] }));
  return has(value, "messages") ? value["messages"] : [value];
}

type Side = Message[] | RowFault;

export function sideOf(value: unknown, field: string, role: "user" | "assistant"): Side {
  if (value === undefined || value === null) return fault("missing_field", field);
  if (typeof value === "string") return [textMessage(role, value)];
  const list: unknown = messagesOf(value);
  return Array.isArray(list) ? readMessages(list) : fault("bad_field_type", field);
}

export function readPromptCompletion(row: Row): Reading {
  const prompt = readPromptOnly(row);
  if (isFault(prompt)) return prompt;
  const completion = sideOf(row["completion"], "completion", "assistant");
  return isFault(completion) ? completion : { ...prompt, messages: [...prompt.messages, ...completion] };
}

export const promptColumns = (row: Row): readonly string[] => [
  "prompt",
  "completion",
  ...(typeof promptOf(row) === "string" ? [] : besideColumns(row)),
];

/** What the user of a benchmark says in turn, in texts or in objects; null in rows of another kind. @source https://github.com/lm-sys/FastChat/tree/main/fastchat/llm_judge, https://github.com/lmarena/arena-hard-auto (read 2026-12-01) */
export function turnsAsked({ question_id: id, turns }: Row): Row[] | null {
  if (id === undefined || !Array.isArray(turns)) return null;
  return turns.map((turn: unknown) => ({ role: "user", ...(isRow(turn) ? turn : { content: turn }) }));
}

/** The prompt of a row; of a text that holds messages as JSON, as rows are written into Parquet, these. */
export function promptOf(row: Row): unknown {
  const { prompt } = row;
  const list = typeof prompt === "string" && prompt.startsWith("[") ? bareList(jsonValue(prompt)) : null;
  const isRead = list !== null && !isFault(readMessages(list["messages"]));
  return isRead ? list["messages"] : (prompt ?? turnsAsked(row));
}

export function readPromptOnly(row: Row): Reading {
  const asked = promptOf(row);
  const prompt = sideOf(asked, "prompt", "user");
  if (isFault(prompt)) return prompt;
  if (typeof asked === "string") return textExample(prompt, prompt.length);
  return { ...chatExample(withPictures(row, prompt), toolsOf(row)), answer: prompt.length };
}

function pair(prompt: readonly Message[], chosen: readonly Message[], rejected: readonly Message[], row: Row): Example {
  const messages = [...withPictures(row, [...prompt]), ...chosen];
  return { ...chatExample(messages, toolsOf(row)), answer: prompt.length, rejected };
}

export function readOutputPair(row: Row): Reading {
  for (const field of ["input", "preferred_output", "non_preferred_output"])
    if (!filled(row, field)) return fault("missing_field", field);
  const input = row["input"];
  if (!isRow(input)) return fault("bad_field_type", "input");
  if (!filled(input, "messages")) return fault("missing_messages", "input.messages");
  const prompt = readMessages(input["messages"]);
  if (isFault(prompt)) return prompt;
  const [chosen, rejected] = ["preferred_output", "non_preferred_output"].map((field) =>
    Array.isArray(row[field]) ? readMessages(row[field]) : fault("bad_field_type", field),
  ) as [Side, Side];
  if (isFault(chosen)) return chosen;
  return isFault(rejected) ? rejected : pair(prompt, chosen, rejected, input);
}

const sideNames = names.betterAndWorse as unknown as readonly (readonly [chosen: string, rejected: string])[];

export function isPairRow(row: Row): boolean {
  if (sideNames.some(([chosen, rejected]) => has(row, chosen) && has(row, rejected))) return true;
  // One alone is half of a pair, or a column of that name beside a chat.
  return (has(row, "chosen") || has(row, "rejected") || has(row, "chosen_messages")) && !hasMessages(row);
}

export function sidesOf(row: Row): readonly [chosen: string, rejected: string] {
  const whole = sideNames.find(([chosen, rejected]) => has(row, chosen) && has(row, rejected));
  const part = sideNames.find((names) => names.some((side) => side !== "messages" && has(row, side)));
  return whole ?? part ?? ["chosen", "rejected"];
}

export function promptField(row: Row): string | undefined {
  const instructed = typeof row["instruction"] === "string";
  const sources = ["prompt", "conversations", "messages", "question", ...(instructed ? [] : ["input"])];
  const found = sources.find((field) => filled(row, field) && (field !== "messages" || !isChosenAgain(row)));
  return found ?? (instructed ? "instruction" : undefined);
}

/** UltraFeedback repeats the chosen conversation. */
function isChosenAgain(row: Row): boolean {
  const [list, other] = [row["messages"], row[sidesOf(row)[0]]];
  if (!Array.isArray(list) || !Array.isArray(other) || list.length !== other.length) return false;
  return list.every((turn: unknown, i) => isRow(turn) && isRow(other[i]) && turn["content"] === other[i]["content"]);
}

export function pairColumns(row: Row): readonly string[] {
  const source = promptField(row) ?? "prompt";
  return [
    ...(isChosenAgain(row) ? ["messages"] : []),
    ...sidesOf(row),
    source,
    ...(source === "instruction" ? ["input"] : []),
    ...systemColumn(row),
    ...besideColumns(row),
  ];
}

function isSame(a: Message | undefined, b: Message | undefined): boolean {
  const beside = ({ rest, calls, images, thoughts }: Message): string =>
    rest === null && calls === null && images === null ? "" : JSON.stringify([rest, calls, images, thoughts]);
  return a !== undefined && b !== undefined && a.role === b.role && a.text === b.text && beside(a) === beside(b);
}

/** Messages that both lists begin with, at most all but the last: two answers alike are two answers. @source https://github.com/huggingface/trl/blob/main/trl/data_utils.py `extract_prompt` (read 2026-11-25) */
function sharedPrefix(a: readonly Message[], b: readonly Message[]): number {
  let shared = 0;
  while (shared < a.length - 1 && shared < b.length - 1 && isSame(a[shared], b[shared])) shared += 1;
  return shared;
}

const speaker = "\n\nAssistant:";

/**
 * Where two texts part: after the last mark of the model in what they share, else where they first differ, a space before that going to the answers, as TRL parts them.
 * @source https://github.com/huggingface/trl/blob/main/trl/data_utils.py `extract_prompt` (read 2026-11-25)
 */
function sharedText(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const mark = a.slice(0, at).lastIndexOf(speaker);
  if (mark >= 0) return mark + speaker.length;
  // No character is cut in two.
  const low = a.charCodeAt(at);
  if (at > 0 && low >= 0xdc00 && low < 0xe000) at -= 1;
  return a[at - 1] === " " ? at - 1 : at;
}

function textPair(chosen: Message, rejected: Message, row: Row): Example {
  const at = sharedText(chosen.text, rejected.text);
  const whole = at === chosen.text.length && at === rejected.text.length;
  const prompt = at === 0 || whole ? [] : [textMessage("user", chosen.text.slice(0, at))];
  const answer = (text: string): Message[] => [textMessage("assistant", prompt.length === 0 ? text : text.slice(at))];
  return pair(prompt, answer(chosen.text), answer(rejected.text), row);
}

function repeats(messages: readonly Message[], prompt: readonly Message[]): boolean {
  const from = messages.length - prompt.length;
  return from >= 0 && prompt.every((message, i) => isSame(message, messages[from + i]));
}

/** `{prompt?, chosen, rejected}` of TRL, `{conversations, chosen, rejected}` of LLaMA-Factory, `{chosen_messages, rejected_messages}` and their kin: without a prompt, or where both answers repeat it, what both begin with is the prompt. */
export function readChosenRejected(row: Row): Reading {
  const names = sidesOf(row);
  const [chosen, rejected] = names.map((field) => sideOf(row[field], field, "assistant")) as [Side, Side];
  if (isFault(chosen)) return chosen;
  if (isFault(rejected)) return rejected;
  const source = promptField(row);
  const [[first], [other]] = [chosen, rejected];
  const isText = names.every((field) => typeof row[field] === "string");
  if (source === undefined && isText && first !== undefined && other !== undefined) return textPair(first, other, row);
  const said = source === "instruction" ? instructionText(row, row["input"]) : row[source ?? ""];
  const prompt = source === undefined ? [] : sideOf(said, source, "user");
  if (isFault(prompt)) return prompt;
  const shared = sharedPrefix(chosen, rejected);
  const isRepeated = source === undefined || repeats(chosen.slice(0, shared), prompt);
  const [asked, from] = isRepeated ? [chosen.slice(0, shared), shared] : [prompt, 0];
  return pair([...systemOf(row), ...asked], chosen.slice(from), rejected.slice(from), row);
}

export function instructionText(row: Row, input: unknown): string {
  const instruction = typeof row["instruction"] === "string" ? row["instruction"] : "";
  return typeof input === "string" && input !== "" ? `${instruction}\n${input}` : instruction;
}
