import { prices } from "@tunecast/pricing/history";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimate, type Answer, type OwnPrices, type Question } from "../../src/index.ts";
import { decimal, sum } from "../../src/money.ts";
import { bookOffers } from "../../src/prices.ts";
import { focusRows, type FlatTable } from "../../src/rows.ts";
import { dayText } from "../../src/check/day.ts";
import { book, model, rate } from "../book.ts";

type Row = Readonly<Record<string, string>>;

function rowsOf({ header, rows }: FlatTable): Row[] {
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ""])));
}

const decimalText = /^-?\d+(?:\.\d+)?$/;
const momentText = /^\d{4}-\d{2}-\d{2}T00:00:00Z$/;
const text = /./;
/**
 * Columns, feature level and types as the specification has them.
 * https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec/tree/v1.2/specification/columns
 */
const specified: Readonly<Record<string, RegExp>> = {
  BilledCost: decimalText,
  BillingAccountId: text,
  BillingAccountName: text,
  BillingCurrency: /^[A-Z]{3}$/,
  BillingPeriodStart: momentText,
  BillingPeriodEnd: momentText,
  ChargeCategory: /^(?:Usage|Purchase|Tax|Credit|Adjustment)$/,
  ChargeClass: /^(?:Correction)?$/,
  ChargeDescription: text,
  ChargePeriodStart: momentText,
  ChargePeriodEnd: momentText,
  ContractedCost: decimalText,
  EffectiveCost: decimalText,
  InvoiceIssuerName: text,
  ListCost: decimalText,
  PricingQuantity: decimalText,
  PricingUnit: text,
  ProviderName: text,
  PublisherName: text,
  ServiceCategory: /^AI and Machine Learning$/,
  ServiceName: text,
  ListUnitPrice: /^(?:\d+(?:\.\d+)?)?$/,
  ContractedUnitPrice: /^(?:\d+(?:\.\d+)?)?$/,
};

/** What of a row the specification does not allow. */
function wrongIn(row: Row): string[] {
  const at = (name: string): string => row[name] ?? "";
  const product = (price: string, cost: string): boolean =>
    at(price) !== "" && decimal(at(price)).times(at("PricingQuantity")).equals(at(cost));
  const usage = at("ChargeCategory") === "Usage";
  const laws: Readonly<Record<string, boolean>> = {
    columns: Object.keys(row).every((name) => name in specified || name.startsWith("x_")),
    chargePeriod: at("ChargePeriodStart") < at("ChargePeriodEnd"),
    inBillingPeriod:
      at("BillingPeriodStart") <= at("ChargePeriodStart") && at("ChargePeriodEnd") <= at("BillingPeriodEnd"),
    listCost: usage ? product("ListUnitPrice", "ListCost") : at("ListCost") === at("BilledCost"),
    contractedCost: usage
      ? product("ContractedUnitPrice", "ContractedCost")
      : at("ContractedCost") === at("BilledCost"),
    effectiveCost: usage || at("EffectiveCost") === at("BilledCost"),
  };
  const cells = Object.entries(specified).filter(([name, form]) => !form.test(at(name)));
  const broken = [...cells, ...Object.entries(laws).filter(([, holds]) => !holds)];
  return broken.map(([name]) => `${at("x_OfferId")} ${at("x_LineKind")} ${name}: ${at(name)}`);
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

  it("hold to the specification, and their estimated costs add up to the total of each offer exactly", () => {
    fc.assert(
      fc.property(day, months, requests, fc.boolean(), (asOf, long, requestsPerMonth, asBilled) => {
        const answer = ask({
          asOf,
          ...(long > 0 && { traffic: { ...traffic, requestsPerMonth, months: long } }),
          ...(asBilled && {
            ownPrices: { credits: [{ provider: "openai", amount: "1", currency: "USD", source: "g" }] },
          }),
        });
        const rows = rowsOf(focusRows(answer, { asBilled }));
        expect(rows.flatMap(wrongIn)).toEqual([]);
        for (const { id, total } of answer.offers) {
          const own = rows.filter((row) => row["x_OfferId"] === id);
          expect(costs(own, "x_EstimatedCost").toFixed(), id).toBe(decimal(total.amount).toFixed());
          expect(costs(own, "BilledCost").toFixed(), id).toBe(asBilled ? decimal(total.amount).toFixed() : "0");
        }
      }),
      { numRuns: 8 },
    );
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
