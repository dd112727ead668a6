// @ts-check
import { median, inversions } from "./cards.mjs";
import { before, found, keyOf, ofRates, plainAmount } from "./rates.mjs";

/** @typedef {import("./rates.mjs").Path} Path */
/** @typedef {import("./rates.mjs").Found} Found */
/** @typedef {import("./rates.mjs").Entry} Entry */

/** From this factor on a change needs a copy that prints it, and from the other on it is named even with one. */
const evidentFrom = 1.9;
const namedFrom = 9;
const [earliest, ahead] = ["2019", 3];

/** @param {Entry} file @param {string} today @param {import("../plausible.mjs").Engine} engine @returns {Found[]} */
export function unlikely(file, today, { isCountingRule, isForgotten }) {
  return [
    ...ofRates(file, jump),
    ...ofRates(file, order),
    // A first day that has not come, of a copy that was seen.
    ...ofRates(file, ({ from, fromKind }, path) =>
      from > today && fromKind !== "stated"
        ? found([...path, "from"], `${from} has not come: only a day that the source states can lie ahead`)
        : [],
    ),
    ...currencies(file),
    ...days(file, today),
    ...besideTiers(file),
    // What hosts of a market ask follows no order.
    ...(file["cloud"] === undefined || file["market"] === true
      ? []
      : inversions(
          file["rates"].filter((/** @type {Entry} */ rate) => !isForgotten(rate, today)),
          file["rates"],
        )),
    ...(file["models"] ?? []).flatMap((/** @type {Entry} */ { counting }, /** @type {number} */ index) => {
      if (typeof counting !== "string" || counting.startsWith("estimate/") || isCountingRule(counting)) return [];
      const said = `${counting} is no counting rule; where no tokenizer is public: estimate/NAME`;
      return found(["models", index, "counting"], said);
    }),
  ];
}

/** A price far from its last: unit and currency are compared, too. @param {Entry} rate @param {Path} path @param {readonly Entry[]} rates @returns {Found[]} */
function jump(rate, path, rates) {
  const last = before(rates, rate);
  if (last === undefined) return [];
  if (last["currency"] !== rate["currency"])
    return found([...path, "currency"], `${rate["currency"]}, and ${last["currency"]} before (${last["from"]})`);
  const ratio = plainAmount(rate) / plainAmount(/** @type {any} */ (last));
  if (!Number.isFinite(ratio) || ratio === 0) return [];
  const change = Math.max(ratio, 1 / ratio);
  const was = `${last["amount"]} per ${last["per"] ?? "hour"} (${last["from"]})`;
  const now = `${rate["amount"]} per ${rate["per"] ?? "hour"}`;
  if (change >= namedFrom) return found([...path, "amount"], `${now} is ten times or a tenth of ${was}`);
  const floats = rate["term"] === "spot" || rate["term"] === "community";
  const said = `${rate["amount"]} is ${change.toFixed(1)} times off ${was}: such a change needs the words of a copy`;
  const isProven = floats || (rate["evidence"] ?? []).length > 0;
  return change < evidentFrom || isProven ? [] : found([...path, "evidence"], said);
}

/** Kinds of which the first never costs more than the second. */
const cheaper = [
  ["cached_input", "input"],
  ["input", "output"],
  ["base_cached_input", "base_input"],
  ["base_input", "base_output"],
  ["base_input", "input"],
  ["base_output", "output"],
  ["base_cached_input", "cached_input"],
];

/** A price that is above one that it never passes: columns of a table were taken for one another. @param {Entry} rate @param {Path} path @param {readonly Entry[]} rates @returns {Found[]} */
function order(rate, path, rates) {
  return cheaper.flatMap(([low, high]) => {
    if (rate["kind"] !== low && rate["kind"] !== high) return [];
    const other = rate["kind"] === low ? high : low;
    const key = keyOf({ ...rate, kind: other });
    const beside = rates.find((one) => keyOf(one) === key && one["from"] === rate["from"]) ?? before(rates, rate, key);
    if (beside === undefined || beside["currency"] !== rate["currency"]) return [];
    const [a, b] = [plainAmount(rate), plainAmount(/** @type {any} */ (beside))];
    const wrong = rate["kind"] === low ? a > b * 1.001 : a < b * 0.999;
    const said = `${rate["kind"]} at ${rate["amount"]} beside ${other} at ${beside["amount"]}`;
    return wrong ? found([...path, "amount"], `${said}: ${low} costs no more than ${high}`) : [];
  });
}

/** A currency that no other rate of the file has, and that it does not say it bills in. @param {Entry} file @returns {Found[]} */
function currencies(file) {
  /** @type {string[]} */
  const all = [];
  ofRates(file, ({ currency }) => (all.push(currency), []));
  const own = (/** @type {string} */ currency) => all.filter((one) => one === currency).length / all.length;
  return ofRates(file, ({ currency }, path) =>
    all.length < 4 || own(currency) >= 0.2 || file["billsIn"]?.includes(currency)
      ? []
      : found([...path, "currency"], `${currency}: nearly every other price of the file is in another`),
  );
}

/** Days that no price, status or list can have. @param {Entry} file @param {string} today @returns {Found[]} */
function days(file, today) {
  const last = `${Number(today.slice(0, 4)) + ahead}`;
  /** @type {Found[]} */
  const wrong = [];
  const walk = (/** @type {any} */ value, /** @type {Path} */ path) => {
    if (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/u.test(value)) {
      if (value < earliest || value.slice(0, 4) > last)
        wrong.push({ path, what: `${value}: no day of the book lies before ${earliest} or after ${last}` });
    } else if (Array.isArray(value)) value.forEach((item, index) => walk(item, [...path, index]));
    else if (value !== null && typeof value === "object")
      for (const [name, item] of Object.entries(value)) walk(item, [...path, name]);
  };
  walk(file, []);
  return wrong;
}

/** A model's own training price far from that of its size at the same provider. @param {Entry} file @returns {Found[]} */
function besideTiers(file) {
  const standard = (/** @type {Entry} */ rate) => rate["kind"] === "training" && rate["per"]?.endsWith("tokens");
  const own = (file["models"] ?? []).flatMap(
    (/** @type {Entry} */ { rates = [], parameters }, /** @type {number} */ model) =>
      rates.flatMap((/** @type {Entry} */ rate, /** @type {number} */ index) =>
        standard(rate) && Number(rate["amount"]) > 0
          ? [{ rate, size: Number(parameters), path: ["models", model, "rates", index, "amount"] }]
          : [],
      ),
  );
  return own.flatMap((/** @type {any} */ { rate, size, path }) => {
    const near = own.filter(
      (/** @type {any} */ other) =>
        other.rate !== rate &&
        other.rate.currency === rate.currency &&
        (Number.isNaN(size) || (other.size >= size / 2 && other.size <= size * 2)),
    );
    if (near.length < 3) return [];
    const middle = median(near.map((/** @type {any} */ peer) => plainAmount(peer.rate)));
    const ratio = plainAmount(rate) / middle;
    return ratio >= 30 || ratio <= 1 / 30
      ? found(path, `${rate["amount"]} per ${rate["per"]} is far from ${middle} per 1M, the median of its size here`)
      : [];
  });
}
