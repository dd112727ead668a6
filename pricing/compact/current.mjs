// @ts-check
/**
 * What a book needs from a day on: of every run of rates those to come and the last before, and of models that can be
 * tuned on no such day the first rate alone. A question about that day or a later one has the same answer as from the whole book.
 *
 * @param {Record<string, any>} file
 * @param {string} since
 * @param {object} engine
 * @param {(model: Record<string, any>) => boolean} engine.isClosed Whether every way to tune the model is refused from the day on.
 * @param {(rate: any, day: string) => boolean} engine.isForgotten Whether nobody saw the price of a machine for so long that it is none.
 * @returns {Record<string, any>}
 */
export function currentFile(file, since, { isClosed, isForgotten }) {
  const rates = (/** @type {Record<string, any>[]} */ list) => currentRates(list, since);
  if (file["cloud"] !== undefined)
    return { ...file, rates: rates(file["rates"].filter((/** @type {any} */ rate) => !isForgotten(rate, since))) };
  /** @type {Map<string, string>} The newest list of each scope. */
  const lists = new Map();
  for (const { day, of, among } of file["offered"] ?? []) if (day <= since) lists.set(`${among} ${of}`, day);
  // The first day of a model decides from the day on where it lies after it, or after a list that may still be the newest.
  const decides = (/** @type {string} */ day) => day > since || [...lists.values()].some((one) => one < day);
  return {
    ...file,
    ...(file["rates"] && { rates: rates(file["rates"]) }),
    ...(file["tiers"] && {
      tiers: file["tiers"].map((/** @type {any} */ tier) => ({ ...tier, rates: rates(tier.rates) })),
    }),
    ...(file["models"] && {
      models: file["models"].map((/** @type {any} */ { rates: own, unknown, released, ...model }) => ({
        ...(isClosed({ ...model, released, rates: own })
          ? { ...named(model), ...(own && { rates: firstOf(own).map((rate) => seenFrom(rate, since)) }) }
          : { ...model, ...(own && { rates: rates(own) }), ...(unknown && { unknown }) }),
        ...(released !== undefined && decides(released) && { released }),
      })),
    }),
  };
}

/**
 * A model that is refused on every day, before its limits and use are looked at: the longest example alone is asked of
 * what is refused, too.
 *
 * @param {Record<string, any>} model
 */
function named({ limits, serving: _serving, epochs: _epochs, offers, ...model }) {
  const context = limits?.contextTokens;
  return {
    ...model,
    ...(offers && { offers: offers.map(unbilled) }),
    ...(context !== undefined && { limits: { contextTokens: context } }),
  };
}

/** A way to train that is refused before its rules are looked at. @param {Record<string, any>} offer */
function unbilled({ billing: _billing, serving: _serving, ...offer }) {
  return { ...offer, billing: [] };
}

/** The first rate of a model: since when it is known says which lists speak of it. @param {readonly Record<string, any>[]} list */
function firstOf(list) {
  const first = list.reduce((held, rate) => (rate["from"] < held["from"] ? rate : held), list[0] ?? {});
  return list.filter((rate) => rate === first);
}

/** @param {readonly Record<string, any>[]} list @param {string} since */
function currentRates(list, since) {
  /** @type {Map<string, string>} */
  const newest = new Map();
  for (const rate of list) {
    const held = newest.get(seriesOf(rate)) ?? "";
    if (rate["from"] <= since && rate["from"] > held) newest.set(seriesOf(rate), rate["from"]);
  }
  return list
    .filter((rate) => rate["from"] >= (newest.get(seriesOf(rate)) ?? "") || firstOf(list).includes(rate))
    .map((rate) => seenFrom(rate, since));
}

/** A rate without the sightings that no day from `since` on would name. @param {Record<string, any>} rate @param {string} since */
function seenFrom({ alsoSeen = [], ...rate }, since) {
  const last = alsoSeen.findLast((/** @type {string} */ day) => day <= since) ?? "";
  const kept = rate["seen"] > since ? alsoSeen.filter((/** @type {string} */ day) => day >= last) : [];
  return kept.length > 0 ? { ...rate, alsoSeen: kept } : rate;
}

/** What rates of one thing share. @param {Record<string, any>} rate */
export function seriesOf({ kind, method, variant, service, per, id, gpu, gpus, region, term }) {
  return [kind, method, variant, service, per, id, gpu, gpus, region, term].join("|");
}
