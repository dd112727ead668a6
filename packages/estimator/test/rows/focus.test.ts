import { prices } from "@tunecast/pricing/history";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimate, type Answer, type OwnPrices, type Question } from "../../src/index.ts";
import { decimal, sum } from "../../src/money.ts";
import { bookOffers } from "../../src/prices.ts";
import {
  focusRows,
  focusVersions,
  hasFocusRows,
  readAllocation,
  type FlatTable,
  type FocusVersion,
} from "../../src/rows.ts";
import { dayText } from "../../src/check/day.ts";
import { book, model, rate } from "../book.ts";

type Row = Readonly<Record<string, string>>;

function rowsOf({ header, rows }: FlatTable): Row[] {
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
function wrongIn(row: Row, version: FocusVersion): string[] {
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
function wrongAmong(rows: readonly Row[]): string[] {
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

const methods = [...new Set(bookOffers(prices).map(({ method }) => method))];
const job = { examples: 1000, tokensPerExample: 100, epochs: 3 };
const traffic = { requestsPerMonth: 5000, inputTokens: 700, outputTokens: 90, months: 3 };
const ask = (more: Partial<Question>): Answer =>
  estimate({ asOf: "2026-11-24", prices, job, only: { methods }, ...more });
const costs = (rows: readonly Row[], name: string) => sum(rows.map((row) => decimal(row[name] ?? "")));

describe("FOCUS rows of the whole book", () => {
  const day = fc.integer({ min: 20_000, max: 21_500 }).map(dayText);
  const months = fc.constantFrom(0, 1, 3, 12, 1.5);
  const requests = fc.constantFrom(0, 7, 5000);

  it.each(focusVersions)(
    "hold to the specification, version %s, and their estimated costs add up to the total of each offer exactly",
    (version) => {
      fc.assert(
        fc.property(
          day,
          months,
          requests,
          fc.boolean(),
          fc.boolean(),
          (asOf, long, requestsPerMonth, asBilled, halves) => {
            const answer = ask({
              asOf,
              ...(long > 0 && { traffic: { ...traffic, requestsPerMonth, months: long, batchShare: 0.3 } }),
              ...(asBilled && {
                ownPrices: { credits: [{ provider: "openai", amount: "1", currency: "USD", source: "g" }] },
              }),
            });
            const shares = halves ? { allocate: allocation("team=50,ops=30,lab=20") } : {};
            const rows = rowsOf(focusRows(answer, { version, asBilled, all: true, ...shares }));
            expect(rows.flatMap((row) => wrongIn(row, version))).toEqual([]);
            expect(wrongAmong(rows)).toEqual([]);
            for (const { id, total } of answer.offers) {
              const own = rows.filter((row) => row["x_OfferId"] === id);
              // A bill in a provider's credits is in no national currency.
              const amount = total.currency === "credits" ? "0" : decimal(total.amount).toFixed();
              expect(costs(own, "x_EstimatedCost").toFixed(), id).toBe(amount);
              expect(costs(own, "BilledCost").toFixed(), id).toBe(asBilled ? amount : "0");
            }
            // The days of one line of one party follow on one another: nothing is charged twice.
            expect(overlaps(rows)).toEqual([]);
          },
        ),
        { numRuns: 6 },
      );
    },
  );

  it("are those of the first offer alone, unless all are asked for: one is bought", () => {
    const answer = ask({});
    const ids = (all: boolean) => new Set(rowsOf(focusRows(answer, { all })).map((row) => row["x_OfferId"]));
    expect(ids(false)).toEqual(new Set([answer.offers[0]?.id]));
    expect(ids(true)).toEqual(new Set(answer.offers.filter(hasFocusRows).map(({ id }) => id)));
    expect(ids(true).size).toBeGreaterThan(200);
  });
});

function allocation(shares: string) {
  const read = readAllocation(shares);
  if (!read.ok) throw new Error(read.problem.kind);
  return read.value;
}

/** Rows of one meter and party whose times share a day. */
function overlaps(rows: readonly Row[]): string[] {
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

describe("a shared bill", () => {
  const shares = fc.uniqueArray(fc.integer({ min: 1, max: 98 }), { minLength: 1, maxLength: 4 });

  it("gives each party whole cents, and all rows the total exactly", () => {
    const answer = ask({ traffic });
    const billed = answer.offers.filter(hasFocusRows);
    fc.assert(
      fc.property(fc.constantFrom(...billed), shares, (offer, cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), 100];
        const parts = edges.slice(1).map((edge, i) => `p${i}=${edge - (edges[i] ?? 0)}`);
        const rows = rowsOf(focusRows({ ...answer, offers: [offer] }, { allocate: allocation(parts.join(",")) }));
        const totals = parts.map((_, i) =>
          costs(
            rows.filter((row) => row["x_AllocatedTo"] === `p${i}`),
            "x_EstimatedCost",
          ),
        );
        const total = decimal(offer.total.amount);
        expect(sum(totals).toFixed()).toBe(total.toFixed());
        expect(totals.filter((amount) => amount.decimalPlaces() > 2).length).toBeLessThanOrEqual(1);
        const cents = sum(totals.map((amount) => amount.toDecimalPlaces(2)))
          .minus(total.toDecimalPlaces(2))
          .abs();
        expect(cents.toNumber()).toBeLessThanOrEqual(0.01);
        totals.forEach((amount, i) => {
          const exact = total.times(parts[i]?.split("=")[1] ?? "0").dividedBy(100);
          expect(amount.minus(exact).abs().toNumber()).toBeLessThanOrEqual(0.015);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("knows thirds, and refuses what does not add up", () => {
    expect(allocation("a=1/3, b=1/3, c=1/3")).toEqual([
      { to: "a", parts: "1", of: "3" },
      { to: "b", parts: "1", of: "3" },
      { to: "c", parts: "1", of: "3" },
    ]);
    for (const wrong of ["a=50,b=40", "a=50,a=50", "a=0,b=100", "a", "a=-1,b=101", "", "a=1/0,b=1", "a=100,b=1/3"])
      expect(readAllocation(wrong)).toMatchObject({
        ok: false,
        problem: { kind: "bad_allocation", field: "allocate" },
      });
  });
});

describe("FOCUS rows of one offer", () => {
  const own = (ownPrices?: OwnPrices, more: Partial<Question> = {}): Row[] => {
    const question = { asOf: "2026-02-01", prices: book([model()]), job, traffic };
    return rowsOf(focusRows(estimate({ ...question, ...(ownPrices && { ownPrices }), ...more })));
  };
  const linesOf = (rows: readonly Row[], label: string): Row[] =>
    rows.filter((row) => row["ChargeDescription"]?.startsWith(label));

  it("charge the training in its own day, and use month by month", () => {
    const rows = own();
    const days = (label: string) =>
      linesOf(rows, label).map((row) =>
        ["ChargePeriodStart", "ChargePeriodEnd", "BillingPeriodEnd"].map((name) => row[name]?.slice(0, 10)),
      );
    expect(days("Training")).toEqual([["2026-02-01", "2026-02-02", "2026-03-01"]]);
    expect(days("Input tokens")).toEqual([
      ["2026-02-01", "2026-03-01", "2026-03-01"],
      ["2026-03-01", "2026-04-01", "2026-04-01"],
      ["2026-04-01", "2026-05-01", "2026-05-01"],
    ]);
    // 5,000 × 700 tokens a month at $0.30 a million.
    expect(linesOf(rows, "Input tokens").map((row) => row["x_EstimatedCost"])).toEqual(["1.05", "1.05", "1.05"]);
  });

  it("charge a deployment that nobody calls until it is deleted", () => {
    const rates = [
      rate("training", "3"),
      rate("hosting", "1.7", { per: "hour" }),
      rate("input", "1"),
      rate("output", "1"),
    ];
    const serving = [{ tag: "per_token" }, { tag: "hosting", idleDeletedAfterHours: 360 }];
    const prices = book([model({ rates, serving })]);
    const rows = own(undefined, { prices, traffic: { ...traffic, requestsPerMonth: 0 } });
    const hosted = rows.filter((row) => row["x_LineKind"] === "hosting");
    expect(hosted.map((row) => [row["ChargePeriodEnd"], row["PricingQuantity"], row["x_EstimatedCost"]])).toEqual([
      ["2026-02-16T00:00:00Z", "360", "612"],
    ]);
  });

  it("bill nothing unless asked to", () => {
    const { offers, ...rest } = estimate({ asOf: "2026-02-01", prices: book([model()]), job });
    const costsOf = (asBilled: boolean) =>
      rowsOf(focusRows({ ...rest, offers }, { asBilled })).map((row) => [row["BilledCost"], row["x_EstimatedCost"]]);
    expect(costsOf(false)).toEqual([["0", "0.9"]]);
    expect(costsOf(true)).toEqual([["0.9", "0.9"]]);
  });

  it("hold the list price of the book where a negotiated rate is billed", () => {
    const negotiated = {
      provider: "acme",
      kind: "training",
      amount: "2",
      currency: "USD",
      per: "1M tokens",
      source: "c 7",
    };
    const pick = (rows: readonly Row[]) =>
      linesOf(rows, "Training").map((row) => [
        row["ListUnitPrice"],
        row["ContractedUnitPrice"],
        row["ListCost"],
        row["ContractedCost"],
      ]);
    expect(pick(own({ rates: [negotiated] }))).toEqual([["3", "2", "0.9", "0.6"]]);
    const exchange = [{ from: "USD", to: "EUR", rate: "0.5", date: "2026-01-30", source: "central bank" }];
    expect(pick(own({ rates: [negotiated], exchange }))).toEqual([["1.5", "1", "0.45", "0.3"]]);
    // A rate in another currency compares with none of the book.
    expect(pick(own({ rates: [{ ...negotiated, currency: "EUR" }] }, { traffic: undefined }))).toEqual([
      ["2", "2", "0.6", "0.6"],
    ]);
  });
});
