import { has, isRow } from "../formats/row.ts";
import { hasMessages } from "./families.ts";
import { checkGemini } from "./checking/geminiRows.ts";
import { geminiColumns, geminiRoles } from "./geminiRoles.ts";
import { readGemini } from "./reading/gemini.ts";
import { always, shape, type Shape } from "./shape.ts";

const isTurns = (value: unknown): boolean => Array.isArray(value) && isRow(value[0]) && has(value[0], "parts");

/** Vertex AI: `{systemInstruction?, contents: [{role, parts}], tools?}`. @source https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-prepare (read 2026-11-24) */
export const geminiContents: Shape = shape({
  id: "gemini-contents",
  nature: "chat",
  // Beside a chat it is a column of that name, unless it holds turns.
  is: (row) => has(row, "contents") && (!hasMessages(row) || isTurns(row["contents"])),
  marks: ["contents"],
  read: readGemini,
  columns: geminiColumns,
  ignores: ["generationConfig"],
  wants: always,
  check: checkGemini,
  akin: ["gemini-rft"],
  roles: geminiRoles,
});
