import type { CutExamples } from "@tunecast/estimator/answer";
import { countText } from "../formats/row.ts";
import type { Places } from "../formats/sniff.ts";
import type { Severity } from "../profile/findings.ts";
import table from "./pages.json" with { type: "json" };
import { columnsSaid } from "../shapes/proposal.ts";
import words from "./words.json" with { type: "json" };

export interface RulePage {
  readonly page: string;
  readonly read: string;
}

interface Entry extends RulePage {
  readonly provider: string;
  readonly model?: string;
  readonly codes?: readonly string[];
}

const own: ReadonlySet<string> = new Set(table.own);

/** The provider's page behind a finding; null where it is advice of our own, or about the container of the file. */
export function rulePage(provider: string, model: string, code: string): RulePage | null {
  const found = (table.pages as readonly Entry[]).find(
    (entry) =>
      entry.provider === provider &&
      (entry.model === undefined || model.includes(entry.model)) &&
      (entry.codes?.includes(code) ?? !own.has(code)),
  );
  return found === undefined ? null : { page: found.page, read: found.read };
}

/** What a finding says and what to do about it, by its code; where a code stands for several cases, the others have words of their own (`turn_skipped`, `cut_by_trainer`). */
const wordings: Readonly<Record<string, readonly string[]>> = words;

export function findingWords(code: string, detail: string = ""): { readonly sentence: string; readonly fix: string } {
  const [sentence = code.replaceAll("_", " "), fix = ""] = wordings[code] ?? [];
  const filled = detail === "" ? sentence.replace(/ \([^()]*\{\}\)/u, "") : sentence.replace("{}", () => detail);
  return { sentence: filled.replace("{}", "several"), fix };
}

export interface Finding {
  readonly severity: Severity;
  readonly code: string;
  /** 1-based: of a JSON array and of Parquet the row; null for the whole file. */
  readonly line: number | null;
  /** How often flaws of this code and severity were met in all: only the first 100 places of each are listed, unless all are asked for. */
  readonly count: number;
  readonly sentence: string;
  readonly fix: string;
  /** The provider's page that states the rule, and the day it was read; null for advice of our own. */
  readonly source: RulePage | null;
}

export interface CheckReport {
  readonly provider: string;
  /** Shape of the file's rows; `mixed` where they differ, `text` or `csv` for files of those kinds. */
  readonly format: string;
  readonly verdict: "valid" | "warning" | "error";
  readonly rows: number;
  readonly examples: number;
  readonly places: Places;
  readonly findings: readonly Finding[];
  /** Examples that the provider cuts and bills up to its limit; null where there is none. */
  readonly cut: CutExamples | null;
}

export const listedPlaces = 100;
const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };

interface Kind {
  readonly severity: Severity;
  readonly code: string;
  count: number;
  readonly places: { readonly line: number | null; readonly detail: string; readonly words: string }[];
}

export class Findings {
  readonly #kinds: Map<string, Kind> = new Map();
  readonly #places: number;
  readonly #page: (code: string) => RulePage | null;

  constructor(page: (code: string) => RulePage | null, places: number = listedPlaces) {
    this.#places = places;
    this.#page = page;
  }

  /** @param line null for the whole file @param words of the sentence, where not those of the code */
  add(severity: Severity, code: string, line: number | null, detail: string = "", words: string = code): void {
    const key = `${severity} ${code}`;
    const kind = this.#kinds.get(key) ?? { severity, code, count: 0, places: [] };
    this.#kinds.set(key, kind);
    kind.count += 1;
    const last = kind.places.at(-1);
    const again = last !== undefined && line !== null && last.line === line;
    if (kind.places.length < this.#places && !again) kind.places.push({ line, detail, words });
  }

  countOf(code: string): number {
    return [...this.#kinds.values()].reduce((sum, kind) => sum + (kind.code === code ? kind.count : 0), 0);
  }

  get verdict(): CheckReport["verdict"] {
    const severities = [...this.#kinds.values()].map(({ severity }) => severity);
    return severities.includes("error") ? "error" : severities.includes("warning") ? "warning" : "valid";
  }

  /** Errors first; kinds by their first line, the whole file first. @param by what the places are numbered by */
  list(by: Places = "lines"): Finding[] {
    const unit = by === "rows" ? "Row" : "Line";
    const kinds = [...this.#kinds.values()].sort(
      (a, b) =>
        rank[a.severity] - rank[b.severity] ||
        (a.places[0]?.line ?? 0) - (b.places[0]?.line ?? 0) ||
        (a.code < b.code ? -1 : 1),
    );
    return kinds.flatMap(({ severity, code, count, places }) =>
      places.map(({ line, detail, words }, i): Finding => {
        const { sentence, fix } = findingWords(words, columnsSaid(detail, count === 1));
        const where = line === null ? "The file" : `${unit} ${line}`;
        const isShort = i === places.length - 1 && count > places.length;
        const more = isShort ? ` (${countText(count)} such flaws in all)` : "";
        const source = this.#page(code);
        return { severity, code, line, count, sentence: `${where}: ${sentence}${more}.`, fix, source };
      }),
    );
  }
}
