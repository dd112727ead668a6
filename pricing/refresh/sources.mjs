// @ts-check
import {
  readAzureRetail,
  readHuggingFaceJobs,
  readKarpenterGoogle,
  readKarpenterMap,
  readSkyPilotLambda,
  readTinker,
} from "./read.mjs";
import { bedrockName, readAwsPriceList } from "./awsPriceList.mjs";
import { readFireworksModels } from "./fireworks.mjs";
import { readGoogleTuning, readMicrosoftModels, readTogetherModels } from "./lists.mjs";
import { checkMicrosoftRetirements } from "./retirements.mjs";
import { pageSources } from "./pages.mjs";
import { checkFireworksRules } from "./rules.mjs";

/**
 * A page that tells prices (`read`), what can be tuned (`lists`), or how a job is billed (`check`).
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

/** @param {string} path */
const raw = (path) => `https://raw.githubusercontent.com/${path}`;
/** @param {string} address */
const one = (address) => () => [address];

/** @type {readonly Source[]} */
export const sources = [
  {
    id: "tinker",
    file: "providers/tinker.json",
    addresses: one("https://tinker-docs.thinkingmachines.ai/tinker/models.json"),
    cite: "https://tinker-docs.thinkingmachines.ai/tinker/models.json",
    confidence: "primary",
    read: readTinker,
  },
  {
    id: "hugging-face-jobs",
    file: "gpus/hugging-face-jobs.json",
    addresses: one(raw("huggingface/hub-docs/main/docs/hub/jobs-pricing.md")),
    cite: "https://huggingface.co/docs/hub/jobs-pricing",
    confidence: "primary",
    read: readHuggingFaceJobs,
  },
  {
    id: "aws",
    file: "gpus/aws.json",
    addresses: one(raw("aws/karpenter-provider-aws/main/pkg/providers/pricing/zz_generated.pricing_aws.go")),
    cite: "https://github.com/aws/karpenter-provider-aws/blob/main/pkg/providers/pricing/zz_generated.pricing_aws.go",
    confidence: "primary",
    read: readKarpenterMap,
  },
  {
    id: "azure",
    file: "gpus/azure.json",
    addresses: one(raw("Azure/karpenter-provider-azure/main/pkg/providers/pricing/zz_generated.pricing.go")),
    cite: "https://github.com/Azure/karpenter-provider-azure/blob/main/pkg/providers/pricing/zz_generated.pricing.go",
    confidence: "primary",
    read: readKarpenterMap,
  },
  {
    id: "azure-retail",
    file: "gpus/azure.json",
    addresses: ({ rates }) => {
      const machines = new Set(
        rates.map(
          (/** @type {any} */ { id, region }) =>
            `armSkuName eq '${id}' and armRegionName eq '${region}' and priceType eq 'Consumption'`,
        ),
      );
      return [...machines].map(
        (filter) => `https://prices.azure.com/api/retail/prices?$filter=${encodeURIComponent(String(filter))}`,
      );
    },
    cite: "https://prices.azure.com/api/retail/prices",
    confidence: "primary",
    read: readAzureRetail,
  },
  {
    id: "gcp",
    file: "gpus/gcp.json",
    addresses: one(raw("cloudpilot-ai/karpenter-provider-gcp/main/pkg/providers/pricing/initial-prices.json")),
    cite: "https://github.com/cloudpilot-ai/karpenter-provider-gcp/blob/main/pkg/providers/pricing/initial-prices.json",
    confidence: "primary",
    read: readKarpenterGoogle,
  },
  {
    id: "lambda",
    file: "gpus/lambda.json",
    addresses: one(raw("skypilot-org/skypilot-catalog/master/catalogs/v9/lambda/vms.csv")),
    cite: "https://github.com/skypilot-org/skypilot-catalog/blob/master/catalogs/v9/lambda/vms.csv",
    confidence: "secondary",
    read: readSkyPilotLambda,
  },
  {
    id: "together-models",
    file: "providers/together.json",
    addresses: one("https://docs.together.ai/docs/fine-tuning/supported-models.md"),
    cite: "https://docs.together.ai/docs/fine-tuning/supported-models",
    confidence: "primary",
    lists: readTogetherModels,
  },
  {
    id: "azure-models",
    file: "providers/azure.json",
    addresses: one(raw("MicrosoftDocs/azure-ai-docs/main/articles/foundry/openai/includes/fine-tune-models.md")),
    cite: "https://github.com/MicrosoftDocs/azure-ai-docs/blob/main/articles/foundry/openai/includes/fine-tune-models.md",
    confidence: "primary",
    lists: readMicrosoftModels,
  },
  {
    id: "azure-retirements",
    file: "providers/azure.json",
    addresses: one(
      raw(
        "MicrosoftDocs/azure-ai-docs/main/articles/foundry/openai/includes/concepts-model-retirement-schedule-content.md",
      ),
    ),
    cite: "https://github.com/MicrosoftDocs/azure-ai-docs/blob/main/articles/foundry/openai/includes/concepts-model-retirement-schedule-content.md",
    confidence: "primary",
    check: checkMicrosoftRetirements,
  },
  {
    id: "vertex-models",
    file: "providers/google-vertex.json",
    addresses: one("https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/models/tuning.md.txt"),
    cite: "https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/models/tuning",
    confidence: "primary",
    lists: readGoogleTuning,
  },
  {
    id: "bedrock",
    file: "providers/aws-bedrock.json",
    addresses: one(
      "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonBedrock/current/us-east-1/index.json",
    ),
    cite: "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonBedrock/current/us-east-1/index.json",
    confidence: "primary",
    read: readAwsPriceList,
    nameOf: bedrockName,
  },
  {
    id: "fireworks-models",
    file: "providers/fireworks.json",
    addresses: one("https://docs.fireworks.ai/fine-tuning/models.md"),
    cite: "https://docs.fireworks.ai/fine-tuning/models.md",
    confidence: "primary",
    lists: readFireworksModels,
  },
  {
    id: "fireworks-rules",
    file: "providers/fireworks.json",
    addresses: one(raw("fw-ai/cookbook/main/skills/configure/references/cost-estimation.md")),
    cite: "https://github.com/fw-ai/cookbook/blob/main/skills/configure/references/cost-estimation.md",
    confidence: "primary",
    check: checkFireworksRules,
  },
  ...pageSources,
];

/** Known sources that are not read, and why. */
export const leftOut = [
  "hugging-face-jobs: GET /api/jobs/hardware is documented without its shape; the table of the documentation is read.",
  "nebius, vast, runpod: their SkyPilot rows are undated, merge GPUs or repeat the price as the spot price.",
  "fireworks: prices of serverless training and of whole weights stand on fireworks.ai/pricing, whose shape was seen as text alone; its cookbook prints none.",
  "together: models with a price of their own stand in rows of several names on www.together.ai/pricing; the price of a job comes from an authenticated call with an uploaded file.",
];
