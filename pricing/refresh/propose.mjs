// @ts-check
import { entry, newestOf, seenAgain } from "./sightings.mjs";

// @ts-check
/** @typedef {import("./lists.mjs").Listing} Listing */

/**
 * Compares lists of what can be tuned with the newest of the file that speak of the same, by this source. A list that
 * names the same models says nothing new; another is a capture to append, and says what came and what went.
 *
 * @param {{ id: string, cite: string, confidence: string }} source
 * @param {Record<string, any>} file
 * @param {readonly Listing[]} listings
 * @param {string} today
 * @returns {import("./propose.mjs").Findings}
 */
export function proposeLists(source, file, listings, today) {
  /** @type {import("./propose.mjs").Findings} */
  const findings = { proposals: [], discrepancies: [] };
  /** @type {Record<string, any>[]} */
  const list = file["offered"] ?? [];
  const known = new Set(file["models"].flatMap((/** @type {any} */ { id, aliases = [] }) => [id, ...aliases]));
  for (const { of, among, models } of listings) {
    const where = [file["provider"], "offered", of?.join(", "), among && `among ${among}`].filter(Boolean).join(" ");
    const newest = list.findLast((one) => same(one["of"], of) && one["among"] === among && one["lacks"] === undefined);
    const old = new Set(newest?.["models"]);
    const [came, went] = [models.filter((name) => !old.has(name)), [...old].filter((name) => !models.includes(name))];
    if (came.length + went.length === 0) continue;
    if (newest !== undefined && newest["day"] >= today) {
      findings.discrepancies.push(`${where}: ${source.id} differs from the list of the same day; nothing is appended.`);
      continue;
    }
    findings.discrepancies.push(
      ...(came.length > 0 ? [`${where}: new on the list: ${came.join(", ")}.`] : []),
      ...(went.length > 0 ? [`${where}: no longer on it: ${went.join(", ")}.`] : []),
    );
    const strangers = came.filter(
      (name) => !known.has(name) && !known.has(name.replace(/:[a-z-]+(?:@[a-z-]+)?$/u, "")),
    );
    if (strangers.length > 0) findings.discrepancies.push(`${where}: not in the file: ${strangers.join(", ")}.`);
    file["offered"] = list;
    const capture = { day: today, dayKind: "copy", source: source.cite, confidence: source.confidence };
    findings.proposals.push({
      where,
      list,
      changed: true,
      rate: { ...capture, ...(among && { among }), ...(of && { of: [...of] }), models: [...models] },
    });
  }
  return findings;
}

/** @param {readonly string[] | undefined} a @param {readonly string[] | undefined} b */
function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

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
  const series = file["cloud"] === undefined ? modelSeries(file, source.nameOf) : machineSeries(file);
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
      const held = `the file ${newest["amount"]} from ${newest["from"]} on; nothing is appended on the same day.`;
      if (changed) findings.discrepancies.push(`${where}: ${source.id} says ${reading.amount}, ${held}`);
      continue;
    }
    if (!changed) {
      const rate = seenAgain(newest, reading.quote, source, today);
      if (rate["seen"] !== newest["seen"]) findings.proposals.push({ where, list, changed, before: newest, rate });
      continue;
    }
    const became = `${reading.amount}${ratio(newest["amount"], reading.amount)}`;
    findings.discrepancies.push(`${where}: ${newest["amount"]} (seen ${newest["seen"]}) became ${became}.`);
    findings.proposals.push({ where, list, changed, rate: entry(bare(newest), reading, source, from, today) });
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
      const { kind, method, amount, from = today, per = "1M tokens", currency = "USD" } = reading;
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
        rate: entry({ kind, ...(method && { method }), amount, currency, per }, reading, source, from, today),
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

/** What a rate is for, with the fields in their order. @param {Record<string, any>} rate */
function bare(rate) {
  const told = ["seenKind", "alsoSeen", "evidence", "conflicts", "disputed", "note"];
  return Object.fromEntries(Object.entries(rate).filter(([key]) => !told.includes(key)));
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

/** How a source may call a size of models: by its label, or by the most parameters that it holds. @param {{ label: string, upTo?: string }} tier */
function namesOfTier({ label, upTo }) {
  return [label, upTo === undefined ? "above the rest" : `up to ${upTo} billion`];
}

/** Rates that are for one thing, each with the newest. @param {Record<string, any>[]} rates @param {(rate: Record<string, any>) => string} thing */
function runs(rates, thing) {
  return [...new Set(rates.map(thing))].map((name) => newestOf(rates.filter((rate) => thing(rate) === name)));
}

/**
 * Standard rates of a provider's models, and the training prices of its sizes, by kind, way to tune, unit and currency.
 *
 * @param {Record<string, any>} file @param {((id: string) => string) | undefined} nameOf
 * @returns {Series[]}
 */
function modelSeries(file, nameOf) {
  const { models = [], tiers = [] } = file;
  const things = [
    ...models.map((/** @type {any} */ model) => ({ ...model, names: namesOf(model, nameOf), isTier: false })),
    ...tiers.map((/** @type {any} */ tier) => ({ ...tier, names: namesOfTier(tier), isTier: true })),
  ];
  return things.flatMap(({ id, names, rates = [], isTier }) => {
    const standard = rates.filter(
      (/** @type {any} */ { service, variant, kind }) =>
        variant === undefined && (!isTier || (kind === "training" && service === undefined)),
    );
    return runs(standard, ({ kind, service, method, per, currency }) =>
      [kind, service, method, per, currency].join("|"),
    ).map((newest) => {
      const { kind, service, method, per, currency } = newest;
      return {
        where: [file["provider"], id, kind, service, method].filter(Boolean).join(" "),
        names,
        newest,
        list: rates,
        fits: (/** @type {Reading} */ reading) =>
          reading.kind === kind &&
          reading.service === service &&
          (reading.method === method ||
            (!isTier && (method === undefined || (kind !== "training" && reading.method === undefined)))) &&
          (reading.per ?? "1M tokens") === per &&
          (reading.currency ?? "USD") === currency,
      };
    });
  });
}

/** @param {Record<string, any>} file @returns {Series[]} */
function machineSeries(file) {
  const key = (/** @type {any} */ { id, term, region = "" }) => `${id} ${term} ${region}`.trim();
  return runs(file["rates"], key).map((newest) => ({
    where: `${file["cloud"]} ${key(newest)}`,
    names: [newest["id"]],
    newest,
    list: file["rates"],
    fits: ({ term, region }) =>
      term === newest["term"] &&
      (newest["region"] === undefined || region === undefined || region === newest["region"]),
  }));
}

/** @param {string} before @param {string} after */
function ratio(before, after) {
  const change = Number(before) === 0 ? NaN : (Number(after) / Number(before) - 1) * 100;
  return Number.isFinite(change) ? `, ${change > 0 ? "+" : ""}${change.toFixed(1)} %` : "";
}
