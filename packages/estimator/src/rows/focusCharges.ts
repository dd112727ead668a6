import table from "./pricingUnits.json" with { type: "json" };
import { priceOf } from "../bill/line.ts";
import { addDays, daysBetween } from "../check/day.ts";
import { own } from "../check/keys.ts";
import type { Answer, LineItem, Offer } from "../contract/answer.ts";
import { isDecimalText } from "../check/decimalText.ts";
import { decimal, roundTo, sum, type Amount } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";

/** A party and its part of every bill: `parts` of `of`, decimal strings (50 of 100, 1 of 3). */
export type AllocatedPart = Readonly<Record<"to" | "parts" | "of", string>>;

/** One row: a part of a line of a bill, in its own time, and of one party where the bill is shared. */
export interface Charge {
  readonly answer: Answer;
  readonly offer: Offer;
  readonly line: LineItem;
  readonly part: MonthlyPart;
  readonly asBilled: boolean;
  readonly party: AllocatedPart | null;
}

/** Kinds of lines that are paid every month whatever the traffic. */
const standing: readonly string[] = ["hosting", "provisioned", "storage"];

/** Kinds of lines that are paid for again every month; all others are paid once. */
const ofUse: readonly string[] = ["inference", ...standing];

const categories: Readonly<Record<string, string>> = {
  allowance: "Credit",
  credit: "Credit",
  rounding: "Adjustment",
  minimum: "Adjustment",
};

/** Pricing units of FOCUS and how many single units make one of them. */
const pricingUnits: Readonly<Record<string, { readonly name: string; readonly size: number }>> = table;

/** The time of a line: the training in the day of the prices, use month by month. */
export function partsOf(line: LineItem, { horizon, idle }: Offer, { asOf, input }: Answer): MonthlyPart[] {
  const unitPrice = priceOf(line.rate.amount, line.rate.per);
  const amounts = { quantity: decimal(line.quantity), amount: decimal(line.amount), unitPrice };
  if (!ofUse.includes(line.kind)) {
    const end = asOf === lastDay ? lastDay : addDays(asOf, 1);
    return [{ ...amounts, period: { start: asOf, end }, billed: monthFrom(asOf, 0) }];
  }
  const months = horizon.months > 0 ? horizon.months : 1;
  const end = horizon.clippedAt ?? monthsLater(asOf, Math.max(1, Math.ceil(horizon.months)));
  // A deployment that nobody calls is deleted: its hours lie in the first days.
  const isUnused = line.kind === "hosting" && input.traffic?.requestsPerMonth === 0;
  const days = isUnused && idle?.days !== undefined ? Math.ceil(idle.days) : Infinity;
  if (days >= daysBetween(asOf, end)) return monthlyParts({ start: asOf, end, months, ...amounts });
  const upFor = Math.min(months, (12 * days) / 365);
  return monthlyParts({ start: asOf, end: addDays(asOf, days), months: upFor, ...amounts });
}

export function categoryOf({ kind }: LineItem): string {
  return own(categories, kind) ?? "Usage";
}

export function isUsage({ line }: Pick<Charge, "line">): boolean {
  return categoryOf(line) === "Usage";
}

export function frequencyOf({ kind }: LineItem): string {
  return standing.includes(kind) ? "Recurring" : ofUse.includes(kind) ? "Usage-Based" : "One-Time";
}

export function pricingQuantity({ line, part }: Charge): Amount {
  return part.quantity.dividedBy(pricingUnit(line).size);
}

/** By what the rate is for; that of a machine names the machine, so its line's unit tells. */
export function pricingUnit({ rate, unit }: LineItem): { readonly name: string; readonly size: number } {
  return own(pricingUnits, rate.per) ?? own(pricingUnits, unit) ?? { name: unit, size: 1 };
}

type Period = Readonly<Record<"start" | "end", string>>;

type Share = Readonly<Record<"quantity" | "amount", Amount>>;

interface MonthlyPart extends Share {
  readonly period: Period;
  readonly billed: Period;
}

/** What is spread: its use ends on `end`, after `months` months of which the last may be a part of one. */
interface Spreadable extends Period, Share {
  readonly months: number;
  readonly unitPrice: Amount;
}

/** Places of a share of a quantity; what is left of it falls into the last month, or to the last party. */
const places = 12;

/** The last day that can be written with four digits. */
const lastDay = "9999-12-31";

/** All but the last of some parts, and what is left for the last: together they are the whole exactly. */
function withRest(parts: readonly Share[], whole: Share): Share[] {
  const known = parts.slice(0, -1);
  const rest = (of: keyof Share): Amount => whole[of].minus(sum(known.map((part) => part[of])));
  return [...known, { quantity: rest("quantity"), amount: rest("amount") }];
}

/** The months of a charge for use, which add up to it exactly; days behind the calendar's last month (a month is a 12th of a year) have their part. */
export function monthlyParts(charge: Spreadable): MonthlyPart[] {
  const periods = monthsOf(charge);
  const whole = Math.max(1, Math.ceil(charge.months)) - 1;
  const share = charge.quantity.dividedBy(charge.months);
  const lengths = periods.map(({ start, end }) => daysBetween(start, end));
  const tail = lengths.slice(whole).reduce((total, days) => total + days, 0);
  const rest = charge.quantity.minus(share.times(Math.min(whole, periods.length)));
  const shares = lengths.map((days, at) => {
    const quantity = roundTo(at < whole ? share : rest.times(days).dividedBy(Math.max(1, tail)), places);
    return { quantity, amount: quantity.times(charge.unitPrice) };
  });
  const parts = withRest(shares, charge);
  return periods.flatMap((period, at) => {
    const part = parts[at];
    return part === undefined ? [] : [{ ...part, period, billed: monthFrom(charge.start, at) }];
  });
}

function monthsOf({ start, end }: Spreadable): Period[] {
  const periods: Period[] = [];
  do {
    const month = monthFrom(start, periods.length);
    periods.push({ start: month.start, end: month.end < end ? month.end : end });
  } while (monthsLater(start, periods.length) < end);
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

/** Reads `team=50,ops=30,lab=20` (percent) or `a=1/3,b=1/3,c=1/3`. Problem: `bad_allocation` (got, expected: `shares`, `once`, `whole`). */
export function readAllocation(text: string): Result<readonly AllocatedPart[]> {
  const found = text.split(",").map((one) => {
    const [, to = "", parts = "", of = "100"] = /^\s*([^=]+?)\s*=\s*([\d.]+)(?:\/(\d+))?\s*$/u.exec(one) ?? [];
    return { to, parts, of };
  });
  const bad = (expected: string): Result<never> =>
    fail({ kind: "bad_allocation", field: "allocate", got: text, expected });
  const isPositive = (number: string): boolean => isDecimalText(number) && decimal(number).greaterThan(0);
  if (found.some(({ to, parts, of }) => to === "" || !isPositive(parts) || !isPositive(of))) return bad("shares");
  if (new Set(found.map(({ to }) => to)).size < found.length) return bad("once");
  // Σ parts/of = 1, over the product of all denominators: nothing is rounded.
  const whole = found.reduce((all, { of }) => all.times(of), decimal(1));
  const given = sum(found.map(({ parts, of }) => whole.dividedBy(of).times(parts)));
  return given.equals(whole) ? ok(found) : bad("whole");
}

/** A row once for each party: all of them add up to it exactly. */
export function allocated(charge: Charge, parties: readonly AllocatedPart[]): Charge[] {
  const { part, line } = charge;
  const price = priceOf(line.rate.amount, line.rate.per);
  const exact = part.quantity.times(price).equals(part.amount);
  const shares = parties.map((party) => {
    const quantity = roundTo(shareOf(part.quantity, party), places);
    return { quantity, amount: exact ? quantity.times(price) : roundTo(shareOf(part.amount, party), places) };
  });
  const parts = withRest(shares, part);
  return parties.map((party, at) => ({ ...charge, party, part: { ...part, ...parts[at] } }));
}

function shareOf(amount: Amount, { parts, of }: AllocatedPart): Amount {
  return amount.times(parts).dividedBy(of);
}
