import { daysBetween } from "../check/day.ts";
import type { Only } from "../contract/fields/only.ts";
import type { Question } from "../contract/question.ts";
import { decimal } from "../money.ts";
import { modelOfHost, providerNamed } from "../names/providerNames.ts";
import { nearestNames } from "../check/nearest.ts";
import { releaseKey } from "../names/nameParts.ts";
import { fail, ok, type Problem, type Result } from "../problem.ts";
import { type BookOffer, type OpenBook, readBook } from "../prices/offers.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import { statusKinds } from "../prices/bookWords.ts";
import { offerStatusOn } from "../prices/status.ts";
import { sentences } from "../words/notes.ts";

/** A list of the filter: what an offer is called by its words, and the words that mean something. */
interface Filter {
  readonly field: string;
  readonly list: Exclude<keyof Only, "models" | "minContext" | "maxParameters" | "includeStale">;
  readonly words: readonly string[] | undefined;
  readonly namesOf: (offer: BookOffer) => readonly (string | null | undefined)[];
  /** What else an offer may be called: its provider's name, the family of its method. */
  readonly alsoOf?: (offer: BookOffer) => string;
  readonly known?: readonly string[] | undefined;
}

type Choice = Pick<Question, "asOf" | "prices" | "only">;

export interface Chosen {
  readonly offers: readonly BookOffer[];
  /** Offers that the filter by place leaves out although they may be there: their provider does not say. */
  readonly unplaced: readonly BookOffer[];
  /** Models that were named behind a provider that does not tune them, and its name. */
  readonly elsewhere: readonly { readonly model: string; readonly provider: string }[];
  /** Days since the newest rate of the book was seen; 0 where that is later. */
  readonly bookAge: number;
}

/** The offers that pass the filter. A word that names nothing is a problem, with the nearest names; so is a day before the book. */
export function chosenOffers({ asOf: day, prices: book, only = {} }: Choice): Result<Chosen> {
  const { since } = book;
  if (since !== undefined && day < since) return fail({ kind: "needs_history", day, since });
  const open = readBook(book);
  const named = namedOffers(open, only);
  if (!named.ok) return named;
  const { offers, newest } = open;
  const filters = filtersOf(only, day).filter(({ words }) => words !== undefined);
  const unknown = filters.map((filter) => unknownWord(filter, offers, only)).find((problem) => problem !== null);
  if (unknown !== undefined) return fail(unknown);
  const passes = ({ words = [], ...names }: Filter, offer: BookOffer): boolean =>
    allNamesOf(names, offer).some((name) => words.some((word) => plain(word) === name));
  const passing = (own: readonly Filter[]): readonly BookOffer[] =>
    named.value.offers.filter((offer) => own.every((filter) => passes(filter, offer)) && isOfSize(offer, only));
  const anywhere = only.residency === undefined ? [] : passing(filters.filter(({ list }) => list !== "residency"));
  return ok({
    bookAge: newest === "" || newest >= day ? 0 : daysBetween(newest, day),
    offers: passing(filters),
    elsewhere: named.value.elsewhere,
    unplaced: anywhere.filter(({ residency }) => residency.length === 0),
  });
}

/** The offers whose model is named, and the models that were named behind a provider that does not tune them. */
function namedOffers(
  open: OpenBook,
  { models }: Only,
): Result<{ readonly offers: readonly BookOffer[]; readonly elsewhere: Chosen["elsewhere"] }> {
  if (models === undefined) return ok({ offers: open.offers, elsewhere: [] });
  const wanted = new Set<BookOffer>();
  const elsewhere: Chosen["elsewhere"][number][] = [];
  for (const [place, model] of models.entries()) {
    const found = offersCalled(model, open);
    if (found.length === 0) {
      const ids = [...new Set(open.offers.map((offer) => offer.model.id))].sort();
      const named = providerNamed(plain(model));
      const provider = open.offers.find((offer) => offer.provider.provider === named)?.provider.provider;
      const known = nearestNames(model, ids);
      return fail({ kind: "unknown_model", path: `only.models.${place}`, model, known, provider });
    }
    for (const offer of found) wanted.add(offer);
    const isAt = ({ provider }: BookOffer): boolean => model.startsWith(`${provider.provider}/`);
    const host = found.some(isAt) ? undefined : open.offers.find(isAt);
    if (host !== undefined) elsewhere.push({ model, provider: host.provider.name });
  }
  return ok({ offers: open.offers.filter((offer) => wanted.has(offer)), elsewhere });
}

function offersCalled(word: string, open: OpenBook): readonly BookOffer[] {
  const own = meant(word, open);
  if (own.length > 0) return own;
  const all = meant(modelOfHost(word), open);
  // `alibaba/qwen3-8b` is Alibaba's; `openai/gpt-oss-20b` is the name of its weights, which others tune.
  const there = all.filter(({ provider }) => word.startsWith(`${provider.provider}/`));
  return there.length > 0 ? there : all;
}

/** Ways of reinforcement by their own names: providers sell them as reinforcement fine-tuning. */
const policyGradients = /^(?:grpo|rloo|ppo|dapo|gspo|rl|rlvr|reinforce)$/iu;

function filtersOf(only: Only, day: string): Filter[] {
  return [
    {
      field: "provider",
      list: "providers",
      words: only.providers?.map(providerNamed),
      namesOf: ({ provider }) => [provider.provider],
      alsoOf: ({ provider }) => provider.name,
    },
    {
      field: "method",
      list: "methods",
      words: only.methods?.map((word) => (policyGradients.test(word) ? "rft" : word)),
      namesOf: ({ method }) => [method],
      alsoOf: ({ method }) => method.replace(/-.*/u, ""),
    },
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

/**
 * What a word names: an offer or a provider's model by its whole id; else each model of that release, whatever its
 * providers call it. A name of no tune and no owner means the chat model as well.
 */
function meant(word: string, { offers, named, ofRelease }: OpenBook): readonly BookOffer[] {
  const own = named.get(word) ?? [];
  const isOf = ({ provider }: BookOffer): boolean => word.startsWith(`${provider.provider}/`);
  if ((own.length > 0 ? own : offers).some(isOf)) return own;
  const names = [word, ...own.map(({ model }) => model.id), ...(word.includes("/") ? [] : [`${word}-instruct`])];
  return [...own, ...[...new Set(names.map(releaseKey))].flatMap(ofRelease)];
}

/** The models that a name means at whatever provider, as `provider/model`. */
export function modelsMeant(prices: PriceBook, name: string): ReadonlySet<string> {
  return new Set(offersCalled(name, readBook(prices)).map(({ provider, model }) => `${provider.provider}/${model.id}`));
}

/** What is to be said of filters before anything is counted; the problem of `estimate` where one names nothing. */
export function filterNotes(choice: Choice): Result<readonly string[]> {
  const chosen = chosenOffers(choice);
  return chosen.ok ? ok(chosen.value.elsewhere.map(sentences.sold_by_others)) : chosen;
}

/** The counting rules that the chosen offers bill by, sorted: what a profile should hold for exact counts. */
export function countingRules(book: PriceBook, only: Only, day: string): string[] {
  const chosen = chosenOffers({ asOf: day, prices: book, only });
  const offers = chosen.ok ? chosen.value.offers : [];
  // A retired model is counted by its own rule only where it is named.
  const counted = offers.filter((one) => only.models !== undefined || offerStatusOn(one, day).kind !== "inference_off");
  return [...new Set(counted.map(({ model }) => model.counting))].sort();
}

function allNamesOf({ namesOf, alsoOf }: Pick<Filter, "namesOf" | "alsoOf">, offer: BookOffer): readonly string[] {
  return [...namesOf(offer), alsoOf?.(offer)].flatMap((name) => (typeof name === "string" ? [plain(name)] : []));
}

/** A word as filters compare it: case and blanks do not matter. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_]+/gu, "-");
}

function isOfSize({ limits, model }: BookOffer, { minContext = 0, maxParameters }: Only): boolean {
  return (
    (limits.contextTokens ?? 0) >= minContext &&
    (maxParameters === undefined ||
      (model.parameters !== undefined && decimal(model.parameters).lessThanOrEqualTo(maxParameters)))
  );
}

function unknownWord(
  { field, list, words = [], known, ...names }: Filter,
  offers: readonly BookOffer[],
  only: Only,
): Problem | null {
  if (words.length === 0) return null;
  const taken = new Set([...offers.flatMap((offer) => allNamesOf(names, offer)), ...(known ?? []).map(plain)]);
  const word = words.find((one) => !taken.has(plain(one)));
  if (word === undefined) return null;
  const all = [...new Set(known ?? offers.flatMap(names.namesOf))].filter((name) => typeof name === "string").sort();
  const near = nearestNames(word, all);
  // Every word but a model's name is one of a few.
  const path = `only.${list}.${only[list]?.indexOf(word)}`;
  return { kind: `unknown_${field}`, path, [field]: word, known: near.length > 0 ? near : all };
}
