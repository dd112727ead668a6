import { amountText, decimal, type Money } from "../../money.ts";
import { cacheBytesPerToken } from "./memory.ts";
import type { Gpu } from "../run/hardware.ts";
import type { ServingOptions } from "../run/question.ts";
import type { Run } from "../run/run.ts";
import { matmulShare } from "./time.ts";

/** Serving of the tuned model on cards of one kind. */
export interface Serving {
  readonly gpu: string;
  readonly gpus: number;
  readonly weightsGiB: number;
  readonly cacheMiBPerThousandTokens: number;
  /** Requests at once that the cache has room for. */
  readonly concurrency: number;
  /** Tokens read and written per second, all requests together. */
  readonly tokensPerSecond: number;
  readonly outputTokensPerSecond: number;
  /** Tokens per second that one request sees. */
  readonly perRequestTokensPerSecond: number;
  readonly requestsPerSecond: number;
  readonly boundBy: "bandwidth" | "compute";
  readonly utilisation: number;
}

const GiB = 2 ** 30;
/** Share of a card's memory for weights and cache. */
const memoryShare = 0.9;
/** Share of the memory's bandwidth that decoding reaches, and most requests that one engine batches. */
const bandwidthShare = 0.65;
const batchLimit = 256;
const usualUtilisation = 0.4;

/**
 * Steady state of one replica: each step reads the weights once and every request's cache, and writes one token per
 * request; prompts are computed between.
 */
export function servingOn(run: Run, gpu: Gpu, options: ServingOptions): Serving | null {
  const { inputTokens, outputTokens, utilisation = usualUtilisation } = options;
  const weights = 2 * run.counts.total;
  const perToken = cacheBytesPerToken(run);
  const needed = weights + perToken * (inputTokens + outputTokens);
  const gpus = [1, 2, 4, 8].find((n) => n * gpu.memoryGiB * GiB * memoryShare >= needed * 1.1);
  if (gpus === undefined) return null;
  const room = gpus * gpu.memoryGiB * GiB * memoryShare - weights;
  const concurrency = Math.max(1, Math.min(batchLimit, Math.floor(room / (perToken * (inputTokens + outputTokens)))));
  const flops = gpus * gpu.bf16Tflops * 1e12 * matmulShare(gpu);
  const bandwidth = gpus * gpu.bandwidthGBs * 1e9 * bandwidthShare;
  const read = readWeights(run, concurrency) + concurrency * perToken * (inputTokens + outputTokens / 2);
  const byBandwidth = read / bandwidth;
  const byCompute = (2 * run.counts.matmul * concurrency) / flops;
  const step = Math.max(byBandwidth, byCompute);
  const prefill = (2 * run.counts.matmul * inputTokens) / flops;
  const requestsPerSecond = 1 / (prefill + (outputTokens * step) / concurrency);
  return {
    gpu: gpu.id,
    gpus,
    weightsGiB: weights / GiB,
    cacheMiBPerThousandTokens: (1000 * perToken) / 2 ** 20,
    concurrency,
    tokensPerSecond: requestsPerSecond * (inputTokens + outputTokens),
    outputTokensPerSecond: requestsPerSecond * outputTokens,
    perRequestTokensPerSecond: (requestsPerSecond * outputTokens) / concurrency,
    requestsPerSecond,
    boundBy: byCompute + (prefill * concurrency) / Math.max(1, outputTokens) > byBandwidth ? "compute" : "bandwidth",
    utilisation,
  };
}

/** Bytes of weights that a batch touches: all dense ones, and the experts that any of its tokens chooses. */
function readWeights({ shape, counts }: Run, batch: number): number {
  const touched = shape.moe ? 1 - (1 - shape.moe.topK / shape.moe.experts) ** batch : 1;
  return 2 * (counts.total - counts.experts * (1 - touched));
}

/** Dollars per million tokens, read and written, at the stated utilisation. @param perHour price of all cards that serve */
export function servedPrice(serving: Serving, perHour: Money): Money {
  const tokensPerHour = serving.tokensPerSecond * 3600 * serving.utilisation;
  const divisor = tokensPerHour < 1 ? tokensPerHour : Math.round(tokensPerHour);
  return {
    amount: amountText(decimal(perHour.amount).times(1e6).dividedBy(divisor).toDecimalPlaces(6)),
    currency: perHour.currency,
  };
}
