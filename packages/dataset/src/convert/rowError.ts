import { checkColumns, checkRow, checkWords } from "../checks/rowRules.ts";
import type { ProviderRules } from "../shapes/checking/rules.ts";
import type { Row } from "../formats/row.ts";
import { shapeOf } from "../shapes/table.ts";

/** The first error that a provider's own check finds in a row by itself; null for a row that it takes. */
export function rowError(row: Row, json: string, rules: ProviderRules): string | null {
  const shape = shapeOf(row);
  if (shape === undefined || !rules.shapes.includes(shape)) return "unknown_shape";
  let first: string | null = null;
  const emit = (severity: string, code: string): void => {
    if (severity === "error") first ??= code;
  };
  checkColumns(row, shape, rules, emit);
  checkRow(row, shape, rules, emit);
  checkWords(row, json, rules, emit);
  return first;
}
