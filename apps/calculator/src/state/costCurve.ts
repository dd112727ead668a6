import { type Offer, type Question, trainingAt } from "@tunecast/estimator";
import type { PilotInput } from "../question/inputs.ts";
import { numberText } from "../question/numberText.ts";

/** What training once costs on `n` examples: decimal text in the currency of the offer. */
export interface CostPoint {
  readonly n: number;
  readonly cost: string;
  readonly low: string;
  readonly high: string;
}

/** The smallest and the largest data set drawn: so many doublings below and above the stated one. */
const doublings = 3;

const pointsPerDoubling = 4;

/** Training cost of one offer from an eighth to eight times the stated examples, at the sizes that the provider takes. */
export function costCurve(question: Question, offer: Offer): readonly CostPoint[] {
  const at = trainingAt(question, offer);
  return sizesAround(examplesOf(question), offer.limits).flatMap((n) => {
    const training = at(n);
    if (training === null || training.refused !== null) return [];
    const { amount, range } = training;
    return [{ n, cost: amount, low: range.low, high: range.high }];
  });
}

/** Whole numbers of examples, the stated one among them, and the provider's own limits where they are met. */
function sizesAround(stated: number, { minExamples = 1, maxExamples = Infinity }: Offer["limits"]): readonly number[] {
  const [from, to] = [stated / 2 ** doublings, stated * 2 ** doublings];
  const steps = Array.from({ length: 2 * doublings * pointsPerDoubling + 1 }, (_, index) =>
    Math.round(from * 2 ** (index / pointsPerDoubling)),
  );
  const ends = [minExamples, maxExamples].filter((end) => end > from && end < to);
  const taken = [...steps, ...ends].filter((n) => n >= minExamples && n <= maxExamples);
  return [...new Set(taken)].sort((a, b) => a - b);
}

/** True for the stated number of examples and for its doublings and halves: what the table of the chart shows. */
export function isDoubling(n: number, stated: number): boolean {
  return Math.round(stated * 2 ** Math.round(Math.log2(n / stated))) === n;
}

/** How the bill grows with the data, from the smallest size drawn to the largest. */
export function growthSentence(points: readonly CostPoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "";
  const times = Number(last.cost) / Number(first.cost);
  const sizes = `from ${numberText(first.n)} to ${numberText(last.n)} examples`;
  if (last.cost === first.cost) return `Training costs the same ${sizes}.`;
  const perDoubling = times ** (1 / Math.log2(last.n / first.n));
  if (perDoubling > 1.9 && perDoubling < 2.1) return "Each doubling of the examples about doubles the training bill.";
  if (!Number.isFinite(times)) return `The training bill grows ${sizes}.`;
  return `The training bill grows ${numberText(Number(times.toPrecision(2)))} times ${sizes}, which is ${numberText(Number((last.n / first.n).toPrecision(2)))} times the data.`;
}

/** Where the provider's own limit ends the chart; empty where it runs to eight times the data. */
export function limitSentence(points: readonly CostPoint[], { minExamples, maxExamples }: Offer["limits"]): string {
  const [first, last] = [points[0]?.n, points.at(-1)?.n];
  const ends = [
    first !== undefined && first === minExamples && first > 1 ? `${numberText(first)} at least` : null,
    last !== undefined && last === maxExamples ? `${numberText(last)} at most` : null,
  ].filter((end) => end !== null);
  return ends.length === 0 ? "" : ` The provider takes ${ends.join(" and ")}.`;
}

/** Examples of the question: typed, or counted. */
export function examplesOf({ job }: Question): number {
  return "profile" in job ? job.profile.examples : job.examples;
}

/** What the run at twice the largest pilot costs; null where it has no price. */
export function doublingCost(question: Question, offer: Offer, pilots: readonly PilotInput[]): string | null {
  const largest = Math.max(0, ...pilots.map(({ n }) => n));
  if (largest < 1) return null;
  const training = trainingAt(question, offer)(Math.round(2 * largest));
  return training === null ? null : training.amount;
}
