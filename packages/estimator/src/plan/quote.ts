import { notFields } from "../check/fields.ts";
import type { Offer } from "../contract/answer.ts";
import { isOpenToAll, isTrainingAtLeast } from "../contract/completeness.ts";
import { estimate } from "../estimate/estimate.ts";
import { fail, ok, type Result, type Problem } from "../problem.ts";
import type { Question } from "../contract/question.ts";
import { amountText, decimal, type Money } from "../money.ts";
import { fileRulesOf, type FileRules } from "../prices/fileRules.ts";
import { bookOffers, namesOffer, type BookOffer } from "../prices/offers.ts";
import { offerStatusOn } from "../prices/status.ts";
import { nearestNames } from "../check/nearest.ts";
import { modelName } from "../words/modelName.ts";

/** An offer that is left, and where its job could go. */
export interface Leaving {
  /** What is left; the first of them where a name stands for several. */
  readonly left: Pick<Offer, "id" | "modelName" | "providerName">;
  /** What the job costs there, or would cost where it is refused by now; null where that cannot be reckoned any more. */
  readonly today: Offer | null;
  readonly noJobsFrom: string | null;
  /** First day on which the tuned model answers no more; null where none is announced. */
  readonly noAnswersFrom: string | null;
  /** Why it does not take the job today; null where it does. */
  readonly refused: Problem | null;
  /** Offers that last longer, in the order of the answer: the cheapest complete one first. */
  readonly destinations: readonly Destination[];
}

/** An offer that could take the job. What its price says of quality is nothing. */
export interface Destination extends Pick<Leaving, "noAnswersFrom"> {
  readonly offer: Offer;
  /** What its provider checks of a data file; null where it publishes no checks, so that nobody can say that it takes it. */
  readonly rules: FileRules | null;
  /** Training, a month and 1,000 requests less what the same costs today; null in another currency or without a price. */
  readonly training: Money | null;
  readonly monthly: Money | null;
  readonly perThousandRequests: Money | null;
}

/**
 * Where a job can go from an offer that closes: every offer that outlasts it, held against today's bill.
 *
 * Problems: those of `estimate`, `unknown_offer` (known).
 * @param word an offer's id, or a name of its model; a tuned model's own name (`ft:…`) stands for its base
 */
export function leaving(question: Question, word: string): Result<Leaving> {
  const { asOf, prices } = question;
  const book = bookOffers(prices);
  const base = word.startsWith("ft:") ? (word.split(":")[1] ?? "") : word;
  const exact = book.filter(({ id }) => id === base);
  const own = exact.length > 0 ? exact : book.filter((offer) => namesOffer(base, offer));
  const ids = book.map(({ id }) => id);
  const [named] = own;
  if (named === undefined)
    return fail({ kind: "unknown_offer", field: "leaving", got: word, known: nearestNames(word, ids) });
  const bill = estimate({ ...question, only: { models: own.map(({ id }) => id) } });
  if (bill.problem !== undefined) return fail(bill.problem.reason);
  // The bill of the first that can be reckoned, also where it is refused by now.
  const refusals = bill.offers.length > 0 ? [] : bill.refused;
  const refusal = refusals.find(({ wouldBe }) => wouldBe !== undefined) ?? refusals[0];
  const today = bill.offers[0] ?? refusal?.wouldBe ?? null;
  const answer = estimate(question);
  if (answer.problem !== undefined) return fail(answer.problem.reason);
  const byId = new Map(book.map((one) => [one.id, one]));
  const leftBehind = byId.get(today?.id ?? "") ?? named;
  const ends = endsOf(leftBehind, asOf);
  const destinations = answer.offers.flatMap((offer): Destination[] => {
    const listed = byId.get(offer.id);
    const last = endsOf(listed, asOf);
    if (listed === undefined || own.includes(listed) || !outlasts(last, ends)) return [];
    const training = less(offer.training, today?.training);
    const monthly = less(offer.monthly, today?.monthly);
    const perThousandRequests = less(offer.perThousandRequests, today?.perThousandRequests);
    const { noAnswersFrom } = last;
    return [{ offer, rules: fileRulesOf(listed), noAnswersFrom, training, monthly, perThousandRequests }];
  });
  const { id, model, provider } = leftBehind;
  const left = { id, modelName: model.name ?? modelName(model.id), providerName: provider.name };
  return ok({ left, today, ...ends, refused: refusal?.reason ?? null, destinations });
}

type Ends = Pick<Leaving, "noJobsFrom" | "noAnswersFrom">;

/** The announced days on which an offer takes no jobs and answers no more; what answers no more takes no jobs either. */
function endsOf(offer: BookOffer | undefined, asOf: string): Ends {
  if (offer === undefined) return { noJobsFrom: null, noAnswersFrom: null };
  const entries = [...(offer.provider.status ?? []), ...(offer.model.status ?? [])];
  const closing = entries.filter(({ kind }) => kind === "no_new_jobs").map(({ from }) => from);
  const noAnswersFrom = offerStatusOn(offer, asOf).inferenceOff ?? null;
  const days = [...closing, ...(noAnswersFrom === null ? [] : [noAnswersFrom])].sort();
  return { noJobsFrom: days[0] ?? null, noAnswersFrom };
}

function outlasts(one: Ends, other: Ends): boolean {
  const last = other.noAnswersFrom ?? other.noJobsFrom;
  return last === null || [one.noJobsFrom, one.noAnswersFrom].every((day) => day === null || day > last);
}

function less(one: Money | null, other: Money | null = null): Money | null {
  if (one === null || one.currency !== other?.currency) return null;
  return { amount: amountText(decimal(one.amount).minus(other.amount)), currency: one.currency };
}

export interface QuoteQuestion extends Pick<Question, "asOf" | "prices"> {
  readonly provider?: string | undefined;
  /** A model by any of its names; default: the cheapest of all. */
  readonly model?: string | undefined;
  readonly method?: string | undefined;
  readonly examples: number;
  readonly tokensPerExample: number;
  readonly epochs?: number | "provider" | undefined;
}

/**
 * What training costs: the cheapest offer that a new customer can buy and whose price is whole. Problems: those of `estimate`,
 * `not_for_sale` (offer, status) where only earlier customers can buy, the reason of the first refusal, or `no_offer`.
 */
export function quote(question: QuoteQuestion): Result<Offer> {
  const flaw = notFields(question, "question");
  if (flaw !== null) return fail(flaw);
  const { asOf, prices, provider, model, method, ...job } = question;
  const alone = (word: string | undefined): string[] | undefined => (word === undefined ? undefined : [word]);
  const only = { providers: alone(provider), models: alone(model), methods: alone(method) };
  const { offers, refused, problem } = estimate({ asOf, prices, job, only });
  if (problem !== undefined) return fail(problem.reason);
  // They stand in the order in which totals compare.
  const cheapest = offers.find((one) => isOpenToAll(one) && !isTrainingAtLeast(one));
  if (cheapest !== undefined) return ok(cheapest);
  const [closed] = offers;
  if (closed !== undefined) return fail({ kind: "not_for_sale", offer: closed.id, status: closed.status.kind });
  return fail(refused[0]?.reason ?? { kind: "no_offer" });
}
