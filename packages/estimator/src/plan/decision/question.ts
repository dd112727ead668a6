import type { Offer } from "../../contract/answer.ts";
import type { Question } from "../../contract/question.ts";
import type { ProviderFile } from "../../prices/priceFile.ts";
import type { Figure } from "./figure.ts";

/** What a decision is asked: the question of the bill, with traffic, and what surrounds the run. */
export interface DecisionQuestion {
  /** The question of `estimate`; its `traffic` is required here. */
  readonly question: Question;
  /** Models that are sold untuned, as `@tunecast/pricing/inference` has them. */
  readonly untuned?: readonly ProviderFile[];
  /** Ids of tuned offers to put side by side; the cheapest complete one where not given. */
  readonly offers?: readonly string[];
  /** The ways beside them; the untuned model with today's prompt where not given. */
  readonly ways?: readonly Way[];
  /** Id of the way that is used today and that all others are held against; the first of `ways` where not given. */
  readonly today?: string;
  /** Runs on cards, one's own or rented, and models from scratch: bills of `joinSelfHosted`, put beside the others. */
  readonly onCards?: readonly CardRun[];
  /** True where data may not leave: nothing that a provider trains or answers is compared. */
  readonly dataStays?: boolean;
  readonly project?: Project;
  /** Ranges of the traffic, where it is not certain; the values of `question.traffic` are the likeliest. */
  readonly traffic?: TrafficRanges;
  readonly training?: TrainingRanges;
  /** Measured or stated quality by id of an offer or way. */
  readonly quality?: Readonly<Record<string, Quality>>;
  /** Decides the draws; echoed in the answer. */
  readonly seed?: number;
}

/** A run on cards: its bill, and whether it tunes a model or makes one. */
export interface CardRun {
  readonly kind: "own_gpus" | "scratch";
  /** A row of `joinSelfHosted`: its training once, and serving it as what a month costs. */
  readonly offer: Offer;
}

export interface TrafficRanges {
  readonly requestsPerMonth?: Figure;
  readonly inputTokens?: Figure;
  readonly outputTokens?: Figure;
  /** Growth from month to month: 0.05 is 5 %. */
  readonly growthPerMonth?: number;
}

/** What of the training and of its price is not certain. */
export interface TrainingRanges {
  /** Least and most passes over the data; those of `question.job` are the likeliest. */
  readonly epochs?: Figure;
  /** What listed prices may become within the horizon, as a factor on all of them: 0.8 to 1.1; 1 is the likeliest. */
  readonly priceFactor?: Figure;
}

/** What is paid beside the run of a tuned offer. Money: decimal strings in the currency of the decision. */
export interface Project {
  /** Examples that are at hand, labelled: nobody pays them again. */
  readonly examplesOwned?: number;
  /** People label what is missing: price of one example. */
  readonly labelCost?: Figure;
  /** A larger model writes what is missing. */
  readonly teacher?: Teacher;
  readonly evaluation?: Evaluation;
  /** Trainings in all until one is right: 1 where not given. */
  readonly tuningRounds?: Figure;
  /** Share of the runs, 0 to 1, that fail and are paid. */
  readonly failedRuns?: Figure;
  readonly platformFee?: Figure;
  readonly platformFeePerMonth?: Figure;
  /** Trained anew every so many months. */
  readonly retrainEveryMonths?: number;
  /** Test items that are scored every month to see whether the quality holds, priced as in `evaluation`. */
  readonly monitoringItemsPerMonth?: Figure;
}

/** Synthetic examples: priced by the teacher's rates of the book, or by stated ones. */
export interface Teacher {
  readonly model: ModelPrice;
  readonly inputTokens: Figure;
  readonly outputTokens: Figure;
  /** Samples drawn for each example that is kept; 1 where not given. */
  readonly samplesPerKept?: Figure;
}

export interface Evaluation {
  /** Items of the test set. */
  readonly items: number;
  /** Models that are scored, in all rounds; 2 (tuned and untuned) where not given. */
  readonly models?: Figure;
  /** What one score costs, where it is known: a person's time, a service. */
  readonly costPerItem?: Figure;
  /** A model judges: tokens it reads and writes for one item. */
  readonly judge?: { readonly model: ModelPrice; readonly inputTokens: Figure; readonly outputTokens: Figure };
}

/** A model of the book (`anthropic/claude-haiku-4-5`), or rates for 1M tokens. */
export type ModelPrice =
  | string
  | { readonly input: Figure; readonly cachedInput?: Figure; readonly output: Figure; readonly source?: string };

/** The kinds of ways without a tuned model, cheapest to try first. */
export const wayKinds = [
  "prompt",
  "longer_prompt",
  "few_shot",
  "chain",
  "rag",
  "larger_model",
  "domain_model",
  "own_gpus",
  "scratch",
] as const;
export type WayKind = (typeof wayKinds)[number];

/** A way to have the task done without tuning, or with a model trained from scratch. */
export interface Way {
  /** Unique; the kind where not given. */
  readonly id?: string;
  readonly kind: WayKind;
  /** The model that answers; the untuned model of the first tuned offer where not given. */
  readonly model?: ModelPrice;
  /** Input tokens of a request on top of the traffic's. */
  readonly extraInputTokens?: Figure;
  /** Of all input tokens of a request, those that the provider's prompt cache holds: an instruction, examples. */
  readonly cachedInputTokens?: number;
  /** Output tokens of a request; the traffic's where not given. */
  readonly outputTokens?: Figure;
  /** Calls for one request, each with all of its tokens; 1 where not given. */
  readonly calls?: Figure;
  readonly embedding?: Embedding;
  /** Paid once: building it, training it. */
  readonly once?: Figure;
  /** Paid every month whatever the traffic: a store, machines. */
  readonly monthly?: Figure;
}

/** What retrieval pays for vectors. */
export interface Embedding {
  /** Price of 1M tokens. */
  readonly perMillion: Figure;
  /** Tokens of the documents: paid once. */
  readonly documentTokens: Figure;
  /** Tokens of one question. */
  readonly queryTokens: Figure;
}

/** A score of a way on the task, on one metric and test set. */
export interface Quality {
  readonly score: number;
  readonly low?: number;
  readonly high?: number;
  readonly metric: string;
  /** True for losses and error rates. */
  readonly lowerIsBetter?: boolean;
  readonly known: "measured" | "stated";
}
