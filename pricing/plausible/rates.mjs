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

/** What is said of every rate of a file. @param {Entry} file @param {(rate: Entry, path: Path, rates: Entry[]) => Found[]} say @returns {Found[]} */
export function ofRates(file, say) {
  return rateLists(file).flatMap(({ path, rates }) =>
    rates.flatMap((rate, index) => say(rate, [...path, index], rates)),
  );
}

/** @param {Path} path @param {string} what @returns {Found[]} */
export function found(path, what) {
  return [{ path, what }];
}

/** What rates of one thing share. Unit and currency do not part them: a price in another unit is the next one. */
export const keyOf = (/** @type {Entry} */ rate) =>
  ["kind", "method", "variant", "service", "id", "gpu", "gpus", "region", "term"].map((field) => rate[field]).join("|");

/** What one unit is of the one that amounts are compared in. */
const sizes = /** @type {Record<string, number>} */ ({
  "1K tokens": 1000,
  minute: 60,
  second: 3600,
  "GPU-second": 3600,
  "CMU-minute": 60,
});

/** An amount for 1M tokens, an hour or whatever else is counted once. @param {Entry} rate */
export function plainAmount({ amount, per }) {
  return Number(amount) * (sizes[per] ?? 1);
}

/** The rate of the same thing before another. @param {readonly Entry[]} rates @param {Entry} rate @param {string} [key] */
export function before(rates, rate, key = keyOf(rate)) {
  return rates
    .filter((one) => one !== rate && keyOf(one) === key && one["from"] < rate["from"])
    .toSorted((a, b) => (a["from"] < b["from"] ? 1 : -1))[0];
}

/** The numbers that stand in a quote by themselves: not the 4 of "V4", the 11 of "2024-11-20" or the 1 of "1B". @param {string} quote */
export function numbersIn(quote) {
  return [
    ...quote.matchAll(
      /(?:(?<![\w.-])|(?<=\dx))(\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?(?:e-\d+)?|\.\d+)(?![\w-]|\.\d)/gu,
    ),
  ].map(([, text = ""]) => Number(text.replaceAll(",", "")));
}

/** Where a rate's amount stands among the numbers of a quote; -1 where it does not. @param {Entry} rate @param {Entry} evidence */
export function placeIn({ amount }, { quote, times = "1" }) {
  const wanted = Number(amount);
  return numbersIn(quote).findIndex(
    (number) => Math.abs(number * Number(times) - wanted) <= 1e-9 * Math.max(1, wanted),
  );
}
