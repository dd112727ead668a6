import { describe, expect, it } from "vitest";
import { reconcile, type Reconciled } from "../../src/answer.ts";
import { estimate, explain, type Answer } from "../../src/index.ts";
import { reconciledSentences } from "../../src/text.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";
import { azureBilling, held, openaiJob, problemOf, question, type Case } from "./reconciled.ts";

describe("reconcile", () => {
  const one: Case = { provider: "openai", id: "gpt-4o", examples: 10, tokensPerExample: 100, epochs: 3 };

  it("says how far apart two amounts are as they are shown", () => {
    // $0.0090 against $0.0245 at $3: 0.02 is shown of the second.
    const found = held({ ...one, tokensPerExample: 50_000 }, openaiJob("gpt-4o", 3, 1_495_000));
    const [, , money = ""] = reconciledSentences(found);
    const [job = 0, estimated = 0] = [...money.matchAll(/\$(\d+\.\d+)/gu)].map(([, amount]) => Number(amount));
    expect([found.money.job, found.money.difference]).toEqual(["4.485", "-0.015"]);
    expect(money).toContain(`: $${(estimated - job).toFixed(2)} less.`);
  });

  it("names the validation set where its tokens are the difference", () => {
    const validation = { examples: 4, tokensPerExample: 55 };
    const billing = [{ tag: "tokens_times_epochs" }, { tag: "validation_free" }];
    const job = openaiJob("gpt-4o", 3, 3220, { validation_file: "file-2" });
    const result = held({ ...one, billing, validation }, job);
    expect(result.reasons).toEqual([{ kind: "validation", tokens: "220", times: 1 }]);
  });

  it("does not name it where it would have been read more often than there were epochs", () => {
    const validation = { examples: 4, tokensPerExample: 55 };
    const billing = [{ tag: "tokens_times_epochs" }, { tag: "validation_free" }];
    const reasons = (extra: number) =>
      held({ ...one, billing, validation }, openaiJob("gpt-4o", 3, 3000 + extra, { validation_file: "file-2" }))
        .reasons;
    expect(reasons(3 * 220)).toEqual([{ kind: "validation", tokens: "220", times: 3 }]);
    expect(reasons(4 * 220)).not.toMatchObject([{ kind: "validation" }]);
    expect(reasons(330)).not.toMatchObject([{ kind: "validation" }]);
  });

  it("does not take a validation set that is billed for tokens around messages", () => {
    const validation = { examples: 4, tokensPerExample: 55 };
    const billing = [{ tag: "tokens_times_epochs" }, { tag: "validation_once" }];
    const job = openaiJob("gpt-4o", 3, 3220, { validation_file: "file-2" });
    expect(held({ ...one, billing, validation }, job)).toMatchObject({ within: true, reasons: [], factor: "1" });
  });

  it("holds trained tokens against those before rounding, and billed ones against the bill", () => {
    const rounded: Case = { ...one, provider: "azure", billing: azureBilling, tokensPerExample: 110 };
    expect(held(rounded, openaiJob("gpt-4o", 3, 3300))).toMatchObject({
      factor: "1",
      tokens: { estimated: "4000", job: "3300", difference: "-700" },
    });
  });

  it("prices tokens under the minimum of a job at the minimum", () => {
    const billing = [{ tag: "tokens_times_epochs" }, { tag: "minimum" }];
    const more = { rates: [rate("minimum", "4", { per: "job" })] };
    const { money } = held({ ...one, billing, more }, openaiJob("gpt-4o", 3, 3000));
    expect(money).toMatchObject({ estimated: "4", job: "4", basis: "computed" });
  });

  it("holds no job against an offer that bills hours, whatever it states", () => {
    const offers = [{ method: "sft", billing: [{ tag: "hours" }] }];
    const rates = [rate("training", "10", { per: "hour" })];
    const prices = book([model({ offers, rates, serving: [] })], { provider: "openai" });
    const job = { examples: 10, tokensPerExample: 100, epochs: 3, hours: 2 };
    const answer = estimate({ asOf: "2026-02-01", prices, job });
    expect(answer.offers).toHaveLength(1);
    expect(reconcile(answer, openaiJob("small", 3, 3000))).toMatchObject({ problem: { kind: "no_token_line" } });
  });

  it("names the cap where every example is cut at the context", () => {
    const capped = (limits: object, trained: number): Reconciled["reasons"] =>
      held({ ...one, tokensPerExample: 1000, more: { limits } }, openaiJob("gpt-4o", 3, trained)).reasons;
    expect(capped({ contextTokens: 500 }, 15_000)).toEqual([{ kind: "cap", limit: 500 }]);
    expect(capped({}, 15_000)).toEqual([]);
    // A third of 1,000 tokens is no more than 334, and nothing is cut.
    const single: Case = { ...one, examples: 1, tokensPerExample: 333.33, more: { limits: { contextTokens: 334 } } };
    expect(held(single, openaiJob("gpt-4o", 1, 334)).reasons).toEqual([{ kind: "epochs", estimated: 3, job: 1 }]);
  });

  it("tells one pass from all of them", () => {
    const result = held({ ...one, provider: "together" }, { n_epochs: 3, token_count: 1000 });
    expect(result).toMatchObject({ reasons: [{ kind: "one_pass", epochs: 3 }], factor: "1" });
  });

  it("names the tokens around the messages of counted rows: up to 16 an example, and a twentieth of all", () => {
    const reasons = (tokens: number, more: number) => {
      const asked = question(one);
      const profile = profileOf({ "openai/o200k_base": countsOf([[tokens, 10]]) });
      const answer = estimate({ ...asked, job: { profile, epochs: 3 } });
      const result = reconcile(answer, openaiJob("gpt-4o", 3, 10 * 3 * (tokens + more)), { prices: asked.prices });
      return result.ok ? result.value.reasons : result.problem;
    };
    const around = (perExample: number) => [{ kind: "message_tokens", perExample, examples: 10 }];
    expect([reasons(100, 5), reasons(100, -5)]).toEqual([around(5), around(-5)]);
    expect(reasons(100, 6)).toEqual([]);
    expect([reasons(1000, 16), reasons(1000, 17)]).toEqual([around(16), []]);
    expect(reasons(1000, 0.5)).toEqual([]);
  });

  it("names them of a file of one row, and none of an answer whose examples are no number", () => {
    const asked = question(one);
    const profile = profileOf({ "openai/o200k_base": countsOf([[100, 1]]) });
    const answer = estimate({ ...asked, job: { profile, epochs: 3 } });
    const reasons = (examples: unknown) => {
      const input = { ...answer.input, job: { ...answer.input.job, profile: { ...profile, examples } } };
      const result = reconcile({ ...answer, input } as Answer, openaiJob("gpt-4o", 3, 315));
      return result.ok ? result.value.reasons : result.problem;
    };
    expect(reasons(1)).toEqual([{ kind: "message_tokens", perExample: 5, examples: 1 }]);
    for (const damaged of [0, "1", "many", null]) expect(reasons(damaged)).toEqual([]);
  });

  it("names none of a rounded estimate, of which nobody knows what stands around each message", () => {
    const rounded: Case = { ...one, provider: "azure", billing: azureBilling };
    const profile = profileOf({ "openai/o200k_base": countsOf([[134, 10]]) });
    const reasons = (asked: Case, job: object) => {
      const { prices, ...rest } = question(asked);
      const result = reconcile(estimate({ ...rest, prices, job: { profile, epochs: 3 } }), job, { prices });
      return result.ok ? result.value.reasons : result.problem;
    };
    // 4,020 tokens are billed as 5,000; 5,030 are 33.7 more of each example, not 1.
    expect(reasons(rounded, openaiJob("gpt-4o", 3, 5030))).toEqual([{ kind: "trained_not_billed", to: 1000 }]);
    const billed = { BilledCost: "0.0125", BillingCurrency: "USD", ChargeCategory: "Usage", ConsumedUnit: "Tokens" };
    const bill = (ConsumedQuantity: string) => ({ ...billed, ConsumedQuantity });
    expect(reasons(rounded, bill("5030"))).toEqual([]);
    expect(reasons({ ...one, provider: "tinker" }, bill("4170"))).toEqual([
      { kind: "message_tokens", perExample: 5, examples: 10 },
    ]);
  });

  it("names no reason that does not give the count to the token", () => {
    expect(held(one, openaiJob("gpt-4o", 3, 5003))).toMatchObject({ within: false, reasons: [], factor: "1.6677" });
  });

  it.each([
    [{ ...one, provider: "ori" }, {}, "job_shape_unknown"],
    [{ ...one, provider: "tinker" }, {}, "not_a_job"],
    // Its runs state no tokens, and no money.
    [
      { ...one, provider: "tinker" },
      { training_run_id: "r", base_model: "Qwen/Qwen3-8B", is_lora: true },
      "job_without_count",
    ],
    [{ ...one, provider: "tinker" }, openaiJob("gpt-4o", 3, 3000), "job_of_another"],
    [{ ...one, provider: "mistral" }, openaiJob("x", 3, 1), "job_of_another"],
    [one, openaiJob("gpt-4o-mini-2024-07-18", 3, 1), "job_of_another_model"],
    [one, openaiJob("gpt-4o", 3, 0, { status: "running", trained_tokens: null }), "job_without_count"],
    [one, { some: "thing" }, "not_a_job"],
    [
      { ...one, provider: "fireworks" },
      { baseModel: "x", dataset: "d", estimatedCost: { currencyCode: "EUR", units: "4" } },
      "job_in_other_currency",
    ],
    [one, [], "not_a_job"],
    [one, { object: "list", data: [] }, "not_a_job"],
    [
      { ...one, provider: "google-vertex" },
      { tuningDataStats: { supervisedTuningDataStats: { totalBillableCharacterCount: "9" } } },
      "job_without_count",
    ],
  ])("%#: a problem with its kind", (asked, job, kind) => {
    expect(problemOf(asked, job)).toBe(kind);
  });

  it("has a range of tokens as narrow as they are known, whatever is disputed of their price", () => {
    const disputed = { amount: "2", said: "another page", source: "https://example.com/other" };
    const prices = book([model({ id: "gpt-4o", rates: [rate("training", "3", { disputed })] })], {
      provider: "openai",
    });
    const job = { examples: 10, tokensPerExample: 100, epochs: 3 };
    const answer = estimate({ asOf: "2026-02-01", prices, job });
    expect(answer.offers[0]?.trainingRange).toMatchObject({ low: "0.006" });
    const result = reconcile(answer, openaiJob("gpt-4o", 3, 3000), { prices });
    expect(result).toMatchObject({ value: { within: true, tokens: { low: "3000", job: "3000" } } });
  });

  it("says how a job stands that has no count yet", () => {
    const asked = question(one);
    const job = openaiJob("gpt-4o", 3, 0, { status: "running", trained_tokens: null });
    expect(reconcile(estimate(asked), job, { prices: asked.prices })).toMatchObject({
      problem: { kind: "job_without_count", status: "running", inCharacters: false },
    });
  });

  it("finds the offer that the job tells by its provider and model, and asks first for those that it may be", () => {
    const job = { examples: 10, tokensPerExample: 100, epochs: 3 };
    const models = ["gpt-4.1-mini-2025-04-14", "gpt-4.1-2025-04-14", "gpt-4o"].map((id) => model({ id }));
    const answer = estimate({ asOf: "2026-02-01", prices: book(models, { provider: "openai" }), job });
    const mini = reconcile(answer, openaiJob("gpt-4.1-mini-2025-04-14", 3, 3000));
    expect(mini).toMatchObject({ ok: true, value: { offer: "openai/gpt-4.1-mini-2025-04-14:sft" } });
    expect(reconcile(answer, openaiJob("gpt-5", 3, 3000))).toMatchObject({ problem: { kind: "name_an_offer" } });
    const two = [
      model({ id: "a-model" }),
      model({
        id: "llama-3.1-8b-instruct",
        offers: ["sft-full", "sft-lora"].map((method) => ({ method, billing: [{ tag: "tokens_times_epochs" }] })),
      }),
    ];
    const together = estimate({ asOf: "2026-02-01", prices: book(two, { provider: "together" }), job });
    const ran = {
      model: "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference",
      token_count: 1000,
      n_epochs: 3,
      training_type: {},
    };
    expect(reconcile(together, ran)).toMatchObject({
      problem: {
        kind: "name_an_offer",
        known: [
          "together/llama-3.1-8b-instruct:sft-full",
          "together/llama-3.1-8b-instruct:sft-lora",
          "together/a-model:sft",
        ],
      },
    });
  });

  it("tells a job of OpenAI from one of Azure, which has the same form, by its organisation", () => {
    const openai = book([model({ id: "gpt-4.1-mini-2025-04-14" })], { provider: "openai" });
    const azure = book([model({ id: "gpt-4.1-mini" })], { provider: "azure" });
    const prices = { ...openai, providers: [...azure.providers, ...openai.providers] };
    const answer = estimate({ asOf: "2026-02-01", prices, job: { examples: 10, tokensPerExample: 100, epochs: 3 } });
    expect(answer.offers[0]?.id).toBe("azure/gpt-4.1-mini:sft");
    const job = (more: object): object => openaiJob("gpt-4.1-mini-2025-04-14", 3, 3000, more);
    const own = reconcile(answer, job({ organization_id: "org-1" }));
    expect(own).toMatchObject({ ok: true, value: { offer: "openai/gpt-4.1-mini-2025-04-14:sft" } });
    const others = reconcile(answer, job({ organization_id: null }));
    expect(others).toMatchObject({ ok: true, value: { offer: "azure/gpt-4.1-mini:sft" } });
    const known = ["openai/gpt-4.1-mini-2025-04-14:sft", "azure/gpt-4.1-mini:sft"];
    expect(reconcile(answer, job({}))).toMatchObject({ problem: { kind: "name_an_offer", known } });
  });

  it("asks for the offer where there are several, and knows which there are", () => {
    const prices = book([model(), model({ id: "large" })], { provider: "openai" });
    const answer = estimate({ asOf: "2026-02-01", prices, job: { examples: 10, tokensPerExample: 100, epochs: 3 } });
    const job = openaiJob("large", 3, 3000);
    const open = reconcile(answer, openaiJob("huge", 3, 3000));
    expect(open.ok ? "" : explain(open.problem)).toContain("2 offers");
    expect(reconcile(answer, job, { offer: "openai/large:sft" }).ok).toBe(true);
    expect(reconcile(answer, job, { offer: "openai/huge:sft" })).toMatchObject({
      problem: { kind: "offer_not_there" },
    });
    expect(reconcile({ input: {}, offers: [{}] } as never, job).ok).toBe(false);
    expect(reconcile({} as never, job)).toEqual({ ok: false, problem: { kind: "not_an_answer" } });
  });
});
