/**
 * Rows as RFC 4180 text: a header line, CRLF line ends, cells quoted where they must be.
 * A text cell that a spreadsheet would run as a formula is kept from it by a leading apostrophe.
 */
export function csvText(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((cells) => cells.map(csvCell).join(",") + "\r\n").join("");
}

function csvCell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d+(?:\.\d+)?$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
