import type { Row } from "../formats/row.ts";
import { systemColumn, toolColumn } from "./reading/besideTurns.ts";
import { messageField } from "./reading/chat.ts";
import { pictureColumns } from "./reading/pictures.ts";

/** Fields of a row of messages that become part of the example. */
export function chatColumns(row: Row): readonly string[] {
  return [messageField(row) ?? "messages", ...systemColumn(row), ...toolColumn(row), ...pictureColumns];
}
