import type { Offer } from "../contract/answer.ts";
import type { Question } from "../contract/question.ts";
import { estimate } from "../estimate/estimate.ts";
import { amountText, decimal, type Money } from "../money.ts";
import { fileRulesOf, type FileRules } from "../prices/fileRules.ts";
import { type BookOffer, bookOffers, namesOffer } from "../prices/offers.ts";
import { offerStatusOn } from "../prices/status.ts";
import { nearestNames } from "../check/nearest.ts";
import { fail, ok, type Problem, type Result } from "../problem.ts";

/** An offer that is left, and where its job could go. */
export interface Leaving {
  /** What the offer costs today for the same data and traffic. */
  readonly today: Offer;
  /** First day without new jobs; null where none is announced. */
  readonly noJobsFrom: string | null;
  /** First day on which the tuned model answers no more; null where none is announced. */
  readonly noAnswersFrom: string | null;
  /** Why it is no longer sold; null where it still is. */
  readonly refused: Problem | null;
  /** Offers that last longer, in the order of the answer: the cheapest complete one first. */
  readonly destinations: readonly Destination[];
}

/** An offer that could take the job. What its price says of quality is nothing. */
export interface Destination {
  readonly offer: Offer;
  /** What its provider checks of a data file; null where it publishes no checks, so that nobody can say that it takes it. */
  readonly rules: FileRules | null;
  /** First day on which the tuned model answers no more; null where none is announced. */
  readonly noAnswersFrom: string | null;
  /** Training, a month and 1,000 requests less what the same costs today; null in another currency or without a price. */
  readonly training: Money | null;
  readonly monthly: Money | null;
  readonly perThousandRequests: Money | null;
}

/**
 * Where a job can go from an offer that closes: every other offer of the question that outlasts it, held against today's
 * bill. Whether a file is taken is for its check to say (`@tunecast/dataset`).
 *
 * Problems: those of `estimate`, `unknown_offer` (known).
 * @param word an offer's id, or a name of its model; a tuned model's own name (`ft:…`) stands for its base
 */
export function leaving(question: Question, word: string): Result<Leaving> {
  const book = bookOffers(question.prices);
  const own = named(word, book);
  if (own.length === 0) return fail(unknown(word, book));
  const today = todaysBill(question, own);
  if (!today.ok) return today;
  const answer = estimate(question);
  if (answer.problem !== undefined) return fail(answer.problem.reason);
  const { offer, refused } = today.value;
  const byId = new Map(book.map((one) => [one.id, one]));
  const ends = endsOf(byId.get(offer.id), question.asOf);
  const destinations = answer.offers.flatMap((one) => {
    const listed = byId.get(one.id);
    return listed === undefined || own.includes(listed) || !outlasts(endsOf(listed, question.asOf), ends)
      ? []
      : [destination(one, listed, offer, question.asOf)];
  });
  return ok({ today: offer, ...ends, refused, destinations });
}

/** The offers that a word names: one by its id, or all of a model. */
function named(word: string, book: readonly BookOffer[]): readonly BookOffer[] {
  const base = word.startsWith("ft:") ? (word.split(":")[1] ?? "") : word;
  const exact = book.filter(({ id }) => id === base);
  return exact.length > 0 ? exact : book.filter((offer) => namesOffer(base, offer));
}

function unknown(got: string, book: readonly BookOffer[]): Problem {
  return {
    kind: "unknown_offer",
    field: "leaving",
    got,
    known: nearestNames(
      got,
      book.map(({ id }) => id),
    ),
  };
}

/** The bill of the first of some offers that can be reckoned, also where it is refused by now. */
function todaysBill(
  question: Question,
  own: readonly BookOffer[],
): Result<{ readonly offer: Offer; readonly refused: Problem | null }> {
  const { offers, refused, problem } = estimate({ ...question, only: { models: own.map(({ id }) => id) } });
  if (problem !== undefined) return fail(problem.reason);
  const [offer] = offers;
  if (offer !== undefined) return ok({ offer, refused: null });
  const would = refused.find(({ wouldBe }) => wouldBe !== undefined);
  return would?.wouldBe === undefined
    ? fail(refused[0]?.reason ?? { kind: "no_offer" })
    : ok({ offer: would.wouldBe, refused: would.reason });
}

type Ends = Pick<Leaving, "noJobsFrom" | "noAnswersFrom">;

/** The announced days on which an offer takes no jobs and answers no more. */
function endsOf(offer: BookOffer | undefined, asOf: string): Ends {
  if (offer === undefined) return { noJobsFrom: null, noAnswersFrom: null };
  const entries = [...(offer.provider.status ?? []), ...(offer.model.status ?? [])];
  const closing = entries.filter(({ kind }) => kind === "no_new_jobs").map(({ from }) => from);
  const noAnswersFrom = offerStatusOn(offer, asOf).inferenceOff ?? null;
  // What answers no more takes no jobs either.
  const days = [...closing, ...(noAnswersFrom === null ? [] : [noAnswersFrom])].sort();
  return { noJobsFrom: days[0] ?? null, noAnswersFrom };
}

/** Whether nothing ends at one offer by the day on which the other does. */
function outlasts(one: Ends, other: Ends): boolean {
  const last = other.noAnswersFrom ?? other.noJobsFrom;
  if (last === null) return true;
  return [one.noJobsFrom, one.noAnswersFrom].every((day) => day === null || day > last);
}

function destination(offer: Offer, listed: BookOffer, today: Offer, asOf: string): Destination {
  return {
    offer,
    rules: fileRulesOf(listed),
    noAnswersFrom: endsOf(listed, asOf).noAnswersFrom,
    training: less(offer.training, today.training),
    monthly: less(offer.monthly, today.monthly),
    perThousandRequests: less(offer.perThousandRequests, today.perThousandRequests),
  };
}

function less(one: Money | null, other: Money | null): Money | null {
  if (one === null || other === null || one.currency !== other.currency) return null;
  return { amount: amountText(decimal(one.amount).minus(other.amount)), currency: one.currency };
}
