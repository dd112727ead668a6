import { compactText, numberText } from "../../question/numberText.ts";
import type { Quality } from "../../state/quality.ts";

/** What a target takes; null for one outside the scale, of which a note says that no size reaches it. */
export function targetSentence(
  { tested }: Pick<Quality, "tested">,
  { value, n, pWithin8x, note }: NonNullable<Quality["target"]>,
): string | null {
  if (note?.kind === "target_beyond_bound") return null;
  // The search begins there: less is not known to be enough.
  if (n.high80 === tested[0]) return `A score of ${numberText(value)} is reached with the smallest run already.`;
  const likely = Number.isFinite(n.median) ? `takes about ${compactText(n.median)} examples` : "is not in sight";
  const bound = Number.isFinite(n.high80) ? `; with ${compactText(n.high80)} the chance is nine in ten` : "";
  const chance = `${Math.round(100 * pWithin8x)} %`;
  return `A score of ${numberText(value)} ${likely}${bound}. The chance to reach it with ${compactText(8 * tested[1])} or fewer is ${chance}.`;
}
