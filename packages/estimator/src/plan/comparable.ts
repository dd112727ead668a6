import type { Offer } from "../answer.ts";

/** True where the bill leaves something out, so that its total is "at least". */
export function isAtLeast({ assumptions }: Offer): boolean {
  return assumptions.some(({ kind }) => kind === "not_counted");
}

/** True where the total holds every part of every month asked for. Only such totals compare with one another. */
export function isWholeTotal(offer: Offer): boolean {
  return !isAtLeast(offer) && offer.horizon.clippedAt === undefined;
}

/** The same offers, those with whole totals first: a total is not low because something is missing in it. */
export function wholeFirst(offers: readonly Offer[]): Offer[] {
  return [...offers.filter(isWholeTotal), ...offers.filter((offer) => !isWholeTotal(offer))];
}
