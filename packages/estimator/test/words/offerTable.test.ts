import { describe, expect, it } from "vitest";
import { estimate, type Question } from "../../src/index.ts";
import { estimateReport, legendOf, type Table } from "../../src/report.ts";
import { asOf, job, traffic } from "../ask.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";

/** A file of which a column is in no figure. */
const unread = {
  profile: profileOf({ "openai/o200k_base": countsOf([[100, 1000]]) }, { unread: { picture: 10 } }),
  epochs: 3,
};

/** The cells under `total` of the offers of one model, and what the marks mean. */
function told(more: Partial<Question>): { total: string | undefined; legend: string[] } {
  const question: Question = { asOf, prices: book([model()]), job, traffic, ...more };
  const { blocks } = estimateReport(estimate(question), { question, by: "offer" });
  const table = blocks.find((block): block is Table => block.kind === "table" && block.id === "offers");
  if (table === undefined) throw new Error("no table");
  return { total: table.rows[0]?.cells[6], legend: legendOf(table, table.rows) };
}

describe("the table of offers", () => {
  it("marks a total that leaves something out and says so", () => {
    const prices = book([model({ rates: [rate("training", "3")] })]);
    const legend = "≥ leaves something out: prices not found, rows not read.";
    expect(told({ prices })).toEqual({ total: "≥ $0.90", legend: [legend, "Totals with ≥ or * stand last."] });
    expect(told({ job: unread })).toEqual({ total: "≥ $2.07", legend: [legend] });
  });

  it("heads totals that all leave something out with at least", () => {
    const models = ["one", "two", "three"].map((id) => model({ id }));
    const question: Question = { asOf, prices: book(models), job: unread };
    const { headline, figures } = estimateReport(estimate(question), { question });
    expect(figures.slice(0, 3).map(({ value }) => value)).toEqual(Array(3).fill(expect.stringMatching(/^at least \$/)));
    expect(headline).toMatch(
      /^From at least \S+ to train .* The median of the 3 models that compare is at least \S+; the dearest costs at least/,
    );
  });

  it.each([
    [false, ["20 offers are left out:", expect.stringMatching(/ \(20 offers, named by estimate --show-refused\)$/)]],
    [true, ["20 offers are left out:", expect.stringMatching(/ \((?:acme\/m\d+:sft(?:, |\)$)){20}/)]],
  ])("counts the offers that share a refusal, and names them where asked: %s", (showRefused, notes) => {
    const prices = book(Array.from({ length: 20 }, (_, at) => model({ id: `m${at}`, limits: { minExamples: 5000 } })));
    const question: Question = { asOf, prices, job };
    const { blocks } = estimateReport(estimate(question), { question, showRefused });
    const block = blocks.find(({ id }) => id === "refused");
    expect(block?.kind === "notes" && block.items.map(({ text }) => text)).toEqual(notes);
  });

  it("counts within a budget the models that a new customer can buy, as the headline does", () => {
    const evidence = { source: "https://example.com", seen: "2026-01-01", confidence: "primary" } as const;
    const closed = { kind: "closed_to_new_customers", from: "2026-01-01", ...evidence } as const;
    const models = ["one", "two", "three", "four"].map((id) =>
      model({ id, ...(id === "four" && { status: [closed] }) }),
    );
    const question: Question = { asOf, prices: book(models), job };
    const budget = { rows: [], foreign: 0, budget: { amount: "5", currency: "USD" } };
    const { headline } = estimateReport(estimate(question), { question, budget });
    expect(headline).toMatch(/^Within \$5\.00: 3 models\. .* Half of the 3 models that compare/);
  });

  it("marks a total that holds fewer months", () => {
    const off = {
      kind: "inference_off",
      from: "2026-03-01",
      source: "https://example.com",
      seen: "2026-01-01",
    } as const;
    const prices = book([model({ status: [{ ...off, confidence: "primary" }] })]);
    const { total, legend } = told({ prices });
    expect(total).toBe("* $1.26");
    expect(legend[0]).toBe("* stops answering before the months are over.");
  });

  it("has no mark where nothing is missing", () => {
    expect(told({})).toEqual({ total: "$2.07", legend: [] });
  });
});
