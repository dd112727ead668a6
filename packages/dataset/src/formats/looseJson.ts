import { jsonValue } from "./jsonValue.ts";
import type { RowSink } from "./row.ts";

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

/** Hands on what a text that is not JSON means, and says that it is not; where it means nothing, the row is lost. */
export function recordLoosely(text: string, line: number, sink: RowSink): void {
  const mended = withoutFlaws(text);
  const value = mended === null ? undefined : jsonValue(mended.text);
  if (mended === null || value === undefined) return sink.fault("invalid_json", line, mistakeIn(text));
  sink.fault("invalid_json", line, mended.flaw);
  sink.record(value, line, mended.text);
}

function mistakeIn(text: string): string | undefined {
  if (/^\s*\{\s*'/u.test(text)) return "a dict as Python prints it: write it with json.dumps";
  return /\}\s*\{\s*"/u.test(text) ? "several objects on one line" : undefined;
}
