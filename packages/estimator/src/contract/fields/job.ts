import type { Profile } from "../profile.ts";
import { both, type FormsOf, type KindsOf, type Spread } from "./kind.ts";
import type { Rollouts } from "./rollouts.ts";

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
  /** Passes over the data: a whole number (3 where not given), each provider's own default, or a range whose likeliest value is billed. */
  readonly epochs?: Spread | "provider" | undefined;
  readonly validation?: TypedJob | CountedJob | undefined;
  /** Further stages of sequential fine-tuning, each trained on the result of the one before: their bills add up. */
  readonly stages?: readonly StageJob[] | undefined;
  readonly evaluations?: number | undefined;
  /** False bills rows × `maxSequenceTokens` where a provider sells unpacked runs; true where not given. */
  readonly packing?: boolean | undefined;
  readonly maxSequenceTokens?: number | undefined;
  /** Completions that a reinforcement job draws of each prompt: with them, the examples are prompts. */
  readonly rollouts?: Rollouts | undefined;
  readonly checkpointGigabytes?: number | undefined;
}

/** What is stated for each stage anew; other options of the job hold for all of its stages. */
export interface StageQuantities {
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

/** A stage after the first. Its epochs are those of the first where not given. */
export type StageJob = (TypedJob | CountedJob) & { readonly epochs?: number | undefined } & StageQuantities;

/** Passes over the data where nobody says how many. */
export const usualEpochs = 3;
export const typedKinds: KindsOf<TypedJob> = { examples: "count", tokensPerExample: "above0" };

export const typedForms: FormsOf<TypedJob> = {
  examples: ["training examples, if you give no file: 8000, 8k", "--examples <n>", both],
  tokensPerExample: ["mean tokens of one example", "--tokens-per-example <n>", both],
};

/** What is multiplied by a rate is never 0: that would be a bill of nothing. */
export const quantityKinds: KindsOf<StageQuantities> = {
  steps: "count?",
  hours: "above0?",
  graderInputTokens: "whole?",
  graderOutputTokens: "whole?",
  imagesSeen: "count?",
  mixedInTokens: "whole?",
  thinkingTurns: "turns?",
};

export const quantityForms: FormsOf<StageQuantities> = {
  steps: ["training steps, for services that bill steps"],
  hours: ["training hours, for services that bill hours"],
  graderInputTokens: ["tokens read by a model grader"],
  graderOutputTokens: ["tokens written by a model grader"],
  imagesSeen: ["images seen, for services that bill images"],
  mixedInTokens: ["tokens the provider mixes in, one pass"],
  thinkingTurns: ["mean turns of a conversation with thinking traces"],
};

/** How the job is run, as far as one value says it; validation, stages and rollouts are groups. */
export type JobFields = Omit<JobOptions, keyof StageQuantities | "validation" | "stages" | "rollouts">;

export const jobKinds: KindsOf<JobFields> = {
  epochs: "epochs?",
  evaluations: "whole?",
  packing: "flag?",
  maxSequenceTokens: "count?",
  checkpointGigabytes: "number?",
};

export const jobForms: FormsOf<JobFields> = {
  epochs: ['passes over the data, or "provider" for each default (default: 3)', "--epochs <n>", both],
  evaluations: ["times the validation set is scored", null, { link: "evaluations" }],
  packing: ["false bills rows × the longest sequence where a provider sells that"],
  maxSequenceTokens: ["longest sequence of an unpacked run"],
  checkpointGigabytes: ["size of the tuned checkpoint, where storage is billed"],
};
