import { describe, expect, it } from "vitest";
import { leaving, type Leaving } from "../../src/answer.ts";
import type { ModelEntry, Question, Result, StatusEntry } from "../../src/index.ts";
import { book, model, rate } from "../book.ts";

const page = { source: "https://example.com/deprecations", seen: "2026-01-01", confidence: "primary" };
const status = (kind: string, from: string): StatusEntry => ({ kind, from, ...page });
const at = (training: string, input: string, currency = "USD"): ModelEntry["rates"] => [
  rate("training", training, { currency }),
  rate("input", input, { currency }),
  rate("output", "1.2", { currency }),
];

const prices = book([
  model({ status: [status("no_new_jobs", "2026-06-01"), status("inference_off", "2026-12-01")] }),
  model({ id: "large", rates: at("5", "0.5") }),
  model({ id: "later", rates: at("1", "0.3"), status: [status("inference_off", "2027-06-01")] }),
  model({ id: "sooner", rates: at("1", "0.3"), status: [status("inference_off", "2026-09-01")] }),
  model({ id: "alike", rates: at("1", "0.3"), status: [status("no_new_jobs", "2026-12-01")] }),
  model({ id: "abroad", rates: at("2", "0.3", "EUR") }),
]);
const question: Question = {
  asOf: "2026-02-01",
  prices,
  job: { examples: 1000, tokensPerExample: 100, epochs: 3 },
  traffic: { requestsPerMonth: 10_000, inputTokens: 200, outputTokens: 50, months: 1 },
};

function left(word: string, more: Partial<Question> = {}): Leaving {
  const result: Result<Leaving> = leaving({ ...question, ...more }, word);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

describe("leaving an offer that closes", () => {
  it("says what it costs today and from when on it takes and answers nothing", () => {
    const { today, ...ends } = left("acme/small:sft");
    expect([today?.id, today?.training.amount]).toEqual(["acme/small:sft", "0.9"]);
    expect(ends).toMatchObject({ noJobsFrom: "2026-06-01", noAnswersFrom: "2026-12-01", refused: null });
  });

  it("takes jobs for as long as its status is another one", () => {
    const warned = book([model({ status: [status("preview", "2026-01-15")] }), model({ id: "large" })]);
    expect(left("small", { prices: warned })).toMatchObject({ noJobsFrom: null, noAnswersFrom: null });
  });

  it("names every other offer that outlasts its last day, and none that ends by it", () => {
    const found = left("acme/small:sft").destinations.map(
      ({ offer, noAnswersFrom }) => [offer.model, noAnswersFrom] as const,
    );
    expect(Object.fromEntries(found)).toEqual({ abroad: null, large: null, later: "2027-06-01" });
  });

  it("holds each bill against today's: training, a month and a thousand requests", () => {
    const to = (id: string) => left("acme/small:sft").destinations.find(({ offer }) => offer.model === id);
    // 300,000 tokens at $5 instead of $3; 2 million input tokens a month at $0.5 instead of $0.3.
    expect(to("large")).toMatchObject({
      training: { amount: "0.6", currency: "USD" },
      monthly: { amount: "0.4", currency: "USD" },
      perThousandRequests: { amount: "0.04", currency: "USD" },
    });
    expect(to("later")?.training).toEqual({ amount: "-0.6", currency: "USD" });
    // Amounts in two currencies have no difference.
    expect(to("abroad")).toMatchObject({ training: null, monthly: null, perThousandRequests: null });
  });

  it("is held against what the job would cost where the offer does not take it, with the reason", () => {
    const few = book([model({ limits: { minExamples: 5000 } }), model({ id: "large", rates: at("5", "0.5") })]);
    const { today, refused, destinations } = left("small", { prices: few });
    expect(today).toMatchObject({ id: "acme/small:sft", training: { amount: "0.9" } });
    expect(refused?.kind).toBe("too_few_examples");
    expect(destinations.map(({ offer, training }) => [offer.model, training?.amount])).toEqual([["large", "0.6"]]);
  });

  it("is asked by any name of the model, a tuned model's own among them", () => {
    for (const word of ["small", "acme/small", "ft:small:org::7p4"])
      expect(left(word).today?.id).toBe("acme/small:sft");
  });

  it("outlasts nothing that never ends: then all others are left", () => {
    const { noJobsFrom, noAnswersFrom, destinations } = left("large");
    expect([noJobsFrom, noAnswersFrom]).toEqual([null, null]);
    expect(destinations.map(({ offer }) => offer.model)).not.toContain("large");
    expect(destinations).toHaveLength(5);
  });

  it.each([
    ["takes no job by then", "2026-07-01", "closed_to_new_jobs"],
    ["answers no more", "2026-12-15", "retired"],
  ])("names where the job can go from an offer that %s, without a bill of today", (_what, asOf, kind) => {
    const { today, left: from, refused, destinations } = left("small", { asOf });
    expect(today).toBeNull();
    expect(from).toEqual({ id: "acme/small:sft", modelName: "Small", providerName: "Acme" });
    expect(refused?.kind).toBe(kind);
    expect(destinations.map(({ offer }) => offer.model)).toContain("large");
    expect(destinations.every(({ training, monthly }) => training === null && monthly === null)).toBe(true);
  });

  it("gives the reason where no offer has the name", () => {
    expect(leaving(question, "acme/smal:sft")).toMatchObject({
      ok: false,
      problem: {
        kind: "unknown_offer",
        field: "leaving",
        known: expect.arrayContaining(["acme/small:sft"]) as unknown,
      },
    });
    expect(leaving({ ...question, asOf: "2026-02-30" }, "small").ok).toBe(false);
  });
});
