import { emptyProfile, type DatasetProfile } from "../../src/index.ts";
import { HistogramFold } from "../../src/profile/histogram.ts";

/** A profile of texts of so many tokens each, of given bytes. */
export function profileOf(lengths: readonly number[], more: Partial<DatasetProfile> = {}): DatasetProfile {
  const tally = new HistogramFold();
  for (const length of lengths) tally.add(length);
  const all = tally.result();
  const none = lengths.length === 0 ? [] : ([[0, lengths.length]] as [number, number][]);
  const counts = { exact: true, tokens: all, trainable: all, prompt: none, recounted: all, records: all };
  return {
    ...emptyProfile,
    format: "text",
    bytes: 100,
    rows: lengths.length,
    examples: lengths.length,
    shapes: { text: lengths.length },
    natures: { text: "text" },
    counts: { "plain/units": { ...counts, longestTurn: Math.max(0, ...lengths) } },
    ...more,
  };
}

/** What was counted by the one rule of such a profile. */
export function countsOf({ counts }: DatasetProfile): DatasetProfile["counts"][string] {
  const found = counts["plain/units"];
  if (found === undefined) throw new Error("Counted by other rules.");
  return found;
}
