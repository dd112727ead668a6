import type { Answer, Offer } from "../answer.ts";
import { amountText, decimal, sum, type Amount, type Money } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import { isDecimalText } from "../money.ts";

/** What a budget buys at one offer. */
export interface BudgetRow {
  readonly id: string;
  /** True where the whole job of the question stays within the budget. */
  readonly within: boolean;
  /** Training of the question's job. */
  readonly training: Money;
  /** Most examples of the question's mean length, at the offer's epochs, whose training the budget pays. */
  readonly examples: number;
  /** log2 of those examples over the question's: 1 is one doubling of the data. */
  readonly doublings: number;
  /** Most whole epochs over the question's own examples. */
  readonly epochs: number;
}

/**
 * The reverse question: how many examples or epochs a budget for training buys at every offer in its currency, most
 * examples first. Charges that do not grow with the data (a minimum) are paid first.
 */
export function budgetPlan(answer: Answer, budget: Money, examples: number): Result<BudgetRow[]> {
  if (!isDecimalText(budget.amount) || budget.amount.startsWith("-"))
    return fail({ kind: "not_decimal", field: "budget", got: budget.amount });
  const offers = answer.offers.filter((offer) => offer.training.currency === budget.currency);
  const rows = offers.map((offer) => budgetRow(offer, decimal(budget.amount), examples));
  return ok(rows.sort((a, b) => b.examples - a.examples || (a.id < b.id ? -1 : 1)));
}

function budgetRow(offer: Offer, budget: Amount, examples: number): BudgetRow {
  const grows = sum(offer.lines.filter(({ kind }) => kind === "training").map(({ amount }) => decimal(amount)));
  const least = sum(offer.lines.filter(({ kind }) => kind === "minimum").map(({ amount }) => decimal(amount))).plus(
    grows,
  );
  const affordable = budget.greaterThanOrEqualTo(offer.lines.some(({ kind }) => kind === "minimum") ? least : 0);
  const times = affordable && !grows.isZero() ? budget.dividedBy(grows) : decimal(0);
  const bought = times.times(examples).floor().toNumber();
  return {
    id: offer.id,
    within: budget.greaterThanOrEqualTo(offer.training.amount),
    training: { amount: amountText(decimal(offer.training.amount)), currency: offer.training.currency },
    examples: bought,
    doublings: bought > 0 ? Math.round(Math.log2(bought / examples) * 100) / 100 : 0,
    epochs: times.times(offer.epochs).floor().toNumber(),
  };
}
