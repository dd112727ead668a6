import { estimate, type Offer, type Problem, type Question, type Range, type Result } from "@tunecast/estimator";
import { billCurrency } from "@tunecast/estimator/answer";
import { tuningMethods, type TuningMethodWord } from "@tunecast/estimator/text";
import { continuedOn, fromScratch, onCardsOffer, type CardOptions } from "./onCards.ts";

/** What a method costs at the user's numbers, and where; what is missing where it has no price. */
export interface PricedMethod {
  readonly method: TuningMethodWord;
  readonly offer: string | null;
  readonly training: { readonly amount: string; readonly currency: string } | null;
  readonly range: Range | null;
  /** Why it cannot be priced; null where it is, or where something is still to be said. */
  readonly refused: Problem | null;
}

export interface MethodQuestion extends CardOptions {
  readonly question: Question;
  /** Files that are trained on together. */
  readonly files: number;
  readonly model: string;
  /** Tokens of the field's own texts. */
  readonly domainTokens: number | undefined;
}

/** Every method, and the currency in which they compare. */
export interface PricedMethods {
  readonly methods: readonly PricedMethod[];
  readonly currency: string;
}

export async function pricedMethods(asked: MethodQuestion): Promise<PricedMethods> {
  // What is compared is the training: use of the model would put another offer first.
  const { traffic: _use, alternative: _other, ...training } = asked.question;
  const answer = estimate(training);
  const { job } = asked.question;
  const hosted = (...methods: readonly string[]): Offer | undefined =>
    answer.offers.find(({ method }) => methods.includes(method));
  const [cheapest] = answer.offers;
  const priced: Readonly<Record<TuningMethodWord, () => Offer | undefined | Promise<Result<Offer>>>> = {
    transfer: () => onCardsOffer(asked.question, { model: asked.model, method: "head" }),
    sequential: () => (job.stages === undefined ? undefined : cheapest),
    task_specific: () => hosted("sft-full") ?? onCardsOffer(asked.question, { model: asked.model, method: "full" }),
    multi_task: () => (asked.files > 1 ? cheapest : undefined),
    adapters: () => hosted("sft-lora", "sft") ?? onCardsOffer(asked.question, { model: asked.model, method: "qlora" }),
    domain_model: () =>
      asked.domainTokens === undefined ? undefined : continuedOn(asked.question, asked.model, asked.domainTokens),
    scratch: () => fromScratch(asked.question, asked.scratch ?? { model: "bloomberggpt", tokens: undefined }),
  };
  const methods = await Promise.all(
    tuningMethods.map(async (method) => {
      const found = await priced[method]();
      if (found === undefined) return unpriced(method, null);
      if (!("ok" in found)) return rowOf(method, found);
      return found.ok ? rowOf(method, found.value) : unpriced(method, found.problem);
    }),
  );
  return { methods, currency: billCurrency(answer) };
}

function rowOf(method: TuningMethodWord, { id, training, trainingRange }: Offer): PricedMethod {
  return { method, offer: id, training, range: trainingRange, refused: null };
}

function unpriced(method: TuningMethodWord, refused: Problem | null): PricedMethod {
  return { method, offer: null, training: null, range: null, refused };
}
