import { describe, expect, it } from "vitest";
import { billLines } from "../../src/plan/billLines.ts";
import { csvRecords } from "../../src/rows.ts";
import { reconcile } from "../../src/answer.ts";
import { estimate, explain } from "../../src/index.ts";
import { held, problemOf, question, type Case } from "./reconciled.ts";

/** $0.90: 300,000 tokens at $3 a million. */
const one: Case = { provider: "tinker", examples: 1000, tokensPerExample: 100, epochs: 3 };
const right = { within: true, money: { job: "0.9", currency: "USD", basis: "billed" } };

function reasonOf(job: unknown): string {
  const result = reconcile(estimate(question(one)), job);
  return result.ok ? "read" : explain(result.problem);
}

describe("numbers of a bill", () => {
  const bill = (mark: string, ...cells: readonly string[]): ReturnType<typeof csvRecords> => {
    const header = ["MeterName", "UnitOfMeasure", "BillingCurrency", "Quantity", "Cost"];
    return csvRecords(
      [header, ["FT Training Tokens", "1K", "USD", ...cells]].map((row) => row.join(mark)).join("\r\n"),
    );
  };

  it.each<[what: string, mark: string, cells: readonly string[], cost: string, quantity: string]>([
    ["commas where semicolons part cells", ";", ["300,0", "0,90"], "0.90", "300.0"],
    ["three decimals", ";", ["300", "0,900"], "0.900", "300"],
    ["dots between thousands", ";", ["1.000", "1.234,56"], "1234.56", "1000"],
    ["spaces between thousands", ";", ["1\u00A0000", "1\u202F234,5"], "1234.5", "1000"],
    ["a minus", ";", ["300", "-0,9"], "-0.9", "300"],
    ["commas in a table with tabs, as its other numbers show", "\t", ["1,125", "0,90"], "0.90", "1.125"],
    ["points in spite of semicolons", ";", ["1,000", "0.90"], "0.90", "1,000"],
    ["points in a table with tabs", "\t", ["1,000", "0.90"], "0.90", "1,000"],
    ["dots alone, which are no thousands", ";", ["1.500", "0.900"], "0.900", "1.500"],
  ])("are read with %s", (_what, mark, cells, cost, quantity) => {
    expect(bill(mark, ...cells)).toMatchObject([{ Cost: cost, Quantity: quantity }]);
  });

  it("leave names and days as they are", () => {
    expect(csvRecords("Name;Day;Cost\na,5;03.02.2026;0,5\n4,5 b;2026;1")).toEqual([
      { Name: "a,5", Day: "03.02.2026", Cost: "0.5" },
      { Name: "4,5 b", Day: "2026", Cost: "1" },
    ]);
  });

  it("are not held against an estimate in another currency, which is said", () => {
    const meter = { MeterName: "FT Training Tokens", UnitOfMeasure: "1K", BillingCurrency: "EUR" };
    const { within, money, reasons } = held(one, [{ ...meter, Quantity: "300", Cost: "7.56" }]);
    expect([within, money.basis, money.currency]).toEqual([true, "computed", "USD"]);
    expect(reasons).toEqual([{ kind: "other_currency", amount: "7.56", job: "EUR", offer: "USD" }]);
  });

  it("are held against the estimate", () => {
    expect(held(one, bill(";", "300,0", "0,90"))).toMatchObject({ ...right, tokens: { job: "300000" } });
  });
});

// https://learn.microsoft.com/rest/api/cost-management/query/usage (read 2026-11-30)
describe("Azure's answer to a query of costs", () => {
  const answer = (columns: readonly string[], ...rows: readonly (readonly unknown[])[]): object => ({
    type: "Microsoft.CostManagement/query",
    properties: { nextLink: null, columns: columns.map((name) => ({ name, type: "String" })), rows },
  });

  it("holds its rows under the names of its columns", () => {
    const columns = ["PreTaxCost", "UsageDate", "Meter", "Currency"];
    const rows = [
      [0.9, 20260203, "gpt-4.1 FT Training", "USD"],
      [7, 20260203, "gpt-4.1 FT input", "USD"],
    ];
    expect(held(one, answer(columns, ...rows))).toMatchObject({ ...right, job: { createdOn: "2026-02-03" } });
    expect(held(one, JSON.stringify(answer(columns, ...rows)))).toMatchObject(right);
  });

  it("without a line for training says so", () => {
    expect(problemOf(one, answer(["Cost", "Meter", "Currency"], [7, "Hosting", "USD"]))).toBe("not_a_job");
  });
});

describe("a cost in several currencies", () => {
  it.each<[what: string, line: object]>([
    ["Azure's CostUSD", { Meter: "FT Training", CostUSD: "0.9", Cost: "0.8", Currency: "EUR" }],
    [
      "Azure's costInUsd",
      { meterName: "FT Training", costInBillingCurrency: "0.8", costInUsd: "0.9", billingCurrency: "EUR" },
    ],
    [
      "Azure's pricing currency",
      {
        meterName: "FT Training",
        costInBillingCurrency: "0.8",
        costInPricingCurrency: "0.9",
        billingCurrency: "EUR",
        pricingCurrency: "USD",
      },
    ],
    // https://focus.finops.org/focus-specification/v1-2/ (PricingCurrencyEffectiveCost; read 2026-11-30)
    [
      "the pricing currency of FOCUS",
      {
        ChargeDescription: "Training",
        BilledCost: "0.8",
        BillingCurrency: "EUR",
        PricingCurrency: "USD",
        PricingCurrencyEffectiveCost: "0.9",
      },
    ],
  ])("is that in the estimate's: %s", (_what, line) => {
    expect(held(one, [line])).toMatchObject(right);
  });

  it("is that in credits where the estimate is", () => {
    const line = { ChargeDescription: "Cortex training", BilledCost: "1.8", BillingCurrency: "USD" };
    const priced = { ...line, PricingCurrency: "Credits", PricingCurrencyEffectiveCost: "0.9" };
    expect(billLines([priced], "credits")).toMatchObject([{ BilledCost: "0.9", BillingCurrency: "credits" }]);
    expect(billLines([priced], "EUR")).toMatchObject([{ BilledCost: "1.8", BillingCurrency: "USD" }]);
  });
});

describe("lines for training", () => {
  it("of Databricks are named by their SKU and product", () => {
    const usage = { usage_unit: "DBU", usage_date: "2026-02-03", currency_code: "USD" };
    const rows = [
      { ...usage, sku_name: "PREMIUM_MODEL_TRAINING_US_EAST", usage_quantity: 14, cost: 0.9 },
      { ...usage, sku_name: "PREMIUM_JOBS_COMPUTE", billing_origin_product: "JOBS", usage_quantity: 9, cost: 4 },
    ];
    expect(held(one, rows)).toMatchObject({ ...right, tokens: null, job: { createdOn: "2026-02-03" } });
  });

  // https://focus.finops.org/focus-specification/v1-3/ (ServiceProviderName; read 2026-11-30)
  it("of several service providers are not added up", () => {
    const line = { ChargeDescription: "Training", BilledCost: "0.9", BillingCurrency: "USD" };
    const rows = ["OpenAI", "Contoso"].map((ServiceProviderName) => ({ ...line, ServiceProviderName }));
    expect(problemOf(one, rows)).toBe("lines_of_several");
  });

  // https://docs.cloudzero.com/docs/anycost-common-bill-format-cbf (read 2026-11-30)
  it("that name no currency are refused", () => {
    const line = { "lineitem/type": "Usage", "lineitem/description": "fine-tuning training", "cost/cost": "0.9" };
    expect(problemOf(one, [line])).toBe("not_a_job");
  });
});

// https://docs.fireworks.ai/tools-sdks/firectl/commands/billing-export-metrics and
// https://docs.databricks.com/aws/en/admin/system-tables/billing (read 2026-11-30)
describe("an export of usage", () => {
  const usage = {
    openai: "start_time,end_time,project_id,model,num_model_requests,input_tokens\n1769990400,1770076800,p,m,2,300000",
    fireworks: "email,start_time,usage_type,base_model_name,prompt_tokens\na@b.c,2026-02-03,TUNING,m,300000",
    databricks: [{ sku_name: "FINE_TUNING", usage_unit: "DBU", usage_quantity: 3, usage_date: "2026-02-03" }],
    fields: { usage_unit: "DBU", usage_quantity: 3, usage_date: "2026-02-03" },
  };

  it.each(Object.entries(usage))("of %s is refused for want of a column of costs", (_, given) => {
    expect(reasonOf(given)).toContain("but usage without a column of costs: paste");
  });

  it.each([
    ["a log", "step, loss\n1, 0.9\nfine-tuning uses 300 tokens, roughly"],
    ["fields of something else", { n: 1, note: "tokens" }],
  ])("is not %s", (_, given) => {
    expect(reasonOf(given)).toContain("but something else: paste");
  });
});

// https://learn.microsoft.com/rest/api/consumption/usage-details/list (read 2026-11-30)
describe("Azure's list of usage details", () => {
  it.each<[agreement: string, used: object]>([
    ["legacy", { billingCurrency: "USD", cost: 0.9, meterDetails: { meterName: "FT Training", unitOfMeasure: "1K" } }],
    ["modern", { billingCurrencyCode: "USD", costInBillingCurrency: 0.9, meterName: "FT Training" }],
  ])("holds what was used under properties: %s", (kind, used) => {
    const properties = { date: "2026-02-03T00:00:00Z", chargeType: "Usage", ...used };
    const list = { value: [{ kind, properties, id: "/subscriptions/1", name: "1" }] };
    expect(held(one, list)).toMatchObject({ ...right, job: { createdOn: "2026-02-03" } });
  });
});
