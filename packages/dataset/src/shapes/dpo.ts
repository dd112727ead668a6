import { has, isRow } from "../formats/row.ts";
import { checkOutputPair } from "./checking/pairRows.ts";
import { readOutputPair } from "./reading/pairs.ts";
import { always, shape, type Shape } from "./shape.ts";

/** Preference pair of OpenAI, Azure, Together and Fireworks. @source https://platform.openai.com/docs/guides/direct-preference-optimization (read 2026-11-24) */
export const dpo: Shape = shape({
  id: "dpo",
  nature: "pair",
  is: (row) => has(row, "preferred_output") || has(row, "non_preferred_output"),
  marks: ["preferred_output", "non_preferred_output"],
  resembles: ({ input }) => isRow(input) && has(input, "messages"),
  read: readOutputPair,
  columns: () => ["input", "preferred_output", "non_preferred_output"],
  ignores: [],
  wants: always,
  check: checkOutputPair,
  strict: ["input", "preferred_output", "non_preferred_output"],
});
