import type { MarketPrices, MarketSize, TrainingMarket } from "../contract/market.ts";
import { countText, rateText } from "./amount.ts";
import type { Column } from "./report/report.ts";

/** Columns of the market of training, for a table on a screen or in Markdown. */
export const marketColumns: readonly Column[] = [
  { title: "size of model", align: "left", rank: 0 },
  { title: "offers", align: "right", rank: 2 },
  { title: "sellers", align: "right", rank: 3 },
  { title: "median", align: "right", rank: 0 },
  { title: "10th–90th", align: "right", rank: 0 },
  { title: "offers\na year ago", align: "right", rank: 2 },
  { title: "median\na year ago", align: "right", rank: 0 },
  { title: "10th–90th\na year ago", align: "right", rank: 1 },
];

/** What supervised tuning costs by size of the model, for people: a heading, the cells of a table, and what to know of it. */
export function marketText(market: TrainingMarket): {
  readonly heading: string;
  readonly rows: readonly (readonly string[])[];
  readonly note: string;
} {
  const { day, before, both, leftOut } = market;
  const { offers, cheaper, dearer } = both;
  const same =
    offers === 0
      ? `No offer is known on both days.`
      : `Of the ${countText(offers)} offers sold on both days, ${countText(cheaper)} cost less now and ${countText(dearer)} more.`;
  const out =
    leftOut === 0 ? "" : ` Not in it: ${countText(leftOut)} offers billed by another unit or in another currency.`;
  return {
    heading: `Supervised tuning, dollars per million training tokens, ${day} and ${before}:`,
    rows: market.sizes.filter(({ now, before: then }) => now !== null || then !== null).map(rowOf),
    note: `The two days hold different offers. ${same}${out}`,
  };
}

function rowOf({ over, upTo, now, before }: MarketSize): string[] {
  const size = upTo === null ? `over ${over}B` : over === 0 ? `up to ${upTo}B` : `${over}B–${upTo}B`;
  return [
    over === null ? "not published" : size,
    countText(now?.offers ?? 0),
    now === null ? "" : countText(now.providers),
    ...spread(now),
    countText(before?.offers ?? 0),
    ...spread(before),
  ];
}

function spread(prices: MarketPrices | null): [string, string] {
  if (prices === null) return ["", ""];
  const money = (amount: string): string => rateText({ amount, currency: "USD" });
  return [money(prices.middle), `${money(prices.low)}–${money(prices.high)}`];
}
