/** Constants that hold for all frameworks, models and cards. */
export interface Constants {
  /** Share of the peak in matrix products = 1 / (base + starved × (peak TFLOP/s ÷ memory GB/s)²): fast chips starve. */
  readonly matmulBase: number;
  readonly matmulStarved: number;
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
  /** Share of the pipeline's start-up that interleaved schedules leave. */
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
  matmulBase: 1.07,
  matmulStarved: 5.4,
  halfWidth: 107,
  fp8: 0.75,
  groupedExperts: 0.44,
  loopedExperts: 0.84,
  selectiveRecompute: 0.1,
  selectiveKept: 0.25,
  layerAgain: 1.4,
  logitTraffic: 21,
  fusedLogitTraffic: 12,
  dequantRate: 0.09,
  otherDequant: 0.5,
  adapterTraffic: 2.2,
  raisedTraffic: 1.9,
  hookMs: 0.33,
  waitedHooks: 4,
  unhidden: 0.4,
  interNodeGBs: 119,
  optimizerTraffic: 26,
  hostGBs: 12,
  compiledTraffic: 0.5,
  compiledLaunch: 0.4,
  expertLaunch: 5.9,
  loopLaunch: 0.5,
  bubble: 0.5,
  adapterLaunch: 1.05,
  allAdapterLaunch: 1.46,
  allocatedGiB: 0.26,
  reservedShare: 0.05,
  reservedGiB: 0.55,
  contextGiB: 0.55,
  communicationGiB: 1,
  fragmentation: 2,
  chunkedLogitBytes: 1.45,
  fusedLogitBytes: 0.3,
};
