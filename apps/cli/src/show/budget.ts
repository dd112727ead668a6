import {
  budgetPlan,
  explain,
  type Answer,
  type BudgetOptions,
  type BudgetRow,
  type Problem,
  type Question,
} from "@tunecast/estimator";
import { billCurrency, isAtLeast } from "@tunecast/estimator/answer";
import type { BudgetShown } from "@tunecast/estimator/report";
import { isAtMost, moneyText } from "@tunecast/estimator/text";

type Verdict = "within" | "open" | "over";

/**
 * `within` where an offer in the currency of the bill costs no more than the budget over the whole horizon of the question; `open` where
 * only offers do whose totals leave something out. @param atLeast true where data are missing from every total
 */
export function budgetVerdict(answer: Answer, budget: string, atLeast: boolean): Verdict {
  const { offers } = answer;
  const currency = billCurrency(answer);
  const cheap = offers.filter(({ total }) => total.currency === currency && isAtMost(total.amount, budget));
  return !atLeast && cheap.some((offer) => !isAtLeast(offer)) ? "within" : cheap.length > 0 ? "open" : "over";
}

/** What a budget is held against. */
export interface BudgetCase {
  readonly answer: Answer;
  readonly question: Question;
  readonly budget: string;
  /** What runs on rented GPUs among the offers cost. */
  readonly selfHosted: BudgetOptions["selfHosted"];
  /** True where data are missing, so that every total is "at least". */
  readonly atLeast: boolean;
}

/** The field `budget` of the JSON answer, there only where one was asked for. */
interface BudgetAnswer {
  readonly amount: string;
  readonly currency: string;
  readonly verdict: Verdict;
  readonly sentence: string;
  /** What it buys of training at every offer in its currency, most examples first. */
  readonly offers: readonly BudgetRow[];
  /** Why no offer can be worked out. */
  readonly problem?: { readonly reason: Problem; readonly sentence: string };
}

/** What a budget buys at every offer, and the verdict, as data. */
export function budgetAnswer({ answer, question, budget, selfHosted, atLeast }: BudgetCase): BudgetAnswer {
  const currency = billCurrency(answer);
  const plan = planWith({ answer, question, budget, selfHosted });
  const verdict = budgetVerdict(answer, budget, atLeast);
  const sentence = verdicts[verdict](moneyText({ amount: budget, currency }));
  const said = { amount: budget, currency, verdict, sentence };
  return plan.ok
    ? { ...said, offers: plan.value }
    : { ...said, offers: [], problem: { reason: plan.problem, sentence: explain(plan.problem) } };
}

/** What a budget buys at every offer, to be shown; nothing where it cannot be worked out. */
export function boughtWith(one: Omit<BudgetCase, "atLeast">): BudgetShown {
  const plan = planWith(one);
  const rows = plan.ok ? plan.value : [];
  const budget = { amount: one.budget, currency: billCurrency(one.answer) };
  return { rows, budget, foreign: one.answer.offers.length - rows.length };
}

function planWith({
  answer,
  question,
  budget,
  selfHosted,
}: Omit<BudgetCase, "atLeast">): ReturnType<typeof budgetPlan> {
  return budgetPlan(
    answer,
    { amount: budget, currency: billCurrency(answer) },
    question,
    selfHosted === undefined ? {} : { selfHosted },
  );
}

const verdicts: Readonly<Record<Verdict, (said: string) => string>> = {
  within: (said: string) => `Within ${said}: at least one offer costs no more over the whole horizon.`,
  open: (said: string) =>
    `Not known to be within ${said}: the offers that cost no more leave something out: prices not found, data not here.`,
  over: (said: string) => `Over ${said}: no offer costs as little over the whole horizon.`,
};
