// @ts-check
import { readHuggingFaceJobs } from "../refresh/read.mjs";

/**
 * @typedef {import("../refresh/read.mjs").Reading & { times?: string, per?: string, method?: string }} Seen
 *   A price in a copy.
 */

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `generated at 23 Jun 22 07:35 -0500` or `generated at 2026-01-19T…`. @param {string} text */
export function readGenerated(text) {
  const [, iso, day = "", month = "", year] =
    /generated at (?:(\d{4}-\d{2}-\d{2})|(\d{1,2}) ([A-Z][a-z]{2}) (\d{2}))/.exec(text) ?? [];
  if (iso !== undefined) return iso;
  if (year === undefined) return undefined;
  return `20${year}-${String(months.indexOf(month) + 1).padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** Hugging Face's table of machines, under the names of the settings of a Space: `2x Nvidia A10G - large` is `A10G large x2`. @param {string} text @returns {Seen[]} */
export function readHuggingFaceSpaces(text) {
  return readHuggingFaceJobs(text).map((reading) => {
    const [, count, card = "", size] = /^(?:(\d)x )?Nvidia ([A-Z0-9]+)(?: - (\w+))?$/.exec(reading.name) ?? [];
    const name = [card, card.startsWith("A100") && count !== undefined ? undefined : size, count && `x${count}`];
    return { ...reading, name: name.filter(Boolean).join(" ") };
  });
}

/**
 * RunPod's table of serverless GPUs, per second: `| H100 PRO | 80 GB | $0.00116 | …`.
 *
 * @source https://github.com/runpod/docs snippets/serverless-gpu-pricing-table.mdx (2026-06-08)
 * @param {string} text @returns {Seen[]}
 */
export function readRunpodServerless(text) {
  return text.split("\n").flatMap((line) => {
    const [, cards = "", perSecond] = /^\s*\|\s*([^|]+?)\s*\|\s*\d+ GB\s*\|\s*\\?\$(0\.\d+)\s*\|/.exec(line) ?? [];
    if (perSecond === undefined) return [];
    const name = cards.replaceAll(", ", "/").replace(/^4090/, "RTX 4090");
    const amount = String(Number((Number(perSecond) * 3600).toFixed(6)));
    return [{ name, term: "on_demand", amount, times: "3600", quote: line.trim() }];
  });
}

const costs = String.raw`training: ([^,]+), input: ([^,]+), output: ([^,}\s]+)`;

/**
 * OpenPipe's own table of models: dollars a token, or `cpm(4)`, dollars per 1M; small models share a constant.
 *
 * @source https://github.com/OpenPipe/OpenPipe app/src/server/fineTuningProviders/supportedModels.ts (2024-03-07)
 * @param {string} text @returns {Seen[]}
 */
export function readOpenPipe(text) {
  const flat = text.replaceAll(/\s+/g, " ");
  const [, shared] = new RegExp(`sevenBCosts = \\{ (${costs})`).exec(flat) ?? [];
  const entry = new RegExp(
    `(?:"(?:openpipe:)?([\\w./-]+)"|\\b([A-Z0-9]+_\\d+b)): \\{ (?:name: "[^"]*", (?:trainable: \\w+, )?cost: (?:\\{ )?)?(sevenBCosts|${costs})`,
    "g",
  );
  return [...flat.matchAll(entry)].flatMap(([, path, plain, own]) => {
    const quote = own === "sevenBCosts" ? shared : own;
    const amounts = new RegExp(costs).exec(quote ?? "")?.slice(1) ?? [];
    return amounts.map((written, place) => {
      const perMillion = /^cpm\((.+)\)$/.exec(written)?.[1];
      const amount = perMillion ?? String(Number((Number(written) * 1e6).toFixed(6)));
      const kind = ["training", "input", "output"][place] ?? "";
      return {
        name: path ?? plain ?? "",
        kind,
        amount,
        quote: quote ?? "",
        ...(perMillion ? {} : { times: "1000000" }),
      };
    });
  });
}

/**
 * Portkey's price of tuning and of the tuned model (`ft:NAME`, `NAME.ft`), in cents a token.
 *
 * @source https://github.com/Portkey-AI/models pricing/*.json (2026-08-21)
 * @param {string} text @returns {Seen[]}
 */
export function readPortkey(text) {
  return Object.entries(JSON.parse(text)).flatMap(([key, entry]) => {
    const config = entry?.["pricing_config"] ?? {};
    const tuned = /^ft:|\.ft$/.test(key);
    const name = key.replace(/^ft:|\.ft$/g, "").replace(/^.*@/, "");
    const { pay_per_token: token, pay_per_hour: hour } = config["finetune_config"] ?? {};
    const used = config["pay_as_you_go"] ?? {};
    const perToken = (/** @type {string} */ kind, /** @type {any} */ price, /** @type {string} */ field) =>
      typeof price?.["price"] === "number" && price["price"] > 0
        ? [
            {
              name,
              kind,
              amount: millions(price["price"]),
              times: "10000",
              quote: `${key}: "${field}": {"price": ${price["price"]}}`,
            },
          ]
        : [];
    return [
      ...perToken("training", token, "pay_per_token"),
      ...(typeof hour?.["price"] === "number"
        ? [
            {
              name,
              kind: "training",
              amount: String(hour["price"] / 100),
              per: "hour",
              times: "0.01",
              quote: `${key}: "pay_per_hour": {"price": ${hour["price"]}}`,
            },
          ]
        : []),
      ...(tuned
        ? [
            ...perToken("input", used["request_token"], "request_token"),
            ...perToken("cached_input", used["cache_read_input_token"], "cache_read_input_token"),
            ...perToken("output", used["response_token"], "response_token"),
          ]
        : []),
    ];
  });
}

/** Cents a token as dollars per 1M. @param {number} cents */
function millions(cents) {
  return String(Number((cents * 10_000).toFixed(6)));
}
