import type { Problem } from "../problem.ts";
import { unknownWord } from "../check/fields.ts";
import type { BookOffer } from "./offers.ts";
import { bookOffers } from "./openBook.ts";
import type { Overlay, OverlayRate } from "./overlay.ts";
import type { PriceBook } from "./priceFile.ts";
import { pays, rateKinds, rateUnits } from "./rateKinds.ts";

/** The fields by which an entry of an overlay names offers, from wide to narrow, and what an offer is called there. */
export const offerNames: readonly (readonly [
  field: "provider" | "model" | "method" | "variant",
  namesOf: (offer: BookOffer) => readonly (string | null)[],
])[] = [
  ["provider", ({ provider }) => [provider.provider]],
  ["model", ({ model }) => [model.id, ...(model.aliases ?? [])]],
  ["method", ({ method }) => [method]],
  ["variant", ({ variant }) => [variant]],
];

/** The first word that names no kind of rate, no unit of its kind, or, with a book, no offer; null where all mean something. */
export function strangeWord({ rates = [], discounts = [], credits = [] }: Overlay, book?: PriceBook): Problem | null {
  const offers = book === undefined ? null : bookOffers(book);
  for (const [list, entries] of Object.entries<readonly Entry[]>({ rates, discounts, credits }))
    for (const [index, entry] of entries.entries()) {
      const strange = strangeIn(entry, offers);
      if (strange !== null)
        return unknownWord("unknown_word", `${list}.${index}.${strange.field}`, strange.word, strange.known);
    }
  return null;
}

type Entry = { readonly [K in keyof OverlayRate]?: OverlayRate[K] | undefined };

interface Strange {
  readonly field: keyof Entry;
  readonly word: string;
  readonly known: readonly string[];
}

function strangeIn(entry: Entry, offers: readonly BookOffer[] | null): Strange | null {
  for (const [field, known] of meanings(entry, offers)) {
    const word = entry[field];
    if (word !== undefined && !known.includes(word)) return { field, word, known };
  }
  return null;
}

/** The words that can stand in each field of an entry, given those before it. */
function* meanings(
  entry: Entry,
  offers: readonly BookOffer[] | null,
): Generator<readonly [field: keyof Entry, known: readonly string[]]> {
  yield ["kind", rateKinds];
  // A rate has both; its kind has been found to be one.
  if (entry.per !== undefined) yield ["per", rateUnits.filter((unit) => pays(unit, entry.kind ?? ""))];
  let left = offers ?? [];
  if (offers === null) return;
  for (const [field, namesOf] of offerNames) {
    const names = left.flatMap(namesOf).filter((name) => name !== null);
    yield [field, [...new Set(names)].sort()];
    const word = entry[field];
    if (word !== undefined) left = left.filter((offer) => namesOf(offer).includes(word));
  }
  const services = left.flatMap(({ rates }) => rates.flat().map(({ service }) => service));
  yield ["service", [...new Set(services.filter((service) => service !== undefined))]];
}
