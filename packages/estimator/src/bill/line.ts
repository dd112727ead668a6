import type { LineItem } from "../contract/answer.ts";
import type { Note } from "../contract/notes.ts";
import { amountText, decimal, larger, smaller, sum, type Amount, zero } from "../money.ts";
import { once } from "../prices/once.ts";
import { unitSize, type RateInForce } from "../prices/rates.ts";
import { addSpread, exactly, mapSpread, nothing, type Spread } from "./spread.ts";
import type { Credit, Overlay } from "../prices/overlay.ts";

interface CreditCase {
  readonly overlay: Overlay | undefined;
  readonly provider: string;
  readonly total: Amount;
  readonly currency: string;
  readonly day: string;
}

interface Credits {
  readonly lines: readonly BillLine[];
  readonly assumptions: readonly Note[];
  /** What is left to pay of any bill of the offer. */
  readonly left: (bill: Amount) => Amount;
}

/** Credits pay first, one after another, up to the whole bill; every offer is shown as if it alone used them. */
export function creditsOff({ overlay = {}, provider, total, currency, day }: CreditCase): Credits {
  const lines: BillLine[] = [];
  const assumptions: Note[] = [];
  const own = (overlay.credits ?? []).filter((one) => one.provider === provider);
  if (own.length === 0) return { lines, assumptions, left: (bill) => bill };
  let all = zero;
  for (const credit of own) {
    const { currency: held, source } = credit;
    const value = inCurrency(credit, currency, overlay);
    if (value === null) {
      assumptions.push({ kind: "credits_not_used", currency: held, wanted: currency, from: source });
      continue;
    }
    const taken = smaller(value, larger(zero, total.minus(all)));
    all = all.plus(value);
    const rate = { kind: "credit", amount: "", currency, per: "job", source, seen: day, from: day } as const;
    if (!taken.isZero())
      lines.push(
        differenceLine("credit", "Credits", taken.negated(), { ...rate, confidence: "primary", overlay: true }),
      );
  }
  if (lines.length > 0) assumptions.push({ kind: "credits" });
  return { lines, assumptions, left: (bill) => larger(zero, bill.minus(all)) };
}

function inCurrency({ amount, currency }: Credit, wanted: string, { exchange = [] }: Overlay): Amount | null {
  if (currency === wanted) return decimal(amount);
  const pair = exchange.find(({ from, to }) => from === currency && to === wanted);
  return pair === undefined ? null : decimal(amount).times(pair.rate);
}

export interface BillLine extends Pick<LineItem, "kind" | "label" | "unit"> {
  /** In single units: tokens, not millions of them. */
  readonly quantity: Amount;
  readonly rate: RateInForce;
  readonly amount: Amount;
}

export const unitPrice: (rate: RateInForce) => Amount = /* @__PURE__ */ once(({ amount, per }) => priceOf(amount, per));

/** The price of a single unit. @param amount pays for what `per` names */
export function priceOf(amount: string, per: string): Amount {
  return decimal(amount).dividedBy(unitSize[per] ?? 1);
}

/** quantity × rate, 64 digits of it; where sources disagree on the rate, low and high hold both of its figures. */
export function spreadAmount(quantity: Spread, rate: RateInForce): Spread {
  const price = unitPrice(rate);
  const { low, typical, high } = mapSpread(quantity, (value) => value.times(price));
  const { disputed } = rate;
  if (disputed === undefined) return { low, typical, high };
  const other = priceOf(disputed.amount, rate.per);
  return { low: smaller(low, quantity.low.times(other)), typical, high: larger(high, quantity.high.times(other)) };
}

export function linesCost(lines: readonly BillLine[]): Spread {
  return lines
    .map(({ quantity, amount, rate }) =>
      rate.disputed === undefined ? exactly(amount) : spreadAmount(exactly(quantity), rate),
    )
    .reduce(addSpread, nothing);
}

export function linesTotal(lines: readonly BillLine[]): Amount {
  return sum(lines.map(({ amount }) => amount));
}

/** A line of the bill: quantity × rate. */
export function line(kind: string, label: string, quantity: Amount, unit: string, rate: RateInForce): BillLine {
  return { kind, label, quantity, unit, rate, amount: quantity.times(unitPrice(rate)) };
}

const shown = /* @__PURE__ */ once(
  ({ kind: _kind, overlaid: _overlaid, exchange: _exchange, ...rate }: RateInForce) => rate,
);

/** A line as an answer shows it, with a copy of its rate: what is done to an answer is not done to the book. */
export function printed({ kind, label, quantity, unit, rate, amount }: BillLine): LineItem {
  return { kind, label, quantity: amountText(quantity), unit, rate: { ...shown(rate) }, amount: amountText(amount) };
}

/** A line for the part of a charge that is a difference of two: the rest up to a minimum, or up to the cent. */
export function differenceLine(kind: string, label: string, amount: Amount, rate: RateInForce): BillLine {
  const { list: _list, disputed: _disputed, ...own } = rate;
  return line(kind, label, decimal(1), "job", { ...own, amount: amountText(amount), per: "job" });
}

export function overlaid(lines: readonly BillLine[]): Note[] {
  return lines.flatMap(({ rate }) => (rate.overlaid ?? []).map((set) => ({ kind: "overlay", ...set }) as const));
}

export function disputes(lines: readonly BillLine[]): Note[] {
  return lines.flatMap(({ label, rate: { disputed, currency, per } }) => {
    if (disputed === undefined) return [];
    const { amount, said, source } = disputed;
    const note = { kind: "price_disputed", label, said, amount, currency, per } as const;
    return [{ ...note, ...(source !== undefined && { source }) }];
  });
}
