import type { Assumption, Histogram, MachineRate, Rollouts, UncountedModel } from "@tunecast/estimator/parts";
import type { Gpu } from "./hardware.ts";
import type { ModelShape, OpenModel } from "../model/shape.ts";
import type { OffloadedPart, WordOptions } from "../model/runWords.ts";
import type { PictureOptions } from "../model/tower.ts";

/** What the answer is looked up in; comes in as an argument, nothing is read. */
export interface SelfHostBook {
  readonly models: readonly OpenModel[];
  readonly uncounted?: readonly UncountedModel[];
  readonly hardware: readonly Gpu[];
  readonly rates?: readonly MachineRate[];
}

/** How the run is set up, the words of `runWords` among it. Everything may be left out; what was filled in is listed under `assumptions`. */
export interface RunOptions extends WordOptions, PictureOptions {
  readonly rank?: number;
  readonly trainEmbeddings?: boolean;
  /** Embedding and head kept in 32 bits by quantised runs (PEFT's default), or left in 16. */
  readonly upcastEmbeddings?: boolean;
  readonly optimizerInBackward?: boolean;
  readonly fusedOptimizer?: boolean;
  readonly cacheEmptied?: boolean;
  /** False where a loop has none, as Hugging Face's trainers without `bf16` and `fp16`: PEFT then multiplies its 32-bit adapters in 32 bits. */
  readonly autocast?: boolean;
  readonly flashAttention?: boolean;
  readonly compiled?: boolean;
  readonly framework?: string;
  readonly gpus?: number;
  readonly tensorParallel?: number;
  readonly pipelineParallel?: number;
  /** Parts of a stage's layers that take turns, 1 where a pipeline is not interleaved; where not given, published pipelines have about five. */
  readonly virtualStages?: number;
  readonly expertParallel?: number;
  readonly contextParallel?: number;
  /** GB/s between the cards of one machine, where it is not what such cards usually have: risers, few PCIe lanes, no peer access. */
  readonly linkGBs?: number;
  /** GB/s that one machine sends to the others, all its network cards together; where not given, 119 (8 × 200 Gb/s in use), twice that from Hopper on. */
  readonly networkGBs?: number;
  readonly offload?: readonly OffloadedPart[];
  /** Rows are cut here, tokens; a pack holds as many. Where not given, no row is cut. */
  readonly maxTokens?: number;
  /** Positions are scaled to rows that are longer than the model reads, as `rope_scaling` does. */
  readonly stretched?: boolean;
  readonly microBatch?: number;
  readonly accumulation?: number;
  /** Rows of a step of all cards, where its micro-steps are not told: they follow once cards are chosen. */
  readonly globalBatch?: number;
  /** Completions that are drawn before the weights move, where several steps go over them; those of a step where not given. */
  readonly completionsPerRound?: number;
  /** No reference model stands beside the one that is trained: GRPO without a penalty for straying from it. */
  readonly referenceFree?: boolean;
  /** The reference is on no card while the model learns: it read all rows before, or waits on the host. */
  readonly referenceAway?: boolean;
  /** Where a model draws its own completions: seconds of its environment after a turn, and of a judge for one completion. */
  readonly environmentSeconds?: number;
  readonly judgeSeconds?: number;
}

/** The training set: typed counts, the histogram of a profile, or a mixture of tasks, each repeated as often as said. */
export type SelfHostData =
  | SingleData
  | { readonly mixture: readonly { readonly data: SingleData; readonly repeats?: number }[] };

export type SingleData =
  /** Of pairs, `tokensPerExample` holds the prompt twice, once with each answer. `longest`: tokens of the longest row. */
  { readonly examples: number; readonly tokensPerExample: number; readonly longest?: number } | CountedData;

/** Data that a profile counted, one bar an example; of pairs, the prompt is in it twice. */
export interface CountedData {
  readonly tokens: Histogram;
  /** Tokens of the longest row, where a row is not an example: one of the two of a pair. */
  readonly longest?: number;
  /** Tokens that there may be, as shares of those counted; absent where the count is exact. */
  readonly tokenRange?: { readonly low: number; readonly high: number };
  readonly notes?: readonly Assumption[];
}

export interface ServingOptions {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly utilisation?: number;
  readonly requestsPerMonth?: number;
}

export interface OwnedCards {
  readonly gpu: string;
  /** 1 where not given. */
  readonly gpus?: number;
  /** Purchase of one card with its share of the machine, decimal string. */
  readonly price: string;
  readonly currency?: string;
  readonly lifeYears?: number;
  readonly utilisation?: number;
  readonly kwhPrice: string;
  /** Watts of one card with its share of the machine; 1.4 × the card's board power where not given. */
  readonly watts?: number;
}

export interface RunData {
  /** Of objectives that learn from their own completions; the examples of `data` are prompts then. */
  readonly rollouts?: Rollouts;
  readonly data?: SelfHostData;
  /** Stages after the first, each on the result of the one before: their hours add up. Epochs as the first where not given. */
  readonly stages?: readonly { readonly data: SelfHostData; readonly epochs?: number }[];
}

export interface SelfHostQuestion extends RunOptions, RunData {
  /** A name of the list, or the shape that `readModelConfig` made of a config.json. */
  readonly model: string | ModelShape;
  readonly epochs?: number;
  readonly gpu?: string;
  readonly tuningRounds?: number;
  readonly failedShare?: number;
  readonly measured?: { readonly tokensPerSecond?: number; readonly peakGiB?: number };
  readonly owned?: OwnedCards;
  readonly serving?: ServingOptions;
}
