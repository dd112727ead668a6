import { describe, expect, it } from "vitest";
import { estimate, type Question } from "../../src/index.ts";
import { offerMarkdown } from "../../src/text.ts";
import { asOf, job, traffic } from "../ask.ts";
import { book, model, rate } from "../book.ts";

/** The cells under `total` of the offers of one model, and what follows the table. */
function told(more: Partial<Question>, atLeast: boolean = false): { total: string | undefined; legend: string } {
  const { offers } = estimate({ asOf, prices: book([model()]), job, traffic, ...more });
  const [table = "", legend = ""] = offerMarkdown(offers, atLeast).split("\n\n");
  const row = table.split("\n")[2]?.split(" | ");
  return { total: row?.[5], legend: legend.trim() };
}

describe("offerMarkdown", () => {
  it("marks a total that leaves something out and says so under the table", () => {
    const prices = book([model({ rates: [rate("training", "3")] })]);
    const legend = "`≥` leaves something out: prices not found, rows not read.";
    expect(told({ prices })).toEqual({ total: "≥ $0.90", legend });
    expect(told({}, true)).toEqual({ total: "≥ $2.07", legend });
  });

  it("marks a total that holds fewer months", () => {
    const off = {
      kind: "inference_off",
      from: "2026-03-01",
      source: "https://example.com",
      seen: "2026-01-01",
    } as const;
    const prices = book([model({ status: [{ ...off, confidence: "primary" }] })]);
    expect(told({ prices })).toEqual({ total: "* $1.26", legend: "`*` stops answering before the months are over." });
  });

  it("has no mark where nothing is missing", () => {
    expect(told({})).toEqual({ total: "$2.07", legend: "" });
  });
});
