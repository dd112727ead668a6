import { fieldText, readNumber, twoReadings } from "./numberText.ts";
import type { AlternativeKind, Metric } from "@tunecast/estimator/lists";

/** The fields that hold a number: counts, in which nobody means a fraction, and amounts. */
const countFields = [
  "examples",
  "epochs",
  "evaluations",
  "requests",
  "inputTokens",
  "outputTokens",
  "cachedTokens",
  // Prompt tokens that tuning saves in a request; null takes those of `promptExamples` examples.
  "saved",
  // Of the examples, those that are labelled already; null is the rows of a file, and no typed ones.
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
  // Of a hundred runs, those that fail and are paid.
  "failedRuns",
  "ragMonthly",
] as const;

export type NumberField = (typeof countFields)[number] | (typeof amountFields)[number];

const counts: ReadonlySet<NumberField> = new Set(countFields);
export const numberFields: readonly NumberField[] = [...countFields, ...amountFields];

function eachNumber<Value>(of: (field: NumberField) => Value): Record<NumberField, Value> {
  return Object.fromEntries(numberFields.map((field) => [field, of(field)])) as Record<NumberField, Value>;
}

/** What a person states on the page, amounts in the currency of the answers; the address carries all of it, a data file never is part of it. */
export interface Inputs extends Readonly<Record<NumberField, number | null>> {
  /** Each provider's own epochs instead of `epochs`. */
  readonly providerEpochs: boolean;
  readonly instead: AlternativeKind;
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
  readonly pilots: readonly PilotInput[];
  /** Id of an untuned model to hold against tuning, `anthropic/claude-haiku-4-5`. */
  readonly largerModel: string | null;
  /** Id of an open model that would be tuned and served on rented cards, `llama-3.1-8b`. */
  readonly onCards: string | null;
  readonly scores: Scores;
}

/** Scores on one metric and test set, by the id of a way. */
export type Scores = Readonly<Record<string, number>>;

export type SortKey = (typeof sortKeys)[number];
export const sortKeys = ["total", "training", "monthly", "requests", "idle", "breakEven", "id"] as const;

export interface PilotInput {
  readonly n: number;
  readonly value: number;
  readonly se: number | null;
}

/** Examples that a few-shot prompt carries when nobody says how long it is. */
export const promptExamples = 3;

/** What the page opens with: a job of the size that people ask about most, so that every answer can be seen. */
export const defaults: Inputs = {
  ...eachNumber(() => null),
  examples: 8000,
  tokensPerExample: 620,
  epochs: 3,
  providerEpochs: false,
  requests: 240_000,
  inputTokens: 900,
  outputTokens: 120,
  months: 3,
  instead: "few_shot",
  day: null,
  offer: null,
  find: "",
  sort: "total",
  metric: "accuracy",
  pilotModel: null,
  pilots: [],
  budget: 200,
  largerModel: null,
  onCards: null,
  scores: {},
};

export type Choices = Omit<Inputs, NumberField | "pilots">;

export function typedOf(inputs: Pick<Inputs, NumberField>): Record<NumberField, string> {
  return eachNumber((field) => fieldText(inputs[field]));
}

/** The number that a text in a field stands for; NaN for what is no number, one of two, or below 0 where only a score can be. */
export function readField(field: NumberField, text: string): number | null {
  const read = ambiguity(field, text) === null ? readNumber(text) : Number.NaN;
  return read !== null && read < 0 && field !== "target" ? Number.NaN : read;
}

export function ambiguity(field: NumberField, text: string): string | null {
  return twoReadings(text, counts.has(field));
}

export function readTyped(typed: Readonly<Record<NumberField, string>>): Pick<Inputs, NumberField> {
  return eachNumber((field) => readField(field, typed[field]));
}

export function choicesOf({ pilots: _typedInRows, ...inputs }: Inputs): Choices {
  const typed = typedOf(inputs);
  return Object.fromEntries(
    Object.entries(inputs).filter(([field]) => !Object.hasOwn(typed, field)),
  ) as unknown as Choices;
}
