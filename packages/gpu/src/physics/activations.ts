import type { Constants } from "./constants.ts";
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
function dispatchedPerToken({ shape: { moe, hidden } }: Run): number {
  return moe ? 2 * moe.topK * (moe.latent ?? hidden) : 0;
}

/**
 * Bytes of a value between two layers: 32-bit embeddings make the residual stream 32-bit, and so do 32-bit adapters
 * that FSDP wraps.
 */
export function residualBytes(run: Run): 2 | 4 {
  const raised = run.method === "qlora" && raisesEmbeddings(run);
  const wrapped = run.adapters > 0 && run.profile.adapterBytes === 4 && run.sharding === "fsdp";
  return raised || wrapped || run.weights === "fp32-autocast" || (run.weights === "fp32" && !gathersWeights(run))
    ? 4
    : 2;
}

/** Tokens of a micro-step that one card computes: both rows of a pair, its part of a shared sequence. */
function tokensPerCard({ microBatch, rowTokens, objective, contextParallel }: Run): number {
  return (microBatch * rowTokens * objectives[objective].rows) / contextParallel;
}

export function layerActivations(run: Run, layers: number): number {
  const tokens = tokensPerCard(run);
  const scores = run.flashAttention ? 0 : 5 * run.shape.heads * run.rowTokens * tokens;
  return (layers * (2 * (savedPerToken(run) + dispatchedPerToken(run)) * tokens + scores)) / run.tensorParallel;
}

/** Activations until the backward pass, and those that it makes again, one layer at a time. */
export interface Activations {
  readonly kept: number;
  readonly again: number;
}

export function activationBytes(run: Run, c: Constants): Activations {
  const { shape, checkpointing, pipelineParallel } = run;
  const tokens = tokensPerCard(run);
  if (run.method === "head") return { kept: 2 * shape.hidden * tokens, again: layerActivations(run, 1) };
  // The first stage of a pipeline holds as many micro-steps as there are stages, of its own layers.
  const inFlight = Math.min(pipelineParallel, run.accumulation);
  const layers = ((unevenStages(run) * shape.layers) / pipelineParallel) * inFlight;
  if (checkpointing === "none") return { kept: layerActivations(run, layers), again: 0 };
  // What selective checkpointing keeps are the outputs of matrix products, which compilation cannot fuse away.
  if (checkpointing === "selective")
    return { kept: layerActivations({ ...run, compiled: false }, layers) * c.selectiveKept, again: 0 };
  const borders = run.offload.includes("activations") ? 2 : layers;
  return {
    kept: (borders * residualBytes(run) * shape.hidden * tokens) / run.tensorParallel,
    again: c.layerAgain * layerActivations(run, 1),
  };
}

/** Share of the logits' bytes that compilation leaves: of the model alone, or of the loss with it. */
function compiledLogits({ profile }: Run): number {
  return profile.compilesLoss ? 0.43 : 0.8;
}

export function logitBytes(run: Run, c: Constants): number {
  const tokens = tokensPerCard(run);
  const bytes = {
    plain: run.profile.logitBytes * (run.compiled ? compiledLogits(run) : 1),
    chunked: c.chunkedLogitBytes,
    fused: run.profile.fusedLogitBytes ?? c.fusedLogitBytes,
  }[run.loss];
  return (run.shape.vocab * tokens * bytes) / run.tensorParallel;
}
