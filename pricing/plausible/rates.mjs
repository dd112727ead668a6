// @ts-check
/** @typedef {(string | number)[]} Path */
/** @typedef {{ path: Path, what: string }} Found */
/** @typedef {Record<string, any>} Entry */

/** Every list of rates of a file. @param {Entry} file @returns {{ path: Path, rates: Entry[] }[]} */
export function rateLists(file) {
  const of = (/** @type {string} */ name) =>
    (file[name] ?? []).map((/** @type {Entry} */ { rates = [] }, /** @type {number} */ index) => ({
      path: [name, index, "rates"],
      rates,
    }));
  return [{ path: ["rates"], rates: file["rates"] ?? [] }, ...of("tiers"), ...of("models")];
}

export const keyOf = (/** @type {Entry} */ rate) =>
  ["kind", "method", "variant", "service", "per", "currency", "id", "gpu", "gpus", "region", "term"]
    .map((field) => rate[field])
    .join("|");

export const meant = (/** @type {Entry} */ { note }) => typeof note === "string" && /\bchecked\b/iu.test(note);
