import { decimal } from "../money.ts";
import { nearestNames } from "../nearest.ts";
import { fail, ok, type Problem, type Result } from "../problem.ts";
import type { Only } from "../question.ts";
import { bookOffers, namesOffer, type BookOffer } from "./offers.ts";
import type { PriceBook } from "./priceFile.ts";
import { statusOn } from "./status.ts";

/** The offers of the book that pass the filter. A word that names nothing is a problem, with the nearest names. */
export function chosenOffers(book: PriceBook, only: Only, day: string): Result<BookOffer[]> {
  const offers = bookOffers(book);
  const problem =
    unknown(
      "model",
      only.models,
      offers,
      (word, offer) => namesOffer(word, offer),
      ({ model }) => model.id,
    ) ??
    unknown(
      "provider",
      only.providers,
      offers,
      (word, { provider }) => word === provider.provider,
      ({ provider }) => provider.provider,
    ) ??
    unknown(
      "method",
      only.methods,
      offers,
      (word, { method }) => word === method,
      ({ method }) => method,
    );
  return problem === null ? ok(offers.filter((offer) => passes(offer, only, day))) : fail(problem);
}

/** The counting rules that the chosen offers bill by, sorted: what a profile should hold for exact counts. */
export function countingRules(book: PriceBook, only: Only, day: string): string[] {
  const chosen = chosenOffers(book, only, day);
  return chosen.ok ? [...new Set(chosen.value.map(({ model }) => model.counting))].sort() : [];
}

function passes(offer: BookOffer, only: Only, day: string): boolean {
  const { provider, model, method, variant, limits } = offer;
  return (
    allows(only.providers, provider.provider) &&
    (only.models === undefined || only.models.some((word) => namesOffer(word, offer))) &&
    allows(only.methods, method) &&
    (only.variants === undefined || (variant !== null && only.variants.includes(variant))) &&
    (only.status === undefined || only.status.includes(statusOn(provider, model, day).kind)) &&
    (only.minContext === undefined || (limits.contextTokens ?? 0) >= only.minContext) &&
    (only.maxParameters === undefined ||
      (model.parameters !== undefined && decimal(model.parameters).lessThanOrEqualTo(only.maxParameters))) &&
    (only.residency === undefined || only.residency.some((place) => offer.residency.includes(place))) &&
    (only.licences === undefined || (model.licence !== undefined && only.licences.includes(model.licence)))
  );
}

function allows(list: readonly string[] | undefined, value: string): boolean {
  return list === undefined || list.includes(value);
}

function unknown(
  field: "model" | "provider" | "method",
  words: readonly string[] | undefined,
  offers: readonly BookOffer[],
  names: (word: string, offer: BookOffer) => boolean,
  nameOf: (offer: BookOffer) => string,
): Problem | null {
  const word = words?.find((one) => !offers.some((offer) => names(one, offer)));
  if (word === undefined) return null;
  const known = [...new Set(offers.map(nameOf))].sort();
  return { kind: `unknown_${field}`, [field]: word, known: nearestNames(word, known) };
}
