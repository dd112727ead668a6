import { has } from "../formats/row.ts";
import { checkGeminiRft } from "./checking/geminiRows.ts";
import { geminiColumns, geminiRoles } from "./geminiRoles.ts";
import { readGemini } from "./reading/gemini.ts";
import { never, shape, type Shape } from "./shape.ts";

/** Reinforcement tuning on Vertex AI: turns that end with the user, and references for the grader. */
export const geminiRft: Shape = shape({
  id: "gemini-rft",
  nature: "graded",
  is: (row) => has(row, "contents") && has(row, "references"),
  marks: ["contents"],
  read: readGemini,
  columns: geminiColumns,
  ignores: ["references"],
  wants: never,
  check: checkGeminiRft,
  akin: ["gemini-contents"],
  roles: geminiRoles,
  wholeRow: true,
  open: true,
});
