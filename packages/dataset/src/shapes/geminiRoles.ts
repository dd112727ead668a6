import { filled, type Row } from "../formats/row.ts";
import { toolColumn } from "./reading/besideTurns.ts";

/** Names of the speakers at Vertex AI. */
export const geminiRoles: readonly string[] = ["user", "model", "function"];

/** Fields of a row that become part of its example. */
export function geminiColumns(row: Row): readonly string[] {
  const system = filled(row, "systemInstruction") ? "systemInstruction" : "system_instruction";
  return ["contents", system, ...toolColumn(row)];
}
