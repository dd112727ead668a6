import { daysBetween } from "../check/day.ts";
import { priceAge, priceAges } from "../contract/priceAge.ts";
import type { GpuRate } from "../prices/cloudFile.ts";
import { isForgotten } from "../prices/machines.ts";
import { readOffers, type BookOffer } from "../prices/offers.ts";
import type { PriceBook, ProviderFile } from "../prices/priceFile.ts";
import { rateOn, type RateInForce } from "../prices/rates.ts";
import { isUndated, seenOn, type Evidence, type Rate } from "../prices/rateEntry.ts";
import { offerStatusOn, shut } from "../prices/status.ts";
import { countText } from "../words/amount.ts";
import { providerRows, type PriceFiles } from "./rates.ts";

/** Something about the book that a person should look at. */
export interface BookNotice {
  readonly kind:
    | "not_checked"
    | "not_seen"
    | "undated"
    | "no_evidence"
    | "status_changes"
    | "rate_changes"
    | "price_unknown";
  readonly provider: string;
  readonly model: string | null;
  readonly day: string | null;
  readonly detail: string;
}

/** What grows old and what is about to change within `days`: files not checked, rates not seen, announced changes, prices not found. */
export function bookNotices({ providers, clouds }: PriceFiles, day: string, days: number): BookNotice[] {
  return [
    ...providers.flatMap((file) => [
      ...ageNotices(file.provider, file.checked, listsOf(file), day, days),
      ...changes(file, day, days),
    ]),
    ...clouds.flatMap(({ cloud, checked, rates }) => ageNotices(cloud, checked, [rates], day, days)),
  ];
}

/** How well the rates of a book are proved. */
export type Proof = Readonly<Record<"rates" | "withEvidence" | "undated" | "stale", number>>;

/** How many rates of the book have evidence, bear no day, or were not seen for `days`. */
export function proofOf({ providers, clouds }: PriceFiles, day: string, days: number): Proof {
  const lists = [...providers.flatMap(listsOf), ...clouds.map(({ rates }) => rates)];
  const all = lists.flat();
  return {
    rates: all.length,
    withEvidence: all.filter(({ evidence = [] }) => evidence.length > 0).length,
    undated: all.filter(isUndated).length,
    stale: inForce(lists, day).filter((rate) => !isUndated(rate) && daysBetween(rate.seen, day) > days).length,
  };
}

type AnyRate = Rate | GpuRate;

function listsOf({ rates = [], tiers = [], models }: ProviderFile): (readonly Rate[])[] {
  return [rates, ...tiers.map((tier) => tier.rates), ...models.map((model) => model.rates ?? [])];
}

/** Of every thing of each list the price in force on a day; none of a machine that nobody has seen for a year. */
function inForce(lists: readonly (readonly AnyRate[])[], day: string): AnyRate[] {
  const newest = lists.flatMap((rates) => {
    const held = new Map<string, AnyRate>();
    for (const rate of rates) {
      const { method, variant, service, kind, per, id, gpus, region, term } = { ...rate } as Partial<Rate & GpuRate>;
      const thing = [method, variant, service, kind, per, rate.currency, id, gpus, region, term].join("|");
      if (rate.from <= day && rate.from >= (held.get(thing)?.from ?? "")) held.set(thing, rate);
    }
    return [...held.values()];
  });
  return newest.filter((rate) => !("gpu" in rate && isForgotten(rate, day)));
}

/** A file that was not checked, its rates in force that were not seen, and those that cannot be shown. */
function ageNotices(
  provider: string,
  checked: string,
  lists: readonly (readonly AnyRate[])[],
  day: string,
  days: number,
): BookNotice[] {
  const all = lists.flat();
  const current = inForce(lists, day);
  const old = current.filter((rate) => daysBetween(seenOn(rate, day), day) > days);
  const [oldest = day] = old.map(({ seen }) => seen).sort();
  const undated = all.filter((rate) => rate.from <= day && isUndated(rate)).length;
  const bare = all.filter(({ evidence = [] }) => evidence.length === 0).length;
  const long = days === 1 ? "a day" : `${countText(days)} days`;
  const notices: [number, BookNotice["kind"], string | null, string][] = [
    [daysBetween(checked, day) - days, "not_checked", checked, `not checked for ${daysBetween(checked, day)} days`],
    [old.length, "not_seen", oldest, `${old.length} of ${current.length} rates in force not seen for ${long}`],
    [undated, "undated", null, `${undated} of ${all.length} rates are of copies that bear no day`],
    [bare, "no_evidence", null, `${bare} of ${all.length} rates have no quote of a copy`],
  ];
  return notices
    .filter(([count]) => count > 0)
    .map(([, kind, on, detail]) => ({ kind, provider, model: null, day: on, detail }));
}

function changes(file: ProviderFile, day: string, days: number): BookNotice[] {
  const { provider, models } = file;
  const soon = ({ from }: { readonly from: string }): boolean => from > day && daysBetween(day, from) <= days;
  const things = [{ id: null, status: file.status }, ...models];
  return [
    ...things.flatMap(({ id: model, status = [] }) =>
      status.filter(soon).map(({ kind, from }): BookNotice => {
        return { kind: "status_changes", provider, model, day: from, detail: kind.replaceAll("_", " ") };
      }),
    ),
    ...providerRows(file, day)
      .filter(soon)
      .map(({ model, kind, amount, currency, per, from }): BookNotice => {
        const detail = `${kind} becomes ${amount} ${currency} per ${per}`;
        return { kind: "rate_changes", provider, model, day: from, detail };
      }),
    ...models.flatMap(({ id: model, unknown = [] }) =>
      unknown.map(({ kind, method, variant, where }): BookNotice => {
        const what = [kind.replaceAll("_", " "), method, variant].filter((part) => part !== undefined).join(", ");
        return { kind: "price_unknown", provider, model, day: null, detail: `${what}: look at ${where}` };
      }),
    ),
  ];
}

/** The training price of an offer that takes new jobs on a day, and the days since somebody last saw it. */
export interface Headline {
  readonly offer: BookOffer;
  readonly rate: RateInForce;
  readonly age: number;
}

/** The training prices that an estimate of the day takes: of offers that are sold, seen within a year. */
export function trainingHeadlines(book: Pick<PriceBook, "providers">, day: string): Headline[] {
  return readOffers(book).flatMap((offer) => {
    if (shut.has(offerStatusOn(offer, day).kind)) return [];
    const rate = rateOn(offer, { kind: "training" }, day);
    const age = rate.ok ? (priceAge(rate.value, day) ?? 0) : Infinity;
    return rate.ok && age <= priceAges.out ? [{ offer, rate: rate.value, age }] : [];
  });
}

/** A copy that proves prices, and what is said to stand in it. */
export interface QuotedCopy extends Pick<Evidence, "copy" | "day" | "sha256"> {
  readonly quotes: readonly { readonly quote: string; readonly offers: readonly string[] }[];
}

/** What proves the training prices of a day. */
export interface Quoted {
  readonly copies: readonly QuotedCopy[];
  readonly bare: readonly string[];
}

/** The copies that training prices quote, in the order of the files; the prose of a price stands in the files alone. */
export function quotedCopies(headlines: readonly Headline[], files: PriceFiles): Quoted {
  const offers = new Map(readOffers(files).map((offer) => [offer.id, offer]));
  const copies = new Map<string, { first: Evidence; quotes: Map<string, string[]> }>();
  const bare: string[] = [];
  for (const { offer, rate } of headlines) {
    const rates = offers.get(offer.id)?.rates.flat() ?? [];
    const { evidence = [] } =
      rates.find(
        ({ kind, amount, from, source }) =>
          kind === "training" && amount === rate.amount && from === rate.from && source === rate.source,
      ) ?? {};
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
