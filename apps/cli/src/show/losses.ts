import type { Conversion, Loss } from "@tunecast/dataset";
import { countText } from "@tunecast/estimator/text";

const changes: Readonly<Record<string, string>> = {
  developer_role: "what the developer says written as the system's text in",
  digits_rounded: "whole numbers with too many digits rounded in",
  mixed_formats: "another shape than that of the first row (split the file: one shape a file) in",
  refusal: "a refusal written as an answer, or left out, in",
  repeated_key: "a key hidden by a later one of the same name in",
  repeated_column: "a column hidden by a later one of the same name in",
  steps_joined: "steps joined to one answer in",
  transcript: "a transcript written as turns in",
  blank_answer: "a blank answer written as it is in",
  turns_joined: "turns of one speaker joined in",
};

/** Why rows are not written, where the code alone does not say it. */
const refusals: Readonly<Record<string, string>> = {
  images: "pictures, or pictures from there, which convert cannot write in this shape",
  missing_assistant: "no answer to learn from",
  not_object: "JSON, but no object",
  text: "plain text, which has no turns",
  tools: "tools or calls of them, which convert cannot write in this shape",
  embedding_rows: "texts to compare, for an embedding or a reranking model, which no chat format holds",
};

/** What a conversion could not hold: `images left out of 3 rows: lines 4, 7, 9`. */
export function lossText({ kind, what, count, lines, detail }: Loss, places: Conversion["places"]): string {
  const rows = what === "repeated_column" ? "the table" : `${countText(count)} ${count === 1 ? "row" : "rows"}`;
  if (what === "cut_off")
    return `the file breaks off at ${places.slice(0, -1)} ${lines.join(", ")}: rows may be missing.`;
  const did =
    kind === "refused"
      ? `${rows} not written, ${Object.hasOwn(refusals, what) ? refusals[what] : what.replaceAll("_", " ")}`
      : `${(Object.hasOwn(changes, what) ? changes[what] : undefined) ?? `${what} left out of`} ${rows}`;
  const place = lines.length === 1 ? places.slice(0, -1) : places;
  const columns = detail === undefined ? "" : ` (columns ${detail})`;
  return `${did}: ${place} ${lines.join(", ")}${count > lines.length ? ", …" : ""}${columns}.`;
}
