import type { FormsOf, KindsOf } from "./kind.ts";

/** What may be spent, decimal strings in the currency of the bill. */
export interface Spend {
  readonly budget?: string;
  readonly max?: string;
  readonly maxMonthly?: string;
  /** Of the total: more is said, and passes. */
  readonly warn?: string;
}

export const spendKinds: KindsOf<Spend> = { budget: "amount?", max: "amount?", maxMonthly: "amount?", warn: "amount?" };

export const spendForms: FormsOf<Spend> = {
  budget: {
    help: "for labels and training: what it buys",
    option: "--budget <amount>",
    file: "budget.total",
    link: true,
  },
  max: {
    help: "exit with 1 if the cheapest complete offer costs more",
    option: "--max <amount>",
    file: "budget.max",
  },
  maxMonthly: {
    help: "exit with 1 if a month of its use costs more",
    option: "--max-monthly <amount>",
    file: "budget.maxMonthly",
  },
  warn: { help: "warn above this total; exit code 0", option: "--warn <amount>", file: "budget.warn" },
};
