import { isRecord } from "../check/fields.ts";
import type {
  BillingTag,
  DataRules,
  EpochsEntry,
  Limits,
  ModelDefaults,
  ModelEntry,
  PriceBook,
  ProviderFile,
} from "./priceFile.ts";
import type { Rate, Tier } from "./rateEntry.ts";
import { priceBook } from "./bookCheck.ts";
import { isAltered } from "./fingerprint.ts";
import { onceBy } from "./once.ts";
import { releaseKey } from "../names/nameParts.ts";

/** One offer of the book: provider × model × method × variant, with what it takes from its provider filled in. */
export interface BookOffer {
  readonly id: string;
  readonly provider: ProviderFile;
  readonly model: ModelEntry;
  readonly method: string;
  readonly variant: string | null;
  readonly variants: ReadonlySet<string>;
  readonly billing: readonly BillingTag[];
  readonly serving: readonly BillingTag[];
  readonly limits: Limits;
  readonly epochs: EpochsEntry | null;
  /** Shapes of data files taken as they are; null where nobody wrote them down. */
  readonly formats: readonly string[] | null;
  readonly dataRules: DataRules;
  /** `regional`, `EU`, countries, or nothing where its provider does not say. */
  readonly residency: readonly string[];
  /** Lists of rates, the most particular first: the model's own, its size tier's, the provider's. */
  readonly rates: readonly (readonly Rate[])[];
}

export function readOffers(book: Pick<PriceBook, "providers">): BookOffer[] {
  return book.providers.flatMap((provider) => {
    const variants = variantsOf(provider);
    return provider.models.flatMap((model) => modelOffers(provider, model, variants));
  });
}

/** A model of the book as far as its data files go, whether or not it is sold. */
export interface FileModel extends Pick<BookOffer, "model" | "limits" | "formats" | "dataRules"> {
  readonly methods: readonly string[];
}

export function fileModels(book: PriceBook): FileModel[] {
  return book.providers.flatMap(({ defaults = {}, models }) =>
    models.map((model) => ({
      model,
      methods: (model.offers ?? defaults.offers ?? []).map(({ method }) => method),
      ...fileFacts(defaults, model),
    })),
  );
}

/** What the book says of a model's data files; what an offer says itself wins. */
function fileFacts(
  defaults: ModelDefaults,
  model: ModelEntry,
  own?: Limits,
): Pick<FileModel, "limits" | "formats" | "dataRules"> {
  return {
    limits: { ...defaults.limits, ...model.limits, ...own },
    formats: model.formats ?? defaults.formats ?? null,
    dataRules: { ...defaults.dataRules, ...model.dataRules },
  };
}

function variantsOf({ defaults, models }: ProviderFile): ReadonlySet<string> {
  return new Set(
    [defaults, ...models].flatMap((entry) => (entry?.offers ?? []).flatMap(({ variants = [] }) => variants)),
  );
}

export function modelOffers(
  provider: ProviderFile,
  model: ModelEntry,
  variants: ReadonlySet<string> = variantsOf(provider),
): BookOffer[] {
  const defaults = provider.defaults ?? {};
  const rates = [model.rates ?? none, tierOf(provider, model)?.rates ?? none, provider.rates ?? none];
  return (model.offers ?? defaults.offers ?? none).flatMap((offer) => {
    const facts = fileFacts(defaults, model, offer.limits);
    return (offer.variants ?? [null]).map((variant) => ({
      id: `${provider.provider}/${model.id}:${offer.method}${variant === null ? "" : `@${variant}`}`,
      provider,
      model,
      method: offer.method,
      variant,
      variants,
      billing: offer.billing,
      serving: offer.serving ?? model.serving ?? defaults.serving ?? none,
      epochs: model.epochs ?? defaults.epochs ?? null,
      ...facts,
      residency: placesOf(provider, model, variant),
      rates,
    }));
  });
}

/** One list for all that have none: what is read of a list is kept by it. */
const none: readonly never[] = [];

/** Where an offer is trained, as far as its provider says it: countries, `EU` where one of them is in it, `regional`. */
function placesOf({ residency = [] }: ProviderFile, { id }: ModelEntry, variant: string | null): readonly string[] {
  const own = residency.filter(
    (entry) =>
      (entry.variant === undefined || entry.variant === variant) &&
      (entry.among === undefined || id.startsWith(entry.among)),
  );
  const places = own.flatMap((entry) => entry.places);
  const union = places.some((place) => members.includes(place)) ? ["EU"] : [];
  return [...new Set([...places, ...union, ...(variant === "regional" ? [variant] : [])])];
}

/** Members of the European Union (ISO 3166 codes). */
const members: readonly string[] =
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ");

/** The size tier of a model: a look-up of its total parameters. */
export function tierOf(provider: ProviderFile, model: ModelEntry): Tier | undefined {
  const { parameters } = model;
  if (parameters === undefined) return undefined;
  const billions = Number(parameters);
  return provider.tiers?.find(({ over, upTo = Infinity }) => billions > Number(over) && billions <= Number(upTo));
}

/** What a model of the book is called: its id, then its aliases. */
export function namesOf({ id, aliases = [] }: ModelEntry): string[] {
  return [id, ...aliases];
}

/** What a person may call this model: its id, an alias, `provider/model` or the whole offer id. */
function offerWords({ model, provider, id }: BookOffer): string[] {
  const names = namesOf(model);
  return [id, ...names, ...names.map((name) => `${provider.provider}/${name}`)];
}

/** True where a person's word names this model. */
export function namesOffer(word: string, offer: BookOffer): boolean {
  return offerWords(offer).includes(word);
}

export interface OpenBook {
  readonly offers: readonly BookOffer[];
  /** The offers that a word names: an id, an alias, `provider/model` or a whole offer id. */
  readonly named: ReadonlyMap<string, readonly BookOffer[]>;
  /** The offers of a model's release by its `releaseKey`, whatever their providers call it. */
  readonly ofRelease: (key: string) => readonly BookOffer[];
  /** The newest day on which somebody saw one of its rates; "" for a book without rates. */
  readonly newest: string;
}

const opened = new WeakMap<object, OpenBook>();

function open(prices: PriceBook): void {
  freeze(prices);
  opened.set(prices, read(prices));
}

/** Checks and freezes a price book and reads its offers once, for all questions that are asked with it. What is no book is given back. */
export function openBook<T extends PriceBook>(prices: T): T {
  if (!opened.has(prices) && priceBook(prices, "prices") === null) open(prices);
  return prices;
}

/** Opens a book that is what its publisher's check says, without checking it again. @returns whether its prices are others */
export function openPublished(prices: PriceBook): boolean {
  const altered = isAltered(prices);
  if (!altered && prices.check !== undefined && !opened.has(prices)) open(prices);
  return altered;
}

/** True for a book that need not be checked: one that was opened, or is as it was published. */
export function isSound(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (opened.has(value)) return true;
  if (typeof value["check"] !== "string" || !Array.isArray(value["providers"])) return false;
  return !openPublished(value as unknown as PriceBook);
}

/** Every offer of the book, in the order of the files. */
export function bookOffers(prices: PriceBook): readonly BookOffer[] {
  return readBook(prices).offers;
}

/** A book that passed its check. Of one that is as it was published the offers are read once. */
export function readBook(prices: PriceBook): OpenBook {
  if (!opened.has(prices)) openPublished(prices);
  return opened.get(prices) ?? read(prices);
}

function read(prices: PriceBook): OpenBook {
  const offers = readOffers(prices);
  let named: Map<string, BookOffer[]> | undefined;
  let newest: string | undefined;
  return {
    offers,
    get newest() {
      return (newest ??= prices.providers
        .flatMap((provider) => [provider, ...provider.models].flatMap(({ rates = [] }) => rates))
        .reduce((last, { seen }) => (seen > last ? seen : last), ""));
    },
    get named() {
      if (named !== undefined) return named;
      named = new Map();
      for (const offer of offers)
        for (const word of offerWords(offer)) named.set(word, [...(named.get(word) ?? []), offer]);
      return named;
    },
    ofRelease: releasesIn(offers),
  };
}

/** Looks a release up among the names that hold its first word: to take all names apart costs more than a question. */
function releasesIn(offers: readonly BookOffer[]): OpenBook["ofRelease"] {
  const keyOf = onceBy((name: string) => name, releaseKey);
  return (key) => {
    const [word = ""] = key.split(/[ |]/u);
    const isOf = (name: string): boolean => name.toLowerCase().includes(word) && keyOf(name) === key;
    return offers.filter(({ model }) => isOf(model.id) || model.aliases?.some(isOf));
  };
}

function freeze(value: unknown): void {
  // What is no object is frozen.
  if (Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const item of Object.values(value as object)) freeze(item);
}
