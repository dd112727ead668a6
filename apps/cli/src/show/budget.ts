import { budgetPlan, explain, type Answer, type BudgetOptions, type Problem, type Question } from "@tunecast/estimator";
import { billCurrency, isAtLeast, lacksData } from "@tunecast/estimator/answer";
import type { BudgetShown } from "@tunecast/estimator/report";
import { isAtMost, moneyText } from "@tunecast/estimator/text";

type Verdict = "within" | "open" | "over";

/**
 * `within` where an offer in the currency of the bill costs no more than the budget over the whole horizon of the question; `open` where
 * only offers do whose totals leave something out.
 */
export function budgetVerdict(answer: Answer, budget: string): Verdict {
  const { offers } = answer;
  const currency = billCurrency(answer);
  const cheap = offers.filter(({ total }) => total.currency === currency && isAtMost(total.amount, budget));
  return !lacksData(answer) && cheap.some((offer) => !isAtLeast(offer)) ? "within" : cheap.length > 0 ? "open" : "over";
}

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
  const verdict = budgetVerdict(one.answer, budget.amount);
  return {
    ...budget,
    verdict,
    sentence: verdicts[verdict](moneyText(budget)),
    offers,
    ...(problem !== undefined && { problem: { reason: problem, sentence: explain(problem) } }),
  };
}

const verdicts: Readonly<Record<Verdict, (said: string) => string>> = {
  within: (said) => `Within ${said}: at least one offer costs no more over the whole horizon.`,
  open: (said) =>
    `Not known to be within ${said}: the offers that cost no more leave something out: prices not found, data not here.`,
  over: (said) => `Over ${said}: no offer costs as little over the whole horizon.`,
};
