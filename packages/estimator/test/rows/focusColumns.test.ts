import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/contract/answer.ts";
import { decimal, sum } from "../../src/money.ts";
import { focusRows } from "../../src/rows/focus.ts";
import { answer, cells, hosting, lacking, offer, training, rate, uncounted } from "./answered.ts";

describe("focusRows", () => {
  const table = focusRows(answer);
  const mandatory = [
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingCurrency",
    "BillingPeriodStart",
    "BillingPeriodEnd",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "ServiceCategory",
    "ServiceName",
  ];

  it("name the options that there are for another one", () => {
    expect(() => focusRows(answer, { versoin: "1.4" } as object)).toThrow(
      new RangeError("Got versoin, expected version, asBilled, all or allocate."),
    );
  });

  it.each(["1.3", "", "toString"])("name the versions that there are for another one (%j)", (version) => {
    expect(() => focusRows(answer, { version: version as "1.2" })).toThrow(
      new RangeError(`Got version = ${version}, expected 1.2 or 1.4.`),
    );
  });

  it("begins with the 21 mandatory columns of the version, then others of the specification; own ones begin with x_", () => {
    const newer = focusRows(answer, { version: "1.4" }).header;
    const names = ["ProviderName", "PublisherName"];
    expect(table.header.slice(0, 21).toSorted()).toEqual(mandatory.toSorted());
    expect(newer.slice(0, 21).toSorted()).toEqual(
      [...mandatory.filter((name) => !names.includes(name)), "HostProviderName", "ServiceProviderName"].toSorted(),
    );
    expect(newer.filter((name) => names.includes(name))).toEqual([]);
    const firstOwn = table.header.findIndex((name) => name.startsWith("x_"));
    expect(table.header.slice(firstOwn).every((name) => name.startsWith("x_"))).toBe(true);
  });

  it("adds up to the total of the offer", () => {
    const billed = focusRows(answer, { asBilled: true });
    for (const cost of ["x_EstimatedCost", "BilledCost", "EffectiveCost", "ContractedCost", "ListCost"])
      expect(sum(cells(billed, cost).map((cell) => decimal(cell ?? "0"))).toFixed()).toBe(offer.total.amount);
  });

  it("holds the cost at the list price where a discount is taken off", () => {
    const discounted = { ...training, rate: { ...rate, amount: "2.4", list: "3", overlay: true }, amount: "0.72" };
    const rows = focusRows({ ...answer, offers: [{ ...offer, lines: [discounted] }] }, { asBilled: true });
    expect([cells(rows, "ListCost"), cells(rows, "BilledCost")]).toEqual([["0.9"], ["0.72"]]);
  });

  it("gives each quantity in the unit of its price, so that quantity × unit price is the cost", () => {
    expect(cells(table, "PricingQuantity")).toEqual(["0.3", "730", "730", "730", ""]);
    expect(cells(table, "PricingUnit")).toEqual(["1000000 Tokens", "Hours", "Hours", "Hours", ""]);
    expect(cells(table, "ChargeCategory")).toEqual(["Usage", "Usage", "Usage", "Usage", "Credit"]);
  });

  it("runs from the day of the prices to the end of the horizon and says that it is an estimate", () => {
    expect(cells(table, "ChargePeriodStart")[0]).toBe("2026-11-30T00:00:00Z");
    // Three months after 30 November: February has no 30th.
    expect(cells(table, "ChargePeriodEnd").slice(0, 4)).toEqual(
      ["2026-12-01", "2026-12-30", "2027-01-30", "2027-02-28"].map((end) => `${end}T00:00:00Z`),
    );
    expect(new Set(cells(table, "x_IsEstimate"))).toEqual(new Set(["true"]));
    expect(cells(table, "x_PriceOverridden")).toEqual(["false", "true", "true", "true", "false"]);
  });

  it.each([
    ["9999-10-31", 1.5, "9999-12-31"],
    ["9999-09-30", 2, "9999-11-30"],
    ["9999-12-31", 0, "9999-12-31"],
    ["2026-11-30", 95_671, "9999-06-30"],
    ["2026-11-30", 95_677, "9999-12-31"],
  ])("ends no later than a day can be written: %s and %d months", (asOf, months, end) => {
    const long = { ...offer, horizon: { months } };
    const ends = cells(focusRows({ ...answer, asOf, offers: [{ ...long, lines: [hosting] }] }), "ChargePeriodEnd");
    expect(ends.at(-1)).toBe(`${end}T00:00:00Z`);
  });

  it("says on every row what the total of its offer leaves out, and until when the model answers", () => {
    const own = (from: Answer): unknown =>
      ["x_TotalIsAtLeast", "x_NotCounted", "x_AnswersUntil"].map((name) => [...new Set(cells(focusRows(from), name))]);
    const [full, part] = [
      { ...offer, lines: [training] },
      { ...uncounted, lines: [training, hosting] },
    ];
    expect(own({ ...answer, offers: [full] })).toEqual([["false"], [""], [""]]);
    expect(own({ ...answer, offers: [part] })).toEqual([["true"], ["No price for use."], ["2027-01-14"]]);
    expect(own({ ...answer, offers: [full], notices: lacking })).toEqual([["true"], ["2 rows."], [""]]);
  });

  it.each([
    ["model-unit-hour", "hour", "Model-Unit-Hours"],
    ["hour of 8 × h100-sxm-80", "machine-hour", "Machine-Hours"],
    ["CMU-month", "month", "CMU-Months"],
    ["hour", "hour", "Hours"],
    ["1B tokens", "token", "token"],
  ])("names the pricing unit of a price per %s", (per, unit, name) => {
    const rows = focusRows({
      ...answer,
      offers: [{ ...offer, lines: [{ ...hosting, unit, rate: { ...rate, per } }] }],
    });
    expect(new Set(cells(rows, "PricingUnit"))).toEqual(new Set([name]));
  });

  it("ends where the answers of the model end", () => {
    const clipped = { ...offer, horizon: { months: 1.6, clippedAt: "2027-01-14" } };
    const ends = cells(focusRows({ ...answer, offers: [{ ...clipped, lines: [hosting] }] }), "ChargePeriodEnd");
    expect(ends).toEqual(["2026-12-30T00:00:00Z", "2027-01-14T00:00:00Z"]);
  });
});
