// @ts-check
import { inversions } from "./inversions.mjs";
import { keyOf, meant, rateLists } from "./rates.mjs";

/** @typedef {import("./rates.mjs").Path} Path */
/** @typedef {import("./rates.mjs").Found} Found */
/** @typedef {import("./rates.mjs").Entry} Entry */

/** @param {Entry} file @param {string} today @param {import("../plausible.mjs").Engine} engine @returns {Found[]} */
export function unlikely(file, today, { isCountingRule, isForgotten }) {
  const lists = rateLists(file);
  return [
    ...lists.flatMap(({ path, rates }) => jumps(path, rates)),
    ...lists.flatMap(({ path, rates }) => tunedBelowBase(path, rates)),
    ...lists.flatMap(({ path, rates }) => future(path, rates, today)),
    ...besideTiers(file),
    ...(file["cloud"] === undefined
      ? []
      : inversions(
          file["rates"].filter((/** @type {Entry} */ rate) => !isForgotten(rate, today)),
          file["rates"],
        )),
    ...(file["models"] ?? []).flatMap((/** @type {Entry} */ { counting }, /** @type {number} */ index) =>
      typeof counting !== "string" || counting.startsWith("estimate/") || isCountingRule(counting)
        ? []
        : [
            {
              path: ["models", index, "counting"],
              what: `${counting} is no counting rule; where no tokenizer is public: estimate/NAME`,
            },
          ],
    ),
  ];
}

/** A price ten times its last, or a tenth of it. @param {Path} path @param {readonly Entry[]} rates @returns {Found[]} */
function jumps(path, rates) {
  return rates.flatMap((rate, index) => {
    const before = rates
      .filter((one) => keyOf(one) === keyOf(rate) && one["from"] < rate["from"])
      .toSorted((a, b) => (a["from"] < b["from"] ? 1 : -1))[0];
    return before === undefined || meant(rate) || !farOff(rate["amount"], before["amount"])
      ? []
      : [
          {
            path: [...path, index, "amount"],
            what: `${rate["amount"]} is ten times or a tenth of ${before["amount"]} (${before["from"]})`,
          },
        ];
  });
}

function farOff(/** @type {string} */ amount, /** @type {string | number} */ other) {
  const ratio = Number(amount) / Number(other);
  return Number.isFinite(ratio) && ratio > 0 && (ratio >= 10 || ratio <= 0.1);
}

/** A tuned model that answers for less than the base. @param {Path} path @param {readonly Entry[]} rates @returns {Found[]} */
function tunedBelowBase(path, rates) {
  return rates.flatMap((rate, index) => {
    const base = rates
      .filter((one) => keyOf(one) === keyOf({ ...rate, kind: `base_${rate["kind"]}` }) && one["from"] <= rate["from"])
      .toSorted((a, b) => (a["from"] < b["from"] ? 1 : -1))[0];
    return base === undefined || meant(rate) || Number(rate["amount"]) >= Number(base["amount"])
      ? []
      : [
          {
            path: [...path, index, "amount"],
            what: `${rate["amount"]} for the tuned model is less than ${base["amount"]} for the base`,
          },
        ];
  });
}

/** A first day that has not come, of a copy that was seen. @param {Path} path @param {readonly Entry[]} rates @param {string} today @returns {Found[]} */
function future(path, rates, today) {
  return rates.flatMap(({ from, fromKind }, index) =>
    from > today && fromKind !== "stated"
      ? [
          {
            path: [...path, index, "from"],
            what: `${from} has not come: only a day that the source states can lie ahead`,
          },
        ]
      : [],
  );
}

/** A model's own training price far from that of its size at the same provider. @param {Entry} file @returns {Found[]} */
function besideTiers(file) {
  const standard = (/** @type {Entry} */ rate) => rate["kind"] === "training" && rate["per"]?.endsWith("tokens");
  const perMillion = (/** @type {Entry} */ rate) => Number(rate["amount"]) * (rate["per"] === "1K tokens" ? 1000 : 1);
  const own = (file["models"] ?? []).flatMap(
    (/** @type {Entry} */ { rates = [], parameters }, /** @type {number} */ model) =>
      rates.flatMap((/** @type {Entry} */ rate, /** @type {number} */ index) =>
        standard(rate) && Number(rate["amount"]) > 0
          ? [{ rate, size: Number(parameters), path: ["models", model, "rates", index, "amount"] }]
          : [],
      ),
  );
  const median = (/** @type {number[]} */ values) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return own.flatMap((/** @type {any} */ { rate, size, path }) => {
    const peers = own.filter(
      (/** @type {any} */ other) =>
        other.rate !== rate &&
        other.rate.currency === rate.currency &&
        other.size >= size / 2 &&
        other.size <= size * 2,
    );
    if (peers.length < 3 || meant(rate)) return [];
    const middle = median(peers.map((/** @type {any} */ peer) => perMillion(peer.rate)));
    const ratio = perMillion(rate) / middle;
    return ratio >= 30 || ratio <= 1 / 30
      ? [
          {
            path,
            what: `${rate["amount"]} per ${rate["per"]} is far from ${middle} per 1M, the median of its size here`,
          },
        ]
      : [];
  });
}
