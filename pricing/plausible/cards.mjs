// @ts-check
import { found, keyOf } from "./rates.mjs";

// @ts-check
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

const [besideOwn, besideClouds] = [3.5, 6];

const each = (/** @type {Entry} */ rate) => Number(rate["amount"]) / rate["gpus"];
const cardOf = (/** @type {Entry} */ { gpu, term, currency }) => `${gpu} ${term === "spot" ? "spot" : ""} ${currency}`;

/** @param {readonly number[]} numbers */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** @template T @param {readonly T[]} list @param {(one: T) => string} key */
function grouped(list, key) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

/**
 * What a card costs for an hour at the clouds that rent it, the median of each, by card and how it is rented.
 *
 * @param {readonly { content: Entry }[]} files @returns {Map<string, number[]>}
 */
export function cardPrices(files) {
  const clouds = files.filter(({ content }) => content["cloud"] !== undefined);
  const medians = clouds.flatMap(({ content }) =>
    [...grouped(content["rates"], cardOf)].map(([card, rates]) => ({ card, price: median(rates.map(each)) })),
  );
  return new Map([...grouped(medians, ({ card }) => card)].map(([card, all]) => [card, all.map(({ price }) => price)]));
}

/** Machines whose price is none of their cards', or whose name counts other cards. @param {Entry} file @param {Map<string, number[]>} clouds @param {ReadonlySet<string>} known @returns {Found[]} */
export function offCards(file, clouds, known) {
  if (file["cloud"] === undefined) return [];
  const byCard = grouped(/** @type {Entry[]} */ (file["rates"]), cardOf);
  return file["rates"].flatMap((/** @type {Entry} */ rate, /** @type {number} */ index) => {
    if (known.size > 0 && !known.has(rate["gpu"]))
      return found(["rates", index, "gpu"], `no GPU of hardware.json is called "${rate["gpu"]}"`);
    // `8x h100`, `H100 SXM x8`, `n3-A100x8`
    const [, before, after] = /^(\d+)x (?=\w)|[ A-Z\d]x(\d+)$/u.exec(rate["id"]) ?? [];
    const count = before ?? after;
    if (count !== undefined && Number(count) !== rate["gpus"])
      return found(["rates", index, "gpus"], `${rate["gpus"]}, and its name says ${count}`);
    const others = (byCard.get(cardOf(rate)) ?? []).filter((one) => one !== rate);
    const near = others.filter((one) => one["region"] === rate["region"]);
    const own = (near.length > 0 ? near : others).map(each);
    const market = clouds.get(cardOf(rate)) ?? [];
    return [
      ...far(rate, index, own.length > 0 ? median(own) : 0, besideOwn, "the cloud's other machines"),
      ...(market.length < 4 ? [] : far(rate, index, median(market), besideClouds, "the median of the clouds")),
    ].slice(0, 1);
  });
}

/** @param {Entry} rate @param {number} index @param {number} middle @param {number} factor @param {string} what @returns {Found[]} */
function far(rate, index, middle, factor, what) {
  const ratio = middle === 0 ? 1 : each(rate) / middle;
  if (ratio <= factor && ratio >= 1 / factor) return [];
  const said = `${each(rate).toFixed(2)} for one of ${rate["gpus"]} ${rate["gpu"]} is far from ${middle.toFixed(2)}, ${what}`;
  return found(["rates", index, "amount"], said);
}
