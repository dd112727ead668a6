import { filled, has } from "../formats/row.ts";
import { checkAlpaca } from "./checking/textRows.ts";
import { systemColumn, toolColumn } from "./reading/besideTurns.ts";
import { readAlpaca } from "./reading/columns.ts";
import { pictureColumns } from "./reading/pictures.ts";
import { always, shape, type Shape } from "./shape.ts";

/** Alpaca: `{instruction, input?, output, system?, history?}`; Dolly calls the input `context` and the output `response`. @source https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md (read 2026-11-24) */
export const alpaca: Shape = shape({
  id: "alpaca",
  nature: "chat",
  is: (row) => has(row, "instruction") && (has(row, "output") || has(row, "instances") || has(row, "response")),
  marks: ["instruction"],
  read: readAlpaca,
  columns: (row) => [
    "instruction",
    filled(row, "input") ? "input" : "context",
    filled(row, "output") ? "output" : "response",
    ...systemColumn(row),
    "history",
    "instances",
    ...toolColumn(row),
    ...pictureColumns,
  ],
  // Stanford's rows hold the whole prompt once more.
  ignores: ["text"],
  wants: always,
  check: checkAlpaca,
});
