import { firstOf, filled, type Row } from "../formats/row.ts";
import { messageFields, systemColumns } from "./reading/chat.ts";
import { pictureColumns } from "./reading/pictures.ts";

/** The field that the tools of a row are read from. */
export function toolField(row: Row): string {
  return ["tools", "available_tools", "functions"].find((field) => filled(row, field)) ?? "tools";
}

/** Fields of a row of messages that become part of the example. */
export function chatColumns(row: Row): readonly string[] {
  return [firstOf(row, messageFields) ?? "messages", ...systemColumns, toolField(row), ...pictureColumns];
}
