import type { FindingCount } from "@tunecast/estimator/profile";

export type Severity = FindingCount["severity"];

export const keptLines = 10;

export type PartLine = readonly [shard: number, line: number];

export function firstLines(lines: readonly PartLine[]): PartLine[] {
  const sorted = lines.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  return sorted.filter(([part], i) => sorted[i - keptLines]?.[0] !== part);
}

export const emptyFile: FindingCount = { severity: "error", code: "empty_file", count: 1, lines: [[0, 1]] };

export interface FindingsFold {
  add(severity: Severity, code: string, line: number, detail?: string): void;
  result(): FindingCount[];
}

export function findingsFold(part: number): FindingsFold {
  const kinds = new Map<string, FindingCount & { count: number; readonly lines: PartLine[] }>();
  return {
    add(severity, code, line, detail) {
      const key = `${code} ${severity}`;
      const kind = kinds.get(key) ?? { severity, code, count: 0, lines: [], ...(detail !== undefined && { detail }) };
      kinds.set(key, kind);
      kind.count += 1;
      if (kind.lines.length < keptLines) kind.lines.push([part, line]);
    },
    result: () => [...kinds.values()],
  };
}

export function mergeFindings(a: readonly FindingCount[], b: readonly FindingCount[]): FindingCount[] {
  const merged = new Map<string, FindingCount>();
  for (const finding of [...a, ...b]) {
    const key = `${finding.code} ${finding.severity}`;
    const before = merged.get(key);
    const lines = firstLines([...(before?.lines ?? []), ...finding.lines]);
    const { detail } = before?.lines.includes(lines[0] as PartLine) === true ? before : finding;
    merged.set(key, {
      severity: finding.severity,
      code: finding.code,
      count: finding.count + (before?.count ?? 0),
      lines,
      ...(detail !== undefined && { detail }),
    });
  }
  return [...merged.values()];
}

/** Lines of parts turned into lines of the whole file. `offsets[part]` are the lines before that part. */
export function resolveLines(findings: readonly FindingCount[], offsets: ReadonlyMap<number, number>): FindingCount[] {
  return findings.map((finding) => ({
    ...finding,
    lines: firstLines(finding.lines.map(([part, line]): PartLine => [0, line + (offsets.get(part) ?? 0)])),
  }));
}
