import { routedPerToken, residualBytes, savedPerToken } from "./activations.ts";
import { tensorSeconds, traffic } from "./communication.ts";
import { constants, type Constants } from "./constants.ts";
import type { Gpu } from "../run/hardware.ts";
import { adapterParameters, attentionLayers, expertLayers } from "../model/parameters.ts";
import { objectives } from "../run/objectives.ts";
import type { RowLengths } from "../run/lengths.ts";
import type { OptimizerName } from "../model/runWords.ts";
import { type Run, unevenStages } from "../run/run.ts";
import { attentionRate, generationOf, kernelOn, matmulShare, productRate } from "./products.ts";

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

/**
 * Time of one micro-step: what the chip must do, or the host's launches where those take longer; then communication, most
 * of it hidden; then the optimizer's share.
 *
 *     ((products + attention + elementwise + logits)ᵖ + launchᵖ)^(1/p) + dequantise, against communication, + optimizer / accumulation
 */
export function stepTime(run: Run, gpu: Gpu, rows: RowLengths, c: Constants = constants): StepTime {
  const pairs = objectives[run.objective].rows;
  const computed = (run.microBatch * rows.computed * pairs) / run.contextParallel;
  const p = passes(run, c);
  const work = arithmetic(run, gpu, computed, rows.document, p, c);
  const launch = launchSeconds(run, gpu, p, c);
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
  const bandwidth = gpu.bandwidthGBs * 1e9 * c.bandwidth[generationOf(gpu)];
  const elementwise =
    profile.traffic *
    (run.compiled ? c.compiledTraffic : profile.takesLiger && run.loss === "fused" ? c.ligerTraffic : 1) *
    shape.layers *
    2 *
    (savedPerToken(run) + c.routedTraffic * routedPerToken(run) + c.adapterTraffic * adapterWidth(run)) *
    (residualBytes(run) === 4 ? c.raisedTraffic : 1) *
    (p.forward + 2 * p.back);
  const perLogit = run.loss === "fused" ? c.fusedLogitTraffic : c.logitTraffic;
  return {
    matmul: productSeconds(run, gpu, tokens, p, c),
    attention: (tokens * attentionSeconds(run, gpu, document, p, c)) / model,
    elementwise: (tokens * elementwise) / (bandwidth * model),
    logits: (tokens * perLogit * shape.vocab) / (bandwidth * model),
    dequantise:
      run.method === "qlora"
        ? ((p.forward + p.back) * counts.layers) /
          (c.dequantRate * (run.quantisation.startsWith("nf4") ? 1 : c.otherDequant) * 1e9 * gpu.bandwidthGBs * model)
        : 0,
  };
}

/** Products of the layers, of the experts that a token passes through, of the adapters and of the head. */
function productSeconds(run: Run, gpu: Gpu, tokens: number, p: Passes, c: Constants): number {
  const { shape, counts, modelParallel, profile } = run;
  const { moe } = shape;
  const layerPasses = p.forward + p.back + p.weights;
  const headPasses =
    1 + p.back + (run.method === "full" || run.method === "head" ? 1 : 0) + objectives[run.objective].extraForwards;
  const width = shape.hidden / Math.sqrt(run.tensorParallel);
  const rate = productRate(gpu, width, tokens, c);
  const fused = run.compiled || profile.fusesCasts;
  const eight =
    run.precision === "fp8" && gpu.fp8Tflops ? (gpu.fp8Tflops / gpu.bf16Tflops) * (fused ? c.fp8 : c.fp8Eager) : 1;
  const routed = moe ? (counts.experts * moe.topK) / moe.experts : 0;
  const dense =
    2 * (counts.activeLayers - routed) * layerPasses +
    2 * adapterSides(run) * run.rank * shape.layers * (2 + p.forward);
  const head = 2 * counts.embedding * headPasses;
  const products = (tokens * (dense / eight + head)) / rate;
  // Rows of one expert: those of all cards that it serves.
  const rows = moe ? (tokens * moe.topK * run.expertParallel) / moe.experts : 0;
  const peak = gpu.bf16Tflops * 1e12 * matmulShare(gpu, c);
  const grouped = (peak * c.groupedExperts * rows) / (rows + c.groupedRows);
  const expertRate = run.experts === "loop" ? productRate(gpu, width, rows, c) : grouped;
  return (products + (moe ? (tokens * 2 * routed * layerPasses) / expertRate : 0)) / modelParallel;
}

/** Seconds of attention for one token, all layers: by the kernel, or through memory where scores are kept. */
function attentionSeconds(run: Run, gpu: Gpu, document: number, p: Passes, c: Constants): number {
  const { heads, headDim } = run.shape;
  const keys = attendedLayers(run, document);
  const times = p.forward + 2.5 * p.back;
  const kernel = kernelOn(run.attention, gpu);
  if (kernel !== "eager") {
    const rate = attentionRate(gpu, kernel, { headDim, keys: document }, c);
    return (4 * heads * headDim * keys * times) / rate;
  }
  // No causal half is saved: every score is computed, masked, raised and read again.
  const scores = 2 * heads * keys * (p.forward + 2 * p.back);
  const products = (2 * scores * headDim) / productRate(gpu, run.shape.hidden, document, c);
  return products + (scores * c.eagerTraffic) / (gpu.bandwidthGBs * 1e9);
}

/**
 * Inputs and outputs of the adapters of one layer, values per token: each is cast, dropped out, scaled and added. Adapters
 * of 16 bits need no casts and half the bytes.
 */
function adapterWidth(run: Run): number {
  return (run.profile.adapterBytes === 2 ? 0.25 : 1) * adapterSides(run);
}

/** Rows and columns of the adapters that a token passes through, mean of the layers. */
function adapterSides({ shape, adapters, targets }: Run): number {
  if (adapters === 0) return 0;
  const passed = shape.moe ? { ...shape, moe: { ...shape.moe, experts: shape.moe.topK } } : shape;
  return adapterParameters(passed, 1, targets) / shape.layers;
}

/**
 * Milliseconds in which ZeRO-3's hooks fetch and release the parameters of each module, in one pass: seven matrices and
 * two norms of a layer, three of each expert in a loop. Which expert comes next is not known ahead: a fetch is waited for.
 */
function hookMs({ shape, experts }: Run, c: Constants): number {
  const looped = experts === "loop" ? 3 * (shape.moe?.experts ?? 0) * expertLayers(shape) : 0;
  return (9 * shape.layers + c.waitedHooks * looped) * c.hookMs;
}

/** The host's time: kernels of each layer, those of experts, ZeRO-3's hooks. The backward pass launches twice. */
function launchSeconds(run: Run, gpu: Gpu, p: Passes, c: Constants): number {
  const { shape, profile, compiled, experts, pipelineParallel, sharding } = run;
  const adapters = run.adapters > 0 && run.targets === "all" ? c.adapterLaunch : 1;
  const loops = experts === "loop" ? c.loopLaunch * (shape.moe?.experts ?? 0) * expertLayers(shape) : 0;
  // An expert layer launches its router, its permutations and its groups besides.
  const layers = (shape.layers + (c.expertLaunch - 1) * expertLayers(shape)) * adapters;
  const ms = profile.launchMs * (layers * (compiled ? c.compiledLaunch : 1) + loops);
  // ZeRO-3 fetches and releases each module's parameters by hooks, in every pass.
  const hooks = sharding === "zero3" ? hookMs(run, c) * (p.forward + p.back) : 0;
  const host = c.slowHost[generationOf(gpu)] ?? 1;
  return (host * (ms * (p.forward + 2 * p.back) + hooks) * 1e-3) / pipelineParallel;
}

/** Bytes that AdamW moves per parameter without a fused kernel: 20 reads and writes of a value, one operation at a time. */
const unfusedTraffic: Partial<Record<OptimizerName, number>> = { adamw: 80, "adamw-bf16": 40 };

function optimizerSeconds(run: Run, gpu: Gpu, c: Constants): number {
  const { offload, profile, sharding, trainable } = run;
  const deepSpeed = sharding.startsWith("zero");
  if (offload.includes("optimizer")) {
    const rate = deepSpeed || profile.tunedHostAdam ? c.hostAdam : c.plainHostAdam;
    return trainable / (rate * 1e9 * Math.ceil(run.gpus / gpu.linkedCards));
  }
  const unfused = profile.copiesInStep && !deepSpeed;
  const bytes = (unfused ? unfusedTraffic[run.optimizer] : undefined) ?? c.optimizerTraffic;
  const shards =
    run.modelParallel * (sharding === "ddp" || sharding === "single" ? 1 : run.dataParallel * run.contextParallel);
  return (bytes * trainable) / (shards * gpu.bandwidthGBs * 1e9);
}
