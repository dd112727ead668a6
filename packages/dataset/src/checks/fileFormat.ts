import type { Row } from "../formats/row.ts";
import { shapeOf } from "../shapes/table.ts";
import { resembles } from "./rowRules.ts";
import type { ProviderRules } from "../shapes/checking/rules.ts";

/**
 * The format that a file is checked as: the most frequent shape that the provider takes; where it takes none of them, its usual one, so that the findings say what is missing for it.
 */
export function fileFormat(rows: readonly Row[], { shapes: taken }: ProviderRules): string {
  const counts = [...tally(rows)].sort(([, a], [, b]) => b - a);
  const [most] = counts;
  if (taken.length === 0) return most?.[0] ?? "unknown";
  // No host has a format for them, and its own would only list what is missing.
  if (most?.[0] === "embedding") return most[0];
  const native = counts.find(([shape]) => taken.includes(shape));
  return native?.[0] ?? taken.find((shape) => rows.some((row) => resembles(row, shape))) ?? taken[0] ?? "unknown";
}

function tally(rows: readonly Row[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const shape = shapeOf(row);
    if (shape !== undefined) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  return counts;
}
