import { pictureMark, spokenText, type Example } from "../formats/example.ts";
import { filled, has, isRow, type Row } from "../formats/row.ts";
import { chatColumns, pictureColumns, toolField } from "../shapes/reading/chat.ts";
import type { ColumnMapping } from "../shapes/reading/columns.ts";
import { isOtherMedia } from "../shapes/reading/content.ts";
import { shapeNamed } from "../shapes/table.ts";
import { isEmpty, messageOwn, messagesIn, partOwn } from "../shapes/unread.ts";

const texts = /"(?:[^"\\]|\\.)*"/gsu;
const long = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/gu;

/** Whether the written row holds a whole number of the row that was read, with other digits: it was too large to be kept. */
export function losesDigits(read: string | null, written: string): boolean {
  if (read === null || !/\d{16}/u.test(read)) return false;
  const numbers = read.replaceAll(texts, '""').match(long) ?? [];
  const rounded = numbers.filter((number) => BigInt(number) !== BigInt(Number(number)));
  return rounded.some((number) => written.includes(String(Number(number))));
}

const strange = (row: Row, known: readonly string[]): string[] =>
  Object.keys(row).filter((field) => !known.includes(field) && !isEmpty(row[field]));

function leftOfMessage(message: Row): string[] {
  const { weight, tool_calls: calls, function_call: call } = message;
  // Without a role the type says who speaks.
  const left = strange(message, has(message, "role") ? messageOwn : [...messageOwn, "type"]);
  // A weight is 0 or 1, and 1 is what answers have anyway.
  const whole = isEmpty(weight) || weight === 0 || weight === true || (weight === 1 && message["role"] !== "user");
  if (!whole) left.push("weight");
  if (!isEmpty(calls) && !(Array.isArray(calls) && calls.every(namesFunction))) left.push("tool_calls");
  if (!isEmpty(call) && !isRow(call)) left.push("function_call");
  const content = message["parts"] ?? message["content"] ?? message["value"];
  for (const part of Array.isArray(content) ? content : [content]) {
    if (!isRow(part)) continue;
    left.push(...strange(part, partOwn), ...Object.keys(part).filter((field) => isOtherMedia(part[field])));
    if (isRow(part["toolResult"]) && filled(part["toolResult"], "status")) left.push("status");
  }
  return left;
}

function namesFunction(call: unknown): boolean {
  const body: unknown = isRow(call) ? (call["function"] ?? call) : null;
  return isRow(body) && typeof body["name"] === "string";
}

/** Columns of a shape that may hold something of which its example has nothing. */
function unread(row: Row, { messages }: Example): string[] {
  const isInstructed = messages.some(({ role }) => role === "system");
  const isPictured = messages.some(({ images }) => images !== null);
  const isRead = (field: string): boolean => (field === "images" ? isPictured : isInstructed);
  return ["systemInstruction", "system_instruction", "images"].filter((name) => !isEmpty(row[name]) && !isRead(name));
}

/** Names of the fields of a row, of its messages and their parts, that hold something and are no part of the example: what any other shape than the row's own is without. */
export function leftOut(row: Row, shape: string, columns: ColumnMapping | undefined, example: Example): string[] {
  const own =
    columns === undefined
      ? (shapeNamed(shape)?.columns ?? chatColumns)(row)
      : [
          ...["text", "prompt", "completion", "system"].flatMap((use) => {
            const name = columns[use] ?? (use === "system" ? use : "");
            return [name, name.split(".")[0] ?? ""];
          }),
          ...(example.tools === null ? [] : [toolField(row)]),
        ];
  const left = strange(row, own);
  if (columns === undefined) left.push(...unread(row, example).filter((field) => own.includes(field)));
  if (shape === "dpo" && isRow(row["input"]))
    left.push(...strange(row["input"], ["messages", toolField(row["input"])]));
  const isUnplaced = example.messages.some(({ images }) => images?.some(({ atMark }) => atMark !== true));
  const isListed = pictureColumns.some((column) => !isEmpty(row[column]));
  if (isUnplaced && isListed && spokenText(example.messages, true).includes(pictureMark)) left.push("picture_marks");
  for (const field of own) for (const message of messagesIn(row, field)) left.push(...leftOfMessage(message));
  return [...new Set(left)];
}

export interface Loss {
  /** `refused`: the row was not written; `changed`: it was, without this. */
  readonly kind: "refused" | "changed";
  /** What: of a refused row a code of its check, `unwanted_answer` (labelled as wrong), `no_verdict` (its label is missing), `mixed_formats` (another shape than most rows), or what the target has no place for (`images`, `tools`, …); `cut_off` where the file breaks off, with the place; else a field of the row or of its messages, or `thoughts`, `weight`, `steps_joined`, `digits_rounded`, … */
  readonly what: string;
  readonly count: number;
  readonly lines: readonly number[];
  /** Of an unknown shape: the columns of its first row, and what they may stand for. */
  readonly detail?: string;
}

const mostKinds = 200;

export const firstPlaces = 10;

/** @param places that are kept of each loss */
export function losses(places: number): {
  add(kind: Loss["kind"], what: string, line: number, detail?: string): void;
  list(): Loss[];
} {
  const kinds = new Map<string, Loss & { count: number; readonly lines: number[] }>();
  return {
    add(kind, what, line, detail = "") {
      const full = kinds.size >= mostKinds && !kinds.has(`${kind} ${what}`);
      const named = full ? "other_fields" : what;
      const begun = { kind, what: named, count: 0, lines: [], ...(detail !== "" && { detail }) };
      const loss = kinds.get(`${kind} ${named}`) ?? begun;
      kinds.set(`${kind} ${named}`, loss);
      loss.count += 1;
      if (loss.lines.length < places) loss.lines.push(line);
    },
    list() {
      const key = ({ kind, what }: Loss): string => `${kind === "refused" ? 0 : 1} ${what}`;
      return [...kinds.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    },
  };
}
