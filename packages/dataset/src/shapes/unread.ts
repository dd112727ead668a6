import { isRow, type Row } from "../formats/row.ts";
import { shapeNamed } from "./table.ts";

/** Columns of pictures, films and sounds, whatever stands in them. */
const media: ReadonlySet<string> = new Set("image images video videos audio audios".split(" "));

/** Words from which on a value is text that could be trained: names, marks and addresses have fewer. */
const fewestWords = 4;
/** Characters from which on a text without spaces between its words is one. */
const fewestLetters = 20;

/** Scripts that put no space between words. */
const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/u;

function isText(value: string): boolean {
  if (value.length < 2 * fewestWords - 1) return false;
  let words = 0;
  let inside = false;
  for (let i = 0; i < value.length && words < fewestWords; i++) {
    const space = value.charCodeAt(i) <= 32;
    if (!space && !inside) words += 1;
    inside = !space;
  }
  return words >= fewestWords || (value.length >= fewestLetters && unspaced.test(value));
}

/** Whether a value holds text, itself or in what it lists. */
function holdsText(value: unknown, depth: number = 0): boolean {
  if (typeof value === "string") return isText(value);
  if (depth > 3 || typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false;
  if (Array.isArray(value)) return value.slice(0, 4).some((item) => holdsText(item, depth + 1));
  return isRow(value) && Object.values(value).some((item) => holdsText(item, depth + 1));
}

function isFilled(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** Columns of a row that hold text or media and are no part of its example: what the count is short of. */
export function unreadColumns(row: Row, shape: string): string[] {
  const known = shapeNamed(shape);
  if (known === undefined) return [];
  let own: readonly string[] | null = null;
  const unread: string[] = [];
  for (const column in row) {
    own ??= known.columns(row);
    if (own.includes(column) || known.ignores.includes(column) || known.ignores.includes("*")) continue;
    const value = row[column];
    if (media.has(column) ? isFilled(value) : holdsText(value)) unread.push(column);
  }
  return unread;
}
