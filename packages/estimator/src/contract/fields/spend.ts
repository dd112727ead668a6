import type { FormsOf, KindsOf } from "./kind.ts";

/** What may be spent, decimal strings in the currency of the bill. */
export interface Spend {
  readonly budget?: string;
  /** Of the total over the whole horizon. */
  readonly max?: string;
  readonly maxMonthly?: string;
  /** Of the total: more is said, and passes. */
  readonly warn?: string;
}

export const spendKinds: KindsOf<Spend> = { budget: "amount?", max: "amount?", maxMonthly: "amount?", warn: "amount?" };

export const spendForms: FormsOf<Spend> = {
  budget: ["for labels and training: what it buys", "--budget <amount>", { file: "budget.total", link: true }],
  max: ["exit with 1 if the cheapest complete offer costs more", "--max <amount>", { file: "budget.max" }],
  maxMonthly: ["exit with 1 if a month of its use costs more", "--max-monthly <amount>", { file: "budget.maxMonthly" }],
  warn: ["warn above this total; exit code 0", "--warn <amount>", { file: "budget.warn" }],
};
