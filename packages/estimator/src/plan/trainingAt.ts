import { jobRefusal } from "../bill/acceptance.ts";
import { countedFor, type Counted } from "../bill/counted.ts";
import { creditsOff } from "../bill/line.ts";
import { offerRules } from "../bill/rules/offerRules.ts";
import { mapSpread, type Spread } from "../bill/spread.ts";
import { stagesOf } from "../bill/stages.ts";
import { stagedBill } from "../bill/training.ts";
import { notFields } from "../check/fields.ts";
import type { Answer, Offer } from "../contract/answer.ts";
import { billCurrency } from "../contract/completeness.ts";
import type { Job } from "../contract/fields/job.ts";
import type { Question } from "../contract/question.ts";
import { checkQuestion, type CheckedQuestion } from "../contract/questionCheck.ts";
import type { CostOf } from "../curve/worth/costs.ts";
import { estimate } from "../estimate/estimate.ts";
import { amountText, decimal, type Amount, type Money } from "../money.ts";
import { modelsUnder, type FileRules } from "../prices/fileRules.ts";
import { bookOffers, type BookOffer } from "../prices/offers.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import { fail, ok, type Result } from "../problem.ts";

/** Training of one offer at one size of the job. */
interface Sized<Cost> {
  readonly cost: Cost;
  /** Where the provider would not take the job: below its least, or above its most. */
  readonly refused: "below" | "above" | null;
}

/** What is left to pay once credits are taken off. */
export type SizedBill = Sized<Amount>;

export type BillAt = (examples: number, epochs: number) => SizedBill | null;

/** The bill that `estimate` makes for an offer, at any number of examples and epochs, credits taken off. */
export function bookBill(question: CheckedQuestion, listed: BookOffer, offer: Offer): BillAt {
  const sized = bookTraining(question, listed);
  return (examples, epochs) => {
    const training = sized(examples, epochs);
    return training === null ? null : { ...training, cost: lessCredits(question, offer, training.cost.typical) };
  };
}

export function lessCredits({ ownPrices: overlay, asOf: day }: Question, offer: Offer, total: Amount): Amount {
  const { provider, training } = offer;
  return creditsOff({ overlay, provider, total, currency: training.currency, day }).left(total);
}

/** Training of an offer at any size before credits, with its range; all else, the validation set, further stages, is as stated. */
function bookTraining(
  { job, ownPrices: overlay = {}, asOf: day }: CheckedQuestion,
  offer: BookOffer,
): (examples: number, epochs: number) => Sized<Spread> | null {
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
    if (refusal === null) return { cost, refused: null };
    const isFewer = refusal.kind === "epochs_not_taken" && epochs < Number(refusal["least"]);
    return { cost, refused: refusal.kind === "too_few_examples" || isFewer ? "below" : "above" };
  };
}

function sizedJob(job: Job, examples: number): Job {
  if (!("profile" in job)) return { ...job, examples };
  const { profile } = job;
  return { ...job, profile: { ...profile, bytes: Math.round((profile.bytes * examples) / profile.examples) } };
}

function sizedCount(own: Counted, examples: number): Counted {
  return {
    ...own,
    examples,
    modelTurns: Math.ceil((own.modelTurns * examples) / own.examples),
    pass: (part, limits) =>
      mapSpread(own.pass(part, limits), (tokens) => tokens.times(examples).dividedBy(own.examples).ceil()),
  };
}

/** Training of one offer on so many examples, before credits, in the currency of its training. */
export interface TrainingAt extends Pick<SizedBill, "refused"> {
  readonly amount: string;
  readonly range: { readonly low: string; readonly high: string };
}

/** Training on any number of examples like the question's, at the offer's epochs; null where there is no bill. */
export function trainingAt(question: Question, offer: Offer): (examples: number) => TrainingAt | null {
  const checked = checkQuestion(question);
  const listed = checked.ok ? bookOffers(question.prices).find(({ id }) => id === offer.id) : undefined;
  if (!checked.ok || listed === undefined) return () => null;
  const sized = bookTraining(checked.value, listed);
  return (examples) => {
    const training = examples >= 0 && Number.isFinite(examples) ? sized(examples, offer.epochs) : null;
    if (training === null) return null;
    const { low, typical, high } = training.cost;
    const range = { low: amountText(low), high: amountText(high) };
    return { amount: amountText(typical), range, refused: training.refused };
  };
}

/** `trainingAt` as a price for `pilotDesign` and `Curve.bestSpend`; what is returned throws a RangeError where there is no bill. */
export function trainingCostAt(question: Question, offer: Offer): CostOf {
  const at = trainingAt(question, offer);
  return (examples) => {
    const { amount } = at(examples) ?? {};
    if (amount === undefined)
      throw new RangeError(`Got ${examples} examples of ${offer.id}, expected a number with a bill.`);
    return amount;
  };
}

export interface PilotTraining extends Pick<Question, "asOf" | "prices" | "ownPrices"> {
  /** Label of the pilots' model; where it is in the book, the model of the offer. */
  readonly model?: string | undefined;
  /** The offer, or the model whose cheapest offer counts; without it that of `model`. */
  readonly offer?: string | undefined;
  readonly tokensPerExample: number;
  readonly epochs?: Question["job"]["epochs"];
  /** Most examples that will be asked about: where no bill is of so many, the reason is the problem. */
  readonly most?: number;
}

/** Many thousand examples: limits on their number are no question of price. */
const manyExamples = 100_000;

export interface PilotPrice {
  readonly offer: string;
  readonly currency: string;
  readonly costOf: CostOf;
}

/**
 * What one training run over so many examples costs at the cheapest of the offers named, exactly, as decimal text in the
 * currency of the bill. Quality belongs to the model of the pilots, so an offer of another model is refused. `costOf` throws a
 * RangeError for what is no number of examples.
 *
 * Problems: those of the question (`estimate`), `other_model`, `unknown_model`; where no offer has a bill, the
 * reason of the first that is refused.
 */
export function pilotTraining(asked: PilotTraining): Result<PilotPrice> {
  const flaw = notFields(asked, "question");
  if (flaw !== null) return fail(flaw);
  const { asOf, prices, ownPrices, tokensPerExample, epochs, model, offer, most = manyExamples } = asked;
  const named = offer ?? model ?? "";
  const examples = Math.max(manyExamples, Math.ceil(most));
  const question: Question = { asOf, prices, job: { examples, tokensPerExample, epochs }, ownPrices };
  const trial = estimate({ ...question, only: { models: [named] } });
  if (trial.problem !== undefined) return fail(trial.problem.reason);
  const bills = billsOf(trial);
  const currency = billCurrency({ offers: bills, input: trial.input });
  const [cheapest] = bills
    .filter(({ total }) => total.currency === currency)
    .sort((a, b) => decimal(a.total.amount).comparedTo(b.total.amount));
  if (cheapest === undefined)
    return fail(trial.refused[0]?.reason ?? { kind: "unknown_model", model: named, known: [] });
  const isCheapest = ({ id }: Offer): boolean => id === cheapest.id;
  // What stands after ":" or "@" in a label is the user's own.
  const words = model === undefined ? [] : [model, model.replace(/[:@].*$/, "")];
  const isOf = words.some((word) => billsOf(estimate({ ...question, only: { models: [word] } })).some(isCheapest));
  if (model !== undefined && offer !== undefined && !isOf)
    return fail({ kind: "other_model", pilots: model, offer: cheapest.id });
  const at = trainingCostAt(question, cheapest);
  return ok({ offer: cheapest.id, currency, costOf: (size) => at(Math.max(1, Math.round(size))) });
}

/** The bills of an answer, those included that a limit on the number of examples stands against. */
function billsOf({ offers, refused }: Answer): readonly Offer[] {
  return [...offers, ...refused.flatMap(({ wouldBe }) => wouldBe ?? [])];
}

/** Examples over a limit, each of which is billed as so many tokens as the limit. */
export interface CutExamples {
  readonly examples: number;
  readonly limit: number;
  /** Tokens that all of them are billed in one pass. */
  readonly tokens: number;
  /** False where they were counted in another vocabulary than the provider's: one near the limit may be under it. */
  readonly exact: boolean;
}

/** What examples cut at the limit cost in one pass, cheapest and dearest, at the offers under these rules; null without a price. */
export function truncationCost(
  { examples, limit }: CutExamples,
  { check, model }: FileRules,
  prices: PriceBook,
  asOf: string,
): { readonly low: Money; readonly high: Money } | null {
  const under = modelsUnder(prices, check, model === "" ? undefined : model);
  const models = new Set(under.ok ? under.value.map((one) => one.model) : []);
  const ids = bookOffers(prices).flatMap((offer) => (models.has(offer.model) ? [offer.id] : []));
  if (ids.length === 0) return null;
  const job = { examples, tokensPerExample: limit, epochs: 1 };
  const amounts = billsOf(estimate({ asOf, prices, job, only: { models: ids } }))
    .filter(({ total }) => total.currency === "USD")
    .flatMap(({ lines }) => lines.find(({ kind, unit }) => kind === "training" && unit === "token")?.amount ?? [])
    .sort((a, b) => decimal(a).comparedTo(b))
    .map((amount) => ({ amount, currency: "USD" }));
  const [low, high] = [amounts[0], amounts.at(-1)];
  return low === undefined || high === undefined ? null : { low, high };
}
