import { priceBook } from "./bookCheck.ts";
import { freeze, isAltered } from "./fingerprint.ts";
import { offerWords, readOffers, type BookOffer } from "./offers.ts";
import type { PriceBook } from "./priceFile.ts";
import { releaseKey } from "../names/nameParts.ts";

/** What every question reads of a book. */
export interface OpenBook {
  readonly offers: readonly BookOffer[];
  /** The offers that a word names: an id, an alias, `provider/model` or a whole offer id. */
  readonly named: ReadonlyMap<string, readonly BookOffer[]>;
  /** The offers of a model's release, by `releaseKey`, whatever their providers call it. */
  readonly releases: ReadonlyMap<string, readonly BookOffer[]>;
}

const opened = new WeakMap<object, OpenBook>();

/**
 * Checks a price book and reads its offers once, for all questions that are asked with it. It is frozen, so that what
 * was read stays true: a book with other prices is another object. What is no price book is given back as it is; a
 * question with it says what is wrong.
 */
export function openBook<T extends PriceBook>(prices: T): T {
  if (opened.has(prices) || priceBook(prices, "prices") !== null) return prices;
  freeze(prices);
  opened.set(prices, read(prices));
  return prices;
}

/** Opens a book that is what its publisher's check says: nobody has to. @returns whether it is not */
export function openPublished(prices: PriceBook): boolean {
  const altered = isAltered(prices);
  if (!altered && prices.check !== undefined) openBook(prices);
  return altered;
}

/** True for a book that was opened: it need not be checked again. */
export function isOpen(value: unknown): boolean {
  return typeof value === "object" && value !== null && opened.has(value);
}

/** Every offer of the book, in the order of the files. */
export function bookOffers(prices: PriceBook): readonly BookOffer[] {
  return readBook(prices).offers;
}

/** A book that passed its check, opened or not. */
export function readBook(prices: PriceBook): OpenBook {
  return opened.get(prices) ?? read(prices);
}

function read(prices: PriceBook): OpenBook {
  const offers = readOffers(prices);
  let [named, releases]: (Map<string, BookOffer[]> | undefined)[] = [];
  return {
    offers,
    get named() {
      return (named ??= byWord(offers, offerWords));
    },
    get releases() {
      return (releases ??= byWord(offers, releasesOf));
    },
  };
}

function releasesOf({ model }: BookOffer): Iterable<string> {
  return new Set([model.id, ...(model.aliases ?? [])].map(releaseKey));
}

function byWord(
  offers: readonly BookOffer[],
  wordsOf: (offer: BookOffer) => Iterable<string>,
): Map<string, BookOffer[]> {
  const named = new Map<string, BookOffer[]>();
  for (const offer of offers)
    for (const word of wordsOf(offer)) {
      const others = named.get(word);
      if (others === undefined) named.set(word, [offer]);
      else others.push(offer);
    }
  return named;
}
