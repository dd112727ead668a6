import type { Metric } from "../../curve/pilots/metric.ts";
import type { FormsOf, KindsOf } from "./kind.ts";
import type { Direction, MetricUnit } from "./words.ts";

/** What pilots are asked for, and how their values are read. */
export interface PilotFields {
  /** Sizes to forecast; default: 1, 2, 4 and 8 times the largest pilot. */
  readonly at?: readonly number[];
  /** A value to reach, in the unit of the metric. */
  readonly target?: number;
  /** What a point is worth, decimal string in the currency of the bill. */
  readonly valuePerPoint?: string;
  /** Price of doubling the largest pilot, all in, where its parts are not known. */
  readonly cost?: string;
  /** One training run, per example. */
  readonly trainingCost?: string;
  readonly metric?: Metric;
  readonly direction?: Direction;
  readonly lower?: number | null;
  readonly upper?: number | null;
  readonly chance?: number;
  readonly unit?: MetricUnit;
  /** Items of the test set. */
  readonly testSize?: number;
  /** False when the smaller training sets are not parts of the larger ones. */
  readonly nested?: boolean;
}

export const pilotKinds: KindsOf<PilotFields> = {
  at: "sizes?",
  target: "score?",
  valuePerPoint: "amount?",
  cost: "amount?",
  trainingCost: "amount?",
  metric: "metric?",
  direction: "direction?",
  lower: "bound?",
  upper: "bound?",
  chance: "score?",
  unit: "metricUnit?",
  testSize: "count?",
  nested: "flag?",
};

export const pilotForms: FormsOf<PilotFields> = {
  at: { help: "examples to forecast (default: 1, 2, 4 and 8 times the largest pilot)", option: "--at <sizes>" },
  target: { help: "value to reach", option: "--target <value>", link: true },
  valuePerPoint: { help: "what one point is worth to you", option: "--value-per-point <amount>" },
  cost: { help: "price of the next doubling, all in", option: "--cost <amount>" },
  trainingCost: { help: "one training run, per example (or name an offer)", option: "--training-cost <amount>" },
  metric: { help: "what the pilots measure", option: "--metric <name>", link: true },
  direction: { help: "which way is better: higher or lower", option: "--direction <way>" },
  lower: { help: 'least value possible, or "none"', option: "--lower <value>" },
  upper: { help: 'greatest value possible, or "none"', option: "--upper <value>" },
  chance: { help: "value of guessing", option: "--chance <value>" },
  unit: { help: "unit of the values: fraction, percent or other", option: "--unit <name>" },
  testSize: { help: "items of the test set, for standard errors", option: "--test-size <n>" },
  nested: { help: "the smaller training sets are not parts of the larger ones", option: "--no-nested" },
};
