import type { Figure, FormsOf, KindsOf, ModelPrice } from "./kind.ts";

/** What is paid beside the run of a tuned offer. Money: decimal strings in the currency of the decision. */
export interface Project {
  /** Examples that are at hand, labelled: nobody pays them again. */
  readonly examplesOwned?: number;
  /** People label what is missing: price of one example. */
  readonly labelCost?: Figure;
  readonly teacher?: Teacher;
  readonly evaluation?: Evaluation;
  /** Trainings in all until one is right: 1 where not given. */
  readonly tuningRounds?: Figure;
  readonly failedRuns?: Figure;
  readonly platformFee?: Figure;
  readonly platformFeePerMonth?: Figure;
  readonly retrainEveryMonths?: number;
  /** Test items that are scored every month to see whether the quality holds, priced as in `evaluation`. */
  readonly monitoringItemsPerMonth?: Figure;
}

export const projectKinds: KindsOf<Omit<Project, "teacher" | "evaluation">> = {
  examplesOwned: "whole?",
  labelCost: "figure?",
  tuningRounds: "figure?",
  failedRuns: "shareFigure?",
  platformFee: "figure?",
  platformFeePerMonth: "figure?",
  retrainEveryMonths: "above0?",
  monitoringItemsPerMonth: "figure?",
};

export const projectForms: FormsOf<Omit<Project, "teacher" | "evaluation">> = {
  examplesOwned: [
    "examples that are labelled already (default: those of the file)",
    "--examples-owned <n>",
    { file: "labels.owned", link: true },
  ],
  labelCost: [
    "label and review of one more example: 0.40, or 0.20..0.60",
    "--label-cost <amount>",
    { file: "labels.cost", link: true },
  ],
  tuningRounds: ["trainings until one is right", "--tuning-rounds <n>"],
  failedRuns: ["share of all runs that fail and are paid: 20% adds a quarter", "--failed-runs <share>"],
  platformFee: ["platform fee, paid once"],
  platformFeePerMonth: ["platform fee, paid every month"],
  retrainEveryMonths: ["train anew every so many months: each bears its part of a run", "--retrain-every <months>"],
  monitoringItemsPerMonth: ["items scored every month once it runs", "--monitor-items <n>"],
};

export interface Judge {
  readonly model: ModelPrice;
  readonly inputTokens: Figure;
  readonly outputTokens: Figure;
}

export const judgeKinds: KindsOf<Judge> = { model: "modelPrice", inputTokens: "figure", outputTokens: "figure" };

/** Synthetic examples: priced by the teacher's rates of the book, or by stated ones. */
export interface Teacher extends Judge {
  /** Samples drawn for each example that is kept; 1 where not given. */
  readonly samplesPerKept?: Figure;
}

export const teacherKinds: KindsOf<Teacher> = { ...judgeKinds, samplesPerKept: "figure?" };

export const teacherForms: FormsOf<Teacher> = {
  model: ["a model that writes the missing examples"],
  inputTokens: ["tokens it reads for one example"],
  outputTokens: ["tokens it writes for one example"],
  samplesPerKept: ["samples it writes for each one kept"],
};

export interface Evaluation {
  readonly items: number;
  /** Models that are scored, in all rounds; 2 (tuned and untuned) where not given. */
  readonly models?: Figure;
  /** What one score costs, where it is known: a person's time, a service. */
  readonly costPerItem?: Figure;
  /** A model judges: tokens it reads and writes for one item. */
  readonly judge?: Judge;
}

export const evaluationKinds: KindsOf<Omit<Evaluation, "judge">> = {
  items: "count",
  models: "figure?",
  costPerItem: "figure?",
};

export const evaluationForms: FormsOf<Omit<Evaluation, "judge">> = {
  items: ["items of the test set", "--eval-items <n>", { link: true }],
  models: ["models that are scored (default: 2, tuned and untuned)"],
  costPerItem: ["one score of one item", "--eval-cost <amount>", { link: true }],
};

export const judgeForms: FormsOf<Judge> = {
  model: ["a model that scores the answers"],
  inputTokens: ["tokens it reads for one item"],
  outputTokens: ["tokens it writes for one item"],
};
