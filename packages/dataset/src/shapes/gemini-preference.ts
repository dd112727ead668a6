import { has, isRow } from "../formats/row.ts";
import { checkGeminiPreference } from "./checking/geminiRows.ts";
import { geminiColumns, geminiRoles } from "./geminiRoles.ts";
import { readGeminiPreference } from "./reading/candidates.ts";
import { always, shape, type Shape } from "./shape.ts";

const isScored = (value: unknown): boolean =>
  Array.isArray(value) && value.some((one) => isRow(one) && has(one, "completion"));

/** Preference tuning on Vertex AI: turns that end with the user, and two completions with their scores. @source https://docs.cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-preference-tuning-prepare (read 2026-11-26) */
export const geminiPreference: Shape = shape({
  id: "gemini-preference",
  nature: "pair",
  is: (row) => has(row, "contents") && isScored(row["completions"]),
  marks: ["contents"],
  read: readGeminiPreference,
  columns: (row) => [...geminiColumns(row), "completions"],
  ignores: ["generationConfig"],
  wants: always,
  check: checkGeminiPreference,
  roles: geminiRoles,
});
