import { notFields } from "../check/fields.ts";
import type { Offer } from "../contract/answer.ts";
import { byCompleteness, isOpenToAll, isTrainingAtLeast } from "../contract/completeness.ts";
import { estimate } from "../estimate/estimate.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import { fail, ok, type Result } from "../problem.ts";

/** Typed numbers for one figure. */
export interface QuoteQuestion {
  /** Day of the prices, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly prices: PriceBook;
  readonly provider?: string | undefined;
  /** A model by any of its names; default: the cheapest of all. */
  readonly model?: string | undefined;
  readonly method?: string | undefined;
  readonly examples: number;
  /** Mean tokens of one example. */
  readonly tokensPerExample: number;
  /** Default: 3. */
  readonly epochs?: number | "provider" | undefined;
}

/**
 * What training costs: the cheapest offer that a new customer can buy and whose price is whole.
 *
 * Problems: those of `estimate`; `not_for_sale` (offer, status) where only earlier customers can buy; else the reason of the
 * first refusal, or `no_offer`.
 */
export function quote(question: QuoteQuestion): Result<Offer> {
  const flaw = notFields(question, "question");
  if (flaw !== null) return fail(flaw);
  const { asOf, prices, provider, model, method, ...job } = question;
  const { offers, refused, problem } = estimate({
    asOf,
    prices,
    job,
    only: {
      ...(provider !== undefined && { providers: [provider] }),
      ...(model !== undefined && { models: [model] }),
      ...(method !== undefined && { methods: [method] }),
    },
  });
  if (problem !== undefined) return fail(problem.reason);
  const sold = offers.filter((offer) => isOpenToAll(offer) && !isTrainingAtLeast(offer)).sort(byCompleteness);
  const [cheapest] = sold;
  if (cheapest !== undefined) return ok(cheapest);
  const [closed] = offers;
  if (closed !== undefined) return fail({ kind: "not_for_sale", offer: closed.id, status: closed.status.kind });
  return fail(refused[0]?.reason ?? { kind: "no_offer" });
}
