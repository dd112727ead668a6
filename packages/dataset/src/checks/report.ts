import type { Severity } from "../profile/findings.ts";
import { findingWords } from "./words.ts";

/** One kind of flaw, with the first lines where it was met. */
export interface Finding {
  readonly severity: Severity;
  /** Stable machine word. */
  readonly code: string;
  /** The first line, 1-based; null for the whole file. */
  readonly line: number | null;
  /** The first lines, at most 100. */
  readonly lines: readonly number[];
  /** How often in all. */
  readonly count: number;
  readonly sentence: string;
  readonly fix: string;
}

/** What a provider would say to a file. */
export interface CheckReport {
  readonly provider: string;
  /** Shape of the file's rows; `text` or `csv` for files of those kinds. */
  readonly format: string;
  /** `error` where a finding is an error, `warning` where one is a warning, else `valid`. */
  readonly verdict: "valid" | "warning" | "error";
  readonly rows: number;
  /** Rows that could be read. */
  readonly examples: number;
  readonly findings: readonly Finding[];
}

const keptLines = 100;
const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };

interface Kind {
  severity: Severity;
  code: string;
  detail: string;
  count: number;
  lines: number[];
}

function place({ lines, count }: Kind): string {
  const [first, ...more] = lines;
  if (first === undefined) return "The file: ";
  if (more.length === 0) return count > 1 ? `Line ${first} (${count} times): ` : `Line ${first}: `;
  const shown = lines.slice(0, 5).join(", ");
  return `Lines ${shown}${count > 5 ? `, … (${count} in all)` : ""}: `;
}

/** Gathers findings by kind. */
export class Findings {
  readonly #kinds: Map<string, Kind> = new Map();

  /** @param line null for the whole file */
  add(severity: Severity, code: string, line: number | null, detail: string = ""): void {
    const key = `${severity} ${code}`;
    let kind = this.#kinds.get(key);
    if (kind === undefined) this.#kinds.set(key, (kind = { severity, code, detail, count: 0, lines: [] }));
    kind.count += 1;
    if (line !== null && kind.lines.length < keptLines && kind.lines[kind.lines.length - 1] !== line)
      kind.lines.push(line);
  }

  get verdict(): "valid" | "warning" | "error" {
    const severities = [...this.#kinds.values()].map(({ severity }) => severity);
    return severities.includes("error") ? "error" : severities.includes("warning") ? "warning" : "valid";
  }

  /** Errors first, then by line. */
  list(): Finding[] {
    const kinds = [...this.#kinds.values()].sort(
      (a, b) =>
        rank[a.severity] - rank[b.severity] || (a.lines[0] ?? 0) - (b.lines[0] ?? 0) || (a.code < b.code ? -1 : 1),
    );
    return kinds.map((kind) => {
      const { severity, code, detail, count, lines } = kind;
      const { sentence, fix } = findingWords(code, detail);
      return { severity, code, line: lines[0] ?? null, lines, count, sentence: `${place(kind)}${sentence}.`, fix };
    });
  }
}
