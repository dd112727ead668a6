// @ts-check
import { seriesOf } from "./compact/current.mjs";

/**
 * The flat list that others import: one row a rate, resolved. No tiers, no defaults: a rate of a size tier or of all
 * models stands once for each offer that takes it.
 *
 * @typedef {Record<string, any>} Entry
 * @typedef {object} Row
 * @property {string} offer `provider/model:method[@variant]`; a machine's `cloud/id`.
 * @property {string} provider
 * @property {string | null} model
 * @property {string | null} method
 * @property {string | null} variant Region or tier of the provider.
 * @property {string} kind As in the price files; `gpu` for a machine.
 * @property {string | null} service `batch`, `1-month` …; null for the standard one.
 * @property {string | null} term How a machine is rented.
 * @property {string | null} region
 * @property {string | null} gpu
 * @property {number | null} gpus
 * @property {number | null} context Tokens of the longest example.
 * @property {string} amount
 * @property {string} currency
 * @property {string} per
 * @property {string} from
 * @property {string} fromKind
 * @property {string | null} until First day on which another price holds; null while it holds.
 * @property {string} seen
 * @property {boolean} undated
 * @property {string} confidence
 * @property {string} source
 * @property {string} status
 * @property {readonly Entry[]} evidence
 * @property {readonly string[]} conflicts
 * @property {Entry | null} disputed
 */

/**
 * @typedef {object} Engine What the estimator knows.
 * @property {(provider: any, model: any) => any[]} modelOffers
 * @property {(offer: any, day: string) => { kind: string }} offerStatusOn
 */

/** Every rate of every offer, and of every machine. @param {readonly Entry[]} providers @param {readonly Entry[]} clouds @param {string} day @param {Engine} engine @returns {Row[]} */
export function rowsOf(providers, clouds, day, { modelOffers, offerStatusOn }) {
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
      status: "listed",
    })),
  );
  return [...offered, ...machines];
}

/** @param {any} offer @param {string} status @returns {Row[]} */
function offerRows({ id, provider, model, method, variant, limits, rates }, status) {
  /** @type {Set<string>} */
  const met = new Set();
  /** @type {Row[]} */
  const rows = [];
  // A price that is known to have changed to one that nobody has found holds no longer.
  const lost = [...(model.unknown ?? []), ...(provider.unknown ?? [])].filter(
    (/** @type {Entry} */ one) =>
      one["from"] !== undefined && (one["method"] === undefined || one["method"] === method),
  );
  // The model's own list wins over its tier's, and that over the provider's.
  for (const list of rates) {
    const fits = list.filter(
      (/** @type {Entry} */ rate) =>
        (rate["method"] === undefined || rate["method"] === method) &&
        (rate["variant"] === undefined || rate["variant"] === variant),
    );
    const kinds = new Set(fits.map((/** @type {Entry} */ rate) => `${rate["kind"]}|${rate["service"]}`));
    for (const kind of kinds) {
      if (met.has(String(kind))) continue;
      met.add(String(kind));
      const same = fits.filter((/** @type {Entry} */ rate) => `${rate["kind"]}|${rate["service"]}` === kind);
      // The rate that names the method or variant beats the one for all.
      const most = Math.max(...same.map(particular));
      const own = same.filter((/** @type {Entry} */ rate) => particular(rate) === most);
      rows.push(
        ...own.map((/** @type {Entry} */ rate) => ({
          ...row(rate, own, lost),
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

function particular(/** @type {Entry} */ { method, variant }) {
  return (variant === undefined ? 0 : 2) + (method === undefined ? 0 : 1);
}

/** What a row takes from its rate. @param {Entry} rate @param {readonly Entry[]} list @param {readonly Entry[]} lost @returns {any} */
function row(rate, list, lost = []) {
  const series = seriesOf(/** @type {any} */ (rate));
  const next = [
    ...list.filter((one) => seriesOf(/** @type {any} */ (one)) === series),
    ...lost.filter((one) => one["kind"] === rate["kind"]),
  ]
    .map((one) => one["from"])
    .filter((from) => from > rate["from"])
    .reduce((first, from) => (first === null || from < first ? from : first), null);
  const { kind, service = null, term = null, region = null, gpu = null, gpus = null } = rate;
  const { amount, currency, per, from, fromKind, seen, seenKind, confidence, source } = rate;
  return {
    kind,
    service,
    term,
    region,
    gpu,
    gpus,
    amount,
    currency,
    per,
    from,
    fromKind,
    until: next,
    seen,
    undated: seenKind === "read" || fromKind === "read",
    confidence,
    source,
    evidence: rate["evidence"] ?? [],
    conflicts: rate["conflicts"] ?? [],
    disputed: rate["disputed"] ?? null,
  };
}

/** Of a list of rows those that are sold and in force on a day. @param {readonly Row[]} rows @param {string} day */
export function inForce(rows, day) {
  const shut = new Set(["not_offered", "no_new_jobs", "inference_off"]);
  return rows.filter(({ from, until, status }) => from <= day && (until === null || until > day) && !shut.has(status));
}

/** Every change of an amount, the newest first, as Markdown. @param {readonly Row[]} rows */
function changesOf(rows) {
  /** @type {Map<string, Row[]>} */
  const bySeries = new Map();
  for (const one of rows) {
    const name = `${one.offer}|${seriesOf(/** @type {any} */ (one))}`;
    bySeries.set(name, [...(bySeries.get(name) ?? []), one]);
  }
  /** @type {Map<string, string[]>} A tier's change stands once, with the first of its offers. */
  const byChange = new Map();
  for (const list of bySeries.values()) {
    const dated = list.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    for (const [index, one] of dated.slice(1).entries()) {
      const before = /** @type {Row} */ (dated[index]);
      if (before.amount === one.amount && before.currency === one.currency) continue;
      const what = [one.kind, one.service, one.term, one.region].filter(Boolean).join(" ");
      const sure = one.fromKind === "stated" ? "" : ", or earlier";
      const machine = one.kind === "gpu" ? one.offer : one.provider;
      const line = `- ${one.from}${sure}: ${machine} ${what} ${before.amount} → ${one.amount} ${one.currency} per ${one.per}, ${one.source}`;
      byChange.set(line, [...(byChange.get(line) ?? []), one.offer]);
    }
  }
  const lines = [...byChange].map(([line, [first = "", ...others]]) =>
    others.length > 0 ? `${line} (${first} and ${others.length} more)` : `${line} (${first})`,
  );
  return `# Changes of prices\n\n${lines.toSorted().toReversed().join("\n")}\n`;
}

/** The columns of the CSV; what is a list stands in the JSON alone. */
const columns = /** @type {const} */ ([
  "offer",
  "provider",
  "model",
  "method",
  "variant",
  "kind",
  "service",
  "term",
  "region",
  "gpu",
  "gpus",
  "context",
  "amount",
  "currency",
  "per",
  "from",
  "fromKind",
  "until",
  "seen",
  "undated",
  "confidence",
  "status",
  "source",
]);

/** @param {readonly Row[]} rows */
function csvOf(rows) {
  const cell = (/** @type {string | number | boolean | null} */ value) => {
    const text = value === null ? "" : String(value);
    return /[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns.join(","), ...rows.map((one) => columns.map((column) => cell(one[column])).join(","))].join("\n")}\n`;
}

/** Amount of one token, exactly: the point moved. @param {string} amount @param {string} per */
function perToken(amount, per) {
  const places = per === "1M tokens" ? 6 : per === "1K tokens" ? 3 : 0;
  const [whole = "0", part = ""] = amount.split(".");
  const digits = `${"0".repeat(places)}${whole}`;
  const text = `${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}${part}`;
  return text.replace(/^0+(?=\d)/u, "").replace(/\.?0+$/u, "") || "0";
}

/**
 * A map in the shape of LiteLLM's: the prices in dollars in force, by offer.
 *
 * @param {readonly Row[]} rows in force
 */
function litellmOf(rows) {
  /** @type {Record<string, Entry>} */
  const map = {};
  const names = /** @type {Record<string, string>} */ ({
    training: "training_cost_per_token",
    input: "ft_input_cost_per_token",
    cached_input: "ft_cache_read_input_token_cost",
    output: "ft_output_cost_per_token",
    base_input: "input_cost_per_token",
    base_cached_input: "cache_read_input_token_cost",
    base_output: "output_cost_per_token",
  });
  for (const one of rows) {
    if (one.kind === "gpu" || one.currency !== "USD" || one.service !== null) continue;
    const entry = (map[one.offer] ??= {
      litellm_provider: one.provider,
      mode: "fine_tuning",
      model: one.model,
      method: one.method,
      variant: one.variant,
      status: one.status,
      max_training_tokens: one.context,
    });
    const name = names[one.kind];
    if (name !== undefined && one.per.endsWith("tokens")) entry[name] = Number(perToken(one.amount, one.per));
    if (one.kind === "minimum" && one.per === "job") entry["minimum_cost_per_job"] = Number(one.amount);
    if (one.kind === "hosting" && (one.per === "hour" || one.per === "GPU-hour"))
      entry["hosting_cost_per_hour"] = Number(one.amount);
    if (one.kind === "training" && one.per === "hour") entry["training_cost_per_hour"] = Number(one.amount);
    if (one.kind === "training")
      Object.assign(entry, { source: one.source, from: one.from, seen: one.seen, confidence: one.confidence });
  }
  return map;
}

const text = { type: "string" };
const day = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" };

/** JSON Schema of the lists. */
const listSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Tunecast: prices of fine-tuning, resolved",
  type: "object",
  required: ["schemaVersion", "version", "sha256", "license", "prices"],
  properties: {
    schemaVersion: { const: 1 },
    version: { ...day, description: "Newest day on which a file was checked; prices-v1 holds what is in force on it." },
    sha256: text,
    license: { const: "CC0-1.0" },
    prices: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["offer", "provider", "kind", "amount", "currency", "per", "from", "fromKind", "seen", "status"],
        properties: {
          offer: text,
          provider: text,
          ...Object.fromEntries(
            ["model", "method", "variant", "service", "term", "region", "gpu"].map((name) => [name, text]),
          ),
          kind: text,
          gpus: { type: "integer" },
          context: { type: "integer", description: "Tokens of the longest example." },
          amount: { type: "string", pattern: "^\\d+(\\.\\d+)?$" },
          currency: text,
          per: text,
          from: day,
          fromKind: { enum: ["stated", "copy", "before", "read"] },
          until: { ...day, description: "First day on which another price holds." },
          seen: day,
          undated: { type: "boolean", description: "The copy bears no day: never fresh." },
          confidence: { enum: ["primary", "secondary"] },
          source: text,
          status: text,
          evidence: { type: "array", items: { type: "object" } },
          conflicts: { type: "array", items: text },
          disputed: { type: "object" },
        },
      },
    },
  },
};

/** A row as JSON; what it has not is left out. @param {Entry} one */
function lineOf(one) {
  const held = Object.entries(one).filter(
    ([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return JSON.stringify(Object.fromEntries(held));
}

/**
 * The files that others import, by name.
 *
 * @param {readonly Row[]} rows
 * @param {{ version: string, sha256: string }} stamp
 */
export function listFiles(rows, stamp) {
  const now = inForce(rows, stamp.version);
  const list = (/** @type {readonly Entry[]} */ prices) => {
    const head = { schemaVersion: 1, ...stamp, license: "CC0-1.0" };
    return `${JSON.stringify(head).slice(0, -1)},"prices":[\n${prices.map(lineOf).join(",\n")}\n]}\n`;
  };
  return {
    "prices-v1.json": list(now.map((one) => ({ ...one, evidence: [], conflicts: [] }))),
    "prices-v1.csv": csvOf(now),
    "history-v1.json": list(rows),
    "litellm-v1.json": `${JSON.stringify(litellmOf(now))}\n`,
    "prices-v1.schema.json": `${JSON.stringify(listSchema, null, 2)}\n`,
    "CHANGES.md": changesOf(rows),
  };
}
