import type { Offer } from "../../contract/answer.ts";
import { usualEpochs } from "../../contract/fields/job.ts";
import type { Question } from "../../contract/question.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import { checkQuestion } from "../../contract/questionCheck.ts";
import { estimate } from "../../estimate/estimate.ts";
import { outcomeOf } from "../../estimate/outcome.ts";
import { decimal, larger, smaller, type Amount } from "../../money.ts";
import { bookOffers } from "../../prices/offers.ts";
import { certain, reading, type Reading } from "./figure.ts";
import type { Figure } from "../../contract/fields/kind.ts";
import type { PriceSource, Term } from "./terms.ts";

/** What a tuned offer costs, taken apart: all of it read from the bills that `estimate` makes. */
export interface TunedCost {
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
  const entry = bookOffers(question.prices).find(({ id }) => id === offer.id);
  // Checked once for all bills: that takes longer than a bill.
  const checked = checkQuestion({ ...question, only: { models: [offer.id] } });
  if (entry === undefined || !checked.ok) return null;
  const askedAt = (changed: LikelyTraffic): Offer | undefined => {
    const { offer: billed, problem } = outcomeOf(entry, { ...checked.value, traffic: changed });
    return problem === undefined ? billed : undefined;
  };
  const monthlyAt = (changed: LikelyTraffic): Amount | null => {
    const { monthly = null } = askedAt(changed) ?? {};
    return monthly === null ? null : decimal(monthly.amount);
  };
  const requests = Math.max(traffic.requestsPerMonth, 1);
  const now = monthlyAt({ ...traffic, requestsPerMonth: requests });
  const twice = monthlyAt({ ...traffic, requestsPerMonth: 2 * requests });
  const longer = monthlyAt({ ...traffic, requestsPerMonth: requests, inputTokens: traffic.inputTokens + step });
  const wordier = monthlyAt({ ...traffic, requestsPerMonth: requests, outputTokens: traffic.outputTokens + step });
  if (now === null || twice === null || longer === null || wordier === null) return null;
  const perToken = (more: Amount): Amount => more.minus(now).dividedBy(requests).dividedBy(step);
  return {
    training: trainingOf(offer),
    input: perToken(longer),
    output: perToken(wordier),
    fixed: now.times(2).minus(twice),
    stops: askedAt({ ...traffic, months: farthest })?.horizon.clippedAt ?? null,
  };
}

/** Training alone with its range, as far as it is known. */
function trainingOf({ training, trainingRange: { low, high } }: Offer): Reading {
  return { low: decimal(low), typical: decimal(training.amount), high: decimal(high ?? training.amount) };
}

/** The terms of a month of a tuned offer; what the cache takes off is part of `input_cached`, so that the sum is its own. */
export function tunedTerms(
  offer: Offer,
  cost: TunedCost,
  { requestsPerMonth, inputTokens, outputTokens }: LikelyTraffic,
): Term[] {
  const month = (kind: Term["kind"], lines: readonly string[], ...factors: Term["factors"]): Term => ({
    kind,
    period: "month",
    factors,
    from: billedAt(offer, lines),
  });
  // What a request costs beside its tokens at the uncached price: the cache's discount, and rounding to whole tokens.
  const monthly = decimal(offer.monthly?.amount ?? "0");
  const byTokens = cost.input.times(inputTokens).plus(cost.output.times(outputTokens)).times(requestsPerMonth);
  const rest =
    requestsPerMonth === 0 ? decimal(0) : monthly.minus(cost.fixed).minus(byTokens).dividedBy(requestsPerMonth);
  return [
    trainingTerm(offer),
    month("input", ["Input tokens"], "traffic.requestsPerMonth", "traffic.inputTokens", cost.input),
    month("cached_prompt", ["Cached input tokens", "Input tokens"], "traffic.requestsPerMonth", rest),
    month("output", ["Output tokens"], "traffic.requestsPerMonth", "traffic.outputTokens", cost.output),
    month("deployment", ["hosting", "provisioned", "storage"], cost.fixed),
  ];
}

/** One run of an offer, paid once. */
export function trainingTerm(offer: Offer): Term {
  const from = billedAt(offer, ["training"]);
  return { kind: "training", period: "once", factors: trainingFactors(offer.id), from };
}

/** The page, day and confidence of the first line of a bill that has one of these kinds or labels. */
function billedAt({ provider, lines }: Offer, names: readonly string[]): PriceSource {
  const line = lines.find(({ kind, label }) => names.includes(kind) || names.includes(label.split(",")[0] ?? ""));
  if (line === undefined) return { kind: "offer", provider };
  const { source, seen, confidence } = line.rate;
  return { kind: "offer", provider, source, seen, confidence };
}

/** The name of an offer's training among the inputs. */
export function trainingInput(id: string): string {
  return `training.${id}`;
}

/** The name of what other passes over the data make of an offer's training, as a factor on it. */
export function epochsInput(id: string): string {
  return `epochs.${id}`;
}

/** What one run of an offer is the product of. */
export function trainingFactors(id: string): string[] {
  return [trainingInput(id), epochsInput(id)];
}

/** The training at the least and most passes over that at the question's, of the offer's own bills. */
export function epochsFactor(offer: Offer, question: Question, epochs: Figure): Reading {
  const typical = decimal(offer.training.amount);
  const at = (passes: Amount): Amount => {
    const job = { ...question.job, epochs: passes.toNumber() };
    const bill = estimate({ ...question, job, only: { models: [offer.id] } }).offers[0];
    return bill === undefined || typical.isZero() ? one : decimal(bill.training.amount).dividedBy(typical);
  };
  const { low, high } = reading(epochs);
  return around(at(low), at(high));
}

/** The same of a run on cards: its hours grow no faster than the passes do. */
export function passesFactor({ job }: Question, epochs: Figure): Reading {
  const { low, high } = reading(epochs);
  const typical = typeof job.epochs === "number" ? job.epochs : usualEpochs;
  return around(low.dividedBy(typical), high.dividedBy(typical));
}

const one = decimal(1);

function around(low: Amount, high: Amount): Reading {
  return { ...certain(one), low: smaller(low, one), high: larger(high, one) };
}
