import { own } from "../../check/keys.ts";
import type { Answer, Offer } from "../../contract/answer.ts";
import { billCurrency, isOpenToAll, isWholeTotal } from "../../contract/completeness.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import type { Question } from "../../contract/question.ts";
import { decimal, sum, type Amount } from "../../money.ts";
import { bookOffers, type BookOffer } from "../../prices/offers.ts";
import { fail, ok, type Problem, type Result } from "../../problem.ts";
import { priced, type Priced } from "./against.ts";
import type { DecidedWay, Decision } from "./answer.ts";
import {
  epochsFactor,
  epochsInput,
  passesFactor,
  trainingInput,
  trainingOf,
  trainingTerm,
  tunedCost,
  tunedTerms,
  type PricedProject,
} from "./project.ts";
import type { RangedDecision, UsedDecision } from "./question.ts";
import { bookPrices, pricedWay, wayId, type PricedWay, type RateBook } from "./rates.ts";
import { atListedPrices, priceFactor, reading, term, type Inputs, type Reading, type Term } from "./terms.ts";

/** A way or an offer with its price, before it is compared with another. */
export interface Candidate extends Priced {
  readonly kind: DecidedWay["kind"];
  readonly name: string;
  readonly provider: string | null;
  readonly status: DecidedWay["status"];
  /** The bill of `estimate` over the horizon, before credits, and the terms that it does not hold; null without a bill. */
  readonly bill: { readonly total: Amount; readonly around: readonly Term[] } | null;
}

export interface Refused {
  readonly id: string;
  readonly reason: Problem;
}

export interface Chosen {
  readonly offers: readonly Offer[];
  readonly by: Decision["chosen"];
}

/**
 * The offers that are asked for. Without any, the cheapest with a whole bill: first one that a new customer can buy and whose
 * model is also sold untuned, so that the model can be compared with itself; then one that a new customer can buy; then any.
 */
export function chosenOffers(
  answer: Answer,
  ids: readonly string[] | undefined,
  isSoldUntuned: (offer: Offer) => boolean,
): Result<Chosen> {
  if (ids === undefined) {
    const { first, whole } = cheapestOf(answer, isSoldUntuned);
    if (first === undefined) return fail({ kind: "no_offer" });
    const cheaper = isWholeTotal(first) ? whole.slice(0, whole.indexOf(first))[0] : undefined;
    return ok({ offers: [first], by: { by: "default", cheaper: cheaper === undefined ? null : passedOver(cheaper) } });
  }
  const missing = ids.find((id) => !answer.offers.some((one) => one.id === id));
  if (missing !== undefined) {
    const refusal = answer.refused.find(({ id }) => id === missing);
    return fail(refusal?.reason ?? { kind: "unknown_offer", field: "offers", got: missing });
  }
  const offers = ids.flatMap((id) => answer.offers.find((one) => one.id === id) ?? []);
  return ok({ offers, by: { by: "stated", cheaper: null } });
}

function cheapestOf(
  answer: Answer,
  isSoldUntuned: (offer: Offer) => boolean,
): { readonly first: Offer | undefined; readonly whole: readonly Offer[] } {
  const currency = billCurrency(answer);
  const complete = answer.offers.filter((offer) => isWholeTotal(offer) && offer.monthly !== null);
  const billed = complete.filter(({ total }) => total.currency === currency);
  // Amounts in another currency compare with nothing that is stated.
  const whole = billed.length > 0 ? billed : complete;
  const open = whole.filter(isOpenToAll);
  // One that stops answering within the horizon is told so, where nothing else is left.
  const first =
    open.find(isSoldUntuned) ?? open[0] ?? whole.find(isSoldUntuned) ?? whole[0] ?? answer.offers.find(stopsEarly);
  return { first, whole };
}

/**
 * The offer that `decide` takes where none is named, for whoever has the answer of `estimate` already; where nobody uses the
 * model, the cheapest that a new customer can buy.
 *
 * @param isLeftOut offers that a person would not take, such as those that refuse a file; they are taken where no other is
 */
export function defaultOffer(
  answer: Answer,
  question: Question,
  isLeftOut: (offer: Offer) => boolean = () => false,
): Offer | null {
  const taken = answer.offers.filter((offer) => !isLeftOut(offer));
  const offers = taken.length > 0 ? taken : answer.offers;
  const { first } = cheapestOf({ ...answer, offers }, soldUntuned(question));
  return first ?? offers.find(isOpenToAll) ?? offers[0] ?? null;
}

export function soldUntuned({ prices, asOf: day, ownPrices, overlay, traffic }: Question): (offer: Offer) => boolean {
  const byId = new Map(bookOffers(prices).map((offer) => [offer.id, offer]));
  const book = { day, overlay: ownPrices ?? overlay ?? {}, batchShare: traffic?.batchShare ?? 0 };
  return ({ id }) => {
    const own = byId.get(id);
    return own !== undefined && bookPrices(own, book).ok;
  };
}

function passedOver(offer: Offer): NonNullable<Decision["chosen"]["cheaper"]> {
  const { id, modelName, providerName, total } = offer;
  return { id, name: `${modelName} at ${providerName}`, total: total.amount, closed: !isOpenToAll(offer) };
}

/** Whether all that an offer misses is the end of the horizon. */
function stopsEarly(offer: Offer): boolean {
  return offer.monthly !== null && isWholeTotal({ ...offer, horizon: { months: offer.horizon.months } });
}

/** The traffic of the question, which is the likeliest value of each range. */
export function trafficInputs({ traffic: ranges }: RangedDecision, traffic: LikelyTraffic): [string, Reading][] {
  return (["requestsPerMonth", "inputTokens", "outputTokens"] as const).map((name) => [
    `traffic.${name}`,
    { ...reading(ranges[name] ?? traffic[name]), typical: decimal(traffic[name]) },
  ]);
}

/** What listed prices may become; nothing where nobody says so. */
export function priceInputs({ training: { priceFactor: factor } }: RangedDecision): [string, Reading][] {
  return factor === undefined ? [] : [[priceFactor, { ...reading(factor), typical: decimal(1) }]];
}

/** The ways that can be priced in the currency of the decision; the others are refused with their reason. */
export function waysOf(
  { ways = [{ kind: "prompt" }], question }: UsedDecision,
  [offer]: readonly Offer[],
  models: readonly BookOffer[],
  book: RateBook,
  refused: Refused[],
): PricedWay[] {
  const tuned = models.find(({ id }) => id === offer?.id);
  const base = tuned === undefined ? "" : `${tuned.provider.provider}/${tuned.model.id}`;
  return ways.flatMap((way, index) => {
    const found = pricedWay(way, `ways.${index}`, base, question.traffic, book);
    const { currency } = found.ok ? found.value.prices : book;
    const reason = !found.ok
      ? found.problem
      : currency === book.currency
        ? null
        : { kind: "currency_without_rate", currency };
    if (reason !== null) refused.push({ id: wayId(way), reason });
    return found.ok && reason === null ? [found.value] : [];
  });
}

const untuned = { provider: null, status: null, bill: null } as const;

export function untunedCandidate(
  { id, way: { kind }, prices: { name }, terms }: PricedWay,
  { quality = {} }: RangedDecision,
  inputs: Inputs,
): Candidate {
  return { ...priced(id, atListedPrices(terms), inputs, own(quality, id) ?? null), ...untuned, kind, name };
}

export function tunedOf(
  { question, quality = {}, training: { epochs } }: UsedDecision,
  offers: readonly Offer[],
  project: PricedProject,
  inputs: Map<string, Reading>,
  refused: Refused[],
): Candidate[] {
  return offers.flatMap((offer) => {
    const { id, modelName: name, providerName: provider, status } = offer;
    const cost = tunedCost(offer, question);
    if (cost === null) {
      refused.push({ id, reason: { kind: "month_unknown", offer: id } });
      return [];
    }
    inputs.set(trainingInput(id), cost.training);
    if (epochs !== undefined) inputs.set(epochsInput(id), epochsFactor(offer, question, epochs));
    const around = [...project.terms, ...project.runsOf(trainingTerm(offer))];
    const terms = atListedPrices([...tunedTerms(offer, cost, question.traffic), ...around]);
    const way = priced(id, terms, inputs, own(quality, id) ?? null, cost.stops);
    return [{ ...way, kind: "tuned" as const, name, provider, status, bill: { total: beforeCredits(offer), around } }];
  });
}

/** Runs on cards, whose serving is paid by the month whatever the traffic: it is that of the traffic as stated. */
export function cardCandidates(
  { onCards = [], quality = {}, question, training: { epochs } }: RangedDecision,
  project: PricedProject,
  inputs: Map<string, Reading>,
  refused: Refused[],
): Candidate[] {
  return onCards.flatMap(({ kind, offer }) => {
    const { id, monthly, modelName, variant } = offer;
    if (monthly === null) {
      refused.push({ id, reason: { kind: "month_unknown", offer: id } });
      return [];
    }
    inputs.set(trainingInput(id), trainingOf(offer));
    // A model from scratch reads its corpus as often as its tokens say, and learns from no labelled examples.
    const isScratch = kind === "scratch";
    if (epochs !== undefined && !isScratch) inputs.set(epochsInput(id), passesFactor(question, epochs));
    const run = trainingTerm(offer);
    const terms: Term[] = [
      run,
      term("deployment", "month", run.from, decimal(monthly.amount)),
      ...(isScratch ? [] : [...project.terms, ...project.runsOf(run)]),
    ];
    const name = variant === null ? modelName : `${modelName} on ${variant}`;
    return [{ ...priced(id, atListedPrices(terms), inputs, own(quality, id) ?? null), ...untuned, kind, name }];
  });
}

/** The total of an offer with the credits that it shows put back. */
function beforeCredits({ total, lines }: Offer): Amount {
  const credits = lines.filter(({ kind }) => kind === "credit").map(({ amount }) => decimal(amount));
  return decimal(total.amount).minus(sum(credits));
}
