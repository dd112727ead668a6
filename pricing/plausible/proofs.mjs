// @ts-check
import { found, numbersIn, ofRates, placeIn, rateLists } from "./rates.mjs";

/** @typedef {import("./rates.mjs").Path} Path */
/** @typedef {import("./rates.mjs").Found} Found */
/** @typedef {import("./rates.mjs").Entry} Entry */

/** Kinds whose columns may be taken for one another. */
const columns = new Set(["training", "input", "cached_input", "output"]);

const plain = (/** @type {string} */ text) => text.toLowerCase().replaceAll(/[^a-z0-9]/gu, "");

/** What the evidence of a rate does not hold: its amount, its model, its column, a whole path. @param {Entry} file @returns {Found[]} */
export function unproved(file) {
  const order = columnOrders(file);
  return ofRates(file, (rate, path) =>
    (rate["evidence"] ?? []).flatMap((/** @type {Entry} */ evidence, /** @type {number} */ at) => {
      const here = [...path, "evidence", at];
      if (String(evidence["copy"]).includes("…"))
        return found([...here, "copy"], "an address with an ellipsis opens nothing");
      const free = Number(rate["amount"]) === 0 && /\bfree (of charge|for)\b/u.test(evidence["quote"]);
      if (!free && placeIn(rate, evidence) < 0)
        return found([...here, "quote"], `its words do not print ${rate["amount"]}`);
      return [...otherModel(file, path, evidence, here), ...otherColumn(rate, evidence, order, here)];
    }),
  );
}

/** Words of a quote that name another model of the file and not the rate's. @param {Entry} file @param {Path} path @param {Entry} evidence @param {Path} here @returns {Found[]} */
function otherModel(file, [list, at], { quote }, here) {
  if (list !== "models") return [];
  const names = (/** @type {Entry} */ { id, aliases = [] }) =>
    [id, ...aliases].map((name) => plain(String(name).split("/").at(-1) ?? "")).filter((name) => name.length > 4);
  const said = plain(quote);
  const own = file["models"][Number(at)];
  if (names(own).some((name) => said.includes(name))) return [];
  const other = file["models"].find(
    (/** @type {Entry} */ one) =>
      one !== own &&
      // The name of a family is that of each of its models.
      names(one).some((name) => said.includes(name) && !names(own).some((mine) => mine.startsWith(name))),
  );
  if (other === undefined) return [];
  // A row of several models may write the own one in short, beside the other's name.
  const rest = names(other)
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, name) => text.replaceAll(name, " "), said);
  const isNamed = rest.includes(plain(own.id).slice(0, 5));
  return isNamed ? [] : found([...here, "quote"], `its words name ${other.id}, not ${own.id}`);
}

/** A quote without its numbers and names: rows of one table look alike. @param {Entry} evidence */
function tableOf({ copy, quote }) {
  return `${copy}|${numbersIn(quote).length}|${(quote.match(/[|,()":{}]/gu) ?? []).join("")}`;
}

/**
 * The place of each kind's column in the tables of a file, where most of its rows have it.
 *
 * @param {Entry} file @returns {Map<string, Map<string, number>>} by table, then kind
 */
function columnOrders(file) {
  /** @type {Map<string, Map<string, number[]>>} */
  const tables = new Map();
  for (const { rates } of rateLists(file))
    for (const rate of rates)
      for (const evidence of rate["evidence"] ?? []) {
        const place = placeIn(rate, evidence);
        if (place < 0 || !columns.has(rate["kind"]) || rate["service"] !== undefined) continue;
        const table = tables.get(tableOf(evidence)) ?? new Map();
        tables.set(tableOf(evidence), table);
        table.set(rate["kind"], [...(table.get(rate["kind"]) ?? []), place]);
      }
  /** @type {(entry: [string, number[]]) => [string, number][]} */
  const usualPlace = ([kind, places]) => {
    const usual = places.toSorted((a, b) => a - b)[Math.floor(places.length / 2)] ?? 0;
    const share = places.filter((place) => place === usual).length / places.length;
    return places.length >= 4 && share >= 0.75 ? [[kind, usual]] : [];
  };
  return new Map([...tables].map(([name, kinds]) => [name, new Map([...kinds].flatMap(usualPlace))]));
}

/** An amount from the column of another kind. @param {Entry} rate @param {Entry} evidence @param {ReturnType<typeof columnOrders>} order @param {Path} here @returns {Found[]} */
function otherColumn(rate, evidence, order, here) {
  const table = order.get(tableOf(evidence));
  const usual = table?.get(rate["kind"]);
  const place = placeIn(rate, evidence);
  if (table === undefined || usual === undefined || place === usual || rate["service"] !== undefined) return [];
  const other = [...table].find(([kind, at]) => kind !== rate["kind"] && at === place)?.[0];
  if (other === undefined) return [];
  return found([...here, "quote"], `${rate["amount"]} stands there in the column of ${other}`);
}
