import type { Note } from "../contract/notes.ts";
import { decimal, larger, smaller, zero, type Amount } from "../money.ts";
import type { Credit, Overlay } from "../prices/overlay.ts";
import { differenceLine, type BillLine } from "./line.ts";

/** A bill that credits are taken off. */
export interface CreditCase {
  readonly overlay: Overlay | undefined;
  readonly provider: string;
  /** The bill before credits. */
  readonly total: Amount;
  readonly currency: string;
  readonly day: string;
}

/** What credits take off a bill. */
export interface Credits {
  readonly lines: readonly BillLine[];
  readonly assumptions: readonly Note[];
  /** What is left to pay of any bill of the offer. */
  readonly left: (bill: Amount) => Amount;
}

/** Credits pay first, one after another, up to the whole bill; every offer is shown as if it alone used them. */
export function creditsOff({ overlay = {}, provider, total, currency, day }: CreditCase): Credits {
  if (overlay.credits === undefined) return noCredits;
  const own = overlay.credits.filter((credit) => credit.provider === provider);
  const lines: BillLine[] = [];
  const assumptions: Note[] = [];
  let all = zero;
  for (const credit of own) {
    const value = inCurrency(credit, currency, overlay);
    if (value === null) {
      const { currency: own, source } = credit;
      assumptions.push({ kind: "credits_not_used", currency: own, wanted: currency, from: source });
      continue;
    }
    const taken = smaller(value, larger(zero, total.minus(all)));
    all = all.plus(value);
    if (!taken.isZero()) lines.push(creditLine(credit, taken, currency, day));
  }
  if (lines.length > 0) assumptions.push({ kind: "credits" });
  return { lines, assumptions, left: (bill) => larger(zero, bill.minus(all)) };
}

const noCredits: Credits = { lines: [], assumptions: [], left: (bill) => bill };

function inCurrency({ amount, currency }: Credit, wanted: string, { exchange = [] }: Overlay): Amount | null {
  if (currency === wanted) return decimal(amount);
  const pair = exchange.find(({ from, to }) => from === currency && to === wanted);
  return pair === undefined ? null : decimal(amount).times(pair.rate);
}

function creditLine({ source }: Credit, taken: Amount, currency: string, day: string): BillLine {
  const origin = { source, seen: day, from: day, confidence: "primary", overlay: true } as const;
  return differenceLine("credit", "Credits", taken.negated(), {
    kind: "credit",
    amount: "",
    currency,
    per: "job",
    ...origin,
  });
}
