import type { Row } from "./row.ts";

const [quote, backslash, colon] = [34, 92, 58];

/** Position after the string that opens at `at`. */
export function afterString(text: string, at: number): number {
  let i = at + 1;
  while (i < text.length && text.charCodeAt(i) !== quote) i += text.charCodeAt(i) === backslash ? 2 : 1;
  return i + 1;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

/** How often a key stands in the object that the text is, nested ones left out. */
function timesOf(key: string, text: string): number {
  let [depth, times] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
    else if (code === quote) {
      const end = afterString(text, i);
      let next = end;
      while (next < text.length && isSpace(text.charCodeAt(next))) next += 1;
      if (depth === 1 && text.charCodeAt(next) === colon && text.slice(i, end) === key) times += 1;
      i = end - 1;
    }
  }
  return times;
}

/** A key that the text of a row has twice: the last hides the others. Nothing where each is there once. */
export function repeatedKey(text: string, row: Row): string | null {
  for (const name in row) {
    const key = JSON.stringify(name);
    const first = text.indexOf(key);
    // Most keys stand nowhere else in the row, so that nothing has to be taken apart.
    if (first >= 0 && text.indexOf(key, first + key.length) >= 0 && timesOf(key, text) > 1) return name;
  }
  return null;
}
