import { addDays, daysBetween } from "../check/day.ts";
import { decimal, roundTo, sum, type Amount } from "../money.ts";

/** From a day on, up to another one that it does not hold. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/** A part of a quantity, the time in which it is used, and the month that it is billed in. */
export interface MonthlyPart {
  readonly period: Period;
  readonly billed: Period;
  readonly quantity: Amount;
  readonly amount: Amount;
}

/** What is spread: its use ends on `end`, after `months` months of which the last may be a part of one. */
export interface Spreadable {
  readonly start: string;
  readonly end: string;
  readonly months: number;
  readonly quantity: Amount;
  readonly unitPrice: Amount;
  readonly amount: Amount;
}

/** Places of a month's share of a quantity; what is left of it falls into the last month. */
const places = 12;

/** The last day that can be written with four digits. */
const lastDay = "9999-12-31";

/**
 * The months of a charge for use: quantities and amounts add up to those of the charge exactly. A month is a 12th of a year's
 * hours, so that an end may lie a day or two behind the last month of the calendar: these days have their part of it.
 */
export function monthlyParts(charge: Spreadable): MonthlyPart[] {
  const periods = monthsOf(charge);
  const whole = Math.max(1, Math.ceil(charge.months)) - 1;
  const share = charge.quantity.dividedBy(charge.months);
  const lengths = periods.map(({ start, end }) => daysBetween(start, end));
  const tail = Math.max(1, sumOf(lengths.slice(whole)));
  const rest = charge.quantity.minus(share.times(Math.min(whole, periods.length)));
  const quantities = lengths.map((days, at) => roundTo(at < whole ? share : rest.times(days).dividedBy(tail), places));
  const known = quantities.slice(0, -1).map((quantity) => ({ quantity, amount: quantity.times(charge.unitPrice) }));
  const last = {
    quantity: charge.quantity.minus(sum(known.map(({ quantity }) => quantity))),
    amount: charge.amount.minus(sum(known.map(({ amount }) => amount))),
  };
  return periods.map((period, at) => ({ ...(known[at] ?? last), period, billed: monthFrom(charge.start, at) }));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** A charge of one day. */
export function dayPart(day: string, quantity: string, amount: string): MonthlyPart {
  const period = { start: day, end: day === lastDay ? lastDay : addDays(day, 1) };
  return { period, billed: monthFrom(day, 0), quantity: decimal(quantity), amount: decimal(amount) };
}

/** Months of the calendar from the first day on, the last one cut at the end: at least one. */
function monthsOf({ start, end }: Spreadable): Period[] {
  const periods: Period[] = [];
  for (
    let month = monthFrom(start, 0);
    periods.length === 0 || month.start < end;
    month = monthFrom(start, periods.length)
  )
    periods.push({ start: month.start, end: month.end < end ? month.end : end });
  return periods;
}

function monthFrom(start: string, at: number): Period {
  return { start: monthsLater(start, at), end: monthsLater(start, at + 1) };
}

/** The same day of the month `months` later, or the last day of a shorter month; at most the last day with four digits. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  if (12 * year + month + months >= 12 * 10_000) return lastDay;
  const first = (index: number): string =>
    `${String(year + Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}-01`;
  const target = month - 1 + months;
  const wanted = addDays(first(target), date - 1);
  const last = addDays(first(target + 1), -1);
  return wanted < last ? wanted : last;
}
