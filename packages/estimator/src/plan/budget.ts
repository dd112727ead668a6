import type { Answer, Offer } from "../contract/answer.ts";
import { amountText, decimal, isDecimalText, type Amount, type Money } from "../money.ts";
import { bookOffers } from "../prices/offers.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { Question } from "../contract/question.ts";
import { checkQuestion } from "../contract/questionCheck.ts";
import { isRecord, wrongKind } from "../check/fields.ts";
import { largestCount, largestPassing, largestWithin } from "./largest.ts";
import { selfHostedBill, type SelfHostedRuns } from "./selfHostedBill.ts";
import { bookBill, type BillAt, type SizedBill } from "./sizedBill.ts";

/** What a budget buys at one offer. */
export interface BudgetRow {
  readonly id: string;
  /** True where training of the whole job of the question stays within the budget. */
  readonly within: boolean;
  /** Training of the question's job, before credits. */
  readonly training: Money;
  /**
   * Most examples of the question's mean length, at the offer's epochs, that the budget pays and the provider takes;
   * 0 where it pays for none, and where the price does not grow with them (`within` is true then).
   */
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
 * examples first. It is the exact inverse of the offer's own bill, credits taken off: one example more, and the bill
 * of `estimate` would be over the budget or the provider's limit. The validation set and further stages stay as stated.
 */
export function budgetPlan(
  answer: Answer,
  budget: Money,
  question: Question,
  selfHosted?: SelfHostedRuns,
): Result<BudgetRow[]> {
  if (!isRecord(budget)) return fail(wrongKind("budget", "an amount and its currency", budget));
  if (!isDecimalText(budget.amount) || budget.amount.startsWith("-"))
    return fail({ kind: "not_decimal", field: "budget", got: budget.amount });
  const checked = checkQuestion(question);
  if (!checked.ok) return checked;
  const currencies = [...new Set(answer.offers.map(({ training }) => training.currency))].sort();
  if (currencies.length > 0 && !currencies.includes(budget.currency))
    return fail({ kind: "unknown_currency", currency: budget.currency, known: currencies });
  const { job } = question;
  const examples = "profile" in job ? job.profile.examples : job.examples;
  const listed = new Map(bookOffers(question.prices).map((offer) => [offer.id, offer]));
  const rows = answer.offers.flatMap((offer) => {
    if (offer.training.currency !== budget.currency) return [];
    const own = listed.get(offer.id);
    const billAt =
      own !== undefined
        ? bookBill(checked.value, own, offer)
        : selfHosted === undefined
          ? null
          : selfHostedBill(selfHosted, offer, examples);
    return billAt === null ? [] : [budgetRow(offer, billAt, decimal(budget.amount), examples)];
  });
  return ok(rows.sort((a, b) => b.examples - a.examples || (a.id < b.id ? -1 : 1)));
}

function budgetRow(offer: Offer, billAt: BillAt, budget: Amount, examples: number): BudgetRow {
  const { id, training } = offer;
  const { maxExamples, maxEpochs, jobTokens = Infinity } = offer.limits;
  const times = Math.max(1, Math.floor(jobTokens / Number(offer.billedTokens)));
  const size = bought(
    remembered((count) => billAt(count, offer.epochs)),
    {
      budget,
      stated: examples,
      limit: maxExamples ?? times * examples,
    },
  );
  const passes = bought(
    remembered((count) => billAt(examples, count)),
    {
      budget,
      stated: offer.epochs,
      limit: maxEpochs ?? times * offer.epochs,
    },
  );
  return {
    id,
    within: size.within,
    training: { amount: amountText(decimal(training.amount)), currency: training.currency },
    examples: size.count,
    examplesCapped: size.capped,
    doublings: size.count > 0 ? Math.round(Math.log2(size.count / examples) * 100) / 100 : 0,
    epochs: passes.count,
    epochsCapped: passes.capped,
  };
}

interface Bought {
  readonly count: number;
  readonly capped: boolean;
  /** True where the count of the question is paid for. */
  readonly within: boolean;
}

/** A bill is asked for its cost and again for whether the job is taken. */
function remembered(billAt: (count: number) => SizedBill | null): (count: number) => SizedBill | null {
  const bills = new Map<number, SizedBill | null>();
  return (count) => {
    const known = bills.get(count);
    if (known !== undefined) return known;
    const bill = billAt(count);
    bills.set(count, bill);
    return bill;
  };
}

interface Wanted {
  readonly budget: Amount;
  /** The count of the question. */
  readonly stated: number;
  /** Where the provider's own limit is likely to be: where the search for it begins. */
  readonly limit: number;
}

/** The most that is paid for and taken. */
function bought(billAt: (count: number) => SizedBill | null, { budget, stated, limit }: Wanted): Bought {
  const cost = (count: number): Amount => billAt(count)?.cost ?? decimal(Infinity);
  const paid = largestWithin(cost, budget, stated);
  const count = largestPassing((one) => billAt(one)?.refused !== "above", paid, limit);
  const within = cost(stated).lessThanOrEqualTo(budget);
  const none = count === 0 || billAt(count)?.refused === "below";
  // Free, or billed by the hour: nothing but a limit of the provider ends it.
  if (none || (count === largestCount && cost(count).equals(cost(stated)))) return { count: 0, capped: false, within };
  return { count, capped: paid > count, within };
}
