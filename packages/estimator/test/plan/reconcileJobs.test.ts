import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/answer.ts";
import { estimate, explain } from "../../src/index.ts";
import { reconciledSentences } from "../../src/text.ts";
import { rate } from "../book.ts";
import { azureBilling, held, openaiJob, question } from "./reconciled.ts";

describe("jobs whose billed tokens are public", () => {
  // github.com/vishal-git/fine-tune-llm
  it("OpenAI, 26,610 tokens in ten epochs: to the token, $0.21288 at $8", () => {
    const one = { provider: "openai", id: "gpt-3.5-turbo-0125", examples: 10, tokensPerExample: 266.1, epochs: 10 };
    const result = held({ ...one, price: "8" }, openaiJob("gpt-3.5-turbo-0125", 10, 26_610));
    expect(result).toMatchObject({ within: true, reasons: [], factor: "1", job: { createdOn: "2024-07-01" } });
    expect(result.tokens).toMatchObject({ job: "26610", difference: "0", counted: "trained" });
    expect(result.money).toMatchObject({ job: "0.21288", basis: "computed", difference: "0" });
  });

  // github.com/Logistic98/chatgpt-fine-tuning @d68dd59
  it("OpenAI, 26,100 tokens in five epochs", () => {
    const one = { provider: "openai", id: "gpt-3.5-turbo-0613", examples: 20, tokensPerExample: 261, epochs: 5 };
    expect(held(one, openaiJob("gpt-3.5-turbo-0613", 5, 26_100))).toMatchObject({ within: true, factor: "1" });
  });

  // github.com/moezali1/MMA865 @c7f1393
  it("OpenAI in September 2024: within the free allowance, $0", () => {
    const billing = [
      { tag: "tokens_times_epochs" },
      { tag: "free_daily_tokens", tokens: 1_000_000, until: "2026-12-31" },
    ];
    const one = {
      provider: "openai",
      id: "gpt-4o-2024-08-06",
      billing,
      examples: 10,
      tokensPerExample: 188.8,
      epochs: 3,
    };
    const result = held({ ...one, price: "25" }, openaiJob("gpt-4o-2024-08-06", 3, 5664));
    expect(result.reasons).toEqual([{ kind: "free_allowance", tokens: "1000000" }]);
    expect(result.money.job).toBe("0");
    expect(result.within).toBe(true);
  });

  it.each(["cancelled", "failed", "running", "JOB_STATE_CANCELLED"])(
    "says of a job that did not run to its end no factor for the next one (%s)",
    (status) => {
      const one = { provider: "openai", id: "gpt-4o-mini", examples: 100, tokensPerExample: 100, epochs: 3 };
      const result = held({ ...one, price: "5" }, openaiJob("gpt-4o-mini", 3, 12_000, { status }));
      expect(result).toMatchObject({ within: false, factor: null, reasons: [{ kind: "not_ended", status }] });
      const said = reconciledSentences(result).join(" ");
      expect(said).toContain(`has not run to its end (${status})`);
      expect(said).not.toContain("no single reason");
    },
  );

  // https://www.alibabacloud.com/help/en/model-studio/get-fine-tuning-job-api (read 2026-12-03): usage is what is billed.
  it.each([
    ["one job", (job: object) => ({ request_id: "c59b", output: job })],
    ["a list", (job: object) => ({ request_id: "2182", output: { page_no: 1, total: 1, jobs: [job] } })],
    ["as text", (job: object) => JSON.stringify({ request_id: "c59b", output: job })],
  ])("Alibaba, 279,808 tokens in three epochs (%s)", (_name, around) => {
    const job = {
      job_id: "ft-202410291653-1c7f",
      status: "SUCCEEDED",
      model: "qwen3-14b",
      validation_file_ids: [],
      hyper_parameters: { n_epochs: 3, batch_size: 32 },
      create_time: "2024-10-29 16:53:53",
      usage: 279_808,
    };
    const one = { provider: "alibaba", id: "qwen3-14b", examples: 30, tokensPerExample: 3109, epochs: 3 };
    expect(held(one, around(job))).toMatchObject({
      factor: "1",
      job: { id: "ft-202410291653-1c7f", epochs: 3, createdOn: "2024-10-29" },
      tokens: { job: "279808", counted: "billed", difference: "-2" },
    });
  });

  it("says of a job of AWS Bedrock, which states no tokens, that the bill does", () => {
    const one = { provider: "aws-bedrock", id: "nova-micro", examples: 10, tokensPerExample: 100, epochs: 3 };
    const job = {
      jobArn: "arn:aws:bedrock:us-east-1:1:model-customization-job/x",
      baseModelArn: "arn",
      status: "Completed",
    };
    const result = reconcile(estimate(question(one)), job);
    const problem = { kind: "job_without_count", status: "Completed", inCharacters: false } as const;
    expect(result).toEqual({ ok: false, problem });
    expect(explain(problem)).toBe("The job states neither tokens nor money (Completed): give lines of the bill.");
  });

  it("takes your own credits off neither side: they change what you pay, not what the job costs", () => {
    const ownPrices = { credits: [{ provider: "openai", amount: "0.05", currency: "USD", source: "memo" }] };
    const one = { provider: "openai", id: "gpt-4o-mini", examples: 100, tokensPerExample: 100, epochs: 3, ownPrices };
    const same = held({ ...one, price: "5" }, openaiJob("gpt-4o-mini", 3, 30_000));
    expect(same.money).toMatchObject({ job: "0.15", estimated: "0.15", difference: "0" });
    const less = held({ ...one, price: "5" }, openaiJob("gpt-4o-mini", 2, 20_000));
    expect(less).toMatchObject({ within: false, tokens: { low: "30000" }, money: { job: "0.1" } });
  });

  // github.com/MicrosoftDocs/azure-ai-docs @09f66cd, mslearn-ai-studio @3a58335, the Zava notebook of the Foundry demos
  it.each([
    ["gpt-4o-mini", 10, 47.8, 10, "4780", "5,000"],
    ["gpt-4.1", 10, 156.7, 10, "15670", "16000"],
    ["gpt-4.1", 40, 66.15, 3, "7938", "8000"],
  ])(
    "Azure %s, %d examples × %d tokens × %d: rounded up to 1,000",
    (id, examples, tokensPerExample, epochs, tokens, billed) => {
      const one = { provider: "azure", id, billing: azureBilling, examples, tokensPerExample, epochs };
      const count = billed.replace(",", "");
      const result = held(one, {
        ...openaiJob(`${id}-2025-04-14`, epochs, Number(tokens)),
        events: { data: [{ message: `Training tokens billed: ${billed}` }] },
      });
      expect(result.reasons).toEqual([{ kind: "rounding", tokens, to: 1000, billed: count }]);
      expect(result).toMatchObject({ within: true, factor: "1", tokens: { job: count, counted: "billed" } });
    },
  );

  it("Azure's tutorial says 48,000 in a sentence: ten times the bill, outside the range and unexplained", () => {
    const one = { provider: "azure", billing: azureBilling, examples: 10, tokensPerExample: 47.8, epochs: 10 };
    const result = held(one, "Training tokens billed: 48000");
    expect(result).toMatchObject({ within: false, reasons: [], factor: "9.6" });
    expect(reconciledSentences(result).join(" ")).toContain("no single reason");
  });

  // github.com/JANGIRRAHUL/wintellisys-Azure-policy-model-finetune @b3ba2a2
  it("Azure, 9,084 trained tokens: not the bill, and no reason from a typed mean", () => {
    const one = { provider: "azure", id: "gpt-35-turbo-0613", billing: azureBilling, examples: 21, epochs: 4 };
    const result = held({ ...one, tokensPerExample: 8916 / 84 }, openaiJob("gpt-35-turbo-0613", 4, 9084));
    expect(result.reasons).toEqual([{ kind: "trained_not_billed", to: 1000 }]);
    expect(result.within).toBe(true);
    expect(result.money.job).toBe("0.03");
  });

  // The tuning job object of gemini-1.5-pro-002, 2024-11-03: 233,592 + 21,651 tokens of 500 rows.
  it("Vertex, 255,243 tokens of one pass", () => {
    const one = { provider: "google-vertex", examples: 500, tokensPerExample: 510.486, epochs: 4 };
    const job = (epochCount: number): object => ({
      baseModel: "gemini-1.5-pro-002",
      createTime: "2024-11-03T10:00:00Z",
      supervisedTuningSpec: { hyperParameters: { epochCount: String(epochCount) } },
      tuningDataStats: { supervisedTuningDataStats: { totalBillableTokenCount: "255243" } },
    });
    expect(held(one, job(4))).toMatchObject({ within: true, factor: "1", tokens: { job: "1020972", difference: "0" } });
    expect(held(one, job(3)).reasons).toEqual([{ kind: "epochs", estimated: 4, job: 3 }]);
    // Google's own notebook adds 8 a record: 4,000 too many.
    expect(held({ ...one, tokensPerExample: 518.486 }, job(4))).toMatchObject({
      reasons: [],
      tokens: { difference: "-16000" },
    });
  });

  // github.com/mistralai/cookbook @1cf863b: quoted 6,553,600 ($3.28), counted 1,638,400
  it("Mistral, a quote four times the count: which is billed is open", () => {
    const one = { provider: "mistral", examples: 1000, tokensPerExample: 1638.4, epochs: 1 };
    const job = {
      object: "job",
      model: "ministral-3b-latest",
      created_at: 1_733_000_000,
      training_files: ["file"],
      trained_tokens: 1_638_400,
      metadata: { train_tokens: 6_553_600, cost: 3.28, cost_currency: "USD" },
    };
    const result = held(one, job);
    expect(result.reasons).toEqual([{ kind: "quote", quoted: "6553600", counted: "1638400" }]);
    expect(result.money).toMatchObject({ job: "3.28", basis: "quoted" });
    expect(result.within).toBe(true);
  });

  it("Mistral, a quote and a count on both sides of the range: neither lies within it", () => {
    const one = { provider: "mistral", examples: 1000, tokensPerExample: 1638.4, epochs: 1 };
    const within = (counted: number, quoted: number) =>
      held(one, {
        object: "job",
        model: "ministral-3b-latest",
        created_at: 1_733_000_000,
        training_files: ["file"],
        trained_tokens: counted,
        metadata: { train_tokens: quoted, cost: 3.28, cost_currency: "USD" },
      }).within;
    expect([within(1_638_400, 409_600), within(409_600, 1_638_400)]).toEqual([true, true]);
    expect([within(409_600, 6_553_600), within(6_553_600, 409_600)]).toEqual([false, false]);
  });

  it("Fireworks, $40.59 at $3.00 per million for 5,081 examples twice: money alone", () => {
    const one = { provider: "fireworks", examples: 5081, tokensPerExample: 13_530_000 / 10_162, epochs: 2 };
    const estimatedCost = { currencyCode: "USD", units: "40", nanos: 590_000_000 };
    const result = held(one, { baseModel: "accounts/fireworks/models/x", dataset: "d", epochs: 2, estimatedCost });
    expect(result).toMatchObject({
      within: true,
      tokens: null,
      factor: null,
      money: { job: "40.59", basis: "quoted" },
    });
  });

  it("Fireworks, below a dollar: whole units of 0 are not written", () => {
    const one = { provider: "fireworks", examples: 100, tokensPerExample: 1000, epochs: 2 };
    const cost = (estimatedCost: object) =>
      held(one, { baseModel: "accounts/fireworks/models/x", dataset: "d", epochs: 2, estimatedCost }).money.job;
    expect(cost({ currencyCode: "USD", nanos: 600_000_000 })).toBe("0.6");
    expect(cost({ currencyCode: "USD", units: "3" })).toBe("3");
  });

  it("Together, under its minimum: $4.00 whatever the tokens", () => {
    const billing = [{ tag: "tokens_times_epochs" }, { tag: "minimum" }];
    const more = { rates: [rate("minimum", "4", { per: "job" })] };
    const one = { provider: "together", billing, more, examples: 100, tokensPerExample: 100, epochs: 3 };
    const result = held(one, { n_epochs: 3, token_count: 12_000, total_price: 4_000_000_000 });
    expect(result.reasons).toEqual([{ kind: "minimum", amount: "4", currency: "USD" }]);
    expect(result).toMatchObject({ within: true, money: { job: "4", basis: "billed", difference: "0" } });
    // What costs the minimum may be of hardly any tokens.
    expect(result.tokens).toMatchObject({ low: "30000", job: "12000" });
  });
});
