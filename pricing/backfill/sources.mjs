// @ts-check
import { readHuggingFaceJobs, readKarpenterGoogle, readKarpenterMap } from "../refresh/read.mjs";
import { readGenerated, readHuggingFaceSpaces, readOpenPipe, readPortkey, readRunpodServerless } from "./read.mjs";

/** @typedef {import("./read.mjs").Seen} Seen */

/**
 * A file of a public repository whose git history tells prices.
 *
 * @typedef {object} History
 * @property {string} id
 * @property {string} repository `owner/name` at github.com
 * @property {readonly string[]} paths Where the file stood, in the order of time.
 * @property {string} file The price file it speaks about.
 * @property {"primary" | "secondary"} confidence
 * @property {(text: string) => Seen[]} read
 * @property {(text: string) => string | undefined} [day] The day that the copy itself states; that of the commit where it states none.
 * @property {readonly { id: string, gpu: string, gpus: number, region: string }[]} [machines] Machines that the price file lacks.
 */

/** @param {string} name */
function portkey(name) {
  return {
    repository: "Portkey-AI/models",
    paths: [`pricing/${name}.json`],
    confidence: /** @type {const} */ ("secondary"),
    read: readPortkey,
  };
}

/** @type {readonly History[]} */
export const histories = [
  {
    id: "aws",
    repository: "aws/karpenter-provider-aws",
    paths: [
      "pkg/cloudprovider/aws/zz_generated.pricing.go",
      "pkg/cloudproviders/aws/cloudprovider/zz_generated.pricing.go",
      "pkg/cloudprovider/zz_generated.pricing.go",
      "pkg/providers/pricing/zz_generated.pricing.go",
      "pkg/providers/pricing/zz_generated.pricing_aws.go",
    ],
    file: "gpus/aws.json",
    confidence: "primary",
    read: readKarpenterMap,
    day: readGenerated,
    machines: [
      { id: "p3.2xlarge", gpu: "v100-sxm-16", gpus: 1, region: "us-east-1" },
      { id: "p3.8xlarge", gpu: "v100-sxm-16", gpus: 4, region: "us-east-1" },
      { id: "p3.16xlarge", gpu: "v100-sxm-16", gpus: 8, region: "us-east-1" },
      { id: "p3dn.24xlarge", gpu: "v100-sxm-32", gpus: 8, region: "us-east-1" },
      { id: "g6.48xlarge", gpu: "l4-24", gpus: 8, region: "us-east-1" },
      { id: "g7e.12xlarge", gpu: "rtx-pro-6000-96", gpus: 2, region: "us-east-1" },
      { id: "g7e.24xlarge", gpu: "rtx-pro-6000-96", gpus: 4, region: "us-east-1" },
    ],
  },
  {
    id: "azure",
    repository: "Azure/karpenter-provider-azure",
    paths: ["pkg/providers/pricing/zz_generated.pricing.go"],
    file: "gpus/azure.json",
    confidence: "primary",
    read: readKarpenterMap,
    day: readGenerated,
  },
  {
    id: "gcp",
    repository: "cloudpilot-ai/karpenter-provider-gcp",
    paths: ["pkg/providers/pricing/initial-prices.json"],
    file: "gpus/gcp.json",
    confidence: "primary",
    read: readKarpenterGoogle,
  },
  {
    id: "hugging-face-jobs",
    repository: "huggingface/hub-docs",
    paths: ["docs/hub/jobs-pricing.md"],
    file: "gpus/hugging-face-jobs.json",
    confidence: "primary",
    read: readHuggingFaceJobs,
  },
  {
    id: "hugging-face-spaces",
    repository: "huggingface/hub-docs",
    paths: ["docs/hub/spaces-gpus.md"],
    file: "gpus/hugging-face-spaces.json",
    confidence: "primary",
    read: readHuggingFaceSpaces,
  },
  {
    id: "runpod-serverless",
    repository: "runpod/docs",
    paths: ["docs/serverless/pricing.md", "serverless/pricing.mdx", "snippets/serverless-gpu-pricing-table.mdx"],
    file: "gpus/runpod-serverless.json",
    confidence: "primary",
    read: readRunpodServerless,
  },
  {
    id: "openpipe",
    repository: "OpenPipe/OpenPipe",
    paths: [
      "app/src/utils/baseModels.ts",
      "app/src/server/fineTuningProviders/modelInfo.ts",
      "app/src/server/fineTuningProviders/supportedModels.ts",
    ],
    file: "providers/openpipe.json",
    confidence: "primary",
    read: readOpenPipe,
  },
  { id: "portkey-openai", ...portkey("openai"), file: "providers/openai.json" },
  {
    id: "portkey-azure",
    ...portkey("azure-openai"),
    file: "providers/azure.json",
    // Its prices of use, and those of older models, are OpenAI's.
    read: (text) => readPortkey(text).filter(({ kind, name }) => kind === "training" && /^gpt-4\.1|^o4/.test(name)),
  },
  { id: "portkey-vertex", ...portkey("vertex-ai"), file: "providers/google-vertex.json" },
];
