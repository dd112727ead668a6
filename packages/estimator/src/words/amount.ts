import { isRecord } from "../check/fields.ts";
import { amountText, apportioned, decimal, isDecimalText, sum, zero, type Amount, type Money } from "../money.ts";

/** Currencies that people know by a sign; every other stands behind the digits as its ISO 4217 code. */
const signs: Readonly<Record<string, string>> = { USD: "$", EUR: "€", GBP: "£" };

/** Digits after the point where the amount is one unit of money or more. */
const cents = 2;

/** Currencies that have no hundredth, with the digits that they have. @source ISO 4217, list one */
const digits: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    ["CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"].map((code) => [code, 0]),
  ),
  ...Object.fromEntries(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"].map((code) => [code, 3])),
};

function digitsOf(currency: string): number {
  return Object.hasOwn(digits, currency) ? (digits[currency] ?? cents) : cents;
}

/**
 * An amount for people: `$1,204.50`, `€3.28`, `12.00 CNY`, `1,205 JPY`, `-$5.00`. Rounded half up to the currency's last
 * digit; an amount under one unit keeps two significant digits (`$0.0042`), so that a small price never shows as nothing.
 * With a locale (`de-DE`) it is written as readers there write it, by the tables of the host; without, it is the same anywhere.
 */
export function moneyText(money: Money, locale?: string): string {
  if (!isRecord(money)) return "no amount";
  const { amount, currency } = money;
  if (!isDecimalText(amount)) return `${String(amount)} ${currency}`;
  const places = placesFor(decimal(amount), currency);
  if (locale === undefined) return moneyWith({ amount, currency }, places);
  const shown = { style: "currency", currency, minimumFractionDigits: places, maximumFractionDigits: places } as const;
  return new Intl.NumberFormat(locale, shown).format(decimal(amount).toFixed(places) as `${number}`);
}

/** `$15`, `$1,300`, `$0.0042`: where a sentence says "about", rounded half up to so many significant figures. */
export function aboutMoneyText({ amount, currency }: Money, figures: number = 2): string {
  return withSign(grouped(decimal(amount).toSignificantDigits(figures).toFixed()), currency);
}

/** A rate for people: every digit of it, at least the cents (`$0.125`, `$3.00`). */
export function rateText({ amount, currency }: Money): string {
  return moneyWith({ amount, currency }, Math.max(digitsOf(currency), decimal(amount).decimalPlaces()));
}

/** `$0.90` where low and high read the same, else `$0.90–$1.20`; `from $0.90` where there is no upper end. */
export function rangeText(range: { readonly low: string; readonly high: string | null }, currency: string): string {
  const low = moneyText({ amount: range.low, currency });
  if (range.high === null) return `from ${low}`;
  const high = moneyText({ amount: range.high, currency });
  return low === high ? low : `${low}–${high}`;
}

/** A whole count or quantity with its thousands set apart: `14,880,000`, `2,190.5`. */
export function countText(quantity: string | number): string {
  return grouped(decimal(quantity).toFixed());
}

/**
 * The amounts rounded so that what is shown adds up to the shown total: every one is cut to the given places and the
 * units left over go to those with the largest remainders (the earlier one where remainders are equal).
 */
export function shareOut(amounts: readonly string[], places: number = cents): string[] {
  return sharedOut(amounts, places, sum(amounts.map((amount) => decimal(amount))));
}

/** As `shareOut`, adding up to a shown sum that other rounded figures leave for them: at most a unit from their own. */
function sharedOut(amounts: readonly string[], places: number, shown: Amount): string[] {
  const exact = amounts.map((amount) => decimal(amount));
  return apportioned(exact, places, shown.toDecimalPlaces(places)).map((amount) => amount.toFixed(places));
}

/**
 * The total of a bill and its lines as text in one number of places, the lines adding up to the total as shown. `first`
 * is the exact sum of the lines that come first and is shown elsewhere, as the training is: they add up to that as well.
 */
export function billText(
  amounts: readonly string[],
  total: Money,
  first: string = "0",
): { lines: string[]; total: string } {
  const { currency } = total;
  const places = placesFor(decimal(total.amount), currency);
  const head = leading(amounts, decimal(first));
  const rounded = (value: Amount): Amount => value.toDecimalPlaces(places);
  const rest = rounded(decimal(total.amount)).minus(head === 0 ? zero : rounded(decimal(first)));
  const shares = [...shareOut(amounts.slice(0, head), places), ...sharedOut(amounts.slice(head), places, rest)];
  return { lines: shares.map((amount) => moneyWith({ amount, currency }, places)), total: moneyWith(total, places) };
}

/** How many of the first amounts have this sum; none where no number of them does. */
function leading(amounts: readonly string[], wanted: Amount): number {
  let reached = zero;
  for (const [index, amount] of amounts.entries()) {
    if (reached.equals(wanted)) return index;
    reached = reached.plus(amount);
  }
  return reached.equals(wanted) ? amounts.length : 0;
}

/**
 * What is left of an amount when another in the same currency is taken from it, exactly, as plain decimal text: with the
 * subtrahend it adds up to the minuend. Below 0 where the subtrahend is the larger.
 */
export function difference(minuend: string, subtrahend: string): string {
  return amountText(decimal(minuend).minus(subtrahend));
}

/** What amounts in one currency add up to, exactly, as plain decimal text; 0 for none. */
export function total(amounts: readonly string[]): string {
  return amountText(sum(amounts.map((amount) => decimal(amount))));
}

/** What is spent after so many months, exactly, as plain decimal text: an amount once, and another each month. */
export function spentAfter(months: number, once: string, monthly: string): string {
  return amountText(decimal(monthly).times(months).plus(once));
}

/** True where an amount is no more than a limit, to the last digit. */
export function isAtMost(amount: string, limit: string): boolean {
  return decimal(amount).lessThanOrEqualTo(limit);
}

function moneyWith({ amount, currency }: Money, places: number): string {
  const value = decimal(amount);
  const number = grouped(value.abs().toFixed(places));
  const minus = value.isNegative() && /[1-9]/.test(number) ? "-" : "";
  return `${minus}${withSign(number, currency)}`;
}

function withSign(number: string, currency: string): string {
  return Object.hasOwn(signs, currency) ? `${signs[currency]}${number}` : `${number} ${currency}`;
}

function placesFor(value: Amount, currency: string): number {
  const least = digitsOf(currency);
  const size = value.abs();
  if (size.isZero() || size.greaterThanOrEqualTo(1)) return least;
  const rounded = size.toSignificantDigits(2);
  // 0.999 rounds to a whole unit and is shown in cents.
  return Math.max(least, rounded.greaterThanOrEqualTo(1) ? least : rounded.decimalPlaces());
}

function grouped(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const apart = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? apart : `${apart}.${fraction}`;
}
