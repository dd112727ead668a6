import type { Figure, FormsOf, KindsOf, ModelPrice } from "./kind.ts";
import type { Known, WayKind } from "./words.ts";

/** A way to have the task done without tuning, or with a model trained from scratch. */
export interface Way {
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
  readonly once?: Figure;
  readonly monthly?: Figure;
}

export const wayFieldKinds: KindsOf<Omit<Way, "embedding">> = {
  id: "text?",
  kind: "wayKind",
  model: "modelPrice?",
  extraInputTokens: "figure?",
  cachedInputTokens: "whole?",
  outputTokens: "figure?",
  calls: "figure?",
  once: "figure?",
  monthly: "figure?",
};

export const wayForms: FormsOf<Omit<Way, "embedding">> = {
  id: ["its name"],
  kind: ["what kind of way it is"],
  model: ["the model that answers"],
  extraInputTokens: ["tokens that it adds to a request"],
  cachedInputTokens: ["of all input tokens, those in the prompt cache"],
  outputTokens: ["tokens that it writes"],
  calls: ["calls for one request"],
  once: ["paid once"],
  monthly: ["paid every month"],
};

/** What retrieval pays for vectors. */
export type Embedding = Readonly<Record<"perMillion" | "documentTokens" | "queryTokens", Figure>>;

export const embeddingKinds: KindsOf<Embedding> = {
  perMillion: "figure",
  documentTokens: "figure",
  queryTokens: "figure",
};

export const embeddingForms: FormsOf<Embedding> = {
  perMillion: ["price of 1M tokens of vectors"],
  documentTokens: ["tokens of the documents"],
  queryTokens: ["tokens of one question"],
};

/** A score of a way on the task, on one metric and test set. */
export interface Quality {
  readonly score: number;
  readonly low?: number;
  readonly high?: number;
  readonly metric: string;
  /** True for losses and error rates. Needed for a metric that is not one of `metrics`. */
  readonly lowerIsBetter?: boolean;
  readonly known: Known;
}

export const qualityKinds: KindsOf<Quality> = {
  score: "score",
  low: "score?",
  high: "score?",
  metric: "text",
  lowerIsBetter: "flag?",
  known: "known",
};
