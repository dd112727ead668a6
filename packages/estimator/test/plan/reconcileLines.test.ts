import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/answer.ts";
import { estimate, type Question } from "../../src/index.ts";
import { billLines } from "../../src/plan/billLines.ts";
import { csvRecords, csvText, focusRows } from "../../src/rows.ts";
import { book, model, rate } from "../book.ts";
import { job as defaultJob } from "./budgeted.ts";
import { held, problemOf, question, type Case } from "./reconciled.ts";

describe("lines of a bill as FOCUS rows", () => {
  const one: Case = { provider: "tinker", examples: 1000, tokensPerExample: 100, epochs: 3 };
  const line = (more: object = {}): object => ({
    BilledCost: "0.9",
    BillingCurrency: "USD",
    ChargeCategory: "Usage",
    ChargePeriodStart: "2026-02-03T00:00:00Z",
    ConsumedQuantity: "300000",
    ConsumedUnit: "Tokens",
    ...more,
  });

  it("state money and tokens of any provider, one or some", () => {
    expect(held(one, line())).toMatchObject({ within: true, factor: "1", money: { job: "0.9", basis: "billed" } });
    const halves = [
      line({ BilledCost: 0.45, ConsumedQuantity: 150_000 }),
      line({ BilledCost: "0.45", ConsumedQuantity: "150000" }),
    ];
    expect(held(one, halves)).toMatchObject({
      within: true,
      job: { createdOn: "2026-02-03" },
      tokens: { job: "300000", counted: "billed" },
    });
    const priced = {
      ConsumedQuantity: null,
      ConsumedUnit: null,
      PricingQuantity: "0.3",
      PricingUnit: "1000000 Tokens",
    };
    expect(held(one, line(priced)).tokens).toMatchObject({ job: "300000" });
    const thousands = { ConsumedQuantity: "300", ConsumedUnit: "1K tokens" };
    expect(held(one, line(thousands)).tokens).toMatchObject({ job: "300000" });
    const millions = { ConsumedQuantity: null, ConsumedUnit: null, PricingQuantity: "0.3", PricingUnit: "1M Tokens" };
    expect(held(one, line(millions)).tokens).toMatchObject({ job: "300000" });
    expect(held(one, line({ ConsumedUnit: "Hours" }))).toMatchObject({ tokens: null, within: true });
    expect(held(one, line({ BilledCost: "1.9" }))).toMatchObject({ within: false });
  });

  it.each(["Tax", "Credit", "Purchase"])("leave out a line of %s, which no estimate holds", (ChargeCategory) => {
    const beside = line({ BilledCost: "0.19", ChargeCategory, SkuMeter: "", ConsumedQuantity: "", ConsumedUnit: "" });
    const both = held(one, [line({ SkuMeter: "Training" }), beside]);
    expect(both).toMatchObject({ within: true, money: { job: "0.9" }, tokens: { job: "300000" } });
  });

  it.each<[what: string, columns: object, currency: string]>([
    [
      "dollars beside the bill's currency",
      { CostInBillingCurrency: "0.8", CostUSD: "0.9", BillingCurrency: "EUR" },
      "EUR",
    ],
    ["dollars alone in a bill in euros", { CostUSD: "0.9", BillingCurrencyCode: "EUR" }, "USD"],
    ["dollars where no currency is named", { Cost: "0.8", CostUSD: "0.9" }, "USD"],
    ["none for a line without one", { CostInBillingCurrency: "0.8", BillingCurrency: "" }, ""],
    ["the pricing currency", { CostInPricingCurrency: "0.9", BillingCurrency: "EUR", PricingCurrency: "USD" }, "USD"],
  ])("of Azure are in the currency of the cost that is read: %s", (_what, columns, currency) => {
    const use = { MeterName: "Fine Tuning Training", Quantity: "300", UnitOfMeasure: "1K tokens", Date: "2026-02-03" };
    expect(billLines([{ ...use, ...columns }])).toMatchObject([
      { BilledCost: currency === "USD" ? "0.9" : "0.8", BillingCurrency: currency },
    ]);
  });

  it.each(["Tax", "Credit"])("leave out AWS's line of type %s", (type) => {
    const usage = (lineType: string, cost: string, described: string): object => ({
      "lineItem/LineItemType": lineType,
      "lineItem/UsageType": "USE1-Customization-Training",
      "lineItem/UsageAmount": "300",
      "lineItem/UnblendedCost": cost,
      "lineItem/CurrencyCode": "USD",
      "lineItem/LineItemDescription": described,
      "pricing/unit": "1K tokens",
    });
    const both = held(one, [usage("Usage", "0.9", "customization training"), usage(type, "-0.9", "of training")]);
    expect(both).toMatchObject({ within: true, money: { job: "0.9" }, tokens: { job: "300000" } });
  });

  it("say what the tokens come to at the estimate's rate where the money is in another currency", () => {
    const euros = line({ BillingCurrency: "EUR", BilledCost: "0.8" });
    expect(held(one, euros)).toMatchObject({
      within: true,
      tokens: { job: "300000" },
      money: { currency: "USD", job: "0.9", basis: "computed" },
    });
    expect(problemOf(one, { ...euros, ConsumedUnit: "Hours" })).toBe("job_in_other_currency");
  });

  it("count Google's tokens, whose unit is a count", () => {
    const sold = { "SKU description": "Tuning tokens", "Usage amount": "300000", "Usage unit": "count" };
    expect(held(one, { ...sold, Cost: "0.9", Currency: "USD" }).tokens).toMatchObject({ job: "300000" });
  });

  // https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-0-aws.html,
  // https://learn.microsoft.com/cloud-computing/finops/focus/metadata,
  // https://docs.cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/focus-export (read 2026-11-30)
  it.each<[cloud: string, trained: object, other: object]>([
    [
      "AWS",
      { x_UsageType: "USE1-Customization-Training", ConsumedQuantity: "300", ConsumedUnit: "1K tokens" },
      { x_UsageType: "TimedStorage-ByteHrs", ServiceName: "Amazon Simple Storage Service", ConsumedUnit: "GB-Mo" },
    ],
    [
      "Azure",
      { x_SkuMeterName: "gpt-4.1 FT Training Tokens", ConsumedQuantity: "300", ConsumedUnit: "1K" },
      { x_SkuMeterName: "Hot LRS Data Stored", ServiceName: "Storage Accounts", ConsumedUnit: "GB" },
    ],
    [
      "Google",
      { ChargeDescription: "Gemini 2.5 Flash Tuning Training Tokens", ConsumedUnit: "count" },
      { ChargeDescription: "N1 Predefined Instance Core", ServiceName: "Compute Engine", ConsumedUnit: "hour" },
    ],
  ])("of %s's whole FOCUS export are those for training", (_cloud, trained, other) => {
    const both = [line({ ServiceName: "AI", ...trained }), line({ BilledCost: "12.5", ...other })];
    expect(held(one, both)).toMatchObject({ within: true, money: { job: "0.9" }, tokens: { job: "300000" } });
  });

  it("are told apart by Azure's meters in FOCUS, too", () => {
    const meters = ["gpt-4.1 FT training", "gpt-4.1-mini FT training"];
    const rows = meters.map((x_SkuMeterName) => line({ x_SkuMeterName }));
    expect(problemOf(one, rows)).toBe("lines_of_several");
  });

  // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html (read 2026-11-30)
  it("of AWS's Cost Explorer stand in groups of a period", () => {
    const group = (key: string, cost: string): object => ({
      Keys: [key],
      Metrics: {
        UnblendedCost: { Amount: cost, Unit: "USD" },
        UsageQuantity: { Amount: "300", Unit: "1K tokens" },
      },
    });
    const groups = [group("USE1-Customization-Training", "0.9"), group("USE1-input-tokens", "7")];
    const asked = { ResultsByTime: [{ TimePeriod: { Start: "2026-02-01", End: "2026-03-01" }, Groups: groups }] };
    expect(held(one, asked)).toMatchObject({ within: true, money: { job: "0.9" }, tokens: { job: "300000" } });
  });

  // https://github.com/openai/openai-openapi: a bucket of usage and costs has its rows under `result`, as answers had at first.
  it.each(["result", "results"])("of OpenAI's costs stand under %s of a day", (rows) => {
    const amount = { value: 0.9, currency: "usd" };
    const day = { start_time: 1_770_076_800, [rows]: [{ amount, line_item: "gpt-4o, fine-tuning training" }] };
    expect(held(one, { data: [day] })).toMatchObject({ within: true, money: { job: "0.9" } });
  });

  it("may be pasted as JSON, one a line", () => {
    const rows = [line({ ChargeDescription: "training" }), line({ ChargeCategory: "Tax", BilledCost: "0.2" })];
    const pasted = rows.map((row) => JSON.stringify(row)).join("\n");
    expect(held(one, pasted)).toMatchObject({ within: true, money: { job: "0.9" } });
  });

  it.each([
    ["Cost ($)", "0.9", "USD"],
    ["Cost (EUR)", "0.9", "EUR"],
    // Where a comma parts decimals, this is no 900.
    ["Cost ($)", "0,900", "USD"],
  ])("may name the currency beside the cost: %s %s", (column, cost, currency) => {
    const BilledCost = cost === "0.9" ? cost : undefined;
    expect(billLines([{ Meter: "FT Training", [column]: cost }])).toMatchObject([
      { BilledCost, BillingCurrency: currency },
    ]);
  });

  it("are refused where they cannot be added", () => {
    expect(problemOf(one, [line(), line({ BillingCurrency: "EUR" })])).toBe("lines_in_currencies");
    expect(problemOf(one, line({ BilledCost: "much" }))).toBe("not_a_job");
    expect(problemOf(one, [])).toBe("not_a_job");
    expect([billLines([]), billLines([line({ SkuMeter: "storage" })])]).toEqual([null, []]);
    const meters = ["gpt-4.1 FT training", "gpt-4.1-mini FT training"].map((SkuMeter) => line({ SkuMeter }));
    expect(problemOf(one, meters)).toBe("lines_of_several");
    const items = ["gpt-4.1, fine-tuning training", "gpt-4o, fine-tuning training"];
    const costs = items.map((line_item) => ({ line_item, amount_value: "3", amount_currency: "usd" }));
    expect(problemOf(one, costs)).toBe("lines_of_several");
  });

  it("are those that an answer makes itself, as billed", () => {
    const asked = question(one);
    const answer = estimate(asked);
    const { header, rows } = focusRows(answer, { asBilled: true, version: "1.4" });
    const records = csvRecords(csvText(header, rows));
    expect(reconcile(answer, records)).toMatchObject({ ok: true, value: { within: true, factor: "1", reasons: [] } });
  });

  const sft = { method: "sft", billing: [{ tag: "tokens_times_epochs" }] };
  const rft = { method: "rft", billing: [{ tag: "rollout_tokens" }, { tag: "rollout_meters" }] };
  const traffic = { requestsPerMonth: 1000, inputTokens: 100, outputTokens: 50, months: 2 };
  const credits = [{ provider: "acme", amount: "5", currency: "USD", source: "contract 7" }];
  it.each<[what: string, offer: typeof sft, more: Partial<Question>]>([
    ["use on cards of one's own", sft, { traffic }],
    ["credits that pay for all", sft, { ownPrices: { credits } }],
    ["completions that are drawn", rft, { job: { ...defaultJob, rollouts: { tokens: 50 } }, traffic }],
  ])("are those that an answer makes itself, with %s", (_what, offer, more) => {
    const hosting = rate("hosting", "4", { per: "GPU-hour" });
    const entry = model({ offers: [offer], rates: [...(model().rates ?? []), hosting], parameters: "8" });
    const prices = book([{ ...entry, serving: [{ tag: "per_token" }, { tag: "dedicated_gpu" }] }]);
    const answer = estimate({ asOf: "2026-02-01", prices, job: defaultJob, ...more });
    const { header, rows } = focusRows(answer, { asBilled: true, version: "1.4" });
    const found = reconcile(answer, csvRecords(csvText(header, rows)));
    const difference = "0";
    expect(found).toMatchObject({ value: { within: true, money: { difference }, tokens: { difference } } });
  });
});
