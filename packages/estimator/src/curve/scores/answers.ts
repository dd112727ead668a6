import { fail, ok, type Result } from "../../problem.ts";
import { isRecord, jsonRecords, tableRecords, type JsonRecord } from "../results/records.ts";

/** One answer to a test item. */
export interface GivenAnswer {
  /** Name of the item; its place in the file, from 1, where it has none. */
  readonly id: string;
  readonly text: string;
}

/** Which side of the comparison a file holds: the same column names mean other things. */
export type Side = "predictions" | "gold";

const IDS = ["id", "custom_id", "item", "item_id", "doc_id"];

/** Names of the column of answers, the first that is there. */
const ANSWERS: Readonly<Record<Side, readonly string[]>> = {
  predictions: "prediction predicted pred output response completion generated answer label text".split(" "),
  gold: "gold reference target expected label answer completion output ideal response text".split(" "),
};

/**
 * The answers of a file: JSON lines or an array of objects, chat rows (the last assistant message), results of a batch
 * (`custom_id` and `response.body`), a CSV table, or plain lines, one answer a line.
 *
 * Problems: `no_answers` (file), `no_answer_column` (file, known: the names that are looked for), `item_twice` (file, item).
 */
export function readAnswers(text: string, side: Side, file: string): Result<GivenAnswer[]> {
  const known = ANSWERS[side];
  const records = jsonRecords(text) ?? tableRecords(text, known);
  // A file ends with a line end: what stands after it is no answer.
  const answers = records?.map((record) => answerOf(record, known)) ?? text.trimEnd().split(/\r\n|\n|\r/);
  if (records === null && text.trim() === "") return fail({ kind: "no_answers", file });
  const given: GivenAnswer[] = [];
  const seen = new Set<string>();
  for (const [at, answer] of answers.entries()) {
    if (answer === null) return fail({ kind: "no_answer_column", file, known });
    const id = IDS.map((name) => records?.[at]?.[name]).find(
      (one) => typeof one === "string" || typeof one === "number",
    );
    const item = String(id ?? at + 1);
    if (seen.has(item)) return fail({ kind: "item_twice", file, item });
    seen.add(item);
    given.push({ id: item, text: answer.trim() });
  }
  return given.length === 0 ? fail({ kind: "no_answers", file }) : ok(given);
}

function answerOf(record: JsonRecord, known: readonly string[]): string | null {
  const { messages, response } = record;
  if (Array.isArray(messages))
    return contentOf(messages.findLast((one) => isRecord(one) && one["role"] === "assistant"));
  if (isRecord(response) && isRecord(response["body"])) {
    const { choices } = response["body"];
    const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
    return contentOf(isRecord(choice) ? choice["message"] : undefined);
  }
  for (const name of known) {
    const value: unknown = Array.isArray(record[name]) ? record[name][0] : record[name];
    if (["string", "number", "boolean"].includes(typeof value)) return String(value);
  }
  return null;
}

function contentOf(message: unknown): string | null {
  return isRecord(message) && typeof message["content"] === "string" ? message["content"] : null;
}
