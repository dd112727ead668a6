import type { Note } from "../contract/notes.ts";
import { decimal, larger, smaller, zero, type Amount } from "../money.ts";
import type { Credit, Overlay } from "../prices/overlay.ts";
import { differenceLine, type BillLine } from "./line.ts";

interface CreditCase {
  readonly overlay: Overlay | undefined;
  readonly provider: string;
  readonly total: Amount;
  readonly currency: string;
  readonly day: string;
}

export interface Credits {
  readonly lines: readonly BillLine[];
  readonly assumptions: readonly Note[];
  /** What is left to pay of any bill of the offer. */
  readonly left: (bill: Amount) => Amount;
}

/** Credits pay first, one after another, up to the whole bill; every offer is shown as if it alone used them. */
export function creditsOff({ overlay = {}, provider, total, currency, day }: CreditCase): Credits {
  const lines: BillLine[] = [];
  const assumptions: Note[] = [];
  let all = zero;
  for (const credit of (overlay.credits ?? []).filter((one) => one.provider === provider)) {
    const { currency: own, source } = credit;
    const value = inCurrency(credit, currency, overlay);
    if (value === null) {
      assumptions.push({ kind: "credits_not_used", currency: own, wanted: currency, from: source });
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
