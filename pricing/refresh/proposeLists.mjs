// @ts-check
/** @typedef {import("./lists.mjs").Listing} Listing */

/**
 * Compares lists of what can be tuned with the newest of the file that speak of the same, by this source. A list that
 * names the same models says nothing new; another is a capture to append, and says what came and what went.
 *
 * @param {{ id: string, cite: string, confidence: string }} source
 * @param {Record<string, any>} file
 * @param {readonly Listing[]} listings
 * @param {string} today
 * @returns {import("./propose.mjs").Findings}
 */
export function proposeLists(source, file, listings, today) {
  /** @type {import("./propose.mjs").Findings} */
  const findings = { proposals: [], discrepancies: [] };
  /** @type {Record<string, any>[]} */
  const list = file["offered"] ?? [];
  const known = new Set(file["models"].flatMap((/** @type {any} */ { id, aliases = [] }) => [id, ...aliases]));
  for (const { of, among, models } of listings) {
    const where = [file["provider"], "offered", of?.join(", "), among && `among ${among}`].filter(Boolean).join(" ");
    const newest = list.findLast((one) => same(one["of"], of) && one["among"] === among && one["lacks"] === undefined);
    const old = new Set(newest?.["models"]);
    const [came, went] = [models.filter((name) => !old.has(name)), [...old].filter((name) => !models.includes(name))];
    if (came.length + went.length === 0) continue;
    if (newest !== undefined && newest["day"] >= today) {
      findings.discrepancies.push(`${where}: ${source.id} differs from the list of the same day; nothing is appended.`);
      continue;
    }
    findings.discrepancies.push(
      ...(came.length > 0 ? [`${where}: new on the list: ${came.join(", ")}.`] : []),
      ...(went.length > 0 ? [`${where}: no longer on it: ${went.join(", ")}.`] : []),
    );
    const strangers = came.filter(
      (name) => !known.has(name) && !known.has(name.replace(/:[a-z-]+(?:@[a-z-]+)?$/u, "")),
    );
    if (strangers.length > 0) findings.discrepancies.push(`${where}: not in the file: ${strangers.join(", ")}.`);
    file["offered"] = list;
    const capture = { day: today, dayKind: "copy", source: source.cite, confidence: source.confidence };
    findings.proposals.push({
      where,
      list,
      changed: true,
      rate: { ...capture, ...(among && { among }), ...(of && { of: [...of] }), models: [...models] },
    });
  }
  return findings;
}

/** @param {readonly string[] | undefined} a @param {readonly string[] | undefined} b */
function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
