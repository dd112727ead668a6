/** The column that stands for the prompt, and the one for the answer. */
export type ColumnMapping = Readonly<Record<string, string>>;

const headBytes = 64 * 1024;

/** Names of the columns of a table, or of the fields of the first object; none where neither is met. */
export async function columnsOf(file: Blob): Promise<readonly string[]> {
  const text = (await file.slice(0, headBytes).text()).replace(/^\uFEFF/u, "").trimStart();
  // A sign that no text has: these are bytes of something else.
  if (/[\0\uFFFD]/u.test(text.slice(0, 1000))) return [];
  if (/^[{[]/u.test(text)) return fieldsOf(text);
  const [first = ""] = text.split(/\r?\n/u);
  const sign = ["\t", ";", ","].find((each) => first.includes(each));
  return sign === undefined ? [] : first.split(sign).map((cell) => cell.trim().replace(/^"(.*)"$/u, "$1"));
}

function fieldsOf(text: string): readonly string[] {
  const start = text.indexOf("{");
  for (let end = text.indexOf("}", start); end > 0; end = text.indexOf("}", end + 1)) {
    try {
      const row: unknown = JSON.parse(text.slice(start, end + 1));
      return typeof row === "object" && row !== null ? Object.keys(row) : [];
    } catch {
      // An inner brace: the object ends further on.
    }
  }
  return [];
}
