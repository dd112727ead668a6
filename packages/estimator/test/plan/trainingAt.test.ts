import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, trainingAt, type Question } from "../../src/index.ts";
import { lacksData } from "../../src/answer.ts";
import { decimal } from "../../src/money.ts";
import { asOf, ask, job, only } from "../ask.ts";
import { book, model, rate } from "../book.ts";
import { fileOf } from "./trained.ts";

/** One row more could not be read. */
const profile = { ...fileOf(), rows: 41, badRows: 1 };

describe("trainingAt", () => {
  const jobs: readonly (readonly [name: string, job: Question["job"]])[] = [
    ["few tokens", { examples: 10, tokensPerExample: 50, epochs: 3 }],
    ["a broken mean", { examples: 7123, tokensPerExample: 431.37, epochs: 3 }],
    ["each provider's epochs", { examples: 8000, tokensPerExample: 620, epochs: "provider" }],
    ["too long examples", { examples: 800, tokensPerExample: 200_000, epochs: 3 }],
    ["a counted file", { profile, epochs: 3 }],
  ];

  it.each(jobs)("is the offer's own training and range at the size of the question: %s", (_, job) => {
    const question: Question = { asOf: "2026-11-24", prices, job };
    const { offers } = estimate(question);
    expect(offers.length).toBeGreaterThan(100);
    const examples = "profile" in job ? job.profile.examples : job.examples;
    for (const offer of offers.filter((_, at) => at % 7 === 0)) {
      const at = trainingAt(question, offer)(examples);
      expect({ id: offer.id, amount: at?.amount, ...at?.range }).toEqual({
        id: offer.id,
        amount: offer.training.amount,
        low: offer.trainingRange.low,
        // The file lacks a row, so that the offer's own range has no upper end.
        high: offer.trainingRange.high ?? at?.range.high,
      });
      expect(at?.refused).toBeNull();
    }
  });

  it("says on which side of the provider's limits a size is", () => {
    const limits = { minExamples: 10, jobTokens: 3_000_000 };
    const question: Question = { asOf, prices: book([model({ limits })]), job };
    const at = trainingAt(question, only(estimate(question)));
    expect([9, 10, 10_000, 10_001].map((n) => at(n)?.refused)).toEqual(["below", null, null, "above"]);
  });

  it("knows nothing of credits", () => {
    const credits = [{ provider: "acme", amount: "0.5", currency: "USD", source: "grant" }];
    const question: Question = { asOf, prices: book([model()]), job, ownPrices: { credits } };
    expect(trainingAt(question, only(estimate(question)))(2000)?.amount).toBe("1.8");
  });

  it("has no bill of an offer that the book does not hold", () => {
    const [offer, other] = [only(ask()), book([model({ id: "other", rates: [rate("training", "1")] })])];
    expect(trainingAt({ asOf, prices: other, job }, offer)(10)).toBeNull();
  });
});

describe("lacksData", () => {
  it("is so where rows could not be read", () => {
    const asked = (badRows: number): boolean => lacksData(ask({ job: { profile: { ...profile, badRows } } }));
    expect([asked(0), asked(2)]).toEqual([false, true]);
  });
});

describe("break-even", () => {
  it("names the day and the month on which the model stops, however short the horizon", () => {
    const status = [
      {
        kind: "inference_off" as const,
        from: "2026-03-03",
        source: "https://example.com",
        seen: asOf,
        confidence: "primary" as const,
      },
    ];
    const alternative = { kind: "prompt", extraInputTokens: 1000 } as const;
    const traffic = { requestsPerMonth: 1000, inputTokens: 900, outputTokens: 100 };
    const stops = (months: number): unknown =>
      only(ask({ prices: book([model({ status })]), traffic: { ...traffic, months }, alternative })).breakEven?.stops;
    // 30 days are 720 of the 730 hours of a month.
    expect(stops(0.5)).toEqual({ day: "2026-03-03", months: decimal(720).dividedBy(730).toFixed(4) });
    expect(stops(5)).toEqual(stops(0.5));
  });
});
