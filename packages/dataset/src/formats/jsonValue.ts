import { isRow, type RowSink } from "./row.ts";

const flaws = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\b(?:NaN|Infinity)\b|,(?=\s*(?:[}\]]|$))/gsu;

/** A JSON text without the flaws that programs put in: Python writes NaN where pandas has no value, and lists are copied line by line, commas and all. */
function withoutFlaws(text: string): { readonly text: string; readonly flaw: "NaN" | "comma" } | null {
  const found = new Set<string>();
  const mended = text.replaceAll(flaws, (part) => {
    if (part.startsWith('"')) return part;
    found.add(part === "," ? "comma" : "NaN");
    return part === "," ? "" : "null";
  });
  return found.size === 0 ? null : { text: mended, flaw: found.has("NaN") ? "NaN" : "comma" };
}

const twice = "an object written twice as JSON: parse the line once, and write what that gives";

/** Hands on what a text means, and says where it is not JSON; where it means nothing, the row is lost. */
export function recordJson(text: string, line: number, sink: RowSink): void {
  const read = jsonValue(text);
  if (typeof read === "string" && isRow(jsonValue(read))) return sink.fault("not_object", line, twice);
  if (read !== undefined) return sink.record(read, line, text);
  const mended = withoutFlaws(text);
  const value = mended === null ? undefined : jsonValue(mended.text);
  if (mended === null || value === undefined) return sink.fault("invalid_json", line, mistakeIn(text));
  sink.fault("invalid_json", line, mended.flaw);
  sink.record(value, line, mended.text);
}

function mistakeIn(text: string): string | undefined {
  if (text.startsWith("\uFEFF")) return "a byte order mark amid the file, as where two files were joined";
  if (/^\s*\{\s*'/u.test(text)) return "a dict as Python prints it: write it with json.dumps";
  return /\}\s*\{\s*"/u.test(text) ? "several objects on one line" : undefined;
}

const lone =
  /(?<!\\)(?:\\\\)*\\u[dD][89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][\da-fA-F]{2})(?<!\\)(?:\\\\)*\\u[dD][c-fC-F]/u;
const nul = /(?<!\\)(?:\\\\)*\\u0000/u;

/** Characters that JSON can name and text should not hold: `lone_surrogate`, `nul_character`. */
export function rawFlaws(json: string): readonly string[] {
  if (!json.includes("\\u")) return [];
  const flaws: string[] = [];
  if (lone.test(json)) flaws.push("lone_surrogate");
  if (nul.test(json)) flaws.push("nul_character");
  return flaws;
}

const tokens = /"(?<key>[^"\\]*(?:\\.[^"\\]*)*)"(?<colon>\s*:)?|[{}[\]]/gsu;

function keysIn(value: unknown, depth: number = 0): number {
  if (typeof value !== "object" || value === null || depth > 64) return 0;
  let keys = 0;
  if (Array.isArray(value)) for (const item of value) keys += keysIn(item, depth + 1);
  else if (isRow(value)) for (const name in value) keys += 1 + keysIn(value[name], depth + 1);
  return keys;
}

/** Where a string ends and a colon follows at once, as writers of JSON lines put keys. */
const closeKeys = /":(?<=(?<!\\)(?:\\\\)*":)/gu;

function firstRepeated(text: string): string | null {
  const open: Set<string>[] = [];
  for (const { 0: token, groups = {} } of text.matchAll(tokens)) {
    const { key = "", colon } = groups;
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    if (colon === undefined) continue;
    if (open.at(-1)?.has(key) === true) return key;
    open.at(-1)?.add(key);
  }
  return null;
}

/** A key that an object in the text of a row has twice, a message of it for instance: the last hides the others. */
export function repeatedKey(text: string, row: unknown): string | null {
  // Nearly every row has as many keys as its text, so that nothing has to be taken apart.
  return (text.match(closeKeys)?.length ?? 0) === keysIn(row) ? null : firstRepeated(text);
}

export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of bytes in UTF-8, its byte order mark kept; null where they are something else. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}
