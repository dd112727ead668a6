import type { Only } from "../prices/filter.ts";
import type { Overlay } from "../prices/overlay.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import type { Profile } from "./profile.ts";
import type { Rollouts } from "./rollouts.ts";

/** The question. Plain JSON; money is a decimal string, counts are whole numbers. */
export interface Question {
  /** Day, `YYYY-MM-DD`: rates, statuses and retirements in force then. There is no clock in this package. */
  readonly asOf: string;
  readonly prices: PriceBook;
  /** Negotiated rates, discounts, credits and exchange rates that win over the book. */
  readonly ownPrices?: Overlay | undefined;
  /** The older name of `ownPrices`. */
  readonly overlay?: Overlay | undefined;
  readonly job: Job;
  readonly traffic?: Traffic | undefined;
  /** What the tuned model would replace: how its prompt is longer today. */
  readonly alternative?: Alternative | undefined;
  readonly only?: Only | undefined;
  /** Hours of a month; 730 where not given. */
  readonly hoursPerMonth?: number | undefined;
}

/** The training job: typed counts or a counted profile. */
export type Job = (TypedJob | CountedJob) & JobOptions;

export interface TypedJob {
  readonly examples: number;
  /** Mean tokens of one example; taken as it stands at every offer. May have a fraction. */
  readonly tokensPerExample: number;
}

export interface CountedJob {
  readonly profile: Profile;
}

export interface JobOptions extends StageQuantities {
  /** Passes over the data: a whole number for all offers (3 where not given), or each provider's own default. */
  readonly epochs?: number | "provider" | undefined;
  readonly validation?: TypedJob | CountedJob | undefined;
  /** Further stages of sequential fine-tuning, each trained on the result of the one before: their bills add up. */
  readonly stages?: readonly StageJob[] | undefined;
  /** Times the validation set is scored during training; 0 where not given. */
  readonly evaluations?: number | undefined;
  /** False bills rows × `maxSequenceTokens` where a provider sells unpacked runs; true where not given. */
  readonly packing?: boolean | undefined;
  readonly maxSequenceTokens?: number | undefined;
  /** Completions that a reinforcement job draws of each prompt: with them, the examples are prompts. */
  readonly rollouts?: Rollouts | undefined;
  /** Size of the tuned checkpoint, where storage is billed by the gigabyte. */
  readonly checkpointGigabytes?: number | undefined;
}

/** What is stated for each stage anew; other options of the job hold for all of its stages. */
export interface StageQuantities {
  /** Training steps, for services that bill steps. */
  readonly steps?: number | undefined;
  /** Billable hours of the training loop, for services that bill hours (reinforcement fine-tuning). */
  readonly hours?: number | undefined;
  /** Tokens read and written by a model grader over the whole job. */
  readonly graderInputTokens?: number | undefined;
  readonly graderOutputTokens?: number | undefined;
  /** Images seen = min(images, batch) × steps, for services that bill images. */
  readonly imagesSeen?: number | undefined;
  /** Tokens that the provider mixes in, one pass (Alibaba). */
  readonly mixedInTokens?: number | undefined;
  /** Mean turns of a conversation with thinking traces (Fireworks bills × turns / 2). */
  readonly thinkingTurns?: number | undefined;
}

export type StageQuantity = keyof StageQuantities;

/** Passes over the data where nobody says how many. */
export const usualEpochs = 3;

/** A stage after the first. Its epochs are those of the first where not given. */
export type StageJob = (TypedJob | CountedJob) & { readonly epochs?: number | undefined } & StageQuantities;

/** Use of the tuned model. */
export interface Traffic {
  readonly requestsPerMonth: number;
  readonly inputTokens: number;
  /** Of the input tokens, those served from the provider's prompt cache. */
  readonly cachedInputTokens?: number | undefined;
  readonly outputTokens: number;
  /** Share of the requests, 0 to 1, that can wait for the provider's batch service. */
  readonly batchShare?: number | undefined;
  /** The horizon of the total. */
  readonly months: number;
  /** Hours of a month in which the deployment is up, where it is paid by the hour; all of them where not given. */
  readonly deployedHoursPerMonth?: number | undefined;
}

/** What a tuned model is compared with: examples in the prompt, a longer prompt, retrieved passages. */
export const alternativeKinds = ["few_shot", "prompt", "rag"] as const;

/**
 * Today's way without tuning: the base model of the same offer with a longer prompt (few-shot examples, retrieved
 * passages, a long instruction), whose only cost is input tokens and a fixed monthly cost.
 */
export interface Alternative {
  readonly kind: (typeof alternativeKinds)[number];
  /** Input tokens of one request on top of `traffic.inputTokens`. */
  readonly extraInputTokens: number;
  /** Fixed cost per month (an index, a vector store), decimal string in the offer's currency. */
  readonly monthlyCost?: string | undefined;
}
