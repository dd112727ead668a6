import { budgetPlan, estimate, type Question } from "../../src/index.ts";

export const job = { examples: 1000, tokensPerExample: 100, epochs: 3 };
export const usd = (amount: string) => ({ amount, currency: "USD" });
export const asked = (prices: Question["prices"], more: Partial<Question> = {}): Question => ({
  asOf: "2026-02-01",
  prices,
  job,
  ...more,
});
export const plan = (question: Question, budget: string) => budgetPlan(estimate(question), usd(budget), question);
