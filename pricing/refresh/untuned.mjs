// @ts-check
/**
 * Brings the prices of untuned models up to date, from the dated price file of genai-prices: what is new is appended to
 * `pricing/untuned/`, nothing is overwritten.
 *
 *     node pricing/refresh/untuned.mjs --commit SHA --day YYYY-MM-DD [FILE]
 *
 * The commit and its day are those of github.com/pydantic/genai-prices; without FILE its `prices/data.json` is fetched.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const repository = "pydantic/genai-prices";

const providers = [
  { id: "anthropic", name: "Anthropic", models: /^claude-(?!v1|2)/ },
  { id: "openai", name: "OpenAI", models: /^(?:gpt-(?!audio|image|realtime|4-vision|chat)|o[134])/ },
  { id: "google", name: "Google", models: /^gemini-/ },
  { id: "mistral", name: "Mistral", models: /./ },
  { id: "cohere", name: "Cohere", models: /^command/ },
  { id: "deepseek", name: "DeepSeek", models: /./ },
  { id: "x-ai", name: "xAI", models: /^grok/ },
  { id: "moonshotai", name: "Moonshot AI", models: /^kimi/ },
  { id: "groq", name: "Groq", models: /./ },
];

const otherwise =
  /audio|image|realtime|transcribe|tts|search|embed|moderation|guard|research|computer|whisper|vision|live|ocr|voxtral|:extended|:free|preview-tts|robotics|saba|\.ft-/;

/** @typedef {{ id: string, name?: string, context_window?: number, deprecated?: boolean, prices: unknown }} Model */

const kinds = /** @type {const} */ ({
  input_mtok: "base_input",
  cache_read_mtok: "base_cached_input",
  output_mtok: "base_output",
});

/**
 * The rates of a model: the one in force on the day of the copy, from its stated day or, where none is stated, from that of
 * the copy, and those that the copy states for later. What held before is older than the copy and has no first day.
 *
 * @param {Model} model @param {{ source: string, day: string }} copy
 */
export function ratesOf({ prices }, { source, day }) {
  /** @type {{ prices: any, constraint?: { start_date?: string } }[]} */
  const dated = Array.isArray(prices) ? prices : [{ prices }];
  const plain = dated.filter(({ constraint }) => constraint === undefined || constraint.start_date !== undefined);
  const starts = plain.map(({ constraint }) => constraint?.start_date ?? "").sort();
  const inForce = starts.findLast((start) => start <= day);
  return plain.flatMap(({ prices: one, constraint }) => {
    const start = constraint?.start_date ?? "";
    if (inForce === undefined || start < inForce) return [];
    const when = start === "" ? { from: day, fromKind: "copy" } : { from: start, fromKind: "stated" };
    return Object.entries(kinds).flatMap(([key, kind]) => {
      const amount = typeof one[key] === "object" ? one[key]?.base : one[key];
      if (typeof amount !== "number" || amount === 0) return [];
      const rest = { currency: "USD", per: "1M tokens", ...when, source, seen: day, confidence: "secondary" };
      return [{ kind, amount: String(amount), ...rest }];
    });
  });
}

/** A file with what is new in a copy appended. @param {any} file @param {readonly Model[]} models @param {{ source: string, day: string }} copy */
export function withCopy(file, models, copy) {
  const kept = new Map(file.models.map((/** @type {any} */ model) => [model.id, model]));
  for (const model of models) {
    const rates = ratesOf(model, copy);
    if (!rates.some(({ kind }) => kind === "base_output")) continue;
    const own = kept.get(model.id) ?? {
      id: model.id,
      name: model.name,
      counting: `estimate/${file.provider}`,
      rates: [],
    };
    const known = (/** @type {any} */ rate) => own.rates.findLast((/** @type {any} */ one) => one.kind === rate.kind);
    const news = rates.filter((rate) => known(rate)?.amount !== rate.amount);
    if (news.length > 0) kept.set(model.id, { ...own, rates: [...own.rates, ...news] });
  }
  return { ...file, checked: copy.day, models: [...kept.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { commit: { type: "string" }, day: { type: "string" } },
    allowPositionals: true,
  });
  const { commit, day } = values;
  if (commit === undefined || day === undefined)
    throw new Error("Name the commit and its day: --commit SHA --day YYYY-MM-DD.");
  const [path] = positionals;
  const data =
    path === undefined
      ? await (await fetch(`https://raw.githubusercontent.com/${repository}/${commit}/prices/data.json`)).json()
      : JSON.parse(readFileSync(path, "utf8"));
  for (const { id, name, models } of providers) {
    const found = data.find((/** @type {any} */ one) => one.id === id);
    const target = new URL(`../untuned/${id}.json`, import.meta.url);
    const source = `https://github.com/${repository}/blob/${commit}/prices/providers/${id.replaceAll("-", "_")}.yml`;
    const page = found.pricing_urls?.[0] ?? source;
    const chat = found.models.filter(
      (/** @type {Model} */ model) => models.test(model.id) && !otherwise.test(model.id),
    );
    const before = readOr(target, { provider: id, name, page, checked: day, models: [] });
    writeFileSync(target, `${JSON.stringify(withCopy(before, chat, { source, day }), null, 2)}\n`);
  }
}

/** @param {URL} file @param {unknown} otherwise */
function readOr(file, otherwise) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return otherwise;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
