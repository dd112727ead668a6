// @ts-check
/** @typedef {Record<string, any>} Rate */

/**
 * A rate that was seen once more unchanged: its days, and the first and last copy, which prove it. Somebody's table is no
 * sighting of a price that stands on the provider's own page.
 *
 * @param {Rate} rate @param {{ day: string, confidence: string, evidence: Rate }} sighting
 */
export function seeAgain(rate, { day, confidence, evidence }) {
  const own = rate["confidence"] === "primary" && confidence === "secondary";
  if (own && rate["evidence"] !== undefined) return;
  if (!own && rate["seenKind"] !== "read") {
    const days = [...new Set([...(rate["alsoSeen"] ?? []), rate["seen"], day])].toSorted((a, b) => (a < b ? -1 : 1));
    rate["seen"] = days.at(-1);
    if (days.length > 1) rate["alsoSeen"] = days.slice(0, -1);
  }
  const proofs = [...(rate["evidence"] ?? []), evidence].toSorted((a, b) => ((a.day ?? "") < (b.day ?? "") ? -1 : 1));
  const [first, last] = [proofs[0], proofs.at(-1)];
  rate["evidence"] = first?.["copy"] === last?.["copy"] ? [first] : [first, last];
}
