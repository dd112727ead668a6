import { own } from "../../check/keys.ts";
import type { Answer, Offer } from "../../contract/answer.ts";
import { isWholeTotal } from "../../contract/completeness.ts";
import type { Question } from "../../contract/question.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import type { BookOffer } from "../../prices/offers.ts";
import { decimal } from "../../money.ts";
import { fail, ok, type Problem, type Result } from "../../problem.ts";
import { priced, type Priced } from "./against.ts";
import type { DecidedWay } from "./answer.ts";
import type { UsedDecision } from "./check.ts";
import { reading, type Reading } from "./figure.ts";
import type { PricedProject } from "./project.ts";
import type { RangedDecision } from "./question.ts";
import type { ModelPrice } from "../../contract/fields/kind.ts";
import type { RateBook } from "./rates.ts";
import { atListedPrices, priceFactor, type Inputs, type PriceSource, type Term } from "./terms.ts";
import {
  epochsFactor,
  epochsInput,
  passesFactor,
  trainingFactors,
  trainingInput,
  tunedCost,
  tunedTerms,
} from "./tuned.ts";
import { pricedWay, wayId, type PricedWay } from "./ways.ts";

/** A way or an offer with its price, before it is held against another. */
export interface Candidate extends Priced {
  readonly kind: DecidedWay["kind"];
  readonly name: string;
}

/** What cannot be priced, and why. */
export interface Refused {
  readonly id: string;
  readonly reason: Problem;
}

/**
 * The offers that are asked for, or the cheapest whose bill is whole: first one whose model is also sold untuned, so that the
 * same model can be held against itself.
 */
export function chosenOffers(
  answer: Answer,
  ids: readonly string[] | undefined,
  isSoldUntuned: (offer: Offer) => boolean,
): Result<Offer[]> {
  if (ids === undefined) {
    const whole = answer.offers.filter((offer) => isWholeTotal(offer) && offer.monthly !== null);
    // One that stops answering within the horizon is told so, where nothing else is left.
    const first = whole.find(isSoldUntuned) ?? whole[0] ?? answer.offers.find(stopsEarly);
    return first === undefined ? fail({ kind: "no_offer" }) : ok([first]);
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
  return ok(found);
}

/** Whether all that an offer misses is the end of the horizon. */
function stopsEarly(offer: Offer): boolean {
  return offer.monthly !== null && isWholeTotal({ ...offer, horizon: { months: offer.horizon.months } });
}

export function examplesOf({ job }: Question): number {
  return "profile" in job ? job.profile.examples : job.examples;
}

export function trafficInputs({ traffic: ranges }: RangedDecision, traffic: LikelyTraffic): [string, Reading][] {
  return (["requestsPerMonth", "inputTokens", "outputTokens"] as const).map((name) => [
    `traffic.${name}`,
    reading(ranges[name] ?? traffic[name]),
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
    const terms = [...tunedTerms(offer, cost, traffic), ...project.terms, ...project.runsOf(offer.id)];
    return [
      {
        ...priced(offer.id, atListedPrices(terms), inputs, own(quality, offer.id) ?? null, cost.stops),
        kind: "tuned" as const,
        name: offer.modelName,
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
    const from: PriceSource = { kind: "offer", source: offer.status.source };
    const terms: Term[] = [
      { kind: "training", period: "once", factors: trainingFactors(id), from },
      { kind: "deployment", period: "month", factors: [decimal(monthly.amount)], from },
      // A model from scratch learns from a corpus, not from labelled examples.
      ...(kind === "scratch" ? [] : [...project.terms, ...project.runsOf(id)]),
    ];
    const name = variant === null ? modelName : `${modelName} on ${variant}`;
    return [{ ...priced(id, atListedPrices(terms), inputs, own(quality, id) ?? null, null), kind, name }];
  });
}

function readingOf(amount: string, { low, high }: Offer["trainingRange"]): Reading {
  return { low: decimal(low), typical: decimal(amount), high: decimal(high ?? amount) };
}
