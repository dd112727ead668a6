import type { AdapterTargets } from "./runWords.ts";
import type { RunOptions } from "../run/question.ts";
import type { ModelShape } from "./shape.ts";

/** Parameters of a model by place. `matmul` and `active` are what one token is multiplied by. */
export interface ParameterCount {
  readonly total: number;
  readonly layers: number;
  readonly activeLayers: number;
  /** One embedding table; the head is a second one unless tied. */
  readonly embedding: number;
  readonly norms: number;
  /** Total less the experts that one token does not pass through. */
  readonly active: number;
  /** Active matrices plus the head, without the look-up of the embedding: the N of "6N FLOPs per token". */
  readonly matmul: number;
  /** Matrices of all layers that are outside the experts. */
  readonly attention: number;
  /** Matrices of all experts that a token may or may not pass through. */
  readonly experts: number;
  /** Layers that hold experts, and those with a key-value cache. */
  readonly expertLayers: number;
  readonly attentionLayers: number;
}

function expertLayers({ layers, moe }: ModelShape): number {
  return moe ? Math.floor((layers - (moe.denseLayers ?? 0)) / (moe.interval ?? 1)) : 0;
}

function attentionLayers({ layers, linearAttention, mixers }: ModelShape): number {
  if (mixers) return mixers.attention;
  return linearAttention ? Math.floor(layers / linearAttention.every) : layers;
}

/**
 * Counts a model from its shape:
 *
 *     layers × (attention + feed-forward) + embedding × (tied ? 1 : 2) + (2 × layers + 1) × hidden
 */
export function parameterCount(shape: ModelShape): ParameterCount {
  const { layers, hidden, vocab, tied, gated, moe, otherParameters = 0 } = shape;
  const matrices = gated ? 3 : 2;
  const block = (width: number): number => matrices * hidden * width;
  const attention = attentionMatrices(shape);
  const withExperts = expertLayers(shape);
  const dense = (layers - withExperts) * block(moe?.denseFfn ?? shape.ffn);
  const outsideExperts =
    attention +
    dense +
    (moe ? withExperts * (moe.experts * hidden + block(moe.sharedFfn ?? 0) + 2 * hidden * (moe.latent ?? 0)) : 0);
  const expert = moe ? withExperts * matrices * (moe.latent ?? hidden) * moe.ffn : 0;
  const allLayers = outsideExperts + expert * (moe?.experts ?? 0);
  const activeLayers = outsideExperts + expert * (moe?.topK ?? 0);
  const embedding = vocab * hidden;
  const norms = (2 * layers + 1) * hidden;
  const rest = embedding * (tied ? 1 : 2) + norms + otherParameters;
  return {
    total: allLayers + rest,
    layers: allLayers,
    activeLayers,
    embedding,
    norms,
    active: activeLayers + rest,
    matmul: activeLayers + embedding,
    attention,
    experts: expert * (moe?.experts ?? 0),
    expertLayers: withExperts,
    attentionLayers: attentionLayers(shape),
  };
}

function attentionMatrices(shape: ModelShape): number {
  if (shape.mixers) return shape.mixers.parameters;
  const { layers, hidden, heads, headDim, kvHeads, latent, linearAttention: linear } = shape;
  const inner = heads * headDim;
  if (latent) {
    const { queryRank, kvRank, nope, rope, value } = latent;
    const query = queryRank ? queryRank * (hidden + heads * (nope + rope)) : hidden * heads * (nope + rope);
    return layers * (query + hidden * (kvRank + rope) + kvRank * heads * (nope + value) + heads * value * hidden);
  }
  const full = hidden * (inner * (linear?.gatedAttention ? 3 : 2) + 2 * kvHeads * headDim);
  if (!linear) return layers * full;
  const keys = linear.keyHeads * linear.keyHeadDim;
  const values = linear.valueHeads * linear.valueHeadDim;
  const delta = hidden * (2 * keys + 3 * values + 2 * linear.valueHeads) + linear.convolution * (2 * keys + values);
  const fullLayers = attentionLayers(shape);
  return fullLayers * full + (layers - fullLayers) * delta;
}

/**
 * Trainable parameters of LoRA: rank × (rows + columns) for each target of each layer; each expert has adapters of its own.
 * @param fused query, keys and values are one matrix with one adapter, and so are gate and up
 * @source https://docs.nvidia.com/nemo-framework/user-guide/latest/sft_peft/canonical_lora.html (of Megatron's, read 2026-12-02)
 */
export function adapterParameters(
  shape: ModelShape,
  rank: number,
  targets: AdapterTargets,
  fused: boolean = false,
): number {
  const { layers, hidden, gated, moe, latent } = shape;
  const query = latent ? shape.heads * (latent.nope + latent.rope) : shape.heads * shape.headDim;
  const kv = shape.kvHeads * shape.headDim;
  // Latent attention has matrices of its own, one after the other.
  const qkv = (fused && !latent ? 1 : 3) * hidden + query + 2 * kv;
  const ups = gated ? 2 : 1;
  const block = (width: number): number => (fused ? 1 : ups) * hidden + ups * width + width + hidden;
  const withExperts = expertLayers(shape);
  const blocks = (layers - withExperts) * block(shape.ffn) + withExperts * (moe ? moe.experts * block(moe.ffn) : 0);
  const attention = qkv + query + hidden;
  const perLayer = { qv: 2 * hidden + query + kv, qkv, attention, mlp: 0, all: attention }[targets];
  return rank * (layers * perLayer + (targets === "mlp" || targets === "all" ? blocks : 0));
}

export interface TrainedParameters {
  readonly counts: ParameterCount;
  readonly trainable: number;
  /** Of these, adapters, and tables that are trained whole beside them. */
  readonly adapters: number;
  readonly trainedTables: number;
  /** Rows and columns of the adapters that a token passes through, mean of the layers. */
  readonly adapterSides: number;
}

/** The parameters that a method moves. @param rank of the adapters */
export function trainedParameters(
  shape: ModelShape,
  { method, rank, targets, trainEmbeddings, trainTower, fused }: Trained,
): TrainedParameters {
  const counts = parameterCount(shape);
  const adapted = method === "lora" || method === "qlora";
  const adapters = adapted ? adapterParameters(shape, rank, targets, fused) : 0;
  const trainedTables = adapted && trainEmbeddings ? counts.embedding * (shape.tied ? 1 : 2) : 0;
  const beside = adapters + trainedTables;
  const frozen = trainTower ? 0 : (shape.tower?.parameters ?? 0);
  const trainable = { full: counts.total - frozen, head: counts.embedding, lora: beside, qlora: beside }[method];
  const passed = shape.moe ? { ...shape, moe: { ...shape.moe, experts: shape.moe.topK } } : shape;
  const adapterSides = adapters === 0 ? 0 : adapterParameters(passed, 1, targets, fused) / shape.layers;
  return { counts, trainable, adapters, trainedTables, adapterSides };
}

type Trained = Required<Pick<RunOptions, "method" | "rank" | "targets" | "trainEmbeddings" | "trainTower">> & {
  readonly fused?: boolean;
};
