import { generations, type Card, constants, type Constants } from "./constants.ts";
import { gathersWeights, multipliesIn32, raisesEmbeddings, type Run, unevenStages } from "../run/run.ts";

/** 16-bit values that one layer keeps per token. */
export function savedPerToken(run: Run): number {
  const { method, targets, compiled } = run;
  const { hidden, heads, headDim, kvHeads, gated } = run.shape;
  const full = method === "full";
  const onAll = full || method === "qlora";
  const onMlp = onAll || targets === "mlp" || targets === "all";
  const width = blockWidth(run.shape);
  const attention = 2 * (heads + kvHeads) * headDim + hidden * (onAll || targets !== "mlp" ? 1 : 0);
  const inner = gated ? (compiled ? 2 : 3) : 1;
  const mlp = width * (inner + (onMlp ? 1 : 0)) + (onMlp ? hidden : 0);
  return attention + normsPerToken(run) + mlp;
}

/** Width of the feed-forward block that a token passes: of its experts together, where there are some. */
function blockWidth({ moe, ffn }: Run["shape"]): number {
  return moe ? moe.topK * moe.ffn + (moe.sharedFfn ?? 0) : ffn;
}

/** Of these, what two norms keep: mostly a copy in 32 bits, whatever the values have. */
function normsPerToken({ shape: { hidden, gated }, profile: { norm }, compiled }: Run): number {
  return 2 * hidden * (gated ? (compiled ? Math.min(1.5, norm) : norm) : 1);
}

/** Of a gated block whose adapters are part of its kernel: its product and the input of the last matrix are computed again. */
function freedPerToken({ shape, method, targets, profile }: Run): number {
  const inKernel = profile.gradientsInPlace && method !== "full" && (method === "qlora" || targets === "all");
  return inKernel && shape.gated && !shape.moe ? 2 * shape.ffn : 0;
}

/** Values that experts add: each of a token's reads a copy of it and writes one, which the token's weight for it needs. */
export function routedPerToken({ shape: { moe, hidden } }: Run): number {
  return moe ? 2 * moe.topK * (moe.latent ?? hidden) : 0;
}

/** Values that a layer keeps under selective checkpointing as of torchtitan: its input, attention, the first of every two products. */
function keptSelectively(run: Run): number {
  const { hidden, heads, headDim, kvHeads, gated, moe, ffn } = run.shape;
  const block = moe ? (moe.sharedFfn ?? 0) : ffn;
  const products = (heads + kvHeads) * headDim + block + (gated && block > 0 ? hidden : 0);
  // Nothing is sent twice to experts on other cards; their own products are kept where each is one of its own.
  const sent = run.expertParallel > 1 ? routedPerToken(run) : 0;
  const looped = moe && run.experts === "loop" ? moe.topK * (moe.ffn + hidden / 2) : 0;
  return hidden + heads * headDim + products + sent + looped;
}

/** Bytes of a value between two layers: 32-bit embeddings, and 32-bit adapters that FSDP wraps, make it 32-bit. */
export function residualBytes(run: Run): 2 | 4 {
  const raised = run.method === "qlora" && raisesEmbeddings(run);
  const wrapped = run.adapters > 0 && run.profile.adapterBytes === 4 && run.sharding === "fsdp";
  const units = gathersWeights(run) || run.profile.wrapsAlone;
  return raised || wrapped || run.weights === "fp32-autocast" || (run.weights === "fp32" && !units) ? 4 : 2;
}

/** Tokens of a micro-step that one card computes: both rows of a pair, its part of a shared sequence. */
function tokensPerCard({ microBatch, rowTokens, learns, contextParallel }: Run): number {
  return (microBatch * rowTokens * learns.rows) / contextParallel;
}

/** Bytes per score that eager attention keeps: its softmax in 32 bits and the cast of it. As much passes in one layer. */
const keptScore = 6;

/** Between the products, in 32 bits: what PEFT raised, without autocast or on a card without bfloat16, and where all weights are. */
export function computesIn32(run: Run, card?: Card): boolean {
  const isPlain = !run.autocast || (card !== undefined && generations[card.architecture] === "turing");
  return multipliesIn32(run).weights || (run.method === "qlora" && raisesEmbeddings(run) && isPlain);
}

/** Copies of 32 bits that adapters hold of their inputs in one layer, less what they would share in 16. */
function castBytes(run: Run, card?: Card): number {
  if (!multipliesIn32(run).adapters || computesIn32(run, card)) return 0;
  const { hidden, heads, headDim, gated } = run.shape;
  const { targets } = run;
  const width = blockWidth(run.shape);
  const output = targets === "attention" || targets === "all" ? heads * headDim : 0;
  const inputs = { qv: 2, qkv: 3, attention: 3, all: 3, mlp: 0 }[targets] * hidden;
  const mlp = targets === "mlp" || targets === "all" ? (gated ? 2 : 1) * hidden + width : 0;
  const shared = (inputs > 0 ? hidden : 0) + (mlp > 0 ? hidden + width : 0);
  return ((4 * (inputs + output + mlp) - 2 * shared) * tokensPerCard(run)) / run.tensorParallel;
}

function layerActivations(run: Run, layers: number, card?: Card): number {
  const bytes = computesIn32(run, card) ? 4 : 2;
  const saved = savedPerToken(run) + routedPerToken(run) - freedPerToken(run);
  const norms = normsPerToken(run);
  const values = ((2 * norms + bytes * (saved - norms)) * tokensPerCard(run)) / run.tensorParallel;
  return layers * (values + castBytes(run, card) + scoreBytes(run));
}

function scoreBytes(run: Run): number {
  if (run.attention !== "eager") return 0;
  return (keptScore * run.shape.heads * run.rowTokens * tokensPerCard(run)) / run.tensorParallel;
}

/** Bytes; of the part that reads pictures until the backward pass, and while one of its layers is computed. */
type Activations = Readonly<Record<"kept" | "again" | "layer" | "logits" | "towerKept" | "towerPassing", number>>;

/** A frozen tower keeps nothing but what its layer at work holds. */
function towerActivations(run: Run): Pick<Activations, "towerKept" | "towerPassing"> {
  const { pictures, checkpointing } = run;
  const { tower } = run.shape;
  if (tower === undefined || pictures === undefined) return { towerKept: 0, towerPassing: 0 };
  const patches = run.microBatch * pictures.inRow * run.learns.rows;
  const values = 8 * tower.hidden + (tower.gated ? 4 : 2) * tower.ffn;
  const eager = run.attention === "eager" ? keptScore * tower.heads * pictures.together * patches : 0;
  const passing = 2 * values * patches + eager;
  if (!pictures.trained) return { towerKept: 0, towerPassing: passing };
  const border = 2 * tower.hidden * patches;
  return { towerKept: tower.layers * (checkpointing === "none" ? passing : border), towerPassing: passing };
}

function activationBytes(run: Run, c: Constants, card?: Card): Activations {
  const { shape, checkpointing, pipelineParallel } = run;
  const tokens = tokensPerCard(run);
  const scores = scoreBytes(run);
  // PyTorch gathers the keys and values of all parts of a sequence (_context_parallel/_attention.py, rotate_method); Megatron's go round.
  const parts = run.contextParallel > 1 && run.profile.id !== "megatron" ? run.contextParallel : 0;
  const layer = layerActivations(run, 1, card) + 2 * 2 * shape.kvHeads * shape.headDim * parts * tokens;
  const rest = { layer, logits: logitBytes(run, c), ...towerActivations(run) };
  if (run.method === "head") return { kept: 2 * shape.hidden * tokens, again: layer, ...rest };
  // The first stage of a pipeline holds as many micro-steps as there are stages, of its own layers.
  const inFlight = Math.min(pipelineParallel, run.accumulation);
  const layers = ((unevenStages(run) * shape.layers) / pipelineParallel) * inFlight;
  const again = run.compiled ? c.compiledAgain : run.profile.gradientsInPlace ? 1 : c.layerAgain;
  if (checkpointing === "none") return { kept: layerActivations(run, layers, card), again: scores, ...rest };
  // The core of attention keeps nothing but scores.
  if (checkpointing === "selective" && run.profile.selective === "attention")
    return { kept: layerActivations(run, layers, card) - layers * scores, again: 2 * scores, ...rest };
  if (checkpointing === "selective") {
    const bytes = (2 * keptSelectively(run) * tokens) / run.tensorParallel;
    return { kept: layers * bytes, again: again * layer - bytes + scores, ...rest };
  }
  const borders = run.offload.includes("activations") ? 2 : layers;
  const kept = (borders * residualBytes(run) * shape.hidden * tokens) / run.tensorParallel;
  // The gradient of a copy is added to that of its input at once.
  const copies = castBytes(run, card);
  return { kept, again: again * (layer - copies) + copies + scores, ...rest };
}

/** Share of the logits' bytes that compilation leaves: of the loss with the model (16 bits each and of their gradients), or of the model alone. */
const compiledLogits = { withLoss: 0.22, alone: 0.8 } as const;

function logitBytes(run: Run, c: Constants): number {
  const tokens = tokensPerCard(run);
  const bytes = {
    plain:
      run.profile.logitBytes * (run.compiled ? compiledLogits[run.profile.compilesLoss ? "withLoss" : "alone"] : 1),
    chunked: c.chunkedLogitBytes,
    fused: run.profile.fusedLogitBytes ?? c.fusedLogitBytes,
  }[run.loss];
  const held = run.loss === "chunked" && run.profile.chunksBySize ? Math.min(tokens, c.chunkedTokens) : tokens;
  return (run.shape.vocab * held * bytes) / run.tensorParallel;
}

const GiB = 2 ** 30;

/** Peak memory of one GPU, GiB, by what holds it. `total` counts what is there at the same time, so it can be below the sum. */
export type MemoryParts = Readonly<
  Record<"weights" | "gradients" | "optimizer" | "adapters" | "activations" | "logits" | "overhead", number>
>;

export interface Memory {
  readonly totalGiB: number;
  readonly parts: MemoryParts;
}

/** `allocated` by tensors, `reserved` by the caching allocator, or of the `device` with its context. */
export type MemoryView = "allocated" | "reserved" | "device";

/** Bytes per weight of the quantised layers: the code, and the scale of each block of 64 (with its own scale when doubly quantised). */
const quantisedBytes = {
  nf4: 0.5 + 4 / 64,
  "nf4-double": 0.5 + 1 / 64 + 4 / (64 * 256),
  gptq4: 0.55,
  int8: 1.03,
} as const;

/** Bytes of the lists that a step of AdamW makes beside its states, where it goes through all parameters at once. */
const stepBytes = { adamw: 4, "adamw-bf16": 2, "adamw-8bit": 0, "paged-adamw-8bit": 0, sgd: 0 } as const;

/** Bytes of optimizer state per trainable parameter. */
const stateBytes = { adamw: 8, "adamw-bf16": 4, "adamw-8bit": 2.1, "paged-adamw-8bit": 0, sgd: 4 } as const;

/**
 * Peak memory per GPU. Gradients and activations do not peak together: activations are freed while gradients
 * are made, unless accumulation keeps the gradients of the micro-step before. The optimizer's step can be the peak.
 *
 *     weights + optimizer + adapters + max(activations and logits, gradients + one layer, gradients + step) + overhead
 * @param card where it is known: a caching allocator gives cached blocks back before it fails
 */
export function trainingMemory(run: Run, view: MemoryView = "device", card?: Card, c: Constants = constants): Memory {
  // Fixed costs that a small job does not reach: workspaces and cached blocks grow with the tensors at first.
  const small = (gib: number, bytes: number): number => (gib * GiB * bytes) / (bytes + c.smallJobGiB * GiB);
  const w = weightBytes(run);
  const states = stateBytesOf(run);
  const { kept, again, layer, logits, towerKept, towerPassing } = activationBytes(run, c, card);
  const transient = towerKept + Math.max(kept + Math.max(again, logits), towerPassing);
  const computing = states.keptGradients ? states.gradients + transient : Math.max(transient, states.gradients + layer);
  const inUse = Math.max(w.passing + computing, states.gradients + states.step);
  const tensors = w.held + states.optimizer + states.adapters + inUse;
  const workspaces = small(c.allocatedGiB, tensors);
  const allocated = tensors + workspaces;
  // Buffers of collectives are no tensors: the allocator does not see them.
  const context = c.contextGiB[card === undefined ? "hopper" : generations[card.architecture]];
  const outside = (context + (run.gpus > 1 ? c.communicationGiB : 0)) * GiB;
  const fixed = small(c.reservedGiB, allocated) + (view === "device" ? outside : 0);
  const ofManyLengths = run.packing === "packed" ? 0 : (c.fragmentation - 1) * logits;
  const cached = run.cacheEmptied ? 0 : c.reservedShare * allocated + ofManyLengths;
  // Cached blocks go back to the driver before an allocation fails.
  const most = Math.max(fixed, 0.985 * (card?.memoryGiB ?? Infinity) * GiB - allocated);
  const overhead = view === "allocated" ? 0 : Math.min(fixed + cached, most);
  return {
    totalGiB: (allocated + overhead) / GiB,
    parts: {
      weights: (w.held + w.passing) / GiB,
      gradients: states.gradients / GiB,
      optimizer: states.optimizer / GiB,
      adapters: states.adapters / GiB,
      activations: (kept + again + towerKept) / GiB,
      logits: logits / GiB,
      overhead: (overhead + workspaces) / GiB,
    },
  };
}

/** Share that one GPU holds of optimizer states (from stage 1), gradients (2) or weights (3). */
function share(run: Run, from: 1 | 2 | 3): number {
  const stage = { single: 0, ddp: 0, zero1: 1, zero2: 2, zero3: 3, fsdp: 3 }[run.sharding];
  if (stage >= from) return 1 / run.gpus;
  const experts = run.counts.experts / run.counts.total;
  // Experts may be spread over the cards that split the rest of a layer: never over more than there are.
  return (1 - experts) / run.modelParallel + experts / Math.min(run.gpus, run.modelParallel * run.expertParallel);
}

function weightBytes(run: Run): Readonly<Record<"held" | "passing", number>> {
  const { counts, shape, method } = run;
  const tables = counts.embedding * (shape.tied ? 1 : 2) + counts.norms + (shape.otherParameters ?? 0);
  const quantised = counts.layers * quantisedBytes[run.quantisation] + tables * (raisesEmbeddings(run) ? 4 : 2);
  const bytes = method === "qlora" ? quantised : counts.total * (run.weights === "bf16" ? 2 : 4);
  // The reference of DPO is a second model, unless switching the adapters off gives it back.
  const { frozenFull, frozenAdapted, critic } = run.learns;
  const models = 1 + (method === "full" ? frozenFull + (critic ? 1 : 0) : frozenAdapted);
  const held = run.offload.includes("weights") ? (2 * bytes) / shape.layers : models * bytes * share(run, 3);
  const computed = method === "qlora" ? quantised : 2 * counts.total;
  if (gathersWeights(run) || run.profile.wrapsAlone) {
    const gathered = (2 * computed * largestUnit(run)) / counts.total;
    const rooted = run.sharding === "fsdp" && method === "full" && run.profile.embeddingsInRoot;
    // Two gathered layers and the gradient of one; embedding and head stay gathered until the backward pass ends.
    const inRoot = (6 * counts.layers) / shape.layers + 4 * counts.embedding * (shape.tied ? 1 : 2);
    const units = rooted ? inRoot : gathered;
    // Autocast keeps the 16-bit copies of all weights that it has cast, whole, until the step is over.
    const cast = run.weights === "fp32-autocast" && method !== "qlora" ? units + 2 * counts.total : 0;
    return { held, passing: (units + cast) / run.modelParallel };
  }
  // Under autocast the 16-bit copies of 32-bit weights live until the backward pass has used them.
  return { held, passing: run.weights !== "bf16" && method !== "qlora" ? computed * share(run, 3) : 0 };
}

function largestUnit({ counts, shape }: Run): number {
  return Math.max(counts.layers / shape.layers, counts.embedding);
}

function stateBytesOf(run: Run) {
  const { optimizer, sharding, method, weights } = run;
  const trainable = run.trainable * (run.learns.critic ? 2 : 1);
  if (method !== "full") {
    const { adapterBytes: own, mainAdapters } = run.profile;
    const adapters = trainable - run.trainedTables;
    const states = optimizer === "adamw" && !mainAdapters ? 2 * own : stateBytes[optimizer];
    const bytes =
      adapters * (2 * own + states + (mainAdapters ? 6 : 0)) +
      // A copy beside the frozen table, in its 16 bits, and its gradient.
      run.trainedTables * (4 + stateBytes[optimizer]);
    return { gradients: 0, step: 0, optimizer: 0, adapters: bytes * share(run, 3), keptGradients: true };
  }
  const master = optimizer === "adamw" && weights === "bf16" ? 4 : 0;
  const addedIn32 = run.profile.mainAdapters && run.modelParallel * run.expertParallel > 1;
  const gradientBytes = weights !== "bf16" || addedIn32 ? 4 : 2;
  const gradients = gradientBytes * (run.optimizerInBackward ? largestUnit(run) : trainable * share(run, 2));
  // 8-bit optimizers keep the states of embeddings in 32 bits.
  const embeddings = optimizer === "adamw-8bit" ? (8 - stateBytes[optimizer]) * run.counts.embedding : 0;
  const states = (trainable * (stateBytes[optimizer] + master) + embeddings) * share(run, 1);
  const onHost = run.offload.includes("optimizer");
  const copies = !run.fusedOptimizer && !sharding.startsWith("zero") && !run.optimizerInBackward && !onHost;
  return {
    step: copies ? trainable * stepBytes[optimizer] * share(run, 1) : 0,
    // DeepSpeed and FSDP move gradients as they come; the distributed optimizer keeps them on the card.
    gradients: onHost && !run.profile.mainAdapters ? gradients / run.shape.layers : gradients,
    optimizer: onHost ? 0 : states,
    adapters: 0,
    keptGradients:
      !run.optimizerInBackward && (run.accumulation > 1 || sharding.startsWith("zero") || run.modelParallel > 1),
  };
}
