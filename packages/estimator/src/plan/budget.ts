import type { Answer, Offer } from "../contract/answer.ts";
import { isDecimalText } from "../check/decimalText.ts";
import { amountText, decimal, type Amount, type Money } from "../money.ts";
import { onceBy } from "../prices/once.ts";
import { bookOffers } from "../prices/offers.ts";
import { order } from "../check/order.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { Question } from "../contract/question.ts";
import { checkQuestion } from "../contract/questionCheck.ts";
import { amount, isRecord, whole, wrongKind } from "../check/fields.ts";
import { examplesOf } from "./decision/project.ts";
import { bookBill, type BillAt, type SizedBill } from "./trainingAt.ts";

/** The largest count that a question takes, and so the end of every search. */
const largestCount = 1e12;

type Probe = Readonly<Record<"at" | "measure", number>>;

/**
 * The largest whole number from 0 to `largestCount` whose measure is within the limit; the measure never falls. Guesses run along
 * the line through what is known; each third one halves what is left, so that rounding and minima end the search as well.
 */
function largestWithin(measure: (count: number) => Amount, limit: Amount, near: number): number {
  const target = limit.toNumber();
  let [before, low, high]: [Probe, Probe, Probe | null] = [{ at: 0, measure: 0 }, { at: 0, measure: 0 }, null];
  let guess = Math.min(near, largestCount);
  for (let step = 1; ; step++) {
    const found = measure(guess);
    const probe = { at: guess, measure: found.toNumber() };
    if (found.greaterThan(limit)) high = probe;
    else [before, low] = [low, probe];
    if (low.at === largestCount || high?.at === low.at + 1) return low.at;
    const [from, to] = high === null ? [before, low] : [low, high];
    const share = high !== null && step % 3 === 0 ? 1 / 2 : (target - low.measure) / (to.measure - from.measure);
    const wanted = to.measure > from.measure ? low.at + share * (to.at - from.at) : 16 * low.at;
    guess = Math.min(Math.max(Math.floor(wanted), low.at + 1), high === null ? largestCount : high.at - 1);
  }
}

/** The largest whole number from 0 to `most` that passes; none passes above one that does not. @param near a guess */
function largestPassing(passes: (count: number) => boolean, most: number, near: number): number {
  if (most === 0 || passes(most)) return most;
  let [low, high] = [0, most];
  let guess = Math.min(near, most - 1);
  for (let step = 1; high - low > 1; step++) {
    if (passes(guess)) low = guess;
    else high = guess;
    guess = step === 1 && low > 0 ? low + 1 : Math.min(2 * Math.max(low, 1), Math.floor((low + high) / 2));
  }
  return low;
}

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
  /** True where the budget would pay for more than the provider takes in one job. */
  readonly examplesCapped: boolean;
  /** log2 of those examples over the question's: 1 is one doubling of the data. */
  readonly doublings: number;
  /** Most whole epochs over the question's own examples that the budget pays and the provider takes. */
  readonly epochs: number;
  readonly epochsCapped: boolean;
}

/** The bill of one offer at any size of the job. @param examples of the question */
export type BillOf = (offer: Offer, examples: number) => BillAt;

export interface BudgetOptions {
  /** The bill of an offer that is not in the price book, such as a run on rented GPUs. `examples`: those of the question. */
  readonly selfHosted?: BillOf;
  readonly labels?: Labels;
}

/** Examples beyond the owned ones are labelled before they can be trained on. */
export interface Labels {
  /** Price of one, decimal string in the currency of the budget. */
  readonly cost: string;
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
  const examples = examplesOf(question.job);
  const listed = new Map(bookOffers(question.prices).map((offer) => [offer.id, offer]));
  const rows = answer.offers.flatMap((offer) => {
    if (offer.training.currency !== budget.currency) return [];
    const own = listed.get(offer.id);
    const billed = own === undefined ? selfHosted?.(offer, examples) : bookBill(checked.value, own, offer);
    if (billed === undefined) return [];
    const billAt: BillAt = (count, epochs) => {
      const bill = billed(count, epochs);
      return bill === null || labels === undefined ? bill : { ...bill, cost: bill.cost.plus(labelsOf(count, labels)) };
    };
    const row = budgetRow(offer, billAt, decimal(budget.amount), examples);
    const cost = billAt(row.examples || examples, offer.epochs)?.cost ?? decimal(Infinity);
    if (labels === undefined) return [{ cost, row }];
    const needed = { amount: amountText(labelsOf(examples, labels)), currency: budget.currency };
    return [{ cost, row: { ...row, labels: needed, bought: Math.max(row.examples - labels.owned, 0) } }];
  });
  rows.sort((a, b) => b.row.examples - a.row.examples || a.cost.comparedTo(b.cost) || order(a.row.id, b.row.id));
  return ok(rows.map(({ row }) => row));
}

export function labelsOf(examples: number, { cost, owned }: Labels): Amount {
  return decimal(cost).times(Math.max(examples - owned, 0));
}

function budgetRow(offer: Offer, billAt: BillAt, budget: Amount, examples: number): BudgetRow {
  const { id, epochs, training, billedTokens, limits } = offer;
  const { maxExamples, maxEpochs, jobTokens = Infinity } = limits;
  const times = Math.max(1, Math.floor(jobTokens / Number(billedTokens)));
  const size = bought((count) => billAt(count, epochs), budget, examples, maxExamples ?? times * examples);
  const passes = bought((count) => billAt(examples, count), budget, epochs, maxEpochs ?? times * epochs);
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

/** The most that is paid for and taken. @param stated the question's @param limit where to look for the provider's first */
function bought(
  asked: (count: number) => SizedBill | null,
  budget: Amount,
  stated: number,
  limit: number,
): { readonly count: number; readonly capped: boolean; readonly within: boolean } {
  // A bill is asked for its cost and again for whether the job is taken.
  const billAt = onceBy((count: number) => count, asked);
  const cost = (count: number): Amount => billAt(count)?.cost ?? decimal(Infinity);
  const paid = largestWithin(cost, budget, stated);
  const count = largestPassing((one) => billAt(one)?.refused !== "above", paid, limit);
  const within = cost(stated).lessThanOrEqualTo(budget);
  const none = count === 0 || billAt(count)?.refused === "below";
  // Free, or billed by the hour: nothing but a limit of the provider ends it.
  if (none || (count === largestCount && cost(count).equals(cost(stated)))) return { count: 0, capped: false, within };
  return { count, capped: paid > count, within };
}
