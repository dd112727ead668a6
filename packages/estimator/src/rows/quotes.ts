import { readOffers } from "../prices/offers.ts";
import type { Evidence } from "../prices/rateEntry.ts";
import type { Headline } from "./market.ts";
import type { PriceFiles } from "./rates.ts";

/** A copy that proves prices, and what is said to stand in it. */
export interface QuotedCopy extends Pick<Evidence, "copy" | "day" | "sha256"> {
  /** The words, each with the offers whose price they hold. */
  readonly quotes: readonly { readonly quote: string; readonly offers: readonly string[] }[];
}

/** What proves the training prices of a day. */
export interface Quoted {
  readonly copies: readonly QuotedCopy[];
  /** Offers whose price has no quote. */
  readonly bare: readonly string[];
}

/** The copies that training prices quote, in the order of the files; the prose of a price stands in the files alone. */
export function quotedCopies(headlines: readonly Headline[], files: PriceFiles): Quoted {
  const offers = new Map(readOffers(files).map((offer) => [offer.id, offer]));
  const copies = new Map<string, { first: Evidence; quotes: Map<string, string[]> }>();
  const bare: string[] = [];
  for (const { offer, rate } of headlines) {
    const entry = offers
      .get(offer.id)
      ?.rates.flat()
      .find(
        (one) =>
          one.kind === "training" && one.amount === rate.amount && one.from === rate.from && one.source === rate.source,
      );
    const evidence = entry?.evidence ?? [];
    if (evidence.length === 0) bare.push(offer.id);
    for (const one of evidence) {
      const name = `${one.copy} ${one.day}`;
      const held = copies.get(name) ?? { first: one, quotes: new Map<string, string[]>() };
      copies.set(name, held);
      held.quotes.set(one.quote, [...(held.quotes.get(one.quote) ?? []), offer.id]);
    }
  }
  return {
    copies: [...copies.values()].map(({ first: { copy, day, sha256 }, quotes }) => ({
      copy,
      day,
      ...(sha256 !== undefined && { sha256 }),
      quotes: [...quotes].map(([quote, ids]) => ({ quote, offers: ids })),
    })),
    bare,
  };
}

/** True for a copy that stays as it is: `owner/name@commit:path`. */
export function isPinned(copy: string): boolean {
  return /^[\w.-]+\/[\w.-]+@[0-9a-f]{7,40}:./u.test(copy);
}
