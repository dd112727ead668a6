import { afterString, jsonValue } from "./jsonValue.ts";
import type { RowSink } from "./row.ts";

type Looseness = "NaN" | "comma";

const missing = /-?\b(?:NaN|Infinity)\b/gu;
const spareComma = /,(?=\s*[}\]])/gu;

/** A JSON text without the flaws that programs put in: Python writes NaN where pandas has no value, and lists are copied line by line, commas and all. */
function withoutFlaws(text: string): { readonly text: string; readonly flaw: Looseness } | null {
  let flaw: Looseness | null = null;
  const flawed = (is: Looseness, instead: string) => (): string => {
    flaw = flaw === "NaN" ? flaw : is;
    return instead;
  };
  let mended = "";
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('"', at);
    const quote = found < 0 ? text.length : found;
    mended += text
      .slice(at, quote)
      .replaceAll(missing, flawed("NaN", "null"))
      .replaceAll(spareComma, flawed("comma", ""));
    at = found < 0 ? quote : afterString(text, quote);
    mended += text.slice(quote, at);
  }
  mended = mended.replace(/,\s*$/u, flawed("comma", ""));
  return flaw === null ? null : { text: mended, flaw };
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
