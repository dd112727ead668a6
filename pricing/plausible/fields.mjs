// @ts-check
import { found, keyOf, ofRates, rateLists } from "./rates.mjs";

/** @typedef {import("./rates.mjs").Found} Found */
/** @typedef {import("./rates.mjs").Entry} Entry */

/** Fields of a rate, of a provider's and of a cloud's. */
const fields = new Set(
  "kind method variant service id gpu gpus region term amount currency per disputed from fromKind source seen seenKind alsoSeen confidence evidence conflicts note".split(
    " ",
  ),
);
const address = /^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#]\S*)?$/iu;

/** What stands in two places, or under another's name. @param {Entry} file @param {string} path @returns {Found[]} */
export function twice(file, path) {
  const name = path.replace(/^.*\//u, "").replace(".json", "");
  const own = file["cloud"] === undefined ? "provider" : "cloud";
  const ids = (file["models"] ?? []).map((/** @type {Entry} */ { id }) => id);
  return [
    ...(file[own] === name ? [] : found([own], `"${file[own]}" in the file of "${name}"`)),
    ...ids.flatMap((/** @type {string} */ id, /** @type {number} */ index) =>
      ids.indexOf(id) < index ? found(["models", index, "id"], `"${id}" stands twice`) : [],
    ),
    ...rateLists(file).flatMap(({ path: place, rates }) => {
      const keys = rates.map((rate) => `${keyOf(rate)}|${rate["from"]}`);
      return keys.flatMap((key, index) =>
        keys.indexOf(key) < index ? found([...place, index, "from"], "two prices for one thing from one day") : [],
      );
    }),
    ...ofRates(file, ({ seen }, here) =>
      seen > file["checked"]
        ? found([...here, "seen"], `${seen} is after the day on which the file was checked (${file["checked"]})`)
        : [],
    ),
  ];
}

const isOdd = (/** @type {unknown} */ value, /** @type {RegExp} */ shape) =>
  typeof value === "string" && !shape.test(value);

const texts = ["amount", "currency", "from", "source", "seen", "confidence"];

/** Fields of the wrong kind, which JSON lets pass. @param {Entry} file @param {import("../plausible.mjs").Engine} engine @returns {Found[]} */
export function wrongFields(file, { pays, rateKinds }) {
  return ofRates(file, (rate, here) => {
    const { amount, source, kind, per } = rate;
    /** @type {readonly (readonly [string, boolean, string])[]} */
    const rules = [
      ...texts.map((field) => {
        const said = `must be text such as "0.46", not ${JSON.stringify(rate[field])}`;
        const what = rate[field] === undefined ? "is missing" : said;
        return /** @type {const} */ ([field, typeof rate[field] !== "string", what]);
      }),
      ["amount", isOdd(amount, /^\d+(?:\.\d+)?$/u), `must be a plain decimal such as "0.46", not "${amount}"`],
      ...Object.keys(rate).map(
        (field) => /** @type {const} */ ([field, !fields.has(field), `no field of a rate is called "${field}"`]),
      ),
      ["source", isOdd(source, address), `must be a public address, http(s)://…, not "${source}"`],
      ["kind", kind !== undefined && !rateKinds.includes(kind), `"${kind}" is none of ${rateKinds.join(", ")}`],
      ["per", rateKinds.includes(kind) && !pays(per, kind), `${kind} is not paid per "${per}"`],
    ];
    return rules.flatMap(([field, isWrong, what]) => (isWrong ? found([...here, field], what) : []));
  });
}
