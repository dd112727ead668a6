import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/answer.ts";
import { pastedValue } from "../../src/plan/pastedJob.ts";
import { tuningJob } from "../../src/plan/tuningJob.ts";
import { estimate } from "../../src/index.ts";
import { held, openaiJob, question } from "./reconciled.ts";

const read = (provider: string, text: unknown): unknown => {
  const job = tuningJob(provider, text);
  return job.ok ? { ...job.value } : job.problem.kind;
};

describe("a job as people paste it", () => {
  const job = { epochs: 3, model: "gpt-4o-mini-2024-07-18", tokens: { count: 5664, counted: "trained" } };

  it.each([
    [
      "what Python prints of the object",
      "openai",
      "FineTuningJob(id='ftjob-1', created_at=1726000000, error=Error(code=None, message=None, param=None), fine_tuned_model=\"ft:gpt-4o-mini-2024-07-18:own:it's:1\", hyperparameters=Hyperparameters(n_epochs=3, batch_size=1, learning_rate_multiplier=1.8), model='gpt-4o-mini-2024-07-18', object='fine_tuning.job', result_files=['file-1'], seed=42, status='succeeded', trained_tokens=5664, training_file='file-2', validation_file=None, integrations=[], metadata=None)",
      { ...job, createdOn: "2024-09-10", hasValidation: false },
    ],
    [
      "what the older package prints",
      "openai",
      '<FineTuningJob fine_tuning.job id=ftjob-1 at 0x7f1c> JSON: {\n  "object": "fine_tuning.job",\n  "id": "ftjob-1",\n  "model": "gpt-4o-mini-2024-07-18",\n  "hyperparameters": { "n_epochs": 3 },\n  "trained_tokens": 5664\n}',
      job,
    ],
    [
      "a console of JavaScript",
      "openai",
      "{\n  object: 'fine_tuning.job',\n  id: 'ftjob-1',\n  model: 'gpt-4o-mini-2024-07-18',\n  created_at: 1726000000,\n  hyperparameters: { n_epochs: 3 },\n  result_files: [ 'file-1', ... 2 more items ],\n  error: {},\n  integrations: [Array],\n  validation_file: null,\n  trained_tokens: 5664,\n  metadata: undefined\n}",
      { ...job, hasValidation: false },
    ],
    [
      "a dict of Python within other output",
      "openai",
      "Done:\n{'object': 'fine_tuning.job', 'id': 'ftjob-1', 'model': 'gpt-4o-mini-2024-07-18', 'hyperparameters': {'n_epochs': 3}, 'estimated_finish': None, 'shared': False, 'trained_tokens': 5_664}\n",
      job,
    ],
    [
      "the legacy object",
      "openai",
      '{"object":"fine-tune","id":"ft-1","model":"curie","hyperparams":{"n_epochs":4},"events":[{"object":"fine-tune-event","message":"Fine-tune costs $3.54"}]}',
      { model: "curie", epochs: 4, tokens: null, money: { amount: "3.54", currency: "USD", basis: "billed" } },
    ],
    [
      "the legacy log",
      "openai",
      "[2022-04-14 09:12:04] Created fine-tune: ft-1\n[2022-04-14 09:12:11] Fine-tune costs $3.54\n[2022-04-14 09:12:11] Fine-tune enqueued",
      { money: { amount: "3.54", currency: "USD", basis: "billed" } },
    ],
    [
      "Mistral's metadata",
      "mistral",
      "expected_duration_seconds=220 cost=2.6214 cost_currency='USD' train_tokens_per_step=131072 train_tokens=1310720 data_tokens=3000 object='job.metadata' deprecated=True details='x' epochs=0.0432",
      { quoted: 1_310_720, money: { amount: "2.6214", currency: "USD", basis: "quoted" } },
    ],
    [
      "Snowflake's description",
      "snowflake",
      '{"base_model":"mistral-7b","created_on":1717004388348,"finished_on":1717004691577,"id":"ft_1","model":"db.schema.mine","progress":1.0,"status":"SUCCESS","training_data":"SELECT","trained_tokens":377100,"validation_data":"","options":{"max_epochs":3}}',
      { model: "mistral-7b", createdOn: "2024-05-29", epochs: 3, tokens: { count: 377_100, counted: "trained" } },
    ],
    [
      "an object whose values stand in constructors of their own",
      "openai",
      "FineTuningJob(id=Id('ftjob-1'), model=Name('gpt-4o-mini-2024-07-18'), object='fine_tuning.job', hyperparameters=H(1, n_epochs=Count(3)), seed=Pair(1, 2), trained_tokens=Count(5_664))",
      job,
    ],
    ["Azure's event", "azure", "Training tokens billed: 16,000", { tokens: { count: 16_000, counted: "billed" } }],
    [
      "Azure's object as Python prints it, with the event below",
      "azure",
      "FineTuningJob(id='ftjob-1', model='gpt-4o-mini', object='fine_tuning.job', trained_tokens=4780, training_file='f')\nTraining tokens billed: 5,000",
      { tokens: { count: 5000, counted: "billed" } },
    ],
    [
      "Google's object as Python prints it",
      "google-vertex",
      "TuningJob(name='projects/1', baseModel='gemini-2.5-flash', createTime=datetime.datetime(2026, 8, 28, 9, 1), tuningDataStats=TuningDataStats(supervisedTuningDataStats=SupervisedTuningDataStats(totalBillableTokenCount='28256133')))",
      { model: "gemini-2.5-flash", createdOn: "2026-08-28", tokens: { count: 28_256_133, counted: "pass" } },
    ],
    [
      "a line of an invoice",
      "openai",
      "Description  Qty  Amount\ngpt-4o-mini fine-tuning training  1,234  $3.70\ngpt-4o-mini fine-tuned output tokens  10  $9.00",
      { money: { amount: "3.7", currency: "USD", basis: "billed" } },
    ],
  ])("is read: %s", (_what, provider, text, wanted) => {
    expect(read(provider, text)).toMatchObject(wanted);
  });

  it.each([
    [["file-1"], true],
    [[], false],
    [null, false],
  ])("has a validation set where Mistral lists files of one: %j", (validation_files, has) => {
    const job = { object: "job", model: "open-mistral-7b", created_at: 1_733_000_000, training_files: ["f"] };
    expect(read("mistral", { ...job, validation_files, trained_tokens: 5 })).toMatchObject({ hasValidation: has });
  });

  it.each([
    ["fine-tuning training  CA$12.50", "12.5", "CAD"],
    ["fine-tuning training  US$ 1,250.10", "1250.1", "USD"],
    ["fine-tuning training, Dec 2025 EUR 7.20", "7.2", "EUR"],
    ["fine-tuning training  1.234,56 €", "1234.56", "EUR"],
    ["Fine-tuning costs €0,125", "0.125", "EUR"],
    ["fine-tuning training $25.00\nfine-tuning training refund -$5.00", "20", "USD"],
    ["fine-tuning training, SFT 2025 $12.50", "12.5", "USD"],
  ])("takes an amount as it is written: %s", (line, amount, currency) => {
    expect(read("openai", line)).toMatchObject({ money: { amount, currency, basis: "billed" } });
  });

  it.each(["fine-tuning training ¥1200", "fine-tuning training, SFT 2 runs"])(
    "takes no amount whose currency is unknown: %s",
    (line) => {
      expect(read("openai", line)).toBe("not_a_job");
    },
  );

  it("ends in a problem where it is cut off, whatever follows", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(200), (noise, at) => {
        const text = `FineTuningJob(id='ftjob-1', object='fine_tuning.job', hyperparameters=H(n_epochs=3), trained_tokens=5)`;
        expect(typeof tuningJob("openai", text.slice(0, at) + noise).ok).toBe("boolean");
      }),
    );
  });
});

describe("fields without a name around them", () => {
  it("are read from two on", () => {
    expect(pastedValue("trained_tokens=5664")).toBeUndefined();
    expect(pastedValue("trained_tokens=5664, model='small'")).toEqual({ trained_tokens: 5664, model: "small" });
  });

  it("are one of Mistral where they have both its tokens and its cost", () => {
    const mistral = { train_tokens: 3000, cost: 2, cost_currency: "USD" };
    expect(read("mistral", mistral)).toMatchObject({
      tokens: { count: 3000 },
      money: { amount: "2", currency: "USD" },
    });
    expect(read("mistral", { train_tokens: 3000 })).toBe("not_a_job");
    expect(read("mistral", { cost: 2 })).toBe("not_a_job");
    expect(read("mistral", { ...mistral, cost: Infinity })).toMatchObject({ money: null });
  });
});

describe("lines of a bill", () => {
  it.each([
    [
      "Azure Cost Management",
      [
        {
          Date: "08/05/2026",
          MeterName: "gpt 4.1 ft training regional Tokens",
          Quantity: "16",
          UnitOfMeasure: "1K",
          CostInBillingCurrency: "0.4",
          BillingCurrency: "USD",
        },
        {
          Date: "08/05/2026",
          MeterName: "gpt 4.1 ft hosting Unit",
          Quantity: "9",
          UnitOfMeasure: "1 Hour",
          CostInBillingCurrency: "15.3",
          BillingCurrency: "USD",
        },
      ],
      {
        createdOn: "2026-08-05",
        tokens: { count: 16_000, counted: "billed" },
        money: { amount: "0.4", currency: "USD" },
      },
    ],
    [
      "AWS' report",
      [
        {
          "lineItem/UsageType": "USE1-NovaLite-Customization-Training",
          "lineItem/UsageAmount": "300",
          "pricing/unit": "1K tokens",
          "lineItem/UnblendedCost": "0.6",
          "lineItem/CurrencyCode": "USD",
        },
        {
          "lineItem/UsageType": "USE1-NovaLite-input-tokens",
          "lineItem/UsageAmount": "10",
          "pricing/unit": "1K tokens",
          "lineItem/UnblendedCost": "4",
          "lineItem/CurrencyCode": "USD",
        },
      ],
      { tokens: { count: 300_000, counted: "billed" }, money: { amount: "0.6", currency: "USD" } },
    ],
    [
      "Google's export",
      [
        {
          sku: { description: "Gemini 2.5 Flash Lite supervised tuning tokens" },
          cost: 42.38,
          currency: "USD",
          usage: { amount_in_pricing_units: 28_256_133, pricing_unit: "count" },
          usage_start_time: "2026-08-28 10:00:00 UTC",
        },
      ],
      { createdOn: "2026-08-28", money: { amount: "42.38", currency: "USD" } },
    ],
    [
      "OpenAI's costs",
      {
        object: "page",
        data: [
          {
            object: "bucket",
            start_time: 1_787_875_200,
            results: [
              { amount: { value: 0.06, currency: "usd" }, line_item: "gpt-4o-mini-2024-07-18, fine-tuning training" },
              { amount: { value: 3, currency: "usd" }, line_item: "gpt-4o-mini, output" },
            ],
          },
        ],
      },
      { createdOn: "2026-08-28", tokens: null, money: { amount: "0.06", currency: "USD", basis: "billed" } },
    ],
  ])("of %s are read, those for training alone", (_what, bill, wanted) => {
    expect(read("any", bill)).toMatchObject(wanted);
  });

  const training = (Cost: string) => ({
    MeterName: "fine-tuning training",
    Cost,
    Currency: "USD",
    Quantity: "30,255",
    UnitOfMeasure: "Tokens",
  });

  it.each([
    ["$1,234.50", "1234.5"],
    ["€ 0.06", "0.06"],
  ])("with a cost of %s come to %s", (cost, amount) => {
    const tokens = { count: 30_255, counted: "billed" };
    expect(read("any", [training(cost)])).toMatchObject({ money: { amount, currency: "USD" }, tokens });
    const euros = { money: { amount, currency: "EUR", basis: "billed" } };
    expect(read("any", `Fine-tuning costs €${cost.replace(/[$€ ]+/u, "")}`)).toMatchObject(euros);
  });

  // 3.54 and 1,234.50: read as thousands they would be 354 and 1.2345.
  it.each(["3,54", "1.234,50"])("with decimal commas are refused: %s", (cost) => {
    expect(read("any", [training(cost)])).toBe("not_a_job");
  });

  it("without one for training are refused", () => {
    expect(read("openai", [{ amount_value: "3", amount_currency: "usd", line_item: "gpt-4o, output" }])).toBe(
      "not_a_job",
    );
  });

  it("outside of the range are outside, however the tokens fit", () => {
    const one = { provider: "openai", id: "gpt-4.1-mini", examples: 1000, tokensPerExample: 100, epochs: 3 };
    const line = (cost: string): object => ({
      BilledCost: cost,
      BillingCurrency: "USD",
      ConsumedQuantity: 300_000,
      ConsumedUnit: "Tokens",
    });
    const { money } = held(one, openaiJob(one.id, 3, 300_000));
    expect(held(one, line(money.estimated)).within).toBe(true);
    expect(held(one, line("9999")).within).toBe(false);
  });
});

describe("a list of jobs", () => {
  const one = { provider: "openai", id: "gpt-4.1-mini", examples: 1000, tokensPerExample: 100, epochs: 3 };
  const job = (id: string, tokens: number): object => ({ ...openaiJob(one.id, 3, tokens), id });

  it("gives the one that fits, and asks where several or none do", () => {
    const data = [job("a", 1), job("b", 300_000), job("c", 9_000_000)];
    expect(reconcile(estimate(question(one)), { object: "list", data })).toMatchObject({
      ok: true,
      value: { job: { id: "b" }, among: 3, within: true },
    });
    const twice = reconcile(estimate(question(one)), { object: "list", data: [...data, job("d", 300_000)] });
    expect(twice).toMatchObject({ ok: false, problem: { kind: "name_a_job", jobs: 4, within: 2, known: ["b", "d"] } });
    expect(reconcile(estimate(question(one)), { object: "list", data }, { job: "c" })).toMatchObject({
      ok: true,
      value: { job: { id: "c" }, within: false },
    });
  });
});

describe("a typed mean that is wrong", () => {
  it("gets no invented reason", () => {
    const numbers = fc.record({
      examples: fc.integer({ min: 1, max: 60 }),
      typed: fc.integer({ min: 1, max: 400 }),
      true: fc.integer({ min: 1, max: 400 }),
      epochs: fc.integer({ min: 1, max: 10 }),
    });
    fc.assert(
      fc.property(numbers, ({ examples, typed, true: mean, epochs }) => {
        fc.pre(typed !== mean);
        const one = { provider: "openai", id: "gpt-4.1-mini", examples, tokensPerExample: typed, epochs };
        expect(held(one, openaiJob(one.id, epochs, examples * mean * epochs)).reasons).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
