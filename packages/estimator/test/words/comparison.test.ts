import { describe, expect, it } from "vitest";
import { decide, type Decision, type DecisionQuestion, type Question, type Way } from "../../src/index.ts";
import { decisionReport } from "../../src/report.ts";
import { book, model } from "../book.ts";
import { fewShot, question, tuned } from "../plan/decided.ts";

const source = "https://example.com";
const off = { kind: "inference_off", from: "2026-05-01", source, seen: "2026-01-01", confidence: "primary" } as const;
const traffic = { ...question.traffic!, requestsPerMonth: 1e6 };

/** A model that stops answering before the twelve months are over, beside ways that last. */
function ending(
  more: Partial<Question>,
  ways: readonly Way[] = [fewShot],
): { readonly decision: Decision; readonly report: ReturnType<typeof decisionReport> } {
  const prices = book([model({ status: [off] })]);
  const asked: DecisionQuestion = { question: { ...question, prices, traffic, ...more }, ways };
  const decision = decide(asked);
  if (!decision.ok) throw new Error(JSON.stringify(decision.problem));
  return { decision: decision.value, report: decisionReport(decision.value, { asked, steps: [] }) };
}

/** Months of the first month's traffic that a time holds. */
function monthsOf(months: number, growth: number): number {
  let all = 0;
  for (let month = 0; month < months; month += 1) all += Math.min(1, months - month) * (1 + growth) ** month;
  return all;
}

describe("a model that stops answering", () => {
  const store = { ...fewShot, monthly: "35", once: "50" };
  const credits = (amount: string): Partial<Question> => ({
    ownPrices: { credits: [{ provider: "acme", amount, currency: "USD", source }] },
  });
  it.each([
    // growth, what the provider bills of today's way is $360 in the first month; credits; once and a month beside
    ["even traffic", 0, [fewShot], 0, 0, 0],
    ["growing traffic", 0.1, [fewShot], 0, 0, 0],
    ["fast growing traffic", 0.5, [fewShot], 0, 0, 0],
    ["shrinking traffic", -0.2, [fewShot], 0, 0, 0],
    ["a store", 0.1, [store], 0, 50, 35],
    ["credits that today's way has used by then", 0, [store], 100, 50, 35],
    ["credits that outlast it", 0.1, [store], 100_000, 50, 35],
  ])("is held against today's way until that day: %s", (_, growthPerMonth, ways, credit, once, month) => {
    const asked = { traffic: { ...traffic, growthPerMonth }, ...(credit > 0 && credits(String(credit))) };
    const { decision, report } = ending(asked, ways);
    const { months, total } = tuned(decision);
    const billed = 360 * monthsOf(months, growthPerMonth);
    const ahead = billed - Math.min(credit, billed) + once + month * months - Number(total.amount);
    const shown = /^By 1 May 2026 tuning would be \$([\d,.]+) ahead$/u.exec(report.comparison?.title ?? "")?.[1] ?? "";
    expect(Math.abs(Number(shown.replaceAll(",", "")) - ahead)).toBeLessThan(0.03);
    const row = report.comparison?.rows.find(({ tone }) => tone === "tuned");
    expect(row?.against).toBe(`$${shown} less by then`);
  });

  it("is dearer than the plain prompt where that costs less till then", () => {
    const said = (ways: readonly Way[]): readonly string[] => ending({}, ways).report.verdict.further;
    const still = "The plain prompt is cheaper still: test it first.";
    expect(said([fewShot, { kind: "prompt" }])).toContain(still);
    expect(said([fewShot, { kind: "prompt", monthly: "100" }])).not.toContain(still);
  });

  it.each([
    // At even traffic $0.72 in three months, less than tuning with its training; at traffic that triples it is more.
    [0, true],
    [2, false],
  ])("counts what the plain prompt costs till then as traffic grows (%d)", (growthPerMonth, isCheaper) => {
    const plain = { kind: "prompt", model: { input: "0.6", output: "2.4" } } as const;
    const asked = { traffic: { ...traffic, requestsPerMonth: 1000, growthPerMonth } };
    const { decision, report } = ending(asked, [fewShot, plain]);
    const { months, total } = tuned(decision);
    expect(0.24 * monthsOf(months, growthPerMonth) < Number(total.amount)).toBe(isCheaper);
    expect(report.headline.includes("The plain prompt is cheaper still")).toBe(isCheaper);
  });
});
