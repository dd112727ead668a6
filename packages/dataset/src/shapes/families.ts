import { filled, has, isRow, type Row } from "../formats/row.ts";
import names from "./names.json" with { type: "json" };

export const hasMessages = (row: Row): boolean =>
  (has(row, "messages") || has(row, "interactions")) && !has(row, "positive_messages");

const mostLetters = 40;

/** Whether a row says which class its text is of: in `labels` or `label`, else in a column such as `sentiment`, if no other text and no list stands in the row. */
export function hasClass(row: Row): boolean {
  if (filled(row, "label") || filled(row, "labels")) return true;
  const beside = Object.entries(row).flatMap(([name, value]) => (name === "text" ? [] : [value ?? ""]));
  const isAlone = !beside.some((one) => (typeof one === "string" ? one.length > mostLetters : typeof one === "object"));
  return isAlone && names.classColumns.some((name) => filled(row, name));
}

export function endsOf(row: Row): readonly [first: Row | null, last: Row | null] {
  const list: unknown = row["messages"] ?? row["interactions"];
  if (!Array.isArray(list)) return [null, null];
  const [first, last]: unknown[] = [list[0], list[list.length - 1]];
  return [isRow(first) ? first : null, isRow(last) ? last : null];
}

const chatFields = new Set(["messages", "tools", "parallel_tool_calls", "functions", "function_call", "tool_choice"]);

export const hasGraderField = (row: Row): boolean => Object.keys(row).some((field) => !chatFields.has(field));
