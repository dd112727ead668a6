import type { Answer } from "../contract/answer.ts";
import { longRow, tableOf } from "../check/records.ts";
import { fail, ok, type Result } from "../problem.ts";
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

/**
 * The rows of a table as records under the names of its header line; a shorter row lacks its last fields. Where a comma is the
 * mark of decimals, as Excel writes them in much of Europe, numbers get a point. Cells beyond the header are left out:
 * {@link readCsv} refuses them.
 */
export const csvRecords = (text: string): Record<string, string>[] => recordsOf(tableOf(text));

/** As {@link csvRecords}. Problem: `long_row` (line, got, expected), the first row with cells beyond the header, as where a comma stands outside quotes. */
export function readCsv(text: string): Result<Record<string, string>[]> {
  const table = tableOf(text);
  const long = longRow(table.rows);
  return long === null ? ok(recordsOf(table)) : fail(long);
}

function recordsOf({ separator, rows }: ReturnType<typeof tableOf>): Record<string, string>[] {
  const [header = [], ...lines] = rows.map(({ cells }) => cells);
  const some = (pattern: RegExp): boolean => lines.some((cells) => cells.some((cell) => pattern.test(cell)));
  const hasCommas = separator === ";" ? some(/^-?\d[\d.\s]*,\d+$/u) : some(/^-?\d[\d.\s]*,(?:\d\d?|\d{4,})$/u);
  const areDecimal = separator !== "," && hasCommas && !some(/^-?\d[\d,]*\.(?:\d\d?|\d{4,})$/u);
  const read = (cell: string): string =>
    areDecimal && /^-?(?:\d{1,3}(?:[.\s]\d{3})+|\d+)(?:,\d+)?$/u.test(cell)
      ? cell.replaceAll(/[.\s]/gu, "").replace(",", ".")
      : cell;
  return lines.map((cells) =>
    Object.fromEntries(header.slice(0, cells.length).map((name, at) => [name, read(cells[at] ?? "")])),
  );
}
