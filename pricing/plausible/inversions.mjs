// @ts-check
import { found, keyOf } from "./rates.mjs";

/** @typedef {import("./rates.mjs").Found} Found */
/** @typedef {import("./rates.mjs").Entry} Entry */

const larger = [
  ["h100", "h200"],
  ["h200", "b200"],
  ["b200", "b300"],
  ["a100-40", "a100-80"],
];

/** A card that costs less than a smaller one of the same cloud on the newest day. @param {readonly Entry[]} rates those that are not forgotten @param {readonly Entry[]} list of the file @returns {Found[]} */
export function inversions(rates, list) {
  const newest = rates.filter(
    (rate) =>
      rate["term"] === "on_demand" && !rates.some((one) => keyOf(one) === keyOf(rate) && one["from"] > rate["from"]),
  );
  return larger.flatMap(([small = "", large = ""]) =>
    newest.flatMap((rate) => {
      if (!String(rate["gpu"]).startsWith(large)) return [];
      const each = Number(rate["amount"]) / rate["gpus"];
      const dearer = newest.find(
        (one) =>
          String(one["gpu"]).startsWith(small) &&
          one["gpus"] === rate["gpus"] &&
          one["region"] === rate["region"] &&
          // Both held at once, and no second sighting confirms it.
          one["from"] <= rate["seen"] &&
          (rate["alsoSeen"] ?? []).length < 2 &&
          Number(one["amount"]) / one["gpus"] > each * 1.05,
      );
      if (dearer === undefined) return [];
      const other = `${dearer["gpu"]} at ${Number(dearer["amount"]) / dearer["gpus"]} (${dearer["from"]})`;
      const said = `a ${rate["gpu"]} at ${each} an hour costs less than a ${other}`;
      return found(["rates", list.indexOf(rate), "amount"], said);
    }),
  );
}
