import type { Figure, FormsOf, KindsOf, ModelPrice } from "./kind.ts";
import type { Known, WayKind } from "./words.ts";

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
  id: { help: "its name", option: null },
  kind: { help: "what kind of way it is", option: null },
  model: { help: "the model that answers", option: null },
  extraInputTokens: { help: "tokens that it adds to a request", option: null },
  cachedInputTokens: { help: "of all input tokens, those in the prompt cache", option: null },
  outputTokens: { help: "tokens that it writes", option: null },
  calls: { help: "calls for one request", option: null },
  once: { help: "paid once", option: null },
  monthly: { help: "paid every month", option: null },
};

/** What retrieval pays for vectors. */
export interface Embedding {
  readonly perMillion: Figure;
  readonly documentTokens: Figure;
  readonly queryTokens: Figure;
}

export const embeddingKinds: KindsOf<Embedding> = {
  perMillion: "figure",
  documentTokens: "figure",
  queryTokens: "figure",
};

export const embeddingForms: FormsOf<Embedding> = {
  perMillion: { help: "price of 1M tokens of vectors", option: null },
  documentTokens: { help: "tokens of the documents", option: null },
  queryTokens: { help: "tokens of one question", option: null },
};

/** A score of a way on the task, on one metric and test set. */
export interface Quality {
  readonly score: number;
  readonly low?: number;
  readonly high?: number;
  readonly metric: string;
  /** True for losses and error rates. */
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
