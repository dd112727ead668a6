import type { Gpu } from "../run/hardware.ts";
import values from "./constants.json" with { type: "json" };

/** Chip generations by what their kernels reach. `workstation`: GA102 and its kin, whose peak has halved accumulation. */
export type Generation =
  | "turing"
  | "ampere"
  | "workstation"
  | "ada"
  | "consumer"
  | "hopper"
  | "blackwell"
  | "cdna"
  | "apple"
  | "tpu";

type Kernel = "flash-1" | "flash-2" | "flash-3" | "flash-4" | "cudnn" | "efficient";

/**
 * Constants that hold for all frameworks and models, each with what it means. `bench/priors.json` has the published figure
 * that each was first given, how far a fit may move it, and its source.
 */
export interface Constants {
  /** Share of the peak that wide products sustain in a step. */
  readonly sustained: Readonly<Record<Generation, number>>;
  /** TFLOP/s that a watt of the limit feeds, of chips that are sold with several limits. */
  readonly perWatt: Readonly<Partial<Record<Generation, number>>>;
  /** Share of the peak of chips whose power limit feeds twice their peak: H20. */
  readonly coolShare: number;
  /** Width at which a product reaches half of that, on a card of 312 TFLOP/s; grows with the root of the peak. */
  readonly halfWidth: number;
  /** Rows at which a product does, on a card of 989 TFLOP/s; grows with the peak. */
  readonly halfRows: number;
  /** 8-bit products reach this share of what 16-bit products reach of their peak; eager casts cost the rest again. */
  readonly fp8: number;
  readonly fp8Eager: number;
  /** Share of the peak that causal attention reaches with heads of 128, by kernel. */
  readonly attention: Readonly<Record<Kernel, Readonly<Partial<Record<Generation, number>> & { ampere?: number }>>> & {
    readonly "flash-2": Readonly<Record<Generation, number>>;
  };
  /** Of that, what kernels reach in a step beside everything else, and with heads of 64. */
  readonly attentionInStep: number;
  readonly narrowHeads: number;
  /** Keys at which a kernel reaches half of its share; twice that for the kernels of Hopper and Blackwell. */
  readonly halfLength: number;
  /** Bytes per score and pass of attention that keeps its scores. */
  readonly eagerTraffic: number;
  /** Share of the rate of products that grouped experts reach, and rows per expert at which they reach half. */
  readonly groupedExperts: number;
  readonly groupedRows: number;
  /** Values that routing moves per value of a token and expert: permuted, sorted back, weighed. */
  readonly routedTraffic: number;
  /** Share of the forward pass that selective checkpointing repeats, and of the activations that it keeps. */
  readonly selectiveRecompute: number;
  readonly selectiveKept: number;
  /** A layer that is computed again with the gradients of its activations, over its activations. */
  readonly layerAgain: number;
  /** The same of a compiled layer: nothing of it is freed before its gradients are there. */
  readonly compiledAgain: number;
  /** Tokens of which a chunked loss holds an eighth at once: longer rows have more chunks, not larger ones. */
  readonly chunkedTokens: number;
  /** Bytes moved per logit by a plain loss and by a fused one. */
  readonly logitTraffic: number;
  readonly fusedLogitTraffic: number;
  /** Billion parameters dequantised per second and per GB/s of memory; of that, what GPTQ and 8-bit kernels reach. */
  readonly dequantRate: number;
  readonly otherDequant: number;
  /** Values that an adapter moves per input and output, over those that a layer saves. */
  readonly adapterTraffic: number;
  /** Traffic that fused norms and gates leave, where a framework of eager operators takes Liger's kernels. */
  readonly ligerTraffic: number;
  /** Traffic of a 32-bit residual stream over a 16-bit one. */
  readonly raisedTraffic: number;
  /** Memory traffic and launches that compilation leaves. */
  readonly compiledTraffic: number;
  readonly compiledLaunch: number;
  /** What a host takes for launches over a new one: those of old cards are slow. */
  readonly slowHost: Readonly<Partial<Record<Generation, number>>>;
  /** What launches take on Windows over what they take on Linux. */
  readonly windowsLaunch: number;
  /** Share of the sheet's bandwidth that passes over activations reach; above 1 where a large cache serves many. */
  readonly bandwidth: Readonly<Record<Generation, number>>;
  /** Launches that adapters on all matrices add. */
  readonly adapterLaunch: number;
  /** Launches of an expert layer over those of a dense one, and of one expert in a loop. */
  readonly expertLaunch: number;
  readonly loopLaunch: number;
  /** Milliseconds of ZeRO-3's hooks per module and pass; of a module whose turn is not known ahead, over that. */
  readonly hookMs: number;
  readonly waitedHooks: number;
  /** How well launches and work run beside each other: 1 one after the other, large at once. */
  readonly overlap: number;
  /** Part of the shorter of computing and communicating that is not hidden behind the longer. */
  readonly unhidden: number;
  /** Microseconds that one collective waits, inside a machine and between machines. */
  readonly waitInside: number;
  readonly waitBetween: number;
  /** GB/s of a ring over many machines of 8 × 200 Gb/s: the network cards of one machine work together. */
  readonly interNodeGBs: number;
  /** GB/s from the host's memory to one card. */
  readonly hostGBs: number;
  /** Billion parameters per second and machine that an optimizer on the host steps: DeepSpeed's, and PyTorch's in one thread. */
  readonly hostAdam: number;
  readonly plainHostAdam: number;
  /** Bytes that one optimizer step moves per parameter. */
  readonly optimizerTraffic: number;
  /** Share of the pipeline's start-up that interleaved schedules leave. */
  readonly bubble: number;
  /** Allocated memory beside the tensors counted here, GiB. */
  readonly allocatedGiB: number;
  /** Share of the tensors, and GiB, that the caching allocator reserves on top. */
  readonly reservedShare: number;
  readonly reservedGiB: number;
  /** GiB of tensors at which half of the fixed costs are there. */
  readonly smallJobGiB: number;
  /** GiB of the driver's context and the kernels, by generation. */
  readonly contextGiB: Readonly<Record<Generation, number>>;
  /** GiB per card of communication buffers. */
  readonly communicationGiB: number;
  /** Growth of the logits in the caching allocator under rows of many lengths. */
  readonly fragmentation: number;
  readonly chunkedLogitBytes: number;
  readonly fusedLogitBytes: number;
}

/** What the fit of `bench/selfhostFit.mjs` found. */
export const constants: Constants = values;

/** Chip generations that share their kernels and their habits. */
const generations: Readonly<Record<string, Generation>> = {
  turing: "turing",
  volta: "turing",
  ampere: "ampere",
  "ampere-consumer": "workstation",
  ada: "ada",
  "blackwell-consumer": "consumer",
  hopper: "hopper",
  blackwell: "blackwell",
  cdna3: "cdna",
  cdna4: "cdna",
  apple: "apple",
  tpu: "tpu",
};

/** The card, as far as memory goes: how much it has, and what its driver takes. */
export type Card = Pick<Gpu, "memoryGiB" | "architecture">;

/** The generation of a card; one that is not known is taken for the most common of data centres. */
export function generationOf({ architecture }: Pick<Gpu, "architecture">): Generation {
  return generations[architecture] ?? "ampere";
}
