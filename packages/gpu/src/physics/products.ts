import type { AttentionKernel } from "../model/runWords.ts";
import type { Gpu } from "../run/hardware.ts";
import { constants, type Constants, type Generation } from "./constants.ts";

/** Chip generations that share their kernels and their habits. */
const generations: Readonly<Record<string, Generation>> = {
  turing: "turing",
  volta: "turing",
  ampere: "ampere",
  "ampere-consumer": "workstation",
  ada: "ada",
  "blackwell-consumer": "consumer",
  hopper: "hopper",
  blackwell: "blackwell",
  cdna3: "cdna",
  cdna4: "cdna",
  apple: "apple",
  tpu: "tpu",
};

/** The card, as far as memory goes: how much it has, and what its driver takes. */
export type Card = Pick<Gpu, "memoryGiB" | "architecture">;

/** The generation of a card; one that is not known is taken for the most common of data centres. */
export function generationOf({ architecture }: Pick<Gpu, "architecture">): Generation {
  return generations[architecture] ?? "ampere";
}

/** The peak that a card's power limit feeds, over that of its sheet: a chip that is sold with several limits does not hold its full clock. */
function fed(gpu: Gpu, c: Constants): number {
  const perWatt = c.perWatt[generationOf(gpu)];
  return perWatt === undefined || gpu.watts === null ? 1 : (perWatt * gpu.watts) / gpu.bf16Tflops;
}

/** Share of the card's peak that wide matrix products sustain in a training step. */
export function matmulShare(gpu: Gpu, c: Constants = constants): number {
  const best = gpu.measuredTflops === undefined ? 1 : gpu.measuredTflops / gpu.bf16Tflops;
  const power = fed(gpu, c);
  return Math.min(best, power, power > 2 ? c.coolShare : c.sustained[generationOf(gpu)]);
}

/**
 * FLOP/s of the products of a layer: narrow ones and ones of few rows leave a fast chip idle.
 *
 *     peak × sustained × width ÷ (width + half) × rows ÷ (rows + half)
 *
 * @param width of the residual stream, per card @param rows tokens of a micro-step, or those of one expert
 */
export function productRate(gpu: Gpu, width: number, rows: number, c: Constants): number {
  const halfWidth = c.halfWidth * Math.sqrt(gpu.bf16Tflops / 312);
  const halfRows = (c.halfRows * gpu.bf16Tflops) / 989;
  const filled = (width / (width + halfWidth)) * (rows / (rows + halfRows));
  return gpu.bf16Tflops * 1e12 * matmulShare(gpu, c) * filled;
}

/** What PyTorch takes for a card where nobody names a kernel: cuDNN from Hopper on, flash before, neither on Turing. */
export function kernelOn(asked: AttentionKernel, gpu: Gpu): Exclude<AttentionKernel, "sdpa"> {
  const generation = generationOf(gpu);
  if (asked === "eager") return asked;
  if (generation === "turing") return "efficient";
  if (asked !== "sdpa") return asked;
  return generation === "hopper" || generation === "blackwell" ? "cudnn" : "flash-2";
}

/**
 * FLOP/s of causal attention: belongs to the kernel, the chip, the head size and the length, not to the framework.
 * Eager attention is no kernel: its products run at the rate of products, its scores pass through memory.
 */
export function attentionRate(
  gpu: Gpu,
  kernel: Exclude<AttentionKernel, "sdpa" | "eager">,
  { headDim, keys }: { readonly headDim: number; readonly keys: number },
  c: Constants,
): number {
  const generation = generationOf(gpu);
  const share = c.attention[kernel][generation] ?? c.attention["flash-2"][generation] ?? c.attention["flash-2"].ampere;
  const narrow = headDim <= 64 ? c.narrowHeads : 1;
  const half = kernel === "flash-2" || kernel === "efficient" ? c.halfLength : 2 * c.halfLength;
  const length = keys / (keys + half);
  return gpu.bf16Tflops * 1e12 * Math.min(1, fed(gpu, c)) * share * c.attentionInStep * narrow * length;
}
