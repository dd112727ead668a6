import type { Gpu } from "../run/hardware.ts";
import type { ServingOptions } from "../run/question.ts";
import type { Run } from "../run/run.ts";
import { matmulShare } from "./arithmetic.ts";

export interface Serving {
  readonly gpu: string;
  readonly gpus: number;
  readonly weightsGiB: number;
  readonly cacheMiBPerThousandTokens: number;
  readonly concurrency: number;
  /** Tokens read and written per second, all requests together. */
  readonly tokensPerSecond: number;
  /** The same as engines were seen to reach it: few publish how they were set. */
  readonly tokensRange: { readonly low: number; readonly high: number };
  readonly outputTokensPerSecond: number;
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
/** Cards that may hold one copy: of one machine, and of several where an engine spans them. */
const copySizes = [1, 2, 4, 8, 16, 32, 64];
const usualUtilisation = 0.4;
/** Share of the estimate that engines reach. It is a judgement, no fit: no set of served runs was gathered. */
const reached = { low: 0.5, high: 1.2 } as const;

/** Steady state of one replica: each step reads the weights and every cache once. @param mostCards of one copy */
export function servingOn(run: Run, gpu: Gpu, options: ServingOptions, mostCards: number = 8): Serving | null {
  const { inputTokens, outputTokens, utilisation = usualUtilisation } = options;
  const weights = servedBytes(run, 1);
  const cache = cacheBytes(run, inputTokens + outputTokens);
  const gpus = copySizes.find(
    (n) => n <= mostCards && n * gpu.memoryGiB * GiB * memoryShare >= (weights + cache) * 1.1,
  );
  if (gpus === undefined) return null;
  const room = gpus * gpu.memoryGiB * GiB * memoryShare - weights;
  const concurrency = Math.max(1, Math.min(batchLimit, Math.floor(room / cache)));
  const flops = gpus * servedFlops(gpu);
  const read = readWeights(run, concurrency) + concurrency * cacheBytes(run, inputTokens + outputTokens / 2);
  const byBandwidth = read / (gpus * gpu.bandwidthGBs * 1e9 * bandwidthShare);
  const byCompute = (2 * run.counts.matmul * concurrency) / flops;
  const step = Math.max(byBandwidth, byCompute);
  const prefill = (2 * run.counts.matmul * inputTokens) / flops;
  const requestsPerSecond = 1 / (prefill + (outputTokens * step) / concurrency);
  const tokensPerSecond = requestsPerSecond * (inputTokens + outputTokens);
  return {
    gpu: gpu.id,
    gpus,
    weightsGiB: weights / GiB,
    cacheMiBPerThousandTokens: (1000 * cache) / (inputTokens + outputTokens) / 2 ** 20,
    concurrency,
    tokensPerSecond,
    tokensRange: { low: reached.low * tokensPerSecond, high: reached.high * tokensPerSecond },
    outputTokensPerSecond: requestsPerSecond * outputTokens,
    perRequestTokensPerSecond: (requestsPerSecond * outputTokens) / concurrency,
    requestsPerSecond,
    boundBy: byCompute + (prefill * concurrency) / Math.max(1, outputTokens) > byBandwidth ? "compute" : "bandwidth",
    utilisation,
  };
}

export function servedFlops(gpu: Gpu): number {
  return gpu.bf16Tflops * 1e12 * matmulShare(gpu);
}

/** Seconds to start the kernels of one layer from a recorded graph, and to reduce its result over cards of a machine and over machines. */
const layerSeconds = 8e-6;
const reduceSeconds = { inside: 12e-6, between: 45e-6 } as const;

export function decodeSeconds(
  run: Run,
  gpu: Gpu,
  { gpus, batch, context }: Readonly<Record<"gpus" | "batch" | "context", number>>,
): number {
  const read = readWeights(run, batch) + batch * cacheBytes(run, context);
  const byBandwidth = read / (gpus * gpu.bandwidthGBs * 1e9 * bandwidthShare);
  const byCompute = (2 * run.counts.matmul * batch) / (gpus * servedFlops(gpu));
  const reduce = gpus === 1 ? 0 : reduceSeconds[gpus > gpu.linkedCards ? "between" : "inside"];
  return Math.max(byBandwidth, byCompute) + run.shape.layers * (layerSeconds + 2 * reduce);
}

/**
 * Bytes of keys and values of one sequence, 16 bits each: in a layer no more than its window's, in one that uses another's none.
 * @source https://docs.vllm.ai/en/latest/design/hybrid_kv_cache_manager/ (read 2026-12-02)
 */
function cacheBytes({ shape, counts: { attentionLayers: layers } }: Pick<Run, "shape" | "counts">, tokens: number) {
  const { kvHeads, headDim, latent, sliding } = shape;
  if (latent) return 2 * layers * (latent.kvRank + latent.rope) * tokens;
  const { window = tokens, fullEvery = 0, fullHeadDim = headDim, fullKvHeads = kvHeads } = sliding ?? {};
  const own = sliding?.keyLayers ?? layers;
  const full = sliding === undefined ? layers : fullEvery && Math.floor(own / fullEvery);
  return 4 * (full * fullKvHeads * fullHeadDim * tokens + (own - full) * kvHeads * headDim * Math.min(window, tokens));
}

/** Bytes of weights that a batch touches: all dense ones, and the experts that any of its tokens chooses. */
function readWeights(run: Run, batch: number): number {
  const { moe } = run.shape;
  return servedBytes(run, moe ? 1 - (1 - moe.topK / moe.experts) ** batch : 1);
}

/** Adapters are served on the weights as published, perhaps with experts in fewer bits; trained weights in 16. */
function servedBytes({ shape, counts, method }: Run, share: number): number {
  const adapted = method === "lora" || method === "qlora";
  const bits = adapted ? (shape.moe?.storedBits ?? 16) : 16;
  return 2 * (counts.total - counts.experts) + (bits / 8) * counts.experts * share;
}
