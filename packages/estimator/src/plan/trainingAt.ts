import type { Offer } from "../contract/answer.ts";
import type { CostOf } from "../curve/worth/costs.ts";
import { amountText } from "../money.ts";
import { bookOffers } from "../prices/offers.ts";
import type { Question } from "../contract/question.ts";
import { checkQuestion } from "../contract/questionCheck.ts";
import { bookTraining, type SizedBill } from "./sizedBill.ts";

/** Training of one offer on so many examples, before credits, in the currency of its training. */
export interface TrainingAt {
  readonly amount: string;
  readonly range: { readonly low: string; readonly high: string };
  /** Where the provider would not take the job: below its least, or above its most. */
  readonly refused: SizedBill["refused"];
}

/**
 * What training at an offer costs on any number of examples like those of the question, at the offer's epochs: at the
 * question's own number it is the offer's `training`. Null where there is no bill, and for what is no number of examples.
 */
export function trainingAt(question: Question, offer: Offer): (examples: number) => TrainingAt | null {
  const checked = checkQuestion(question);
  const listed = checked.ok ? bookOffers(question.prices).find(({ id }) => id === offer.id) : undefined;
  if (!checked.ok || listed === undefined) return () => null;
  const sized = bookTraining(checked.value, listed);
  return (examples) => {
    if (!(examples >= 0 && Number.isFinite(examples))) return null;
    const training = sized(examples, offer.epochs);
    if (training === null) return null;
    const { cost, refused } = training;
    return {
      amount: amountText(cost.typical),
      range: { low: amountText(cost.low), high: amountText(cost.high) },
      refused,
    };
  };
}

/**
 * `trainingAt` as the price of a training run, likeliest amount alone, for `pilotDesign` and `Curve.bestSpend`. What is
 * returned throws a RangeError where there is no bill: at an offer that is answered there is one at every number of examples.
 */
export function trainingCostAt(question: Question, offer: Offer): CostOf {
  const at = trainingAt(question, offer);
  return (examples) => {
    const training = at(examples);
    if (training === null)
      throw new RangeError(`Got ${examples} examples of ${offer.id}, expected a number with a bill.`);
    return training.amount;
  };
}
