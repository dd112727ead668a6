import { residualBytes, savedPerToken } from "./activations.ts";
import { tensorSeconds, traffic } from "./communication.ts";
import { constants, type Constants } from "./constants.ts";
import type { Gpu } from "../run/hardware.ts";
import { adapterParameters, attentionLayers, expertLayers } from "../model/parameters.ts";
import { objectives } from "../run/objectives.ts";
import type { RowLengths } from "../run/lengths.ts";
import type { OptimizerName } from "../model/runWords.ts";
import { type Run, unevenStages } from "../run/run.ts";

/** One micro-step of one GPU (or of the GPUs that share a model), seconds. */
export interface StepTime {
  readonly seconds: number;
  /** Data tokens per second and GPU. */
  readonly tokensPerSecondPerGpu: number;
  readonly parts: Readonly<Record<StepPart, number>>;
  /** Model FLOPs (6N or 4N and attention, nothing recomputed) as a share of the card's peak. */
  readonly mfu: number;
}

export type StepPart =
  | "matmul"
  | "attention"
  | "elementwise"
  | "logits"
  | "launch"
  | "dequantise"
  | "communication"
  | "optimizer";

interface Passes {
  readonly forward: number;
  readonly back: number;
  readonly weights: number;
}

/** How often each token is multiplied by a layer: forward, activation gradient, weight gradient. */
function passes(run: Run, c: Constants): Passes {
  const recompute = { none: 0, selective: c.selectiveRecompute, full: 1 }[run.checkpointing];
  const { extraForwards, critic } = objectives[run.objective];
  if (run.method === "head") return { forward: 1, back: 0, weights: 0 };
  const times = critic ? 2 : 1;
  const weights = run.method === "full" ? times : 0;
  return { forward: times * (1 + recompute) + extraForwards, back: times, weights };
}

/** Keys that a mean token attends to, in one layer: half its document, or the window. */
function attended(document: number, window: number): number {
  return document <= window ? document / 2 : window * (1 - window / (2 * document));
}

function attendedLayers({ shape }: Run, document: number): number {
  const layers = attentionLayers(shape);
  if (!shape.sliding) return layers * attended(document, Infinity);
  const full = shape.sliding.fullEvery ? Math.floor(layers / shape.sliding.fullEvery) : 0;
  return full * attended(document, Infinity) + (layers - full) * attended(document, shape.sliding.window);
}

/** Chips whose large caches feed matrix products beside the memory. */
const cached = new Set(["ada", "blackwell-consumer"]);

/**
 * Chips that were given faster memory than they were made for: products are fed by the caches, which stayed as they were. The best
 * product measured is 794 TFLOP/s on H100 and H200 alike, and H200 is no faster at the same layout.
 *
 * @source https://github.com/stas00/ml-engineering/blob/master/compute/accelerator/README.md (maximum achievable matmul FLOPS)
 * @source https://github.com/mlcommons/training_results_v5.0 and v5.1 (llama2_70b_lora: throughput of 16 systems)
 */
const dieFeedGBs: Readonly<Record<string, number>> = { hopper: 3350 };

/** Share of the card's peak that matrix products reach: a chip that is fast for its memory starves. */
export function matmulShare(gpu: Gpu, c: Constants = constants): number {
  const feed = Math.min(gpu.bandwidthGBs, dieFeedGBs[gpu.architecture] ?? Infinity);
  const hunger = gpu.bf16Tflops / (feed * (cached.has(gpu.architecture) ? c.cacheGain : 1));
  const fed = gpu.architecture === "ada" ? (c.adaPerWatt * (gpu.watts ?? Infinity)) / gpu.bf16Tflops : 1;
  const measured = Math.min(fed, gpu.measuredTflops ? gpu.measuredTflops / gpu.bf16Tflops : 1);
  const libraries = gpu.architecture.startsWith("cdna") ? c.youngLibraries : gpu.architecture === "apple" ? c.metal : 1;
  return libraries * Math.min(measured, 1 / (c.matmulBase + c.matmulStarved * hunger ** 2));
}

/**
 * Time of one micro-step: arithmetic and memory traffic, or the host's launches where those take longer; then
 * communication, most of it hidden; then the optimizer's share.
 *
 *     ((matmul + attention + elementwise + logits)ᵖ + launchᵖ)^(1/p) + dequantise, against communication, + optimizer / accumulation
 */
export function stepTime(run: Run, gpu: Gpu, rows: RowLengths, c: Constants = constants): StepTime {
  const pairs = objectives[run.objective].rows;
  const computed = (run.microBatch * rows.computed * pairs) / run.contextParallel;
  const p = passes(run, c);
  const work = arithmetic(run, gpu, computed, rows.document, p, c);
  const launch = launchSeconds(run, p, c);
  const busy = work.matmul + work.attention + work.elementwise + work.logits;
  const waited = tensorSeconds(run, gpu);
  const micro = (busy ** c.overlap + launch ** c.overlap) ** (1 / c.overlap) + work.dequantise + waited;
  const { communication, perStep } = traffic(run, gpu, c);
  // Gradients are reduced while the backward pass goes on.
  const reduced = Math.max(0, perStep - micro) + c.unhidden * Math.min(micro, perStep);
  const optimizer = (reduced + optimizerSeconds(run, gpu, c)) / run.accumulation;
  const bubble =
    unevenStages(run) + (c.bubble * (run.pipelineParallel - 1)) / Math.max(run.accumulation, run.pipelineParallel);
  const seconds = bubble * Math.max(micro, communication) + c.unhidden * Math.min(micro, communication) + optimizer;
  const tokensPerSecondPerGpu =
    (run.microBatch * rows.tokens * pairs) / (seconds * run.modelParallel * run.contextParallel);
  return {
    seconds,
    tokensPerSecondPerGpu,
    parts: { ...work, launch, communication: communication + waited, optimizer },
    mfu: (usefulFlops(run, rows.document) * tokensPerSecondPerGpu) / (gpu.bf16Tflops * 1e12),
  };
}

/** Model FLOPs of one trained token, nothing recomputed: 6N (4N with a frozen base) and causal attention. */
export function usefulFlops(run: Run, document: number): number {
  const weights = run.method === "full" ? 1 : 0;
  const back = run.method === "head" ? 0 : 1;
  const attention = 4 * run.shape.heads * run.shape.headDim * attendedLayers(run, document);
  return 2 * run.counts.matmul * (1 + back + weights) + attention * (1 + 2 * back);
}

type Arithmetic = Record<"matmul" | "attention" | "elementwise" | "logits" | "dequantise", number>;

function arithmetic(run: Run, gpu: Gpu, tokens: number, document: number, p: Passes, c: Constants): Arithmetic {
  const { shape, counts, profile } = run;
  const model = run.modelParallel;
  const layerPasses = p.forward + p.back + p.weights;
  const headPasses =
    1 + p.back + (run.method === "full" || run.method === "head" ? 1 : 0) + objectives[run.objective].extraForwards;
  const peak = gpu.bf16Tflops * 1e12;
  const sustained = peak * matmulShare(gpu, c);
  const rate = sustained * profile.matmul * (shape.hidden / (shape.hidden + c.halfWidth));
  const expertShare = shape.moe ? (run.experts === "loop" ? c.loopedExperts : c.groupedExperts) : 1;
  // Grouped expert kernels gain nothing from 8 bits that is worth counting.
  const eight = run.precision === "fp8" && gpu.fp8Tflops && !shape.moe ? (gpu.fp8Tflops / gpu.bf16Tflops) * c.fp8 : 1;
  const layerFlops = 2 * counts.activeLayers * layerPasses + 2 * run.adapters * (2 + p.forward);
  const headFlops = 2 * counts.embedding * headPasses;
  const scores = 4 * shape.heads * shape.headDim * attendedLayers(run, document) * (p.forward + 2.5 * p.back);
  const bandwidth = gpu.bandwidthGBs * 1e9;
  const kernel = run.flashAttention ? profile.attention : profile.attention / 3;
  const elementwise =
    profile.traffic *
    (run.compiled ? c.compiledTraffic : 1) *
    shape.layers *
    2 *
    (savedPerToken(run) + c.adapterTraffic * adapterWidth(run)) *
    (residualBytes(run) === 4 ? c.raisedTraffic : 1) *
    (p.forward + 2 * p.back);
  const perLogit = run.loss === "fused" ? c.fusedLogitTraffic : c.logitTraffic;
  return {
    matmul: (tokens * (layerFlops / (eight * expertShare) + headFlops)) / (rate * model),
    attention: (tokens * scores) / (sustained * kernel * model),
    elementwise: (tokens * elementwise) / (bandwidth * model),
    logits: (tokens * perLogit * shape.vocab) / (bandwidth * model),
    dequantise:
      run.method === "qlora"
        ? ((p.forward + p.back) * counts.layers) /
          (c.dequantRate * (run.quantisation.startsWith("nf4") ? 1 : c.otherDequant) * 1e9 * gpu.bandwidthGBs * model)
        : 0,
  };
}

/**
 * Inputs and outputs of the adapters of one layer, values per token: each is cast, dropped out, scaled and added. Adapters
 * of 16 bits need no casts and half the bytes.
 */
function adapterWidth({ shape, adapters, targets, profile }: Run): number {
  if (adapters === 0) return 0;
  const light = profile.adapterBytes === 2 ? 0.25 : 1;
  const passed = shape.moe ? { ...shape, moe: { ...shape.moe, experts: shape.moe.topK } } : shape;
  return (light * adapterParameters(passed, 1, targets)) / shape.layers;
}

/**
 * Milliseconds in which ZeRO-3's hooks fetch and release the parameters of each module, in one pass: seven matrices and
 * two norms of a layer, three of each expert. Which expert comes next is not known ahead: a fetch is waited for.
 */
function hookMs({ shape, experts }: Run, c: Constants): number {
  const looped = experts === "loop" ? 3 * (shape.moe?.experts ?? 0) * expertLayers(shape) : 0;
  return (9 * shape.layers + c.waitedHooks * looped) * c.hookMs;
}

function launchSeconds(run: Run, p: Passes, c: Constants): number {
  const adapters = run.adapters === 0 ? 1 : run.targets === "all" ? c.allAdapterLaunch : c.adapterLaunch;
  const ms = run.profile.launchMs * (run.compiled ? c.compiledLaunch : 1);
  // An expert layer launches its router, its permutations and its groups besides; the backward pass launches twice.
  const perExpertLayer =
    run.experts === "loop" ? Math.max(c.expertLaunch, c.loopLaunch * (run.shape.moe?.experts ?? 0)) : c.expertLaunch;
  const layers = run.shape.layers + (perExpertLayer - 1) * expertLayers(run.shape);
  // ZeRO-3 fetches and releases each module's parameters by hooks, in every pass.
  const hooks = run.sharding === "zero3" ? hookMs(run, c) * (p.forward + p.back) : 0;
  return ((layers * (p.forward + 2 * p.back) * ms * adapters + hooks) * 1e-3) / run.pipelineParallel;
}

/** Bytes that AdamW moves per parameter without a fused kernel: 20 reads and writes of a value, one operation at a time. */
const unfusedTraffic: Partial<Record<OptimizerName, number>> = { adamw: 80, "adamw-bf16": 40 };

function optimizerSeconds(run: Run, gpu: Gpu, c: Constants): number {
  const { offload, profile, sharding, trainable } = run;
  if (offload.includes("optimizer"))
    return trainable / (profile.hostAdam * 1e9 * Math.ceil(run.gpus / gpu.linkedCards));
  const unfused = profile.copiesInStep && !sharding.startsWith("zero");
  const bytes = (unfused ? unfusedTraffic[run.optimizer] : undefined) ?? c.optimizerTraffic;
  const shards =
    run.modelParallel * (sharding === "ddp" || sharding === "single" ? 1 : run.dataParallel * run.contextParallel);
  return (bytes * trainable) / (shards * gpu.bandwidthGBs * 1e9);
}
