import type { Spread } from "../../bill/spread.ts";
import { own } from "../../check/keys.ts";
import { nearestNames } from "../../check/nearest.ts";
import type { Answer, Offer } from "../../contract/answer.ts";
import { billCurrency, isOpenToAll, isWholeTotal, tooLongNote } from "../../contract/completeness.ts";
import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import type { Question } from "../../contract/question.ts";
import { decimal, sum, type Amount } from "../../money.ts";
import { bookOffers, type BookOffer } from "../../prices/offers.ts";
import { once } from "../../prices/once.ts";
import { fail, ok, type Problem, type Result } from "../../problem.ts";
import type { DecidedWay, Decision } from "./answer.ts";
import { epochsFactor, passesFactor, servingOf, trainingOf, trainingTerm, tunedCost, tunedTerms } from "./project.ts";
import type { PricedProject } from "./project.ts";
import { bookPrices, pricedWay, wayId, type LikelyQuestion, type PricedWay, type RateBook } from "./rates.ts";
import { atListedPrices, term, type Term } from "./terms.ts";

export interface Candidate extends Pick<DecidedWay, "id" | "kind" | "name" | "provider" | "status" | "quality"> {
  readonly assumptions: DecidedWay["assumptions"];
  readonly terms: readonly Term[];
  readonly stops: string | null;
  /** The bill of `estimate` over the horizon, before credits, and the terms that it does not hold; null without a bill. */
  readonly bill: { readonly total: Amount; readonly around: readonly Term[] } | null;
}

/** What the ways of a decision are priced from, and what pricing them gives beside them. */
export interface Pricing {
  readonly asked: DecisionQuestion;
  readonly question: LikelyQuestion;
  readonly inputs: Map<string, Spread>;
  readonly refused: { readonly id: string; readonly reason: Problem }[];
}

export interface Chosen {
  readonly offers: readonly Offer[];
  readonly by: Decision["chosen"];
}

/**
 * The offers asked for; without any, the cheapest with a whole bill: first one that a new customer can buy and whose model is also
 * sold untuned, so that it can be compared with itself; then one that a new customer can buy; then any.
 *
 * @param needsUntuned true where no way brings its own price: then any offer sold untuned comes before one that is not
 */
export function chosenOffers(
  answer: Answer,
  ids: readonly string[] | undefined,
  isSoldUntuned: (offer: Offer) => boolean,
  needsUntuned: boolean,
): Result<Chosen> {
  if (ids === undefined) {
    const { first, whole } = cheapestOf(answer, isSoldUntuned, needsUntuned);
    if (first === undefined) return fail(whyNone(answer));
    const cheapest = whole.find(
      (offer) => decimal(offer.total.amount).lessThan(first.total.amount) && tooLongNote(offer) === null,
    );
    if (cheapest === undefined) return ok({ offers: [first], by: { by: "default", cheaper: null } });
    const { id, modelName, providerName, total } = cheapest;
    const name = `${modelName} at ${providerName}`;
    const cheaper = { id, name, total: total.amount, closed: !isOpenToAll(cheapest) && isOpenToAll(first) };
    return ok({ offers: [first], by: { by: "default", cheaper } });
  }
  const missing = ids.find((id) => !answer.offers.some((one) => one.id === id));
  if (missing !== undefined) {
    const refusal = answer.refused.find(({ id }) => id === missing);
    // Filters leave offers out of the answer: then the book may well have it.
    const listed = answer.input.only === undefined ? [...answer.offers, ...answer.refused].map(({ id }) => id) : [];
    const known = nearestNames(missing, listed);
    return fail(refusal?.reason ?? { kind: "unknown_offer", field: "offers", got: missing, known });
  }
  const offers = [...new Set(ids)].flatMap((id) => answer.offers.find((one) => one.id === id) ?? []);
  return ok({ offers, by: { by: "stated", cheaper: null } });
}

/** Why no offer is left to decide about: the reason that all share, or the one that the question can change. */
export function whyNone({ offers, refused, notices, input }: Answer): Problem {
  const unmatched = notices.find(({ kind }) => kind === "no_match");
  if (unmatched !== undefined && input.only !== undefined) return { kind: "no_match", ...unmatched.facts };
  const reasons = offers.length > 0 ? [] : refused.map(({ reason }) => reason);
  const stale = reasons.find(({ kind }) => kind === "stale_price");
  const isShared = new Set(reasons.map(({ kind }) => kind)).size === 1;
  return stale ?? (isShared ? reasons[0] : undefined) ?? { kind: "no_offer" };
}

function cheapestOf(
  answer: Answer,
  isSoldUntuned: (offer: Offer) => boolean,
  needsUntuned: boolean,
): { readonly first: Offer | undefined; readonly whole: readonly Offer[] } {
  const currency = billCurrency(answer);
  const complete = answer.offers.filter((offer) => isWholeTotal(offer) && offer.monthly !== null);
  const billed = complete.filter(({ total }) => total.currency === currency);
  // Amounts in another currency compare with nothing that is stated.
  const whole = billed.length > 0 ? billed : complete;
  const open = whole.filter(isOpenToAll);
  // One that misses nothing but the end of the horizon, as it stops answering, is told so where nothing else is left.
  const ending = answer.offers.filter(
    (offer) => offer.monthly !== null && isWholeTotal({ ...offer, horizon: { months: offer.horizon.months } }),
  );
  const rest = needsUntuned ? [...whole, ...ending.filter(isOpenToAll), ...ending].find(isSoldUntuned) : undefined;
  const first = open.find(isSoldUntuned) ?? rest ?? open[0] ?? whole.find(isSoldUntuned) ?? whole[0] ?? ending[0];
  return { first, whole };
}

/**
 * The offer that `decide` takes where none is named; without a comparison, the cheapest that a new customer can buy.
 * @param isLeftOut offers to avoid, such as those that refuse a file; they are taken where no other is
 * @param needsUntuned as of `chosenOffers`
 */
export function defaultOffer(
  answer: Answer,
  question: Question,
  isLeftOut: (offer: Offer) => boolean = () => false,
  needsUntuned: boolean = false,
): Offer | null {
  const taken = answer.offers.filter((offer) => !isLeftOut(offer));
  const offers = taken.length > 0 ? taken : answer.offers;
  const { first } = cheapestOf({ ...answer, offers }, soldUntuned(question), needsUntuned);
  return first ?? offers.find(isOpenToAll) ?? offers[0] ?? null;
}

const offersById = /* @__PURE__ */ once(
  (offers: readonly BookOffer[]): ReadonlyMap<string, BookOffer> => new Map(offers.map((offer) => [offer.id, offer])),
);

export function soldUntuned({ prices, asOf: day, ownPrices = {} }: Question): (offer: Offer) => boolean {
  const book = { day, overlay: ownPrices, batchShare: 0 };
  return ({ id }) => {
    const own = offersById(bookOffers(prices)).get(id);
    return own !== undefined && bookPrices(book)(own).ok;
  };
}

/** The ways that can be priced in the currency of the decision; the others are refused with their reason. */
export function waysOf(
  { asked: { ways = [{ kind: "prompt" }] }, question, inputs, refused }: Pricing,
  [offer]: readonly Offer[],
  models: readonly BookOffer[],
  book: RateBook,
): PricedWay[] {
  const tuned = models.find(({ id }) => id === offer?.id);
  const base = tuned === undefined ? "" : `${tuned.provider.provider}/${tuned.model.id}`;
  return ways.flatMap((way, index) => {
    const found = pricedWay(way, way.model ?? base, `ways.${index}.model`, question.traffic, book, inputs);
    if (found.ok) return [found.value];
    refused.push({ id: wayId(way), reason: found.problem });
    return [];
  });
}

const untuned = { provider: null, status: null, bill: null, stops: null, assumptions: [] } as const;

export function untunedCandidate(
  { id, way: { kind }, prices: { name }, terms, assumptions }: PricedWay,
  { quality = {} }: DecisionQuestion,
): Candidate {
  return { ...untuned, id, kind, name, assumptions, terms: atListedPrices(terms), quality: own(quality, id) ?? null };
}

export function tunedOf(pricing: Pricing, offers: readonly Offer[], project: PricedProject): Candidate[] {
  const { asked, question, inputs, refused } = pricing;
  const { epochs } = asked.question.job;
  return offers.flatMap((offer): Candidate[] => {
    const { id, modelName: name, providerName: provider, status } = offer;
    const cost = tunedCost(offer, question);
    if (cost === null) {
      refused.push({ id, reason: { kind: "month_unknown", offer: id } });
      return [];
    }
    inputs.set(`training.${id}`, cost.training);
    if (typeof epochs === "object") inputs.set(`epochs.${id}`, epochsFactor(offer, question, epochs));
    const around = project.around(trainingTerm(offer));
    const terms = atListedPrices([...tunedTerms(offer, cost, question.traffic), ...around]);
    const quality = own(asked.quality ?? {}, id) ?? null;
    // The decision takes credits off itself, in every way.
    const credits = offer.lines.filter(({ kind: line }) => line === "credit").map(({ amount }) => decimal(amount));
    const bill = { total: decimal(offer.total.amount).minus(sum(credits)), around };
    const assumptions = offer.assumptions.filter(({ kind }) => kind === "over_context");
    return [{ id, kind: "tuned", name, provider, status, quality, assumptions, terms, stops: cost.stops, bill }];
  });
}

/** Runs on cards, whose serving is paid by the month: its range holds the ends of the traffic. */
export function cardCandidates({ asked, question, inputs, refused }: Pricing, project: PricedProject): Candidate[] {
  const { onCards = [], quality = {} } = asked;
  const { epochs } = asked.question.job;
  return onCards.flatMap(({ kind, offer }) => {
    const { id, monthly, modelName, variant } = offer;
    if (monthly === null) {
      refused.push({ id, reason: { kind: "month_unknown", offer: id } });
      return [];
    }
    inputs.set(`training.${id}`, trainingOf(offer));
    inputs.set(`serving.${id}`, servingOf(offer, decimal(monthly.amount)));
    // A model from scratch reads its corpus as often as its tokens say, and learns from no labelled examples.
    const isScratch = kind === "scratch";
    if (typeof epochs === "object" && !isScratch) inputs.set(`epochs.${id}`, passesFactor(question, epochs));
    const run = trainingTerm(offer);
    const serving = term("deployment", "month", run.from, `serving.${id}`);
    const terms = atListedPrices([run, serving, ...(isScratch ? [] : project.around(run))]);
    const name = variant === null ? modelName : `${modelName} on ${variant}`;
    return [{ ...untuned, id, kind, name, terms, quality: own(quality, id) ?? null }];
  });
}
