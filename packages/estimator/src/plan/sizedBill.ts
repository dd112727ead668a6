import type { Offer } from "../contract/answer.ts";
import { jobRefusal } from "../bill/acceptance.ts";
import { countedFor, type Counted } from "../bill/counted.ts";
import { creditsOff } from "../bill/credits.ts";
import { offerRules } from "../bill/rules/offerRules.ts";
import { mapSpread, type Spread } from "../bill/spread.ts";
import { stagesOf } from "../bill/stages.ts";
import { stagedBill } from "../bill/training.ts";
import type { Amount } from "../money.ts";
import type { BookOffer } from "../prices/offers.ts";
import type { Problem } from "../problem.ts";
import type { Job } from "../contract/fields/job.ts";
import type { CheckedQuestion } from "../contract/questionCheck.ts";

/** Training of one offer at one size of the job. */
export interface SizedBill {
  /** What is left to pay of it once credits are taken off. */
  readonly cost: Amount;
  /** Where the provider would not take the job: below its least, or above its most. */
  readonly refused: "below" | "above" | null;
}

/** Null where there is no bill. */
export type BillAt = (examples: number, epochs: number) => SizedBill | null;

/** The bill that `estimate` makes for an offer, at any number of examples and epochs, credits taken off. */
export function bookBill(question: CheckedQuestion, offer: BookOffer, { training }: Offer): BillAt {
  const { ownPrices: overlay = {}, asOf: day } = question;
  const { currency } = training;
  const { provider } = offer.provider;
  const trainingAt = bookTraining(question, offer);
  return (examples, epochs) => {
    const sized = trainingAt(examples, epochs);
    if (sized === null) return null;
    const { left } = creditsOff({ overlay, provider, total: sized.cost.typical, currency, day });
    return { cost: left(sized.cost.typical), refused: sized.refused };
  };
}

/** Training at one size of the job before credits, with its range. */
export interface SizedTraining {
  readonly cost: Spread;
  readonly refused: SizedBill["refused"];
}

/** Training of an offer at any number of examples and epochs; all else, the validation set, further stages, is as stated. */
export function bookTraining(
  { job, ownPrices: overlay = {}, asOf: day }: CheckedQuestion,
  offer: BookOffer,
): (examples: number, epochs: number) => SizedTraining | null {
  const rules = offerRules(offer);
  const own = countedFor(offer, job);
  return (examples, epochs) => {
    if (!rules.ok) return null;
    const sized = sizedJob(job, examples);
    const counted = "profile" in sized ? sizedCount(own, examples) : countedFor(offer, sized);
    const [first, ...further] = stagesOf(offer, sized, epochs);
    const stages = [{ ...first, counted }, ...further] as const;
    const bill = stagedBill({ offer, rules: rules.value.billing, day, overlay }, stages);
    if (!bill.ok) return null;
    const { cost, perStage } = bill.value;
    const refusal = jobRefusal(offer, stages, perStage);
    return { cost, refused: refusal === null ? null : sideOf(refusal) };
  };
}

function sideOf({ kind, epochs, least }: Problem): "below" | "above" {
  return kind === "too_few_examples" || (kind === "epochs_not_taken" && Number(epochs) < Number(least))
    ? "below"
    : "above";
}

function sizedJob(job: Job, examples: number): Job {
  if (!("profile" in job)) return { ...job, examples };
  const { profile } = job;
  return { ...job, profile: { ...profile, bytes: Math.round((profile.bytes * examples) / profile.examples) } };
}

/** So many examples like those that were counted. */
function sizedCount(own: Counted, examples: number): Counted {
  return {
    ...own,
    examples,
    modelTurns: Math.ceil((own.modelTurns * examples) / own.examples),
    pass: (part, limits) =>
      mapSpread(own.pass(part, limits), (tokens) => tokens.times(examples).dividedBy(own.examples).ceil()),
  };
}
