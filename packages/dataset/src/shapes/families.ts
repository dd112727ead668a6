import { has, isRow, type Row } from "../formats/row.ts";

export function hasMessages(row: Row): boolean {
  return (has(row, "messages") || has(row, "interactions")) && !has(row, "positive_messages");
}

export function endsOf(row: Row): readonly [first: Row | null, last: Row | null] {
  const list: unknown = row["messages"] ?? row["interactions"];
  if (!Array.isArray(list)) return [null, null];
  const [first, last]: unknown[] = [list[0], list[list.length - 1]];
  return [isRow(first) ? first : null, isRow(last) ? last : null];
}

const chatFields = new Set(["messages", "tools", "parallel_tool_calls", "functions", "function_call", "tool_choice"]);

export function hasGraderField(row: Row): boolean {
  return Object.keys(row).some((field) => !chatFields.has(field));
}
