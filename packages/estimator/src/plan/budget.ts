import type { Answer, Offer } from "../contract/answer.ts";
import { amountText, decimal, isDecimalText, type Amount, type Money } from "../money.ts";
import { bookOffers } from "../prices/offers.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { Question } from "../contract/question.ts";
import { checkQuestion } from "../contract/questionCheck.ts";
import { amount, isRecord, whole, wrongKind } from "../check/fields.ts";
import { largestCount, largestPassing, largestWithin } from "./largest.ts";
import { bookBill, type BillAt, type SizedBill } from "./sizedBill.ts";

/** What a budget buys at one offer. */
export interface BudgetRow {
  readonly id: string;
  /** True where training of the whole job of the question stays within the budget. */
  readonly within: boolean;
  /** Training of the question's job, before credits. */
  readonly training: Money;
  /** Labels that the question's job still needs; there only where labels have a price. */
  readonly labels?: Money;
  /** Of `examples`, those that are bought with labels; there only where labels have a price. */
  readonly bought?: number;
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

/** The bill of one offer at any size of the job. @param examples of the question */
export type BillOf = (offer: Offer, examples: number) => BillAt;

/** What else the budget pays, and what it need not pay. */
export interface BudgetOptions {
  /** The bill of an offer that is not in the price book, such as a run on rented GPUs. `examples`: those of the question. */
  readonly selfHosted?: BillOf;
  readonly labels?: Labels;
}

/** Examples beyond the owned ones are labelled before they can be trained on. */
export interface Labels {
  /** Price of one, decimal string in the currency of the budget. */
  readonly cost: string;
  /** Examples that are labelled already, and never paid again. */
  readonly owned: number;
}

/**
 * The reverse question: how many examples or epochs a budget for training buys at every offer in its currency, most
 * examples first, then the cheapest. It is the exact inverse of the offer's own bill, credits taken off: one example more, and the bill
 * of `estimate` would be over the budget or the provider's limit. The validation set and further stages stay as stated.
 * With labels at c each and o owned rows it is the largest n with c·(n − o) + training(n) within the budget.
 *
 * Problems: those of the question (`estimate`), `wrong_kind`, `not_decimal` (the budget, the cost of a label), `unknown_currency`
 * where no offer bills in that of the budget.
 */
export function budgetPlan(
  answer: Answer,
  budget: Money,
  question: Question,
  { selfHosted, labels }: BudgetOptions = {},
): Result<BudgetRow[]> {
  if (!isRecord(budget)) return fail(wrongKind("budget", "an amount and its currency", budget));
  if (!isDecimalText(budget.amount) || budget.amount.startsWith("-"))
    return fail({ kind: "not_decimal", field: "budget", got: budget.amount });
  const wrong =
    labels === undefined ? null : (amount(labels.cost, "labels.cost") ?? whole()(labels.owned, "labels.owned"));
  if (wrong !== null) return fail(wrong);
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
          : selfHosted(offer, examples);
    if (billAt === null) return [];
    const sized = labels === undefined ? billAt : withLabels(billAt, labels);
    const row = budgetRow(offer, sized, decimal(budget.amount), examples);
    const cost = sized(row.examples || examples, offer.epochs)?.cost ?? decimal(Infinity);
    return [{ cost, row: labels === undefined ? row : { ...row, ...labelled(row, labels, examples) } }];
  });
  const cheapestFirst = rows.sort(
    (a, b) => b.row.examples - a.row.examples || a.cost.comparedTo(b.cost) || (a.row.id < b.row.id ? -1 : 1),
  );
  return ok(cheapestFirst.map(({ row }) => row));
}

/** A bill that pays for the labels of the rows that are not owned as well. */
function withLabels(billAt: BillAt, labels: Labels): BillAt {
  return (examples, epochs) => {
    const bill = billAt(examples, epochs);
    return bill === null ? null : { ...bill, cost: bill.cost.plus(labelsOf(examples, labels)) };
  };
}

function labelsOf(examples: number, { cost, owned }: Labels): Amount {
  return decimal(cost).times(Math.max(examples - owned, 0));
}

function labelled(
  { training, examples: bought }: BudgetRow,
  labels: Labels,
  examples: number,
): Pick<BudgetRow, "labels" | "bought"> {
  const { currency } = training;
  return {
    labels: { amount: amountText(labelsOf(examples, labels)), currency },
    bought: Math.max(bought - labels.owned, 0),
  };
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
