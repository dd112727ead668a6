import { describe, expect, it } from "vitest";
import { budgetPlan, estimate } from "../../src/index.ts";
import { book, model, rate } from "../book.ts";

const job = { examples: 1000, tokensPerExample: 100, epochs: 3 };
const uncapped = { examplesCapped: false, epochsCapped: false };
const usd = (amount: string) => ({ amount, currency: "USD" });

describe("budgetPlan", () => {
  it("says how many examples, doublings and epochs a budget buys at each offer", () => {
    const prices = book([model(), model({ id: "large", rates: [rate("training", "30")] })]);
    const plan = budgetPlan(estimate({ asOf: "2026-02-01", prices, job }), usd("7.2"), 1000);
    expect(plan).toEqual({
      ok: true,
      value: [
        {
          id: "acme/small:sft",
          within: true,
          training: usd("0.9"),
          ...uncapped,
          examples: 8000,
          doublings: 3,
          epochs: 24,
        },
        {
          id: "acme/large:sft",
          within: false,
          training: usd("9"),
          ...uncapped,
          examples: 800,
          doublings: -0.32,
          epochs: 2,
        },
      ],
    });
  });

  it("buys nothing under the minimum of a job", () => {
    const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum" }] }];
    const prices = book([model({ offers, rates: [rate("training", "3"), rate("minimum", "4", { per: "job" })] })]);
    const answer = estimate({ asOf: "2026-02-01", prices, job });
    expect(budgetPlan(answer, usd("3.99"), 1000)).toMatchObject({ value: [{ within: false, examples: 0 }] });
    // Four dollars pay for 4 / 3 million tokens, whatever the job of the question leaves unused.
    expect(budgetPlan(answer, usd("4"), 1000)).toMatchObject({ value: [{ within: true, examples: 4444, epochs: 13 }] });
  });

  it.each([
    // limits of the provider, what $7.20 buys of examples and epochs: 8,000 and 24 without limits
    [{ maxExamples: 5000, maxEpochs: 10 }, 5000, true, 10, true],
    [{ maxExamples: 8000, maxEpochs: 24 }, 8000, false, 24, false],
    [{ jobTokens: 600_000 }, 2000, true, 6, true],
    [{ jobTokens: 600_000, maxEpochs: 5 }, 2000, true, 5, true],
  ])("buys no more than %j", (limits, examples, examplesCapped, epochs, epochsCapped) => {
    const answer = estimate({ asOf: "2026-02-01", prices: book([model({ limits })]), job });
    expect(budgetPlan(answer, usd("7.2"), 1000)).toMatchObject({
      value: [{ examples, examplesCapped, epochs, epochsCapped }],
    });
  });

  it.each(["-1", "2e3", "", "many"])("refuses %j as a budget", (amount) => {
    const answer = estimate({ asOf: "2026-02-01", prices: book([model()]), job });
    expect(budgetPlan(answer, usd(amount), 1000)).toMatchObject({ ok: false, problem: { kind: "not_decimal" } });
  });
});
