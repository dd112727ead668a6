import type { Answer, LineItem, Offer } from "../contract/answer.ts";
import { amountText, decimal, type Amount } from "../money.ts";
import { leftOut } from "../contract/completeness.ts";
import { addDays } from "../check/day.ts";
import type { FlatTable } from "./offers.ts";
import { dayPart, monthlyParts, monthsLater, type MonthlyPart } from "./periods.ts";

interface Charge {
  readonly answer: Answer;
  readonly offer: Offer;
  readonly line: LineItem;
  /** The time that the row is for, and its part of the line. */
  readonly part: MonthlyPart;
  readonly asBilled: boolean;
}

/** How rows are written. */
export interface FocusOptions {
  /** True where `BilledCost` holds the estimate; otherwise it is 0, since nothing was billed. */
  readonly asBilled?: boolean;
}

/** Kinds of lines that are paid for again every month; all others are paid once. */
const ofUse: readonly string[] = ["inference", "hosting", "provisioned", "storage"];

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

const categories: Readonly<Record<string, string>> = {
  credit: "Credit",
  rounding: "Adjustment",
  minimum: "Adjustment",
};

/**
 * The 21 mandatory columns of FOCUS 1.2 and its two unit prices, then own columns, which the specification wants to begin
 * with `x_`. A charge that is no use (a credit, an adjustment) has no unit price; its costs are then the billed one.
 *
 * @source https://focus.finops.org/focus-specification/v1-2/ (read 2026-11-24)
 */
const columns: readonly (readonly [name: string, cell: (charge: Charge) => string])[] = [
  ["BilledCost", billed],
  ["BillingAccountId", () => "estimate"],
  ["BillingAccountName", () => "Estimate"],
  ["BillingCurrency", ({ line }) => line.rate.currency],
  ["BillingPeriodStart", ({ part }) => moment(part.billed.start)],
  ["BillingPeriodEnd", ({ part }) => moment(part.billed.end)],
  ["ChargeCategory", ({ line }) => category(line)],
  ["ChargeClass", () => ""],
  ["ChargeDescription", ({ line, offer }) => `${line.label}, ${offer.model}`],
  ["ChargePeriodStart", ({ part }) => moment(part.period.start)],
  ["ChargePeriodEnd", ({ part }) => moment(part.period.end)],
  ["ContractedCost", (charge) => (isUsage(charge) ? amountText(charge.part.amount) : billed(charge))],
  ["EffectiveCost", billed],
  ["InvoiceIssuerName", ({ offer }) => offer.providerName],
  ["ListCost", (charge) => (isUsage(charge) ? listCost(charge) : billed(charge))],
  ["PricingQuantity", (charge) => amountText(pricingQuantity(charge))],
  ["PricingUnit", ({ line }) => pricingUnit(line)[0]],
  ["ProviderName", ({ offer }) => offer.providerName],
  ["PublisherName", ({ offer }) => offer.providerName],
  ["ServiceCategory", () => "AI and Machine Learning"],
  ["ServiceName", ({ offer }) => `${offer.providerName} fine-tuning`],
  ["ListUnitPrice", (charge) => (isUsage(charge) ? (charge.line.rate.list ?? charge.line.rate.amount) : "")],
  ["ContractedUnitPrice", (charge) => (isUsage(charge) ? charge.line.rate.amount : "")],
  ["x_EstimatedCost", ({ part }) => amountText(part.amount)],
  ["x_IsEstimate", () => "true"],
  ["x_PriceAsOf", ({ answer }) => answer.asOf],
  ["x_PriceBook", ({ answer }) => answer.prices.sha256],
  ["x_PriceBookAltered", ({ answer }) => String(answer.prices.altered === true)],
  ["x_Estimator", ({ answer }) => answer.estimator],
  ["x_OfferId", ({ offer }) => offer.id],
  ["x_ProviderId", ({ offer }) => offer.provider],
  ["x_ModelName", ({ offer }) => offer.modelName],
  ["x_OfferIsComplete", ({ offer }) => String(offer.complete)],
  ["x_LineKind", ({ line }) => line.kind],
  ["x_UnitPrice", ({ line }) => line.rate.amount],
  ["x_PriceSource", ({ line }) => line.rate.source],
  ["x_PriceSeen", ({ line }) => line.rate.seen],
  ["x_PriceConfidence", ({ line }) => line.rate.confidence],
  ["x_PriceOverridden", ({ line }) => String(line.rate.overlay === true)],
  ["x_TotalLow", ({ offer }) => offer.range.low],
  ["x_TotalHigh", ({ offer }) => offer.range.high ?? ""],
  ["x_TotalIsAtLeast", ({ offer, answer }) => String(leftOut(offer, answer).length > 0)],
  ["x_NotCounted", ({ offer, answer }) => leftOut(offer, answer).join(" ")],
  ["x_AnswersUntil", ({ offer }) => offer.horizon.clippedAt ?? ""],
];

/**
 * The answer as FOCUS 1.2 rows. What is paid once is a row in the day of the prices; a line for use has a row for every
 * month of the horizon. `x_EstimatedCost` of the rows of one `x_OfferId` adds up to that offer's total exactly. They are
 * estimates and say so (`x_IsEstimate`): `BilledCost` and `EffectiveCost` are 0 unless `asBilled`. With a discount or a
 * negotiated rate `ListCost` holds the cost at the list price; where the book has none to hold against a negotiated rate
 * (no rate of the same unit and currency), the negotiated cost. `x_PriceOverridden` is true in both cases. Where the
 * offer's total leaves something out, `x_TotalIsAtLeast` is true and `x_NotCounted` says what; `x_AnswersUntil` is set
 * where it holds fewer months than were asked for, since the model stops answering on that day.
 */
export function focusRows(answer: Answer, { asBilled = false }: FocusOptions = {}): FlatTable {
  const charges = answer.offers.flatMap((offer) =>
    offer.lines.flatMap((line) =>
      partsOf(line, offer, answer).map((part): Charge => ({ answer, offer, line, part, asBilled })),
    ),
  );
  return {
    header: columns.map(([name]) => name),
    rows: charges.map((charge) => columns.map(([, cell]) => cell(charge))),
  };
}

function partsOf(line: LineItem, { horizon, idle }: Offer, { asOf, input }: Answer): MonthlyPart[] {
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

function category({ kind }: LineItem): string {
  return Object.hasOwn(categories, kind) ? (categories[kind] ?? "") : "Usage";
}

function isUsage({ line }: Charge): boolean {
  return category(line) === "Usage";
}

/** What an invoice would hold: nothing yet. */
function billed({ asBilled, part }: Charge): string {
  return asBilled ? amountText(part.amount) : "0";
}

function pricingQuantity({ line, part }: Charge): Amount {
  return part.quantity.dividedBy(pricingUnit(line)[1]);
}

function unitPrice(line: LineItem): Amount {
  return decimal(line.rate.amount).dividedBy(pricingUnit(line)[1]);
}

function listCost(charge: Charge): string {
  const { list } = charge.line.rate;
  return amountText(list === undefined ? charge.part.amount : pricingQuantity(charge).times(list));
}

/** By what the rate is for; that of a machine names the machine, so its line's unit tells. */
function pricingUnit({ rate, unit }: LineItem): readonly [name: string, size: number] {
  const known = [rate.per, unit].find((name) => Object.hasOwn(pricingUnits, name)) ?? "";
  return pricingUnits[known] ?? [unit, 1];
}

function moment(day: string): string {
  return `${day}T00:00:00Z`;
}
