import type { Assumption, BreakEven, Offer, Range } from "../contract/answer.ts";
import type { Note } from "../contract/notes.ts";
import { fileTooLarge } from "../bill/acceptance.ts";
import { inferenceCost, metersOf, requestTokens, type Requests } from "../bill/inference.ts";
import { disputes, linesCost, linesTotal, overlaid, printed, type BillLine, creditsOff } from "../bill/line.ts";
import type { ServingCase } from "../bill/rules/roles.ts";
import { tunedMeters, type ServingBill } from "../bill/serving.ts";
import { addSpread, mapSpread, type Spread } from "../bill/spread.ts";
import { mustConvert } from "../bill/counted.ts";
import { overContextNotes, type Part } from "../bill/lengthLimits.ts";
import type { Stages } from "../bill/stages.ts";
import type { TrainingBill } from "../bill/training.ts";
import { amountText, decimal, larger, roundTo, smaller, zero, type Amount, type Money } from "../money.ts";
import { daysBetween } from "../check/day.ts";
import { customerExceptions, isOneOf } from "../prices/bookWords.ts";
import { agedRates, oldestAge, oldestOf, oldSighting, priceAge, priceAges } from "../contract/priceAge.ts";
import type { BookOffer } from "../prices/offers.ts";
import { once } from "../prices/once.ts";
import type { Status } from "../prices/status.ts";
import type { Problem } from "../problem.ts";
import type { Profile } from "../contract/profile.ts";
import type { Job } from "../contract/fields/job.ts";
import type { CheckedQuestion } from "../contract/questionCheck.ts";
import { modelName } from "../words/modelName.ts";
import { spoken, leftOutOf } from "../words/notes.ts";
import { dataNotices } from "./notices.ts";
import type { Alternative, LikelyTraffic } from "../contract/fields/traffic.ts";
import { breakEvenSentence } from "../words/breakEven.ts";

/** What break-even is computed from; all amounts in one currency. */
export interface BreakEvenCase {
  readonly training: Spread;
  /** A month of the same traffic, both. */
  readonly tunedMonthly: Amount;
  readonly alternativeMonthly: Money;
  readonly alternative: Alternative["kind"];
  /** When the tuned model stops answering, where that is known: the day, and the months until then. */
  readonly stops: { readonly day: string; readonly months: Amount } | null;
}

/**
 * Months until training has paid for itself:
 *
 *     training / (alternative per month − tuned per month)
 *
 * Null where the tuned model costs as much or more per month, or stops answering before: then it never does. Both ways
 * are taken to do the same work; nothing is said about which answers better.
 */
export function breakEven(given: BreakEvenCase): BreakEven {
  const { training, tunedMonthly, alternativeMonthly, alternative: against, stops } = given;
  const saved = decimal(alternativeMonthly.amount).minus(tunedMonthly);
  const each = { amount: amountText(saved.abs()), currency: alternativeMonthly.currency };
  const ends = stops === null ? {} : { stops: { day: stops.day, months: amountText(roundTo(stops.months, 4)) } };
  const never = { alternativeMonthly, months: null, low: null, high: null, ...ends };
  if (saved.lessThanOrEqualTo(0)) {
    const dearerBy = saved.isZero() ? null : each;
    return { ...never, sentence: breakEvenSentence({ against, end: "never_cheaper", dearerBy }) };
  }
  const months = (cost: Amount): string => amountText(roundTo(cost.dividedBy(saved), 2));
  const isLate = (cost: Amount): boolean => stops?.months.lessThan(cost.dividedBy(saved)) === true;
  const [low, typical, high] = [months(training.low), months(training.typical), months(training.high)];
  if (stops !== null && isLate(training.typical))
    return { ...never, sentence: breakEvenSentence({ against, end: "too_late", months: typical, stops: stops.day }) };
  const sentence = breakEvenSentence({ against, end: "pays_back", saved: each });
  return { ...never, months: typical, low, high: isLate(training.high) ? null : high, sentence };
}

export interface OfferParts {
  readonly question: CheckedQuestion;
  readonly status: Status;
  readonly stages: Stages;
  readonly own: number | null;
  readonly training: TrainingBill;
  readonly servingCase: ServingCase;
  readonly serving: ServingBill;
}

/** Why lines make no bill: they are in two currencies, or at a price that nobody saw for too long. */
export function billFlaw({ question, training, serving }: OfferParts): Problem | null {
  const bill = [...training.lines, ...serving.lines];
  const foreign = bill.find(({ rate }) => rate.currency !== bill[0]?.rate.currency);
  if (foreign !== undefined) return { kind: "currency_without_rate", currency: foreign.rate.currency };
  const oldest = oldestOf(agedRates(bill));
  const days = priceAge(oldest ?? {}, question.asOf) ?? 0;
  if (days <= priceAges.out || question.only?.includeStale === true) return null;
  return { kind: "stale_price", seen: oldest?.seen, days };
}

/** Puts the parts of a bill without a flaw together: its lines, their exact sum, the range and what was assumed. */
export function makeOffer(parts: OfferParts): Offer {
  const { question, status, stages, own: providerEpochs, training, servingCase, serving } = parts;
  const { offer, horizon } = servingCase;
  const bill = [...training.lines, ...serving.lines];
  const currency = bill[0]?.rate.currency ?? "USD";
  const total = linesTotal(bill);
  const { provider, name: providerName } = offer.provider;
  const credits = creditsOff({ overlay: question.ownPrices, provider, total, currency, day: servingCase.day });
  const lines = [...bill, ...credits.lines].map(printed);
  const money = (amount: Amount): Money => ({ amount: amountText(amount), currency });
  const comparison = compared(parts, currency);
  const cost = addSpread(training.cost, linesCost(serving.lines));
  const assumptions = unique(
    [
      ...training.assumptions,
      ...serving.assumptions,
      ...comparison.assumptions,
      ...overlaid(bill),
      ...disputes(bill),
      ...statements(parts, bill),
      ...credits.assumptions,
    ].map(spoken),
  );
  const perThousandRequests = thousand(parts);
  const left = leftOutOf(assumptions, dataNotices(question.job));
  return {
    id: offer.id,
    provider,
    model: offer.model.id,
    providerName,
    modelName: nameOf(offer),
    method: offer.method,
    variant: offer.variant,
    status: { kind: status.kind, ...(status.until !== undefined && { until: status.until }), source: status.source },
    priceAge: oldestAge(agedRates(bill), question.asOf),
    epochs: stages[0].epochs,
    providerEpochs,
    // A copy: what is done to an answer is not done to the book.
    limits: { ...offer.limits },
    billedTokens: amountText(training.tokens.typical),
    billedTokensRange: ends(
      mapSpread(training.tokens, (count) => roundTo(count, 0)),
      left.inTraining,
    ),
    tokensExact: stages.every(({ counted }) => counted.exact),
    lines,
    total: money(credits.left(total)),
    training: money(training.cost.typical),
    perThousandRequests,
    monthly: serving.monthly === null ? null : money(serving.monthly),
    idle: serving.idle,
    complete: left.notCounted.length === 0 && horizon.clippedAt === undefined,
    notCounted: left.notCounted,
    range: { ...ends(mapSpread(cost, credits.left), left.notCounted.length > 0), currency },
    trainingRange: ends(training.cost, left.inTraining),
    horizon: { months: horizon.months, ...(horizon.clippedAt !== undefined && { clippedAt: horizon.clippedAt }) },
    breakEven: comparison.breakEven,
    assumptions,
  };
}

/** The ends of a spread as a range, open above where something is not counted. */
function ends({ low, high }: Spread, isOpen: boolean): Range {
  return { low: amountText(low), high: isOpen ? null : amountText(high) };
}

/** An offer whose ranges hold those of its bill at another traffic and other epochs too. */
export function widened(offer: Offer, other: Pick<Offer, "range" | "trainingRange" | "billedTokensRange">): Offer {
  const widest = <R extends Range>(one: R, { low, high }: Range): R => ({
    ...one,
    low: amountText(smaller(decimal(one.low), decimal(low))),
    high: one.high === null || high === null ? null : amountText(larger(decimal(one.high), decimal(high))),
  });
  return {
    ...offer,
    range: widest(offer.range, other.range),
    trainingRange: widest(offer.trainingRange, other.trainingRange),
    billedTokensRange: widest(offer.billedTokensRange, other.billedTokensRange),
  };
}

const nameOf = once(({ model }: BookOffer) => model.name ?? modelName(model.id));

/** 1,000 requests of the stated shape, or of the data's own: its mean prompt and its mean answer. */
function thousand({ question: { job, traffic }, servingCase, stages: [{ counted }] }: OfferParts): Money | null {
  const { examples } = counted;
  if (traffic === undefined && !("profile" in job && examples > 0)) return null;
  // In the offer's own tokens: what the data are counted by elsewhere says nothing about its requests.
  const mean = (part: Part): Amount => roundTo(counted.pass(part, {}).typical.times(1000).dividedBy(examples), 0);
  const own = (): Requests => ({ input: mean("prompt"), cached: zero, output: mean("trainable") });
  const cost = inferenceCost(tunedMeters(servingCase)(traffic === undefined ? own() : thousandOf(traffic)));
  return cost === null ? null : { amount: amountText(cost.amount), currency: cost.currency };
}

const thousandOf = /* @__PURE__ */ once((traffic: LikelyTraffic) => requestTokens(traffic, decimal(1000)));

interface Compared {
  readonly breakEven: BreakEven | null;
  readonly assumptions: readonly Note[];
}

function compared({ question, status, servingCase, serving, training }: OfferParts, currency: string): Compared {
  const { alternative, traffic } = question;
  const notCompared: Compared = { breakEven: null, assumptions: [] };
  if (alternative === undefined || traffic === undefined || serving.monthly === null) return notCompared;
  const untuned = metersOf(servingCase, "base")(monthOfAlternative(question));
  const base = inferenceCost(untuned);
  if (base === null || base.currency !== currency) return notCompared;
  const monthly = base.amount.plus(alternative.monthlyCost ?? "0");
  const { day, horizon } = servingCase;
  const { inferenceOff: off } = status;
  const hours = (last: string): Amount => decimal(daysBetween(day, last)).times(24);
  return {
    breakEven: breakEven({
      training: training.cost,
      tunedMonthly: serving.monthly,
      alternativeMonthly: { amount: amountText(monthly), currency },
      alternative: alternative.kind,
      stops: off === undefined ? null : { day: off, months: hours(off).dividedBy(horizon.hoursPerMonth) },
    }),
    assumptions: untuned.assumptions.filter(({ kind }) => kind === "no_batch_rate"),
  };
}

/** The tokens of a month without tuning. */
const monthOfAlternative = /* @__PURE__ */ once(({ traffic, alternative }: CheckedQuestion): Requests => {
  const { requestsPerMonth = 0, inputTokens = 0 } = traffic ?? {};
  const longer = { outputTokens: 0, ...traffic, inputTokens: inputTokens + (alternative?.extraInputTokens ?? 0) };
  return requestTokens(longer, decimal(requestsPerMonth));
});

function statements({ status, servingCase, question, stages, own }: OfferParts, lines: readonly BillLine[]): Note[] {
  const { offer, horizon, day } = servingCase;
  const notes: Note[] = [];
  const { from = "", until, closings = [] } = status;
  const open = closings.flatMap(({ unless = "", from: since }) =>
    isOneOf(customerExceptions, unless) ? [{ since, unless }] : [],
  );
  const closed = { from, ...(until !== undefined && { until }), ...(open.length > 0 && { open }) };
  if (status.kind === "closed_to_new_customers") notes.push({ kind: "existing_customers", ...closed });
  if (status.open !== undefined) notes.push({ kind: "unconfirmed_offer", ...status.open });
  notes.push(...stages.flatMap(({ job }) => fileNotes(offer, job)));
  if (question.epochs === "provider" && own === null) notes.push({ kind: "epochs_assumed" });
  notes.push(...requestNotes(question, offer.model));
  const { clippedAt, months } = horizon;
  if (clippedAt !== undefined)
    notes.push({ kind: "clipped", day: clippedAt, months, of: question.traffic?.months ?? 0 });
  if (lines.some(({ rate }) => rate.confidence === "secondary")) notes.push({ kind: "secondary_source" });
  const undated = lines.find(({ rate }) => rate.undated === true)?.rate;
  if (undated !== undefined) notes.push({ kind: "undated_price", read: undated.seen, source: undated.source });
  const later = lines.find(({ rate }) => rate.seen > day);
  if (later !== undefined) notes.push({ kind: "seen_later", seen: later.rate.seen, from: later.rate.from });
  const seen = oldSighting(agedRates(lines), day);
  if (seen !== undefined) notes.push({ kind: "old_price", seen, asOf: day });
  return notes;
}

/** Requests that are longer, with their answers, than what the model itself reads; those without tuning, where the tuned ones fit. */
function requestNotes({ traffic, alternative }: CheckedQuestion, { context = Infinity }: BookOffer["model"]): Note[] {
  if (traffic === undefined) return [];
  const over = traffic.inputTokens + traffic.outputTokens - context;
  if (over + (alternative?.extraInputTokens ?? 0) <= 0) return [];
  const unit = over > 0 ? "request" : "untuned request";
  return overContextNotes(traffic.requestsPerMonth, unit, { contextTokens: context });
}

function fileNotes(offer: BookOffer, job: Job): Note[] {
  if (!("profile" in job)) return [];
  const notes: Note[] = [];
  const [rows, lines] = rejectedIn(offer, job.profile);
  if (offer.formats !== null && mustConvert(offer, job.profile))
    notes.push({ kind: "convert_first", shape: job.profile.format, takes: offer.formats });
  else if (rows + lines > 0) notes.push({ kind: "rows_rejected", rows, ...(lines > 0 && { lines }) });
  const { megabytes = 0, most = 0, way } = fileTooLarge(offer, job) ?? {};
  if (way !== undefined) notes.push({ kind: "file_size", megabytes, most, way });
  return notes;
}

/** Rows of the file that the provider's own check refuses, and its lines without a row; 0 where nobody knows its check. */
function rejectedIn({ dataRules, formats }: BookOffer, profile: Profile): [rows: number, lines: number] {
  const { rejected, badRows, shapes = {} } = profile;
  const { check } = dataRules;
  // Profiles made before rows were checked say nothing of them.
  if (check === undefined || formats === null || rejected === undefined) return [0, 0];
  // Rows of a shape that it does not take are refused once, whatever else is wrong with them.
  const own = Object.entries(shapes).map(([shape, rows]) =>
    formats.includes(shape) ? (rejected[`${check}/${shape}`] ?? 0) : rows,
  );
  return [own.reduce((sum, rows) => sum + rows, badRows), rejected[check] ?? 0];
}

function unique(assumptions: readonly Assumption[]): Assumption[] {
  const met = new Set<string>();
  return assumptions.filter(({ sentence }) => met.size < met.add(sentence).size);
}
