// @ts-check
import { keyOf, rateLists } from "./rates.mjs";

/** @typedef {import("./rates.mjs").Path} Path */
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
  const own = file["provider"] ?? file["cloud"];
  /** @type {Found[]} */
  const found =
    own === name
      ? []
      : [{ path: [file["cloud"] === undefined ? "provider" : "cloud"], what: `"${own}" in the file of "${name}"` }];
  const ids = (file["models"] ?? []).map((/** @type {Entry} */ { id }) => id);
  ids.forEach((/** @type {string} */ id, /** @type {number} */ index) => {
    if (ids.indexOf(id) < index) found.push({ path: ["models", index, "id"], what: `"${id}" stands twice` });
  });
  for (const { path: place, rates } of rateLists(file)) {
    const keys = rates.map((rate) => `${keyOf(rate)}|${rate["from"]}`);
    keys.forEach((key, index) => {
      if (keys.indexOf(key) < index)
        found.push({ path: [...place, index, "from"], what: "two prices for one thing from one day" });
    });
    rates.forEach(({ seen }, index) => {
      if (seen > file["checked"])
        found.push({
          path: [...place, index, "seen"],
          what: `${seen} is after the day on which the file was checked (${file["checked"]})`,
        });
    });
  }
  return found;
}

/** Fields of the wrong kind, which JSON lets pass. @param {Entry} file @param {import("../plausible.mjs").Engine} engine @returns {Found[]} */
export function wrongFields(file, { pays, rateKinds }) {
  return rateLists(file).flatMap(({ path, rates }) =>
    rates.flatMap((rate, index) => {
      const here = [...path, index];
      /** @type {Found[]} */
      const found = [];
      for (const field of ["amount", "currency", "from", "source", "seen", "confidence"])
        if (typeof rate[field] !== "string")
          found.push({
            path: [...here, field],
            what:
              rate[field] === undefined
                ? "is missing"
                : `must be text such as "0.46", not ${JSON.stringify(rate[field])}`,
          });
      if (typeof rate["amount"] === "string" && !/^\d+(?:\.\d+)?$/u.test(rate["amount"]))
        found.push({
          path: [...here, "amount"],
          what: `must be a plain decimal such as "0.46", not "${rate["amount"]}"`,
        });
      for (const field of Object.keys(rate))
        if (!fields.has(field)) found.push({ path: [...here, field], what: `no field of a rate is called "${field}"` });
      if (typeof rate["source"] === "string" && !address.test(rate["source"]))
        found.push({
          path: [...here, "source"],
          what: `must be a public address, http(s)://…, not "${rate["source"]}"`,
        });
      if (rate["kind"] !== undefined && !rateKinds.includes(rate["kind"]))
        found.push({ path: [...here, "kind"], what: `"${rate["kind"]}" is none of ${rateKinds.join(", ")}` });
      else if (rate["kind"] !== undefined && !pays(rate["per"], rate["kind"]))
        found.push({ path: [...here, "per"], what: `${rate["kind"]} is not paid per "${rate["per"]}"` });
      return found;
    }),
  );
}
