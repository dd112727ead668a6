import { jsonValue } from "../formats/jsonValue.ts";
import { firstFilled, isRow, type Row } from "../formats/row.ts";
import names from "./names.json" with { type: "json" };
import {
  isExchange,
  listedCalls,
  messageFields,
  textFields,
  thoughtFields,
  toolColumn,
  turnsOf,
  unwrapped,
} from "./reading/chat.ts";
import { isOtherMedia } from "./reading/content.ts";
import { messagesOf } from "./reading/pairs.ts";
import { shapeNamed } from "./table.ts";

const fieldsWithMessages: readonly string[] = [...messageFields, ...names.turnColumns];

export const messagesIn = (row: Row, field: string): readonly Row[] =>
  fieldsWithMessages.includes(field) ? listIn(row[field], messageFields.includes(field)) : [];

function listIn(value: unknown, listed: boolean): readonly Row[] {
  if (isRow(value)) return listIn(messagesOf(value), listed);
  if (typeof value === "string") return listed && value.startsWith("[") ? listIn(jsonValue(value), listed) : [];
  if (!Array.isArray(value)) return [];
  return value.filter(isRow).flatMap((item) => (isExchange(item) ? turnsOf(item) : [unwrapped(item)]));
}

export const messageOwn: readonly string[] = [...names.messageFields, ...thoughtFields];

export const partOwn: readonly string[] = names.partFields;

/** Columns of pictures, films and sounds, whatever stands in them; and those of them that hold nothing else. */
const media = new Set(names.mediaColumns);
const pictured = new Set(names.onlyMediaColumns);

/** A file of a picture, a sound, a film or a document by its name, or its data: whatever the column is called. */
const mediaFile =
  /^\s*(?:data:(?:image|audio|video)\/|[^\n]{0,500}\.(?:jpe?g|png|webp|gif|bmp|tiff?|heic|avif|dcm|wav|mp3|flac|ogg|opus|m4a|mp4|avi|mov|mkv|webm|pdf|npy|npz)\s*(?:\?[^\s]*)?$)/iu;

const partRead: ReadonlySet<string> = new Set([...partOwn, "video", "refusal"]);

/** Answers beside a prompt, several or numbered, that nothing here reads: what a grader reads has other names. */
const answers = /^(?:answer|response|completion|output|generation|candidate)s?(?:_?(?:\d+|[a-z]))?$/iu;

/** Four words, or twenty characters of a script that puts no spaces between its words. */
const fourWords = /^[\0- ]*(?:[^\0- ]+[\0- ]+){3}[^\0- ]/u;
const fewestLetters = 20;
const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/u;

export const isText = (value: string): boolean =>
  fourWords.test(value) || (value.length >= fewestLetters && unspaced.test(value));

function holdsText(value: unknown, depth: number = 0): boolean {
  if (typeof value === "string") return isText(value);
  if (depth > 8 || typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false;
  if (Array.isArray(value)) return value.slice(0, 4).some((item) => holdsText(item, depth + 1));
  return isRow(value) && Object.values(value).some((item) => holdsText(item, depth + 1));
}

export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === "[]") return true;
  return typeof value === "object" && !(value instanceof Date) && Object.keys(value).length === 0;
}

export function holdsMedia(value: unknown, depth: number = 0): boolean {
  if (typeof value === "string") return value.length > 4 && mediaFile.test(value.slice(0, 600));
  if (value instanceof Uint8Array) return value.length > 0;
  if (depth > 2 || !Array.isArray(value)) return false;
  return value.slice(0, 4).some((item) => holdsMedia(item, depth + 1));
}

const isMissed = (field: string, value: unknown): boolean =>
  media.has(field) ? !isEmpty(value) : holdsText(value) || holdsMedia(value);

function isPassedOver(field: string, message: Row): boolean {
  const said: readonly string[] = textFields;
  if (said.includes(field)) return field !== firstFilled(message, said);
  if ((thoughtFields as readonly string[]).includes(field)) return typeof message[field] !== "string";
  return field === "tool_calls" ? !Array.isArray(listedCalls(message)) : !messageOwn.includes(field);
}

function unreadInMessage(message: Row): string[] {
  const unread: string[] = [];
  for (const field in message) if (isPassedOver(field, message) && isMissed(field, message[field])) unread.push(field);
  const listing = ["parts", "content", "value"].find((field) => Array.isArray(message[field]));
  if (listing === undefined) return unread;
  for (const part of message[listing] as unknown[]) {
    if (!isRow(part)) continue;
    for (const field in part)
      if (partRead.has(field) ? isOtherMedia(part[field]) : isMissed(field, part[field]))
        unread.push(`${listing}[].${field}`);
  }
  return unread;
}

function unreadAround(value: unknown): string[] {
  if (!isRow(value) || !Array.isArray(value["messages"])) return [];
  const own = ["messages", ...toolColumn(value)];
  return Object.keys(value).filter((field) => !own.includes(field) && isMissed(field, value[field]));
}

/** Whether a text is what a message of the row says: many a data set has the prompt of a conversation beside it. */
function isSaidAgain(row: Row, columns: readonly string[], value: unknown): boolean {
  const messages = columns.flatMap((column) => messagesIn(row, column));
  return messages.some((message) => [...textFields, ...thoughtFields].some((field) => message[field] === value));
}

/** Columns of a row, and fields of its messages (`messages[].notes`), that hold text or media and are no part of its example: what the count is short of. */
export function unreadColumns(row: Row, shape: string): string[] {
  const known = shapeNamed(shape);
  if (known === undefined) return [];
  let own: readonly string[] | null = null;
  const unread = new Set<string>();
  for (const column in row) {
    own ??= known.columns(row);
    if (own.includes(column)) {
      for (const message of messagesIn(row, column))
        for (const field of unreadInMessage(message)) unread.add(`${column}[].${field}`);
      for (const field of unreadAround(row[column])) unread.add(`${column}.${field}`);
    } else if (!known.ignores.includes(column)) {
      // Beside what a grader or a reward reads, media are part of the prompt all the same.
      const value = row[column];
      const isBeside = holdsMedia(value) || pictured.has(column);
      const isAnswer = known.nature === "prompt" && answers.test(column) && holdsText(value);
      const isLost = known.ignores.includes("*") ? isBeside || isAnswer : isMissed(column, value);
      if (isLost && !isEmpty(value) && !isSaidAgain(row, own, value)) unread.add(column);
    }
  }
  return [...unread];
}
