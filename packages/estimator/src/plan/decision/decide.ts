import type { Offer } from "../../contract/answer.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import { estimate } from "../../estimate/estimate.ts";
import { amountText, decimal, larger, smaller, type Amount } from "../../money.ts";
import { bookOffers } from "../../prices/openBook.ts";
import { fail, ok, type Result } from "../../problem.ts";
import { daysBetween } from "../../check/day.ts";
import { payback, requestsInput, type Priced, type Setting } from "./against.ts";
import type { Band, DecidedWay, Decision } from "./answer.ts";
import { cachedPayback } from "./caching.ts";
import {
  cardCandidates,
  chosenOffers,
  examplesOf,
  priceInputs,
  trafficInputs,
  tunedOf,
  untunedCandidate,
  waysOf,
  type Candidate,
  type Refused,
} from "./candidates.ts";
import { decisionProblem, hasTraffic } from "./check.ts";
import type { Reading } from "./figure.ts";
import { monthsOfTraffic } from "./payback.ts";
import { pricedProject } from "./project.ts";
import { withRanges, type RangedDecision } from "./question.ts";
import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import { bookPrices, modelsOf, type RateBook } from "./rates.ts";
import { drawsOf, influences, quantile, type Draw } from "./sample.ts";
import { isDrawn, linesOf, sumAt, typicalOf, type Inputs, type Period, type Values } from "./terms.ts";
import { thresholds } from "./threshold.ts";
import { wayId, type PricedWay } from "./ways.ts";

/** Draws of all inputs: the quantiles of the bands stand still to their second digit. */
const drawCount = 2000;

/**
 * Which way: tuned offers beside the ways without tuning, at the same traffic, over the same horizon. Pure: the same
 * question and seed give the same bytes. Every amount is the product of what is stated, counted and listed; ranges are
 * drawn together, so that a band is narrower than the sum of its parts.
 *
 * Problems: those of `estimate`, `no_traffic`, `no_offer` where no offer can be priced, `contradictory_range`,
 * `unknown_model`, `unknown_way`.
 */
export function decide(asked: DecisionQuestion): Result<Decision> {
  const steps = decideInSteps(asked);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

/** `decide` in steps of a few milliseconds, the decision or its problem at the end: for a page that must not be held up. */
export function* decideInSteps(stated: DecisionQuestion): Generator<void, Result<Decision>, void> {
  const flaw = decisionProblem(stated);
  if (flaw !== null) return fail(flaw);
  // A question that cannot be read has no ranges to take out.
  const answer = estimate(stated.question);
  if (answer.problem !== undefined) return fail(answer.problem.reason);
  const asked = withRanges(stated);
  if (!hasTraffic(asked)) return fail({ kind: "no_traffic", field: "question.traffic.requestsPerMonth" });
  const { traffic } = asked.question;
  const listed = bookOffers(asked.question.prices);
  const lookUp = {
    models: modelsOf(listed, asked.untuned ?? []),
    day: asked.question.asOf,
    overlay: asked.question.ownPrices ?? asked.question.overlay ?? {},
    batchShare: traffic.batchShare ?? 0,
  };
  const byId = new Map(listed.map((offer) => [offer.id, offer]));
  const { dataStays = false, onCards = [] } = asked;
  if (dataStays && onCards.length === 0) return fail({ kind: "nothing_stays", field: "onCards" });
  const chosen = dataStays
    ? ok<Offer[]>([])
    : chosenOffers(answer, asked.offers, ({ id, training }) => {
        const own = byId.get(id);
        return own !== undefined && bookPrices(own, { ...lookUp, currency: training.currency }).ok;
      });
  if (!chosen.ok) return chosen;
  yield;
  const currency = (chosen.value[0] ?? onCards[0]?.offer)?.training.currency ?? "USD";
  const book: RateBook = { ...lookUp, currency };
  const project = pricedProject(asked.project ?? {}, examplesOf(asked.question), book);
  if (!project.ok) return project;
  const inputs = new Map<string, Reading>([
    ...trafficInputs(asked, traffic),
    ...priceInputs(asked),
    ...project.value.inputs,
  ]);
  const refused: Refused[] = [];
  const ways = dataStays ? [] : waysOf(asked, chosen.value, listed, book, refused);
  if (dataStays) refused.push(...leaving(asked));
  for (const { inputs: own } of ways) for (const [name, range] of own) inputs.set(name, range);
  yield;
  const tuned = tunedOf(asked, chosen.value, project.value, inputs, refused);
  const onOwn = cardCandidates(asked, project.value, inputs, refused);
  const others = [...ways.map((way) => untunedCandidate(way, asked, inputs)), ...onOwn];
  const today = asked.today === undefined ? others[0] : [...others, ...tuned].find(({ id }) => id === asked.today);
  if (today === undefined)
    return fail({
      kind: "unknown_way",
      field: "today",
      got: asked.today ?? "",
      known: [...others, ...tuned].map(({ id }) => id),
    });
  const candidates = [...others, ...tuned];
  const { leftOut } = project.value;
  yield;
  return ok(yield* decisionOf({ asked, traffic, currency, inputs, refused, leftOut, ways, candidates, today }));
}

/** Ways that would send data away, each with that reason. */
function leaving({ ways = [], offers = [] }: RangedDecision): Refused[] {
  const reason = { kind: "data_may_not_leave" };
  return [...ways.map((way) => ({ id: wayId(way), reason })), ...offers.map((id) => ({ id, reason }))];
}

interface Case {
  readonly asked: RangedDecision;
  readonly traffic: LikelyTraffic;
  readonly currency: string;
  readonly inputs: Inputs;
  readonly refused: readonly Refused[];
  readonly leftOut: Decision["leftOut"];
  readonly ways: readonly PricedWay[];
  readonly candidates: readonly Candidate[];
  readonly today: Candidate;
}

function* decisionOf(found: Case): Generator<void, Decision, void> {
  const { asked, traffic, currency, inputs, refused, leftOut, candidates, today } = found;
  const seed = asked.seed ?? 1;
  const draws = drawsOf(inputs, seed, drawCount);
  const { asOf, hoursPerMonth = 730 } = asked.question;
  const growth = asked.traffic.growthPerMonth ?? 0;
  const setting: Setting = { inputs, draws, asOf, months: traffic.months, growth, hoursPerMonth };
  const decided: DecidedWay[] = [];
  for (const way of candidates) {
    yield;
    decided.push(decidedWay(way, found, setting));
  }
  yield;
  const tuned = candidates.find(({ kind }) => kind === "tuned") ?? candidates.find(({ kind }) => kind === "own_gpus");
  return {
    asOf,
    currency,
    months: traffic.months,
    seed,
    draws: drawCount,
    today: today.id,
    ways: decided.sort(byTotal),
    refused,
    influences: tuned === undefined ? [] : influences(inputs, draws, moreThan(tuned, today, setting)),
    leftOut,
  };
}

/** Whole horizons first, then those that end before it; within each by total, then id. */
function byTotal(a: DecidedWay, b: DecidedWay): number {
  const cut = ({ clippedAt }: DecidedWay): number => (clippedAt === null ? 0 : 1);
  return cut(a) - cut(b) || decimal(a.total.amount).comparedTo(b.total.amount) || (a.id < b.id ? -1 : 1);
}

/** The setting with the horizon of one way: it ends where the model stops answering. */
function settingOf({ stops }: Priced, setting: Setting): Setting {
  if (stops === null) return setting;
  const left = (daysBetween(setting.asOf, stops) * 24) / setting.hoursPerMonth;
  return left < setting.months ? { ...setting, months: Math.round(10_000 * left) / 10_000 } : setting;
}

function decidedWay(way: Candidate, found: Case, setting: Setting): DecidedWay {
  const { inputs, draws } = setting;
  const { today } = found;
  const own = settingOf(way, setting);
  const typical = (period: Period): Amount => typicalOf(way.terms, inputs, period);
  // Where no range is part of a sum, one draw says what all say.
  const drawnFor = (varies: boolean): readonly Draw[] => (varies ? draws : draws.slice(0, 1));
  const drawn = (period: Period): number[] =>
    drawnFor(isDrawn(way.drawn, period)).map(sumAt(way.drawn, period, valuesAt));
  const requests = inputs.get(requestsInput)?.typical ?? decimal(1);
  const metered = typicalOf(
    way.terms.filter(({ factors }) => factors.includes(requestsInput)),
    inputs,
    "month",
  );
  const growth = monthsOfTraffic(own.months, own.growth);
  const total = typical("once").plus(fixedOf(way, inputs).times(own.months)).plus(metered.times(growth));
  return {
    id: way.id,
    kind: way.kind,
    name: way.name,
    lines: linesOf(way.terms, inputs),
    once: band(typical("once"), drawn("once")),
    monthly: band(typical("month"), drawn("month")),
    clippedAt: own.months < setting.months ? way.stops : null,
    months: own.months,
    total: band(total, drawnFor(isDrawn(way.drawn)).map(overHorizon(way, own))),
    perThousandRequests: amountText(metered.times(1000).dividedBy(requests)),
    quality: way.quality,
    against:
      way.id === today.id
        ? null
        : {
            ...payback(way, today, setting),
            thresholds: thresholds(
              way,
              today,
              found.ways.find(({ id }) => id === today.id),
              setting,
            ),
            withCaching: cachedPayback(way, today, found, setting),
          },
  };
}

function fixedOf(way: Candidate, inputs: Inputs): Amount {
  return typicalOf(
    way.terms.filter(({ factors }) => !factors.includes(requestsInput)),
    inputs,
    "month",
  );
}

function valuesAt(draw: Draw): Values {
  return (name) => draw.get(name) ?? 1;
}

/** All that a way costs over the horizon, for one draw. */
function overHorizon({ drawn }: Priced, setting: Setting): (draw: Draw) => number {
  const months = monthsOfTraffic(setting.months, setting.growth);
  const fixedAt = sumAt<Draw>(drawn, "month", (draw) => (name) => (name === requestsInput ? 0 : (draw.get(name) ?? 1)));
  const [monthAt, onceAt] = [sumAt(drawn, "month", valuesAt), sumAt(drawn, "once", valuesAt)];
  return (draw) => {
    const fixed = fixedAt(draw);
    const metered = monthAt(draw) - fixed;
    return onceAt(draw) + fixed * setting.months + metered * months;
  };
}

function moreThan(way: Priced, other: Priced, setting: Setting): (draw: Draw) => number {
  const [own, others] = [overHorizon(way, setting), overHorizon(other, setting)];
  return (draw) => own(draw) - others(draw);
}

/** The range of 80 of 100 draws, widened to the likeliest amount where that stands at the very end of what is possible. */
function band(amount: Amount, drawn: readonly number[]): Band {
  const sorted = drawn.toSorted((a, b) => a - b);
  const end = (share: number): Amount => decimal(quantile(sorted, share)).toSignificantDigits(6);
  return {
    amount: amountText(amount),
    low: amountText(smaller(end(0.1), amount)),
    high: amountText(larger(end(0.9), amount)),
  };
}
