import { estimate, type Offer, type Problem, type Question, type Range, type Result } from "@tunecast/estimator";
import { billCurrency } from "@tunecast/estimator/answer";
import { ok } from "@tunecast/estimator/problem";
import { isAtMost, tuningMethods, type TuningMethodWord } from "@tunecast/estimator/text";
import { continuedOn, fromScratch, onCardsOffer, type CardOptions } from "./onCards.ts";

/** What a method costs at the user's numbers, and where; what is missing where it has no price. */
export interface PricedMethod {
  readonly method: TuningMethodWord;
  readonly offer: string | null;
  readonly training: { readonly amount: string; readonly currency: string } | null;
  readonly range: Range | null;
  /** Of its oldest price, in days. */
  readonly priceAge: number | null;
  /** Why it cannot be priced; null where it is, or where something is still to be said. */
  readonly refused: Problem | null;
}

export interface MethodQuestion extends CardOptions {
  readonly question: Question;
  /** Files that are trained on together. */
  readonly files: number;
  /** Tokens of the field's own texts. */
  readonly domainTokens: number | undefined;
}

/** Every method, and the currency in which they compare. */
export interface PricedMethods {
  readonly methods: readonly PricedMethod[];
  /** The offers that are named. */
  readonly runs: readonly Offer[];
  readonly currency: string;
}

/** Each method at its cheapest: of the services, and of runs on cards where no service sells it or `selfHost` names a model. */
export async function pricedMethods(asked: MethodQuestion): Promise<PricedMethods> {
  // What is compared is the training: use of the model would put another offer first.
  const { traffic: _use, alternative: _other, ...question } = asked.question;
  const answer = estimate(question);
  const { selfHost, files, domainTokens } = asked;
  const { model, method = "lora" } = selfHost ?? { model: "llama-3.1-8b" };
  const hosted = (...methods: readonly string[]): Offer | undefined =>
    answer.offers.find((offer) => methods.includes(offer.method));
  const [cheapest] = answer.offers;
  const least = async (service: Offer | undefined, ...onCards: (typeof method)[]): Promise<Result<Offer>> => {
    if (service !== undefined && selfHost === undefined) return ok(service);
    const runs = await Promise.all(onCards.map((one) => onCardsOffer(question, { model, method: one })));
    return [...(service === undefined ? [] : [ok(service)]), ...runs].reduce(cheaper);
  };
  const priced: Readonly<Record<TuningMethodWord, () => Promise<Result<Offer>> | undefined>> = {
    transfer: () => least(undefined, "head"),
    sequential: () => (question.job.stages === undefined ? undefined : least(cheapest, method)),
    task_specific: () => least(hosted("sft-full"), "full"),
    multi_task: () => (files > 1 ? least(cheapest, method) : undefined),
    adapters: () => least(hosted("sft-lora", "sft"), "qlora", "lora"),
    domain_model: () => (domainTokens === undefined ? undefined : continuedOn(question, model, domainTokens)),
    scratch: () => fromScratch(question, asked.scratch ?? { model: "bloomberggpt", tokens: undefined }),
  };
  const runs: Offer[] = [];
  const methods = await Promise.all(
    tuningMethods.map(async (word) => {
      const found = await priced[word]();
      const run = found?.ok === true ? found.value : null;
      if (run !== null) runs.push(run);
      const [training, range] = [run?.training ?? null, run?.trainingRange ?? null];
      const refused = found?.ok === false ? found.problem : null;
      return { method: word, offer: run?.id ?? null, training, range, priceAge: run?.priceAge ?? null, refused };
    }),
  );
  return { methods, runs, currency: billCurrency(answer) };
}

/** The run that is cheaper to train; where neither has a price, the first's problem. */
function cheaper(best: Result<Offer>, next: Result<Offer>): Result<Offer> {
  if (!best.ok || !next.ok) return next.ok ? next : best;
  const [least, other] = [best.value.training, next.value.training];
  return least.currency !== other.currency || isAtMost(least.amount, other.amount) ? best : next;
}
