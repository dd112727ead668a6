/** A line of a table. */
export interface Row {
  /** In the text, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Whether a comma in a number can only stand for thousands: beside a semicolon or a tab it may be that of decimals. */
  readonly thousands: boolean;
}

const SEPARATORS = [",", ";", "\t"] as const;

/** A byte order mark; a table saved by a spreadsheet begins with it. */
const BYTE_ORDER_MARK = "\uFEFF";

/** The line below the header of a Markdown table. */
const RULE = /^[\s|:-]+$/;

/**
 * The lines of a table: CSV, or a Markdown table as it stands in a README. The separator is a comma, a semicolon or a tab;
 * beside the last two a number may have a decimal comma. `#` lines and blank lines are passed over.
 */
export function tableRows(text: string): Row[] {
  const lines = (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).split(/\r\n|\n|\r/);
  const filled = lines
    .map((content, index) => ({ content: content.trim(), line: index + 1 }))
    .filter(({ content }) => content !== "" && !content.startsWith("#"));
  if (filled[0]?.content.startsWith("|") === true)
    return filled
      .filter(({ content }) => !RULE.test(content))
      .map(({ content, line }) => {
        const cells = content.replaceAll(/^\||\|$/g, "").split("|");
        return { line, cells: cells.map(unmarked), thousands: true };
      });
  const separator = SEPARATORS.find((mark) => filled[0]?.content.includes(mark)) ?? ",";
  return filled.map(({ content, line }) => ({
    line,
    cells: split(content, separator).map((cell) => (separator === "," ? cell : withPoint(cell))),
    thousands: separator === ",",
  }));
}

/** The cells of a line of CSV: one in quotes may hold the separator, and a quote as two. */
function split(content: string, separator: string): string[] {
  const cell = new RegExp(`\\s*(?:"((?:[^"]|"")*)"\\s*|([^${separator}]*))(?:${separator}|$)`, "y");
  const cells: string[] = [];
  for (;;) {
    const [all = "", quoted, plain = ""] = cell.exec(content) ?? [];
    cells.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (!all.endsWith(separator)) return cells;
  }
}

/** A cell of a Markdown table without what makes it bold. */
function unmarked(cell: string): string {
  return cell.trim().replace(/^[*_`]+(.*?)[*_`]+$/, "$1");
}

/** `0,61` as spreadsheets of many countries write it; `1,000`, which may be a thousand, stays and is no number. */
function withPoint(cell: string): string {
  return /^-?\d+,\d+%?$/.test(cell) && !/^-?[1-9]\d{0,2},\d{3}$/.test(cell) ? cell.replace(",", ".") : cell;
}
