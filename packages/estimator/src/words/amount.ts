import { isRecord } from "../check/fields.ts";
import { grouped, isDecimalText } from "../check/decimalText.ts";
import { amountText, apportioned, decimal, sum, zero, type Amount, type Money } from "../money.ts";

/** `1 example`, `8,000 examples`. */
export function counted(count: string | number, what: string): string {
  return `${countText(count)} ${what}${Number(count) === 1 ? "" : "s"}`;
}

/** `1 example is`, `8,000 examples are`. */
export function countedAre(count: string | number, what: string): string {
  return `${counted(count, what)} ${Number(count) === 1 ? "is" : "are"}`;
}

/** Currencies that people know by a sign; every other stands behind the digits as its ISO 4217 code. */
const signs: Readonly<Record<string, string>> = { USD: "$", EUR: "€", GBP: "£" };

/** Currencies that have no hundredth, or a thousandth. @source ISO 4217, list one */
const withoutCents = ["CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"];
const withThousandths = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

function digitsOf(currency: string): number {
  return withoutCents.includes(currency) ? 0 : withThousandths.includes(currency) ? 3 : 2;
}

/** An amount for people: `$1,204.50`, `12.00 CNY`, `-$5.00`, half up to the currency's last digit, `$0.0042` under one unit; a `locale` writes it by the host. */
export function moneyText(money: Money, locale?: string): string {
  if (!isRecord(money)) return "no amount";
  const { amount, currency } = money;
  if (!isDecimalText(amount)) return `${String(amount)} ${currency}`;
  const places = placesFor(amount, currency);
  if (locale === undefined) return moneyWith(money, places);
  const shown = { style: "currency", currency, minimumFractionDigits: places, maximumFractionDigits: places } as const;
  return new Intl.NumberFormat(locale, shown).format(amount as `${number}`);
}

/** A rate for people: every digit of it, at least the cents (`$0.125`, `$3.00`). */
export function rateText({ amount, currency }: Money): string {
  if (!isDecimalText(amount)) return `${String(amount)} ${currency}`;
  const own = amount.split(".")[1]?.replace(/0+$/, "") ?? "";
  return moneyWith({ amount, currency }, Math.max(digitsOf(currency), own.length));
}

/** `$0.90` where low and high read the same, else `$0.90–$1.20`; `from $0.90` where there is no upper end. */
export function rangeText(range: { readonly low: string; readonly high: string | null }, currency: string): string {
  const low = moneyText({ amount: range.low, currency });
  if (range.high === null) return `from ${low}`;
  const high = moneyText({ amount: range.high, currency });
  return low === high ? low : `${low}–${high}`;
}

/** The range where its ends read differently; empty where they are one amount to the eye. */
export function bandText(range: Parameters<typeof rangeText>[0], currency: string): string {
  const text = rangeText(range, currency);
  return text === moneyText({ amount: range.low, currency }) ? "" : text;
}

/** A whole count or quantity with its thousands set apart: `14,880,000`, `2,190.5`. */
export function countText(quantity: string | number): string {
  const text = String(quantity);
  // Digits alone: a library of decimals would come along with every sentence.
  const size = Number(quantity);
  const digits = !/\de/u.test(text) ? text : Math.abs(size) >= 1 ? String(BigInt(size)) : size.toFixed(20);
  return grouped(digits.includes(".") ? digits.replace(/\.?0+$/u, "") : digits);
}

/**
 * Amounts rounded so that they add up to the shown total: what is left goes to the largest remainders, the earlier first.
 * @param shown the sum that other rounded figures leave for them, at most a unit from their own
 */
export function shareOut(amounts: readonly string[], places: number = 2, shown?: Amount): string[] {
  const exact = amounts.map((amount) => decimal(amount));
  const wanted = (shown ?? sum(exact)).toDecimalPlaces(places);
  return apportioned(exact, places, wanted).map((amount) => amount.toFixed(places));
}

/** A bill's total and lines in one number of places: the lines add up to the total as shown, the `first` ones to theirs, which is shown elsewhere. */
export function billText(
  amounts: readonly string[],
  total: Money,
  first: string = "0",
): { lines: string[]; total: string } {
  const { currency } = total;
  const places = placesFor(total.amount, currency);
  const head = leading(amounts, decimal(first));
  const cut = (amount: string): Amount => decimal(amount).toDecimalPlaces(places);
  const rest = cut(total.amount).minus(head === 0 ? zero : cut(first));
  const shares = [...shareOut(amounts.slice(0, head), places), ...shareOut(amounts.slice(head), places, rest)];
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

/** How far apart two amounts are for people, as a reader subtracts them as shown; exactly where that gives nothing. */
export function apartText(one: string, other: string, currency: string): string {
  return moneyText({ amount: amountText(shownApart(one, other, currency).abs()), currency });
}

function shownApart(one: string, other: string, currency: string): Amount {
  const shown = (amount: string): Amount => decimal(amount).toDecimalPlaces(placesFor(amount, currency));
  const apart = shown(one).minus(shown(other));
  return apart.isZero() ? decimal(one).minus(other) : apart;
}

/** What a change from one amount to another is made of: the parts add up to the change as {@link apartText} shows it, the largest takes what rounding left. */
export function changeParts(before: string, after: string, parts: readonly string[], currency: string): string[] {
  const apart = shownApart(after, before, currency);
  const places = placesFor(amountText(apart), currency);
  const exact = parts.map((amount) => decimal(amount));
  const largest = exact.reduce((most, one, at) => (one.abs().greaterThan(exact[most]?.abs() ?? 0) ? at : most), 0);
  const left = apart.minus(sum(exact));
  const shares = exact.map((one, at) => amountText(at === largest ? one.plus(left) : one));
  return shareOut(shares, places).map((amount) => moneyWith({ amount, currency }, places));
}

/** What amounts in one currency add up to, exactly, as plain decimal text; 0 for none. */
export function total(amounts: readonly string[]): string {
  return amountText(sum(amounts.map((amount) => decimal(amount))));
}

/** True where an amount is no more than a limit, to the last digit. */
export function isAtMost(amount: string, limit: string): boolean {
  return decimal(amount).lessThanOrEqualTo(limit);
}

function moneyWith({ amount, currency }: Money, places: number): string {
  const number = grouped(rounded(amount.replace("-", ""), places));
  const sign = Object.hasOwn(signs, currency) ? signs[currency] : undefined;
  const minus = amount.startsWith("-") && /[1-9]/.test(number) ? "-" : "";
  return minus + (sign === undefined ? `${number} ${currency}` : sign + number);
}

/** Rounded half up, exactly. Whole numbers do it: a library of decimals, or the platform's first format, costs more. */
function rounded(amount: string, places: number): string {
  const [whole = "", fraction = ""] = amount.split(".");
  const kept = BigInt(whole + fraction.slice(0, places).padEnd(places, "0"));
  const digits = String(kept + (fraction.charAt(places) >= "5" ? 1n : 0n)).padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function placesFor(amount: string, currency: string): number {
  const least = digitsOf(currency);
  const size = amount.replace("-", "");
  // 0.999 rounds to a whole unit and is shown in cents.
  if (Number(size) === 0 || Number(size) >= 1) return least;
  // Below one unit the first two digits count, without zeros at the end.
  const zeros = /^0*\.(0*)/.exec(size)?.[1]?.length ?? 0;
  const two = rounded(size, zeros + 2).replace(/0+$/, "");
  return Math.max(least, (two.split(".")[1] ?? "").length);
}
