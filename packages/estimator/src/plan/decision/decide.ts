import type { Answer, Offer } from "../../contract/answer.ts";
import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import { estimate } from "../../estimate/estimate.ts";
import { amountText, decimal, larger, smaller, type Amount } from "../../money.ts";
import { order } from "../../order.ts";
import { bookOffers } from "../../prices/offers.ts";
import { fail, ok, type Problem, type Result } from "../../problem.ts";
import { cachedPayback, payback, type Setting } from "./against.ts";
import type { Band, DecidedWay, Decision } from "./answer.ts";
import {
  cardCandidates,
  chosenOffers,
  priceInputs,
  soldUntuned,
  trafficInputs,
  tunedOf,
  untunedCandidate,
  waysOf,
  type Candidate,
  type Chosen,
  type Refused,
} from "./candidates.ts";
import {
  creditsOf,
  moreThan,
  overHorizon,
  settingOf,
  thresholds,
  typicalTotal,
  type ProviderCredit,
} from "./overHorizon.ts";
import { pricedProject } from "./project.ts";
import { decisionProblem, hasTraffic, withRanges, type RangedDecision } from "./question.ts";
import { modelsOf, wayId, type PricedWay, type RateBook } from "./rates.ts";
import { drawsOf, influences, quantile } from "./sample.ts";
import {
  drawnSum,
  linesOf,
  requestsInput,
  sortedValues,
  typicalOf,
  type Column,
  type Inputs,
  type Period,
  type Reading,
} from "./terms.ts";

const none: readonly [] = [];

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

/**
 * `decide` in steps of a few milliseconds, the decision or its problem at the end: for a page that must not be held up.
 *
 * @param known the answer of `estimate` to the question, where it is there already
 */
export function* decideInSteps(stated: DecisionQuestion, known?: Answer): Generator<void, Result<Decision>, void> {
  const flaw = decisionProblem(stated);
  if (flaw !== null) return fail(flaw);
  // A question that cannot be read has no ranges to take out.
  const answer = known ?? estimate(stated.question);
  if (answer.problem !== undefined) return fail(answer.problem.reason);
  const asked = withRanges(stated);
  if (!hasTraffic(asked)) return fail({ kind: "no_traffic", field: "question.traffic.requestsPerMonth" });
  const { traffic } = asked.question;
  const listed = bookOffers(asked.question.prices);
  const lookUp = {
    models: modelsOf(listed, asked.untuned ?? none),
    day: asked.question.asOf,
    overlay: asked.question.ownPrices ?? asked.question.overlay ?? {},
    batchShare: traffic.batchShare ?? 0,
  };
  const { dataStays = false, onCards = [] } = asked;
  if (dataStays && onCards.length === 0) return fail({ kind: "nothing_stays", field: "onCards" });
  const chosen = dataStays
    ? ok<Chosen>({ offers: [], by: { by: "stated", cheaper: null } })
    : chosenOffers(answer, asked.offers, soldUntuned(asked.question));
  if (!chosen.ok) return chosen;
  yield;
  const { offers } = chosen.value;
  const currency = (offers[0] ?? onCards[0]?.offer)?.training.currency ?? "USD";
  const book: RateBook = { ...lookUp, currency };
  const project = pricedProject(asked.project ?? {}, asked.question.job, book);
  if (!project.ok) return project;
  const inputs = new Map<string, Reading>([
    ...trafficInputs(asked, traffic),
    ...priceInputs(asked),
    ...project.value.inputs,
  ]);
  const refused: Refused[] = [];
  const ways = dataStays ? [] : waysOf(asked, offers, listed, book, refused);
  if (dataStays) refused.push(...leaving(asked));
  for (const { inputs: own } of ways) for (const [name, range] of own) inputs.set(name, range);
  yield;
  const tuned = tunedOf(asked, offers, project.value, inputs, refused);
  const onOwn = cardCandidates(asked, project.value, inputs, refused);
  const others = [...ways.map((way) => untunedCandidate(way, asked, inputs)), ...onOwn];
  const candidates = [...others, ...tuned];
  const today = asked.today === undefined ? others[0] : candidates.find(({ id }) => id === asked.today);
  const unknown = unknownWay(asked, candidates, refused);
  if (unknown !== null) return fail(unknown);
  if (today === undefined) return fail(nothingToCompare(refused, asked, offers));
  yield;
  const credits = creditsOf(lookUp.overlay, currency, lookUp.day);
  const { leftOut } = project.value;
  const by = chosen.value.by;
  return ok(
    yield* decisionOf({ asked, by, traffic, currency, credits, inputs, refused, leftOut, ways, candidates, today }),
  );
}

function unknownWay(
  { today, quality = {} }: DecisionQuestion,
  candidates: readonly Candidate[],
  refused: readonly Refused[],
): Problem | null {
  const known = candidates.map(({ id }) => id);
  const named = [...known, ...refused.map(({ id }) => id)];
  if (today !== undefined && !named.includes(today)) return { kind: "unknown_way", field: "today", got: today, known };
  const got = Object.keys(quality).find((id) => !named.includes(id));
  return got === undefined ? null : { kind: "unknown_way", field: `quality.${got}`, got, known: named };
}

/** Why there is no way that the tuned offer could be compared with. */
function nothingToCompare(
  refused: readonly Refused[],
  { ways = [{ kind: "prompt" }], today }: DecisionQuestion,
  [offer]: readonly Offer[],
): Problem {
  const first = refused.find(({ id }) => id === today) ?? refused[0];
  if (first === undefined) return { kind: "no_offer" };
  const isNamed = ways.some((way) => wayId(way) === first.id && way.model !== undefined);
  return isNamed || offer === undefined ? first.reason : { kind: "no_untuned_price", way: first.id, offer: offer.id };
}

function leaving({ ways = [], offers = [] }: RangedDecision): Refused[] {
  const reason = { kind: "data_may_not_leave" };
  return [...ways.map((way) => ({ id: wayId(way), reason })), ...offers.map((id) => ({ id, reason }))];
}

interface Case {
  readonly asked: RangedDecision;
  readonly by: Decision["chosen"];
  readonly credits: readonly ProviderCredit[];
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
  const { asked, by, traffic, currency, credits, inputs, refused, leftOut, candidates, today } = found;
  const { seed = 1 } = asked;
  const draws = drawsOf(inputs, seed, drawCount);
  const { asOf, hoursPerMonth = 730 } = asked.question;
  const { months } = traffic;
  const setting: Setting = { inputs, draws, asOf, months, growth: asked.traffic.growthPerMonth ?? 0, hoursPerMonth };
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
    months,
    seed,
    draws: drawCount,
    today: today.id,
    chosen: by,
    ways: decided.sort(byTotal),
    refused,
    influences: tuned === undefined ? [] : influences(inputs, draws, moreThan(tuned, today, setting, credits)),
    leftOut,
  };
}

/** Whole horizons first, then those that end before it; within each by total, then id. */
function byTotal(a: DecidedWay, b: DecidedWay): number {
  const cut = ({ clippedAt }: DecidedWay): number => (clippedAt === null ? 0 : 1);
  return cut(a) - cut(b) || decimal(a.total.amount).comparedTo(b.total.amount) || order(a.id, b.id);
}

function decidedWay(way: Candidate, { today, credits, ways, traffic }: Case, setting: Setting): DecidedWay {
  const { id, kind, name, provider, status, quality, terms } = way;
  const { inputs, draws } = setting;
  const own = settingOf(way, setting);
  const over = (period: Period): Band => band(typicalOf(terms, inputs, period), drawnSum(way.drawn, period, draws));
  const requests = inputs.get(requestsInput)?.typical ?? decimal(1);
  const whole = typicalTotal(way, own, credits);
  const usual = ways.find((one) => one.id === today.id);
  return {
    id,
    kind,
    name,
    provider,
    lines: linesOf(terms, inputs),
    once: over("once"),
    monthly: over("month"),
    clippedAt: own.months < setting.months ? way.stops : null,
    months: Math.round(10_000 * own.months) / 10_000,
    total: band(whole.total, overHorizon(way, own, credits)(draws)),
    credits: amountText(whole.credits),
    status,
    perThousandRequests: amountText(typicalOf(terms, inputs, "month", true).times(1000).dividedBy(requests)),
    quality,
    against:
      id === today.id
        ? null
        : {
            ...payback(way, today, setting),
            thresholds: thresholds(way, today, usual, setting),
            withCaching: cachedPayback(way, today, { ways, traffic }, setting),
          },
  };
}

/** The range of 80 of 100 draws, widened to the likeliest amount where that stands at the very end of what is possible. */
function band(amount: Amount, drawn: Column): Band {
  const sorted = sortedValues(drawn);
  const end = (share: number): Amount => decimal(quantile(sorted, share)).toSignificantDigits(6);
  const [low, high] = [smaller(end(0.1), amount), larger(end(0.9), amount)];
  return { amount: amountText(amount), low: amountText(low), high: amountText(high) };
}
