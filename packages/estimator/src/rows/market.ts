import { addDays } from "../check/day.ts";
import { amountText, decimal, type Amount } from "../money.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import { trainingHeadlines } from "./bookNotices.ts";
import { countText, rateText } from "../words/amount.ts";
import { columnsOf, type Table, tableOf } from "../words/report/report.ts";

const columns = columnsOf(
  "size of model|offers > 2|sellers > 3|median >|10th–90th >|offers\na year ago > 2|median\na year ago >|10th–90th\na year ago > 1",
);

/** Total parameters in billions, more than `over` and up to `upTo`: of small models, of one card, of several, the largest, unpublished. */
const sizes: readonly (readonly [name: string, over: number | null, upTo: number])[] = [
  ["up to 10B", 0, 10],
  ["10B–40B", 10, 40],
  ["40B–100B", 40, 100],
  ["over 100B", 100, Infinity],
  ["not published", null, Infinity],
];

interface Priced {
  readonly id: string;
  readonly provider: string;
  readonly parameters: number | null;
  /** Dollars per million tokens; null where the offer bills another unit or currency. */
  readonly perMillion: Amount | null;
}

function supervised(book: Pick<PriceBook, "providers">, day: string): Priced[] {
  return trainingHeadlines(book, day).flatMap(({ offer: { id, method, provider, model }, rate }) => {
    if (!method.startsWith("sft")) return [];
    const times = { "1M tokens": 1, "1K tokens": 1000 }[rate.per];
    const perMillion = rate.currency === "USD" && times !== undefined ? decimal(rate.amount).times(times) : null;
    const parameters = model.parameters === undefined ? null : Number(model.parameters);
    return [{ id, provider: provider.provider, parameters, perMillion }];
  });
}

/** What supervised tuning costs by size of the model, on a day and a year before it: offers, sellers, median and spread. */
export function marketTable(book: Pick<PriceBook, "providers">, day: string): Table {
  const before = addDays(day, -365);
  const all = supervised(book, day);
  const isPriced = ({ perMillion }: Priced): boolean => perMillion !== null;
  const [now, then] = [all.filter(isPriced), supervised(book, before).filter(isPriced)];
  const rows = sizes.map(([name, over, upTo]) => {
    const within = ({ parameters }: Priced): boolean =>
      parameters === null || over === null ? parameters === over : parameters > over && parameters <= upTo;
    const own = now.filter(within);
    const sellers = new Set(own.map(({ provider }) => provider)).size;
    const [current, past] = [spread(own), spread(then.filter(within))];
    return { id: name, cells: [name, current[0] ?? "", countText(sellers), ...current.slice(1), ...past] };
  });
  const earlier = new Map(then.map(({ id, perMillion }) => [id, perMillion]));
  const moves = now.flatMap(({ id, perMillion }) => {
    const was = earlier.get(id);
    return was == null ? [] : [perMillion?.comparedTo(was) ?? 0];
  });
  const moved = (sign: number): string => countText(moves.filter((move) => move === sign).length);
  const left = all.length - now.length;
  return tableOf("market", columns, rows, {
    title: `Supervised tuning, dollars per million training tokens, ${day} and ${before}`,
    more: `The two days hold different offers. Of the ${countText(moves.length)} offers sold on both days, ${moved(-1)} cost less now and ${moved(1)} more.${left === 0 ? "" : ` Not in it: ${countText(left)} offers billed by another unit or in another currency.`}`,
  });
}

/** Offers, median, and 10th to 90th percentile by the nearest rank: a percentile is a price that somebody asks. */
function spread(list: readonly Priced[]): readonly [string, string, string] {
  const amounts = list.flatMap(({ perMillion }) => perMillion ?? []).sort((a, b) => a.comparedTo(b));
  const [low = "", middle = "", high = ""] = [0.1, 0.5, 0.9].map((share) => {
    const amount = amounts[Math.max(0, Math.ceil(share * amounts.length) - 1)];
    return amount === undefined ? "" : rateText({ amount: amountText(amount), currency: "USD" });
  });
  return [countText(amounts.length), middle, low === "" ? "" : `${low}–${high}`];
}
