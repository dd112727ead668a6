import { firstOf, filled, type Row } from "../formats/row.ts";
import { messageFields } from "./reading/chat.ts";

/** The field that the tools of a row are read from. */
export function toolField(row: Row): string {
  return ["tools", "available_tools", "functions"].find((field) => filled(row, field)) ?? "tools";
}

/** Fields of a row of messages that become part of the example. */
export function chatColumns(row: Row): readonly string[] {
  return [firstOf(row, messageFields) ?? "messages", "system", toolField(row), "images", "image"];
}
