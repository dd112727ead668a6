import { estimate } from "../estimate/estimate.ts";
import { decimal, type Money } from "../money.ts";
import { bookOffers } from "../prices/offers.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import { modelsUnder, type FileRules } from "../prices/fileRules.ts";

/** Examples over a limit, each of which is billed as so many tokens as the limit. */
export interface CutExamples {
  readonly examples: number;
  /** Tokens. */
  readonly limit: number;
  /** Tokens that all of them are billed in one pass. */
  readonly tokens: number;
  /** False where they were counted in another vocabulary than the provider's: one near the limit may be under it. */
  readonly exact: boolean;
}

const currency = "USD";

/**
 * What examples that are cut and billed up to the limit cost in one pass, cheapest and dearest, at the offers that the rules
 * are for: the training line alone, since minimums and rounding are the whole job's. Null where no price is in force.
 */
export function truncationCost(
  { examples, limit }: CutExamples,
  { check, model }: FileRules,
  prices: PriceBook,
  asOf: string,
): { readonly low: Money; readonly high: Money } | null {
  const under = modelsUnder(prices, check, model === "" ? undefined : model);
  const models = new Set(under.ok ? under.value.map((one) => one.model) : []);
  const ids = bookOffers(prices).flatMap((offer) => (models.has(offer.model) ? [offer.id] : []));
  if (ids.length === 0) return null;
  const job = { examples, tokensPerExample: limit, epochs: 1 };
  const { offers, refused } = estimate({ asOf, prices, job, only: { models: ids } });
  const amounts = [...offers, ...refused.flatMap(({ wouldBe }) => (wouldBe === undefined ? [] : [wouldBe]))]
    .filter(({ total }) => total.currency === currency)
    .flatMap(({ lines }) => lines.filter(({ kind, unit }) => kind === "training" && unit === "token").slice(0, 1))
    .map(({ amount }) => ({ amount, currency }))
    .sort((a, b) => decimal(a.amount).comparedTo(b.amount));
  const [low, high] = [amounts[0], amounts.at(-1)];
  return low === undefined || high === undefined ? null : { low, high };
}
