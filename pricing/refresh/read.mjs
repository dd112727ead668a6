// @ts-check
import { tablesOf } from "./rows.mjs";

/**
 * Readers of public price lists. Each knows one shape, cited in its comment; what does not fit it is left out.
 *
 * @typedef {object} Reading One price in a source.
 * @property {string} name The model or machine as the source writes it.
 * @property {string} [kind] Kind of rate; none for a machine.
 * @property {string} [term] Term of a machine.
 * @property {string} [region]
 * @property {string} amount Plain decimal.
 * @property {string} [per] Unit of a price by the token; 1M tokens where it is none.
 * @property {string} [service] `batch`; the standard one where it is none.
 * @property {string} [method] The way to tune that it is for; all where it is none.
 * @property {string} quote The words of the source that hold the amount.
 * @property {string} [currency] US dollars where it is none.
 * @property {string} [from] The day from which the source says it holds.
 */

/**
 * Tinker's list: `[{ tinker_id, prefill, sample, train }]`, prices as "$0.33" per 1M tokens.
 *
 * @source https://tinker-docs.thinkingmachines.ai/tinker/models.json, read so by two public programs (2026-11-24)
 * @param {string} text
 * @returns {Reading[]}
 */
export function readTinker(text) {
  const kinds = /** @type {const} */ ([
    ["prefill", "input"],
    ["sample", "output"],
    ["train", "training"],
  ]);
  return records(JSON.parse(text)).flatMap((row) =>
    kinds.flatMap(([field, kind]) => {
      const [name, amount] = [row["tinker_id"], dollars(row[field])];
      if (typeof name !== "string" || amount === null) return [];
      return [{ name, kind, amount, quote: `"tinker_id": "${name}", "${field}": "${String(row[field])}"` }];
    }),
  );
}

/**
 * Hugging Face's table of GPU machines: name first, price per hour last.
 *
 * @source https://github.com/huggingface/hub-docs docs/hub/jobs-pricing.md (2026-08-21)
 * @param {string} text
 * @returns {Reading[]}
 */
export function readHuggingFaceJobs(text) {
  return tablesOf(text)
    .flat()
    .flatMap((row) => {
      const [name, amount] = [row[0] ?? "", dollars(row.at(-1))];
      const quote = `| ${row.join(" | ")} |`;
      return /Nvidia/.test(name) && amount !== null ? [{ name, term: "on_demand", amount, quote }] : [];
    });
}

/**
 * The Go map that Karpenter generates: `"region": { "machine": 1.234567, … }`, US dollars per hour, on demand. In 2023 a
 * region was `prices["region"] = …{`, in 2022 the one map was that of us-east-1.
 *
 * @source https://github.com/aws/karpenter-provider-aws pkg/providers/pricing/zz_generated.pricing_aws.go,
 *   https://github.com/Azure/karpenter-provider-azure pkg/providers/pricing/zz_generated.pricing.go (2026)
 * @param {string} text
 * @returns {Reading[]}
 */
export function readKarpenterMap(text) {
  const regions = text.replaceAll(/\w+\["([\w-]+)"\] = map\[string\]float64\{(?=\s)/g, '"$1": {');
  let region = /"[\w-]+":\s*\{/.test(regions) ? "" : "us-east-1";
  return [...regions.matchAll(/"([\w.-]+)":\s*(?:(\{)|(\d+(?:\.\d+)?))/g)].flatMap(
    ([quote, name = "", opens, number]) => {
      if (opens !== undefined) region = name;
      if (number === undefined || region === "") return [];
      return [{ name, term: "on_demand", region, amount: plain(number), quote }];
    },
  );
}

/**
 * Karpenter's list for Google: `{ prices: { region: { on_demand: { machine: 1.23 }, spot: {…} } } }`.
 *
 * @source https://github.com/cloudpilot-ai/karpenter-provider-gcp pkg/providers/pricing/initial-prices.json (2026)
 * @param {string} text
 * @returns {Reading[]}
 */
export function readKarpenterGoogle(text) {
  /** @type {Record<string, Record<string, Record<string, unknown>>>} */
  const prices = JSON.parse(text)["prices"] ?? {};
  return Object.entries(prices).flatMap(([region, terms]) =>
    /** @type {const} */ (["on_demand", "spot"]).flatMap((term) =>
      Object.entries(terms[term] ?? {}).flatMap(([name, price]) =>
        // The list carries sums of floating-point parts; beyond the twelfth digit there is no price.
        typeof price === "number" && price > 0
          ? [{ name, term, region, amount: String(Number(price.toPrecision(12))), quote: `"${name}":${price}` }]
          : [],
      ),
    ),
  );
}

/**
 * Azure's retail prices: `{ Items: [{ armSkuName, armRegionName, retailPrice, unitOfMeasure, type, … }] }`.
 *
 * @source https://learn.microsoft.com/en-us/rest/api/cost-management/retail-prices/azure-retail-prices
 * @param {string} text
 * @returns {Reading[]}
 */
export function readAzureRetail(text) {
  return records(JSON.parse(text)["Items"]).flatMap((item) => {
    const linux = !/Windows/.test(String(item["productName"]));
    const standard = !/Spot|Low Priority/.test(String(item["skuName"]));
    const hourly =
      item["type"] === "Consumption" && item["unitOfMeasure"] === "1 Hour" && item["currencyCode"] === "USD";
    const price = item["retailPrice"];
    const from = /^\d{4}-\d{2}-\d{2}/.exec(String(item["effectiveStartDate"]))?.[0];
    if (!linux || !standard || !hourly || typeof price !== "number" || price <= 0) return [];
    const [name, region] = [String(item["armSkuName"]), String(item["armRegionName"])];
    const quote = `"armSkuName":"${name}", "retailPrice":${price}`;
    const reading = { name, term: "on_demand", region, amount: plain(price.toFixed(6)), quote };
    return [from === undefined ? reading : { ...reading, from }];
  });
}

/** A price such as `$0.33` or `1.00`; null for anything else, a range or a star among it. @param {unknown} value */
function dollars(value) {
  const match = typeof value === "string" ? /^\\?\$?(\d+(?:\.\d+)?)$/.exec(value.trim()) : null;
  return match?.[1] === undefined ? null : plain(match[1]);
}

/** Without zeros at the end. @param {string} number */
function plain(number) {
  return number.includes(".") ? number.replace(/\.?0+$/, "") : number;
}

/** @param {unknown} value @returns {Record<string, unknown>[]} */
function records(value) {
  return Array.isArray(value) ? value.filter((item) => item !== null && typeof item === "object") : [];
}
