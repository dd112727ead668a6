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
    const found = readings.filter((reading) => isNamed(names, reading.name) && fits(reading));
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
  const own = ownPrices(source, file, readings, today);
  findings.proposals.push(...own.proposals);
  findings.discrepancies.push(...own.discrepancies, ...unplaced(source, file, readings, series));
  return findings;
}

const plain = (/** @type {string} */ name) =>
  (name.split("/").at(-1) ?? "").toLowerCase().replaceAll(/[^a-z0-9]/gu, "");

/** Whether a source's name is one of a thing's: case and marks do not matter. @param {readonly string[]} names @param {string} name */
function isNamed(names, name) {
  return names.includes(name) || names.some((one) => plain(one) === plain(name));
}

/**
 * Prices of single models that the file prices by their size: where the page differs, the model gets a price of its own.
 *
 * @param {Source} source @param {Record<string, any>} file @param {readonly Reading[]} readings @param {string} today
 * @returns {Findings}
 */
function ownPrices(source, file, readings, today) {
  /** @type {Findings} */
  const findings = { proposals: [], discrepancies: [] };
  for (const model of file["models"] ?? [])
    for (const reading of readings) {
      const { kind, method, amount, from = today, per = "1M tokens", currency = "USD", quote } = reading;
      const bought = (/** @type {any} */ rate) =>
        rate.kind === kind && rate.method === method && rate.variant === undefined;
      if (kind !== "training" || !isNamed(namesOf(model, source.nameOf), reading.name)) continue;
      if ((model.rates ?? []).some(bought)) continue;
      const size = Number(model.parameters);
      const tier = (file["tiers"] ?? []).find(
        (/** @type {any} */ one) => size > Number(one.over) && size <= Number(one.upTo ?? Infinity),
      );
      const sized = (tier?.rates ?? []).filter((/** @type {any} */ rate) => bought(rate) && rate.from <= from);
      if (sized.length === 0 || from > today || Number(newestOf(sized)["amount"]) === Number(amount)) continue;
      const where = `${file["provider"]} ${model.id} training ${method ?? ""}`.trim();
      const was = newestOf(sized);
      findings.discrepancies.push(`${where}: ${was["amount"]} by its size (seen ${was["seen"]}) became ${amount}.`);
      findings.proposals.push({
        where,
        list: (model.rates ??= []),
        changed: true,
        rate: {
          kind,
          ...(method && { method }),
          amount,
          currency,
          per,
          from,
          fromKind: from === today ? "copy" : "stated",
          source: source.cite,
          seen: today,
          confidence: source.confidence,
          evidence: [{ copy: source.cite, day: today, quote }],
        },
      });
    }
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
  const known = [
    ...series.flatMap(({ names }) => names),
    ...(file["models"] ?? []).flatMap((/** @type {any} */ model) => namesOf(model, source.nameOf)),
    ...(file["tiers"] ?? []).flatMap(namesOfTier),
  ];
  const plainly = new Set(known.map(plain));
  const isKnown = (/** @type {string} */ name) => known.includes(name) || plainly.has(plain(name));
  const strangers = [...new Set(readings.map(({ name }) => name).filter((name) => !isKnown(name)))];
  const gaps = readings.filter(
    (reading) =>
      isKnown(reading.name) && !series.some(({ names, fits }) => isNamed(names, reading.name) && fits(reading)),
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
 * Standard rates of a provider's models, by kind, way to tune, unit and currency.
 *
 * @param {Record<string, any>} file @param {((id: string) => string) | undefined} nameOf
 * @returns {Series[]}
 */
function modelSeries(file, nameOf) {
  return file["models"].flatMap((/** @type {any} */ { id, aliases, rates = [] }) => {
    const standard = rates.filter(
      (/** @type {any} */ { service, variant }) => service === undefined && variant === undefined,
    );
    const thing = (/** @type {any} */ rate) => [rate.kind, rate.method ?? "", rate.per, rate.currency].join("|");
    return [...new Set(standard.map(thing))].map((name) => {
      const newest = newestOf(standard.filter((/** @type {any} */ rate) => thing(rate) === name));
      const { kind, method, per, currency } = newest;
      return {
        where: `${file["provider"]} ${id} ${kind}${method === undefined ? "" : ` ${method}`}`,
        names: namesOf({ id, aliases }, nameOf),
        newest,
        list: rates,
        fits: (/** @type {Reading} */ reading) =>
          reading.kind === kind &&
          (method === undefined ||
            reading.method === method ||
            (kind !== "training" && reading.method === undefined)) &&
          (reading.per ?? "1M tokens") === per &&
          (reading.currency ?? "USD") === currency,
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
