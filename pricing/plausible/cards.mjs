// @ts-check

/** @typedef {import("./rates.mjs").Found} Found */
/** @typedef {import("./rates.mjs").Entry} Entry */

/** What a card of a machine may cost against the median of its kind. */
const [least, most] = [0.15, 5];

/**
 * The median price of a card and hour over all clouds, by card and how it is rented.
 *
 * @param {readonly { content: Entry }[]} files @returns {Map<string, number>}
 */
export function cardPrices(files) {
  /** @type {Map<string, number[]>} */
  const all = new Map();
  for (const { content } of files)
    for (const rate of content["cloud"] === undefined ? [] : content["rates"]) {
      const each = Number(rate["amount"]) / rate["gpus"];
      if (rate["currency"] === "USD" && rate["gpus"] >= 1)
        all.set(cardOf(rate), [...(all.get(cardOf(rate)) ?? []), each]);
    }
  return new Map(
    [...all].flatMap(([card, prices]) =>
      prices.length < 5 ? [] : [[card, prices.toSorted((a, b) => a - b)[Math.floor(prices.length / 2)] ?? 0]],
    ),
  );
}

function cardOf(/** @type {Entry} */ { gpu, term }) {
  return `${gpu}|${term === "spot" ? "spot" : ""}`;
}

/** Machines whose price is none of their cards', or whose name counts other cards. @param {Entry} file @param {Map<string, number>} prices @param {ReadonlySet<string>} known @returns {Found[]} */
export function offCards(file, prices, known) {
  if (file["cloud"] === undefined) return [];
  return file["rates"].flatMap((/** @type {Entry} */ rate, /** @type {number} */ index) => {
    if (known.size > 0 && !known.has(rate["gpu"]))
      return [{ path: ["rates", index, "gpu"], what: `no GPU of hardware.json is called "${rate["gpu"]}"` }];
    const middle = prices.get(cardOf(rate));
    const each = Number(rate["amount"]) / rate["gpus"];
    const [, count] = /^(\d+)x /u.exec(rate["id"]) ?? [];
    if (count !== undefined && Number(count) !== rate["gpus"])
      return [{ path: ["rates", index, "gpus"], what: `${rate["gpus"]}, and its name says ${count}` }];
    const ratio = middle === undefined || middle === 0 ? 1 : each / middle;
    return ratio >= least && ratio <= most
      ? []
      : [
          {
            path: ["rates", index, "amount"],
            what: `${each.toFixed(2)} for one of ${rate["gpus"]} ${rate["gpu"]} is far from ${middle?.toFixed(2)}, the median of the book`,
          },
        ];
  });
}
