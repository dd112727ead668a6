import { describe, expect, it } from "vitest";
import { paybackMonths } from "../../src/plan/decision/against.ts";
import { monthsOfTraffic } from "../../src/plan/decision/overHorizon.ts";
import { decisionReport } from "../../src/words/report/decision.ts";
import { decided, question, tuned, used } from "./decided.ts";

describe("paybackMonths", () => {
  it.each([
    // once, saved by requests, fixed, growth, months
    [0, 5, 5, 0, 0],
    [0, 5, 5, 0.1, 0],
    [-1, 0, 0, 0, 0],
    [0, 5, 5.01, 0, null],
    [10, 5, 5, 0, null],
    [10, 7, 5, 0, 5],
    [10, 5, 0, 0, 2],
    // Twice the requests each month: 5 in the first, and the rest in half of the second, which saves 10.
    [10, 5, 0, 1, 1.5],
    [15, 5, 0, 1, 2],
    // 4 fixed: 1, then 6, then 3 of the 16 of the third.
    [10, 5, 4, 1, 2.1875],
    // It costs 1 more in the first month, and saves 2 in the second.
    [0, 5, 6, 0.6, 1.5],
    [-0.5, 5, 6, 0.6, 1.25],
    // What was saved at once is never used up: it is ahead from the start.
    [-1, 5, 6, 0.6, 0],
    [-3, 5, 6, 0.6, 0],
    // Traffic that ends: all of it comes in the first month; traffic that halves brings 10 in all.
    [10, 10, 0, -1, 1],
    [10.1, 10, 0, -1, null],
    [11, 5, 0, -0.5, null],
  ])("of %d once, %d saved, %d fixed and growth %d is %d", (once, savedByRequests, fixed, growth, months) => {
    expect(paybackMonths({ once, savedByRequests, fixed, growth })).toBe(months);
  });
});

it("comes within the horizon in all draws or in none where nothing has a range", () => {
  const { months, withinHorizon } = tuned(decided()).against;
  expect([months !== null && months > 0, withinHorizon]).toEqual([true, 1]);
  const half = tuned(decided(used({ months: (months ?? 0) / 2 }))).against;
  expect([half.months, half.withinHorizon]).toEqual([months, 0]);
});

it("names no day where it takes more than a hundred years", () => {
  const decision = decided({ ...used({ requestsPerMonth: 1 }), project: { labelCost: "1" } });
  const { verdict, months, day } = tuned(decision).against;
  expect([verdict, months, day]).toEqual(["pays", 4_170_416.67, null]);
  const { figures, headline } = decisionReport(decision, { asked: { question }, steps: [] });
  expect(headline).toContain("In 80 of 100 cases it pays back in 347,535 to 347,563 years.");
  expect(figures.map(({ value }) => value)).toContain("347,535 years");
});

it("answers over thousands of years as over one", () => {
  const ranged = { requestsPerMonth: { low: 5000, typical: 10_000, high: 20_000 } };
  const [year, most] = [12, 90_000].map((months) => tuned(decided(used({ ...ranged, months }))).against);
  expect(most).toMatchObject({ months: year?.months, low: year?.low, high: year?.high });
});

it("answers over a hundred years in no time where credits pay", () => {
  const amounts = [60, 1e6, 1e8];
  const asked = amounts.map((amount) => {
    const credits = [{ provider: "acme", amount: String(amount), currency: "USD", source: "mail" }];
    const ranged = { inputTokens: { low: 100, high: 300 }, months: 1200, growthPerMonth: 0.001 };
    const { question: one } = used({ ...ranged, requestsPerMonth: { low: 5000, high: 20_000 } });
    return { question: { ...one, ownPrices: { credits } }, project: { labelCost: "3" } };
  });
  const found = asked.map((one) => tuned(decided(one)).against);
  // As the sum of every month made them before.
  expect(found.map(({ verdict, months, withinHorizon }) => [verdict, months, withinHorizon])).toEqual([
    ["pays", 693.64, 1],
    ["never", null, 0],
    ["never", null, 0],
  ]);
});

it("looks a hundred years ahead, and no further", () => {
  const months = (once: number) => paybackMonths({ once, savedByRequests: 1, fixed: 0, growth: 1e-15 });
  expect(months(1199.5)).toBeCloseTo(1199.5, 6);
  expect(months(1201)).toBeNull();
});

describe("monthsOfTraffic", () => {
  it.each([
    [5, 0, 5],
    [2.5, 0, 2.5],
    [3, 0.5, 4.75],
    [2.5, 0.5, 3.625],
    [0.25, 0.5, 0.25],
    [0, 0.5, 0],
    [3, -1, 1],
  ])("of %d months at a growth of %d is %d of the first", (months, growth, first) => {
    expect(monthsOfTraffic(months, growth)).toBeCloseTo(first, 12);
  });
});
