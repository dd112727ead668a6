// @ts-check
import { before, found, plainAmount } from "./rates.mjs";

/** @typedef {import("./rates.mjs").Found} Found */
/** @typedef {import("./rates.mjs").Entry} Entry */

/** Rates and lists against the endings of their models. @param {Entry} file @returns {Found[]} */
export function contradicted(file) {
  return [...afterEnding(file), ...(file["offered"] === undefined ? [] : lacking(file))];
}

/** A price that begins after its model ended. @param {Entry} file @returns {Found[]} */
function afterEnding(file) {
  return (file["models"] ?? []).flatMap(
    (/** @type {Entry} */ { rates = [], status = [] }, /** @type {number} */ model) => {
      const states = [...(file["status"] ?? []), ...status];
      const first = (/** @type {string} */ kind) =>
        states.flatMap((one) => (one.kind === kind ? [String(one.from)] : [])).sort()[0] ?? "9999";
      const [jobs, off] = [first("no_new_jobs"), first("inference_off")];
      return rates.flatMap((/** @type {Entry} */ rate, /** @type {number} */ index) => {
        const end = rate["kind"] === "training" && jobs < off ? jobs : off;
        // A copy without a day may be older than the ending.
        const told = rate["fromKind"] === "read" || isSame(rate, before(rates, rate));
        const said = `${rate["from"]} is not before ${end}, the day from which it is no longer sold`;
        return rate["from"] < end || rate["kind"].startsWith("base_") || told
          ? []
          : found(["models", model, "rates", index, "from"], said);
      });
    },
  );
}

/** The same price in another unit: a page that writes it anew sells nothing anew. @param {any} rate @param {any} [last] */
function isSame(rate, last) {
  if (last === undefined || last["per"] === rate["per"]) return false;
  return Math.abs(plainAmount(last) / plainAmount(rate) - 1) < 1e-9;
}

/** A model that the newest list lacks though its own price was seen on that day or later. @param {Entry} file @returns {Found[]} */
function lacking(file) {
  const { offered, models } = file;
  return offered.flatMap((/** @type {Entry} */ list, /** @type {number} */ index) => {
    const here = ["offered", index, "day"];
    if (list["day"] > file["checked"])
      return found(here, `${list["day"]} is after the day on which the file was checked (${file["checked"]})`);
    // A newer list of the same models and ways, or of all of them, takes its place.
    const covers = (/** @type {Entry} */ one) =>
      ["of", "among"].every((field) => one[field] === undefined || String(one[field]) === String(list[field]));
    const later = offered.slice(index + 1);
    const newer = later.some((/** @type {Entry} */ one) => covers(one) && one["lacks"] === undefined);
    if (newer || list["lacks"] !== undefined || list["models"].length === 0) return [];
    const missing = models.filter((/** @type {Entry} */ model) => {
      const names = [model["id"], ...(model["aliases"] ?? [])];
      const has = (/** @type {Entry} */ one) =>
        one["models"].some((/** @type {string} */ name) =>
          names.some((own) => name === own || name.startsWith(`${own}:`)),
        );
      const methods = list["of"]?.map((/** @type {string} */ way) => way.split("@")[0]);
      const seen = (model["rates"] ?? []).some(
        (/** @type {Entry} */ rate) =>
          rate["kind"] === "training" &&
          rate["from"] <= list["day"] &&
          rate["seen"] >= list["day"] &&
          (methods === undefined || rate["method"] === undefined || methods.includes(rate["method"])),
      );
      // Once listed, priced on the day of the new list, and lacking there.
      return (
        model["id"].startsWith(list["among"] ?? "") &&
        !has(list) &&
        seen &&
        // What is tuned in one way alone stands on the list of that way; a later list may have it again.
        ![...later, ...offered.filter((/** @type {Entry} */ one) => one["day"] === list["day"])].some(has) &&
        offered.some((/** @type {Entry} */ one) => one !== list && has(one))
      );
    });
    const ids = missing.map((/** @type {Entry} */ { id }) => id).join(", ");
    const said = `the list of ${list["day"]} lacks ${ids}, whose price was seen since`;
    return missing.length === 0 ? [] : found(["offered", index, "models"], said);
  });
}
