import { expertSeconds, tensorSeconds, traffic } from "./communication.ts";
import { constants, type Constants, generationOf } from "./constants.ts";
import type { Gpu } from "../run/hardware.ts";
import { objectives } from "../run/objectives.ts";
import type { RowLengths } from "../run/lengths.ts";
import type { OptimizerName } from "../model/runWords.ts";
import { type Run, unevenStages } from "../run/run.ts";
import { arithmetic, usefulFlops, type Passes } from "./arithmetic.ts";

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

/**
 * Time of one micro-step: what the chip must do, or the host's launches where those take longer; then communication, most
 * of it hidden; then the optimizer's share.
 *
 *     ((products + attention + elementwise + logits)ᵖ + launchᵖ)^(1/p) + dequantise, against communication, + optimizer / accumulation
 */
export function stepTime(run: Run, gpu: Gpu, rows: RowLengths, c: Constants = constants): StepTime {
  const pairs = objectives[run.objective].rows;
  const inStep = (run.microBatch * pairs) / run.contextParallel;
  const p = passesOf(run, c);
  const launch = launchSeconds(run, gpu, p, c);
  const stepping = optimizerSeconds(run, gpu, c);
  const useful = usefulFlops(run, rows.document);
  const { document, patches = 0 } = rows;
  const computed = { tokens: inStep * rows.computed, document, patches: inStep * patches };
  const work = arithmetic(run, gpu, computed, p, c);
  const busy = work.matmul + work.attention + work.elementwise + work.logits;
  const waited = tensorSeconds(run, gpu) + expertSeconds(run, gpu, c);
  const micro = (busy ** c.overlap + launch ** c.overlap) ** (1 / c.overlap) + work.dequantise + waited;
  const { communication, perStep } = traffic(run, gpu, c);
  // Gradients are reduced while the backward pass goes on.
  const reduced = Math.max(0, perStep - micro) + c.unhidden * Math.min(micro, perStep);
  const optimizer = (reduced + stepping) / run.accumulation;
  const bubble =
    unevenStages(run) + (c.bubble * (run.pipelineParallel - 1)) / Math.max(run.accumulation, run.pipelineParallel);
  const seconds = bubble * Math.max(micro, communication) + c.unhidden * Math.min(micro, communication) + optimizer;
  const tokensPerSecondPerGpu = (inStep * rows.tokens) / (seconds * run.modelParallel);
  return {
    seconds,
    tokensPerSecondPerGpu,
    parts: { ...work, launch, communication: communication + waited, optimizer },
    mfu: (useful * tokensPerSecondPerGpu) / (gpu.bf16Tflops * 1e12),
  };
}

/** The passes of a run. */
function passesOf(run: Run, c: Constants): Passes {
  const recompute = { none: 0, selective: c.selectiveRecompute, full: 1 }[run.checkpointing];
  const { extraForwards, critic } = objectives[run.objective];
  if (run.method === "head") return { forward: 1, back: 0, weights: 0 };
  const times = critic ? 2 : 1;
  const weights = run.method === "full" ? times : 0;
  return { forward: times * (1 + recompute) + extraForwards, back: times, weights };
}

/**
 * Milliseconds in which ZeRO-3's hooks fetch and release the parameters of each module, in one pass: seven matrices and
 * two norms of a layer, three of each expert in a loop. Which expert comes next is not known ahead: a fetch is waited for.
 */
function hookMs({ shape, counts, experts }: Run, c: Constants): number {
  const looped = experts === "loop" ? 3 * (shape.moe?.experts ?? 0) * counts.expertLayers : 0;
  return (9 * shape.layers + c.waitedHooks * looped) * c.hookMs;
}

/** The host's time: kernels of each layer, those of experts, ZeRO-3's hooks. The backward pass launches twice. */
function launchSeconds(run: Run, gpu: Gpu, p: Passes, c: Constants): number {
  const { shape, profile, compiled, experts, pipelineParallel, sharding } = run;
  const adapters = run.adapters > 0 && run.targets === "all" ? c.adapterLaunch : 1;
  const loops = experts === "loop" ? c.loopLaunch * (shape.moe?.experts ?? 0) * run.counts.expertLayers : 0;
  // An expert layer launches its router, its permutations and its groups besides.
  const layers = (shape.layers + (c.expertLaunch - 1) * run.counts.expertLayers) * adapters;
  const pictures = run.pictures === undefined ? 0 : (shape.tower?.layers ?? 0);
  const ms = profile.launchMs * ((layers + pictures) * (compiled ? c.compiledLaunch : 1) + loops);
  // ZeRO-3 fetches and releases each module's parameters by hooks, in every pass.
  const hooks = sharding === "zero3" ? hookMs(run, c) * (p.forward + p.back) : 0;
  const host = (c.slowHost[generationOf(gpu)] ?? 1) * (run.host === "windows" ? c.windowsLaunch : 1);
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
