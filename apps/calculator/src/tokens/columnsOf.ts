/** The column that stands for the prompt, and the one for the answer. */
export type ColumnMapping = Readonly<Record<string, string>>;

const headBytes = 64 * 1024;

/** Names of the columns of a table, or of the fields of the first object, those within it by their path; none where neither is met. */
export async function columnsOf(file: Blob): Promise<readonly string[]> {
  const text = (await file.slice(0, headBytes).text()).replace(/^\uFEFF/u, "").trimStart();
  // A sign that no text has: these are bytes of something else.
  if (/[\0\uFFFD]/u.test(text.slice(0, 1000))) return [];
  if (/^[{[]/u.test(text)) return fieldsOf(text);
  const [first = ""] = text.split(/\r?\n/u);
  const sign = ["\t", ";", ","].find((each) => first.includes(each));
  return sign === undefined ? [] : first.split(sign).map((cell) => cell.trim().replace(/^"(.*)"$/u, "$1"));
}

/** A list of messages, or one, is a column like a text is. */
function pathsIn(value: unknown, path: readonly string[]): readonly string[] {
  const [first]: unknown[] = Array.isArray(value) ? value : [value];
  const isColumn = typeof first !== "object" || first === null || "role" in first;
  if (path.length > 0 && (isColumn || path.length > 4)) return [path.join(".")];
  if (typeof value !== "object" || value === null) return [];
  const inner = Array.isArray(value) ? [["0", first] as const] : Object.entries(value);
  return inner.flatMap(([name, own]) => pathsIn(own, [...path, name]));
}

function fieldsOf(text: string): readonly string[] {
  const start = text.indexOf("{");
  for (let end = text.indexOf("}", start); end > 0; end = text.indexOf("}", end + 1)) {
    try {
      const row: unknown = JSON.parse(text.slice(start, end + 1));
      return pathsIn(row, []);
    } catch {
      // An inner brace: the object ends further on.
    }
  }
  return [];
}
