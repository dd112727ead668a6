/** Constants that hold for all frameworks, models and cards. */
export interface Constants {
  /** Share of the peak in matrix products = 1 / (base + starved × (peak TFLOP/s ÷ memory GB/s)²): fast chips starve. */
  readonly matmulBase: number;
  readonly matmulStarved: number;
  /** Of a chip with a cache of tens of megabytes: bytes that products get, over those of its memory. */
  readonly cacheGain: number;
  /**
   * TFLOP/s that a watt of their limit feeds in cards of one chip that differ by limit and drivers alone: their peak at full clock
   * is not held. L40 and L40S are the same chip, of 181 and 362 TFLOP/s by their sheets, with limits of 300 and 350 W.
   */
  readonly adaPerWatt: number;
  /**
   * Of what products alone reach, what whole models reach on AMD's cards: 442 to 522 of 1300 TFLOP/s with kernels in
   * development, less with those of a release in 2024; in 2025 the submissions of a LoRA of 70B on MI300X, MI325X and MI355X
   * take what 0.71, 0.8 and nearly 1 would.
   *
   * @source https://github.com/ROCm/TransformerEngine/issues/72, /78 and /79 (read 2026-11-25)
   * @source https://github.com/mlcommons/training_results_v5.0 and v5.1 llama2_70b_lora (read 2026-11-26)
   */
  readonly youngLibraries: number;
  /**
   * The same of Apple's chips: a prompt of 2,048 tokens is read at 1,781 tokens/s by 4B on an M4 Max, 12.9 of 17.2 TFLOP/s.
   *
   * @source https://github.com/ml-explore/mlx-lm/blob/d78bf58e217c/mlx_lm/BENCHMARKS.md
   */
  readonly metal: number;
  /** Width at which a matrix product reaches half of that. */
  readonly halfWidth: number;
  /** 8-bit products reach this share of what 16-bit products reach of their peak. */
  readonly fp8: number;
  /** Share of the rate that grouped expert kernels, and a loop over experts, leave. */
  readonly groupedExperts: number;
  readonly loopedExperts: number;
  /** Share of the forward pass that selective checkpointing repeats. */
  readonly selectiveRecompute: number;
  /** Share of the activations that selective checkpointing keeps. */
  readonly selectiveKept: number;
  /** A layer that is computed again with the gradients of its activations, over its activations. */
  readonly layerAgain: number;
  /** Bytes moved per logit by a plain loss and by a fused one. */
  readonly logitTraffic: number;
  readonly fusedLogitTraffic: number;
  /** Billion parameters dequantised per second and per GB/s of memory. */
  readonly dequantRate: number;
  /** Of that, what GPTQ and 8-bit kernels reach. */
  readonly otherDequant: number;
  /** Values that an adapter moves per input and output, over those that a layer saves. */
  readonly adapterTraffic: number;
  /** Traffic of a 32-bit residual stream over a 16-bit one. */
  readonly raisedTraffic: number;
  /** How well launches and work run beside each other: 1 one after the other, large at once (the longer alone counts). */
  readonly overlap: number;
  /** Milliseconds of ZeRO-3's hooks per module and pass. */
  readonly hookMs: number;
  /** Of a module whose turn is not known ahead, over that. */
  readonly waitedHooks: number;
  /** Part of the shorter of computing and communicating that is not hidden behind the longer. */
  readonly unhidden: number;
  /** GB/s that a ring over many machines of 8 × 200 Gb/s carries: the network cards of one machine work together. */
  readonly interNodeGBs: number;
  /** Bytes that one optimizer step moves per parameter. */
  readonly optimizerTraffic: number;
  /** GB/s from the host's memory to one card. */
  readonly hostGBs: number;
  /** Memory traffic and launches that compilation leaves. */
  readonly compiledTraffic: number;
  readonly compiledLaunch: number;
  /** Launches of an expert layer over those of a dense one. */
  readonly expertLaunch: number;
  /** Launches of one expert in a loop over experts, over those of a dense layer. */
  readonly loopLaunch: number;
  /**
   * Share of the pipeline's start-up that interleaved schedules leave: recipes cut each stage into 4 to 20 parts in turn.
   *
   * @source https://github.com/NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md, column VP (read 2026-11-26)
   */
  readonly bubble: number;
  /** Launches that adapters add: on attention only, and on all matrices. */
  readonly adapterLaunch: number;
  readonly allAdapterLaunch: number;
  /** Allocated memory beside the tensors counted here, GiB. */
  readonly allocatedGiB: number;
  /** Share and GiB that the caching allocator reserves on top. */
  readonly reservedShare: number;
  readonly reservedGiB: number;
  /** GiB of the driver's context and the kernels. */
  readonly contextGiB: number;
  /** GiB per card of communication buffers. */
  readonly communicationGiB: number;
  /** Growth of the logits in the caching allocator under rows of many lengths: the largest blocks, never twice of one size. */
  readonly fragmentation: number;
  readonly chunkedLogitBytes: number;
  readonly fusedLogitBytes: number;
}

/**
 * Fitted together with the profiles. Bytes per weight and state are counted, not fitted; so are FLOPs, passes and what
 * a layer keeps.
 */
export const constants: Constants = {
  matmulBase: 1.06,
  matmulStarved: 6.94,
  cacheGain: 2.58,
  adaPerWatt: 0.563,
  youngLibraries: 0.75,
  metal: 0.82,
  halfWidth: 122,
  fp8: 0.92,
  groupedExperts: 0.663,
  loopedExperts: 0.88,
  selectiveRecompute: 0.1,
  selectiveKept: 0.318,
  layerAgain: 1.4,
  logitTraffic: 28.5,
  fusedLogitTraffic: 12,
  dequantRate: 0.0917,
  otherDequant: 0.512,
  adapterTraffic: 1.18,
  raisedTraffic: 1.38,
  overlap: 2.04,
  hookMs: 0.31,
  waitedHooks: 4,
  unhidden: 0.396,
  interNodeGBs: 146,
  optimizerTraffic: 26,
  hostGBs: 12,
  compiledTraffic: 0.5,
  compiledLaunch: 0.4,
  expertLaunch: 5.38,
  loopLaunch: 0.5,
  bubble: 0.2,
  adapterLaunch: 1,
  allAdapterLaunch: 1.43,
  allocatedGiB: 0.26,
  reservedShare: 0.071,
  reservedGiB: 0.499,
  contextGiB: 0.708,
  communicationGiB: 1.48,
  fragmentation: 2,
  chunkedLogitBytes: 1.31,
  fusedLogitBytes: 0.3,
};
