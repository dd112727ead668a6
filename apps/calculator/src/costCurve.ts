import { estimate, type Job, type JobOptions, type Offer, type PriceBook, type Question } from "@tunecast/estimator";
import { askedOf } from "./answering.ts";
import type { PilotInput } from "./inputs.ts";
import { along } from "./view/plot/scale.ts";

/** What training once costs on `n` examples, in the currency of the offer. */
export interface CostPoint {
  readonly n: number;
  readonly cost: number;
  readonly low: number;
  readonly high: number;
}

/** The smallest and the largest data set drawn: so many doublings below and above the stated one. */
const doublings = 3;

/** Training cost of one offer from an eighth to eight times the stated examples, as the estimate itself gives it. */
export function costCurve(question: Question, offer: Offer): readonly CostPoint[] {
  const examples = examplesOf(question);
  if (!(examples > 0)) return [];
  const from = Math.max(1, examples / 2 ** doublings);
  const sizes = along({ kind: "log2", from, to: examples * 2 ** doublings }, 25).map((n) => Math.round(n));
  const tokensPerExample = Number(offer.billedTokens) / offer.epochs / examples;
  return [...new Set(sizes)].flatMap((n) => costAt(question, offer, { examples: n, tokensPerExample }) ?? []);
}

/** Training cost of one offer at another size of the data set; null where it has no price there. */
export function costAt(
  question: Question,
  offer: Offer,
  size: { readonly examples: number; readonly tokensPerExample: number },
): CostPoint | null {
  const { traffic: _traffic, alternative: _alternative, ...rest } = withoutCredits(question);
  const job = { ...optionsOf(question.job), ...size, epochs: offer.epochs };
  const asked = { ...rest, job, only: { models: [offer.id] } };
  const { offers, refused } = estimate(askedOf(asked, bookOf(question.prices, offer)));
  const there = offers[0] ?? refused[0]?.wouldBe;
  if (there === undefined) return null;
  const cost = Number(there.training.amount);
  return { n: size.examples, cost, low: Number(there.range.low), high: Number(there.range.high) };
}

/** Credits are no part of what a run costs. */
function withoutCredits({ overlay, ...question }: Question): Question {
  return { ...question, ...(overlay !== undefined && { overlay: { ...overlay, credits: [] } }) };
}

/** The book with one model alone: enough to price an offer of it again and again. */
function bookOf(prices: PriceBook, { provider, model }: Offer): PriceBook {
  const providers = prices.providers
    .filter((file) => file.provider === provider)
    .map((file) => ({ ...file, models: file.models.filter(({ id }) => id === model) }));
  return { ...prices, providers };
}

/** Examples of the question: typed, or counted. */
export function examplesOf({ job }: Question): number {
  return "profile" in job ? job.profile.examples : job.examples;
}

/** The options of a job without its data. */
function optionsOf(job: Job): JobOptions {
  if ("profile" in job) {
    const { profile: _profile, validation: _counted, ...options } = job;
    return options;
  }
  const { examples: _examples, tokensPerExample: _tokens, validation: _typed, ...options } = job;
  return options;
}

/** What the run at twice the largest pilot costs; null where it has no price or is not billed in dollars. */
export function doublingCost(question: Question, offer: Offer, pilots: readonly PilotInput[]): number | null {
  const largest = Math.max(0, ...pilots.map(({ n }) => n));
  if (largest < 1 || offer.training.currency !== "USD") return null;
  const tokensPerExample = Number(offer.billedTokens) / offer.epochs / examplesOf(question);
  return costAt(question, offer, { examples: Math.round(2 * largest), tokensPerExample })?.cost ?? null;
}
