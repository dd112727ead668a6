import { decimal } from "../../src/money.ts";
import type { FlatTable, FocusVersion } from "../../src/rows.ts";

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a table, by column. */
export function rowsOf({ header, rows }: FlatTable): Row[] {
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ""])));
}

const decimalText = /^-?\d+(?:\.\d+)?$/;
const orNull = (form: RegExp): RegExp => new RegExp(`^(?:${form.source})?$`, "u");
const momentText = /^\d{4}-\d{2}-\d{2}T00:00:00Z$/;
const text = /./;
const unit = /^(?:\d+ )?[A-Z][A-Za-z-]*$|^[a-z][\w -]*$/;
/**
 * Columns of the data set "Cost and Usage", their types and allowed values, as both versions have them.
 * https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec/tree/7296e3146fb931ee32b6496fa6e4200e7f4384f7/specification/columns (1.2)
 */
const both: Readonly<Record<string, RegExp>> = {
  BilledCost: decimalText,
  BillingAccountId: text,
  BillingAccountName: text,
  BillingCurrency: /^[A-Z]{3}$/,
  BillingPeriodStart: momentText,
  BillingPeriodEnd: momentText,
  ChargeCategory: /^(?:Usage|Purchase|Tax|Credit|Adjustment)$/,
  ChargeClass: /^(?:Correction)?$/,
  ChargeDescription: text,
  ChargeFrequency: /^(?:One-Time|Recurring|Usage-Based)$/,
  ChargePeriodStart: momentText,
  ChargePeriodEnd: momentText,
  ConsumedQuantity: orNull(/\d+(?:\.\d+)?/),
  ConsumedUnit: orNull(/[A-Za-z][\w -]*/),
  ContractedCost: decimalText,
  ContractedUnitPrice: orNull(/\d+(?:\.\d+)?/),
  EffectiveCost: decimalText,
  InvoiceIssuerName: text,
  ListCost: decimalText,
  ListUnitPrice: orNull(/\d+(?:\.\d+)?/),
  PricingCategory: /^(?:Standard|Dynamic|Committed|Other)?$/,
  PricingQuantity: orNull(/-?\d+(?:\.\d+)?/),
  PricingUnit: /^.*$/,
  ServiceCategory: /^AI and Machine Learning$/,
  ServiceName: text,
  // The only parent of these is "AI and Machine Learning".
  ServiceSubcategory: /^(?:AI Platforms|Bots|Generative AI|Machine Learning|Natural Language Processing)$/,
  SkuId: /^.*$/,
  SkuMeter: /^.*$/,
  SkuPriceDetails: /^(?:\{.*\})?$/,
  SkuPriceId: /^.*$/,
};

/**
 * What one version alone has. 1.3 brought `ServiceProviderName` and `HostProviderName`, both mandatory and not null, and
 * deprecated `ProviderName` and `PublisherName`, which 1.4 no longer has.
 * https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec/tree/085459e3bc9c6ea0d4607b6bd423a98604802219/specification/datasets/cost_and_usage/columns
 */
const versions: Readonly<Record<FocusVersion, Readonly<Record<string, RegExp>>>> = {
  "1.2": { ...both, ProviderName: text, PublisherName: text },
  "1.4": { ...both, ServiceProviderName: text, HostProviderName: text },
};

function grouped(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

/** What of a row the specification does not allow. */
export function wrongIn(row: Row, version: FocusVersion): string[] {
  const specified = versions[version];
  const at = (name: string): string => row[name] ?? "";
  const isNull = (...names: readonly string[]): boolean => names.every((name) => at(name) === "");
  const product = (price: string, cost: string): boolean =>
    isNull(price) || decimal(at(price)).times(at("PricingQuantity")).equals(at(cost));
  const usage = at("ChargeCategory") === "Usage";
  const priced = ["PricingQuantity", "ContractedUnitPrice", "ListUnitPrice", "PricingCategory", "SkuId", "SkuPriceId"];
  const laws: Readonly<Record<string, boolean>> = {
    columns: Object.keys(row).every((name) => name in specified || name.startsWith("x_")),
    order: Object.keys(row).findLastIndex((name) => !name.startsWith("x_")) === Object.keys(specified).length - 1,
    chargePeriod: at("ChargePeriodStart") < at("ChargePeriodEnd"),
    inBillingPeriod:
      at("BillingPeriodStart") <= at("ChargePeriodStart") && at("ChargePeriodEnd") <= at("BillingPeriodEnd"),
    // "MUST NOT be null when ChargeCategory is Usage", "MUST be null when SkuPriceId is null" (1.4).
    nulls: usage ? priced.every((name) => !isNull(name)) : isNull(...priced),
    consumed: usage ? !isNull("ConsumedQuantity", "ConsumedUnit") : isNull("ConsumedQuantity", "ConsumedUnit"),
    unit:
      isNull("PricingUnit") === isNull("PricingQuantity") && (isNull("PricingUnit") || unit.test(at("PricingUnit"))),
    meter: isNull("SkuId") === isNull("SkuMeter"),
    listCost: product("ListUnitPrice", "ListCost"),
    contractedCost: product("ContractedUnitPrice", "ContractedCost"),
    // "MUST match the BilledCost" where there is no unit price and no charge that it is reckoned from.
    unrelated: usage || ["ListCost", "ContractedCost", "EffectiveCost"].every((name) => at(name) === at("BilledCost")),
  };
  const cells = Object.entries(specified).filter(([name, form]) => !(name in row) || !form.test(at(name)));
  const broken = [...cells, ...Object.entries(laws).filter(([, holds]) => !holds)];
  return broken.map(([name]) => `${at("x_OfferId")} ${at("x_LineKind")} ${name}: ${at(name)}`);
}

/** Laws of all rows together: one parent for each price, and one list price for each at a time. */
export function wrongAmong(rows: readonly Row[]): string[] {
  const held = (key: string, value: string): string[] => {
    const found = grouped(
      rows.filter((row) => row[key] !== ""),
      (row) => row[key] ?? "",
    );
    return [...found].flatMap(([id, some]) =>
      new Set(some.map((row) => row[value])).size > 1 ? [`${key} ${id}: ${value}`] : [],
    );
  };
  return [...held("SkuPriceId", "SkuId"), ...held("SkuPriceId", "ListUnitPrice"), ...held("SkuId", "SkuMeter")];
}

/** Rows of one meter and party whose times share a day. */
export function overlaps(rows: readonly Row[]): string[] {
  const sold = grouped(
    rows.filter((row) => row["SkuPriceId"] !== ""),
    (row) => `${row["SkuPriceId"]} ${row["x_UnitPrice"]} ${row["ChargeDescription"]} ${row["x_AllocatedTo"]}`,
  );
  return [...sold].flatMap(([key, some]) => {
    const periods = some.map((row) => [row["ChargePeriodStart"] ?? "", row["ChargePeriodEnd"] ?? ""] as const);
    const sorted = periods.toSorted(([a], [b]) => (a < b ? -1 : 1));
    return sorted.some(([start], at) => at > 0 && start < (sorted[at - 1]?.[1] ?? "")) ? [key] : [];
  });
}
