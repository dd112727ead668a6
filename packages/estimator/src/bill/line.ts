import type { LineItem, LineRate } from "../contract/answer.ts";
import type { Note } from "../contract/notes.ts";
import { amountText, decimal, larger, smaller, type Amount } from "../money.ts";
import { timesRate, type RateInForce } from "../prices/rates.ts";
import { addSpread, exactly, nothing, type Spread } from "./spread.ts";

/** How many units one `amount` of a rate pays for, by its `per`. */
const unitSize: Readonly<Record<string, number>> = { "1M tokens": 1_000_000, "1K tokens": 1000 };

/** A rate by the second or minute, as one hour's. */
export function perHour(rate: RateInForce): RateInForce {
  const times = rate.per.endsWith("second") ? 3600 : rate.per.endsWith("minute") ? 60 : 1;
  return times === 1 ? rate : { ...timesRate(rate, times), per: "hour" };
}

/** quantity × rate, exactly: 64 digits hold every product that a bill can have. */
function lineAmount(quantity: Amount, { amount, per }: Pick<LineRate, "amount" | "per">): Amount {
  return quantity.times(amount).dividedBy(unitSize[per] ?? 1);
}

/** quantity × rate; where sources disagree on the rate, low and high hold both of its figures. */
export function spreadAmount(
  { low, typical, high }: Spread,
  rate: Pick<LineRate, "amount" | "per" | "disputed">,
): Spread {
  const other = { ...rate, ...rate.disputed };
  return {
    low: smaller(lineAmount(low, rate), lineAmount(low, other)),
    typical: lineAmount(typical, rate),
    high: larger(lineAmount(high, rate), lineAmount(high, other)),
  };
}

/** What lines of known quantities cost together. */
export function linesCost(lines: readonly LineItem[]): Spread {
  return lines.map(({ quantity, rate }) => spreadAmount(exactly(decimal(quantity)), rate)).reduce(addSpread, nothing);
}

/** A line of the bill. `quantity` is in single units: tokens, not millions of them. */
export function line(kind: string, label: string, quantity: Amount, unit: string, rate: RateInForce): LineItem {
  return {
    kind,
    label,
    quantity: amountText(quantity),
    unit,
    rate: lineRate(rate),
    amount: amountText(lineAmount(quantity, rate)),
  };
}

/** A line for the part of a charge that is a difference of two: the rest up to a minimum, or up to the cent. */
export function differenceLine(kind: string, label: string, amount: Amount, rate: RateInForce): LineItem {
  const { list: _list, disputed: _disputed, ...own } = rate;
  return line(kind, label, decimal(1), "job", { ...own, amount: amountText(amount), per: "job" });
}

function lineRate({ kind: _kind, overlaid: _overlaid, exchange: _exchange, ...rate }: RateInForce): LineRate {
  return rate;
}

/** What the user's own price book did to a rate. */
export function overlaid(rate: RateInForce): Note[] {
  return (rate.overlaid ?? []).map((set) => ({ kind: "overlay", ...set }));
}

/** What other sources have for the rates of some lines. */
export function disputes(lines: readonly LineItem[]): Note[] {
  return lines.flatMap(({ label, rate: { disputed, currency, per } }) => {
    if (disputed === undefined) return [];
    const { amount, said, source } = disputed;
    const note = { kind: "price_disputed", label, said, amount, currency, per } as const;
    return [{ ...note, ...(source !== undefined && { source }) }];
  });
}
