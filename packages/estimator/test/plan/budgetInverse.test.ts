import { prices } from "@tunecast/pricing/history";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimate, type BudgetRow, type Job, type Offer, type OwnPrices, type Question } from "../../src/index.ts";
import { isAtMost } from "../../src/text.ts";
import { book, model, rate } from "../book.ts";
import { asked, job, plan } from "./budgeted.ts";

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
          ...(credit !== null && { ownPrices: credits(credit) }),
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
