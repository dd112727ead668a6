import type { Answer } from "../contract/answer.ts";
import { offerRows, type FlatTable } from "./offers.ts";

/** RFC 4180 text: a header line, CRLF, cells quoted where they must be. A cell that a spreadsheet would run gets a leading apostrophe. */
export function csvText(table: Answer | FlatTable): string;
export function csvText(header: readonly string[], rows: readonly (readonly string[])[]): string;
export function csvText(
  table: Answer | FlatTable | readonly string[],
  own: readonly (readonly string[])[] = [],
): string {
  const isTable = (value: typeof table): value is FlatTable => "header" in value;
  const { header, rows } = "offers" in table ? offerRows(table) : isTable(table) ? table : { header: table, rows: own };
  return [header, ...rows].map((cells) => cells.map(csvCell).join(",") + "\r\n").join("");
}

function csvCell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d+(?:\.\d+)?$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows of RFC 4180 text as records under the names of its header line; a shorter row lacks its last fields. */
export function csvRecords(text: string): Record<string, string>[] {
  const [header = [], ...rows] = cellsOf(text.replace(/^\uFEFF/u, ""));
  return rows
    .filter((cells) => cells.length > 1 || cells[0] !== "")
    .map((cells) =>
      Object.fromEntries(cells.flatMap((cell, at) => (header[at] === undefined ? [] : [[header[at], cell]]))),
    );
}

/** One cell, quoted or not, and what ends it. */
const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/gy;

function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  for (const [whole, quoted, plain = "", end] of text.matchAll(cell)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ",") rows.push(row.splice(0));
    if (end === "" || whole === "") break;
  }
  return rows;
}
