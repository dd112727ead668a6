import type { Answer, Offer } from "../../contract/answer.ts";
import { isOpenToAll, isWholeTotal } from "../../contract/completeness.ts";
import { bookOffers } from "../../prices/offers.ts";
import type { PriceBook } from "../../prices/priceFile.ts";

/** One model, under whatever names providers sell it. */
export interface ModelRow {
  readonly name: string;
  /** Billions of parameters, decimal text; null where nobody states them. */
  readonly parameters: string | null;
  readonly offer: Offer;
  /** True where that offer has a whole total, bills in the currency of the answer and takes new customers: such rows compare. */
  readonly ranked: boolean;
}

/** A price by size instead of by model, such as "up to 10B". */
export const sizeTier: RegExp = /^(?:up-to|over|above)-\d/;

/** A row for each model, those that compare first, in the order of the offers. Price tiers by size are no models and are left out. */
export function modelRows({ offers }: Pick<Answer, "offers">, prices: PriceBook, currency: string): ModelRow[] {
  const parameters = new Map(bookOffers(prices).map(({ id, model }) => [id, model.parameters ?? null]));
  const keyOf = modelKeys(prices);
  const rows = offers
    .filter(({ model }) => !sizeTier.test(model))
    .map((offer) => ({
      name: undatedName(offer),
      parameters: parameters.get(offer.id) ?? null,
      offer,
      ranked: isWholeTotal(offer) && isOpenToAll(offer) && offer.total.currency === currency,
    }));
  const models = new Map<string, ModelRow>();
  for (const row of [...rows.filter(({ ranked }) => ranked), ...rows.filter(({ ranked }) => !ranked)]) {
    const key = keyOf(row.offer);
    const known = models.get(key);
    models.set(key, { ...(known ?? row), parameters: known?.parameters ?? row.parameters });
  }
  return [...models.values()];
}

export function undatedName({ modelName }: Pick<Offer, "modelName">): string {
  return modelName.replace(/ \(\d{4}-\d{2}-\d{2}\)$/, "");
}

/** A key that two offers of one model share: its shape in the book and whether it is instruct-tuned; else the sorted words of its name. */
export function modelKeys(prices: PriceBook): (offer: Offer) => string {
  const shapes = new Map(bookOffers(prices).map(({ id, model }) => [id, model.shape]));
  return (offer) => {
    const shape = shapes.get(offer.id);
    if (shape !== undefined) return `${shape} ${/\b(?:instruct|chat|it)\b/i.test(offer.modelName) ? "instruct" : ""}`;
    const words = undatedName(offer)
      .toLowerCase()
      .match(/[a-z]+|\d+(?:\.\d+)?/g);
    return (words ?? []).toSorted().join(" ");
  };
}
