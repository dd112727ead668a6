import type { FindingCount } from "@tunecast/estimator/profile";

/** How bad a finding is: an error costs the row (or the file), a warning does not, advice is advice. */
export type Severity = FindingCount["severity"];

/** Lines kept of each kind of finding and each part of a file. */
export const keptLines = 10;

/** A line of a part: `[part, line]`, part 0 for a whole file. */
export type PartLine = readonly [shard: number, line: number];

function byPartAndLine(a: PartLine, b: PartLine): number {
  return a[0] - b[0] || a[1] - b[1];
}

/** The first ten lines of each part, in order. */
export function firstLines(lines: readonly PartLine[]): PartLine[] {
  const kept: PartLine[] = [];
  let [part, count] = [-1, 0];
  for (const line of [...lines].sort(byPartAndLine)) {
    if (line[0] !== part) [part, count] = [line[0], 0];
    if (++count <= keptLines) kept.push(line);
  }
  return kept;
}

/** Of a file without any row. */
export const emptyFile: FindingCount = { severity: "error", code: "empty_file", count: 1, lines: [[0, 1]] };

interface Kind {
  readonly severity: Severity;
  readonly code: string;
  count: number;
  readonly lines: PartLine[];
  /** Of the first one. */
  readonly detail?: string;
}

/** Findings of one pass, by kind. */
export class FindingsFold {
  readonly #kinds: Map<string, Kind> = new Map();
  // A file with one flaw often has it on every line.
  #last: Kind | undefined;
  readonly #part: number;

  /** @param part the part of the file that is read, 0 for a whole file */
  constructor(part: number) {
    this.#part = part;
  }

  add(severity: Severity, code: string, line: number, detail?: string): void {
    const kind =
      this.#last?.code === code && this.#last.severity === severity ? this.#last : this.#kind(severity, code, detail);
    this.#last = kind;
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

/** The findings of both. */
export function mergeFindings(a: readonly FindingCount[], b: readonly FindingCount[]): FindingCount[] {
  const merged = new Map<string, FindingCount>();
  for (const finding of [...a, ...b]) {
    const key = `${finding.code} ${finding.severity}`;
    const before = merged.get(key);
    const lines = firstLines([...(before?.lines ?? []), ...finding.lines]);
    // The detail is that of the first place, whichever profile it comes from.
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
