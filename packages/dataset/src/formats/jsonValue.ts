import { isRow } from "./row.ts";

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

const [quote, backslash, colon] = [34, 92, 58];

export function afterString(text: string, at: number): number {
  let i = at + 1;
  while (i < text.length && text.charCodeAt(i) !== quote) i += text.charCodeAt(i) === backslash ? 2 : 1;
  return i + 1;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function keysIn(value: unknown, depth: number = 0): number {
  if (typeof value !== "object" || value === null || depth > 64) return 0;
  let keys = 0;
  if (Array.isArray(value)) for (const item of value) keys += keysIn(item, depth + 1);
  else if (isRow(value)) for (const name in value) keys += 1 + keysIn(value[name], depth + 1);
  return keys;
}

/** Places where a string ends and a colon follows at once, as writers of JSON lines put keys. */
function closeKeys(text: string): number {
  let keys = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) keys += 1;
  }
  return keys;
}

function firstRepeated(text: string): string | null {
  const open: Set<string>[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 123 || code === 91) open.push(new Set());
    else if (code === 125 || code === 93) open.pop();
    else if (code === quote) {
      const end = afterString(text, i);
      let next = end;
      while (next < text.length && isSpace(text.charCodeAt(next))) next += 1;
      if (text.charCodeAt(next) === colon) {
        const key = text.slice(i + 1, end - 1);
        const keys = open.at(-1);
        if (keys?.has(key) === true) return key;
        keys?.add(key);
      }
      i = end - 1;
    }
  }
  return null;
}

/** A key that an object in the text of a row has twice, a message of it for instance: the last hides the others. */
export function repeatedKey(text: string, row: unknown): string | null {
  // Nearly every row has as many keys as its text, so that nothing has to be taken apart.
  return closeKeys(text) === keysIn(row) ? null : firstRepeated(text);
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
