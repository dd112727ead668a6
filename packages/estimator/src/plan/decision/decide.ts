import { atMost, fields, fitting, isRecord, list, maybe, wrongKind, type Check } from "../../check/fields.ts";
import type { Answer, Offer } from "../../contract/answer.ts";
import { groupOf } from "../../contract/fields/checks.ts";
import { decisionKinds, type DecisionQuestion } from "../../contract/fields/decision.ts";
import { evaluationKinds, judgeKinds, projectKinds, teacherKinds } from "../../contract/fields/project.ts";
import { likelyTraffic } from "../../contract/fields/traffic.ts";
import { embeddingKinds, type Quality, qualityKinds, wayFieldKinds } from "../../contract/fields/ways.ts";
import { likelyEpochs, withPath } from "../../contract/questionCheck.ts";
import { metrics } from "../../curve/pilots/metric.ts";
import { scoresProblem } from "../../curve/pilots/scale.ts";
import { endOf, estimate } from "../../estimate/estimate.ts";
import { amountText, decimal, larger, smaller, type Amount } from "../../money.ts";
import { order } from "../../check/order.ts";
import { untunedFiles } from "../../prices/bookCheck.ts";
import { isOneOf } from "../../prices/bookWords.ts";
import { bookOffers } from "../../prices/offers.ts";
import { fail, ok, type Problem, type Result } from "../../problem.ts";
import { against, moreOver } from "./against.ts";
import type { DecidedWay, Decision } from "./answer.ts";
import { cardCandidates, chosenOffers, soldUntuned, tunedOf, untunedCandidate, waysOf } from "./candidates.ts";
import type { Candidate, Chosen, Pricing } from "./candidates.ts";
import { creditsOf, overHorizon, settingOf, typicalTotal, type Setting } from "./overHorizon.ts";
import { pricedProject } from "./project.ts";
import { modelsOf, wayId, type LikelyQuestion, type PricedWay, type RateBook } from "./rates.ts";
import { drawsOf, type Influence, influences, quantilesOf } from "./sample.ts";
import { linesOf, priceFactor, reading, requestsInput, sumsAt, typicalOf } from "./terms.ts";
import type { Band, Column, Period } from "./terms.ts";

const cardRun = fields({
  kind: fitting((value) => value === "own_gpus" || value === "scratch", "own_gpus or scratch"),
  offer: fitting((value) => isRecord(value) && Array.isArray(value["lines"]), "an offer of an answer"),
});

const quality = groupOf(qualityKinds);
const qualities: Check = (value, path) => {
  if (!isRecord(value)) return wrongKind(path, "an object of scores by their ways", value);
  const wrong = Object.entries(value).map(([id, one]) => quality(one, `${path}.${id}`));
  return wrong.find((problem) => problem !== null) ?? wrongScores(Object.values(value) as Quality[]);
};

/** Scores that no test can have, or that nobody can compare. */
function wrongScores(all: readonly Quality[]): Problem | null {
  const unknown = all.find(({ metric, lowerIsBetter }) => !isOneOf(metrics, metric) && lowerIsBetter === undefined);
  if (unknown !== undefined) return { kind: "unknown_direction", metric: unknown.metric, known: metrics };
  const ends = ({ score, low = score, high = score }: Quality): number[] => [score, low, high];
  const wrong = metrics.map((name) => scoresProblem(name, all.filter(({ metric }) => metric === name).flatMap(ends)));
  return wrong.find((problem) => problem !== null) ?? null;
}

/** The parts of a decision that are its own; `estimate` checks the question within. */
const shape = groupOf(decisionKinds, {
  question: () => null,
  untuned: untunedFiles,
  onCards: maybe(list(cardRun)),
  ways: maybe(list(groupOf(wayFieldKinds, { embedding: maybe(groupOf(embeddingKinds)) }))),
  project: maybe(
    groupOf(projectKinds, {
      teacher: maybe(groupOf(teacherKinds)),
      evaluation: maybe(groupOf(evaluationKinds, { judge: maybe(groupOf(judgeKinds)) })),
    }),
  ),
  quality: maybe(qualities),
});

/** Draws of all inputs: the quantiles of the bands stand still to their second digit. */
const drawCount = 2000;

/**
 * Which way: tuned offers beside the ways without tuning, at the same traffic, over the same horizon. Pure: the same
 * question and seed give the same bytes. Every amount is the product of what is stated, counted and listed; ranges are
 * drawn together, so that a band is narrower than the sum of its parts.
 *
 * Problems: those of `estimate`, `no_traffic`, `no_offer` where no offer can be priced, `contradictory_range`,
 * `unknown_model`, `same_way`, `out_of_range` where a way caches more than it reads, `unknown_way`, `unknown_direction`, `mixed_scores`, `score_beyond_bound`.
 */
export function decide(asked: DecisionQuestion): Result<Decision> {
  return endOf(decideInSteps(asked));
}

/**
 * `decide` in steps of a few milliseconds, the decision or its problem at the end: for a page that must not be held up.
 *
 * @param known the answer of `estimate` to the question, where it is there already
 */
export function* decideInSteps(asked: DecisionQuestion, known?: Answer): Generator<void, Result<Decision>, void> {
  const flaw = shape(asked, "");
  if (flaw !== null) return fail(withPath(flaw));
  const ids = (asked.ways ?? []).map(wayId);
  const got = ids.find((id, at) => ids.indexOf(id) < at);
  if (got !== undefined) return fail({ kind: "same_way", field: `ways.${ids.lastIndexOf(got)}.id`, got });
  // A question that cannot be read has no likeliest values.
  const answer = known ?? estimate(asked.question);
  if (answer.problem !== undefined) return fail(answer.problem.reason);
  const { traffic: use, job, prices, asOf: day, ownPrices = {}, hoursPerMonth = 730 } = asked.question;
  const traffic = use === undefined ? undefined : likelyTraffic(use);
  if (traffic === undefined || traffic.requestsPerMonth <= 0)
    return fail({ kind: "no_traffic", field: "question.traffic.requestsPerMonth" });
  for (const [at, { cachedInputTokens = 0, extraInputTokens = 0 }] of (asked.ways ?? []).entries()) {
    const read = traffic.inputTokens + reading(extraInputTokens).typical.toNumber();
    const beyond = atMost(`ways.${at}.cachedInputTokens`, cachedInputTokens, read);
    if (beyond !== null) return fail(withPath(beyond));
  }
  const question = { ...asked.question, traffic, job: { ...job, epochs: likelyEpochs(job) } };
  const listed = bookOffers(prices);
  const { dataStays = false, onCards = [], untuned = none } = asked;
  if (dataStays && onCards.length === 0) return fail({ kind: "nothing_stays", field: "onCards" });
  const needsUntuned = onCards.length === 0 && (asked.ways ?? none).every(({ model }) => model === undefined);
  const chosen = dataStays
    ? ok<Chosen>({ offers: [], by: { by: "stated", cheaper: null } })
    : chosenOffers(answer, asked.offers, soldUntuned(question), needsUntuned);
  if (!chosen.ok) return chosen;
  yield;
  const { offers, by } = chosen.value;
  const currency = (offers[0] ?? onCards[0]?.offer)?.training.currency ?? "USD";
  const billed = [...offers, ...onCards.map(({ offer }) => offer)];
  const foreign = billed.find(({ training }) => training.currency !== currency);
  if (foreign !== undefined) return fail({ kind: "currency_without_rate", currency: foreign.training.currency });
  const { batchShare = 0, months, growthPerMonth: growth = 0 } = traffic;
  const variant = offers[0]?.variant ?? null;
  const book: RateBook = { models: modelsOf(untuned)(listed), variant, day, overlay: ownPrices, currency, batchShare };
  const pricing = pricingOf(asked, question);
  const project = pricedProject(asked.project ?? {}, question.job, book, pricing.inputs);
  if (!project.ok) return project;
  const ways = dataStays ? [] : waysOf(pricing, offers, listed, book);
  const misspelt = pricing.refused.find(({ reason }) => reason.kind === "unknown_model");
  if (misspelt !== undefined) return fail(misspelt.reason);
  const leaving = dataStays ? [...(asked.ways ?? []).map(wayId), ...(asked.offers ?? [])] : [];
  pricing.refused.push(...leaving.map((id) => ({ id, reason: { kind: "data_may_not_leave" } })));
  yield;
  const tuned = tunedOf(pricing, offers, project.value);
  const others = [...ways.map((way) => untunedCandidate(way, asked)), ...cardCandidates(pricing, project.value)];
  const candidates = [...others, ...tuned];
  const today = asked.today === undefined ? others[0] : candidates.find(({ id }) => id === asked.today);
  const unknown = unknownWay(pricing, candidates);
  if (unknown !== null) return fail(unknown);
  if (today === undefined) return fail(nothingToCompare(pricing, offers));
  yield;
  const { inputs } = pricing;
  const draws = drawsOf(inputs, asked.seed ?? 1, drawCount);
  const credits = creditsOf(ownPrices, currency, day);
  const setting = { inputs, draws, drawn: sumsAt(draws), asOf: day, months, growth, hoursPerMonth, credits };
  const { leftOut } = project.value;
  return ok(yield* decisionOf({ pricing, setting, by, currency, leftOut, ways, candidates, today }));
}

const none: readonly [] = [];

/** What is not certain of the question itself: its traffic, and what listed prices may become. */
function pricingOf(asked: DecisionQuestion, question: LikelyQuestion): Pricing {
  const { traffic } = question;
  const inputs: Pricing["inputs"] = new Map(
    (["requestsPerMonth", "inputTokens", "outputTokens"] as const).map((name) => [
      `traffic.${name}`,
      { ...reading(asked.question.traffic?.[name] ?? traffic[name]), typical: decimal(traffic[name]) },
    ]),
  );
  if (asked.priceFactor !== undefined) inputs.set(priceFactor, { ...reading(asked.priceFactor), typical: decimal(1) });
  return { asked, question, inputs, refused: [] };
}

function unknownWay({ asked: { today, quality = {} }, refused }: Pricing, all: readonly Candidate[]): Problem | null {
  const known = all.map(({ id }) => id);
  const named = [...known, ...refused.map(({ id }) => id)];
  if (today !== undefined && !named.includes(today)) return { kind: "unknown_way", field: "today", got: today, known };
  const got = Object.keys(quality).find((id) => !named.includes(id));
  return got === undefined ? null : { kind: "unknown_way", field: `quality.${got}`, got, known: named };
}

function nothingToCompare({ asked, refused }: Pricing, [offer]: readonly Offer[]): Problem {
  const { ways = [{ kind: "prompt" }], today } = asked;
  const first = refused.find(({ id }) => id === today) ?? refused[0];
  if (first === undefined) return { kind: "no_offer" };
  const isNamed = ways.some((way) => wayId(way) === first.id && way.model !== undefined);
  if (isNamed || offer === undefined) return first.reason;
  const name = `${offer.modelName} on ${offer.providerName}`;
  return { kind: "no_untuned_price", way: first.id, offer: offer.id, name };
}

interface Case extends Pick<Decision, "currency" | "leftOut"> {
  readonly pricing: Pricing;
  readonly setting: Setting;
  readonly by: Decision["chosen"];
  readonly ways: readonly PricedWay[];
  readonly candidates: readonly Candidate[];
  readonly today: Candidate;
}

function* decisionOf(found: Case): Generator<void, Decision, void> {
  const { pricing, setting, by, currency, leftOut, candidates, today } = found;
  const { asOf, months } = setting;
  const decided: DecidedWay[] = [];
  for (const way of candidates) {
    yield;
    decided.push(decidedWay(way, found));
  }
  yield;
  let deciding: readonly Influence[] | null = null;
  return {
    asOf,
    currency,
    months,
    seed: pricing.asked.seed ?? 1,
    draws: drawCount,
    today: today.id,
    chosen: by,
    ways: decided.sort(byTotal),
    refused: pricing.refused,
    // Computed when it is first read: it takes long, and the first screen of a page shows none of it.
    get influences() {
      return (deciding ??= influencesOf(found));
    },
    leftOut,
  };
}

function influencesOf({ candidates, today, setting }: Case): readonly Influence[] {
  const tuned = candidates.find(({ kind }) => kind === "tuned") ?? candidates.find(({ kind }) => kind === "own_gpus");
  if (tuned === undefined) return [];
  return influences(setting.inputs, setting.draws, (at) => moreOver(tuned, today, setting, sumsAt(at)));
}

/** Whole horizons first, then those that end before it; within each by total, then id. */
function byTotal(a: DecidedWay, b: DecidedWay): number {
  const cut = ({ clippedAt }: DecidedWay): number => (clippedAt === null ? 0 : 1);
  return cut(a) - cut(b) || decimal(a.total.amount).comparedTo(b.total.amount) || order(a.id, b.id);
}

function decidedWay(way: Candidate, { today, ways, pricing, setting }: Case): DecidedWay {
  const { id, kind, name, provider, status, terms, assumptions } = way;
  const { inputs, drawn } = setting;
  const own = settingOf(way, setting);
  const sums = drawn(terms);
  const over = (period: Period): Band => band(typicalOf(terms, inputs, period), sums[period]);
  const requests = inputs.get(requestsInput)?.typical ?? decimal(1);
  const whole = typicalTotal(way, own);
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
    total: band(whole.total, overHorizon(way, own, drawn)),
    credits: amountText(whole.credits),
    status,
    perThousandRequests: amountText(typicalOf(terms, inputs, "month", true).times(1000).dividedBy(requests)),
    quality: way.quality,
    assumptions,
    against: id === today.id ? null : against({ way, today, usual, setting }, pricing.question.traffic),
  };
}

/** The range of 80 of 100 draws, widened to the likeliest amount where that stands at the very end of what is possible. */
function band(amount: Amount, drawn: Column): Band {
  const quantile = quantilesOf(drawn);
  const end = (share: number): Amount => decimal(quantile(share)).toSignificantDigits(6);
  const [low, high] = [smaller(end(0.1), amount), larger(end(0.9), amount)];
  return { amount: amountText(amount), low: amountText(low), high: amountText(high) };
}
