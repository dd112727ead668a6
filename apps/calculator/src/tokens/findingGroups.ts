import type { Finding } from "@tunecast/dataset";
import { grouped } from "@tunecast/estimator/parts";

export interface FindingGroup {
  readonly first: Finding;
  readonly lines: readonly number[];
  readonly more: number;
}

const linesNamed = 4;

/** One entry for every kind of finding, in the order in which the first of each was met. */
export function findingGroups(findings: readonly Finding[]): readonly FindingGroup[] {
  const kinds = grouped(findings, ({ severity, code }) => `${severity} ${code}`);
  return [...kinds.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const lines = [...new Set(rest.flatMap(({ line }) => (line === null || line === first.line ? [] : [line])))];
    const named = lines.slice(0, linesNamed);
    return [{ first, lines: named, more: Math.max(first.count, rest.length + 1) - 1 - named.length }];
  });
}
