import { constants, type Constants, generations } from "./constants.ts";
import type { Gpu } from "../run/hardware.ts";
import type { RowLengths } from "../run/lengths.ts";
import type { AdapterTargets, OptimizerName } from "../model/runWords.ts";
import { type Run, unevenStages, gathersWeights } from "../run/run.ts";
import { arithmetic, usefulFlops, type Arithmetic, type Passes } from "./arithmetic.ts";

/** Bytes per parameter that travel of a 4-bit base, its scales included. */
const quantisedShare = 0.53;

/** Generations whose machines have network cards of 400 Gb/s, not 200. */
const fastNetwork = new Set(["hopper", "blackwell"]);

/** GB/s that one machine sends to the others, where not told. */
export function networkGBs(run: Run, gpu: Gpu, c: Constants = constants): number {
  return run.networkGBs ?? c.interNodeGBs * (fastNetwork.has(gpu.architecture) ? 2 : 1);
}

/** A ring between machines has the share of one network card. @param apart cards of a machine that hold other parts */
function ringGBs(run: Run, gpu: Gpu, apart: number, c: Constants): number {
  const link = run.linkGBs ?? gpu.linkGBs;
  if (run.gpus <= gpu.linkedCards) return link;
  return Math.min(link, networkGBs(run, gpu, c) / Math.min(apart, gpu.linkedCards));
}

/** Seconds of a byte of the model round its rings. Experts have one of their own, where they are anywhere twice. */
function ringSeconds(run: Run, gpu: Gpu, c: Constants): number {
  const { tensorParallel: tp, expertParallel: ep, counts } = run;
  const cards = run.dataParallel * run.contextParallel;
  const experts = ep > 1 ? counts.experts / counts.total : 0;
  const ring = (share: number, members: number, apart: number): number =>
    (share * (members - 1)) / members / run.modelParallel / (ringGBs(run, gpu, apart, c) * 1e9);
  return ring(1 - experts, cards, tp) + ring(experts / ep, Math.max(1, cards / ep), tp * ep);
}

function traffic(run: Run, gpu: Gpu, c: Constants): { communication: number; perStep: number } {
  const inLayers = hostSeconds(run, c) + contextSeconds(run, ringGBs(run, gpu, 1, c) * 1e9);
  const around = ringSeconds(run, gpu, c);
  if (gathersWeights(run)) {
    // Experts that are spread over the cards stay where they are: only their copies are gathered.
    const bytes = (run.method === "qlora" ? quantisedShare : 2) * run.counts.total;
    // The third is the reduction of the gradients, as wide as they are kept.
    const reduced = run.method === "full" ? (run.weights === "bf16" ? 1 : 2) : 0;
    const wait = run.gpus > gpu.linkedCards ? c.waitBetween : c.waitInside;
    const waits = run.shape.layers * (run.method === "full" ? 3 : 2) * wait * 1e-6;
    return { communication: inLayers + around * (2 + reduced) * bytes + waits, perStep: 0 };
  }
  // Gradients are scattered as they are reduced, then weights gathered; ZeRO 2 keeps no whole gradients from one micro-step to the next.
  const half = around * 2 * run.trainable;
  return run.sharding === "zero2"
    ? { communication: inLayers + half, perStep: half }
    : { communication: inLayers, perStep: 2 * half };
}

function hostSeconds(run: Run, c: Constants): number {
  if (!run.offload.includes("weights")) return 0;
  const bytes = (run.method === "qlora" ? quantisedShare : 2) * run.counts.total;
  return ((run.method === "full" ? 3 : 2) * bytes) / (run.gpus * c.hostGBs * 1e9);
}

/** All-to-all of tokens to their experts and back: a copy an expert; between machines one a machine with DeepEP. */
function expertSeconds(run: Run, gpu: Gpu, c: Constants): number {
  const { moe, hidden } = run.shape;
  if (!moe || run.expertParallel === 1) return 0;
  const passes = run.checkpointing === "full" ? 3 : 2;
  // Cards that share a layer share its tokens where experts are spread: each sends its part.
  const tokens = (run.microBatch * run.maxTokens) / (run.contextParallel * run.tensorParallel);
  const copy = passes * 2 * 2 * hidden * tokens * (run.counts.expertLayers / run.pipelineParallel);
  const linked = Math.min(run.expertParallel, gpu.linkedCards);
  const inside = (moe.topK * (linked - 1)) / linked / (run.linkGBs ?? gpu.linkGBs);
  const machines = run.expertParallel / linked;
  const once = (1 - (1 - 1 / machines) ** moe.topK) / c.deepEp;
  const outside = (machines - 1) * (run.dispatcher === "alltoall" ? moe.topK / machines : once) * gpu.linkedCards;
  return (copy * (inside + outside / networkGBs(run, gpu, c))) / 1e9;
}

/** All-reduce of the residual stream, twice per layer and pass: the layer waits for it. */
function tensorSeconds(run: Run, gpu: Gpu): number {
  const tokens = (run.microBatch * run.maxTokens) / run.contextParallel;
  if (run.tensorParallel === 1) return 0;
  const passes = run.checkpointing === "full" ? 3 : 2;
  const bytes = 2 * passes * 2 * 2 * run.shape.hidden * tokens * (run.shape.layers / run.pipelineParallel);
  return (bytes * (run.tensorParallel - 1)) / run.tensorParallel / ((run.linkGBs ?? gpu.linkGBs) * 1e9);
}

/** Keys and values of the other parts of a sequence go round a ring, and their gradients back. */
function contextSeconds(run: Run, bandwidth: number): number {
  const { contextParallel: n, shape, microBatch, maxTokens } = run;
  if (n === 1) return 0;
  const passes = run.checkpointing === "full" ? 4 : 3;
  const bytes = passes * 2 * 2 * shape.kvHeads * shape.headDim * microBatch * maxTokens;
  return (bytes * (shape.layers / run.pipelineParallel) * (n - 1)) / n / run.tensorParallel / bandwidth;
}

/** One micro-step of one GPU (or of the GPUs that share a model), seconds. */
export interface StepTime {
  readonly seconds: number;
  readonly tokensPerSecondPerGpu: number;
  readonly parts: Readonly<Record<StepPart, number>>;
  /** Model FLOPs (6N or 4N and attention, nothing recomputed) as a share of the card's peak. */
  readonly mfu: number;
}

export type StepPart = keyof Arithmetic | "launch" | "communication" | "optimizer";

/**
 * Time of one micro-step: what the chip must do, or the host's launches where those take longer; then communication, most
 * of it hidden; then the optimizer's share.
 *
 *     ((products + attention + elementwise + logits)ᵖ + launchᵖ)^(1/p) + dequantise, against communication, + optimizer / accumulation
 */
export function stepTime(run: Run, gpu: Gpu, rows: RowLengths, c: Constants = constants): StepTime {
  const inStep = (run.microBatch * run.learns.rows) / run.contextParallel;
  const p = passesOf(run);
  const launch = launchSeconds(run, gpu, p, c);
  const { document, patches = 0 } = rows;
  const computed = { tokens: inStep * rows.computed, document, patches: inStep * patches };
  const work = arithmetic(run, gpu, computed, p, c);
  const busy = work.matmul + work.attention + work.elementwise + work.logits;
  const waited = tensorSeconds(run, gpu) + expertSeconds(run, gpu, c);
  const micro = (busy ** c.overlap + launch ** c.overlap) ** (1 / c.overlap) + work.dequantise + waited;
  const { communication, perStep } = traffic(run, gpu, c);
  const reduced = Math.max(0, perStep - micro) + c.unhidden * Math.min(micro, perStep);
  const optimizer = (reduced + optimizerSeconds(run, gpu, c)) / run.accumulation;
  const idle = run.virtualStages === undefined ? c.bubble : 1 / run.virtualStages;
  const bubble =
    unevenStages(run) + (idle * (run.pipelineParallel - 1)) / Math.max(run.accumulation, run.pipelineParallel);
  const seconds = bubble * Math.max(micro, communication) + c.unhidden * Math.min(micro, communication) + optimizer;
  const tokensPerSecondPerGpu = (inStep * rows.tokens) / (seconds * run.modelParallel);
  return {
    seconds,
    tokensPerSecondPerGpu,
    parts: { ...work, launch, communication: communication + waited, optimizer },
    mfu: (usefulFlops(run, document) * tokensPerSecondPerGpu) / (gpu.bf16Tflops * 1e12),
  };
}

/**
 * What a layer does again before its gradients, as shares of a forward pass. Selective checkpointing of Megatron does the
 * core of attention again; that of torchtitan keeps attention and the first of every two products, and never grouped experts.
 * @source github.com/pytorch/torchtitan distributed/activation_checkpoint.py ("except every second mm"), `_op_sac_save_list`;
 * github.com/NVIDIA/Megatron-LM core/transformer/transformer_config.py (`recompute_modules`), read 2026-12-01
 */
function doneAgain({ checkpointing, profile, experts, shape }: Run): Omit<Passes, "back" | "weights"> {
  const all = checkpointing === "full" ? 1 : 0;
  if (checkpointing !== "selective") return { products: all, experts: all, attention: all, rest: all };
  if (profile.selective === "attention") return { products: 0, experts: 0, attention: 1, rest: 0 };
  const block = shape.moe ? (shape.moe.sharedFfn ?? 0) : shape.ffn;
  const again = (shape.heads + shape.kvHeads) * shape.headDim + block;
  return {
    products: again / (2 * again + (shape.gated ? block : 0)),
    experts: experts === "loop" ? 0.5 : 1,
    attention: 0,
    rest: 1,
  };
}

function passesOf(run: Run): Passes {
  const { extraForwards, critic } = run.learns;
  const head = run.method === "head";
  const times = critic && !head ? 2 : 1;
  const forward = (again: number): number => (head ? 1 : times * (1 + again) + extraForwards);
  const { products, experts, attention, rest } = doneAgain(run);
  return {
    products: forward(products),
    experts: forward(experts),
    attention: forward(attention),
    rest: forward(rest),
    back: head ? 0 : times,
    weights: run.method === "full" ? times : 0,
  };
}

/** ZeRO-3's hooks fetch each module in every pass: seven matrices and two norms, three of each expert in a loop. */
function hookMs({ shape, counts, experts }: Run, c: Constants): number {
  const looped = experts === "loop" ? 3 * (shape.moe?.experts ?? 0) * counts.expertLayers : 0;
  return (9 * shape.layers + c.waitedHooks * looped) * c.hookMs;
}

/** Matrices of a layer that have adapters, each with launches of its own. */
const adaptedMatrices: Readonly<Record<AdapterTargets, number>> = { qv: 2, qkv: 3, attention: 4, mlp: 3, all: 7 };

/** The host's time: kernels of each layer, those of experts, ZeRO-3's hooks. The backward pass launches twice. */
function launchSeconds(run: Run, gpu: Gpu, p: Passes, c: Constants): number {
  const { shape, profile, compiled, experts, pipelineParallel, sharding } = run;
  const adapters =
    1 + (run.adapters > 0 ? (adaptedMatrices[run.targets] / adaptedMatrices.all) * (c.adapterLaunch - 1) : 0);
  const loops = experts === "loop" ? c.loopLaunch * (shape.moe?.experts ?? 0) * run.counts.expertLayers : 0;
  // An expert layer launches its router, its permutations and its groups besides.
  const layers = (shape.layers + (c.expertLaunch - 1) * run.counts.expertLayers) * adapters;
  const pictures = run.pictures === undefined ? 0 : (shape.tower?.layers ?? 0);
  const ms = profile.launchMs * ((layers + pictures) * (compiled ? c.compiledLaunch : 1) + loops);
  const hooks = sharding === "zero3" ? hookMs(run, c) * (p.rest + p.back) : 0;
  const host = (c.slowHost[generations[gpu.architecture]] ?? 1) * (run.host === "windows" ? c.windowsLaunch : 1);
  return (host * (ms * (p.rest + 2 * p.back) + hooks) * 1e-3) / pipelineParallel;
}

/** Bytes that AdamW moves per parameter without a fused kernel: 20 reads and writes of a value, one operation at a time. */
const unfusedTraffic: Partial<Record<OptimizerName, number>> = { adamw: 80, "adamw-bf16": 40 };

function optimizerSeconds(run: Run, gpu: Gpu, c: Constants): number {
  const { offload, profile, sharding, trainable } = run;
  if (offload.includes("optimizer")) {
    const rate = profile.tunedHostAdam ? c.hostAdam : c.plainHostAdam;
    return trainable / (rate * 1e9 * Math.ceil(run.gpus / gpu.linkedCards));
  }
  const unfused = !run.fusedOptimizer && !sharding.startsWith("zero");
  const bytes = (unfused ? unfusedTraffic[run.optimizer] : undefined) ?? c.optimizerTraffic;
  const shards =
    run.modelParallel * (sharding === "ddp" || sharding === "single" ? 1 : run.dataParallel * run.contextParallel);
  return (bytes * trainable) / (shards * gpu.bandwidthGBs * 1e9);
}
