/** Rows of a CSV (RFC 4180) by the names of its head; a last row that is cut is left out and counted. */
export function recordsOfCsv(text: string): { records: Record<string, string>[]; cut: number | undefined } {
  const lines: string[][] = [];
  let line: string[] = [];
  let [cell, quoted] = ["", false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (quoted && sign === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (sign === "," && !quoted) {
      line.push(cell);
      cell = "";
    } else if (sign === "\n" && !quoted) {
      lines.push([...line, cell.replace(/\r$/, "")]);
      [line, cell] = [[], ""];
    } else cell += sign;
  }
  const rest = [...line, cell];
  const [head = [], ...rows] = lines;
  if (rest.length === head.length) rows.push(rest);
  const cut = rest.length > 1 && rest.length < head.length ? lines.length + 1 : undefined;
  return { records: rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ""]))), cut };
}

/** Whether a text begins like a table that has a column of steps. */
export function looksLikeCsv(text: string): boolean {
  const [head = ""] = text.split(/\r?\n/, 1);
  return head.includes(",") && /(^|[,/_" ])(step|iteration|iter)s?("?)(,|$)/i.test(head) && !head.startsWith("{");
}
