import { filled, type Row } from "../../formats/row.ts";
import { got } from "./messages.ts";
import type { Emit } from "./rules.ts";

/** The system text and the tools beside the turns: a text, and JSON text or a list. */
export function checkBeside(row: Row, emit: Emit): void {
  const { system, tools } = row;
  if (filled(row, "system") && typeof system !== "string") emit("error", "bad_field_type", `system is ${got(system)}`);
  if (filled(row, "tools") && typeof tools !== "string" && !Array.isArray(tools))
    emit("error", "bad_field_type", `tools is ${got(tools)}`);
}
