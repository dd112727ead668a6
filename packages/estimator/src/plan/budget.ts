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
  /** Most examples of the question's mean length, at the offer's epochs, that the budget pays and the provider takes. */
  readonly examples: number;
  /** True where the budget would pay for more examples than the provider takes in one job. */
  readonly examplesCapped: boolean;
  /** log2 of those examples over the question's: 1 is one doubling of the data. */
  readonly doublings: number;
  /** Most whole epochs over the question's own examples that the budget pays and the provider takes. */
  readonly epochs: number;
  /** True where the budget would pay for more epochs than the provider takes. */
  readonly epochsCapped: boolean;
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
  const { maxExamples, maxEpochs } = offer.limits;
  const size = bought(times.times(examples), maxExamples, tokenLimit(offer, examples));
  const passes = bought(times.times(offer.epochs), maxEpochs, tokenLimit(offer, offer.epochs));
  return {
    id: offer.id,
    within: budget.greaterThanOrEqualTo(offer.training.amount),
    training: { amount: amountText(decimal(offer.training.amount)), currency: offer.training.currency },
    examples: size.count,
    examplesCapped: size.capped,
    doublings: size.count > 0 ? Math.round(Math.log2(size.count / examples) * 100) / 100 : 0,
    epochs: passes.count,
    epochsCapped: passes.capped,
  };
}

/** So many of these examples or epochs hold the tokens that the provider takes in one job. */
function tokenLimit({ limits, billedTokens }: Offer, count: number): number {
  return limits.jobTokens === undefined || billedTokens === "0"
    ? Infinity
    : decimal(limits.jobTokens).times(count).dividedBy(billedTokens).floor().toNumber();
}

/** Whole units that are paid for, no more than the least of the limits. */
function bought(paid: Amount, ...limits: readonly (number | undefined)[]): { count: number; capped: boolean } {
  const most = Math.min(...limits.map((limit) => limit ?? Infinity));
  const count = paid.floor().toNumber();
  return { count: Math.min(count, most), capped: count > most };
}
