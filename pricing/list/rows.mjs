// @ts-check
import { seriesOf } from "../compact/current.mjs";

/**
 * The flat list that others import: one row a rate, resolved, as `prices-v1.schema.json` describes it. No tiers, no
 * defaults: a rate of a size tier or of all models stands once for each offer that takes it.
 *
 * @typedef {Record<string, any>} Entry
 * @typedef {Entry & { offer: string, provider: string, kind: string, term: string | null, from: string, until: string | null, status: string }} Row
 */

/**
 * What the estimator knows.
 *
 * @typedef {{ modelOffers: (provider: any, model: any) => any[], offerStatusOn: (offer: any, day: string) => { kind: string }, isForgotten: (rate: any, day: string) => boolean }} Engine
 */

/** Every rate of every offer, and of every machine. @param {readonly Entry[]} providers @param {readonly Entry[]} clouds @param {string} day @param {Engine} engine @returns {Row[]} */
export function rowsOf(providers, clouds, day, { modelOffers, offerStatusOn, isForgotten }) {
  const offered = providers.flatMap((file) =>
    file["models"].flatMap((/** @type {Entry} */ model) =>
      modelOffers(file, model).flatMap((offer) => offerRows(offer, offerStatusOn(offer, day).kind)),
    ),
  );
  const machines = clouds.flatMap(({ cloud, rates }) =>
    rates.map((/** @type {Entry} */ rate) => ({
      ...row(rate, rates),
      offer: `${cloud}/${rate["id"]}`,
      provider: cloud,
      model: null,
      method: null,
      variant: null,
      kind: "gpu",
      context: null,
      per: "hour",
      status: isForgotten(rate, day) ? "not_offered" : "listed",
    })),
  );
  return [...offered, ...machines];
}

/** @param {any} offer @param {string} status @returns {Row[]} */
function offerRows({ id, provider, model, method, variant, limits, rates: all }, status) {
  const rates = all.map((/** @type {Entry[]} */ list) => sinceRelease(list, model.released));
  /** @type {Map<string, string>} The first day of a kind in the lists before: from it on, theirs holds. */
  const met = new Map();
  /** @type {Row[]} */
  const rows = [];
  // A price that is known to have changed to one that nobody has found holds no longer.
  const lost = [...(model.unknown ?? []), ...(provider.unknown ?? [])].filter(
    (/** @type {Entry} */ one) =>
      one["from"] !== undefined && (one["method"] === undefined || one["method"] === method),
  );
  // The model's own list wins over its tier's, and that over the provider's.
  /** @type {Set<string>} Kinds that a list before prices for the variant itself: those below do not speak of it. */
  const own = new Set();
  for (const list of rates) {
    const fits = list.filter(
      (/** @type {Entry} */ rate) =>
        (rate["method"] === undefined || rate["method"] === method) &&
        (rate["variant"] === undefined ? !own.has(rate["kind"]) : rate["variant"] === variant),
    );
    for (const rate of fits) if (rate["variant"] !== undefined) own.add(rate["kind"]);
    const kinds = new Set(fits.map((/** @type {Entry} */ rate) => `${rate["kind"]}|${rate["service"]}`));
    for (const kind of kinds) {
      const held = met.get(kind);
      const same = fits.filter((/** @type {Entry} */ rate) => `${rate["kind"]}|${rate["service"]}` === kind);
      // The rate that names the method or variant beats the one for all.
      const most = Math.max(...same.map(particular));
      const best = same.filter(
        (/** @type {Entry} */ rate) => particular(rate) === most && (held === undefined || rate["from"] < held),
      );
      for (const { from } of best) if (from < (met.get(kind) ?? "9999")) met.set(kind, from);
      const after = held === undefined ? [] : [{ kind: best[0]?.["kind"], from: held }];
      rows.push(
        ...best.map((/** @type {Entry} */ rate) => ({
          ...row(rate, best, [...lost, ...after]),
          offer: id,
          provider: provider.provider,
          model: model.id,
          method,
          variant,
          context: limits.contextTokens ?? null,
          status,
        })),
      );
    }
  }
  return rows;
}

/** Rates as they hold for a model: none is from before its first day, on which the one in force begins. @param {Entry[]} rates @param {string} [released] */
function sinceRelease(rates, released = "") {
  const isOver = (/** @type {Entry} */ rate) =>
    rates.some(
      (one) =>
        one["from"] > rate["from"] &&
        one["from"] <= released &&
        thing(/** @type {any} */ (one)) === thing(/** @type {any} */ (rate)),
    );
  return rates
    .filter((rate) => rate["from"] >= released || !isOver(rate))
    .map((rate) => (rate["from"] >= released ? rate : { ...rate, from: released }));
}

/** A price that is printed in another unit from a day on is the next one of the same thing. @param {any} rate */
function thing(rate) {
  return seriesOf({ ...rate, per: undefined });
}

function particular(/** @type {Entry} */ { method, variant }) {
  return (variant === undefined ? 0 : 2) + (method === undefined ? 0 : 1);
}

/** What a row takes from its rate. @param {Entry} rate @param {readonly Entry[]} list @param {readonly Entry[]} lost @returns {any} */
function row(rate, list, lost = []) {
  const next = [
    ...list.filter((one) => thing(one) === thing(rate)),
    ...lost.filter((one) => one["kind"] === rate["kind"]),
  ]
    .map((one) => one["from"])
    .filter((from) => from > rate["from"])
    .reduce((first, from) => (first === null || from < first ? from : first), null);
  const { kind, service = null, term = null, region = null, gpu = null, gpus = null } = rate;
  const { amount, currency, per, from, fromKind, seen, seenKind, confidence, source } = rate;
  const { evidence = [], conflicts = [], disputed = null } = rate;
  const undated = seenKind === "read" || fromKind === "read";
  const of = { kind, service, term, region, gpu, gpus, amount, currency, per, from, fromKind, until: next, seen };
  return { ...of, undated, confidence, source, evidence, conflicts, disputed };
}

/** Of a list of rows those that are sold and in force on a day. @param {readonly Row[]} rows @param {string} day */
export function inForce(rows, day) {
  const shut = new Set(["not_offered", "no_new_jobs", "inference_off"]);
  return rows.filter(({ from, until, status }) => from <= day && (until === null || until > day) && !shut.has(status));
}
