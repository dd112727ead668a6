import { describe, expect, it } from "vitest";
import { estimate, type OwnPrices, type Question } from "../../src/index.ts";
import { focusRows } from "../../src/rows.ts";
import { book, model, rate } from "../book.ts";
import { job, traffic } from "./focused.ts";
import { rowsOf, type Row } from "./focusSpecification.ts";

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
    // $2 a million, written as $0.002 a thousand, stands beside the same list price, and so by the minute.
    expect(pick(own({ rates: [{ ...negotiated, amount: "0.002", per: "1K tokens" }] }))).toEqual([
      ["0.003", "0.002", "0.9", "0.6"],
    ]);
    const hosted = model({ rates: [rate("training", "3"), rate("hosting", "1.7", { per: "hour" })] });
    const prices = book([{ ...hosted, serving: [{ tag: "hosting" }] }]);
    const minute = { ...negotiated, kind: "hosting", amount: "0.02", per: "minute" };
    expect(
      own({ rates: [minute] }, { prices }).flatMap((row) => (row["x_LineKind"] === "hosting" ? row["ListCost"] : [])),
    ).toEqual(["1241", "1241", "1241"]);
    // A rate in another currency compares with none of the book.
    expect(pick(own({ rates: [{ ...negotiated, currency: "EUR" }] }, { traffic: undefined }))).toEqual([
      ["2", "2", "0.6", "0.6"],
    ]);
  });
});
