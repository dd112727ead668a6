import type { Offer } from "../../contract/answer.ts";
import { usualEpochs, type Job } from "../../contract/fields/job.ts";
import type { Figure, ModelPrice } from "../../contract/fields/kind.ts";
import type { Project } from "../../contract/fields/project.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import type { Question } from "../../contract/question.ts";
import { checkQuestion } from "../../contract/questionCheck.ts";
import { estimate } from "../../estimate/estimate.ts";
import { outcomeOf } from "../../estimate/outcome.ts";
import { decimal, larger, smaller, zero, type Amount } from "../../money.ts";
import { bookOffers } from "../../prices/offers.ts";
import { ok, type Result } from "../../problem.ts";
import { pricesOf, type RateBook } from "./rates.ts";
import { adderTo, reading, requestsInput, stated, term, type PriceSource, type Reading, type Term } from "./terms.ts";

/** What a tuned offer costs, taken apart: all of it read from the bills that `estimate` makes. */
interface TunedCost {
  readonly training: Reading;
  /** Price of one token of the traffic as it is mixed (cache, batch), and what a month costs without any request. */
  readonly input: Amount;
  readonly output: Amount;
  readonly fixed: Amount;
  /** The day on which the tuned model stops answering, where it is known. */
  readonly stops: string | null;
}

/** Tokens that a request is made longer by to read a price off two bills. */
const step = 1_000_000;

/** Months that are asked for to learn whether the model stops answering: a hundred years. */
const farthest = 1200;

/**
 * Takes the bill of an offer apart by asking for it again: with twice the requests, with longer prompts, with longer
 * answers. A month is `fixed + requests × (…)`, so four bills are enough, and no price is looked up beside the bill.
 * Null where a month of it has no price.
 */
export function tunedCost(offer: Offer, question: Question & { readonly traffic: LikelyTraffic }): TunedCost | null {
  const { traffic } = question;
  const { inputTokens, outputTokens } = traffic;
  const requestsPerMonth = Math.max(traffic.requestsPerMonth, 1);
  const entry = bookOffers(question.prices).find(({ id }) => id === offer.id);
  // Checked once for all bills: that takes longer than a bill.
  const checked = checkQuestion({ ...question, only: { models: [offer.id] } });
  if (entry === undefined || !checked.ok) return null;
  const askedAt = (changed: Partial<LikelyTraffic>): Offer | undefined => {
    const billed = outcomeOf(entry, { ...checked.value, traffic: { ...traffic, ...changed } });
    return billed.problem === undefined ? billed.offer : undefined;
  };
  const monthlyAt = (changed: Partial<LikelyTraffic>): Amount | null => {
    const { monthly = null } = askedAt({ requestsPerMonth, ...changed }) ?? {};
    return monthly === null ? null : decimal(monthly.amount);
  };
  const now = monthlyAt({});
  const twice = monthlyAt({ requestsPerMonth: 2 * requestsPerMonth });
  const longer = monthlyAt({ inputTokens: inputTokens + step });
  const wordier = monthlyAt({ outputTokens: outputTokens + step });
  if (now === null || twice === null || longer === null || wordier === null) return null;
  const perToken = (more: Amount): Amount => more.minus(now).dividedBy(requestsPerMonth).dividedBy(step);
  return {
    training: trainingOf(offer),
    input: perToken(longer),
    output: perToken(wordier),
    fixed: now.times(2).minus(twice),
    stops: askedAt({ months: farthest })?.horizon.clippedAt ?? null,
  };
}

export function trainingOf({ training: { amount }, trainingRange: { low, high } }: Offer): Reading {
  return { low: decimal(low), typical: decimal(amount), high: decimal(high ?? amount) };
}

/** The terms of a month of a tuned offer; what the cache takes off is part of `cached_prompt`, so that the sum is its own. */
export function tunedTerms(
  offer: Offer,
  { fixed, input, output }: TunedCost,
  { requestsPerMonth, inputTokens, outputTokens }: LikelyTraffic,
): Term[] {
  const month = (kind: Term["kind"], lines: readonly string[], ...factors: Term["factors"]): Term =>
    term(kind, "month", billedAt(offer, lines), ...factors);
  // What a request costs beside its tokens at the uncached price: the cache's discount, and rounding to whole tokens.
  const byTokens = input.times(inputTokens).plus(output.times(outputTokens)).times(requestsPerMonth);
  const byRequests = decimal(offer.monthly?.amount ?? "0")
    .minus(fixed)
    .minus(byTokens);
  const rest = requestsPerMonth === 0 ? zero : byRequests.dividedBy(requestsPerMonth);
  return [
    trainingTerm(offer),
    month("input", ["Input tokens"], requestsInput, "traffic.inputTokens", input),
    month("cached_prompt", ["Cached input tokens", "Input tokens"], requestsInput, rest),
    month("output", ["Output tokens"], requestsInput, "traffic.outputTokens", output),
    month("deployment", ["hosting", "provisioned", "storage"], fixed),
  ];
}

export function trainingTerm(offer: Offer): Term {
  return term("training", "once", billedAt(offer, ["training"]), trainingInput(offer.id), epochsInput(offer.id));
}

/** The page, day and confidence of the first line of a bill that has one of these kinds or labels. */
function billedAt({ provider, lines }: Offer, names: readonly string[]): PriceSource {
  const line = lines.find(({ kind, label }) => names.includes(kind) || names.includes(label.split(",")[0] ?? ""));
  if (line === undefined) return { kind: "offer", provider };
  const { source, seen, confidence } = line.rate;
  return { kind: "offer", provider, source, seen, confidence };
}

export function trainingInput(id: string): string {
  return `training.${id}`;
}

/** The name of what other passes over the data make of an offer's training, as a factor on it. */
export function epochsInput(id: string): string {
  return `epochs.${id}`;
}

/** The training at the least and most passes over that at the question's, of the offer's own bills. */
export function epochsFactor(offer: Offer, question: Question, epochs: Figure): Reading {
  const typical = decimal(offer.training.amount);
  return aroundOne(epochs, (passes) => {
    const job = { ...question.job, epochs: passes.toNumber() };
    const bill = estimate({ ...question, job, only: { models: [offer.id] } }).offers[0];
    return bill === undefined || typical.isZero() ? one : decimal(bill.training.amount).dividedBy(typical);
  });
}

/** The same of a run on cards: its hours grow no faster than the passes do. */
export function passesFactor({ job }: Question, epochs: Figure): Reading {
  return aroundOne(epochs, (passes) => passes.dividedBy(typeof job.epochs === "number" ? job.epochs : usualEpochs));
}

const one = decimal(1);

function aroundOne(epochs: Figure, at: (passes: Amount) => Amount): Reading {
  const { low, high } = reading(epochs);
  return { low: smaller(at(low), one), typical: one, high: larger(at(high), one) };
}

/** What surrounds the run of every tuned offer alike, and the terms that hang on one offer's training. */
export interface PricedProject {
  readonly terms: readonly Term[];
  readonly inputs: ReadonlyMap<string, Reading>;
  /** Further runs like the first: rounds, failures, training anew. */
  readonly runsOf: (run: Term) => Term[];
  /** What of a project is not stated, so that nobody takes the total for all of it. */
  readonly leftOut: readonly LeftOut[];
}

/** `…_price`: stated, but without a price. */
type LeftOut = "labels" | "evaluation" | "evaluation_price" | "tuning_rounds" | "monitoring" | "monitoring_price";

/** Prices a project: labels, teacher, evaluation, rounds, fees, monitoring. Rows of a counted file are owned by default. */
export function pricedProject(project: Project, job: Job, book: RateBook): Result<PricedProject> {
  const { labelCost, teacher, evaluation, platformFee, platformFeePerMonth, tuningRounds, failedRuns } = project;
  const inputs = new Map<string, Reading>();
  const own = adderTo(inputs, "project");
  const terms: Term[] = [];
  const add = (...parts: Parameters<typeof term>): void => {
    terms.push(term(...parts));
  };
  const missing = larger(decimal(examplesOf(job)).minus(ownedOf(project, job)), zero);
  if (labelCost !== undefined) add("labels", "once", stated, missing, own("labelCost", labelCost));
  if (teacher !== undefined) {
    const { samplesPerKept: samples } = teacher;
    const kept = samples === undefined ? [] : [own("teacher.samplesPerKept", samples)];
    const read = modelTerms("teacher", teacher, own, book);
    if (!read.ok) return read;
    for (const { factors, from } of read.value) add("teacher", "once", from, missing, ...kept, ...factors);
  }
  if (evaluation !== undefined) {
    const scored = [decimal(evaluation.items), own("evaluation.models", evaluation.models ?? 2)];
    const each = itemFactors(evaluation, own, book);
    if (!each.ok) return each;
    const { monitoringItemsPerMonth: monitored } = project;
    for (const { factors, from } of each.value) {
      add("evaluation", "once", from, ...scored, ...factors);
      if (monitored !== undefined)
        add("monitoring", "month", from, own("monitoringItemsPerMonth", monitored), ...factors);
    }
  }
  if (platformFee !== undefined) add("platform", "once", stated, own("platformFee", platformFee));
  if (platformFeePerMonth !== undefined)
    add("platform_monthly", "month", stated, own("platformFeePerMonth", platformFeePerMonth));
  // Of the further runs of each offer: rounds beyond the first, and the share that fails of all of them.
  if (tuningRounds !== undefined) own("furtherRounds", lessOne(reading(tuningRounds)));
  if (failedRuns !== undefined) own("failedRuns", failedRuns);
  const runsOf = (run: Term): Term[] => furtherRuns(project, run);
  return ok({ terms, inputs, runsOf, leftOut: leftOut(project, missing.isZero()) });
}

export function examplesOf(job: Job): number {
  return "profile" in job ? job.profile.examples : job.examples;
}

/** Examples that are labelled already: those of a counted file, none of typed counts, unless stated. */
export function ownedOf({ examplesOwned }: Pick<Project, "examplesOwned">, job: Job): number {
  return examplesOwned ?? ("profile" in job ? job.profile.examples : 0);
}

type Own = ReturnType<typeof adderTo>;
type PricedPart = Pick<Term, "factors" | "from">;

function modelTerms(
  name: string,
  work: { readonly model: ModelPrice; readonly inputTokens: Figure; readonly outputTokens: Figure },
  own: Own,
  book: RateBook,
): Result<PricedPart[]> {
  const prices = pricesOf(work.model, `project.${name}.model`, book);
  if (!prices.ok) return prices;
  return ok(
    (["input", "output"] as const).map((side) => {
      const { price, from } = prices.value[side];
      const listed = own(`${name}.${side}Price`, price);
      return { factors: [own(`${name}.${side}Tokens`, work[`${side}Tokens`]), listed], from };
    }),
  );
}

function itemFactors(
  { costPerItem, judge }: NonNullable<Project["evaluation"]>,
  own: Own,
  book: RateBook,
): Result<PricedPart[]> {
  const typed =
    costPerItem === undefined ? [] : [{ factors: [own("evaluation.costPerItem", costPerItem)], from: stated }];
  const judged = judge === undefined ? ok([]) : modelTerms("evaluation.judge", judge, own, book);
  return judged.ok ? ok([...typed, ...judged.value]) : judged;
}

function lessOne({ low, typical, high }: Reading): Reading {
  const less = (value: Amount): Amount => larger(value.minus(1), zero);
  return { low: less(low), typical: less(typical), high: less(high) };
}

function furtherRuns({ tuningRounds, failedRuns, retrainEveryMonths }: Project, { factors, from }: Term): Term[] {
  const [rounds, failed] = ["project.furtherRounds", "project.failedRuns"];
  const terms: Term[] = [];
  if (tuningRounds !== undefined) terms.push(term("tuning_rounds", "once", from, ...factors, rounds));
  if (failedRuns !== undefined) terms.push(term("failed_runs", "once", from, ...factors, failed));
  if (failedRuns !== undefined && tuningRounds !== undefined)
    terms.push(term("failed_runs", "once", from, ...factors, failed, rounds));
  if (retrainEveryMonths !== undefined)
    terms.push(term("retraining", "month", from, ...factors, one.dividedBy(retrainEveryMonths)));
  return terms;
}

function leftOut(
  { labelCost, teacher, evaluation, tuningRounds, monitoringItemsPerMonth }: Project,
  isAllOwned: boolean,
): PricedProject["leftOut"] {
  const isPriced = evaluation?.costPerItem !== undefined || evaluation?.judge !== undefined;
  const unpriced = (part: "evaluation" | "monitoring", isStated: boolean): LeftOut[] =>
    !isStated ? [part] : isPriced ? [] : [`${part}_price`];
  return [
    ...(labelCost === undefined && teacher === undefined && !isAllOwned ? (["labels"] as const) : []),
    ...unpriced("evaluation", evaluation !== undefined),
    ...(tuningRounds === undefined ? (["tuning_rounds"] as const) : []),
    ...unpriced("monitoring", monitoringItemsPerMonth !== undefined),
  ];
}
