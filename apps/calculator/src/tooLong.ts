import type { Offer } from "@tunecast/estimator";

/** Assumptions about examples that are longer than the provider takes. */
const kinds: ReadonlySet<string> = new Set(["over_context", "long_turns", "records_uncounted"]);

/** What happens to examples that are longer than the provider takes; null where all fit. */
export function tooLongNote({ assumptions }: Offer): string | null {
  return assumptions.find(({ kind }) => kinds.has(kind))?.sentence ?? null;
}
