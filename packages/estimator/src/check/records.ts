import { fail, ok, type Problem, type Result } from "../problem.ts";
import { isRecord } from "./fields.ts";

export type JsonRecord = Readonly<Record<string, unknown>>;

/** The value of a JSON text; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch {
    return undefined;
  }
}

/** The objects of a JSON array, of JSON lines, or the one object; null where the text is none of these. */
export function jsonRecords(text: string): JsonRecord[] | null {
  const whole = jsonOf(text);
  if (Array.isArray(whole)) return whole.every(isRecord) ? whole : null;
  if (isRecord(whole)) return [whole];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const values = lines.map(jsonOf);
  return lines.length > 0 && values.every(isRecord) ? values : null;
}

/** A row of a table, with the line of the text where it begins, from 1. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows of a comma, semicolon or tab table (RFC 4180), by what separates its first row; blank lines are left out. */
export function tableOf(text: string): { readonly separator: string; readonly rows: readonly TableRow[] } {
  const body = text.replace(/^\uFEFF/u, "");
  const [first = ""] = body.trimStart().split(/[\r\n]/, 1);
  const unquoted = first.replaceAll(/"[^"]*"/gu, "");
  // A comma beside another mark is that of a decimal, or of a name.
  const separator = [";", "\t"].find((mark) => unquoted.includes(mark)) ?? ",";
  const cell = new RegExp(`(?: *"((?:[^"]|"")*)" *|([^${separator}\\r\\n]*))(${separator}|\\r\\n?|\\n|$)`, "gy");
  const rows: TableRow[] = [];
  let [line, cells]: [number, string[]] = [1, []];
  for (const [whole, quoted, plain = "", end] of body.matchAll(cell)) {
    cells.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end === separator) continue;
    if (cells.length > 1 || cells[0] !== "") rows.push({ line, cells });
    line += whole.split(/\r\n?|\n/).length - 1;
    cells = [];
    if (end === "") break;
  }
  return { separator, rows };
}

/** A row with cells beyond those of the first one, as where a comma in a text or a number stands outside quotes; null where there is none. */
export function longRow([first, ...rest]: readonly TableRow[]): Problem | null {
  const expected = first?.cells.length ?? 0;
  const long = rest.find(({ cells }) => cells.slice(expected).some((cell) => cell !== ""));
  return long === undefined ? null : { kind: "long_row", line: long.line, got: long.cells.length, expected };
}

/** The rows of a table as records under the names of its header, in lower case; null where the header has none of `names`. Problem: that of {@link longRow}. */
export function tableRecords(text: string, names: readonly string[]): Result<Record<string, string>[] | null> {
  const all = tableOf(text).rows;
  const [first, ...rows] = all;
  const header = first?.cells.map((cell) => cell.toLowerCase()) ?? [];
  if (rows.length === 0 || !header.some((cell) => names.includes(cell))) return ok(null);
  const long = longRow(all);
  if (long !== null) return fail(long);
  return ok(rows.map(({ cells }) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""]))));
}
