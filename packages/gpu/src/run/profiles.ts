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
  /** Share of the card's sustained matrix rate that is reached. */
  readonly matmul: number;
  /** Share of the card's sustained matrix rate that causal attention kernels reach. */
  readonly attention: number;
  /** 16-bit values that one RMSNorm keeps per unit of width: an eager one keeps a 32-bit copy. */
  readonly norm: number;
  /** Bytes per logit at the peak with a plain cross-entropy. */
  readonly logitBytes: number;
  /** The same where the framework's fused loss is one kernel over logits that are there: 16 bits of each, and 32 for its exponential. */
  readonly fusedLogitBytes?: number;
  readonly compiled: boolean;
  /** The loss is compiled with the model: its logits are never held in 32 bits. */
  readonly compilesLoss?: boolean;
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
  /**
   * Billion parameters that an optimizer in the host's memory steps per second and machine: 28 bytes each at 200 GB/s
   * where all cores work, a sixth with one thread per process (what torchrun sets).
   */
  readonly hostAdam: number;
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
  traffic: 2.27,
  launchMs: 0.903,
  matmul: 0.895,
  attention: 0.578,
  norm: 3.9,
  logitBytes: 12.7,
  compiled: false,
  adapterBytes: 4,
  upcastsEmbeddings: true,
  embeddingsInRoot: true,
  copiesInStep: true,
  hostAdam: 1.2,
  offloadsActivations: false,
  loss: "plain",
  experts: "loop",
};

const fused: FrameworkProfile = {
  ...hf,
  id: "hf-fused",
  names: ["liger", "fused", "paddle", "atorch", "xtuner"],
  loss: "fused",
  traffic: 1.73,
  launchMs: 1,
  matmul: 0.987,
  attention: 0.69,
};

const torchtune: FrameworkProfile = {
  ...hf,
  id: "torchtune",
  basis: "torchtune README.md, torchtitan benchmarks",
  names: ["torchtune", "compile"],
  traffic: 2.19,
  launchMs: 0.5,
  matmul: 0.963,
  attention: 0.476,
  logitBytes: 11.7,
  adapterBytes: 2,
  loss: "chunked",
  upcastsEmbeddings: false,
  embeddingsInRoot: false,
  copiesInStep: false,
  hostAdam: 7,
  experts: "grouped",
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
    names: ["unsloth"],
    loss: "fused",
    traffic: 0.876,
    launchMs: 0.783,
    norm: 1.5,
    upcastsEmbeddings: false,
    offloadsActivations: true,
    matmul: 0.987,
    attention: 0.69,
    experts: "grouped",
  },
  {
    ...hf,
    id: "lightning",
    basis: "litgpt tutorials/resource-tables.md, config_hub/finetune",
    names: ["litgpt", "lightning"],
    traffic: 2.86,
    launchMs: 1.43,
    matmul: 0.895,
    attention: 0.5,
    upcastsEmbeddings: false,
    logitBytes: 16.8,
  },
  torchtune,
  // Logits are raised to 32 bits before the loss, unless it is compiled (the default since 2025).
  {
    ...torchtune,
    id: "torchtitan",
    names: ["torchtitan", "olmo-core", "olmo core"],
    logitBytes: 18,
    loss: "plain",
    compilesLoss: true,
  },
  // Whole steps are compiled: no launches from the host, everything between two products in one pass.
  {
    ...torchtune,
    id: "xla",
    basis: "as torchtune compiled; no runs of its own",
    names: ["maxtext", "jax", "xla", "flax", "levanter", "paxml"],
    compiled: true,
    launchMs: 0.05,
    matmul: 1,
    attention: 0.7,
    norm: 1,
    loss: "plain",
    compilesLoss: true,
  },
  // Arrays are computed lazily in one memory: no launches to wait for, a quantised base of its own.
  {
    ...hf,
    id: "mlx",
    basis: "mlx-lm BENCHMARKS.md; no training runs of its own",
    names: ["mlx"],
    launchMs: 0.3,
    adapterBytes: 2,
    upcastsEmbeddings: false,
    experts: "grouped",
  },
  {
    ...hf,
    id: "llm-foundry",
    basis: "llm-foundry scripts/train/benchmarking",
    names: ["foundry", "composer", "mosaic"],
    traffic: 2.39,
    launchMs: 0.512,
    attention: 0.37,
    logitBytes: 11,
    upcastsEmbeddings: false,
    copiesInStep: false,
    experts: "grouped",
    matmul: 0.987,
  },
  {
    ...hf,
    id: "megatron",
    basis: "performance summaries of NeMo 24.07, Megatron-Bridge 25.11 and NeMo AutoModel",
    names: ["megatron", "nemo", "fast-llm"],
    traffic: 1.64,
    launchMs: 0.507,
    attention: 0.69,
    norm: 1,
    loss: "fused",
    fusedLogitBytes: 6,
    upcastsEmbeddings: false,
    adapterBytes: 2,
    mainAdapters: true,
    embeddingsInRoot: false,
    copiesInStep: false,
    experts: "grouped",
    matmul: 0.987,
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
