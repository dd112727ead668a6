import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/answer.ts";
import { budgetPlan, decide, estimate, explain, purchasePlan } from "../../src/index.ts";
import type { Problem, PurchaseQuestion, Question } from "../../src/index.ts";
import { readOwnPrices } from "../../src/prices.ts";
import { readAllocation } from "../../src/rows.ts";
import { book, model } from "../book.ts";

const question: Question = {
  asOf: "2026-02-01",
  prices: book([model()]),
  job: { examples: 1000, tokensPerExample: 100, epochs: 3 },
  traffic: { requestsPerMonth: 100, inputTokens: 9, outputTokens: 9, months: 1 },
};
const answer = estimate(question);
const traffic = { requestsPerMonth: 100, inputTokens: 9, outputTokens: 9, months: 1 };

function problemIn(result: { readonly ok: boolean; readonly problem?: Problem }): Problem {
  if (result.problem === undefined) throw new Error("No problem.");
  return result.problem;
}

const exchange = (more: object) => ({
  exchange: [{ from: "EUR", to: "USD", rate: "1.1", date: "2026-01-30", source: "b", ...more }],
});
const own = (rate: object) => ({
  rates: [{ provider: "acme", kind: "training", amount: "1", currency: "USD", per: "1M tokens", source: "c", ...rate }],
});

describe("what cannot be meant is a problem at its field", () => {
  it.each<[string, () => Problem, string, string]>([
    [
      "traffic of none",
      () => problemIn(decide({ question: { ...question, traffic: { ...traffic, requestsPerMonth: 0 } } })),
      "no_traffic",
      "question.traffic.requestsPerMonth",
    ],
    ["a negative price", () => problemIn(readOwnPrices(own({ amount: "-1" }))), "bad_overlay", "rates.0.amount"],
    [
      "a price that is no number",
      () => problemIn(readOwnPrices(own({ amount: "NaN" }))),
      "bad_overlay",
      "rates.0.amount",
    ],
    [
      "an exchange of a currency with itself",
      () => problemIn(readOwnPrices(exchange({ to: "EUR" }))),
      "bad_overlay",
      "exchange.0.to",
    ],
    [
      "an exchange at nothing",
      () => problemIn(readOwnPrices(exchange({ rate: "0" }))),
      "bad_overlay",
      "exchange.0.rate",
    ],
    [
      "a contradictory range",
      () => problemIn(decide({ question: { ...question, traffic: { ...traffic, inputTokens: { low: 9, high: 1 } } } })),
      "contradictory_range",
      "traffic.inputTokens",
    ],
    ["a bill shared to 90 %", () => problemIn(readAllocation("a=50,b=40")), "bad_allocation", "allocate"],
  ])("%s", (_, made, kind, at) => {
    const problem = made();
    expect(problem.kind).toBe(kind);
    expect(problem["path"] ?? problem["field"]).toBe(at);
    expect(explain(problem)).toMatch(/\w.*[.]$/u);
  });

  it.each<[object, string]>([
    [
      { project: { evaluation: { items: 5, models: { low: 5, high: 2 } } } },
      "The range of evaluation models runs from 5",
    ],
    [{ project: { teacher: { model: 5 } } }, "Teacher model must be a model's name or its rates, not 5."],
    [{ ways: [{ kind: "luck" }] }, "Kind of way 1 must be one of prompt,"],
    [{ ways: [{ kind: "prompt", calls: {} }] }, "Calls (low) of way 1 must be a number"],
    [{ ways: [5] }, "Way 1 must be an object, not 5."],
    [{ quality: { few_shot: { score: "good", metric: "accuracy", known: "stated" } } }, "Score of few_shot must be"],
    [{ project: { labelCosts: "1" } }, 'The question has no field "project.labelCosts": expected one of labelCost.'],
    [{ untuned: {} }, "Untuned must be a list, not an object."],
  ])("%j names its field in words", (more, sentence) => {
    expect(explain(problemIn(decide({ question, ...more })))).toContain(sentence);
  });

  it("a range that falls, a day of the prices that is none, a number that JSON has not", () => {
    const sentenceOf = (more: object) => estimate({ ...question, ...more }).problem?.sentence;
    expect(sentenceOf({ traffic: { ...traffic, inputTokens: { low: 9, high: 1 } } })).toBe(
      "The range of input tokens runs from 9 to 1: write the lowest first, the highest last.",
    );
    expect(sentenceOf({ prices: { ...question.prices, since: {} } })).toContain("prices.since must be a day");
    expect(sentenceOf({ job: { ...question.job, examples: 10n } })).toContain("not 10n.");
  });

  it("a profile that is there but undefined is none", () => {
    const typed = { ...question, job: { ...question.job, profile: undefined } } as never as Question;
    expect(decide({ question: typed })).toEqual(decide({ question }));
    const budget = { amount: "5", currency: "USD" };
    expect(budgetPlan(answer, budget, typed)).toEqual(budgetPlan(answer, budget, question));
    const asked = { answer, question, budget } as PurchaseQuestion;
    expect(problemIn(purchasePlan(asked))).toMatchObject({ kind: "wrong_kind", field: "labels" });
  });

  it("a budget in a currency that nothing is billed in and no rate leads to", () => {
    const problem = problemIn(budgetPlan(answer, { amount: "5", currency: "EUR" }, question));
    expect(problem).toMatchObject({ kind: "unknown_currency", currency: "EUR", known: ["USD"] });
  });

  it("a job object of another provider", () => {
    const prices = book([model()], { provider: "openai" });
    const one = estimate({ ...question, prices });
    const problem = problemIn(reconcile(one, { object: "job", trained_tokens: 5, training_files: [] }));
    expect(problem).toMatchObject({ kind: "job_of_another", provider: "openai", other: "mistral" });
  });

  it("an exchange rate that is years old is used, and said to be", () => {
    const { notices } = estimate({ ...question, ownPrices: exchange({ date: "2021-01-30" }) });
    expect(notices).toContainEqual(
      expect.objectContaining({
        kind: "old_exchange",
        facts: { from: "EUR", to: "USD", date: "2021-01-30", days: 90 },
      }),
    );
  });
});
