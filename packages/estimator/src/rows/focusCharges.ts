import { addDays } from "../check/day.ts";
import type { Answer, LineItem, Offer } from "../contract/answer.ts";
import { decimal, type Amount } from "../money.ts";
import { dayPart, monthlyParts, monthsLater, type MonthlyPart } from "./periods.ts";

/** A party and its part of every bill: `parts` of `of`, decimal strings (50 of 100, 1 of 3). */
export interface AllocatedPart {
  readonly to: string;
  readonly parts: string;
  readonly of: string;
}

/** One row: a part of a line of a bill, in its own time, and of one party where the bill is shared. */
export interface Charge {
  readonly answer: Answer;
  readonly offer: Offer;
  readonly line: LineItem;
  /** The time that the row is for, and its part of the line. */
  readonly part: MonthlyPart;
  readonly asBilled: boolean;
  /** Whose part it is; null where the bill is not shared. */
  readonly party: AllocatedPart | null;
}

/** Kinds of lines that are paid for again every month; all others are paid once. */
const ofUse: readonly string[] = ["inference", "hosting", "provisioned", "storage"];

/** Kinds of lines that are paid every month whatever the traffic. */
const standing: readonly string[] = ["hosting", "provisioned", "storage"];

const categories: Readonly<Record<string, string>> = {
  credit: "Credit",
  rounding: "Adjustment",
  minimum: "Adjustment",
  allocation: "Adjustment",
};

/** Pricing units of FOCUS and how many single units make one of them. */
const pricingUnits: Readonly<Record<string, readonly [name: string, size: number]>> = {
  "1M tokens": ["1000000 Tokens", 1_000_000],
  "1K tokens": ["1000 Tokens", 1000],
  hour: ["Hours", 1],
  minute: ["Minutes", 1],
  second: ["Seconds", 1],
  month: ["Months", 1],
  "GB-month": ["GB-Months", 1],
  image: ["Images", 1],
  job: ["Jobs", 1],
  step: ["Steps", 1],
  "GPU-hour": ["GPU-Hours", 1],
  "GPU-second": ["GPU-Seconds", 1],
  "model-unit-hour": ["Model-Unit-Hours", 1],
  "CMU-month": ["CMU-Months", 1],
  "machine-hour": ["Machine-Hours", 1],
};

/** The time of a line: the training in the day of the prices, use month by month. */
export function partsOf(line: LineItem, { horizon, idle }: Offer, { asOf, input }: Answer): MonthlyPart[] {
  if (!ofUse.includes(line.kind)) return [dayPart(asOf, line.quantity, line.amount)];
  const end = horizon.clippedAt ?? monthsLater(asOf, Math.max(1, Math.ceil(horizon.months)));
  const months = horizon.months > 0 ? horizon.months : 1;
  const amounts = { quantity: decimal(line.quantity), amount: decimal(line.amount), unitPrice: unitPrice(line) };
  // A deployment that nobody calls is deleted: its hours lie in the first days.
  const deleted =
    line.kind === "hosting" && input.traffic?.requestsPerMonth === 0 && idle?.days !== undefined
      ? addDays(asOf, Math.ceil(idle.days))
      : end;
  if (deleted >= end) return monthlyParts({ start: asOf, end, months, ...amounts });
  const upFor = Math.min(months, (12 * Math.ceil(idle?.days ?? 0)) / 365);
  return monthlyParts({ start: asOf, end: deleted, months: upFor, ...amounts });
}

export function categoryOf({ kind }: LineItem): string {
  return Object.hasOwn(categories, kind) ? (categories[kind] ?? "") : "Usage";
}

export function isUsage({ line }: Pick<Charge, "line">): boolean {
  return categoryOf(line) === "Usage";
}

export function frequencyOf({ kind }: LineItem): string {
  return standing.includes(kind) ? "Recurring" : ofUse.includes(kind) ? "Usage-Based" : "One-Time";
}

export function pricingQuantity({ line, part }: Charge): Amount {
  return part.quantity.dividedBy(pricingUnit(line)[1]);
}

/** Price of one unit of the line's quantity. */
export function unitPrice(line: LineItem): Amount {
  return decimal(line.rate.amount).dividedBy(pricingUnit(line)[1]);
}

/** By what the rate is for; that of a machine names the machine, so its line's unit tells. */
export function pricingUnit({ rate, unit }: LineItem): readonly [name: string, size: number] {
  const known = [rate.per, unit].find((name) => Object.hasOwn(pricingUnits, name)) ?? "";
  return pricingUnits[known] ?? [unit, 1];
}

/** The unit in which use is measured: what a pricing unit holds a number of. */
export function consumedUnit(line: LineItem): string {
  return pricingUnit(line)[0].replace(/^\d+ /u, "");
}
