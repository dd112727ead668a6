import type { ReportOptions } from "../../curve/report.ts";
import type { FormsOf, KindsOf } from "./kind.ts";

/** What pilots are asked for, and how their values are read. `trainingCost` is that of one example. */
export interface PilotFields extends Omit<ReportOptions, "model" | "labelCost" | "owned" | "trainingCost"> {
  readonly trainingCost?: string;
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
  at: ["examples to forecast (default: 1, 2, 4 and 8 times the largest pilot)", "--at <sizes>"],
  target: ["value to reach", "--target <value>", { link: true }],
  valuePerPoint: ["what one point is worth to you", "--value-per-point <amount>"],
  cost: ["price of the next doubling, all in", "--cost <amount>"],
  trainingCost: ["one training run, per example (or name an offer)", "--training-cost <amount>"],
  metric: ["what the pilots measure", "--metric <name>", { link: true }],
  direction: ["which way is better: higher or lower", "--direction <way>"],
  lower: ['least value possible, or "none"', "--lower <value>"],
  upper: ['greatest value possible, or "none"', "--upper <value>"],
  chance: ["value of guessing", "--chance <value>"],
  unit: ["unit of the values: fraction, percent or other", "--unit <name>"],
  testSize: ["items of the test set, for standard errors", "--test-size <n>"],
  nested: ["the smaller training sets are not parts of the larger ones", "--no-nested"],
};
