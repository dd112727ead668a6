import { describe, expect, it } from "vitest";
import { offerRows, type FlatTable } from "../../src/rows/offers.ts";
import { answer, cells, hosting, lacking, offer, training, uncounted, rate } from "./answered.ts";

describe("offerRows", () => {
  it("gives every row as many cells as the header has", () => {
    const table = offerRows(answer, true);
    expect(table.rows.map((row) => row.length)).toEqual([37, 37, 37]);
    expect(table.header).toHaveLength(37);
  });

  it("says what a total leaves out, and until when the model answers", () => {
    const parts = { ...answer, notices: lacking };
    const row = (table: FlatTable): unknown =>
      ["atLeast", "notCounted", "answersUntil"].map((name) => cells(table, name)[0]);
    expect(row(offerRows(answer))).toEqual(["false", "", ""]);
    expect(row(offerRows({ ...answer, offers: [uncounted] }))).toEqual(["true", "No price for use.", "2027-01-14"]);
    expect(row(offerRows({ ...parts, offers: [uncounted] }))).toEqual([
      "true",
      "No price for use. 2 rows.",
      "2027-01-14",
    ]);
    expect(cells(offerRows(parts, true), "atLeast")).toEqual(["true", "", "true"]);
  });

  it("names the sources of the prices, the oldest day on which one was seen and the least sure of them", () => {
    const old = { ...rate, source: "https://example.org/a", seen: "2025-01-01", confidence: "secondary" } as const;
    const lines = [training, hosting, { ...hosting, rate: old }];
    const table = offerRows({ ...answer, offers: [offer, { ...offer, lines }] });
    expect(cells(table, "priceSources")).toEqual([
      "https://example.org/p",
      "https://example.org/a https://example.org/p",
    ]);
    expect(cells(table, "pricesSeen")).toEqual(["2026-11-01", "2025-01-01"]);
    const aged = offerRows({
      ...answer,
      offers: [
        { ...offer, priceAge: 102 },
        { ...offer, priceAge: null },
      ],
    });
    expect(cells(aged, "priceAgeDays")).toEqual(["102", ""]);
    expect(cells(table, "priceConfidence")).toEqual(["primary", "secondary"]);
  });

  it("tells a job that never pays for itself from one that was not compared", () => {
    const other = { amount: "9", currency: "USD" };
    const never = { alternativeMonthly: other, months: null, low: null, high: null, sentence: "" };
    const offers = [offer, { ...offer, breakEven: never }, { ...offer, breakEven: { ...never, months: "1.5" } }];
    expect(cells(offerRows({ ...answer, offers }), "breakEvenMonths")).toEqual(["", "never", "1.5"]);
  });

  it("leaves the refused out unless asked", () => {
    expect(cells(offerRows(answer), "id")).toEqual([offer.id]);
    expect(cells(offerRows(answer, true), "refused")).toEqual(["", "retired", "too_few_examples"]);
    expect(cells(offerRows(answer, true), "training")).toEqual(["0.9", "", "0.9"]);
  });
});
