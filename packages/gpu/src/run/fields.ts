import { rowsOf, type FieldGroup, type Form, type KindsOf, type Row } from "@tunecast/estimator/fields";
import { keysOf } from "@tunecast/estimator/parts";
import { runWords, wordTopics, type WordOptions } from "../model/runWords.ts";
import type { OwnedCards, RunData, SelfHostQuestion, ServingOptions } from "./question.ts";

type RunFields = Omit<
  SelfHostQuestion,
  keyof WordOptions | keyof RunData | "model" | "offload" | "measured" | "owned" | "serving"
>;

/** The fields of a group: the kind of each, what it is, and its option where it has one. */
function group<T>(fields: {
  readonly [K in keyof T]-?: readonly [kind: KindsOf<T>[K], help: string, option?: string];
}): FieldGroup {
  const rows = keysOf(fields).map((name) => [name, fields[name]] as const);
  const kinds = Object.fromEntries(rows.map(([name, [kind]]) => [name, kind]));
  const forms = Object.fromEntries(
    rows.map(([name, [, help, option = null]]): [string, Form] => [name, [help, option]]),
  );
  return { kinds, forms };
}

export const runGroup: FieldGroup = group<RunFields>({
  // Rank 0 has a problem of its own.
  rank: ["whole?", "rank of the adapters", "--rank <n>"],
  trainEmbeddings: ["flag?", "embedding and head are trained whole beside the adapters"],
  upcastEmbeddings: ["flag?", "quantised runs keep embedding and head in 32 bits"],
  optimizerInBackward: ["flag?", "each gradient is used and freed at once"],
  fusedOptimizer: ["flag?", "false: AdamW steps without one fused kernel, through copies"],
  autocast: ["flag?", "false: adapters of 32 bits are multiplied in 32 bits"],
  cacheEmptied: ["flag?", "unused memory is given back every few steps"],
  flashAttention: ["flag?", "false runs without FlashAttention"],
  compiled: ["flag?", "with torch.compile"],
  framework: ["text?", "hf, hf-fused, torchtune, unsloth, axolotl, megatron, …", "--framework <name>"],
  gpus: ["count?", "cards in all", "--gpus <n>"],
  tensorParallel: ["count?", "cards that share one layer", "--tensor-parallel <n>"],
  pipelineParallel: ["count?", "cards that share the layers"],
  virtualStages: ["count?", "parts of a stage that take turns (1: not interleaved)"],
  expertParallel: ["count?", "cards that share the experts"],
  contextParallel: ["count?", "cards that share one sequence"],
  linkGBs: ["above0?", "GB/s between the cards of one machine"],
  networkGBs: ["above0?", "GB/s that one machine sends to the others"],
  maxTokens: ["count?", "rows are cut here (default: none is, up to what the model reads)", "--max-tokens <n>"],
  stretched: ["flag?", "positions are scaled to rows longer than the model reads"],
  microBatch: ["count?", "rows per GPU and micro-step", "--micro-batch <n>"],
  accumulation: ["count?", "micro-steps per step", "--accumulation <n>"],
  globalBatch: ["count?", "rows of a step of all cards, instead of micro-steps"],
  images: ["whole?", "pictures of a row, of a model that reads them"],
  imageWidth: ["count?", "their width in pixels (default: 1024)"],
  imageHeight: ["count?", "their height in pixels (default: 1024)"],
  trainTower: ["flag?", "what reads the pictures is trained as well"],
  completionsPerRound: ["count?", "completions drawn at once, for several steps (default: those of one)"],
  referenceFree: ["flag?", "no reference model, as in GRPO with beta 0"],
  referenceAway: ["flag?", "the reference model is on no card while the model learns"],
  environmentSeconds: ["number?", "seconds of the environment after a turn of a completion"],
  judgeSeconds: ["number?", "seconds of a judge for one completion"],
  epochs: ["count?", "passes over the data (default: 1)", "--epochs <n>"],
  gpu: ["text?", "only this card: h100-sxm-80, rtx-4090-24, …", "--gpu <name>"],
  tuningRounds: ["whole?", "trial runs of the same size"],
  failedShare: ["share?", "share of all runs, up to 0.99, that fail half-way (default: one in eleven)"],
});

/** What ten steps on a machine showed. */
export const measuredGroup: FieldGroup = group<NonNullable<SelfHostQuestion["measured"]>>({
  tokensPerSecond: ["above0?", "tokens per second of all cards together"],
  peakGiB: ["above0?", "peak memory of one card, GiB"],
});

/** What cards of one's own cost. */
export const ownedGroup: FieldGroup = group<OwnedCards>({
  gpu: ["text", "the card"],
  gpus: ["count?", "how many (default: 1)"],
  price: ["amount", "purchase of one card with its share of the machine"],
  currency: ["text?", "currency of the price (default: USD)"],
  lifeYears: ["above0?", "years until it is worth nothing"],
  utilisation: ["share?", "share of its life in which it works"],
  kwhPrice: ["amount", "price of one kilowatt-hour"],
  watts: ["above0?", "watts of one card with its share of the machine"],
});

/** What the tuned model is asked. */
export const servingGroup: FieldGroup = group<ServingOptions>({
  inputTokens: ["number", "tokens read by one request", "--input-tokens <n>"],
  outputTokens: ["number", "tokens written by one request", "--output-tokens <n>"],
  utilisation: ["share?", "share of the paid hours in which requests come (default: 0.4)"],
  requestsPerMonth: ["number?", "requests a month"],
});

/** Words that are rare, so that `--set` alone takes them. */
const rareWords = ["weights", "precision", "experts", "dispatcher", "attention", "host"] as const;

/** Every field of a run that has one place in its question; of the words, those that have no option. */
export const runRows: readonly Row[] = [
  ...rowsOf({ "": runGroup, serving: servingGroup, owned: ownedGroup, measured: measuredGroup }),
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
