import { describe, expect, it } from "vitest";
import type { Answer, LineItem, Offer } from "../../src/contract/answer.ts";
import { decimal, sum } from "../../src/money.ts";
import { csvText } from "../../src/rows/csv.ts";
import { focusRows } from "../../src/rows/focus.ts";
import { offerRows, type FlatTable } from "../../src/rows/offers.ts";

const rate = {
  amount: "3",
  currency: "USD",
  per: "1M tokens",
  source: "https://example.org/p",
  seen: "2026-11-01",
  from: "2026-01-01",
  confidence: "primary",
} as const;
const training: LineItem = {
  kind: "training",
  label: "Training",
  quantity: "300000",
  unit: "token",
  rate,
  amount: "0.9",
};
const hosting: LineItem = {
  kind: "hosting",
  label: "Hosting",
  quantity: "2190",
  unit: "hour",
  rate: { ...rate, amount: "1.7", per: "hour", overlay: true },
  amount: "3723",
};
const credit: LineItem = {
  kind: "credit",
  label: "Credits",
  quantity: "1",
  unit: "job",
  rate: { ...rate, amount: "-10", per: "job" },
  amount: "-10",
};

const offer: Offer = {
  id: "acme/tiny:sft@regional",
  provider: "acme",
  model: "tiny",
  providerName: "Acme",
  modelName: "Tiny",
  method: "sft",
  variant: "regional",
  status: { kind: "open", source: "https://example.org/s" },
  epochs: 3,
  providerEpochs: null,
  limits: {},
  billedTokens: "300000",
  tokensExact: true,
  lines: [training, hosting, credit],
  total: { amount: "3713.9", currency: "USD" },
  training: { amount: "0.9", currency: "USD" },
  perThousandRequests: { amount: "0.12", currency: "USD" },
  monthly: { amount: "1241", currency: "USD" },
  idle: { perDay: { amount: "40.8", currency: "USD" }, days: 15, perMonth: { amount: "612", currency: "USD" } },
  complete: true,
  notCounted: [],
  range: { low: "3713.9", high: "3720", currency: "USD" },
  trainingRange: { low: "0.9", high: "7" },
  horizon: { months: 3 },
  breakEven: null,
  assumptions: [],
};

const answer: Answer = {
  schemaVersion: 1,
  asOf: "2026-11-30",
  estimator: "0.1.0",
  prices: { version: "2026-11-24", sha256: "ab" },
  input: {},
  offers: [offer],
  refused: [
    { id: "acme/old:sft", reason: { kind: "retired" }, sentence: "Closed, since 2026." },
    {
      id: "acme/few:sft",
      reason: { kind: "too_few_examples" },
      sentence: "Too few.",
      wouldBe: { ...offer, id: "acme/few:sft" },
    },
  ],
  notices: [],
};

/** Something in it has no price, and the model stops answering. */
const uncounted: Offer = {
  ...offer,
  complete: false,
  notCounted: ["Use of the tuned model"],
  range: { ...offer.range, high: null },
  horizon: { months: 1.6, clippedAt: "2027-01-14" },
  assumptions: [
    { kind: "not_counted", sentence: "No price for use." },
    { kind: "clipped", sentence: "It stops." },
  ],
};
const lacking = [
  { kind: "old_prices", sentence: "Old." },
  { kind: "bad_rows", sentence: "2 rows." },
];

function cells(table: FlatTable, name: string): (string | undefined)[] {
  const index = table.header.indexOf(name);
  return table.rows.map((row) => row[index]);
}

describe("csvText", () => {
  it.each([
    [["a", "b"], "a,b\r\n"],
    [['say "no"', "x,y"], '"say ""no""","x,y"\r\n'],
    [["two\nlines", ""], '"two\nlines",\r\n'],
    [["=1+1", "@x", "-2.5", "-a"], "'=1+1,'@x,-2.5,'-a\r\n"],
  ])("writes %j as %j", (row, text) => {
    expect(csvText(row, [])).toBe(text);
  });
});

describe("offerRows", () => {
  it("gives every row as many cells as the header has", () => {
    const table = offerRows(answer, true);
    expect(table.rows.map((row) => row.length)).toEqual([34, 34, 34]);
    expect(table.header).toHaveLength(34);
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
