import { addDays } from "../check/day.ts";
import type { MarketPrices, MarketSize, TrainingMarket } from "../contract/market.ts";
import { priceAge, priceAges } from "../contract/priceAge.ts";
import { amountText, decimal, type Amount } from "../money.ts";
import type { BookOffer } from "../prices/offers.ts";
import { readOffers } from "../prices/offers.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import { rateOn, type RateInForce } from "../prices/rates.ts";
import { offerStatusOn, shut } from "../prices/status.ts";

/** The training price of an offer that takes new jobs on a day. */
export interface Headline {
  readonly offer: BookOffer;
  readonly rate: RateInForce;
  readonly age: number;
}

/** Bounds of the sizes: small, one card, several cards, the largest. */
const bounds: readonly (readonly [over: number, upTo: number | null])[] = [
  [0, 10],
  [10, 40],
  [40, 100],
  [100, null],
];

/** The training prices that an estimate of the day takes: of offers that are sold, seen within a year. */
export function trainingHeadlines(book: Pick<PriceBook, "providers">, day: string): Headline[] {
  return readOffers(book).flatMap((offer) => {
    if (shut.has(offerStatusOn(offer, day).kind)) return [];
    const rate = rateOn(offer, { kind: "training" }, day);
    const age = rate.ok ? (priceAge(rate.value, day) ?? 0) : Infinity;
    return rate.ok && age <= priceAges.out ? [{ offer, rate: rate.value, age }] : [];
  });
}

/** The market of supervised tuning on a day and a year before it; a book without history leaves the year before empty. */
export function trainingMarket(book: Pick<PriceBook, "providers">, day: string): TrainingMarket {
  const before = addDays(day, -365);
  const supervised = (on: string): Headline[] =>
    trainingHeadlines(book, on).filter(({ offer }) => offer.method.startsWith("sft"));
  const now = supervised(day);
  const [today, past] = [now.flatMap(inDollars), supervised(before).flatMap(inDollars)];
  const earlier = new Map(past.map(({ id, perMillion }) => [id, perMillion]));
  const moves = today.flatMap(({ id, perMillion }) => {
    const was = earlier.get(id);
    return was === undefined ? [] : [perMillion.comparedTo(was)];
  });
  const size = (over: number | null, upTo: number | null): MarketSize => {
    const pricesIn = (list: readonly Priced[]): MarketPrices | null =>
      pricesOf(list.filter(({ parameters }) => isWithin(parameters, over, upTo)));
    return { over, upTo, now: pricesIn(today), before: pricesIn(past) };
  };
  return {
    day,
    before,
    sizes: [...bounds.map(([over, upTo]) => size(over, upTo)), size(null, null)],
    both: {
      offers: moves.length,
      cheaper: moves.filter((move) => move < 0).length,
      dearer: moves.filter((move) => move > 0).length,
    },
    leftOut: now.length - today.length,
  };
}

interface Priced {
  readonly id: string;
  readonly provider: string;
  readonly parameters: string | undefined;
  readonly perMillion: Amount;
}

function inDollars({ offer, rate }: Headline): Priced[] {
  const times = { "1M tokens": 1, "1K tokens": 1000 }[rate.per];
  if (rate.currency !== "USD" || times === undefined) return [];
  const { id, provider, model } = offer;
  const perMillion = decimal(rate.amount).times(times);
  return [{ id, provider: provider.provider, parameters: model.parameters, perMillion }];
}

function isWithin(parameters: string | undefined, over: number | null, upTo: number | null): boolean {
  if (parameters === undefined || over === null) return parameters === undefined && over === null;
  const billions = decimal(parameters);
  return billions.greaterThan(over) && (upTo === null || billions.lessThanOrEqualTo(upTo));
}

function pricesOf(list: readonly Priced[]): MarketPrices | null {
  const amounts = list.map(({ perMillion }) => perMillion).sort((a, b) => a.comparedTo(b));
  // The nearest rank: a percentile is a price that somebody asks.
  const [low, middle, high] = [0.1, 0.5, 0.9].map(
    (share) => amounts[Math.max(0, Math.ceil(share * amounts.length) - 1)],
  );
  if (low === undefined || middle === undefined || high === undefined) return null;
  return {
    offers: amounts.length,
    providers: new Set(list.map(({ provider }) => provider)).size,
    low: amountText(low),
    middle: amountText(middle),
    high: amountText(high),
  };
}
