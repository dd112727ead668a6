// @ts-check
/**
 * The model lists that hosts publish, whole: of the ids that are those of a model in the price book, how many `estimate` takes.
 *
 *     npm run test:names [FOLDER]
 *
 * FOLDER holds copies: `litellm.json`, `langfuse.json`, `portkey/*.json`, `models.dev/**\/*.toml`. Without it the first two are
 * read at their addresses. An id is a model's where what stands behind its last slash, without an ending that hosts add, has the
 * letters and digits of one of the model's names; the resolver itself is not asked. The ids are dealt into two halves by their
 * own digits: rules may be written by looking at the first alone.
 *
 * @source https://github.com/BerriAI/litellm model_prices_and_context_window.json,
 *   https://github.com/langfuse/langfuse worker/src/constants/default-model-prices.json,
 *   https://github.com/Portkey-AI/models pricing/, https://github.com/anomalyco/models.dev providers/
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { estimate } from "@tunecast/estimator";
import { prices } from "@tunecast/pricing/history";

const [folder] = process.argv.slice(2);
const raw = "https://raw.githubusercontent.com";

/** @param {string} name @param {string} address */
async function listed(name, address) {
  const path = folder === undefined ? undefined : join(folder, name);
  if (path !== undefined) return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  return (await fetch(`${raw}/${address}`)).json();
}

/** Files of a folder below the given one. @param {string} name */
function filesIn(name) {
  const place = join(folder ?? "", name);
  if (folder === undefined || !existsSync(place)) return [];
  return readdirSync(place, { recursive: true, encoding: "utf8" }).map((path) => [path, join(place, path)]);
}

const litellm = await listed("litellm.json", "BerriAI/litellm/main/model_prices_and_context_window.json");
const langfuse = await listed("langfuse.json", "langfuse/langfuse/main/worker/src/constants/default-model-prices.json");
/** @type {Readonly<Record<string, readonly string[]>>} */
const lists = {
  LiteLLM: Object.entries(litellm ?? {}).flatMap(([id, { mode }]) =>
    [undefined, "chat", "completion", "responses"].includes(mode) ? [id] : [],
  ),
  Langfuse: (langfuse ?? []).map((/** @type {{ modelName: string }} */ { modelName }) => modelName),
  Portkey: filesIn("portkey").flatMap(([, path = ""]) =>
    path.endsWith(".json") ? Object.keys(JSON.parse(readFileSync(path, "utf8"))) : [],
  ),
  "models.dev": filesIn("models.dev").flatMap(([path = ""]) => /models\/(.+)\.toml$/u.exec(path)?.[1] ?? []),
};

const plain = (/** @type {string} */ name) => name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "");
/** A name without owner, version of an API, region and what hosts add to the same model. @param {string} id */
const own = (id) =>
  plain(
    (id.split("/").at(-1) ?? "")
      .replace(/^(?:us|eu|apac|global)\.(?=[a-z])/u, "")
      .replace(/^(?:amazon|meta|mistral|cohere|anthropic|openai|qwen|google)\./u, "")
      .replace(/(?:-v\d+)?:\d+(?::\d+k)?$/u, "")
      // "Turbo" is a host's own copy of an open model, and another model elsewhere.
      .replace(/(-instruct)-turbo$|[-@](?:reference|hf|fp8|maas|lora|free|default)$/iu, "$1"),
  );
const held = new Map(
  prices.providers.flatMap(({ models }) =>
    models.flatMap(({ id, aliases = [] }) => [id, ...aliases].map((name) => [own(name), id])),
  ),
);
const job = { examples: 1000, tokensPerExample: 100 };
const isTaken = (/** @type {string} */ id) =>
  estimate({ asOf: "2026-11-24", prices, job, only: { models: [id] } }).problem === undefined;
const half = (/** @type {string} */ id) =>
  id.split("").reduce((sum, one) => (Math.imul(sum, 31) + one.charCodeAt(0)) >>> 0, 7) % 2;

let missed = false;
for (const [name, ids] of Object.entries(lists)) {
  const known = [...new Set(ids)].filter((id) => held.has(own(id)));
  if (known.length === 0) {
    console.log(`${name}: no list here`);
    continue;
  }
  const halves = [0, 1].map((one) => known.filter((id) => half(id) === one));
  const shares = halves.map((some) => `${some.filter(isTaken).length} of ${some.length}`);
  const strangers = known.filter((id) => !isTaken(id));
  const share = (100 * (known.length - strangers.length)) / known.length;
  missed ||= share < 95;
  console.log(
    `${name}: ${ids.length} ids, ${known.length} of models in the book, ${share.toFixed(1)} % taken (halves: ${shares.join(", ")}; goal 95)`,
  );
  const seen = strangers.filter((id) => half(id) === 0);
  if (seen.length > 0) console.log(`  of the first half not: ${seen.slice(0, 20).join(", ")}`);
}
if (missed) process.exitCode = 1;
