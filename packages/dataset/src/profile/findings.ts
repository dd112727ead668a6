import type { FindingCount } from "@tunecast/estimator/profile";

export type Severity = FindingCount["severity"];

export const keptLines = 10;

export type PartLine = readonly [shard: number, line: number];

function byPartAndLine(a: PartLine, b: PartLine): number {
  return a[0] - b[0] || a[1] - b[1];
}

export function firstLines(lines: readonly PartLine[]): PartLine[] {
  const kept: PartLine[] = [];
  let [part, count] = [-1, 0];
  for (const line of [...lines].sort(byPartAndLine)) {
    if (line[0] !== part) [part, count] = [line[0], 0];
    if (++count <= keptLines) kept.push(line);
  }
  return kept;
}

export const emptyFile: FindingCount = { severity: "error", code: "empty_file", count: 1, lines: [[0, 1]] };

interface Kind {
  readonly severity: Severity;
  readonly code: string;
  count: number;
  readonly lines: PartLine[];
  readonly detail?: string;
}

export class FindingsFold {
  readonly #kinds: Map<string, Kind> = new Map();
  readonly #part: number;

  constructor(part: number) {
    this.#part = part;
  }

  add(severity: Severity, code: string, line: number, detail?: string): void {
    const kind = this.#kind(severity, code, detail);
    kind.count += 1;
    if (kind.lines.length < keptLines) kind.lines.push([this.#part, line]);
  }

  #kind(severity: Severity, code: string, detail: string | undefined): Kind {
    const key = `${code} ${severity}`;
    let kind = this.#kinds.get(key);
    if (kind === undefined)
      this.#kinds.set(key, (kind = { severity, code, count: 0, lines: [], ...(detail !== undefined && { detail }) }));
    return kind;
  }

  result(): FindingCount[] {
    return sorted([...this.#kinds.values()]);
  }
}

function sorted(findings: FindingCount[]): FindingCount[] {
  const key = ({ code, severity }: FindingCount): string => `${code} ${severity}`;
  return findings.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
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
  return sorted([...merged.values()]);
}

/** Lines of parts turned into lines of the whole file. `offsets[part]` are the lines before that part. */
export function resolveLines(findings: readonly FindingCount[], offsets: ReadonlyMap<number, number>): FindingCount[] {
  return findings.map((finding) => ({
    ...finding,
    lines: firstLines(finding.lines.map(([part, line]): PartLine => [0, line + (offsets.get(part) ?? 0)])),
  }));
}
