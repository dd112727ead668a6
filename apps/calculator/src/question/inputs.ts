import { alternativeKinds } from "@tunecast/estimator/lists";
import type { Metric } from "@tunecast/estimator/lists";

/** What a person states on the page; the address carries all of it, a data file never is part of it. */
export interface Inputs {
  readonly examples: number | null;
  readonly tokensPerExample: number | null;
  readonly epochs: number | null;
  /** Times the validation file is scored during training; null where nobody says, which is never. */
  readonly evaluations: number | null;
  /** Each provider's own epochs instead of `epochs`. */
  readonly providerEpochs: boolean;
  readonly requests: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedTokens: number | null;
  readonly months: number | null;
  /** What tuning would replace. */
  readonly instead: Instead;
  /** Prompt tokens per request that tuning saves; null takes `promptExamples` examples of the data. */
  readonly saved: number | null;
  /** Fixed monthly cost of what tuning would replace. */
  readonly insteadCost: number | null;
  /** `YYYY-MM-DD`; null is today. */
  readonly day: string | null;
  /** Id of the offer that the answers are about; null leaves the choice to the page. */
  readonly offer: string | null;
  readonly find: string;
  readonly sort: SortKey;
  /** What the pilots measure, one of the metrics that the curve knows. */
  readonly metric: Metric;
  /** The model that the pilots were run on; null while nobody has said. */
  readonly pilotModel: string | null;
  /** A score to reach. */
  readonly target: number | null;
  readonly pilots: readonly PilotInput[];
  /** To spend on training, in the currency of the answers. */
  readonly budget: number | null;
  /** What one point of the score is worth, in the currency of the answers. */
  readonly pointValue: number | null;
  /** Of the examples, those that are labelled already; null is all of them. */
  readonly examplesOwned: number | null;
  /** Label and review of one more example, in the currency of the answers. */
  readonly labelCost: number | null;
  /** Items of the test set, and what one score of one of them costs. */
  readonly evalItems: number | null;
  readonly evalCost: number | null;
  /** Of a hundred runs, those that fail and are paid. */
  readonly failedRuns: number | null;
  /** Tokens of retrieved passages in a request, and the fixed cost of their store a month. */
  readonly ragTokens: number | null;
  readonly ragMonthly: number | null;
  /** Id of an untuned model to hold against tuning, `anthropic/claude-haiku-4-5`. */
  readonly largerModel: string | null;
  /** Id of an open model that would be tuned and served on rented cards, `llama-3.1-8b`. */
  readonly onCards: string | null;
  /** Scores by the id of a way, as far as somebody measured them. */
  readonly scores: Scores;
}

/** Scores on one metric and test set, by the id of a way. */
export type Scores = Readonly<Record<string, number>>;

export type Instead = (typeof alternativeKinds)[number];
export const insteads: readonly Instead[] = alternativeKinds;

export type SortKey = "total" | "training" | "monthly" | "requests" | "idle" | "breakEven" | "id";
export const sortKeys: readonly SortKey[] = ["total", "training", "monthly", "requests", "idle", "breakEven", "id"];

/** One pilot run: a score measured after tuning on `n` examples. */
export interface PilotInput {
  readonly n: number;
  readonly value: number;
  /** Standard error of the score; null where not known. */
  readonly se: number | null;
}

/** The fields that hold a number: counts, in which nobody means a fraction, and the others. */
const countFields = [
  "examples",
  "epochs",
  "evaluations",
  "requests",
  "inputTokens",
  "outputTokens",
  "cachedTokens",
  "saved",
  "examplesOwned",
  "evalItems",
  "ragTokens",
] as const;
const amountFields = [
  "tokensPerExample",
  "months",
  "insteadCost",
  "target",
  "budget",
  "pointValue",
  "labelCost",
  "evalCost",
  "failedRuns",
  "ragMonthly",
] as const;

export type NumberField = (typeof countFields)[number] | (typeof amountFields)[number];

export const counts: ReadonlySet<NumberField> = new Set(countFields);

/** A value of each number field. */
export function eachNumber<Value>(of: (field: NumberField) => Value): Record<NumberField, Value> {
  const fields = [...countFields, ...amountFields].map((field) => [field, of(field)] as const);
  return Object.fromEntries(fields) as Record<NumberField, Value>;
}

/** Examples that a few-shot prompt carries when nobody says how long it is. */
export const promptExamples = 3;

/** What the page opens with: a job of the size that people ask about most, so that every answer can be seen. */
export const defaults: Inputs = {
  examples: 8000,
  tokensPerExample: 620,
  epochs: 3,
  evaluations: null,
  providerEpochs: false,
  requests: 240_000,
  inputTokens: 900,
  outputTokens: 120,
  cachedTokens: null,
  months: 3,
  instead: "few_shot",
  saved: null,
  insteadCost: null,
  day: null,
  offer: null,
  find: "",
  sort: "total",
  metric: "accuracy",
  pilotModel: null,
  target: null,
  pilots: [],
  budget: 200,
  pointValue: null,
  examplesOwned: null,
  labelCost: null,
  evalItems: null,
  evalCost: null,
  failedRuns: null,
  ragTokens: null,
  ragMonthly: null,
  largerModel: null,
  onCards: null,
  scores: {},
};
