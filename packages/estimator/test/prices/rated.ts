import { openBook, type ModelEntry, type Rate } from "../../src/index.ts";
import { bookOffers } from "../../src/prices.ts";
import type { BookOffer } from "../../src/prices/offers.ts";
import type { OverlayRate } from "../../src/prices/overlay.ts";
import { book, model } from "../book.ts";

export const day = "2026-02-01";

/** The offer of an opened book of one model. */
export function sold(more: Partial<ModelEntry>): BookOffer {
  const [offer] = bookOffers(openBook(book([model(more)])));
  if (offer === undefined) throw new Error("no offer");
  return offer;
}
export const offerWith = (...rates: readonly Rate[]): BookOffer => sold({ rates });

/** A negotiated rate of training. */
export const own = (amount: string, more: Partial<OverlayRate> = {}): OverlayRate => ({
  provider: "acme",
  kind: "training",
  amount,
  currency: "USD",
  per: "1M tokens",
  source: "contract 7",
  ...more,
});
