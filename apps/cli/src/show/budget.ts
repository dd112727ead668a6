import { budgetPlan, explain, type Answer, type BudgetOptions, type Problem, type Question } from "@tunecast/estimator";
import { billCurrency } from "@tunecast/estimator/answer";
import { budgetVerdict, type BudgetShown } from "@tunecast/estimator/report";

export interface BudgetCase {
  readonly answer: Answer;
  readonly question: Question;
  readonly budget: string;
  /** What runs on rented GPUs among the offers cost. */
  readonly selfHosted: BudgetOptions["selfHosted"];
}

/** What a budget buys of training at every offer in its currency, most examples first; nothing where it cannot be worked out. */
export function boughtWith({ answer, question, budget: amount, selfHosted }: BudgetCase): BudgetShown & {
  readonly problem?: Problem;
} {
  const budget = { amount, currency: billCurrency(answer) };
  const plan = budgetPlan(answer, budget, question, selfHosted === undefined ? {} : { selfHosted });
  const rows = plan.ok ? plan.value : [];
  return { rows, budget, foreign: answer.offers.length - rows.length, ...(!plan.ok && { problem: plan.problem }) };
}

/** The field `budget` of the JSON answer: what it buys, and the verdict. */
export function budgetAnswer(one: BudgetCase): object {
  const { rows: offers, budget, problem } = boughtWith(one);
  return {
    ...budget,
    ...budgetVerdict(one.answer, one.question.prices, budget),
    offers,
    ...(problem !== undefined && { problem: { reason: problem, sentence: explain(problem) } }),
  };
}
