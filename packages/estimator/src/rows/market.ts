import { addDays } from "../check/day.ts";
import type { MarketPrices, MarketSize, TrainingMarket } from "../contract/market.ts";
import { priceAge, priceAges } from "../contract/priceAge.ts";
import { amountText, decimal, type Amount } from "../money.ts";
import type { BookOffer } from "../prices/offers.ts";
import { readOffers } from "../prices/offers.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import { rateOn, type RateInForce } from "../prices/rates.ts";
import { offerStatusOn } from "../prices/status.ts";

/** The training price of an offer that takes new jobs on a day. */
export interface Headline {
  readonly offer: BookOffer;
  readonly rate: RateInForce;
  /** Days since somebody last saw it. */
  readonly age: number;
}

/** Bounds of the sizes: small, one card, several cards, the largest. */
const bounds: readonly (readonly [over: number, upTo: number | null])[] = [
  [0, 10],
  [10, 40],
  [40, 100],
  [100, null],
];

/** Statuses under which no job is taken. */
const shut: ReadonlySet<string> = new Set(["not_offered", "no_new_jobs", "inference_off"]);

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
  const [now, then] = [day, before].map((one) => trainingHeadlines(book, one).filter(isSupervised));
  const [today = [], past = []] = [now, then].map((list = []) => list.filter(inDollars));
  const earlier = new Map(past.map((one) => [one.offer.id, perMillion(one)]));
  const moves = today.flatMap((one) => {
    const was = earlier.get(one.offer.id);
    return was === undefined ? [] : [perMillion(one).comparedTo(was)];
  });
  const size = (over: number | null, upTo: number | null): MarketSize => ({
    over,
    upTo,
    now: pricesOf(today.filter(within(over, upTo))),
    before: pricesOf(past.filter(within(over, upTo))),
  });
  return {
    day,
    before,
    sizes: [...bounds.map(([over, upTo]) => size(over, upTo)), size(null, null)],
    both: {
      offers: moves.length,
      cheaper: moves.filter((move) => move < 0).length,
      dearer: moves.filter((move) => move > 0).length,
    },
    leftOut: (now ?? []).length - today.length,
  };
}

function isSupervised({ offer }: Headline): boolean {
  return offer.method.startsWith("sft");
}

function inDollars({ rate }: Headline): boolean {
  return rate.currency === "USD" && tokensOf(rate.per) !== undefined;
}

function tokensOf(per: string): number | undefined {
  return { "1M tokens": 1, "1K tokens": 1000 }[per];
}

function perMillion({ rate }: Headline): Amount {
  return decimal(rate.amount).times(tokensOf(rate.per) ?? 1);
}

function within(over: number | null, upTo: number | null): (one: Headline) => boolean {
  return ({ offer: { model } }) => {
    if (model.parameters === undefined || over === null) return model.parameters === undefined && over === null;
    const billions = decimal(model.parameters);
    return billions.greaterThan(over) && (upTo === null || billions.lessThanOrEqualTo(upTo));
  };
}

function pricesOf(list: readonly Headline[]): MarketPrices | null {
  const amounts = list.map(perMillion).sort((a, b) => a.comparedTo(b));
  // The nearest rank: a percentile is a price that somebody asks.
  const at = (share: number): string =>
    amountText(amounts[Math.max(0, Math.ceil(share * amounts.length) - 1)] ?? decimal(0));
  return amounts.length === 0
    ? null
    : {
        offers: amounts.length,
        providers: new Set(list.map(({ offer }) => offer.provider.provider)).size,
        low: at(0.1),
        middle: at(0.5),
        high: at(0.9),
      };
}
