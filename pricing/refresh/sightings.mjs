// @ts-check
/** @typedef {Record<string, any>} Rate */
/** @typedef {{ cite: string, confidence: string }} Citing */

/**
 * A rate that was seen once more unchanged: its days, and the first and last copy, which prove it. Somebody's table is no
 * sighting of a price that stands on the provider's own page.
 *
 * @param {Rate} before @param {string} quote @param {Citing} source @param {string} day @returns {Rate}
 */
export function seenAgain(before, quote, { cite, confidence }, day) {
  const rate = structuredClone(before);
  const own = rate["confidence"] === "primary" && confidence === "secondary";
  if (own && rate["evidence"] !== undefined) return rate;
  if (!own && rate["seenKind"] !== "read") {
    const days = [...new Set([...(rate["alsoSeen"] ?? []), rate["seen"], day])].toSorted((a, b) => (a < b ? -1 : 1));
    rate["seen"] = days.at(-1);
    if (days.length > 1) rate["alsoSeen"] = days.slice(0, -1);
  }
  const proofs = [...(rate["evidence"] ?? []), { copy: cite, day, quote }].toSorted((a, b) =>
    (a.day ?? "") < (b.day ?? "") ? -1 : 1,
  );
  const [first, last] = [proofs[0], proofs.at(-1)];
  rate["evidence"] = first?.["copy"] === last?.["copy"] ? [first] : [first, last];
  return rate;
}

/**
 * A rate as a source has it: what it is for, and where and when it was read.
 *
 * @param {Rate} what @param {{ amount: string, quote: string }} read @param {Citing} source @param {string} from @param {string} day
 */
export function entry(what, { amount, quote }, { cite, confidence }, from, day) {
  const origin = { from, fromKind: from === day ? "copy" : "stated", source: cite, seen: day, confidence };
  return { ...what, amount, ...origin, evidence: [{ copy: cite, day, quote }] };
}

/** @param {readonly Rate[]} rates @returns {Rate} */
export function newestOf(rates) {
  return rates.reduce((newest, rate) => (rate["from"] > newest["from"] ? rate : newest));
}
