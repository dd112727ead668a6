import { computesIn32, residualBytes, routedPerToken, savedPerToken } from "./memory.ts";
import { constants, generations, type Constants } from "./constants.ts";
import type { AttentionKernel } from "../model/runWords.ts";
import type { Gpu } from "../run/hardware.ts";
import { multipliesIn32, type Run } from "../run/run.ts";

/** The peak that a card's power limit feeds, over that of its sheet: a chip that is sold with several limits does not hold its full clock. */
function fed(gpu: Gpu, c: Constants): number {
  const perWatt = c.perWatt[generations[gpu.architecture]];
  return perWatt === undefined || gpu.watts === null ? 1 : (perWatt * gpu.watts) / gpu.bf16Tflops;
}

/** Share of the card's peak that wide matrix products sustain in a training step. */
export function matmulShare(gpu: Gpu, c: Constants = constants): number {
  const best = gpu.measuredTflops === undefined ? 1 : gpu.measuredTflops / gpu.bf16Tflops;
  const power = fed(gpu, c);
  return Math.min(best, power, power > 2 ? c.coolShare : c.sustained[generations[gpu.architecture]]);
}

/**
 * FLOP/s of the products of a layer: narrow ones and ones of few rows leave a fast chip idle.
 *
 *     peak × sustained × width ÷ (width + half) × rows ÷ (rows + half)
 * @param width of the residual stream, per card @param rows tokens of a micro-step, or those of one expert
 */
export function productRate(gpu: Gpu, width: number, rows: number, c: Constants): number {
  const halfWidth = c.halfWidth * Math.sqrt(gpu.bf16Tflops / 312);
  const halfRows = (c.halfRows * gpu.bf16Tflops) / 989;
  const filled = (width / (width + halfWidth)) * (rows / (rows + halfRows));
  return gpu.bf16Tflops * 1e12 * matmulShare(gpu, c) * filled;
}

/** What PyTorch takes where nobody names a kernel: flash first, none on Windows. @source github.com/pytorch/pytorch/issues/142132, /125070 */
function kernelOn({ attention: asked, host }: Run, gpu: Gpu): Exclude<AttentionKernel, "sdpa"> {
  if (asked === "eager") return asked;
  if (generations[gpu.architecture] === "turing") return "efficient";
  if (asked !== "sdpa") return asked;
  return host === "windows" ? "efficient" : "flash-2";
}

/** FLOP/s of causal attention: belongs to the kernel, the chip, the head size and the length, not to the framework. */
export function attentionRate(
  gpu: Gpu,
  kernel: Exclude<AttentionKernel, "sdpa" | "eager">,
  { headDim, keys }: { readonly headDim: number; readonly keys: number },
  c: Constants,
): number {
  const generation = generations[gpu.architecture];
  const share = c.attention[kernel][generation] ?? c.attention["flash-2"][generation] ?? c.attention["flash-2"].ampere;
  const narrow = headDim <= 64 ? c.narrowHeads : 1;
  const half = kernel === "flash-2" || kernel === "efficient" ? c.halfLength : 2 * c.halfLength;
  return gpu.bf16Tflops * 1e12 * Math.min(1, fed(gpu, c)) * share * c.attentionInStep * narrow * (keys / (keys + half));
}

/** Keys that a mean token sees in all layers: in those without a window, within one that is shorter than its document, and behind such windows too; `wider` as those of wider heads count more. */
function attendedKeys({ shape, counts: { attentionLayers: layers } }: Run, document: number) {
  const { window = document, fullEvery = 0, fullHeadDim = shape.headDim } = shape.sliding ?? {};
  const whole = fullEvery ? Math.floor(layers / fullEvery) : 0;
  const short = document <= window ? 0 : layers - whole;
  const within = short > 0 ? short * window * (1 - window / (2 * document)) : 0;
  const wider = (whole * (fullHeadDim / shape.headDim - 1) * document) / 2;
  return { full: ((layers - short) * document) / 2, wider, within, masked: short * document };
}

/** Model FLOPs of one trained token, nothing recomputed: 6N (4N with a frozen base) and causal attention. */
export function usefulFlops(run: Run, document: number): number {
  const weights = run.method === "full" ? 1 : 0;
  const back = run.method === "head" ? 0 : 1;
  const { full, wider, within } = attendedKeys(run, document);
  const attention = 4 * run.shape.heads * run.shape.headDim * (full + wider + within);
  return 2 * run.counts.matmul * (1 + back + weights) + attention * (1 + 2 * back);
}

/** How often each token passes through what a layer does: forward and again; then for its gradients and those of weights. */
export type Passes = Readonly<Record<"products" | "experts" | "attention" | "rest" | "back" | "weights", number>>;

export type Arithmetic = Record<"matmul" | "attention" | "elementwise" | "logits" | "dequantise", number>;

/** Seconds of a micro-step on the chip, by what is computed. @param p how often each token is multiplied by a layer */
export function arithmetic(
  run: Run,
  gpu: Gpu,
  { tokens, document, patches }: Readonly<Record<"tokens" | "document" | "patches", number>>,
  p: Passes,
  c: Constants,
): Arithmetic {
  const { shape, counts, profile, modelParallel: model } = run;
  const tower = towerSeconds(run, gpu, patches, c);
  const products = productSeconds(run, gpu, tokens, p, c);
  const attention = tokens * attentionSeconds(run, gpu, document, p, c);
  // Adapters of 16 bits need no casts and half the bytes.
  const adapterWidth = (profile.adapterBytes === 2 ? 0.25 : multipliesIn32(run).adapters ? 2 : 1) * run.adapterSides;
  const bandwidth = gpu.bandwidthGBs * 1e9 * c.bandwidth[generations[gpu.architecture]];
  const kernels = run.compiled ? c.compiledTraffic : profile.takesLiger && run.loss === "fused" ? c.ligerTraffic : 1;
  const casts = castTraffic(run, gpu, c);
  // Weights are read once for their largest value and twice to be cast; Transformer Engine keeps them so for a whole step.
  const held = counts.layers - counts.experts * (1 - 1 / run.expertParallel);
  const castWeights = casts > 0 && !profile.fusesCasts ? 8 * held : 0;
  const elementwise =
    (profile.traffic * kernels + casts) *
    shape.layers *
    2 *
    (savedPerToken(run) + c.routedTraffic * routedPerToken(run) + c.adapterTraffic * adapterWidth) *
    (computesIn32(run, gpu) ? 2 : residualBytes(run) === 4 ? c.raisedTraffic : 1) *
    (p.rest + 2 * p.back);
  const perLogit = run.loss === "fused" ? c.fusedLogitTraffic : c.logitTraffic;
  const dequantised = (p.products + p.back) * counts.layers;
  const rate = c.dequantRate * (run.quantisation.startsWith("nf4") ? 1 : c.otherDequant) * 1e9 * gpu.bandwidthGBs;
  return {
    matmul: (products + tower.products) / model,
    attention: (attention + tower.attention) / model,
    elementwise: (tokens * elementwise + castWeights) / (bandwidth * model),
    logits: (tokens * perLogit * shape.vocab) / (bandwidth * model),
    dequantise: run.method === "qlora" ? dequantised / (rate * model) : 0,
  };
}

/** Times that saved activations pass through memory to be scaled and cast to 8 bits. */
function castTraffic({ precision, profile, compiled }: Run, gpu: Gpu, c: Constants): number {
  if (precision !== "fp8" || !gpu.fp8Tflops) return 0;
  return c.castTraffic[profile.fusesCasts ? "fused" : compiled ? "compiled" : "eager"];
}

/** Products of the layers, of the experts that a token passes through, of the adapters and of the head. */
function productSeconds(run: Run, gpu: Gpu, tokens: number, p: Passes, c: Constants): number {
  const { shape, counts } = run;
  const { moe } = shape;
  const gradients = p.back + p.weights;
  const { extraForwards, critic } = run.learns;
  const trained = run.method === "full" || run.method === "head" ? 1 : 0;
  // A critic and a reward model end in one value: neither has a head of words.
  const headPasses = 1 + Math.min(1, p.back) + trained + extraForwards - (critic ? 1 : 0);
  const width = shape.hidden / Math.sqrt(run.tensorParallel);
  const rate = productRate(gpu, width, tokens, c);
  const share = c.fp8[generations[gpu.architecture]] ?? c.fp8.hopper;
  const eight = run.precision === "fp8" && gpu.fp8Tflops ? (share * gpu.fp8Tflops) / gpu.bf16Tflops : 1;
  const routed = moe ? (counts.experts * moe.topK) / moe.experts : 0;
  const dense = 2 * (counts.activeLayers - routed) * (p.products + gradients);
  const adapters = 2 * run.adapterSides * run.rank * shape.layers * (2 + p.products);
  const slow = timesIn32(gpu, c);
  const in32 = multipliesIn32(run);
  const times = in32.weights ? slow : 1 / eight;
  const beside = adapters * (in32.adapters ? slow : 1 / eight);
  const head = 2 * counts.embedding * headPasses * (computesIn32(run, gpu) ? slow : 1);
  const products = (tokens * (dense * times + beside + head)) / rate;
  // Rows of one expert: those of all cards that it serves.
  const rows = moe ? (tokens * moe.topK * run.expertParallel) / (moe.experts * run.tensorParallel) : 0;
  const peak = gpu.bf16Tflops * 1e12 * matmulShare(gpu, c);
  const grouped = (peak * c.groupedExperts * rows) / (rows + c.groupedRows);
  const expertRate = run.experts === "loop" ? productRate(gpu, width, rows, c) : grouped;
  return products + (moe ? (tokens * 2 * routed * (p.experts + gradients) * times) / expertRate : 0);
}

/** How much longer products of 32 bits take than those of 16, by the peaks of the makers' data sheets. */
function timesIn32(gpu: Gpu, c: Constants): number {
  return c.plain32[generations[gpu.architecture]] ?? c.plain32.ampere;
}

/** A window is a mask to PyTorch's own attention: only its memory-efficient kernel takes one, and computes every score. @source transformers masking_utils.py (`sdpa_mask`), github.com/verl-project/verl/pull/7131 (read 2026-12-02) */
function attentionSeconds(run: Run, gpu: Gpu, document: number, p: Passes, c: Constants): number {
  const { heads, headDim } = run.shape;
  const { full, wider, within, masked } = attendedKeys(run, document);
  const times = p.attention + 2.5 * p.back;
  const kernel = kernelOn(run, gpu);
  const most = computesIn32(run, gpu) ? (gpu.bf16Tflops * 1e12) / timesIn32(gpu, c) : Infinity;
  if (kernel !== "eager") {
    const seconds = (of: typeof kernel, keys: number): number =>
      (4 * heads * headDim * keys * times) / Math.min(attentionRate(gpu, of, { headDim, keys: document }, c), most);
    const masks = run.attention === "sdpa" && run.profile.masksWindows;
    return seconds(kernel, full + wider) + (masks ? seconds("efficient", masked) : seconds(kernel, within));
  }
  // No causal half is saved: every score is computed, masked, raised and read again.
  const passes = heads * (p.attention + 2 * p.back);
  const scores = (2 * full + masked) * passes;
  const products =
    (2 * (scores + 2 * wider * passes) * headDim) / Math.min(productRate(gpu, run.shape.hidden, document, c), most);
  return products + (scores * c.eagerTraffic) / (gpu.bandwidthGBs * 1e9);
}

/** Seconds in which a tower reads so many patches of pictures, and learns from them where it is trained. */
function towerSeconds(run: Run, gpu: Gpu, patches: number, c: Constants): { products: number; attention: number } {
  const { pictures } = run;
  const { tower } = run.shape;
  if (tower === undefined || pictures === undefined || patches === 0) return { products: 0, attention: 0 };
  const again = run.checkpointing === "full" ? 1 : 0;
  const [forward, back] = pictures.trained ? [1 + again, 1] : [1, 0];
  const weights = pictures.trained && run.method === "full" ? 1 : 0;
  const products = 2 * (tower.parameters * patches + (tower.projector * patches) / tower.merge);
  // Every patch attends to all of its picture: there is no causal half.
  const scores = 4 * tower.layers * tower.hidden * pictures.together * patches;
  const kernel = kernelOn(run, gpu);
  const shape = { headDim: tower.hidden / tower.heads, keys: pictures.together };
  const rate = productRate(gpu, tower.hidden, patches, c);
  const attended = kernel === "eager" ? rate : attentionRate(gpu, kernel, shape, c);
  return {
    products: (products * (forward + back + weights)) / rate,
    attention: (scores * (forward + 2.5 * back)) / attended,
  };
}
