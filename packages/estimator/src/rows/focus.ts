import type { Answer, Offer } from "../contract/answer.ts";
import { leftOut } from "../contract/completeness.ts";
import { priceAge } from "../contract/priceAge.ts";
import { amountText, decimal } from "../money.ts";
import { categoryOf, frequencyOf, isUsage, partsOf, pricingQuantity, pricingUnit, allocated } from "./focusCharges.ts";
import type { Charge, AllocatedPart } from "./focusCharges.ts";
import type { FlatTable } from "./offers.ts";

/** Versions of the specification that rows are written in. */
export const focusVersions = ["1.2", "1.4"] as const;
export type FocusVersion = (typeof focusVersions)[number];

export interface FocusOptions {
  readonly version?: FocusVersion;
  /** True where `BilledCost` holds the estimate; otherwise it is 0, since nothing was billed. */
  readonly asBilled?: boolean;
  /** Rows of every offer; without it those of the first alone: of several offers one is bought. */
  readonly all?: boolean;
  /** Parties that share each bill, as `readAllocation` reads them. */
  readonly allocate?: readonly AllocatedPart[];
}

type Column = readonly [name: string, cell: (charge: Charge) => string];

const provider = ({ offer }: Charge): string => offer.providerName;

/** Who sells and who hosts: 1.3 took `ServiceProviderName` and `HostProviderName` for the two names of before, 1.4 removed these. */
const entities: Readonly<Record<FocusVersion, readonly string[]>> = {
  "1.2": ["ProviderName", "PublisherName"],
  // Whose machines a service runs on is not published: the specification lets its own name stand there.
  "1.4": ["ServiceProviderName", "HostProviderName"],
};

const mandatory: readonly Column[] = [
  ["BilledCost", billed],
  ["BillingAccountId", () => "estimate"],
  ["BillingAccountName", () => "Estimate"],
  ["BillingCurrency", ({ line }) => line.rate.currency],
  ["BillingPeriodStart", ({ part }) => moment(part.billed.start)],
  ["BillingPeriodEnd", ({ part }) => moment(part.billed.end)],
  ["ChargeCategory", ({ line }) => categoryOf(line)],
  ["ChargeClass", () => ""],
  ["ChargeDescription", ({ line, offer }) => `${line.label}, ${offer.model}`],
  ["ChargePeriodStart", ({ part }) => moment(part.period.start)],
  ["ChargePeriodEnd", ({ part }) => moment(part.period.end)],
  ["ContractedCost", (charge) => (isUsage(charge) ? amountText(charge.part.amount) : billed(charge))],
  ["EffectiveCost", billed],
  ["InvoiceIssuerName", provider],
  ["ListCost", (charge) => (isUsage(charge) ? listCost(charge) : billed(charge))],
  ["PricingQuantity", ofUsage((charge) => amountText(pricingQuantity(charge)))],
  ["PricingUnit", ofUsage(({ line }) => pricingUnit(line).name)],
];

/** What stands behind the mandatory columns: prices, measures and the thing that is sold; null for what is no use. */
const further: readonly Column[] = [
  ["ServiceCategory", () => "AI and Machine Learning"],
  ["ServiceName", ({ offer }) => `${offer.providerName} fine-tuning`],
  ["ServiceSubcategory", () => "Generative AI"],
  ["ChargeFrequency", ({ line }) => frequencyOf(line)],
  ["ConsumedQuantity", ofUsage(({ part }) => amountText(part.quantity))],
  ["ConsumedUnit", ofUsage(({ line }) => pricingUnit(line).name.replace(/^\d+ /u, ""))],
  ["ContractedUnitPrice", ofUsage(({ line }) => line.rate.amount)],
  ["ListUnitPrice", ofUsage(({ line }) => line.rate.list ?? line.rate.amount)],
  ["PricingCategory", ofUsage(() => "Standard")],
  ["SkuId", ofUsage(skuId)],
  ["SkuMeter", ofUsage(({ line }) => meterOf(line.label))],
  ["SkuPriceDetails", () => ""],
  ["SkuPriceId", ofUsage(skuPriceId)],
];

const own: readonly Column[] = [
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
  ["x_PriceAgeDays", ({ line, answer }) => String(priceAge(line.rate, answer.asOf) ?? "")],
  ["x_PriceConfidence", ({ line }) => line.rate.confidence],
  ["x_PriceOverridden", ({ line }) => String(line.rate.overlay === true)],
  ["x_TotalLow", ({ offer }) => offer.range.low],
  ["x_TotalHigh", ({ offer }) => offer.range.high ?? ""],
  ["x_TotalIsAtLeast", ({ offer, answer }) => String(leftOut(offer, answer).length > 0)],
  ["x_NotCounted", ({ offer, answer }) => leftOut(offer, answer).join(" ")],
  ["x_AnswersUntil", ({ offer }) => offer.horizon.clippedAt ?? ""],
];

const shared: readonly Column[] = [
  ["x_AllocatedTo", ({ party }) => party?.to ?? ""],
  ["x_AllocatedShare", ({ party }) => (party === null ? "" : `${party.parts}/${party.of}`)],
];

/**
 * Whether an offer can stand in FOCUS rows: a provider's own credits are no national currency until an exchange rate is pinned.
 * @source https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec/blob/002df8c71bca48429aa8ebb9436614bf3ab171b8/specification/columns/billingcurrency.md
 */
export function hasFocusRows({ total }: Offer): boolean {
  return /^[A-Z]{3}$/.test(total.currency);
}

/**
 * The answer as rows of FOCUS 1.2 or 1.4, of the offers with `hasFocusRows`: the mandatory columns, those that a service with a price
 * list has, then own ones. What is paid once is a row in the day of the prices, use a row a month. `x_EstimatedCost` of one `x_OfferId`
 * adds up to its total exactly; `BilledCost` and `EffectiveCost` are 0 unless `asBilled`. `ListCost` holds the list price, or the
 * negotiated cost where the book has none that counts the same. With `allocate` every row stands once for each party.
 * @throws RangeError for a version that is not among `focusVersions`, and for an option that there is not.
 * @source https://focus.finops.org/focus-specification/v1-2/ and, for 1.3 and 1.4, https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec/tree/085459e3bc9c6ea0d4607b6bd423a98604802219/specification/datasets/cost_and_usage/columns (read 2026-11-25)
 */
export function focusRows(answer: Answer, options: FocusOptions = {}): FlatTable {
  const { version = "1.2", asBilled = false, all = false, allocate } = options;
  const strange = Object.keys(options).find((name) => !["version", "asBilled", "all", "allocate"].includes(name));
  if (strange !== undefined) throw new RangeError(`Got ${strange}, expected version, asBilled, all or allocate.`);
  if (!focusVersions.includes(version))
    throw new RangeError(`Got version = ${version}, expected ${focusVersions.join(" or ")}.`);
  const named = entities[version].map((name): Column => [name, provider]);
  const columns = [...mandatory, ...named, ...further, ...own, ...(allocate === undefined ? [] : shared)];
  const offers = answer.offers.filter(hasFocusRows);
  const charges = (all ? offers : offers.slice(0, 1)).flatMap((offer) =>
    offer.lines.flatMap((line) =>
      partsOf(line, offer, answer).flatMap((part) => {
        const charge = { answer, offer, line, part, asBilled, party: null };
        return allocate === undefined ? [charge] : allocated(charge, allocate);
      }),
    ),
  );
  return {
    header: columns.map(([name]) => name),
    rows: charges.map((charge) => columns.map(([, cell]) => cell(charge))),
  };
}

/** A cell that is null for a credit or an adjustment, which is no thing that is sold. */
function ofUsage(cell: (charge: Charge) => string): (charge: Charge) => string {
  return (charge) => (isUsage(charge) ? cell(charge) : "");
}

function skuId({ offer, line }: Charge): string {
  return `${offer.id}/${meterOf(line.label)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")}`;
}

/** One of its prices: by the unit, and for work that can wait. */
function skuPriceId(charge: Charge): string {
  const { label, rate } = charge.line;
  return `${skuId(charge)}/${rate.per.replaceAll(" ", "-")}${label.endsWith(", batch") ? "/batch" : ""}`;
}

/** A label without what differs from one bill to the next: `Training, 3 epochs`. */
function meterOf(label: string): string {
  return label.split(/[,(:]/u)[0]?.trim() ?? label;
}

/** What an invoice would hold: nothing yet. */
function billed({ asBilled, part }: Charge): string {
  return asBilled ? amountText(part.amount) : "0";
}

function listCost(charge: Charge): string {
  const { list } = charge.line.rate;
  return amountText(list === undefined ? charge.part.amount : pricingQuantity(charge).times(decimal(list)));
}

function moment(day: string): string {
  return `${day}T00:00:00Z`;
}
