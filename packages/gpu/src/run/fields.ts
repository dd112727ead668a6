import { rowsOf, type FieldGroup, type Form, type FormsOf, type KindsOf, type Row } from "@tunecast/estimator/fields";
import { runWords, type WordOptions } from "../model/runWords.ts";
import type { OwnedCards, RunData, SelfHostQuestion, ServingOptions } from "./question.ts";

/** Fields of a run that are one value and no word of `runWords`. */
export type RunFields = Omit<
  SelfHostQuestion,
  keyof WordOptions | keyof RunData | "model" | "offload" | "measured" | "owned" | "serving"
>;

export const runKinds: KindsOf<RunFields> = {
  rank: "whole?",
  trainEmbeddings: "flag?",
  upcastEmbeddings: "flag?",
  optimizerInBackward: "flag?",
  flashAttention: "flag?",
  compiled: "flag?",
  framework: "text?",
  gpus: "count?",
  tensorParallel: "count?",
  pipelineParallel: "count?",
  expertParallel: "count?",
  contextParallel: "count?",
  linkGBs: "above0?",
  networkGBs: "above0?",
  maxTokens: "count?",
  microBatch: "count?",
  accumulation: "count?",
  images: "whole?",
  imageWidth: "count?",
  imageHeight: "count?",
  trainTower: "flag?",
  environmentSeconds: "number?",
  judgeSeconds: "number?",
  epochs: "count?",
  gpu: "text?",
  tuningRounds: "whole?",
  failedShare: "share?",
};

export const runForms: FormsOf<RunFields> = {
  rank: { help: "rank of the adapters", option: "--rank <n>" },
  trainEmbeddings: { help: "embedding and head are trained whole beside the adapters", option: null },
  upcastEmbeddings: { help: "quantised runs keep embedding and head in 32 bits", option: null },
  optimizerInBackward: { help: "each gradient is used and freed at once", option: null },
  flashAttention: { help: "false runs without FlashAttention", option: null },
  compiled: { help: "with torch.compile", option: null },
  framework: { help: "hf, hf-fused, torchtune, unsloth, axolotl, megatron, …", option: "--framework <name>" },
  gpus: { help: "cards in all", option: "--gpus <n>" },
  tensorParallel: { help: "cards that share one layer", option: "--tensor-parallel <n>" },
  pipelineParallel: { help: "cards that share the layers", option: null },
  expertParallel: { help: "cards that share the experts", option: null },
  contextParallel: { help: "cards that share one sequence", option: null },
  linkGBs: { help: "GB/s between the cards of one machine", option: null },
  networkGBs: { help: "GB/s that one machine sends to the others", option: null },
  maxTokens: { help: "rows are cut here (default: none is, up to what the model reads)", option: "--max-tokens <n>" },
  microBatch: { help: "rows per GPU and micro-step", option: "--micro-batch <n>" },
  accumulation: { help: "micro-steps per step", option: "--accumulation <n>" },
  images: { help: "pictures of a row, of a model that reads them", option: null },
  imageWidth: { help: "their width in pixels (default: 1024)", option: null },
  imageHeight: { help: "their height in pixels (default: 1024)", option: null },
  trainTower: { help: "what reads the pictures is trained as well", option: null },
  environmentSeconds: { help: "seconds of the environment after a turn of a completion", option: null },
  judgeSeconds: { help: "seconds of a judge for one completion", option: null },
  epochs: { help: "passes over the data (default: 1)", option: "--epochs <n>" },
  gpu: { help: "only this card: h100-sxm-80, rtx-4090-24, …", option: "--gpu <name>" },
  tuningRounds: { help: "trial runs of the same size", option: null },
  failedShare: { help: "share of runs that fail half-way (default: 0.1)", option: null },
};

/** What the words of each option are about. */
export const wordTopics: { readonly [O in keyof WordOptions]-?: string } = {
  method: "what is trained",
  objective: "what it is trained on",
  targets: "what gets adapters",
  quantisation: "of a qlora base",
  weights: "the trained model is held in",
  precision: "arithmetic",
  optimizer: "optimizer",
  checkpointing: "activation checkpointing",
  loss: "cross-entropy",
  experts: "how experts are computed",
  attention: "attention kernel",
  host: "the host's system",
  packing: "rows in a batch",
  sharding: "over several cards",
};

type Measured = NonNullable<SelfHostQuestion["measured"]>;

/** What ten steps on a machine showed. */
export const measuredGroup: FieldGroup = {
  kinds: { tokensPerSecond: "above0?", peakGiB: "above0?" } satisfies KindsOf<Measured>,
  forms: {
    tokensPerSecond: form("tokens per second of all cards together"),
    peakGiB: form("peak memory of one card, GiB"),
  } satisfies FormsOf<Measured>,
};

/** Cards of one's own. */
export const ownedGroup: FieldGroup = {
  kinds: {
    gpu: "text",
    gpus: "count",
    price: "amount",
    currency: "text?",
    lifeYears: "above0?",
    utilisation: "share?",
    kwhPrice: "amount",
    watts: "above0?",
  } satisfies KindsOf<OwnedCards>,
  forms: {
    gpu: form("the card"),
    gpus: form("how many"),
    price: form("purchase of one card with its share of the machine"),
    currency: form("currency of the price (default: USD)"),
    lifeYears: form("years until it is worth nothing"),
    utilisation: form("share of its life in which it works"),
    kwhPrice: form("price of one kilowatt-hour"),
    watts: form("watts of one card with its share of the machine"),
  } satisfies FormsOf<OwnedCards>,
};

/** Serving of the tuned model. */
export const servingGroup: FieldGroup = {
  kinds: {
    inputTokens: "number",
    outputTokens: "number",
    utilisation: "share?",
    requestsPerMonth: "number?",
  } satisfies KindsOf<ServingOptions>,
  forms: {
    inputTokens: { help: "tokens read by one request", option: "--input-tokens <n>" },
    outputTokens: { help: "tokens written by one request", option: "--output-tokens <n>" },
    utilisation: form("share of the paid hours in which requests come (default: 0.4)"),
    requestsPerMonth: form("requests a month"),
  } satisfies FormsOf<ServingOptions>,
};

function form(help: string): Form {
  return { help, option: null };
}

/** Words that are rare, so that `--set` alone takes them. */
const rareWords = [
  "weights",
  "precision",
  "experts",
  "attention",
  "host",
] as const satisfies readonly (keyof WordOptions)[];

/** Every field of a run that has one place in its question; of the words, those that have no option. */
export const runRows: readonly Row[] = [
  ...rowsOf({
    "": { kinds: runKinds, forms: runForms },
    serving: servingGroup,
    owned: ownedGroup,
    measured: measuredGroup,
  }),
  ...rareWords.map((path) => ({
    path,
    kind: "text" as const,
    optional: true,
    help: `${wordTopics[path]}: ${Object.keys(runWords[path]).join(", ")}`,
    option: null,
  })),
];

/** A field of a run with its value as the command takes it: `--gpus 2`, `--set compiled=true`. */
export function typedRun(path: string, value: unknown): string {
  const row = runRows.find((one) => one.path === path);
  const flag = row === undefined ? `--${path}` : /^--[\w-]+/u.exec(row.option ?? "")?.[0];
  return flag === undefined ? `--set ${path}=${String(value)}` : `${flag} ${String(value)}`;
}
