import { describe, expect, it } from "vitest";
import { breakEven, type BreakEvenCase } from "../../src/estimate/offer.ts";
import { decimal } from "../../src/money.ts";
import { ask, job, only, traffic } from "../ask.ts";
import { book, model, rate } from "../book.ts";

/** $90, $100 or $120 once, and $50 a month less than the untuned model. */
const against = (stops: BreakEvenCase["stops"]) =>
  breakEven({
    training: { low: decimal(90), typical: decimal(100), high: decimal(120) },
    tunedMonthly: decimal(30),
    alternativeMonthly: { amount: "80", currency: "USD" },
    alternative: "prompt",
    stops,
  });
const until = (months: string) => ({ day: "2026-09-01", months: decimal(months) });

describe("a tuned model that stops answering", () => {
  it("has paid for itself where it saves its price on its last day", () => {
    expect(against(until("2"))).toMatchObject({ months: "2", low: "1.8", high: null });
    expect(against(until("2.4"))).toMatchObject({ months: "2", low: "1.8", high: "2.4" });
    expect(against(null)).toMatchObject({ months: "2", low: "1.8", high: "2.4" });
  });

  it("has not where it would take longer, and the sentence says how long", () => {
    const late = against(until("1.99"));
    expect(late).toMatchObject({ months: null, low: null, high: null, stops: { day: "2026-09-01", months: "1.99" } });
    expect(late.sentence).toBe(
      "It never pays for itself: that would take 2 months, and it stops answering on 2026-09-01.",
    );
  });
});

describe("break-even", () => {
  it("divides the training by what a month saves", () => {
    const offer = only(
      ask({
        traffic: { ...traffic, requestsPerMonth: 100_000 },
        alternative: { kind: "few_shot", extraInputTokens: 4000 },
      }),
    );
    // Base: 100,000 × (4,900 × 0.15 + 100 × 0.6) / 1M = 79.50; tuned: 100,000 × (900 × 0.3 + 100 × 1.2) / 1M = 39.
    expect(offer.breakEven).toMatchObject({ alternativeMonthly: { amount: "79.5", currency: "USD" }, months: "0.02" });
  });

  it.each([
    // Base rows of their own: half at 0.15 and 0.6, half at 0.05 and 0.5.
    ["base_input", "0.05", "base_output", "0.5", "54.5", false],
    // The tuned model's discounts, a third and three quarters: half at 0.05 and 0.45.
    ["input", "0.1", "output", "0.9", "54.25", true],
    ["input", "0.1", "base_output", "0.5", "79.5", true],
  ] as const)("takes the batch share on both sides: %s %s, %s %s", (input, a, output, b, monthly, said) => {
    const batch = { service: "batch" };
    const rates = [...(model().rates ?? []), rate(input, a, batch), rate(output, b, batch)];
    const offer = only(
      ask({
        prices: book([model({ rates })]),
        traffic: { ...traffic, requestsPerMonth: 100_000, batchShare: 0.5 },
        alternative: { kind: "few_shot", extraInputTokens: 4000 },
      }),
    );
    expect(offer.breakEven?.alternativeMonthly.amount).toBe(monthly);
    expect(offer.assumptions.some(({ sentence }) => sentence.includes("batch price of the untuned model"))).toBe(said);
  });

  it("takes the tuned model's discounts where the untuned model has a batch price for one side alone", () => {
    const batch = { service: "batch" };
    const more = [rate("base_input", "0.05", batch), rate("input", "0.1", batch), rate("output", "0.9", batch)];
    const offer = only(
      ask({
        prices: book([model({ rates: [...(model().rates ?? []), ...more] })]),
        traffic: { ...traffic, requestsPerMonth: 100_000, batchShare: 0.5 },
        alternative: { kind: "few_shot", extraInputTokens: 4000 },
      }),
    );
    expect(offer.breakEven?.alternativeMonthly.amount).toBe("54.25");
  });

  it("takes no discount from a tuned model that is read for nothing", () => {
    const free = (model().rates ?? []).map((one) => (one.kind === "input" ? { ...one, amount: "0" } : one));
    const batch = { service: "batch" };
    const rates = [...free, rate("input", "0", batch), rate("output", "0.9", batch)];
    const offer = only(
      ask({
        prices: book([model({ rates })]),
        traffic: { ...traffic, requestsPerMonth: 100_000, batchShare: 0.5 },
        alternative: { kind: "few_shot", extraInputTokens: 4000 },
      }),
    );
    // 490M tokens read at the untuned model's 0.15; 10M written, half of them at three quarters of 0.6.
    expect(offer.breakEven?.alternativeMonthly.amount).toBe("78.75");
  });

  it("is never where the model stops answering before", () => {
    const source = "https://example.com/retired";
    const stopping = (from: string) =>
      book([model({ status: [{ kind: "inference_off", from, source, seen: "2026-01-01", confidence: "primary" }] })]);
    const more = {
      // Training for $9 saves $40.50 a month: 0.22 months, of 730 hours 6.8 days.
      job: { ...job, examples: 10_000 },
      traffic: { ...traffic, requestsPerMonth: 100_000 },
      alternative: { kind: "few_shot", extraInputTokens: 4000 },
    } as const;
    expect(only(ask({ ...more, prices: stopping("2026-02-08") })).breakEven).toMatchObject({ months: "0.22" });
    const late = only(ask({ ...more, prices: stopping("2026-02-07") })).breakEven;
    expect(late).toMatchObject({ months: null, low: null, high: null });
    expect(late?.sentence).toContain("0.22 months, and it stops answering on 2026-02-07");
  });

  it("is never where the tuned model costs more per month", () => {
    const offer = only(ask({ traffic, alternative: { kind: "prompt", extraInputTokens: 1 } }));
    expect(offer.breakEven).toMatchObject({ months: null, low: null, high: null });
  });
});
