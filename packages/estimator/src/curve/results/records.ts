/** A JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a JSON text; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
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

/** The rows of a comma, semicolon or tab table whose header has one of the names; null where there is no such header. */
export function textTable(text: string, names: readonly string[]): Readonly<Record<string, string>>[] | null {
  const rows = cellsOf(text.startsWith("\uFEFF") ? text.slice(1) : text);
  const header = rows[0]?.map((cell) => cell.trim().toLowerCase());
  if (header === undefined || rows.length < 2 || !header.some((cell) => names.includes(cell))) return null;
  return rows.slice(1).map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ""])));
}

/** The cells of a table: quoted ones may hold the separator, quotes written twice and line ends (RFC 4180). */
function cellsOf(text: string): string[][] {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const separator = [",", ";", "\t"].find((mark) => first.includes(mark)) ?? ",";
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const endCell = (): void => {
    rows.at(-1)?.push(cell);
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (quoted) {
      if (mark !== '"') cell += mark;
      else if (text[at + 1] === '"') cell += text[(at += 1)];
      else quoted = false;
    } else if (mark === '"' && cell === "") quoted = true;
    else if (mark === separator) endCell();
    else if (mark === "\n" || mark === "\r") {
      if (mark === "\r" && text[at + 1] === "\n") at += 1;
      endCell();
      rows.push([]);
    } else cell += mark;
  }
  endCell();
  return rows.filter((row) => row.some((one) => one !== ""));
}
