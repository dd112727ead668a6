import { constants, type Constants } from "./constants.ts";
import type { Gpu } from "../run/hardware.ts";
import { gathersWeights, type Run } from "../run/run.ts";

/** Bytes per parameter that travel of a 4-bit base, its scales included. */
const quantisedShare = 0.53;

/** Generations whose machines have network cards of 400 Gb/s, not 200. */
const fastNetwork = new Set(["hopper", "blackwell"]);

/** GB/s that one machine sends to the others, where not told. */
export function networkGBs(run: Run, gpu: Gpu, c: Constants = constants): number {
  return run.networkGBs ?? c.interNodeGBs * (fastNetwork.has(gpu.architecture) ? 2 : 1);
}

/** GB/s between the cards of one machine. */
function linkGBs(run: Run, gpu: Gpu): number {
  return run.linkGBs ?? gpu.linkGBs;
}

/**
 * GB/s of a ring over all cards that hold the same part of the model. Between machines the rings share the network cards:
 * a ring with one member in each machine has the share of one card. @param apart cards of a machine that hold other parts
 */
function ringGBs(run: Run, gpu: Gpu, apart: number, c: Constants): number {
  const link = linkGBs(run, gpu);
  if (run.gpus <= gpu.linkedCards) return link;
  return Math.min(link, networkGBs(run, gpu, c) / Math.min(apart, gpu.linkedCards));
}

/** Seconds in which a part of so many bytes of all parameters goes once round the cards that hold the same of it. */
type Around = (bytes: number) => number;

/** Weights outside of experts, and those of the experts of one card; experts that are nowhere twice are in no ring. */
function copiesOf(run: Run, gpu: Gpu, c: Constants): Around[] {
  const { tensorParallel: tp, expertParallel: ep, counts } = run;
  const cards = run.dataParallel * run.contextParallel;
  const experts = ep > 1 ? counts.experts / counts.total : 0;
  const ring = (share: number, members: number, apart: number): Around => {
    const perByte = (share * (members - 1)) / members / run.modelParallel / (ringGBs(run, gpu, apart, c) * 1e9);
    return (bytes) => bytes * perByte;
  };
  return [ring(1 - experts, cards, tp), ring(experts / ep, Math.max(1, cards / ep), tp * ep)];
}

/** Seconds of communication per micro-step, and of gradients per optimizer step. */
export function traffic(run: Run, gpu: Gpu, c: Constants): { communication: number; perStep: number } {
  const inLayers = hostSeconds(run, c) + contextSeconds(run, ringGBs(run, gpu, 1, c) * 1e9);
  const copies = copiesOf(run, gpu, c);
  const around = (bytes: number): number => copies.reduce((sum, ring) => sum + ring(bytes), 0);
  if (gathersWeights(run)) {
    // Experts that are spread over the cards stay where they are: only their copies are gathered.
    const bytes = (run.method === "qlora" ? quantisedShare : 2) * run.counts.total;
    // The third is the reduction of the gradients, as wide as they are kept.
    const reduced = run.method === "full" ? (run.weights === "bf16" ? 1 : 2) : 0;
    const wait = run.gpus > gpu.linkedCards ? c.waitBetween : c.waitInside;
    const waits = run.shape.layers * (run.method === "full" ? 3 : 2) * wait * 1e-6;
    return { communication: inLayers + around((2 + reduced) * bytes) + waits, perStep: 0 };
  }
  // Gradients are scattered as they are reduced, then weights gathered; ZeRO 2 keeps no whole gradients from one micro-step to the next.
  const half = around(2 * run.trainable);
  return run.sharding === "zero2"
    ? { communication: inLayers + half, perStep: half }
    : { communication: inLayers, perStep: 2 * half };
}

/** Weights that live in the host's memory come over PCIe for every pass. */
function hostSeconds(run: Run, c: Constants): number {
  if (!run.offload.includes("weights")) return 0;
  const bytes = (run.method === "qlora" ? quantisedShare : 2) * run.counts.total;
  return ((run.method === "full" ? 3 : 2) * bytes) / (run.gpus * c.hostGBs * 1e9);
}

/**
 * All-to-all of the tokens to their experts and back, in each pass: a copy per expert over the links of a machine, and
 * one per machine that has an expert of the token over its network.
 */
export function expertSeconds(run: Run, gpu: Gpu, c: Constants): number {
  const { moe, hidden } = run.shape;
  if (!moe || run.expertParallel === 1) return 0;
  const passes = run.checkpointing === "full" ? 3 : 2;
  // Cards that share a layer share its tokens where experts are spread: each sends its part.
  const tokens = (run.microBatch * run.maxTokens) / (run.contextParallel * run.tensorParallel);
  const copy = passes * 2 * 2 * hidden * tokens * (run.counts.expertLayers / run.pipelineParallel);
  const linked = Math.min(run.expertParallel, gpu.linkedCards);
  const inside = (moe.topK * (linked - 1)) / linked / linkGBs(run, gpu);
  const machines = run.expertParallel / linked;
  const reached = (machines - 1) * (1 - (1 - 1 / machines) ** moe.topK);
  return (copy * (inside + (reached * gpu.linkedCards) / networkGBs(run, gpu, c))) / 1e9;
}

/** All-reduce of the residual stream, twice per layer and pass: the layer waits for it. */
export function tensorSeconds(run: Run, gpu: Gpu): number {
  const tokens = (run.microBatch * run.maxTokens) / run.contextParallel;
  if (run.tensorParallel === 1) return 0;
  const passes = run.checkpointing === "full" ? 3 : 2;
  const bytes = 2 * passes * 2 * 2 * run.shape.hidden * tokens * (run.shape.layers / run.pipelineParallel);
  return (bytes * (run.tensorParallel - 1)) / run.tensorParallel / (linkGBs(run, gpu) * 1e9);
}

/** Keys and values of the other parts of a sequence go round a ring, and their gradients back. */
function contextSeconds(run: Run, bandwidth: number): number {
  const { contextParallel: n, shape, microBatch, maxTokens } = run;
  if (n === 1) return 0;
  const passes = run.checkpointing === "full" ? 4 : 3;
  const bytes = passes * 2 * 2 * shape.kvHeads * shape.headDim * microBatch * maxTokens;
  return (bytes * (shape.layers / run.pipelineParallel) * (n - 1)) / n / run.tensorParallel / bandwidth;
}
