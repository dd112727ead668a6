import type { Problem } from "@tunecast/estimator/problem";
import { chatExample, fault, isFault, textExample, textMessage } from "../../formats/example.ts";
import type { Example, Message, Reading } from "../../formats/example.ts";
import { jsonValue } from "../../formats/jsonValue.ts";
import { filled, got, has, isRow, type Row } from "../../formats/row.ts";
import names from "../names.json" with { type: "json" };
import { besideColumns, readChat, speakerOf, systemColumn, systemOf, toolsOf, withPictures } from "./chat.ts";
import { writtenCalls } from "./content.ts";
import { instructionText, messagesOf, readPromptCompletion } from "./pairs.ts";

const questionAnswerColumns = names.questionsAndAnswers as unknown as readonly (readonly [string, string])[];

/** Columns that make a shape of their own where they are written in small letters. */
const otherwiseWritten = names.otherwiseWritten as unknown as typeof questionAnswerColumns;

/** The pair of columns of a question/answer row, also in capitals (`Question`, `ANSWER`), or undefined. */
export function questionAnswerPair(row: Row): readonly [question: string, answer: string] | undefined {
  // Several answers to one question are what a search engine is measured by.
  const isOne = (answer: string): boolean => answer !== "answers" || firstAnswer(row[answer]) !== undefined;
  const pair = questionAnswerColumns.find(
    ([question, answer]) => has(row, question) && has(row, answer) && isOne(answer),
  );
  if (pair !== undefined) return pair;
  const columns = Object.keys(row);
  if (columns.every((name) => name === name.toLowerCase())) return undefined;
  const written = new Map(columns.map((name) => [name.toLowerCase(), name]));
  for (const [question, answer] of [...otherwiseWritten, ...questionAnswerColumns]) {
    const [asked, answered] = [written.get(question), written.get(answer)];
    if (asked !== undefined && answered !== undefined) return [asked, answered];
  }
  return undefined;
}

/** The text that answers, or the first of SQuAD's, which stand in a list of texts; null for none of them. */
function firstAnswer(value: unknown): unknown {
  const texts: unknown = isRow(value) ? value["text"] : null;
  return Array.isArray(texts) ? (texts[0] ?? null) : typeof value === "string" ? value : undefined;
}

export function questionAnswerColumnsOf(row: Row): readonly string[] {
  const pair = questionAnswerPair(row) ?? [];
  return [...pair, ...systemColumn(row), contextColumn, "history", ...besideColumns(row)];
}

/**
 * Which columns hold what, where the user says so: `{prompt, completion, system?}`, `{messages, system?}`, or `{text}` for texts
 * that are trained as they stand, each a column or a path to it (`outputs.answer`); `rows` is the list of a JSON document that holds the rows
 * (`{rows: "train"}`, `{rows: "data.items"}`).
 */
export type ColumnMapping = Readonly<Record<string, string>>;

const columnUses = ["prompt", "completion", "system", "text", "messages", "rows"];

/** Problems: `unknown_column_use` (columns stand for the uses above only), `columns_incomplete`. */
export function columnsProblem(columns: ColumnMapping): Problem | null {
  const uses = Object.keys(columns);
  const strange = uses.find((use) => !columnUses.includes(use));
  if (strange !== undefined) return { kind: "unknown_column_use", use: strange, known: columnUses };
  if (has(columns, "messages") || uses.every((use) => use === "rows" || use === "text")) return null;
  const missing = ["prompt", "completion"].find((use) => !has(columns, use));
  return missing === undefined ? null : { kind: "columns_incomplete", missing, known: columnUses };
}

export class NamedColumns {
  readonly #missing: Set<string>;
  #rows = 0;

  constructor(columns: ColumnMapping | undefined) {
    this.#missing = new Set(Object.values(columns ?? {}));
  }

  see(row: Row): void {
    this.#rows += 1;
    for (const column of this.#missing) if (columnIn(row, column) !== undefined) this.#missing.delete(column);
  }

  get missing(): readonly string[] | null {
    return this.#rows > 0 ? [...this.#missing] : null;
  }
}

export function columnNowhere(missing: readonly string[] | null): Problem | null {
  const [column] = missing ?? [];
  return column === undefined ? null : { kind: "column_nowhere", column, known: columnUses };
}

export function withoutList<T extends { readonly columns?: ColumnMapping | undefined }>(
  options: T,
): T & { readonly list: string | undefined } {
  const { rows: list, ...columns } = options.columns ?? {};
  return { ...options, list, columns: Object.keys(columns).length === 0 ? undefined : columns };
}

export function readMapped(
  whole: Row,
  { prompt = "prompt", completion = "completion", system, text, messages }: ColumnMapping,
): Reading {
  if (messages !== undefined) {
    const beside = system === undefined ? {} : { system: columnIn(whole, system) };
    return readChat({ messages: treeOf(columnIn(whole, messages)), ...beside });
  }
  const named = [text, prompt, completion, system].filter((name) => name !== undefined);
  const row = withColumns(whole, named);
  if (text === undefined && system === undefined && [prompt, completion].some((name) => isObject(row[name])))
    return readTurns(row, row[prompt], row[completion]);
  return text === undefined ? readColumns(row, prompt, completion, system) : readTextIn(row, text);
}

/** Of a request and its answer, as they are logged, each may be a message, a list of them, or a text. */
function readTurns(row: Row, asked: unknown, answered: unknown, system: readonly Message[] = []): Reading {
  const prompt = typeof asked === "string" ? [{ role: "user", content: asked }] : asked;
  const told = readPromptCompletion({ ...row, prompt, completion: answered });
  if (isFault(told)) return told;
  return { ...told, messages: [...system, ...told.messages], answer: system.length + told.answer };
}

/** An object or a list, also where it is written as JSON in a text, as tables hold them. */
export const treeOf = (value: unknown): unknown =>
  typeof value === "string" && /^\s*[[{]/u.test(value) ? (jsonValue(value) ?? value) : value;

/** A column by its name, in small letters too as tables are told by, or what lies on the path that is written so: `outputs.answer`, `choices.0.text`. */
export function columnIn(row: Row, name: string): unknown {
  const written = has(row, name) ? name : Object.keys(row).find((column) => column.toLowerCase() === name);
  if (written !== undefined) return row[written];
  return name.split(".").reduce<unknown>((value, part) => {
    const tree = treeOf(value);
    return isObject(tree) && has(tree, part) ? tree[part] : undefined;
  }, row);
}

const isMessages = (value: unknown): boolean => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return isObject(first) && speakerOf(first) !== undefined;
};

const isObject = (value: unknown): value is Row => typeof value === "object" && value !== null;

/** The row with the columns that are named one by one, wherever they lie. Labels are often numbers: they are read as text. */
function withColumns(row: Row, names: readonly string[]): Row {
  const found = names.flatMap((name) => {
    const written = columnIn(row, name);
    const tree = treeOf(written);
    const value = isMessages(tree) ? tree : written;
    if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
      return [[name, String(value)]];
    return value === undefined || value === row[name] ? [] : [[name, value]];
  });
  return found.length === 0 ? row : { ...row, ...Object.fromEntries(found) };
}

export function readColumns(row: Row, prompt: string, completion: string, system?: string): Reading {
  for (const field of [prompt, completion]) {
    if (!filled(row, field)) return fault("missing_field", field);
    const value = row[field];
    if (typeof value !== "string") return fault("bad_field_type", `${field} is ${got(value)}: write it as a text`);
  }
  const said = system === undefined ? row : { system: row[system] };
  const turns = [textMessage("user", row[prompt] as string), textMessage("assistant", row[completion] as string)];
  return withTools(row, chatExample([...systemOf(said), ...turns], null));
}

/** With the tools beside it; an answer that is nothing but calls of them is those calls, as Salesforce's xLAM data have them. */
function withTools(row: Row, example: Example): Example {
  const tools = toolsOf(row);
  if (tools === null) return example;
  const messages = example.messages.map((message) => {
    const calls = message.role === "assistant" ? writtenCalls(message.text) : null;
    return calls === null ? message : { ...message, text: "", calls };
  });
  return { ...example, messages, tools };
}

/** Text that a question is about, where it stands in a column of its own: before the question, on a line of its own. */
export const contextColumn = "context";

export function readQuestionAnswer(given: Row): Reading {
  const [question, answer] = questionAnswerPair(given) ?? ["question", "answer"];
  const row = answer === "answers" ? { ...given, answers: firstAnswer(given[answer]) } : given;
  const isTold = (value: unknown): boolean => Array.isArray(value) || isMessages(messagesOf(value));
  if (isTold(row[question]) || isTold(row[answer])) return readTurns(row, row[question], row[answer], systemOf(row));
  const history = historyOf(row);
  if (history === null) return fault("bad_field_type", noHistory);
  const { [contextColumn]: context, [question]: said } = row;
  const about = typeof context === "string" && context !== "" && question !== contextColumn && typeof said === "string";
  const asked = about ? { ...row, [question]: `${context}\n${said}` } : row;
  const reading = readColumns(asked, question, answer);
  if (isFault(reading)) return reading;
  const systems = reading.messages.filter(({ role }) => role === "system");
  const turns = reading.messages.slice(systems.length);
  return chatExample(withPictures(row, [...systems, ...history, ...turns]), toolsOf(row));
}

const noHistory = "history is no list of pairs of texts";

function historyOf(row: Row): Message[] | null {
  const history: unknown = row["history"] ?? [];
  if (!Array.isArray(history) || !history.every(isPair)) return null;
  return history.flatMap(([asked, answered]) => [textMessage("user", asked), textMessage("assistant", answered)]);
}

function isPair(turn: unknown): turn is readonly [question: string, answer: string] {
  return Array.isArray(turn) && turn.length === 2 && typeof turn[0] === "string" && typeof turn[1] === "string";
}

export function readAlpaca(row: Row): Reading {
  if (!filled(row, "instruction")) return fault("missing_field", "instruction");
  if (typeof row["instruction"] !== "string") return fault("bad_field_type", "instruction");
  const messages = historyOf(row);
  if (messages === null) return fault("bad_field_type", noHistory);
  messages.unshift(...systemOf(row));
  const { instances } = row;
  const listed: unknown[] = Array.isArray(instances) && instances.length > 0 ? instances : [row];
  for (const instance of listed) {
    const output = isRow(instance) ? (instance["output"] ?? instance["response"]) : undefined;
    if (!isRow(instance) || output === undefined || output === null) return fault("missing_field", "output");
    if (typeof output !== "string") return fault("bad_field_type", "output");
    const input = filled(instance, "input") ? "input" : "context";
    if (filled(instance, input) && typeof instance[input] !== "string")
      return fault("bad_field_type", `${input} is ${got(instance[input])}`);
    messages.push(textMessage("user", instructionText(row, instance[input])), textMessage("assistant", output));
  }
  return chatExample(withPictures(row, messages), toolsOf(row));
}

export const readText = (row: Row): Reading =>
  readTextIn(row, has(row, "content") && !has(row, "text") ? "content" : "text");

function readTextIn(row: Row, field: string): Reading {
  if (!filled(row, field)) return fault("missing_field", field);
  const text = row[field];
  return typeof text === "string" ? textExample([textMessage("assistant", text)], 0) : fault("bad_field_type", field);
}

export function readTokenised(row: Row): Reading {
  const ids = row["input_ids"];
  if (ids === undefined || ids === null) return fault("missing_field", "input_ids");
  if (!isIdList(ids)) return fault("bad_field_type", "input_ids is no list of whole numbers");
  const { labels } = row;
  const trained = isIdList(labels) ? labels.filter((label) => label !== -100).length : ids.length;
  return { ...textExample([], 0), ids: { tokens: ids.length, trained } };
}

export const isIdList = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((id) => Number.isInteger(id));
