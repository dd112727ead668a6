import { own } from "../../check/keys.ts";
import type { Answer, Offer } from "../../contract/answer.ts";
import { isOpenToAll, isWholeTotal } from "../../contract/completeness.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import type { Question } from "../../contract/question.ts";
import { bookOffers, type BookOffer } from "../../prices/offers.ts";
import { decimal, sum, type Amount } from "../../money.ts";
import { fail, ok, type Problem, type Result } from "../../problem.ts";
import { priced, type Priced } from "./against.ts";
import type { DecidedWay, Decision } from "./answer.ts";
import type { UsedDecision } from "./check.ts";
import { billCurrency } from "../billCurrency.ts";
import { reading, type Reading } from "./figure.ts";
import type { PricedProject } from "./project.ts";
import type { RangedDecision } from "./question.ts";
import type { ModelPrice } from "../../contract/fields/kind.ts";
import { bookPrices, type RateBook } from "./rates.ts";
import { atListedPrices, priceFactor, type Inputs, type Term } from "./terms.ts";
import {
  epochsFactor,
  epochsInput,
  passesFactor,
  trainingInput,
  trainingTerm,
  tunedCost,
  tunedTerms,
} from "./tuned.ts";
import { pricedWay, wayId, type PricedWay } from "./ways.ts";

/** A way or an offer with its price, before it is compared with another. */
export interface Candidate extends Priced {
  readonly kind: DecidedWay["kind"];
  readonly name: string;
  readonly provider: string | null;
  readonly status: DecidedWay["status"];
  /** The bill of `estimate` over the horizon, before credits, and the terms that it does not hold; null without a bill. */
  readonly bill: { readonly total: Amount; readonly around: readonly Term[] } | null;
}

/** What cannot be priced, and why. */
export interface Refused {
  readonly id: string;
  readonly reason: Problem;
}

/** The tuned offers of a decision, and how they came to be chosen. */
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
  const found: Offer[] = [];
  for (const id of ids) {
    const offer = answer.offers.find((one) => one.id === id);
    if (offer === undefined)
      return fail(
        answer.refused.find((one) => one.id === id)?.reason ?? { kind: "unknown_offer", field: "offers", got: id },
      );
    found.push(offer);
  }
  return ok({ offers: found, by: { by: "stated", cheaper: null } });
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

/** Whether the model of an offer is also sold untuned. */
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
  offers: readonly Offer[],
  models: readonly BookOffer[],
  book: RateBook,
  refused: Refused[],
): PricedWay[] {
  const base: ModelPrice = baseOf(offers[0], models);
  return ways.flatMap((way, index) => {
    const found = pricedWay(way, `ways.${index}`, base, question.traffic, book);
    const reason = !found.ok
      ? found.problem
      : found.value.prices.currency === book.currency
        ? null
        : { kind: "currency_without_rate", currency: found.value.prices.currency };
    if (reason !== null) refused.push({ id: wayId(way), reason });
    return found.ok && reason === null ? [found.value] : [];
  });
}

function baseOf(offer: Offer | undefined, models: readonly BookOffer[]): string {
  const own = models.find(({ id }) => id === offer?.id);
  return own === undefined ? "" : `${own.provider.provider}/${own.model.id}`;
}

export function untunedCandidate(
  { id, way, prices, terms }: PricedWay,
  { quality = {} }: RangedDecision,
  inputs: Inputs,
): Candidate {
  return {
    ...priced(id, atListedPrices(terms), inputs, own(quality, id) ?? null, null),
    kind: way.kind,
    name: prices.name,
    provider: null,
    status: null,
    bill: null,
  };
}

export function tunedOf(
  { question, quality = {}, training: { epochs } }: UsedDecision,
  offers: readonly Offer[],
  project: PricedProject,
  inputs: Map<string, Reading>,
  refused: Refused[],
): Candidate[] {
  const { traffic } = question;
  return offers.flatMap((offer) => {
    const cost = tunedCost(offer, question);
    if (cost === null) {
      refused.push({ id: offer.id, reason: { kind: "month_unknown", offer: offer.id } });
      return [];
    }
    inputs.set(trainingInput(offer.id), cost.training);
    if (epochs !== undefined) inputs.set(epochsInput(offer.id), epochsFactor(offer, question, epochs));
    const around = [...project.terms, ...project.runsOf(trainingTerm(offer))];
    const terms = [...tunedTerms(offer, cost, traffic), ...around];
    return [
      {
        ...priced(offer.id, atListedPrices(terms), inputs, own(quality, offer.id) ?? null, cost.stops),
        kind: "tuned" as const,
        name: offer.modelName,
        provider: offer.providerName,
        status: offer.status,
        bill: { total: beforeCredits(offer), around },
      },
    ];
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
    const { id, training, trainingRange, monthly, modelName, variant } = offer;
    if (monthly === null) {
      refused.push({ id, reason: { kind: "month_unknown", offer: id } });
      return [];
    }
    inputs.set(trainingInput(id), readingOf(training.amount, trainingRange));
    // A model from scratch reads its corpus as often as its tokens say.
    if (epochs !== undefined && kind === "own_gpus") inputs.set(epochsInput(id), passesFactor(question, epochs));
    const run = trainingTerm(offer);
    const terms: Term[] = [
      run,
      { kind: "deployment", period: "month", factors: [decimal(monthly.amount)], from: run.from },
      // A model from scratch learns from a corpus, not from labelled examples.
      ...(kind === "scratch" ? [] : [...project.terms, ...project.runsOf(run)]),
    ];
    const name = variant === null ? modelName : `${modelName} on ${variant}`;
    const way = priced(id, atListedPrices(terms), inputs, own(quality, id) ?? null, null);
    return [{ ...way, kind, name, provider: null, status: null, bill: null }];
  });
}

/** The total of an offer with the credits that it shows put back. */
function beforeCredits({ total, lines }: Offer): Amount {
  return decimal(total.amount).minus(
    sum(lines.filter(({ kind }) => kind === "credit").map(({ amount }) => decimal(amount))),
  );
}

function readingOf(amount: string, { low, high }: Offer["trainingRange"]): Reading {
  return { low: decimal(low), typical: decimal(amount), high: decimal(high ?? amount) };
}
