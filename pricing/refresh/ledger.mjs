// @ts-check
import { entry, newestOf, seenAgain } from "./sightings.mjs";

/**
 * Public daily ledgers of GPU prices, CSV or JSON, whoever keeps them: a row a price. What a column holds is known by its
 * head; a ledger in another shape is named and left out.
 *
 * @typedef {{ cloud: string, card: string, gpus: number, term: string, region?: string, machine?: string, amount: number, day: string, quote: string }} LedgerRow
 */

/** Heads of the columns, and how ledgers call what they hold. */
const heads = /** @type {const} */ ({
  cloud: /^(?:provider|vendor|cloud|seller|provider_id)$/iu,
  card: /^(?:gpu|gpu_?model|gpu_?name|accelerator|card|gpu_?type)$/iu,
  gpus: /^(?:gpus|gpu_?count|count|(?:num|min)_?gpus|accelerator_?count)$/iu,
  term: /^(?:term|pricing_?(?:model|type)|price_?type|provisioning|billing|tier_?type|purchase)$/iu,
  tier: /^(?:tier|category|segment|class|product)$/iu,
  region: /^(?:region|location|zone)$/iu,
  machine: /^(?:instance|instance_?type|sku|machine|machine_?type|offer)$/iu,
  total:
    /^(?:price_?(?:hr|hour|hourly|total)|total_?(?:price|usd)(?:_?h(?:ou)?r)?|instance_?price|usd_?per_?hour|price)$/iu,
  each: /^(?:price_?per_?gpu(?:_?h(?:ou)?r)?|usd_?per_?gpu_?h(?:ou)?r|gpu_?hour(?:ly)?_?(?:price|usd)?|per_?gpu)$/iu,
  day: /^(?:date|day|observed_?(?:at|on)|checked_?(?:at|on)?|fetched_?at|timestamp|seen|as_?of)$/iu,
});

/** Other names of the clouds of the book. */
const alsoCalled = /** @type {Record<string, string>} */ ({
  amazon: "aws",
  amazonwebservices: "aws",
  microsoftazure: "azure",
  googlecloud: "gcp",
  google: "gcp",
  oracle: "oci",
  oraclecloud: "oci",
  lambdalabs: "lambda",
  datacrunch: "verda",
  vastai: "vast",
  vultrcloud: "vultr",
  huggingfacejobs: "hugging-face-jobs",
  nscale: "nscale",
  togetherai: "together-clusters",
  runpodsecurecloud: "runpod",
  runpodcommunitycloud: "runpod",
});

const plain = (/** @type {string} */ text) => text.toLowerCase().replaceAll(/[^a-z0-9]/gu, "");

/** The rows of a ledger. @param {string} text @param {string} today @returns {LedgerRow[]} */
export function readLedger(text, today) {
  const records = /^\s*[[{]/u.test(text) ? recordsOf(JSON.parse(text)) : csvRecords(text);
  const names = [...new Set(records.flatMap(({ fields }) => Object.keys(fields)))];
  const at = (/** @type {RegExp} */ head) => names.find((name) => head.test(name)) ?? "";
  const columns = Object.fromEntries(Object.entries(heads).map(([what, head]) => [what, at(head)]));
  if (columns["cloud"] === "" || columns["card"] === "" || (columns["each"] === "" && columns["total"] === ""))
    throw new Error("no columns for cloud, card and price");
  return records.flatMap(({ fields, quote, day: ofAll = "" }) => {
    const field = (/** @type {string} */ what) => String(fields[columns[what] ?? ""] ?? "").trim();
    const gpus = Math.max(1, Number(field("gpus")) || 1);
    const each = Number(field("each"));
    const amount = each > 0 ? each * gpus : Number(field("total"));
    const day = /\d{4}-\d{2}-\d{2}/u.exec(`${field("day")} ${ofAll}`)?.[0] ?? today;
    if (!(amount > 0)) return [];
    const kind = `${field("term")} ${field("tier")} ${field("cloud")}`;
    const term = terms.find(([word]) => word.test(kind))?.[1] ?? "on_demand";
    const [cloud = "", card = "", region = "", machine = ""] = ["cloud", "card", "region", "machine"].map(field);
    return [{ cloud, card, gpus, term, region, machine, amount, day, quote }];
  });
}

const terms = /** @type {const} */ ([
  [/spot|preempt|interrupt/iu, "spot"],
  [/community|market/iu, "community"],
  [/reserv|commit/iu, "reserved"],
]);

/** @param {any} json @returns {{ fields: Record<string, any>, quote: string, day?: string }[]} */
function recordsOf(json) {
  const day = String(json["date"] ?? json["day"] ?? json["updated"] ?? json["retrieved"] ?? "");
  const list = Array.isArray(json) ? json : Object.values(json).find((value) => Array.isArray(value));
  if (Array.isArray(list)) return list.map((fields) => ({ fields, quote: JSON.stringify(fields), day }));
  // `{ day?, providers: { cloud: { "H100 80GB SXM": 3.7 } } }`: a price for one card.
  const clouds = json["providers"] ?? json["prices"] ?? json;
  return Object.entries(clouds).flatMap(([provider, prices]) =>
    prices === null || typeof prices !== "object"
      ? []
      : Object.entries(prices).map(([gpu, price]) => ({
          fields: { provider, gpu, price_per_gpu: price },
          quote: `"${provider}": "${gpu}": ${String(price)}`,
          day,
        })),
  );
}

/** @param {string} text @returns {ReturnType<typeof recordsOf>} */
function csvRecords(text) {
  const [head = "", ...lines] = text.trim().split(/\r?\n/u);
  const names = cellsOf(head);
  return lines.map((line) => {
    const cells = cellsOf(line);
    return { fields: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""])), quote: line };
  });
}

/** @param {string} line */
function cellsOf(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/gu)].map(([, quoted, bare]) =>
    (quoted?.replaceAll('""', '"') ?? bare ?? "").trim(),
  );
}

/**
 * The card of the book that a ledger's name means: all words of the id stand in it; a form that is not said is SXM.
 *
 * @param {string} name @param {readonly string[]} ids
 */
export function cardOf(name, ids) {
  const said = plain(name).replaceAll(/nvidia|amd|geforce|instinct|tesla/gu, "");
  const all = ids.map((id) => {
    const words = id.split("-");
    const size = words.pop() ?? "";
    const form = forms.includes(words.at(-1) ?? "") ? (words.pop() ?? "") : "";
    return { id, model: words.join(""), form, size };
  });
  const model = all
    .map((one) => one.model)
    .filter((one) => said.startsWith(one))
    .reduce((longest, one) => (one.length > longest.length ? one : longest), "");
  if (model === "") return undefined;
  const rest = said.slice(model.length);
  const form = forms.find((one) => rest.includes(one)) ?? "sxm";
  const own = all.filter((one) => one.model === model && (one.form === "" || one.form === form));
  const sized = own.filter((one) => rest.includes(one.size));
  const fits = sized.length > 0 ? sized : own;
  return fits.length === 1 ? fits[0]?.id : undefined;
}

/** Forms of a card; the first is meant where a ledger says none. */
const forms = ["sxm", "pcie", "nvl"];

/**
 * A ledger against the files of the clouds: sightings of prices that stand, and prices that changed.
 *
 * @param {readonly LedgerRow[]} rows @param {Map<string, Record<string, any>>} clouds by id
 * @param {readonly string[]} cards ids of the cards @param {{ cite: string }} source
 */
export function proposeLedger(rows, clouds, cards, { cite }) {
  /** @type {{ cloud: string, where: string, list: any[], rate: any, changed: boolean, before?: any }[]} */
  const proposals = [];
  /** @type {Set<string>} */
  const notes = new Set();
  const names = new Map(
    [...clouds].flatMap(([id, file]) => [
      [plain(id), id],
      [plain(String(file["name"])), id],
    ]),
  );
  for (const row of rows) {
    const cloud = names.get(plain(row.cloud)) ?? alsoCalled[plain(row.cloud)];
    const file = cloud === undefined ? undefined : clouds.get(cloud);
    const own = (file?.["rates"] ?? []).filter((/** @type {any} */ { id }) => id === row.machine);
    // A name that several cards bear is that of the machine's card.
    const gpu = cardOf(row.card, cards) ?? cardOf(row.card, [...new Set(own.map((/** @type {any} */ one) => one.gpu))]);
    if (file === undefined || cloud === undefined) notes.add(`not in the book: the cloud ${row.cloud}.`);
    else if (gpu === undefined) notes.add(`${cloud}: no card of the book is called ${row.card}.`);
    else {
      const like = file["rates"].filter(
        (/** @type {any} */ rate) =>
          rate.gpu === gpu &&
          rate.gpus === row.gpus &&
          rate.term === row.term &&
          (!row.region || !rate.region || rate.region === row.region),
      );
      const named = like.filter((/** @type {any} */ { id }) => id === row.machine);
      const series = named.length > 0 ? named : like;
      if (new Set(series.map((/** @type {any} */ one) => `${one.id}|${one.region}`)).size !== 1) {
        notes.add(
          `${cloud}: ${series.length === 0 ? "no machine" : "several machines"} with ${row.gpus} × ${gpu}, ${row.term}; the ledger says ${row.amount}.`,
        );
        continue;
      }
      const newest = newestOf(series);
      if (row.day <= newest["seen"]) continue;
      const where = `${cloud} ${newest["id"]} ${row.term} ${newest["region"] ?? ""}`.trim();
      const source = { cite, confidence: "secondary" };
      const common = { cloud, where, list: file["rates"] };
      // Ledgers round: a thousandth is no change.
      if (Math.abs(Number(newest["amount"]) / row.amount - 1) < 0.001) {
        const rate = seenAgain(newest, row.quote, source, row.day);
        proposals.push({ ...common, changed: false, before: newest, rate });
      } else {
        const { id, region, currency } = newest;
        const amount = String(Number(row.amount.toPrecision(8)));
        const what = { id, gpu, gpus: row.gpus, ...(region && { region }), term: row.term, amount, currency };
        notes.add(`${where}: ${newest["amount"]} (seen ${newest["seen"]}) became ${amount}.`);
        const rate = entry(what, { amount, quote: row.quote }, source, row.day, row.day);
        proposals.push({ ...common, changed: true, rate });
      }
    }
  }
  return { proposals, discrepancies: [...notes] };
}
