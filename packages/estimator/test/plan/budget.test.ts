import { describe, expect, it } from "vitest";
import { budgetPlan, estimate, type Profile } from "../../src/index.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";
import { asked, job, plan, usd } from "./budgeted.ts";

const uncapped = { examplesCapped: false, epochsCapped: false };

describe("budgetPlan", () => {
  it("of no offers has no rows, in whatever currency", () => {
    const none = asked(book([]));
    expect(budgetPlan(estimate(none), { amount: "100", currency: "EUR" }, none)).toEqual({ ok: true, value: [] });
  });

  it("says how many examples, doublings and epochs a budget buys at each offer", () => {
    const prices = book([model(), model({ id: "large", rates: [rate("training", "30")] })]);
    expect(plan(asked(prices), "7.2")).toEqual({
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

  it("buys nothing under the minimum of a job, whatever the job of the question comes to", () => {
    const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum" }] }];
    const prices = book([model({ offers, rates: [rate("training", "3"), rate("minimum", "4", { per: "job" })] })]);
    expect(plan(asked(prices), "3.99")).toMatchObject({
      value: [{ within: false, examples: 0, doublings: 0, epochs: 0 }],
    });
    // Four dollars pay for 4 / 3 million tokens.
    expect(plan(asked(prices), "4")).toMatchObject({ value: [{ within: true, examples: 4444, epochs: 13 }] });
    const large = asked(prices, { job: { ...job, examples: 100_000 } });
    expect(plan(large, "3.99")).toMatchObject({ value: [{ examples: 0 }] });
    expect(plan(large, "4")).toMatchObject({ value: [{ examples: 4444, epochs: 0 }] });
  });

  it.each([
    // limits of the provider, what $7.20 buys of examples and epochs: 8,000 and 24 without limits
    [{ maxExamples: 5000, maxEpochs: 10 }, 5000, true, 10, true],
    [{ maxExamples: 8000, maxEpochs: 24 }, 8000, false, 24, false],
    [{ jobTokens: 600_000 }, 2000, true, 6, true],
    [{ jobTokens: 600_000, maxEpochs: 5 }, 2000, true, 5, true],
    [{ jobTokens: 700_000 }, 2333, true, 7, true],
  ])("buys no more than %j", (limits, examples, examplesCapped, epochs, epochsCapped) => {
    expect(plan(asked(book([model({ limits })])), "7.2")).toMatchObject({
      value: [{ examples, examplesCapped, epochs, epochsCapped }],
    });
  });

  it("buys none where they would be fewer than the provider takes", () => {
    const prices = book([model({ limits: { minExamples: 10, minEpochs: 2 } })]);
    expect(plan(asked(prices), "0.0081")).toMatchObject({ value: [{ examples: 0, epochs: 0 }] });
    expect(plan(asked(prices), "0.009")).toMatchObject({ value: [{ examples: 10 }] });
    expect(plan(asked(prices), "0.5")).toMatchObject({ value: [{ epochs: 0 }] });
  });

  it("rounds as the bill does, and loses no digit where a division does not end", () => {
    const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "round_tokens_up", to: 1000 }] }];
    // 66,600 examples bill 19,999,980 tokens, rounded up to 20 million; one more bills 20,001,000.
    const rounded = asked(book([model({ offers })]), { job: { examples: 7, tokensPerExample: 100.1, epochs: 3 } });
    expect(plan(rounded, "60")).toMatchObject({ value: [{ examples: 66_600 }] });
    const small = asked(book([model()]), { job: { examples: 100, tokensPerExample: 10, epochs: 3 } });
    expect(plan(small, "3")).toMatchObject({ value: [{ epochs: 1000 }] });
  });

  it("pays with credits first", () => {
    const credits = [{ provider: "acme", amount: "6.3", currency: "USD", source: "welcome" }];
    const question = asked(book([model()]), { ownPrices: { credits } });
    expect(plan(question, "0.9")).toMatchObject({ value: [{ examples: 8000, within: true, training: usd("0.9") }] });
    expect(plan(question, "0")).toMatchObject({ value: [{ examples: 7000, epochs: 21, within: true }] });
  });

  it("is paid for, and has no number, where the price does not grow with the data", () => {
    const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }] }];
    const prices = book([model({ offers, rates: [rate("training", "0")] })]);
    expect(plan(asked(prices), "1")).toMatchObject({ value: [{ within: true, examples: 0, ...uncapped }] });
  });

  it("buys examples like those of a counted file", () => {
    const profile = counted(100, 123);
    const question = asked(book([model()]), { job: { profile, epochs: 3 } });
    // 300 × 123 tokens are $0.1107; one example less is 369 tokens less.
    expect(plan(question, "0.1107")).toMatchObject({
      value: [{ examples: 100, epochs: 3, within: true, doublings: 0 }],
    });
    expect(plan(question, "0.1106")).toMatchObject({ value: [{ examples: 99, epochs: 2, within: false }] });
    expect(plan(question, "0.2214")).toMatchObject({ value: [{ examples: 200, epochs: 6 }] });
  });

  it.each(["-1", "2e3", "", "many"])("refuses %j as a budget", (amount) => {
    expect(plan(asked(book([model()])), amount)).toMatchObject({ ok: false, problem: { kind: "not_decimal" } });
  });

  it("refuses a currency in which no offer bills, and a question that cannot be answered", () => {
    const question = asked(book([model()]));
    const answer = estimate(question);
    expect(budgetPlan(answer, { amount: "5", currency: "XYZ" }, question)).toEqual({
      ok: false,
      problem: { kind: "unknown_currency", currency: "XYZ", known: ["USD"] },
    });
    for (const none of [undefined, null, "200"])
      expect(budgetPlan(answer, none as never, question)).toMatchObject({
        problem: { kind: "wrong_kind", field: "budget" },
      });
    expect(budgetPlan(answer, usd("5"), { ...question, prices: undefined as never })).toMatchObject({
      problem: { kind: "bad_prices" },
    });
    for (const examples of [Number.NaN, -1, 1e308])
      expect(budgetPlan(answer, usd("5"), { ...question, job: { ...job, examples } }).ok).toBe(false);
  });
});

function counted(examples: number, tokens: number): Profile {
  return profileOf({ "openai/o200k_base": countsOf([[tokens, examples]]) });
}
