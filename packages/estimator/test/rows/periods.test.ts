import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { addDays, daysBetween } from "../../src/check/day.ts";
import { decimal, sum } from "../../src/money.ts";
import { monthlyParts } from "../../src/rows/focusCharges.ts";

const charge = (start: string, end: string, months: number) => ({
  start,
  end,
  months,
  quantity: decimal("1000"),
  unitPrice: decimal("0.003"),
  amount: decimal("3"),
});

describe("monthlyParts", () => {
  it("puts the day behind the last month of the calendar into a month of its own", () => {
    // 121 days are 3.98 months of 730 hours, and four months of the calendar with a day.
    const parts = monthlyParts(charge("2026-01-31", "2026-06-01", 3.9781));
    expect(parts.map(({ period }) => [period.start, period.end])).toEqual([
      ["2026-01-31", "2026-02-28"],
      ["2026-02-28", "2026-03-31"],
      ["2026-03-31", "2026-04-30"],
      ["2026-04-30", "2026-05-31"],
      ["2026-05-31", "2026-06-01"],
    ]);
    expect(parts.map(({ quantity }) => quantity.toFixed(1))).toEqual(["251.4", "251.4", "251.4", "238.2", "7.7"]);
  });

  it("is in months that hold it, without a gap, and adds up, from and to any day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 1200 }), (first, days) => {
        const start = addDays("2026-01-01", first);
        const end = addDays(start, days);
        const parts = monthlyParts(charge(start, end, Math.round(((days * 24) / 730) * 1e4) / 1e4));
        expect(parts[0]?.period.start).toBe(start);
        expect(parts.at(-1)?.period.end).toBe(end);
        for (const [at, { period, billed, quantity }] of parts.entries()) {
          expect(period.start >= billed.start && period.end <= billed.end).toBe(true);
          expect(daysBetween(period.start, period.end)).toBeGreaterThan(0);
          expect(period.start).toBe(at === 0 ? start : parts[at - 1]?.period.end);
          expect(quantity.isNegative()).toBe(false);
        }
        expect(sum(parts.map(({ quantity }) => quantity)).toFixed()).toBe("1000");
        expect(sum(parts.map(({ amount }) => amount)).toFixed()).toBe("3");
      }),
      { numRuns: 500 },
    );
  });
});
