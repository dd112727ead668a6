import { Decimal as Library } from "decimal.js";

/** One private copy: precision is a property of the constructor. 64 digits hold every product of a rate and a count exactly. */
const Decimal = /* @__PURE__ */ Library.clone({ precision: 64, toExpNeg: -9e15, toExpPos: 9e15 });

/** An exact decimal number; leaves this package only as text. */
export type Amount = Library;

/** An amount of money, as it travels: a plain decimal string (never an exponent) and an ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Reads a decimal string or a whole count. Text that a person may have typed is checked with `isDecimalText` before. */
export function decimal(value: string | number | Amount): Amount {
  return new Decimal(value);
}

export const zero: Amount = /* @__PURE__ */ decimal(0);

/** The number as plain digits, no exponent, no trailing zeros. */
export function amountText(value: Amount): string {
  const text = value.toFixed();
  return text === "-0" ? "0" : text;
}

/** The exact sum. */
export function sum(values: readonly Amount[]): Amount {
  return values.reduce((total, value) => total.plus(value), zero);
}

/** Rounds up to a multiple of `step` (a provider's own rule, such as 1,000 tokens or one cent). */
export function ceilTo(value: Amount, step: string): Amount {
  return value.dividedBy(step).ceil().times(step);
}

/** Rounds to whole units of `decimals` places, half up: for display and for a provider's own invoice rule. */
export function roundTo(value: Amount, decimals: number): Amount {
  return value.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP);
}

export function smaller(a: Amount, b: Amount): Amount {
  return a.lessThan(b) ? a : b;
}

export function larger(a: Amount, b: Amount): Amount {
  return a.greaterThan(b) ? a : b;
}

/** Amounts cut to `places`, with the units left of `wanted` given to the largest remainders, the earlier first: they add up to `wanted`. */
export function apportioned(exact: readonly Amount[], places: number, wanted: Amount): Amount[] {
  const unit = decimal(`1e-${places}`);
  const floors = exact.map((value) => value.dividedBy(unit).floor());
  const left = wanted.dividedBy(unit).minus(sum(floors)).toNumber();
  const remainder = (index: number): Amount => (exact[index] ?? zero).dividedBy(unit).minus(floors[index] ?? zero);
  const byRemainder = exact.map((_, index) => index).sort((a, b) => remainder(b).comparedTo(remainder(a)));
  const favoured = new Set(byRemainder.slice(0, left));
  return floors.map((floor, index) => floor.plus(favoured.has(index) ? 1 : 0).times(unit));
}
