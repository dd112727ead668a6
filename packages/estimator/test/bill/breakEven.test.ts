import { describe, expect, it } from "vitest";
import { breakEven, type BreakEvenCase } from "../../src/bill/breakEven.ts";
import { decimal } from "../../src/money.ts";

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
