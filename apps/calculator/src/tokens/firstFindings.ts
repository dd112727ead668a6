import type { Finding } from "@tunecast/dataset";

/** At most so many findings in their order: as many places of every kind as of any other, so that none hides the rest. */
export function firstFindings(findings: readonly Finding[], most: number): readonly Finding[] {
  const met = new Map<string, number>();
  const ranked = findings.map((finding) => {
    const kind = `${finding.severity} ${finding.code}`;
    const place = met.get(kind) ?? 0;
    met.set(kind, place + 1);
    return { finding, place };
  });
  const shown = new Set(ranked.toSorted((a, b) => a.place - b.place).slice(0, most));
  return ranked.filter((each) => shown.has(each)).map(({ finding }) => finding);
}
