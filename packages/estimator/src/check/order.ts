import { decimal, type Money } from "../money.ts";

interface Totalled {
  readonly id: string;
  readonly total: Money;
}

/** What is in the currency `home` first, then by currency; within one by total, then id. Code units, never a locale. */
export function byTotal(a: Totalled, b: Totalled, home: string = "USD"): number {
  const currency =
    Number(b.total.currency === home) - Number(a.total.currency === home) || order(a.total.currency, b.total.currency);
  return currency || byAmount(a.total.amount, b.total.amount) || byId(a, b);
}

/** Most amounts differ as numbers already; the exact ones are read where they do not. */
function byAmount(a: string, b: string): number {
  return Number(a) - Number(b) || (a === b ? 0 : decimal(a).comparedTo(b));
}

export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return order(a.id, b.id);
}

/** By code units, never by a locale. */
export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
