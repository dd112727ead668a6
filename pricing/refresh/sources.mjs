// @ts-check
import { readAzureRetail, readHuggingFaceJobs, readKarpenterGoogle, readKarpenterMap, readTinker } from "./read.mjs";
import { bedrockName, readAwsPriceList } from "./awsPriceList.mjs";
import {
  readGoogleTuning,
  readMicrosoftModels,
  readTogetherModels,
  readFireworksModels,
  checkMicrosoftRetirements,
} from "./lists.mjs";
import { pageSources } from "./pages.mjs";

/**
 * A page that tells prices (`read`), what can be tuned (`lists`), or when that ends (`check`).
 *
 * @typedef {object} Source
 * @property {string} id
 * @property {string} file The price file it speaks about.
 * @property {(file: Record<string, any>) => readonly string[]} addresses Where to read; one page each.
 * @property {string} cite Address that the proposed rates name.
 * @property {"primary" | "secondary"} confidence
 * @property {(text: string) => import("./read.mjs").Reading[]} [read]
 * @property {(id: string) => string} [nameOf] How the page writes a model of the file, beside its names.
 * @property {(text: string) => import("./lists.mjs").Listing[]} [lists]
 * @property {(text: string, file: Record<string, any>) => string[]} [check] What the file says otherwise.
 */

/**
 * A source of one page, which is cited without the ending of its text.
 *
 * @param {string} id @param {string} file @param {string} address @param {Partial<Source>} more @returns {Source}
 */
function page(id, file, address, more) {
  const cite = address.replace(/\.md(?:\.txt)?$/u, "");
  return { id, file, addresses: () => [address], cite, confidence: "primary", ...more };
}

/**
 * A source of one file of a repository: `owner/name/branch/path`.
 *
 * @param {string} id @param {string} file @param {string} path @param {Partial<Source>} more
 */
function inRepository(id, file, path, more) {
  const cite = `https://github.com/${path.replace(/^[^/]+\/[^/]+/u, "$&/blob")}`;
  return page(id, file, `https://raw.githubusercontent.com/${path}`, { cite, ...more });
}

const lists = "pkg/providers/pricing";
const go = `${lists}/zz_generated.pricing`;
const hubDocs = "huggingface/hub-docs/main/docs/hub";
const azureDocs = "MicrosoftDocs/azure-ai-docs/main/articles/foundry/openai/includes";
const retirements = "concepts-model-retirement-schedule-content.md";
const awsPrices = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws";

/** @type {readonly Source[]} */
export const sources = [
  page("tinker", "providers/tinker.json", "https://tinker-docs.thinkingmachines.ai/tinker/models.json", {
    read: readTinker,
  }),
  inRepository("hugging-face-jobs", "gpus/hugging-face-jobs.json", `${hubDocs}/jobs-pricing.md`, {
    cite: "https://huggingface.co/docs/hub/jobs-pricing",
    read: readHuggingFaceJobs,
  }),
  inRepository("aws", "gpus/aws.json", `aws/karpenter-provider-aws/main/${go}_aws.go`, { read: readKarpenterMap }),
  inRepository("azure", "gpus/azure.json", `Azure/karpenter-provider-azure/main/${go}.go`, { read: readKarpenterMap }),
  page("azure-retail", "gpus/azure.json", "https://prices.azure.com/api/retail/prices", {
    addresses: ({ rates }) => {
      const filters = rates.map(
        (/** @type {any} */ { id, region }) =>
          `armSkuName eq '${id}' and armRegionName eq '${region}' and priceType eq 'Consumption'`,
      );
      return [...new Set(filters)].map(
        (filter) => `https://prices.azure.com/api/retail/prices?$filter=${encodeURIComponent(String(filter))}`,
      );
    },
    read: readAzureRetail,
  }),
  inRepository("gcp", "gpus/gcp.json", `cloudpilot-ai/karpenter-provider-gcp/main/${lists}/initial-prices.json`, {
    read: readKarpenterGoogle,
  }),
  page("together-models", "providers/together.json", "https://docs.together.ai/docs/fine-tuning/supported-models.md", {
    lists: readTogetherModels,
  }),
  inRepository("azure-models", "providers/azure.json", `${azureDocs}/fine-tune-models.md`, {
    lists: readMicrosoftModels,
  }),
  inRepository("azure-retirements", "providers/azure.json", `${azureDocs}/${retirements}`, {
    check: checkMicrosoftRetirements,
  }),
  page(
    "vertex-models",
    "providers/google-vertex.json",
    "https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/models/tuning.md.txt",
    { lists: readGoogleTuning },
  ),
  page("bedrock", "providers/aws-bedrock.json", `${awsPrices}/AmazonBedrock/current/us-east-1/index.json`, {
    read: readAwsPriceList,
    nameOf: bedrockName,
  }),
  page("fireworks-models", "providers/fireworks.json", "https://docs.fireworks.ai/fine-tuning/models.md", {
    cite: "https://docs.fireworks.ai/fine-tuning/models.md",
    lists: readFireworksModels,
  }),
  ...pageSources,
];

/** Known sources that are not read, and why. */
export const leftOut = [
  "hugging-face-jobs: GET /api/jobs/hardware is documented without its shape; the table of the documentation is read.",
  "nebius, vast, runpod: their SkyPilot rows are undated, merge GPUs or repeat the price as the spot price.",
  "fireworks: prices of serverless training and of whole weights stand on fireworks.ai/pricing, whose shape was seen as text alone; its cookbook prints none.",
  "together: models with a price of their own stand in rows of several names on www.together.ai/pricing; the price of a job comes from an authenticated call with an uploaded file.",
];
