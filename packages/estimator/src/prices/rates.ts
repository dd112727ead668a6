import { amountText, decimal, type Amount } from "../money.ts";
import { order } from "../check/order.ts";
import { fail, ok, type Problem, type Result } from "../problem.ts";
import type { BookOffer } from "./offers.ts";
import { onceADay, onceBy } from "./once.ts";
import { offerNames, overlaidBy } from "./overlay.ts";
import type { Discount, Exchange, Overlaid, Overlay, OverlayRate } from "./overlay.ts";
import type { Confidence } from "./bookWords.ts";
import { isUndated, seenOn, type Dispute, type Rate, type UnknownPrice } from "./rateEntry.ts";
import { pays, type RateKind } from "./rateKinds.ts";

export interface LineRate {
  readonly amount: string;
  readonly currency: string;
  readonly per: string;
  readonly source: string;
  readonly seen: string;
  readonly from: string;
  readonly confidence: Confidence;
  readonly undated?: boolean;
  /** True where the book has a later copy of it, or its successor: on the day asked for it was in force. */
  readonly confirmed?: boolean;
  readonly overlay?: boolean;
  /** True for a price that the user agreed: no day on which somebody saw it says anything of it. */
  readonly agreed?: boolean;
  /** What another source has for this price, where it is open which is right: the range holds both. */
  readonly disputed?: Dispute;
  /** The price of the list, where `amount` is it less a discount of the user's own, or a negotiated rate. */
  readonly list?: string;
}

export interface RateInForce extends LineRate {
  readonly kind: string;
  readonly overlaid?: readonly Overlaid[];
  /** The pair by which it was converted: what the provider rounds is the amount in the currency before it. */
  readonly exchange?: Exchange;
}

export interface RateKey {
  readonly kind: RateKind;
  readonly method?: string;
  /** A service beside the standard one, such as a provisioned term. */
  readonly service?: string | undefined;
  /** What the line counts, where a kind is billed by more than one unit: a price of another unit is none. */
  readonly unit?: string;
}

/**
 * The rate of an offer on a day. A negotiated rate wins; then the model's own list, its size tier, its provider.
 * Within a list the entry that names the method or variant beats the one that holds for all, and the newest wins.
 *
 * Problems: `no_rate_yet` before the first known day, `price_unknown` where no row was found.
 */
export function rateOn(offer: BookOffer, key: RateKey, day: string, overlay: Overlay = {}): Result<RateInForce> {
  if (Object.keys(overlay).length > 0) return rateWith(offer, key, day, overlay);
  return listRates(offer, day)(key);
}

const listRates = onceADay((offer: BookOffer, day) => onceBy(nameOfKey, (key) => rateWith(offer, key, day, {})));

function nameOfKey({ kind, method, service, unit }: RateKey): string {
  const isPlain = (method ?? service ?? unit) === undefined;
  return isPlain ? kind : `${kind}|${method ?? ""}|${service ?? ""}|${unit ?? ""}`;
}

function rateWith(offer: BookOffer, key: RateKey, day: string, overlay: Overlay): Result<RateInForce> {
  const negotiated = overlay.rates?.filter((rate) => overlayMatches(rate, offer, key) && (rate.from ?? "") <= day);
  const own = negotiated?.sort((a, b) => named(b) - named(a) || order(b.from ?? "", a.from ?? ""))[0];
  if (own !== undefined) {
    const { exchange } = overlay;
    const list = rateOn(offer, key, day, exchange === undefined ? {} : { exchange });
    const rate = perHour(exchanged(fromOverlay(own, day), exchange));
    if (!list.ok || list.value.currency !== rate.currency) return ok(rate);
    const { amount, per } = byTokens(perHour(list.value), rate.per);
    return ok(per === rate.per ? { ...rate, list: amount } : rate);
  }
  const rows = ownVariant(offer.rates.map((list) => list.filter((rate) => matches(rate, offer, key))));
  // Nobody sold a model before it was there, whatever a price of its size says.
  const released = offer.model.released ?? "";
  const known = released > day ? [] : rows.map((list) => list.filter((rate) => rate.from <= day));
  const current = known.find((list) => list.length > 0);
  const best = current?.toSorted((a, b) => specificity(b) - specificity(a) || order(b.from, a.from))[0];
  const lost = lostPrice(offer, key, day);
  if (best !== undefined && (lost?.from === undefined || lost.from <= best.from)) {
    // With a later copy, or a later price in its place, what is known does not end before the day.
    const isConfirmed = best.seen > day || rows.flat().some(({ from }) => from > day);
    const list = discounted(listed(best, isConfirmed, day), offer, overlay.discounts);
    return ok(exchanged(list, overlay.exchange));
  }
  if (best !== undefined) return fail(unknownPrice(offer, key, lost));
  const [first] = rows.flat().sort((a, b) => order(a.from, b.from));
  return fail(first === undefined ? unknownPrice(offer, key, lost) : notYet(offer, day, first, lost));
}

/** Where a list prices the variant itself, the lists below it, which do not name it, hold for the other ways alone. */
function ownVariant(lists: readonly (readonly Rate[])[]): readonly (readonly Rate[])[] {
  const own = lists.findIndex((list) => list.some(({ variant }) => variant !== undefined));
  return own < 0 ? lists : lists.filter((list, at) => at <= own || list.some(({ variant }) => variant !== undefined));
}

/** The first known rate is the nearest to a day before it; it is said as such, and bills nothing. */
function notYet({ model }: BookOffer, day: string, rate: Rate, lost: UnknownPrice | undefined): Problem {
  const { id, released = "" } = model;
  const { kind, amount, currency, per, source, from } = rate;
  const first = from < released ? released : from;
  const said = { model: id, rate: kind, day, first, amount, currency, per, source };
  return { kind: "no_rate_yet", ...said, ...(lost !== undefined && { looked: lost.where }) };
}

function matches(rate: Rate, offer: BookOffer, key: RateKey): boolean {
  return (
    rate.kind === key.kind &&
    pays(rate.per, key.kind, key.unit) &&
    rate.service === key.service &&
    holdsFor(rate, offer, key.method)
  );
}

/** Whether what names a method or a variant, or neither, holds for an offer. @param way instead of the offer's own method */
export function holdsFor(
  { method, variant }: { readonly method?: string | undefined; readonly variant?: string | undefined },
  offer: Pick<BookOffer, "method" | "variant">,
  way: string = offer.method,
): boolean {
  return (method === undefined || method === way) && (variant === undefined || variant === offer.variant);
}

function specificity(rate: Rate): number {
  return (rate.variant === undefined ? 0 : 2) + (rate.method === undefined ? 0 : 1);
}

function overlayMatches(rate: OverlayRate, offer: BookOffer, { kind, unit, service }: RateKey): boolean {
  // A provisioned unit is always sold under a term; everywhere else a service is another thing than the standard one.
  const anyService = kind === "provisioned" && rate.service === undefined;
  return (
    rate.kind === kind &&
    (anyService || rate.service === service) &&
    pays(rate.per, kind, unit) &&
    offerNames.every(([field, namesOf]) => rate[field] === undefined || namesOf(offer).includes(rate[field]))
  );
}

/** Negotiated rates of this kind that an offer would take if it did not bill by another unit. */
export function ratesOfOtherUnits(offer: BookOffer, kind: RateKind, unit: string, overlay: Overlay): OverlayRate[] {
  const all = overlay.rates ?? [];
  return all.filter((rate) => overlayMatches(rate, offer, { kind }) && !overlayMatches(rate, offer, { kind, unit }));
}

function named(rate: OverlayRate): number {
  return [rate.model, rate.variant, rate.method, rate.service].filter((part) => part !== undefined).length;
}

function fromOverlay(rate: OverlayRate, day: string): RateInForce {
  const { kind, amount, currency, per, source, from = day } = rate;
  const overlaid = [{ by: "rate", rate: kind, amount, currency, per, from: source } as const];
  const own = { confidence: "primary", agreed: true, overlay: true, overlaid } as const;
  return { kind, amount, currency, per, source, seen: from, from, ...own };
}

function listed(rate: Rate, confirmed: boolean, day: string): RateInForce {
  const { kind, amount, currency, per, source, from, disputed } = rate;
  // A word of a newer book is not known to mean first-hand.
  const confidence = rate.confidence === "primary" ? "primary" : "secondary";
  const said = {
    ...(isUndated(rate) && { undated: true }),
    ...(confirmed && { confirmed }),
    ...(disputed !== undefined && { disputed }),
  };
  return { kind, amount, currency, per, source, seen: seenOn(rate, day), from, confidence, ...said };
}

function discounted(list: RateInForce, { provider }: BookOffer, discounts: readonly Discount[] = []): RateInForce {
  const { kind, amount } = list;
  const own = discounts.filter((one) => one.provider === provider.provider);
  const discount = own.find((one) => one.kind === kind) ?? own.find((one) => one.kind === undefined);
  if (discount === undefined) return list;
  return {
    ...timesRate(list, decimal(100).minus(discount.percent).dividedBy(100)),
    list: amount,
    overlay: true,
    overlaid: [{ by: "discount", rate: kind, percent: discount.percent, from: discount.source }],
  };
}

/** A rate so many times as high, and so its list price and what others have for it. */
export function timesRate(rate: RateInForce, factor: string | number | Amount): RateInForce {
  const times = (amount: string): string => amountText(decimal(amount).times(factor));
  const { amount, list, disputed } = rate;
  return {
    ...rate,
    amount: times(amount),
    ...(list !== undefined && { list: times(list) }),
    ...(disputed !== undefined && { disputed: { ...disputed, amount: times(disputed.amount) } }),
  };
}

/** A rate by the second or minute, as one hour's. */
export function perHour(rate: RateInForce): RateInForce {
  const times = rate.per.endsWith("second") ? 3600 : rate.per.endsWith("minute") ? 60 : 1;
  return times === 1 ? rate : { ...timesRate(rate, times), per: "hour" };
}

/** How many tokens one `amount` of a rate pays for, by its `per`. */
export const unitSize: Readonly<Record<string, number>> = { "1M tokens": 1_000_000, "1K tokens": 1000 };

/** A rate by so many tokens, as one by another number of them. */
function byTokens(rate: RateInForce, per: string): RateInForce {
  const [from, to] = [unitSize[rate.per], unitSize[per]];
  if (from === undefined || to === undefined || from === to) return rate;
  return { ...timesRate(rate, to / from), per };
}

function exchanged(rate: RateInForce, exchange: readonly Exchange[] = []): RateInForce {
  const pair = exchange.find((one) => one.from === rate.currency);
  if (pair === undefined) return rate;
  const overlaid = [...(rate.overlaid ?? []), overlaidBy(pair)];
  return { ...timesRate(rate, pair.rate), currency: pair.to, exchange: pair, overlay: true, overlaid };
}

/** The book's own statement that this price exists and was not found, as far as it holds on the day. */
function lostPrice(offer: BookOffer, { kind }: RateKey, day: string): UnknownPrice | undefined {
  return offer.model.unknown?.find(
    (entry) => entry.kind === kind && holdsFor(entry, offer) && (entry.from ?? "") <= day,
  );
}

function unknownPrice({ model, provider }: BookOffer, { kind }: RateKey, lost: UnknownPrice | undefined): Problem {
  return { kind: "price_unknown", model: model.id, rate: kind, where: lost?.where ?? provider.page };
}
