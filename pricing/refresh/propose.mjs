// @ts-check
import { seeAgain } from "./sightings.mjs";

/**
 * @typedef {import("./read.mjs").Reading} Reading
 * @typedef {import("./sources.mjs").Source} Source
 *
 * @typedef {object} Findings
 * @property {{ where: string, rate: Record<string, any>, list: Record<string, any>[], changed: boolean, before?: Record<string, any> }[]} proposals
 *   Rates to append to `list`; a price that was seen again stands in place of the same one `before`.
 * @property {string[]} discrepancies Sentences for a person to look into.
 */

/**
 * Compares what a source says with a price file. Old rates are read, never changed: `list` is where a proposal belongs.
 *
 * @param {Source} source
 * @param {Record<string, any>} file
 * @param {readonly Reading[]} readings
 * @param {string} today
 * @returns {Findings}
 */
export function propose(source, file, readings, today) {
  /** @type {Findings} */
  const findings = { proposals: [], discrepancies: [] };
  const series =
    file["cloud"] === undefined ? [...modelSeries(file, source.nameOf), ...tierSeries(file)] : machineSeries(file);
  for (const { where, names, newest, list, fits } of series) {
    const found = readings.filter((reading) => names.includes(reading.name) && fits(reading));
    const amounts = [...new Set(found.map(({ amount }) => amount))];
    if (amounts.length > 1) findings.discrepancies.push(`${where}: ${source.id} says ${amounts.join(" and ")}.`);
    const [reading] = found;
    if (reading === undefined || amounts.length !== 1) continue;
    const changed = Number(newest["amount"]) !== Number(reading.amount);
    const stated = reading.from !== undefined && reading.from > newest["from"] && reading.from <= today;
    const from = changed && stated ? /** @type {string} */ (reading.from) : today;
    if (from <= newest["from"]) {
      if (changed)
        findings.discrepancies.push(
          `${where}: ${source.id} says ${reading.amount}, the file ${newest["amount"]} from ${newest["from"]} on; nothing is appended on the same day.`,
        );
      continue;
    }
    if (!changed) {
      const rate = seenAgain(newest, reading, source, today);
      if (rate["seen"] !== newest["seen"]) findings.proposals.push({ where, list, changed, before: newest, rate });
      continue;
    }
    findings.discrepancies.push(
      `${where}: ${newest["amount"]} (seen ${newest["seen"]}) became ${reading.amount}${ratio(newest["amount"], reading.amount)}.`,
    );
    findings.proposals.push({ where, list, changed, rate: appended(newest, reading, source, from, today) });
  }
  findings.discrepancies.push(...unplaced(source, file, readings, series));
  return findings;
}

/**
 * What the source prices and the file does not: models, and kinds of a model. A cloud's list holds thousands of
 * machines without a GPU, so there only a whole table of GPUs is compared.
 *
 * @param {Source} source @param {Record<string, any>} file @param {readonly Reading[]} readings @param {readonly Series[]} series
 */
function unplaced(source, file, readings, series) {
  if (file["cloud"] !== undefined && source.id !== "hugging-face-jobs") return [];
  const known = new Set([
    ...series.flatMap(({ names }) => names),
    ...(file["models"] ?? []).flatMap((/** @type {any} */ model) => namesOf(model, source.nameOf)),
    ...(file["tiers"] ?? []).flatMap(namesOfTier),
  ]);
  const strangers = [...new Set(readings.map(({ name }) => name).filter((name) => !known.has(name)))];
  const gaps = readings.filter(
    (reading) =>
      known.has(reading.name) && !series.some(({ names, fits }) => names.includes(reading.name) && fits(reading)),
  );
  return [
    ...gaps.map(
      ({ name, kind = "price", amount }) =>
        `${source.file}: ${name} has no rate of kind ${kind}; ${source.id} says ${amount}.`,
    ),
    ...(strangers.length > 0 ? [`${source.file}: not in the file: ${strangers.join(", ")}.`] : []),
  ];
}

/** The same rate with one sighting more. @param {Record<string, any>} newest @param {Reading} reading @param {Source} source @param {string} today */
function seenAgain(newest, { quote }, source, today) {
  const { confidence, cite } = source;
  const rate = structuredClone(newest);
  seeAgain(rate, { day: today, confidence, evidence: { copy: cite, day: today, quote } });
  return rate;
}

/** The newest rate again, with a new amount, day and source. */
function appended(
  /** @type {Record<string, any>} */ newest,
  /** @type {Reading} */ { amount, quote },
  /** @type {Source} */ source,
  /** @type {string} */ from,
  /** @type {string} */ today,
) {
  const {
    from: _from,
    fromKind: _kind,
    source: _source,
    seen: _seen,
    seenKind: _seenKind,
    alsoSeen: _alsoSeen,
    evidence: _evidence,
    confidence: _confidence,
    conflicts: _conflicts,
    disputed: _disputed,
    note: _note,
    ...what
  } = newest;
  return {
    ...what,
    amount,
    from,
    fromKind: from === today ? "copy" : "stated",
    source: source.cite,
    seen: today,
    confidence: source.confidence,
    evidence: [{ copy: source.cite, day: today, quote }],
  };
}

/**
 * A run of rates for one thing.
 *
 * @typedef {{ where: string, names: string[], newest: Record<string, any>, list: Record<string, any>[], fits: (reading: Reading) => boolean }} Series
 */

/**
 * How a source may call a model of the file.
 *
 * @param {{ id: string, aliases?: readonly string[] }} model @param {((id: string) => string) | undefined} nameOf
 */
function namesOf({ id, aliases = [] }, nameOf) {
  return [id, ...aliases, ...(nameOf === undefined ? [] : [nameOf(id)])];
}

/**
 * Standard rates of a provider's models, in US dollars per the unit that a reading names, 1M tokens where it names none.
 *
 * @param {Record<string, any>} file @param {((id: string) => string) | undefined} nameOf
 * @returns {Series[]}
 */
function modelSeries(file, nameOf) {
  return file["models"].flatMap((/** @type {any} */ { id, aliases, rates = [] }) => {
    const standard = rates.filter(
      (/** @type {any} */ rate) =>
        rate.service === undefined &&
        rate.method === undefined &&
        rate.variant === undefined &&
        tokenUnits.includes(rate.per) &&
        rate.currency === "USD",
    );
    const things = [...new Set(standard.map((/** @type {any} */ { kind, per }) => `${kind}|${per}`))];
    return things.map((thing) => {
      const [kind, per] = thing.split("|");
      return {
        where: `${file["provider"]} ${id} ${kind}`,
        names: namesOf({ id, aliases }, nameOf),
        newest: newestOf(standard.filter((/** @type {any} */ rate) => rate.kind === kind && rate.per === per)),
        list: rates,
        fits: (/** @type {Reading} */ reading) => reading.kind === kind && (reading.per ?? "1M tokens") === per,
      };
    });
  });
}

/**
 * How a source may call a size of models: by its label, or by the most parameters that it holds.
 *
 * @param {{ label: string, upTo?: string }} tier
 */
function namesOfTier({ label, upTo }) {
  return [label, upTo === undefined ? "above the rest" : `up to ${upTo} billion`];
}

/**
 * Training prices of a provider's sizes, by method.
 *
 * @param {Record<string, any>} file
 * @returns {Series[]}
 */
function tierSeries(file) {
  return (file["tiers"] ?? []).flatMap((/** @type {any} */ tier) => {
    const training = tier.rates.filter(
      (/** @type {any} */ { kind, variant, service, currency, per }) =>
        kind === "training" &&
        variant === undefined &&
        service === undefined &&
        currency === "USD" &&
        per === "1M tokens",
    );
    return [...new Set(training.map((/** @type {any} */ { method }) => method))].map((method) => ({
      where: `${file["provider"]} ${tier.id} training ${method}`,
      names: namesOfTier(tier),
      newest: newestOf(training.filter((/** @type {any} */ rate) => rate.method === method)),
      list: tier.rates,
      fits: (/** @type {Reading} */ reading) => reading.kind === "training" && reading.method === method,
    }));
  });
}

/** Units of a price by the token. */
const tokenUnits = ["1M tokens", "1K tokens"];

/** @param {Record<string, any>} file @returns {Series[]} */
function machineSeries(file) {
  const key = (/** @type {any} */ { id, term, region = "" }) => `${id} ${term} ${region}`.trim();
  /** @type {Record<string, any>[]} */
  const rates = file["rates"];
  return [...new Set(rates.map(key))].map((where) => {
    const newest = newestOf(rates.filter((rate) => key(rate) === where));
    return {
      where: `${file["cloud"]} ${where}`,
      names: [newest["id"]],
      newest,
      list: rates,
      fits: ({ term, region }) =>
        term === newest["term"] &&
        (newest["region"] === undefined || region === undefined || region === newest["region"]),
    };
  });
}

/** @param {readonly Record<string, any>[]} rates @returns {Record<string, any>} */
function newestOf(rates) {
  return rates.reduce((newest, rate) => (rate["from"] > newest["from"] ? rate : newest));
}

/** @param {string} before @param {string} after */
function ratio(before, after) {
  const change = Number(before) === 0 ? NaN : (Number(after) / Number(before) - 1) * 100;
  return Number.isFinite(change) ? `, ${change > 0 ? "+" : ""}${change.toFixed(1)} %` : "";
}
