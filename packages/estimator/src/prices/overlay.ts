import { type Problem, type Result, fail, ok } from "../problem.ts";
import { amount, day, each, fields, fitting, list, maybe, text, unknownWord } from "../check/fields.ts";
import type { PriceBook } from "./priceFile.ts";
import { pays, rateKinds, rateUnits, unitOf } from "./rateKinds.ts";
import { type BookOffer, bookOffers, namesOf } from "./offers.ts";

/** A user's own price file: what it holds wins over the book, and every line it touches is marked. */
export interface Overlay {
  readonly rates?: readonly OverlayRate[] | undefined;
  readonly discounts?: readonly Discount[] | undefined;
  readonly credits?: readonly Credit[] | undefined;
  readonly exchange?: readonly Exchange[] | undefined;
}

/** A negotiated rate. Fields that are left out match everything. */
export interface OverlayRate {
  readonly provider: string;
  readonly model?: string | undefined;
  readonly method?: string | undefined;
  readonly variant?: string | undefined;
  /** `batch`, `1-month`, … as in the book; a rate without one is the standard service's, or that of every term. */
  readonly service?: string | undefined;
  readonly kind: string;
  readonly amount: string;
  readonly currency: string;
  readonly per: string;
  /** First day on which it holds; always, where absent. */
  readonly from?: string | undefined;
  /** Where it is written down: a contract's number or an address. */
  readonly source: string;
}

/** A discount off the list prices of a provider; they do not add up, the one that names the kind of rate wins. */
export interface Discount {
  readonly provider: string;
  readonly kind?: string | undefined;
  readonly percent: string;
  readonly source: string;
}

export interface Credit {
  readonly provider: string;
  readonly amount: string;
  readonly currency: string;
  readonly source: string;
}

export type Overlaid =
  | (Pick<OverlayRate, "amount" | "currency" | "per"> & Sets<"rate"> & { readonly rate: string })
  | (Pick<Discount, "percent"> & Sets<"discount"> & { readonly rate: string })
  | (Pick<Exchange, "to" | "date"> & Sets<"exchange"> & { readonly currency: string; readonly worth: string });

interface Sets<By extends string> {
  readonly by: By;
  readonly from: string;
}

export interface Exchange {
  readonly from: string;
  readonly to: string;
  readonly rate: string;
  readonly date: string;
  readonly source: string;
}

/** What an answer says of a price that was converted. */
export function overlaidBy({ from: currency, to, rate: worth, date, source }: Exchange): Overlaid {
  return { by: "exchange", currency, to, worth, date, from: source };
}

const above = fitting(
  (value) => amount(value, "") === null && /[1-9]/.test(String(value)),
  'a plain decimal above 0 as text, such as "0.86"',
);
const percent = fitting(
  (value) => amount(value, "") === null && Number(value) <= 100,
  'a percentage from 0 to 100 as text, such as "12.5"',
);
const currency = fitting(
  (value) => typeof value === "string" && /^(?:[A-Z]{3}|credits)$/.test(value),
  "a currency code such as USD",
);

/** `provider` and `source` stand in every entry that is of a provider. */
const own = each("provider source", text);

const shape = fields({
  rates: maybe(
    list(
      fields({
        ...own,
        ...each("kind per", text),
        amount,
        currency,
        ...each("model method variant service", maybe(text)),
        from: maybe(day),
      }),
    ),
  ),
  discounts: maybe(list(fields({ ...own, percent, kind: maybe(text) }))),
  credits: maybe(list(fields({ ...own, amount, currency }))),
  exchange: maybe(list(fields({ ...each("from to", currency), rate: above, date: day, source: text }))),
});

/** Checks own prices whole: the problem names the first wrong path. With a book, a name that it does not have is wrong too. */
export function readOverlay(value: unknown, book?: PriceBook): Result<Overlay> {
  // Every field has been checked once the shape is right.
  const overlay = value as Overlay;
  const wrong = shape(value, "") ?? twice(overlay) ?? intoItself(overlay) ?? strangeWord(overlay, book);
  if (wrong === null) return ok(overlay);
  const { field, expected, got } = wrong;
  return fail({ kind: "bad_overlay", path: field === "" ? "the file itself" : field, expected, got });
}

/** A currency is worth one of itself. */
function intoItself({ exchange = [] }: Overlay): Problem | null {
  const at = exchange.findIndex(({ from, to }) => from === to);
  const got = exchange[at]?.to;
  const expected = `another currency than ${got}`;
  return got === undefined ? null : { kind: "same_currency", field: `exchange.${at}.to`, expected, got };
}

/** Two entries for the same thing cannot both win; credits add up. */
function twice({ rates = [], discounts = [], exchange = [] }: Overlay): Problem | null {
  const things = {
    rates: rates.map((r) => [r.provider, r.model, r.method, r.variant, r.service, r.kind, unitOf(r.per), r.from]),
    discounts: discounts.map(({ provider, kind }) => [provider, kind]),
    exchange: exchange.map(({ from }) => [from]),
  };
  for (const [name, entries] of Object.entries(things)) {
    const seen = new Set<string>();
    const again = entries.findIndex((thing) => seen.size === seen.add(thing.join("|")).size);
    const expected = "one entry for one thing from one day";
    if (again >= 0) return { kind: "twice", field: `${name}.${again}`, expected, got: "a second one" };
  }
  return null;
}

/** The fields by which an entry of an overlay names offers, from wide to narrow, and what an offer is called there. */
export const offerNames: readonly (readonly [
  field: "provider" | "model" | "method" | "variant",
  namesOf: (offer: BookOffer) => readonly (string | null)[],
])[] = [
  ["provider", ({ provider }) => [provider.provider]],
  ["model", ({ model }) => namesOf(model)],
  ["method", ({ method }) => [method]],
  ["variant", ({ variant }) => [variant]],
];

/** The first word that names no kind of rate, no unit of its kind, or, with a book, no offer; null where all mean something. */
function strangeWord({ rates = [], discounts = [], credits = [] }: Overlay, book?: PriceBook): Problem | null {
  const offers = book === undefined ? null : bookOffers(book);
  for (const [list, entries] of Object.entries<readonly Entry[]>({ rates, discounts, credits }))
    for (const [index, entry] of entries.entries())
      for (const [field, known] of meanings(entry, offers)) {
        const word = entry[field];
        if (word !== undefined && !known.includes(word))
          return unknownWord("unknown_word", `${list}.${index}.${field}`, word, known);
      }
  return null;
}

type Entry = { readonly [K in keyof OverlayRate]?: OverlayRate[K] | undefined };

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
