import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decision } from "../../src/index.ts";
import { book, model, rate } from "../book.ts";
import { decided, fewShot, question, tuned, way } from "./decided.ts";

describe("decide: two rates", () => {
  it("prices each way by its own tokens and rates", () => {
    const decision = decided();
    // 10,000 × (2,200 × 0.15 + 50 × 0.6) / 1e6 and 10,000 × (200 × 0.3 + 50 × 1.2) / 1e6
    expect(way(decision, "few_shot")).toMatchObject({ monthly: { amount: "3.6" }, perThousandRequests: "0.36" });
    expect(tuned(decision).monthly.amount).toBe("1.2");
    expect(tuned(decision).once.amount).toBe("0.9");
    expect(tuned(decision).total.amount).toBe("15.3");
  });

  it("pays back after F / (s · requests − H) months, and says the day", () => {
    const { against } = tuned(decided());
    // 0.9 / (3.6 − 1.2) months of 730 hours: 11.4 days
    expect(against.months).toBeCloseTo(0.375, 1);
    expect(against).toMatchObject({
      verdict: "pays",
      day: "2026-02-13",
      once: "0.9",
      savedPerMonth: "2.4",
    });
  });

  it("holds a minimum per job, an hourly deployment and a cached prefix in closed form", () => {
    const rates = [
      rate("training", "3"),
      rate("minimum", "4", { per: "job" }),
      rate("hosting", "0.01", { per: "hour" }),
      rate("base_cached_input", "0.06"),
      ...model().rates!.filter(({ kind }) => kind !== "training"),
    ];
    const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum" }] }];
    const entry = model({ rates, offers, serving: [{ tag: "per_token" }, { tag: "hosting" }] });
    const asked = { ...question, prices: book([entry]) };
    const decision = decided({ question: asked, ways: [{ ...fewShot, cachedInputTokens: 2000 }] });
    const { once, monthly, against } = tuned(decision);
    expect(once.amount).toBe("4");
    // 1.2 for the requests, and 730 hours at 0.01
    expect(monthly.amount).toBe("8.5");
    // 3.6 less 10,000 × 2,000 cached tokens at 0.15 − 0.06 a million
    expect(way(decision, "few_shot").monthly.amount).toBe("1.8");
    // H / s: 7.3 dollars over 0.00006 a request
    expect(against).toMatchObject({ verdict: "never", months: null, requestsPerMonth: 121_667 });
  });

  it("holds the way of today against itself with nothing", () => {
    expect(way(decided(), "few_shot").against).toBeNull();
  });

  it("never pays back where a request costs more", () => {
    const { against } = tuned(decided({ ways: [{ kind: "prompt" }] }));
    expect(against).toMatchObject({ verdict: "never", months: null, day: null, requestsPerMonth: null, high: null });
  });

  it("bills the whole month of `estimate`, to the last digit", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e7 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 5000 }),
        (requestsPerMonth, outputTokens, extra, inputTokens) => {
          const cachedInputTokens = Math.floor(inputTokens / 3);
          const traffic = { requestsPerMonth, inputTokens, outputTokens, cachedInputTokens, months: 2 };
          const decision = decided({
            question: { ...question, traffic },
            ways: [{ ...fewShot, extraInputTokens: extra }],
          });
          const monthly =
            (requestsPerMonth * ((inputTokens - cachedInputTokens) * 3 + cachedInputTokens * 1.5 + outputTokens * 12)) /
            1e7;
          expect(Number(tuned(decision).monthly.amount)).toBeCloseTo(monthly, 6);
        },
      ),
      { seed: 3, numRuns: 40 },
    );
  });
});

describe("decide: hosting", () => {
  const hosted = model({
    serving: [{ tag: "per_token" }, { tag: "hosting" }],
    rates: [...(model().rates ?? []), rate("hosting", "0.01", { per: "hour" })],
  });
  const asked = { question: { ...question, prices: book([hosted]) } };

  it("needs H / s requests a month before a month costs no more", () => {
    const { against } = tuned(decided(asked));
    // Hosting 730 × 0.01 = 7.3; a request saves 0.00036 − 0.00012
    expect(against.requestsPerMonth).toBe(Math.ceil(7.3 / 0.00024));
    expect(against.verdict).toBe("never");
  });

  it("pays back once the traffic grows beyond that", () => {
    const growing = (growthPerMonth: number): Decision =>
      decided({ question: { ...asked.question, traffic: { ...question.traffic!, growthPerMonth } } });
    const { against } = tuned(growing(0.2));
    expect(against.verdict).toBe("pays");
    expect(against.months).toBeGreaterThan(6);
    const grown = tuned(growing(0.4));
    expect(grown.against.months).toBeLessThan(against.months ?? 0);
  });
});

describe("decide: what surrounds the run", () => {
  it("buys labels for the examples that are missing, and for no owned one", () => {
    const decision = decided({ project: { examplesOwned: 600, labelCost: "0.5" } });
    expect(tuned(decision).once.amount).toBe("200.9");
    expect(tuned(decided({ project: { examplesOwned: 5000, labelCost: "0.5" } })).once.amount).toBe("0.9");
  });

  it("lets a teacher write them at its own rates", () => {
    const teacher = { model: { input: 2, output: 8 }, inputTokens: 500, outputTokens: 100, samplesPerKept: 3 };
    // 1,000 × 3 × (500 × 2 + 100 × 8) / 1e6
    expect(tuned(decided({ project: { teacher } })).once.amount).toBe("6.3");
  });

  it("bills evaluation, rounds, failed runs, fees and retraining", () => {
    const project = {
      evaluation: { items: 100, models: 2, costPerItem: "0.02" },
      tuningRounds: 3,
      // One in five fails: a quarter more for each that ends well.
      failedRuns: "0.2",
      platformFee: "10",
      platformFeePerMonth: "2",
      retrainEveryMonths: 3,
      monitoringItemsPerMonth: 50,
    };
    const { once, monthly, lines } = tuned(decided({ project }));
    // 0.9 + 2 × 0.9 + 0.9 × 3 / 4 + 100 × 2 × 0.02 + 10; 1.2 + 0.3 + 50 × 0.02 + 2
    expect(once.amount).toBe("17.375");
    expect(monthly.amount).toBe("4.5");
    const added = lines.filter(({ period }) => period === "once").reduce((all, { amount }) => all + Number(amount), 0);
    expect(added).toBeCloseTo(17.375, 9);
  });

  it("says which parts of a project nobody stated", () => {
    expect(decided().leftOut).toEqual(["labels", "evaluation", "tuning_rounds", "monitoring"]);
    expect(decided({ project: { labelCost: "1", tuningRounds: 2 } }).leftOut).toEqual(["evaluation", "monitoring"]);
  });
});

describe("decide: the cache", () => {
  const cached = model({ rates: [...(model().rates ?? []), rate("base_cached_input", "0.015")] });
  const asked = { question: { ...question, prices: book([cached]) } };

  it("takes the discount off what is stated to be cached", () => {
    const decision = decided({ ...asked, ways: [{ ...fewShot, cachedInputTokens: 2000 }] });
    // 10,000 × (200 × 0.15 + 2,000 × 0.015 + 50 × 0.6) / 1e6
    expect(way(decision, "few_shot").monthly.amount).toBe("0.9");
    expect(tuned(decision).against.verdict).toBe("never");
    expect(tuned(decision).against.withCaching).toBeNull();
  });

  it("says where caching removes the case for tuning", () => {
    const { against } = tuned(decided(asked));
    expect(against.verdict).toBe("pays");
    expect(against.withCaching).toEqual({ cachedTokens: 2000, verdict: "never", months: null });
  });
});
