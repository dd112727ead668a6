import { type Constants, generationOf, type Card } from "./constants.ts";
import { objectives } from "../run/objectives.ts";
import { gathersWeights, raisesEmbeddings, type Run, unevenStages } from "../run/run.ts";

/** 16-bit values that one layer keeps per token. */
export function savedPerToken({ shape, method, targets, profile, compiled }: Run): number {
  const { hidden, heads, headDim, kvHeads, moe, gated, ffn } = shape;
  const full = method === "full";
  // A frozen matrix needs no input for its own gradient; the 4-bit product keeps it all the same.
  const onAll = full || method === "qlora";
  const onMlp = onAll || targets === "mlp" || targets === "all";
  const width = moe ? moe.topK * moe.ffn + (moe.sharedFfn ?? 0) : ffn;
  // Attention keeps query, key, value and its output.
  const attention = 2 * (heads + kvHeads) * headDim + hidden * (onAll || targets !== "mlp" ? 1 : 0);
  const norms = 2 * hidden * (gated ? (compiled ? Math.min(1.5, profile.norm) : profile.norm) : 1);
  const inner = gated ? (compiled ? 2 : 3) : 1;
  const mlp = width * (inner + (onMlp ? 1 : 0)) + (onMlp ? hidden : 0);
  return attention + norms + mlp;
}

/** Values that experts add: each of a token's reads a copy of it and writes one, which the token's weight for it needs. */
export function routedPerToken({ shape: { moe, hidden } }: Run): number {
  return moe ? 2 * moe.topK * (moe.latent ?? hidden) : 0;
}

/**
 * Bytes of a value between two layers: 32-bit embeddings make the residual stream 32-bit, and so do 32-bit adapters
 * that FSDP wraps.
 */
export function residualBytes(run: Run): 2 | 4 {
  const raised = run.method === "qlora" && raisesEmbeddings(run);
  const wrapped = run.adapters > 0 && run.profile.adapterBytes === 4 && run.sharding === "fsdp";
  const units = gathersWeights(run) || run.profile.wrapsAlone;
  return raised || wrapped || run.weights === "fp32-autocast" || (run.weights === "fp32" && !units) ? 4 : 2;
}

/** Tokens of a micro-step that one card computes: both rows of a pair, its part of a shared sequence. */
function tokensPerCard({ microBatch, rowTokens, objective, contextParallel }: Run): number {
  return (microBatch * rowTokens * objectives[objective].rows) / contextParallel;
}

/**
 * Bytes of a value inside a layer: a card without bfloat16 computes what PEFT raised in 32 bits, elsewhere autocast lowers it
 * again.
 */
function valueBytes(run: Run, card: Card | undefined): 2 | 4 {
  const raised = run.method === "qlora" && raisesEmbeddings(run);
  return raised && card !== undefined && generationOf(card) === "turing" ? 4 : 2;
}

/** Bytes per score that eager attention keeps: its softmax in 32 bits and the cast of it. As much passes in one layer. */
const keptScore = 6;

/** Bytes that so many layers keep. */
function layerActivations(run: Run, layers: number, card?: Card): number {
  const tokens = tokensPerCard(run);
  const bytes = valueBytes(run, card);
  const scores = run.attention === "eager" ? keptScore * run.shape.heads * run.rowTokens * tokens : 0;
  const values = bytes * (savedPerToken(run) + routedPerToken(run)) * tokens;
  return (layers * (values + scores)) / run.tensorParallel;
}

/** Bytes of scores that live while one layer of eager attention is computed, beside those that it keeps. */
function passingScores(run: Run): number {
  if (run.attention !== "eager") return 0;
  return (keptScore * run.shape.heads * run.rowTokens * tokensPerCard(run)) / run.tensorParallel;
}

/** Bytes that the passes of a micro-step keep. */
export interface Activations {
  /** Until the backward pass, and those that it makes again, one layer at a time. */
  readonly kept: number;
  readonly again: number;
  /** Of one layer, and of the logits. */
  readonly layer: number;
  readonly logits: number;
  /** Of the part that reads pictures: until the backward pass, and while one of its layers is computed. */
  readonly towerKept: number;
  readonly towerPassing: number;
}

/** A frozen tower keeps nothing but what its layer at work holds. */
function towerActivations(run: Run): Pick<Activations, "towerKept" | "towerPassing"> {
  const { pictures, checkpointing } = run;
  const { tower } = run.shape;
  if (tower === undefined || pictures === undefined) return { towerKept: 0, towerPassing: 0 };
  const patches = run.microBatch * pictures.inRow * objectives[run.objective].rows;
  const values = 8 * tower.hidden + (tower.gated ? 4 : 2) * tower.ffn;
  const eager = run.attention === "eager" ? keptScore * tower.heads * pictures.together * patches : 0;
  const passing = 2 * values * patches + eager;
  if (!pictures.trained) return { towerKept: 0, towerPassing: passing };
  const border = 2 * tower.hidden * patches;
  return { towerKept: tower.layers * (checkpointing === "none" ? passing : border), towerPassing: passing };
}

export function activationBytes(run: Run, c: Constants, card?: Card): Activations {
  const { shape, checkpointing, pipelineParallel } = run;
  const tokens = tokensPerCard(run);
  const scores = passingScores(run);
  const rest = { layer: layerActivations(run, 1, card), logits: logitBytes(run, c), ...towerActivations(run) };
  if (run.method === "head") return { kept: 2 * shape.hidden * tokens, again: rest.layer, ...rest };
  // The first stage of a pipeline holds as many micro-steps as there are stages, of its own layers.
  const inFlight = Math.min(pipelineParallel, run.accumulation);
  const layers = ((unevenStages(run) * shape.layers) / pipelineParallel) * inFlight;
  if (checkpointing === "none") return { kept: layerActivations(run, layers, card), again: scores, ...rest };
  // What selective checkpointing keeps are the outputs of matrix products, which compilation cannot fuse away.
  if (checkpointing === "selective") {
    const kept = layerActivations({ ...run, compiled: false }, layers, card) * c.selectiveKept;
    return { kept, again: scores, ...rest };
  }
  const borders = run.offload.includes("activations") ? 2 : layers;
  return {
    kept: (borders * residualBytes(run) * shape.hidden * tokens) / run.tensorParallel,
    again: madeAgain(run, c) * rest.layer + scores,
    ...rest,
  };
}

/** A layer that is computed again with the gradients of its activations, over its activations. */
function madeAgain({ compiled, profile }: Run, c: Constants): number {
  if (compiled) return c.compiledAgain;
  return profile.gradientsInPlace ? 1 : c.layerAgain;
}

/** Share of the logits' bytes that compilation leaves: of the model alone, or of the loss with it. */
function compiledLogits({ profile }: Run): number {
  return profile.compilesLoss ? 0.43 : 0.8;
}

function logitBytes(run: Run, c: Constants): number {
  const tokens = tokensPerCard(run);
  const bytes = {
    plain: run.profile.logitBytes * (run.compiled ? compiledLogits(run) : 1),
    chunked: c.chunkedLogitBytes,
    fused: run.profile.fusedLogitBytes ?? c.fusedLogitBytes,
  }[run.loss];
  const held = run.loss === "chunked" && run.profile.chunksBySize ? Math.min(tokens, c.chunkedTokens) : tokens;
  return (run.shape.vocab * held * bytes) / run.tensorParallel;
}
