import { decimal } from "../money.ts";
import { nearestNames } from "../check/nearest.ts";
import { sameRelease } from "../names/nameParts.ts";
import { fail, ok, type Problem, type Result } from "../problem.ts";
import type { BookOffer } from "./offers.ts";
import { readBook } from "./openBook.ts";
import type { PriceBook } from "./priceFile.ts";
import { statusKinds } from "./bookWords.ts";
import { offerStatusOn } from "./status.ts";

/** Filters; every list keeps what it names. */
export interface Only {
  readonly providers?: readonly string[] | undefined;
  /** Model ids, aliases or whole offer ids. */
  readonly models?: readonly string[] | undefined;
  readonly methods?: readonly string[] | undefined;
  readonly status?: readonly string[] | undefined;
  readonly variants?: readonly string[] | undefined;
  /** Tokens that the longest example may have at least. */
  readonly minContext?: number | undefined;
  /** Total parameters in billions at most; models of unknown size are left out. */
  readonly maxParameters?: number | undefined;
  readonly licences?: readonly string[] | undefined;
  /** Where the data stay: `EU`, `US` or another country that the book names, `regional` for variants that stay in their region. */
  readonly residency?: readonly string[] | undefined;
}

/** A list of the filter: what an offer is called by its words, and the words that mean something. */
interface Filter {
  readonly field: string;
  readonly list: Exclude<keyof Only, "models" | "minContext" | "maxParameters">;
  readonly words: readonly string[] | undefined;
  readonly namesOf: (offer: BookOffer) => readonly (string | null | undefined)[];
  /** What a person may have meant; the names of all offers where absent. */
  readonly known?: readonly string[] | undefined;
}

/** The offers of the book that pass the filter. A word that names nothing is a problem, with the nearest names. */
export function chosenOffers(book: PriceBook, only: Only, day: string): Result<readonly BookOffer[]> {
  const named = namedOffers(book, only);
  if (!named.ok) return named;
  const { offers } = readBook(book);
  const filters = filtersOf(only, day).filter(({ words }) => words !== undefined);
  const unknown = filters.map((filter) => unknownWord(filter, offers, only)).find((problem) => problem !== null);
  if (unknown !== undefined) return fail(unknown);
  return ok(named.value.filter((offer) => filters.every((filter) => passes(filter, offer)) && isOfSize(offer, only)));
}

/** The offers whose model is named. */
function namedOffers(book: PriceBook, { models }: Only): Result<readonly BookOffer[]> {
  const { offers, named } = readBook(book);
  if (models === undefined) return ok(offers);
  const words = models.flatMap((word) => meant(word, offers));
  const stranger = words.find((word) => !named.has(word));
  if (stranger !== undefined) {
    const ids = [...new Set(offers.map(({ model }) => model.id))].sort();
    const path = `only.models.${models.indexOf(stranger)}`;
    return fail({ kind: "unknown_model", path, model: stranger, known: nearestNames(stranger, ids) });
  }
  const wanted = new Set(words.flatMap((word) => named.get(word) ?? []));
  return ok(offers.filter((offer) => wanted.has(offer)));
}

function filtersOf(only: Only, day: string): Filter[] {
  return [
    { field: "provider", list: "providers", words: only.providers, namesOf: ({ provider }) => [provider.provider] },
    { field: "method", list: "methods", words: only.methods, namesOf: ({ method }) => [method] },
    { field: "variant", list: "variants", words: only.variants, namesOf: ({ variant }) => [variant] },
    {
      field: "status",
      list: "status",
      words: only.status,
      namesOf: (offer) => [offerStatusOn(offer, day).kind],
      known: statusKinds,
    },
    { field: "licence", list: "licences", words: only.licences, namesOf: ({ model }) => [model.licence] },
    { field: "residency", list: "residency", words: only.residency, namesOf: ({ residency }) => residency },
  ];
}

/** A repository of the Hugging Face hub, which is one model at every provider. */
const repository = /^[\w.-]+\/[\w.-]+$/;

/** What a word names: itself, and of a repository each model that is the same release. */
function meant(word: string, offers: readonly BookOffer[]): string[] {
  if (!repository.test(word) || offers.some(({ provider }) => word.startsWith(`${provider.provider}/`))) return [word];
  const same = offers.filter(({ model }) =>
    [model.id, ...(model.aliases ?? [])].some((name) => sameRelease(name, word)),
  );
  return same.length === 0 ? [word] : same.map(({ id }) => id);
}

/** The counting rules that the chosen offers bill by, sorted: what a profile should hold for exact counts. */
export function countingRules(book: PriceBook, only: Only, day: string): string[] {
  const chosen = chosenOffers(book, only, day);
  return chosen.ok ? [...new Set(chosen.value.map(({ model }) => model.counting))].sort() : [];
}

function passes({ words, namesOf }: Filter, offer: BookOffer): boolean {
  return words === undefined || namesOf(offer).some((name) => words.some((word) => word === name));
}

function isOfSize({ limits, model }: BookOffer, { minContext = 0, maxParameters }: Only): boolean {
  return (
    (limits.contextTokens ?? 0) >= minContext &&
    (maxParameters === undefined ||
      (model.parameters !== undefined && decimal(model.parameters).lessThanOrEqualTo(maxParameters)))
  );
}

function unknownWord(
  { field, list, words = [], namesOf, known }: Filter,
  offers: readonly BookOffer[],
  only: Only,
): Problem | null {
  if (words.length === 0) return null;
  const names = new Set(offers.flatMap(namesOf));
  const word = words.find((one) => !names.has(one) && known?.includes(one) !== true);
  if (word === undefined) return null;
  const all = [...new Set(known ?? names)].filter((name) => typeof name === "string").sort();
  const near = nearestNames(word, all);
  // Every word but a model's name is one of a few.
  const path = `only.${list}.${only[list]?.indexOf(word)}`;
  return { kind: `unknown_${field}`, path, [field]: word, known: near.length > 0 ? near : all };
}
