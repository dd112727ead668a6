// @ts-check
/**
 * One price that a dossier states.
 *
 * @typedef {object} Figure
 * @property {string} from Dossier, entry and field, for people.
 * @property {readonly string[]} files Price files that may hold it, by id.
 * @property {string} [model] The dossier's name of the model; without it any model of the file may hold the price.
 * @property {string} [gpu] The dossier's name of the GPU or machine.
 * @property {number} [gpus]
 * @property {readonly string[]} kinds Kinds of rate that fit; empty for machines.
 * @property {number} amount
 * @property {readonly number[]} scales Factors by which the book's unit may differ.
 */

const perThousand = [1, 1000, 0.001];
const cloudFiles = new Map([
  ["google-ai-studio (Gemini API)", ["google-ai-studio"]],
  ["alibaba-model-studio (international)", ["alibaba"]],
  ["snowflake-cortex", ["snowflake"]],
]);

/** Prices of `pricing-cloud.json`. @param {readonly Record<string, any>[]} entries @returns {Figure[]} */
export function cloudFigures(entries) {
  return entries.filter(stated).flatMap((entry) => {
    const files = cloudFiles.get(entry["provider"]) ?? [entry["provider"]];
    const at = (/** @type {string} */ field) => `pricing-cloud: ${entry["provider"]} ${entry["model"]} ${field}`;
    /** @param {string} field @param {readonly string[]} kinds @returns {Figure[]} */
    const of = (field, kinds) =>
      numbersIn(entry[field]).map(({ key, amount, path }) => ({
        from: at(`${field}${path}`),
        files,
        model: entry["model"],
        kinds: kinds.map((kind) => (key === "" ? kind : kind.replace("*", key))),
        amount,
        scales: perThousand,
      }));
    return [
      ...of("training_price", ["training"]),
      ...of("ft_inference_per_1m", ["*"]),
      ...of("base_inference_per_1m", ["base_*"]),
      ...of("ft_batch_per_1m", ["*"]),
      ...(typeof entry["batch"] === "object" ? of("batch", ["*", "base_*"]) : []),
      ...of("ft_inference_with_data_sharing_per_1m", ["*"]),
      ...of("ft_batch_with_data_sharing_per_1m", ["*"]),
      ...of("hosting_per_hour", ["hosting", "provisioned"]),
      ...(entry["provider"] === "snowflake-cortex"
        ? []
        : [...of("storage_per_month", ["storage"]), ...of("minimum_charge", ["minimum"])]),
    ].filter(({ from, amount }) => !nonPrices.some(([part, value]) => from.includes(part) && amount === value));
  });
}

/** Numbers in the prose of a price field that are not prices, or that the dossier itself calls wrong, with the reason. */
const nonPrices = /** @type {const} */ ([
  // "on-demand custom inference: 0" and "on-demand: 0" say that no deployment is paid; there is no rate to hold.
  ["nova-micro-v1 hosting_per_hour", 0],
  ["nova-2-lite-v1 hosting_per_hour", 0],
  // Windows of five minutes, the dates in brackets and a misprint that the entry corrects.
  ["custom model import", 5],
  ["custom model import", 0.5718],
  // Marked wrong by the dossier; the file names it as a conflict and holds the page's own 0.30.
  ["gemini-1.5-flash-002 base_inference_per_1m.output", 0.03],
  // Text that the dossier repeats for every Azure model: the preview is free and the oldest models have no price at all.
  ["gpt-5 (RFT private preview) hosting_per_hour", 1.7],
  ["gpt-5 (RFT private preview) storage_per_month", 0],
  ["legacy GPT-3 models", 1.7],
]);

const openFiles = new Map([
  ["Together AI", ["together", "together-dedicated"]],
  ["Fireworks AI", ["fireworks"]],
  ["Nebius Token Factory (was AI Studio)", ["nebius"]],
  ["Thinking Machines Tinker", ["tinker"]],
  ["Prime Intellect", ["prime-intellect"]],
  ["Ori Global Cloud", ["ori"]],
  ["OpenPipe", ["openpipe"]],
  ["Alibaba Cloud Model Studio (International, Singapore)", ["alibaba"]],
  ["Replicate", ["replicate"]],
  ["DeepInfra", ["deepinfra"]],
  ["Modal (self-run recipes, Unsloth etc.)", ["modal"]],
]);

const openKinds = /** @type {Record<string, readonly string[]>} */ ({
  price: ["training"],
  price_per_1k: ["training"],
  price_per_1m: ["training"],
  train: ["training"],
  minimum_charge: ["minimum"],
  input: ["input"],
  prefill: ["input"],
  cached_prefill: ["cached_input"],
  output: ["output"],
  sample: ["output"],
  usd_per_hour: [],
  usd_per_gpu_hour: [],
});

/** Prices of `pricing-open-models.json`. @param {readonly Record<string, any>[]} entries @returns {Figure[]} */
export function openFigures(entries) {
  return entries.filter(stated).flatMap((entry) => {
    const product = String(entry["product"] ?? "");
    const files =
      entry["provider"] === "Hugging Face"
        ? [product === "Jobs" ? "hugging-face-jobs" : "hugging-face-spaces"]
        : (openFiles.get(entry["provider"]) ?? []);
    const lists = ["prices", "prices_current", "prices_current_sampling_only", "prices_before_2026_07_17"].flatMap(
      (name) => entry[name] ?? [],
    );
    const serverless = entry["serverless_training_api"]?.["usd_per_1m"] ?? [];
    const tuned = entry["tuned_inference"] ?? {};
    /** @param {string} field @param {readonly string[]} kinds @returns {Figure[]} */
    const served = (field, kinds) =>
      numbersIn(tuned[field]).map(({ path, amount }) => ({
        from: `pricing-open-models: ${entry["provider"]} ${field}${path}`,
        files,
        kinds,
        amount,
        scales: [1],
      }));
    return [
      ...served("dedicated_usd_per_hour", []),
      ...served("on_demand_gpu_usd_per_hour", []),
      ...served("per_token_usd_per_1m", ["input", "output"]),
      ...served("hourly_compute_unit_usd", ["hosting"]),
      ...[...lists, ...serverless].flatMap((/** @type {Record<string, any>} */ row) =>
        Object.entries(openKinds).flatMap(([field, kinds]) =>
          typeof row[field] !== "number"
            ? []
            : [
                {
                  from: `pricing-open-models: ${entry["provider"]} ${row["model"] ?? row["tier"] ?? row["flavor"] ?? row["hw"] ?? row["gpu"]} ${field}`,
                  files,
                  ...(typeof row["model"] === "string" && { model: row["model"] }),
                  kinds,
                  amount: row[field],
                  scales: perThousand,
                },
              ],
        ),
      ),
    ];
  });
}

const clouds = new Map([
  ["AWS", "aws"],
  ["Azure", "azure"],
  ["GCP", "gcp"],
  ["RunPod (Secure)", "runpod"],
  ["RunPod (Community)", "runpod"],
  ["RunPod (Pods)", "runpod"],
  ["RunPod Serverless (flex)", "runpod-serverless"],
  ["Lambda", "lambda"],
  ["Nebius", "nebius"],
  ["Vast.ai", "vast"],
  ["CoreWeave", "coreweave"],
  ["Crusoe", "crusoe"],
  ["Hyperbolic", "hyperbolic"],
  ["Together Instant Clusters", "together-clusters"],
  ["Modal", "modal"],
  ["Hugging Face Jobs", "hugging-face-jobs"],
  ["Replicate", "replicate"],
  ["Fireworks on-demand deployment", "fireworks"],
]);

/** Prices of `gpu-prices.json`. @param {{ rows: readonly Record<string, any>[] }} dossier @returns {Figure[]} */
export function gpuFigures({ rows }) {
  return rows.filter(stated).map((row) => ({
    from: `gpu-prices: ${row["provider"]} ${row["gpu"]} ${row["instance"] ?? ""} ${row["term"]} ${row["as_of"]}`,
    files: [`gpus/${clouds.get(row["provider"])}`],
    gpu: row["gpu"],
    gpus: row["usd_per_hour_instance"] === undefined ? 1 : row["gpus"],
    kinds: [],
    amount: row["usd_per_hour_instance"] ?? row["usd_per_gpu_hour"],
    scales: [1],
  }));
}

/** @param {Record<string, any>} entry */
function stated(entry) {
  return !String(entry["confidence"]).startsWith("unverified");
}

/**
 * Numbers in a price field: the number itself, those of a nested record by their last key, those in a line of prose.
 *
 * @param {any} value
 * @returns {{ key: string, path: string, amount: number }[]}
 */
function numbersIn(value, key = "", path = "") {
  if (typeof value === "number") return [{ key, path, amount: value }];
  if (typeof value === "string")
    return [
      ...value.replaceAll(/\(\d{4}-\d{2}\)|by \d{4}-\d{2}/g, "").matchAll(/(?<![\w.])\d+(?:\.\d+)?(?![\w.-])/g),
    ].map(([number]) => ({ key, path, amount: Number(number) }));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, item]) => numbersIn(item, name, `${path}.${name}`));
}
