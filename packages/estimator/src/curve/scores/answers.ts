import { fail, ok, type Result } from "../../problem.ts";
import { isRecord, jsonRecords, textTable } from "../results/records.ts";

/** One answer to a test item. */
export interface GivenAnswer {
  /** Name of the item; its place in the file, from 1, where it has none. */
  readonly id: string;
  readonly text: string;
}

const IDS = ["id", "custom_id", "item", "item_id", "doc_id"];
const PREDICTED = [
  "prediction",
  "predicted",
  "pred",
  "output",
  "response",
  "completion",
  "generated",
  "answer",
  "label",
  "text",
];
const GOLD = [
  "gold",
  "reference",
  "target",
  "expected",
  "label",
  "answer",
  "completion",
  "output",
  "ideal",
  "response",
  "text",
];

/** Which side of the comparison a file holds: the same column names mean other things. */
export type Side = "predictions" | "gold";

/**
 * The answers of a file: JSON lines or an array of objects, chat rows (the last assistant message), results of a batch
 * (`custom_id` and `response.body`), a CSV table, or plain lines, one answer a line.
 *
 * Problems: `no_answers` (file), `no_answer_column` (file, known: the names that are looked for), `item_twice` (file, item).
 */
export function readAnswers(text: string, side: Side, file: string): Result<GivenAnswer[]> {
  const records = jsonRecords(text) ?? textTable(text, side === "gold" ? GOLD : PREDICTED);
  const answers: GivenAnswer[] = [];
  if (records === null)
    for (const line of text.split(/\r\n|\n|\r/)) answers.push({ id: String(answers.length + 1), text: line.trim() });
  else
    for (const record of records) {
      const answer = answerOf(record, side);
      if (answer === null) return fail({ kind: "no_answer_column", file, known: side === "gold" ? GOLD : PREDICTED });
      answers.push({ id: idOf(record) ?? String(answers.length + 1), text: answer.trim() });
    }
  // A file ends with a line end: what stands after it is no answer.
  if (records === null) while (answers.at(-1)?.text === "") answers.pop();
  if (answers.length === 0) return fail({ kind: "no_answers", file });
  const seen = new Set<string>();
  for (const { id } of answers) {
    if (seen.has(id)) return fail({ kind: "item_twice", file, item: id });
    seen.add(id);
  }
  return ok(answers);
}

function idOf(record: Readonly<Record<string, unknown>>): string | null {
  for (const name of IDS) {
    const id = record[name];
    if (typeof id === "string" || typeof id === "number") return String(id);
  }
  return null;
}

function answerOf(record: Readonly<Record<string, unknown>>, side: Side): string | null {
  const { messages, response } = record;
  if (Array.isArray(messages)) return spoken(messages);
  if (isRecord(response) && isRecord(response["body"])) return choiceOf(response["body"]);
  for (const name of side === "gold" ? GOLD : PREDICTED) {
    const value = record[name];
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (Array.isArray(value) && typeof value[0] === "string") return value[0];
  }
  return null;
}

/** The last assistant message. */
function spoken(messages: readonly unknown[]): string | null {
  const last = messages.findLast((message) => isRecord(message) && message["role"] === "assistant");
  return isRecord(last) && typeof last["content"] === "string" ? last["content"] : null;
}

function choiceOf(body: Readonly<Record<string, unknown>>): string | null {
  const choice: unknown = Array.isArray(body["choices"]) ? body["choices"][0] : undefined;
  const message = isRecord(choice) ? choice["message"] : undefined;
  return isRecord(message) && typeof message["content"] === "string" ? message["content"] : null;
}
