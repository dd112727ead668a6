import { likely } from "@tunecast/estimator/fields";
import { estimate, type Offer, type Question } from "@tunecast/estimator";
import type { YieldToMain } from "./yieldToMain.ts";

/** What the pay-back becomes where one input is half or twice what is stated. */
export interface Mover {
  readonly name: string;
  /** Months at half and at twice the input; null is never. */
  readonly half: number | null;
  readonly twice: number | null;
}

type Changed = (question: Question, times: number) => Question | null;

/** The inputs that move the pay-back. */
const inputs: readonly (readonly [name: string, change: Changed])[] = [
  [
    "Extra tokens",
    (question, times) =>
      question.alternative === undefined
        ? null
        : {
            ...question,
            alternative: {
              ...question.alternative,
              extraInputTokens: Math.round(question.alternative.extraInputTokens * times),
            },
          },
  ],
  [
    "Requests",
    (question, times) =>
      question.traffic === undefined
        ? null
        : {
            ...question,
            traffic: {
              ...question.traffic,
              requestsPerMonth: Math.round(likely(question.traffic.requestsPerMonth) * times),
            },
          },
  ],
  [
    "Examples",
    (question, times) =>
      "examples" in question.job
        ? { ...question, job: { ...question.job, examples: Math.max(1, Math.round(question.job.examples * times)) } }
        : null,
  ],
  [
    "Answer length",
    (question, times) =>
      question.traffic === undefined
        ? null
        : {
            ...question,
            traffic: { ...question.traffic, outputTokens: Math.round(likely(question.traffic.outputTokens) * times) },
          },
  ],
];

/** How far each input alone moves the pay-back of an offer, the one that moves it most first; empty where it has none. */
export async function moversOf(question: Question, offer: Offer, yieldToMain: YieldToMain): Promise<readonly Mover[]> {
  const now = offer.breakEven?.months ?? null;
  if (now === null) return [];
  const months = (changed: Question): number | null => {
    const [one] = estimate({ ...changed, only: { models: [offer.id] } }).offers;
    const found = one?.breakEven?.months ?? null;
    return found === null ? null : Number(found);
  };
  const movers: Mover[] = [];
  for (const [name, change] of inputs) {
    const [half, twice] = [change(question, 0.5), change(question, 2)];
    if (half === null || twice === null) continue;
    await yieldToMain();
    movers.push({ name, half: months(half), twice: months(twice) });
  }
  // What moves nothing is left out.
  return movers.filter(({ half, twice }) => half !== twice).toSorted((a, b) => spread(b) - spread(a));
}

/** How many times the longer time is the shorter one; never is longer than any. */
function spread({ half, twice }: Mover): number {
  if (half === null || twice === null) return half === twice ? 0 : Number.POSITIVE_INFINITY;
  const [low, high] = [Math.min(half, twice), Math.max(half, twice)];
  return high === 0 ? 0 : high / Math.max(low, 1e-6);
}
