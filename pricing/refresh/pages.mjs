// @ts-check
import { readRows } from "./rows.mjs";

/** What each column of a table of tuned models buys. */
const training = /** @type {const} */ ({ kind: "training" });
const use = /** @type {const} */ ([
  [/^input/iu, { kind: "input" }],
  [/^cached/iu, { kind: "cached_input" }],
  [/^output/iu, { kind: "output" }],
]);
/**
 * Pages of providers with a row per model or size: a provider is a line here, and no reader of its own.
 *
 * @type {readonly { id: string, provider: string, address: string, rows: import("./rows.mjs").RowReader }[]}
 */
const pages = [
  {
    id: "openai",
    provider: "openai",
    address: "https://developers.openai.com/api/docs/pricing.md",
    // The page has the models themselves above, in tables without training.
    rows: {
      columns: [[/^training/iu, training], ...use],
      needs: /^training/iu,
      parts: { Standard: {}, Batch: { service: "batch" } },
      hourly: { per: "hour", method: "rft" },
      names: (model) => model.replace(/ \(legacy\)$/u, ""),
    },
  },
  {
    id: "together-post",
    provider: "together",
    address:
      "https://www.together.ai/blog/together-ai-expands-fine-tuning-service-with-more-models-live-metrics-and-finer-controls",
    rows: {
      columns: [
        [/^(?:new sft|lora sft|sft lora|sft \(lora\))/iu, { ...training, method: "sft-lora" }],
        [/^(?:new dpo|lora dpo|dpo lora|dpo \(lora\))/iu, { ...training, method: "dpo-lora" }],
      ],
      day: /published(?:_time)?\W+([^"\n]+)/iu,
    },
  },
  {
    id: "together-sizes",
    provider: "together",
    address: "https://www.together.ai/pricing",
    // Models with a price of their own stand in rows of several names, which no program can part.
    rows: {
      line: /(?<name>Up to 16B|17B-69B|70-100B)[\s|]+\$(?<training__sft_lora>[\d.]+)[\s|]+\$(?<training__sft_full>[\d.]+)[\s|]+\$(?<training__dpo_lora>[\d.]+)[\s|]+\$(?<training__dpo_full>[\d.]+)/giu,
    },
  },
  {
    id: "prime-intellect",
    provider: "prime-intellect",
    address: "https://docs.primeintellect.ai/hosted-training/models-and-pricing.md",
    rows: { columns: [...use, [/^train/iu, training]] },
  },
  {
    id: "fireworks-sizes",
    provider: "fireworks",
    address: "https://docs.fireworks.ai/fine-tuning/cost-estimator.md",
    rows: {
      line: /\{ "maxParams": (?<name>\d+|null), "sft": (?<training__sft_lora>[\d.]+), "dpo": (?<training__dpo_lora>[\d.]+) \}/gu,
      names: (most) => (most === "null" ? "above the rest" : `up to ${Number(most) / 1e9} billion`),
    },
  },
  {
    id: "nebius",
    provider: "nebius",
    address: "https://docs.tokenfactory.nebius.com/ai-models-inference/billing-policy.md",
    rows: { columns: [[/price|per 1M/iu, { ...training, method: "sft-lora" }]] },
  },
  {
    id: "mistral",
    provider: "mistral",
    address: "https://docs.mistral.ai/deployment/laplateforme/pricing.md",
    rows: { columns: [[/^(?:one-off )?training/iu, training], ...use] },
  },
  {
    id: "vertex-prices",
    provider: "google-vertex",
    address: "https://cloud.google.com/vertex-ai/generative-ai/pricing",
    rows: { columns: [[/training tokens|^tuning/iu, { ...training, method: "sft" }]] },
  },
  {
    id: "snowflake",
    provider: "snowflake",
    address: "https://www.snowflake.com/legal-files/CreditConsumptionTable.md",
    rows: { columns: [[/^(?:fine-?tuning )?training/iu, training], ...use], each: { currency: "credits" } },
  },
  {
    id: "ori",
    provider: "ori",
    address: "https://docs.ori.co/fine-tuning/billing",
    rows: {
      columns: [[/price|per 1M|per million/iu, { ...training, method: "sft-lora" }]],
      names: (size) => size.replace(/ parameters$/iu, ""),
    },
  },
  {
    id: "alibaba",
    provider: "alibaba",
    address: "https://help.aliyun.com/en/model-studio/model-training-and-deployment-billing.md",
    rows: { columns: [[/^(?:unit )?price|^training/iu, { ...training, per: "1K tokens" }]] },
  },
  {
    id: "alibaba-china",
    provider: "alibaba-china",
    address: "https://help.aliyun.com/zh/model-studio/model-training-and-deployment-billing.md",
    // The page has no table: name, id and price stand on lines of their own.
    rows: {
      line: /^(?<name>qwen[\w.-]+)\s+¥(?<training>[\d.]+)\/千Token/gimu,
      each: { per: "1K tokens", currency: "CNY" },
    },
  },
  {
    id: "fpt",
    provider: "fpt-ai-factory",
    address: "https://fptcloud.com/en/documents/ai-factory-billing/?doc=model-finetuning-billing",
    rows: {
      line: /GPU NVIDIA (?<name>H100) SXM5 priced at \$(?<training>[\d.]+)\/GPU-hour/giu,
      each: { per: "GPU-hour" },
    },
  },
  {
    id: "databricks",
    provider: "databricks",
    address: "https://www.databricks.com/product/pricing/mosaic-foundation-model-training",
    rows: { columns: [[/per 1M tokens/iu, training]] },
  },
  {
    id: "baseten",
    provider: "baseten",
    address: "https://www.baseten.co/pricing/",
    rows: { columns: [[/per minute|\/ ?min/iu, { ...training, per: "minute" }]] },
  },
];

/** The pages as sources of a refresh. @type {readonly import("./sources.mjs").Source[]} */
export const pageSources = pages.map(({ id, provider, address, rows }) => ({
  id,
  file: `providers/${provider}.json`,
  addresses: () => [address],
  cite: address.replace(/\.md$/u, ""),
  confidence: "primary",
  read: readRows(rows),
}));
