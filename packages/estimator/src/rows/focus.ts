import type { Answer, LineItem, Offer } from "../contract/answer.ts";
import { amountText, decimal } from "../money.ts";
import { leftOut } from "../contract/completeness.ts";
import { addDays } from "../check/day.ts";
import type { FlatTable } from "./offers.ts";

interface Charge {
  readonly answer: Answer;
  readonly offer: Offer;
  readonly line: LineItem;
  /** First day after the horizon. */
  readonly end: string;
}

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
 * The 21 mandatory columns of FOCUS 1.2, then own columns, which the specification wants to begin with `x_`.
 *
 * @source https://focus.finops.org/focus-specification/v1-2/ (read 2026-11-24)
 */
const columns: readonly (readonly [name: string, cell: (charge: Charge) => string])[] = [
  ["BilledCost", ({ line }) => line.amount],
  ["BillingAccountId", () => "estimate"],
  ["BillingAccountName", () => "Estimate"],
  ["BillingCurrency", ({ line }) => line.rate.currency],
  ["BillingPeriodStart", ({ answer }) => moment(answer.asOf)],
  ["BillingPeriodEnd", ({ end }) => moment(end)],
  ["ChargeCategory", ({ line }) => (Object.hasOwn(categories, line.kind) ? (categories[line.kind] ?? "") : "Usage")],
  ["ChargeClass", () => ""],
  ["ChargeDescription", ({ line, offer }) => `${line.label}, ${offer.model}`],
  ["ChargePeriodStart", ({ answer }) => moment(answer.asOf)],
  ["ChargePeriodEnd", ({ end }) => moment(end)],
  ["ContractedCost", ({ line }) => line.amount],
  ["EffectiveCost", ({ line }) => line.amount],
  ["InvoiceIssuerName", ({ offer }) => offer.providerName],
  ["ListCost", ({ line }) => (line.rate.list === undefined ? line.amount : listCost(line, line.rate.list))],
  ["PricingQuantity", ({ line }) => amountText(decimal(line.quantity).dividedBy(pricingUnit(line)[1]))],
  ["PricingUnit", ({ line }) => pricingUnit(line)[0]],
  ["ProviderName", ({ offer }) => offer.providerName],
  ["PublisherName", ({ offer }) => offer.providerName],
  ["ServiceCategory", () => "AI and Machine Learning"],
  ["ServiceName", ({ offer }) => `${offer.providerName} fine-tuning`],
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
 * The answer as FOCUS 1.2 rows: one charge per line item of every offer. The costs of the rows of one `x_OfferId` add
 * up to that offer's total exactly. They are estimates and say so (`x_IsEstimate`); one row covers the whole horizon,
 * its period runs from the day of the prices to the end of the horizon. With a discount `ListCost` holds
 * the cost at the list price; with a negotiated rate that is not known to the answer: all four cost columns then hold
 * the negotiated cost. `x_PriceOverridden` is true in both cases. Where the offer's total leaves something out,
 * `x_TotalIsAtLeast` is true and `x_NotCounted` says what; `x_AnswersUntil` is set where it holds fewer months than were
 * asked for, since the model stops answering on that day.
 */
export function focusRows(answer: Answer): FlatTable {
  const charges = answer.offers.flatMap((offer) => {
    const end = offer.horizon.clippedAt ?? monthsLater(answer.asOf, Math.max(1, Math.ceil(offer.horizon.months)));
    return offer.lines.map((line): Charge => ({ answer, offer, line, end }));
  });
  return {
    header: columns.map(([name]) => name),
    rows: charges.map((charge) => columns.map(([, cell]) => cell(charge))),
  };
}

/** By what the rate is for; that of a machine names the machine, so its line's unit tells. */
function pricingUnit({ rate, unit }: LineItem): readonly [name: string, size: number] {
  const known = [rate.per, unit].find((name) => Object.hasOwn(pricingUnits, name)) ?? "";
  return pricingUnits[known] ?? [unit, 1];
}

function listCost(line: LineItem, list: string): string {
  return amountText(decimal(line.quantity).times(list).dividedBy(pricingUnit(line)[1]));
}

function moment(day: string): string {
  return `${day}T00:00:00Z`;
}

/** The same day of the month `months` later, or the last day of a shorter month; at most the last day with four digits. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  if (12 * year + month + months >= 12 * 10_000) return "9999-12-31";
  const first = (index: number): string =>
    `${String(year + Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}-01`;
  const target = month - 1 + months;
  const wanted = addDays(first(target), date - 1);
  const last = addDays(first(target + 1), -1);
  return wanted < last ? wanted : last;
}
