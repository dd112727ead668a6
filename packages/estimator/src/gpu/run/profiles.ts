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
  readonly compiled: boolean;
  /** Bytes of one adapter weight, gradient or state. */
  readonly adapterBytes: 2 | 4;
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
  traffic: 1.8,
  launchMs: 0.94,
  matmul: 0.9,
  attention: 0.51,
  norm: 3.9,
  logitBytes: 13.3,
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
  names: ["liger", "fused"],
  loss: "fused",
  traffic: 1.4,
  launchMs: 1,
  matmul: 0.97,
  attention: 0.7,
};

const torchtune: FrameworkProfile = {
  ...hf,
  id: "torchtune",
  basis: "torchtune README.md, torchtitan benchmarks",
  names: ["torchtune", "compile"],
  traffic: 2.3,
  launchMs: 0.5,
  matmul: 0.93,
  attention: 0.45,
  logitBytes: 11,
  adapterBytes: 2,
  loss: "chunked",
  upcastsEmbeddings: false,
  embeddingsInRoot: false,
  copiesInStep: false,
  hostAdam: 7,
  experts: "grouped",
};

/**
 * Framework profiles, fitted by `bench/selfhostFit.mjs` to published runs. Held against each source with its own runs
 * left out of the fit by `npm run bench:selfhost -- --held-out`, and against runs outside the fit
 * (`test/gpu/fixtures/unseen.csv`) by the bench.
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
    traffic: 0.93,
    launchMs: 0.82,
    norm: 1.5,
    upcastsEmbeddings: false,
    offloadsActivations: true,
    matmul: 1,
    attention: 0.7,
    experts: "grouped",
  },
  {
    ...hf,
    id: "lightning",
    basis: "litgpt tutorials/resource-tables.md, config_hub/finetune",
    names: ["litgpt", "lightning"],
    traffic: 3.15,
    launchMs: 1.4,
    matmul: 0.89,
    attention: 0.5,
    upcastsEmbeddings: false,
    logitBytes: 16,
  },
  torchtune,
  // Logits are raised to 32 bits before the loss.
  { ...torchtune, id: "torchtitan", names: ["torchtitan"], logitBytes: 18, loss: "plain" },
  {
    ...hf,
    id: "llm-foundry",
    basis: "llm-foundry scripts/train/benchmarking",
    names: ["foundry", "composer", "mosaic"],
    traffic: 3.1,
    launchMs: 0.5,
    attention: 0.35,
    logitBytes: 11,
    upcastsEmbeddings: false,
    copiesInStep: false,
    experts: "grouped",
    matmul: 1,
  },
  {
    ...hf,
    id: "megatron",
    basis: "performance summaries of NeMo 24.07, Megatron-Bridge 25.11 and NeMo AutoModel",
    names: ["megatron", "nemo"],
    traffic: 1.2,
    launchMs: 0.525,
    attention: 0.7,
    norm: 1,
    loss: "fused",
    upcastsEmbeddings: false,
    adapterBytes: 2,
    embeddingsInRoot: false,
    copiesInStep: false,
    experts: "grouped",
    matmul: 1,
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
