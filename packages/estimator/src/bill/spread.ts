import { larger, smaller, zero, type Amount } from "../money.ts";

/** A quantity that is not known to the last digit: what is billed most likely, and the range around it. */
export interface Spread {
  readonly low: Amount;
  readonly typical: Amount;
  readonly high: Amount;
}

export function exactly(value: Amount): Spread {
  return { low: value, typical: value, high: value };
}

export const nothing: Spread = exactly(zero);

/** The same change made to all three. The change must keep their order. */
export function mapSpread(spread: Spread, change: (value: Amount) => Amount): Spread {
  if (isExact(spread)) return exactly(change(spread.typical));
  return { low: change(spread.low), typical: change(spread.typical), high: change(spread.high) };
}

/** The sum of two, low with low and high with high. */
export function addSpread(a: Spread, b: Spread): Spread {
  if (a === nothing) return b;
  if (b === nothing) return a;
  if (isExact(a) && isExact(b)) return exactly(a.typical.plus(b.typical));
  return { low: a.low.plus(b.low), typical: a.typical.plus(b.typical), high: a.high.plus(b.high) };
}

function isExact({ low, typical, high }: Spread): boolean {
  return low === typical && high === typical;
}

/** The spread widened to hold its typical value. */
export function ordered({ low, typical, high }: Spread): Spread {
  return { low: smaller(low, typical), typical, high: larger(high, typical) };
}
