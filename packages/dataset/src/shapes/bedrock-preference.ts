import { checkConversePreference } from "./checking/converseRows.ts";
import { chatColumns } from "./columnsOf.ts";
import { endsOf, hasMessages } from "./families.ts";
import { readConversePreference } from "./reading/candidates.ts";
import { always, shape, type Shape } from "./shape.ts";

/** Nova's preference rows: the last turn lists candidates, one preferred. @source https://docs.aws.amazon.com/nova/latest/userguide/nova-dpo.html (read 2026-11-26) */
export const bedrockPreference: Shape = shape({
  id: "bedrock-preference",
  nature: "pair",
  is: (row) => hasMessages(row) && Array.isArray(endsOf(row)[1]?.["candidates"]),
  marks: ["messages"],
  read: readConversePreference,
  columns: (row) => [...chatColumns(row), "schemaVersion"],
  ignores: [],
  wants: always,
  check: checkConversePreference,
  strict: ["schemaVersion", "system", "messages"],
});
