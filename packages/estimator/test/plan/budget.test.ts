import { prices } from "@tunecast/pricing/history";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  budgetPlan,
  estimate,
  type BudgetRow,
  type Job,
  type Offer,
  type OwnPrices,
  type Profile,
  type Question,
} from "../../src/index.ts";
import { isAtMost } from "../../src/text.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";

const job = { examples: 1000, tokensPerExample: 100, epochs: 3 };
const uncapped = { examplesCapped: false, epochsCapped: false };
const usd = (amount: string) => ({ amount, currency: "USD" });
const asked = (prices: Question["prices"], more: Partial<Question> = {}): Question => ({
  asOf: "2026-02-01",
  prices,
  job,
  ...more,
});
const plan = (question: Question, budget: string) => budgetPlan(estimate(question), usd(budget), question);

describe("budgetPlan", () => {
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
    expect(plan(asked(prices), "3.99")).toMatchObject({ value: [{ within: false, examples: 0, epochs: 0 }] });
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
    const question = asked(book([model()]), { overlay: { credits } });
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

/** Billing rules, limits and rates as price files hold them, in any mix. */
const offerCase = fc.record({
  training: fc.constantFrom("0.1", "0.48", "1", "3", "6.25", "25"),
  minimum: fc.option(fc.constantFrom("1", "4", "16.5")),
  tokenStep: fc.option(fc.constantFrom(7, 1000)),
  moneyStep: fc.option(fc.constantFrom("0.01", "1")),
  validation: fc.constantFrom("validation_free", "validation_once", "validation_times_epochs"),
  limits: fc.record(
    {
      minExamples: fc.integer({ min: 1, max: 300 }),
      maxExamples: fc.integer({ min: 300, max: 40_000 }),
      maxEpochs: fc.integer({ min: 5, max: 60 }),
      jobTokens: fc.integer({ min: 3_000_000, max: 300_000_000 }),
    },
    { requiredKeys: [] },
  ),
});

const jobCase = fc.record({
  examples: fc.integer({ min: 1, max: 5000 }),
  tokensPerExample: fc.constantFrom(1, 50, 333.3, 620, 4000.25),
  epochs: fc.integer({ min: 1, max: 5 }),
  validation: fc.option(fc.integer({ min: 1, max: 900 })),
  stage: fc.option(fc.integer({ min: 1, max: 900 })),
});

describe("a budget over any offer", () => {
  it("is the inverse of its bill: so many fit, and one more does not", () => {
    const cents = fc.integer({ min: 0, max: 500_000 });
    fc.assert(
      fc.property(offerCase, jobCase, cents, fc.option(cents), (offer, data, budget, credit) => {
        const { validation, stage, ...typed } = data;
        const { tokensPerExample } = typed;
        const question = asked(priced(offer), {
          job: {
            ...typed,
            ...(validation !== null && { validation: { examples: validation, tokensPerExample } }),
            ...(stage !== null && { stages: [{ examples: stage, tokensPerExample }] }),
          },
          ...(credit !== null && { overlay: credits(credit) }),
        });
        const money = (budget / 100).toFixed(2);
        const rows = plan(question, money);
        if (!rows.ok) throw new Error(rows.problem.kind);
        for (const row of rows.value) {
          expectInverse(question, money, row, "examples");
          expectInverse(question, money, row, "epochs");
          expect(row.within).toBe(isAtMost(billOf(question, {})?.total.amount ?? "", money));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("a budget over the whole price book", () => {
  const bill: Job = {
    examples: 777,
    tokensPerExample: 333.3,
    epochs: 2,
    validation: { examples: 80, tokensPerExample: 333.3 },
  };

  it.each(["3", "17.37", "200"])("of $%s buys what the bill of each offer says", (money) => {
    const question: Question = { asOf: "2026-11-24", prices, job: bill };
    const rows = plan(question, money);
    if (!rows.ok) throw new Error(rows.problem.kind);
    expect(rows.value.length).toBeGreaterThan(100);
    // Every seventh: each row costs six answers.
    for (const row of rows.value.filter((_, index) => index % 7 === 0)) {
      // A free price never ends.
      if (row.training.amount === "0") continue;
      const own = { ...question, only: { models: [row.id] } };
      expectInverse(own, money, row, "examples");
      expectInverse(own, money, row, "epochs");
    }
  });
});

function expectInverse(question: Question, budget: string, row: BudgetRow, field: "examples" | "epochs"): void {
  const count = row[field];
  const capped = field === "examples" ? row.examplesCapped : row.epochsCapped;
  const fits = (n: number): boolean => {
    const { offers } = estimate({ ...question, job: { ...question.job, [field]: n } });
    return offers.some(({ total }) => isAtMost(total.amount, budget));
  };
  const paid = (n: number): boolean => isAtMost(billOf(question, { [field]: n })?.total.amount ?? "", budget);
  expect(count === 0 || fits(count)).toBe(true);
  expect(fits(count + 1)).toBe(false);
  expect(paid(count + 1) && count > 0).toBe(capped);
}

/** The bill, taken or not. */
function billOf(question: Question, size: Partial<typeof job>): Offer | undefined {
  const { offers, refused } = estimate({ ...question, job: { ...question.job, ...size } });
  return offers[0] ?? refused[0]?.wouldBe;
}

type OfferCase = typeof offerCase extends fc.Arbitrary<infer T> ? T : never;

function priced({ training, minimum, tokenStep, moneyStep, validation, limits }: OfferCase): Question["prices"] {
  const billing = [
    { tag: "tokens_times_epochs" },
    { tag: validation },
    ...(minimum === null ? [] : [{ tag: "minimum" }]),
    ...(tokenStep === null ? [] : [{ tag: "round_tokens_up", to: tokenStep }]),
    ...(moneyStep === null ? [] : [{ tag: "round_amount_up", to: moneyStep }]),
  ];
  const rates = [rate("training", training), ...(minimum === null ? [] : [rate("minimum", minimum, { per: "job" })])];
  return book([model({ offers: [{ method: "sft", billing }], rates, limits })]);
}

function credits(cents: number): OwnPrices {
  return {
    credits: [{ provider: "acme", amount: (cents / 100).toFixed(2), currency: "USD", source: "your contract" }],
  };
}

function counted(examples: number, tokens: number): Profile {
  return profileOf({ "openai/o200k_base": countsOf([[tokens, examples]]) });
}
