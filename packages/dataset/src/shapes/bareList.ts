import { has, isRow, type Row } from "../formats/row.ts";
import { isExchange, turnsOf } from "./reading/chat.ts";

/** A row written as the bare list of its turns, as XTuner and older ms-swift have it; null for anything else. @source https://github.com/modelscope/ms-swift/blob/main/docs/source_en/Customization/Custom-dataset.md (read 2026-11-25) */
export function bareList(value: unknown): Row | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRow)) return null;
  if (value.every((turn) => has(turn, "role"))) return { messages: value };
  if (value.every((turn) => has(turn, "from"))) return { conversations: value };
  return value.every(isExchange) ? { messages: value.flatMap(turnsOf) } : null;
}
