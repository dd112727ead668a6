import { mapSpread, type Spread } from "../../bill/spread.ts";
import type { Offer } from "../../contract/answer.ts";
import { usualEpochs, type CountedJob, type Job, type TypedJob } from "../../contract/fields/job.ts";
import type { Figure } from "../../contract/fields/kind.ts";
import type { Judge, Project } from "../../contract/fields/project.ts";
import { agedRates, oldestOf, priceSeen } from "../../contract/priceAge.ts";
import type { Question } from "../../contract/question.ts";
import { checkQuestion } from "../../contract/questionCheck.ts";
import { billed, estimate } from "../../estimate/estimate.ts";
import type { OfferParts } from "../../estimate/offer.ts";
import { decimal, larger, roundTo, smaller, zero, type Amount } from "../../money.ts";
import { bookOffers } from "../../prices/offers.ts";
import { ok, type Result } from "../../problem.ts";
import { pricesOf, type LikelyQuestion, type RateBook } from "./rates.ts";
import { adderTo, farthest, reading, requestsInput, stated, term, type PriceSource, type Term } from "./terms.ts";

/** What a tuned offer costs, taken apart: all of it read from the bills that `estimate` makes. */
interface TunedCost {
  readonly training: Spread;
  /** Price of one token of the traffic as it is mixed (cache, batch), and what a month costs without any request. */
  readonly input: Amount;
  readonly output: Amount;
  readonly fixed: Amount;
  /** The day on which the tuned model stops answering, where it is known. */
  readonly stops: string | null;
}

const step = 1_000_000;

/**
 * Takes the bill of an offer apart by asking for it again: for one request and for two, with a longer prompt, with a longer
 * answer. A month is `fixed + requests × (…)`, so five bills are enough, and no price is looked up beside the bill. Of more
 * requests a long prompt may be more than an hourly deployment carries. Null where a month of it has no price.
 */
export function tunedCost(offer: Offer, question: LikelyQuestion): TunedCost | null {
  const { traffic } = question;
  const { requestsPerMonth, inputTokens, outputTokens } = traffic;
  const entry = bookOffers(question.prices).find(({ id }) => id === offer.id);
  // Checked once for all bills: that takes longer than a bill.
  const checked = checkQuestion({ ...question, only: { models: [offer.id] } });
  if (entry === undefined || !checked.ok) return null;
  const askedAt = (changed: Partial<LikelyQuestion["traffic"]>): OfferParts | undefined => {
    const { parts, problem } = billed(entry, { ...checked.value, traffic: { ...traffic, ...changed } });
    return problem === undefined ? parts : undefined;
  };
  const monthlyAt = (changed: Partial<LikelyQuestion["traffic"]>): Amount | null =>
    askedAt(changed)?.serving.monthly ?? null;
  const asked = askedAt({});
  // A month is the same whatever the months that are asked for: this bill says as well when the model stops answering.
  const lone = askedAt({ requestsPerMonth: 1, months: farthest });
  const now = asked?.serving.monthly ?? null;
  const first = lone?.serving.monthly ?? null;
  const twice = monthlyAt({ requestsPerMonth: 2 });
  const longer = monthlyAt({ requestsPerMonth: 1, inputTokens: inputTokens + step });
  const wordier = monthlyAt({ requestsPerMonth: 1, outputTokens: outputTokens + step });
  if (asked === undefined || now === null || first === null || twice === null || longer === null || wordier === null)
    return null;
  const { low, typical, high } = asked.training.cost;
  return {
    // At its likeliest epochs: what they may be is drawn beside it. A range without an end is the amount itself.
    training: { low, typical, high: offer.trainingRange.high === null ? typical : high },
    input: longer.minus(first).dividedBy(step),
    output: wordier.minus(first).dividedBy(step),
    fixed: now.minus(twice.minus(first).times(requestsPerMonth)),
    stops: lone?.servingCase.horizon.clippedAt ?? null,
  };
}

export function trainingOf({ training: { amount }, trainingRange: { low, high } }: Offer): Spread {
  return { low: decimal(low), typical: decimal(amount), high: decimal(high ?? amount) };
}

/** A month of serving of a run on cards: what its ranges hold beside training, over its months. One without an end is the amount itself. */
export function servingOf(offer: Offer, typical: Amount): Spread {
  const { low, high } = trainingOf(offer);
  const beside = (all: string | null, training: Amount): Amount =>
    all === null ? typical : decimal(all).minus(training).dividedBy(offer.horizon.months);
  return { low: beside(offer.range.low, low), typical, high: beside(offer.range.high, high) };
}

/** The terms of a month of a tuned offer; what the cache takes off is part of `cached_prompt`, so that the sum is its own. */
export function tunedTerms(
  offer: Offer,
  { fixed, input, output }: TunedCost,
  { requestsPerMonth, inputTokens, outputTokens }: LikelyQuestion["traffic"],
): Term[] {
  const month = (kind: Term["kind"], lines: readonly string[], ...factors: readonly (string | Amount)[]): Term =>
    term(kind, "month", billedAt(offer, lines), ...factors);
  // What a request costs beside its tokens at the uncached price: the cache's discount, and rounding to whole tokens.
  const byTokens = input.times(inputTokens).plus(output.times(outputTokens)).times(requestsPerMonth);
  const byRequests = decimal(offer.monthly?.amount ?? "0").minus(fixed.plus(byTokens));
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
  return term("training", "once", billedAt(offer, ["training"]), `training.${offer.id}`, `epochs.${offer.id}`);
}

/** The page, day and confidence of the oldest price in the lines of a bill that have one of these kinds or labels. */
function billedAt({ provider, lines }: Offer, names: readonly string[]): PriceSource {
  const own = lines.filter(({ kind, label }) => names.includes(kind) || names.includes(label.split(",")[0] ?? ""));
  const oldest = oldestOf(agedRates(own));
  return { kind: "offer", provider, ...(oldest && priceSeen(oldest)) };
}

/** The training at the least and most passes over the data over that at the question's, of the offer's own bills. */
export function epochsFactor(offer: Offer, question: Question, epochs: Figure): Spread {
  const typical = decimal(offer.training.amount);
  return aroundOne(epochs, (passes) => {
    const job = { ...question.job, epochs: passes.toNumber() };
    const bill = estimate({ ...question, job, only: { models: [offer.id] } }).offers[0];
    return bill === undefined || typical.isZero() ? one : decimal(bill.training.amount).dividedBy(typical);
  });
}

export function passesFactor({ job }: Question, epochs: Figure): Spread {
  return aroundOne(epochs, (passes) => passes.dividedBy(typeof job.epochs === "number" ? job.epochs : usualEpochs));
}

const one = decimal(1);

function aroundOne(epochs: Figure, at: (passes: Amount) => Amount): Spread {
  const { low, high } = reading(epochs);
  return { low: smaller(at(low), one), typical: one, high: larger(at(high), one) };
}

export interface PricedProject {
  /** Labels, teacher, evaluation and fees, and further runs like the first: rounds, failures, training anew. */
  readonly around: (run: Term) => Term[];
  /** What of a project is not stated, so that nobody takes the total for all of it. */
  readonly leftOut: readonly LeftOut[];
}

/** `…_price`: stated, but without a price. */
type LeftOut = "labels" | "evaluation" | "evaluation_price" | "tuning_rounds" | "monitoring" | "monitoring_price";

/** Prices a project. Rows of a counted file are owned by default. @param inputs takes what is not certain */
export function pricedProject(
  project: Project,
  job: Job,
  book: RateBook,
  inputs: Map<string, Spread>,
): Result<PricedProject> {
  const { labelCost, teacher, evaluation, platformFee, platformFeePerMonth, tuningRounds, failedRuns } = project;
  const own = adderTo(inputs, "project");
  const terms: Term[] = [];
  const add = (...parts: Parameters<typeof term>): number => terms.push(term(...parts));
  const missing = larger(decimal(examplesOf(job)).minus(ownedOf(project, job)), zero);
  if (labelCost !== undefined) add("labels", "once", stated, missing, own("labelCost", labelCost));
  if (teacher !== undefined) {
    const { samplesPerKept: samples } = teacher;
    const kept = samples === undefined ? [] : [own("teacher.samplesPerKept", samples)];
    const read = modelTerms("teacher", teacher, own, book);
    if (!read.ok) return read;
    for (const { names, from } of read.value) add("teacher", "once", from, missing, ...kept, ...names);
  }
  if (evaluation !== undefined) {
    const { items, models = 2, costPerItem, judge } = evaluation;
    const scored = [decimal(items), own("evaluation.models", models)];
    const typed =
      costPerItem === undefined ? [] : [{ names: [own("evaluation.costPerItem", costPerItem)], from: stated }];
    const judged = judge === undefined ? ok([]) : modelTerms("evaluation.judge", judge, own, book);
    if (!judged.ok) return judged;
    const { monitoringItemsPerMonth: monitored } = project;
    for (const { names, from } of [...typed, ...judged.value]) {
      add("evaluation", "once", from, ...scored, ...names);
      if (monitored !== undefined)
        add("monitoring", "month", from, own("monitoringItemsPerMonth", monitored), ...names);
    }
  }
  if (platformFee !== undefined) add("platform", "once", stated, own("platformFee", platformFee));
  if (platformFeePerMonth !== undefined)
    add("platform_monthly", "month", stated, own("platformFeePerMonth", platformFeePerMonth));
  // Of the further runs of each offer: rounds beyond the first, and the runs that fail for each that ends well.
  const further = (rounds: Amount): Amount => larger(rounds.minus(1), zero);
  if (tuningRounds !== undefined) own("furtherRounds", mapSpread(reading(tuningRounds), further));
  const failing = (share: Amount): Amount => roundTo(share.dividedBy(one.minus(share)), 12);
  if (failedRuns !== undefined) own("failuresPerRun", mapSpread(reading(failedRuns), failing));
  return ok({
    around: (run) => [...terms, ...furtherRuns(project, run)],
    leftOut: leftOut(project, missing.isZero()),
  });
}

/** Examples of a job; a profile that is there but undefined is none. */
export function examplesOf(job: Job): number {
  const { profile, examples = 0 }: Partial<CountedJob & TypedJob> = job;
  return profile?.examples ?? examples;
}

/** Examples that are labelled already: those of a counted file, none of typed counts, unless stated. */
export function ownedOf({ examplesOwned }: Pick<Project, "examplesOwned">, job: Job): number {
  const { profile }: Partial<CountedJob & TypedJob> = job;
  return examplesOwned ?? profile?.examples ?? 0;
}

function modelTerms(
  name: string,
  work: Judge,
  own: ReturnType<typeof adderTo>,
  book: RateBook,
): Result<Pick<Term, "names" | "from">[]> {
  const prices = pricesOf(work.model, `project.${name}.model`, book);
  if (!prices.ok) return prices;
  return ok(
    (["input", "output"] as const).map((side) => {
      const { price, from } = prices.value[side];
      const listed = own(`${name}.${side}Price`, price);
      return { names: [own(`${name}.${side}Tokens`, work[`${side}Tokens`]), listed], from };
    }),
  );
}

function furtherRuns({ tuningRounds, failedRuns, retrainEveryMonths }: Project, { names, from }: Term): Term[] {
  const more = tuningRounds === undefined ? [] : ["project.furtherRounds"];
  const failed = failedRuns === undefined ? [] : ["project.failuresPerRun"];
  return [
    ...more.map((rounds) => term("tuning_rounds", "once", from, ...names, rounds)),
    ...failed.map((share) => term("failed_runs", "once", from, ...names, share)),
    ...failed.flatMap((share) => more.map((rounds) => term("failed_runs", "once", from, ...names, share, rounds))),
    ...(retrainEveryMonths === undefined
      ? []
      : [term("retraining", "month", from, ...names, one.dividedBy(retrainEveryMonths))]),
  ];
}

function leftOut(
  { labelCost, teacher, evaluation, tuningRounds, monitoringItemsPerMonth }: Project,
  isAllOwned: boolean,
): LeftOut[] {
  const isPriced = evaluation?.costPerItem !== undefined || evaluation?.judge !== undefined;
  const parts: (LeftOut | false)[] = [
    labelCost === undefined && teacher === undefined && !isAllOwned && "labels",
    evaluation === undefined ? "evaluation" : !isPriced && "evaluation_price",
    tuningRounds === undefined && "tuning_rounds",
    monitoringItemsPerMonth === undefined ? "monitoring" : !isPriced && "monitoring_price",
  ];
  return parts.filter((part) => part !== false);
}
