import type { AttentionKernel } from "../model/runWords.ts";

/** What a training framework costs beyond the arithmetic: shares, bytes and milliseconds. */
export interface FrameworkProfile {
  readonly id: string;
  /** Published runs that its figures were fitted on; a profile without runs of its own has those of what it is built on. */
  readonly basis: string;
  /** Words by which the framework is known; the first profile with one of them in the name is taken. */
  readonly names: readonly string[];
  /** Times that the saved activations pass through memory, per forward or backward pass. */
  readonly traffic: number;
  /** Host time to launch the kernels of one layer for one pass, milliseconds: the floor of short steps. */
  readonly launchMs: number;
  /** The attention kernel that it takes where nobody says. */
  readonly attention: AttentionKernel;
  /** A fused loss comes with fused norms and gates, which it has not otherwise. */
  readonly takesLiger: boolean;
  /** Casts to 8 bits are fused into the kernels before them. */
  readonly fusesCasts: boolean;
  /** 16-bit values that one RMSNorm keeps per unit of width: an eager one keeps a 32-bit copy. */
  readonly norm: number;
  /** Bytes per logit at the peak with a plain cross-entropy. */
  readonly logitBytes: number;
  /** The same where the framework's fused loss is one kernel over logits that are there: 16 bits of each, and 32 for its exponential. */
  readonly fusedLogitBytes?: number;
  readonly compiled: boolean;
  /** The loss is compiled with the model: its logits are never held in 32 bits. */
  readonly compilesLoss?: boolean;
  /** A chunked loss has chunks of one size, not a number of them. */
  readonly chunksBySize: boolean;
  /** Weights are wrapped in units on one card, too: copies of 16 bits are made a layer at a time. */
  readonly wrapsAlone: boolean;
  /** Bytes of one adapter weight, gradient or state. */
  readonly adapterBytes: 2 | 4;
  /** Adapters of 16 bits have gradients, a copy and states of 32, as the distributed optimizer keeps them. */
  readonly mainAdapters?: boolean;
  /** Quantised runs keep embedding and head in 32 bits. */
  readonly upcastsEmbeddings: boolean;
  /** Under FSDP, embedding and head are in the unit that spans the model, not in units of their own. */
  readonly embeddingsInRoot: boolean;
  /** AdamW steps through all parameters at once, with copies as large as one state; fused kernels need none. */
  readonly copiesInStep: boolean;
  /** An optimizer in the host's memory uses all of its cores, not one thread per process (what torchrun sets). */
  readonly tunedHostAdam: boolean;
  /** Gradients of a layer take the place of its activations. */
  readonly gradientsInPlace: boolean;
  /** Checkpoints go to the host's memory. */
  readonly offloadsActivations: boolean;
  readonly loss: "plain" | "chunked" | "fused";
  readonly experts: "loop" | "grouped";
}

const hf: FrameworkProfile = {
  id: "hf",
  basis:
    "ms-swift LLM/Benchmark.md, PEFT method_comparison, fms-acceleration, Qwen README, LLaMA-Factory wiki, VectorLM, unsloth benchmarks",
  names: ["hf", "trl", "peft", "swift", "transformers", "fastchat"],
  traffic: 3.56,
  launchMs: 0.973,
  norm: 3.89,
  logitBytes: 13.6,
  compiled: false,
  adapterBytes: 4,
  upcastsEmbeddings: true,
  embeddingsInRoot: true,
  copiesInStep: true,
  tunedHostAdam: false,
  attention: "sdpa",
  fusesCasts: false,
  takesLiger: true,
  chunksBySize: true,
  wrapsAlone: false,
  gradientsInPlace: false,
  offloadsActivations: false,
  loss: "plain",
  experts: "grouped",
};

const fused: FrameworkProfile = {
  ...hf,
  id: "hf-fused",
  takesLiger: false,
  names: ["liger", "fused", "paddle", "atorch", "xtuner", "verl", "openrlhf"],
  loss: "fused",
  traffic: 1.95,
  launchMs: 0.76,
};

const torchtune: FrameworkProfile = {
  ...hf,
  id: "torchtune",
  takesLiger: false,
  chunksBySize: false,
  basis: "torchtune README.md, torchtitan benchmarks",
  names: ["torchtune", "compile"],
  traffic: 2.02,
  launchMs: 0.6,
  logitBytes: 12,
  adapterBytes: 2,
  loss: "chunked",
  upcastsEmbeddings: false,
  embeddingsInRoot: false,
  copiesInStep: false,
  tunedHostAdam: true,
};

/**
 * Framework profiles, fitted by `bench/selfhostFit.mjs` to published runs. Each source is held against constants that
 * were fitted without it by `npm run bench:selfhost`.
 */
export const profiles: readonly FrameworkProfile[] = [
  hf,
  fused,
  { ...hf, id: "llama-factory", names: ["llama-factory", "llamafactory", "llama factory"], upcastsEmbeddings: false },
  { ...fused, id: "axolotl", names: ["axolotl"], upcastsEmbeddings: false },
  {
    ...hf,
    id: "unsloth",
    takesLiger: false,
    names: ["unsloth"],
    loss: "fused",
    traffic: 1.26,
    launchMs: 0.655,
    norm: 1.5,
    upcastsEmbeddings: false,
    gradientsInPlace: true,
    offloadsActivations: true,
  },
  {
    ...hf,
    id: "lightning",
    takesLiger: false,
    basis: "litgpt tutorials/resource-tables.md, config_hub/finetune",
    names: ["litgpt", "lightning"],
    traffic: 2.58,
    launchMs: 1.33,
    upcastsEmbeddings: false,
    logitBytes: 14.3,
  },
  torchtune,
  // Logits are raised to 32 bits before the loss, unless it is compiled (the default since 2025).
  {
    ...torchtune,
    id: "torchtitan",
    launchMs: 0.6,
    traffic: 2.59,
    names: ["torchtitan", "olmo-core", "olmo core", "pith-train"],
    wrapsAlone: true,
    tunedHostAdam: false,
    logitBytes: 18.2,
    loss: "plain",
    compilesLoss: true,
  },
  {
    ...torchtune,
    id: "prime-rl",
    basis: "torchtune README.md, torchtitan benchmarks, prime-rl benchmarks",
    names: ["prime-rl", "prime rl"],
    logitBytes: 18,
    chunksBySize: true,
    wrapsAlone: true,
    tunedHostAdam: false,
    compiled: true,
  },
  // Whole steps are compiled: no launches from the host, everything between two products in one pass.
  {
    ...torchtune,
    id: "xla",
    basis: "as torchtune compiled; no runs of its own",
    names: ["maxtext", "jax", "xla", "flax", "levanter", "paxml"],
    compiled: true,
    launchMs: 0.05,
    norm: 1,
    fusesCasts: true,
    loss: "plain",
    compilesLoss: true,
  },
  // Arrays are computed lazily in one memory: no launches to wait for, a quantised base of its own.
  {
    ...hf,
    id: "mlx",
    takesLiger: false,
    basis: "mlx-lm BENCHMARKS.md; no training runs of its own",
    names: ["mlx"],
    launchMs: 0.3,
    adapterBytes: 2,
    upcastsEmbeddings: false,
  },
  {
    ...hf,
    id: "llm-foundry",
    takesLiger: false,
    basis: "llm-foundry scripts/train/benchmarking",
    names: ["foundry", "composer", "mosaic"],
    traffic: 1.94,
    launchMs: 0.5,
    logitBytes: 12,
    upcastsEmbeddings: false,
    copiesInStep: false,
  },
  {
    ...hf,
    id: "megatron",
    takesLiger: false,
    basis: "performance summaries of NeMo 24.07, Megatron-Bridge 25.11 and NeMo AutoModel",
    names: ["megatron", "nemo", "fast-llm"],
    traffic: 1.57,
    launchMs: 0.514,
    norm: 1,
    attention: "cudnn",
    fusesCasts: true,
    loss: "fused",
    fusedLogitBytes: 6,
    upcastsEmbeddings: false,
    adapterBytes: 2,
    mainAdapters: true,
    embeddingsInRoot: false,
    copiesInStep: false,
  },
];

/** The profile that bears this name or whose words occur in it, most special first. */
export function profileNamed(name: string): FrameworkProfile | undefined {
  const words = name.toLowerCase();
  return (
    profiles.find(({ id }) => id === words) ??
    profiles.findLast(({ names }) => names.some((known) => words.includes(known)))
  );
}
