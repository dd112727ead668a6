import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budgetPlan, estimate, type BudgetRow, type Question } from "../../src/index.ts";
import { curveReport } from "../../src/curve.ts";
import { book, model, rate } from "../book.ts";

const usd = (amount: string) => ({ amount, currency: "USD" });

/** 1,000 tokens an example, one epoch: so many dollars an example at a training rate of 1,000 times that a million tokens. */
function asked(perExample: string, examples = 1000, billing: readonly { tag: string; to?: number }[] = []): Question {
  const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, ...billing] }];
  const rates = [rate("training", String(Number(perExample) * 1000)), rate("minimum", "4", { per: "job" })];
  const read = billing.some(({ tag }) => tag === "minimum") ? rates : rates.slice(0, 1);
  return {
    asOf: "2026-02-01",
    prices: book([model({ offers, rates: read })]),
    job: { examples, tokensPerExample: 1000, epochs: 1 },
  };
}

function bought(question: Question, budget: string, labels: { cost: string; owned: number }): BudgetRow {
  const rows = budgetPlan(estimate(question), usd(budget), question, { labels });
  if (!rows.ok) throw new Error(JSON.stringify(rows.problem));
  const [row] = rows.value;
  if (row === undefined) throw new Error("No offer.");
  return row;
}

describe("a budget that buys the examples too", () => {
  it("buys the largest n with c·(n − o) + r·n within it", () => {
    // 0.40 a label, 0.01 a row of training, 2,000 rows owned: (1000 + 0.4 × 2000) / 0.41 = 4,390.2
    expect(bought(asked("0.01"), "1000", { cost: "0.40", owned: 2000 })).toMatchObject({
      examples: 4390,
      bought: 2390,
    });
  });

  it("pays no owned row twice, and trains on fewer where the money does not reach for all", () => {
    expect(bought(asked("0.01"), "10", { cost: "0.40", owned: 2000 })).toMatchObject({ examples: 1000, bought: 0 });
    expect(bought(asked("0.01"), "20", { cost: "0.40", owned: 2000 })).toMatchObject({ examples: 2000, bought: 0 });
  });

  it("equals brute force on a grid, to the provider's rounding and minimum, and never exceeds the budget", () => {
    const money = fc.integer({ min: 0, max: 3000 }).map((cents) => (cents / 100).toFixed(2));
    fc.assert(
      fc.property(
        money,
        fc.constantFrom("0.01", "0.05", "0.37"),
        fc.integer({ min: 0, max: 200 }),
        fc.constantFrom([], [{ tag: "round_tokens_up", to: 7000 }], [{ tag: "minimum" }]),
        (budget, cost, owned, billing) => {
          const question = asked("0.02", 100, billing);
          const row = bought(question, budget, { cost, owned });
          const total = (n: number): number => {
            const { offers } = estimate({ ...question, job: { examples: n, tokensPerExample: 1000, epochs: 1 } });
            return Math.round(1e6 * (Number(offers[0]?.total.amount) + Number(cost) * Math.max(n - owned, 0))) / 1e6;
          };
          let most = 0;
          for (let n = 1; n <= 1600 && total(n) <= Number(budget); n += 1) most = n;
          expect(row.examples).toBe(most);
        },
      ),
      { seed: 11, numRuns: 25 },
    );
  });

  it("buys no fewer examples for more money", () => {
    const question = asked("0.02");
    const sizes = [1, 5, 20, 100, 400, 1000].map(
      (budget) => bought(question, String(budget), { cost: "0.3", owned: 500 }).examples,
    );
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  });

  it("stops buying where V·g/(n ln 2) = c + r on the plain rule", () => {
    // One point more for each doubling at $500 a point, labels $0.40 and training $0.01 a row.
    const [value, gain, label, training] = [500, 1, 0.4, 0.01];
    const pilots = [0.6, 0.61, 0.62].map((score, index) => ({ n: 250 * 2 ** index, value: score }));
    const report = curveReport(pilots, {
      valuePerPoint: String(value),
      labelCost: String(label),
      trainingCost: String(training),
    });
    if (!report.ok) throw new Error(report.problem.kind);
    const best = (value * gain) / (Math.LN2 * (label + training));
    expect((report.value.next?.best?.rule.n ?? 0) / best).toBeCloseTo(1, 2);
  });

  it.each([
    [{ cost: "-1", owned: 0 }, "labels.cost"],
    [{ cost: "1", owned: -1 }, "labels.owned"],
    [{ cost: "1", owned: 1.5 }, "labels.owned"],
  ])("%j: a problem at its field", (labels, field) => {
    const question = asked("0.01");
    expect(budgetPlan(estimate(question), usd("10"), question, { labels })).toMatchObject({
      ok: false,
      problem: { field },
    });
  });
});
