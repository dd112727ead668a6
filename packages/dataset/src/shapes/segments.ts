import { isRow, type Row } from "../formats/row.ts";
import { fault, textMessage, type Message, type Reading } from "../formats/example.ts";
import { always, shape, type Shape } from "./shape.ts";

/** Texts that are trained as they stand, each with whether it is learnt: axolotl's `input_output`. @source https://github.com/axolotl-ai-cloud/axolotl/blob/main/docs/dataset-formats/template_free.qmd (read 2026-11-26) */
export const segments: Shape = shape({
  id: "segments",
  nature: "chat",
  is: (row) =>
    Array.isArray(row["segments"]) && isRow(row["segments"][0]) && typeof row["segments"][0]["label"] === "boolean",
  marks: ["segments"],
  read: readSegments,
  columns: () => ["segments"],
  ignores: [],
  wants: always,
  // No host's own format: what can be read is right.
  check: () => undefined,
  texts: true,
});

function readSegments({ segments: list }: Row): Reading {
  if (!Array.isArray(list) || list.length === 0) return fault("missing_field", "segments");
  const messages: Message[] = [];
  for (const one of list as unknown[]) {
    if (!isRow(one) || typeof one["text"] !== "string" || typeof one["label"] !== "boolean")
      return fault("bad_field_type", "segments");
    messages.push(textMessage(one["label"] ? "assistant" : "user", one["text"]));
  }
  const first = messages.findIndex(({ trained }) => trained);
  return {
    layout: "text",
    messages,
    answer: first < 0 ? messages.length : first,
    rejected: null,
    tools: null,
    ids: null,
  };
}
