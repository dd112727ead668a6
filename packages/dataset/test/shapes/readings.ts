import type { Example, RowFault } from "../../src/formats/example.ts";
import type { Row } from "../../src/formats/row.ts";
import { columnsSaid } from "../../src/shapes/proposal.ts";
import { readRow } from "../../src/shapes/readRow.ts";
import { shapeOf } from "../../src/shapes/table.ts";
import { unreadColumns } from "../../src/shapes/unread.ts";
import { verdictOf } from "../../src/shapes/reading/pairs.ts";

/** What is empty, or as it mostly is, is left out. */
function brief(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(brief);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, one]) => one !== null && one !== undefined && one !== false);
  return Object.fromEntries(kept.map(([name, one]) => [name, brief(one)]));
}

/** Of what shape a row is, what is read of it, and which of its columns are not. */
export function readingOf(row: Row): unknown {
  const shape = shapeOf(row);
  const { detail, ...read } = readRow(row, shape, undefined) as Partial<Example & RowFault>;
  const verdict = verdictOf(row);
  const unread = unreadColumns(row, shape ?? "");
  return brief({
    shape,
    ...read,
    ...(detail !== undefined && { detail: columnsSaid(detail, true) }),
    verdict: verdict === null ? null : String(verdict),
    ...(unread.length > 0 && { unread }),
  });
}
