import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimate, purchasePlan, type PurchasePlan, type PurchaseQuestion, type Question } from "../../src/index.ts";
import { isAtMost } from "../../src/text.ts";
import { book, model, rate } from "../book.ts";

const prices = book([model(), model({ id: "large", rates: [rate("training", "30")] })]);
const question: Question = { asOf: "2026-02-01", prices, job: { examples: 1000, tokensPerExample: 1000, epochs: 1 } };
const pilots = [
  { n: 250, value: 0.6, se: 0.005 },
  { n: 500, value: 0.65, se: 0.005 },
  { n: 1000, value: 0.7, se: 0.005 },
];

function planned(more: Partial<PurchaseQuestion> = {}): PurchasePlan {
  const asked = {
    question,
    answer: estimate(question),
    budget: { amount: "100", currency: "USD" },
    labels: { cost: "0.05", owned: 1000 },
  };
  const plan = purchasePlan({ ...asked, ...more });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problem));
  return plan.value;
}

describe("purchasePlan", () => {
  it("spends labels and training, never more than the budget, and could not buy one more", () => {
    for (const { examples, spent, id } of planned().rows) {
      expect(isAtMost(spent.total, "100"), id).toBe(true);
      const row = id === "acme/large:sft" ? 0.03 : 0.003;
      expect(Number(spent.total)).toBeCloseTo(row * examples + 0.05 * (examples - 1000), 9);
      expect(row * (examples + 1) + 0.05 * (examples + 1 - 1000)).toBeGreaterThan(100);
    }
  });

  it("buys the largest n with c·(n − o) + r·n ≤ B, whatever the numbers, and more for more money", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 400, max: 200_000 }),
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 0, max: 3000 }),
        (cents, label, owned) => {
          const labels = { cost: (label / 1000).toFixed(3), owned };
          const rowsOf = (budget: number) =>
            planned({ budget: { amount: (budget / 100).toFixed(2), currency: "USD" }, labels }).rows;
          const [small] = [rowsOf(cents).find(({ id }) => id === "acme/small:sft")];
          // In thousandths of a dollar: training is 3 an example, a label `label`.
          const money = cents * 10;
          const all = Math.floor((money + label * owned) / (3 + label));
          const best = all >= owned ? all : Math.floor(money / 3);
          expect(small?.examples).toBe(best);
          expect(isAtMost(small?.spent.total ?? "", (cents / 100).toFixed(2))).toBe(true);
          const more = rowsOf(cents + 1000).find(({ id }) => id === "acme/small:sft");
          expect(more?.examples ?? 0).toBeGreaterThanOrEqual(best);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("takes credits off the training alone, and buys labels with what they leave", () => {
    const credits = [{ provider: "acme", amount: "2", currency: "USD", source: "mail" }];
    const asked = { ...question, ownPrices: { credits } };
    const { rows } = planned({ question: asked, answer: estimate(asked), budget: { amount: "10", currency: "USD" } });
    const small = rows.find(({ id }) => id === "acme/small:sft");
    // 0.003 n less 2, and 0.05 for each beyond 1,000, within 10: 9 + 0.053 × (n − 1,000) ≤ 12 + 0.053 …
    expect(small?.examples).toBe(1169);
    expect(small?.spent).toEqual({ training: "3.507", labels: "8.45", credits: "2", total: "9.957" });
    expect(planned().rows[0]?.spent.credits).toBe("0");
  });

  it("expects the quality of the pilots' model at each provider, by the name that the filters take", () => {
    const [acme] = book([model({ id: "llama-3.1-8b-instruct" }), model({ id: "large" })]).providers;
    const [other] = book([model({ id: "llama-3.1-8b", rates: [rate("training", "1")] })], {
      provider: "other",
    }).providers;
    if (acme === undefined || other === undefined) throw new Error("no provider");
    const asked = { ...question, prices: { ...prices, providers: [acme, other] } };
    const plan = planned({ question: asked, answer: estimate(asked), pilots, curve: { model: "llama-3.1-8b" } });
    const expecting = plan.rows.filter(({ expected }) => expected !== null).map(({ id }) => id);
    expect(expecting).toEqual(["other/llama-3.1-8b:sft", "acme/llama-3.1-8b-instruct:sft"]);
    expect(plan.next?.offer).toBe("other/llama-3.1-8b:sft");
  });

  it("expects no quality of what buys nothing", () => {
    const of = (amount: string) =>
      planned({ budget: { amount, currency: "USD" }, pilots, curve: { model: "small" } }).rows.map((row) => [
        row.id,
        row.examples > 0,
        row.expected !== null,
      ]);
    expect(of("0.001")).toContainEqual(["acme/small:sft", false, false]);
    expect(of("100")).toContainEqual(["acme/small:sft", true, true]);
    expect(of("100")).toContainEqual(["acme/large:sft", true, false]);
  });

  it("buys a single example where it pays for no more", () => {
    // Training is 0.003 an example, and the first thousand have their labels.
    const { rows, problem } = planned({
      budget: { amount: "0.003", currency: "USD" },
      pilots,
      curve: { model: "small" },
    });
    const [small] = rows;
    expect(small).toMatchObject({ id: "acme/small:sft", examples: 1, within: false, expected: { n: 1 } });
    expect(small?.spent).toEqual({ training: "0.003", labels: "0", credits: "0", total: "0.003" });
    expect(problem).toBeNull();
  });

  it("says that a budget is below one run, where it is, with the least that one costs", () => {
    const { problem } = planned({ budget: { amount: "0.001", currency: "USD" } });
    expect(problem).toEqual({
      kind: "budget_below_run",
      field: "budget.amount",
      budget: "0.001",
      least: "3",
      currency: "USD",
      offer: "acme/small:sft",
    });
    expect(planned().problem).toBeNull();
    const { rows } = planned({ budget: { amount: "0.001", currency: "USD" } });
    expect(rows.map(({ examples, spent }) => [examples, spent])).toEqual(
      rows.map(() => [0, { training: "0", labels: "0", credits: "0", total: "0" }]),
    );
  });

  it("says that no offer passes the filters, and nothing where one would and does not take the job", () => {
    const none = estimate({ ...question, only: { minContext: 1e9 } });
    expect(planned({ answer: none })).toMatchObject({ rows: [], problem: { kind: "no_match" } });
    const few = { ...question, prices: book([model({ limits: { minExamples: 5000 } })]) };
    expect(planned({ question: few, answer: estimate(few) })).toMatchObject({ rows: [], problem: null });
  });

  it("spends nothing where it buys nothing, whatever a job costs at least", () => {
    const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum" }] }];
    const least = model({ offers, rates: [rate("training", "3"), rate("minimum", "4", { per: "job" })] });
    const asked = { ...question, prices: book([least]) };
    const { rows } = planned({ question: asked, answer: estimate(asked), budget: { amount: "3.99", currency: "USD" } });
    expect(rows).toMatchObject([{ examples: 0, spent: { training: "0", labels: "0", credits: "0", total: "0" } }]);
  });

  it("says what to expect for the model of the pilots, and for no other", () => {
    const { rows } = planned({ pilots, curve: { model: "small" } });
    const expected = Object.fromEntries(rows.map(({ id, expected: one }) => [id, one]));
    expect(expected["acme/large:sft"]).toBeNull();
    expect(expected["acme/small:sft"]?.n).toBe(rows.find(({ id }) => id === "acme/small:sft")?.examples);
    expect(planned().rows.every(({ expected: one }) => one === null)).toBe(true);
  });

  it("stops buying on the plain rule where one more example is worth what it costs", () => {
    const { stop } = planned({ pilots, curve: { model: "small" }, valuePerPoint: "30" });
    // 5 points a doubling at $30; 0.05 + 0.003 an example
    const best = (30 * 5) / (Math.LN2 * 0.053);
    expect(stop?.offer).toBe("acme/small:sft");
    expect((stop?.best.rule.n ?? 0) / best).toBeCloseTo(1, 2);
  });

  it("stops where V·g/(n ln 2) = c + r, at any value of a point and price of a label", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 200 }), fc.integer({ min: 20, max: 200 }), (value, label) => {
        const labels = { cost: (label / 1000).toFixed(3), owned: 1000 };
        const { stop } = planned({ pilots, curve: { model: "small" }, valuePerPoint: String(value), labels });
        const best = (value * 5) / (Math.LN2 * (label / 1000 + 0.003));
        // Owned rows cost their training alone, and beyond eight times the pilots nothing is said.
        fc.pre(best > 1000 && best < 8000);
        // The run on all rows is paid anew: where that is more than the gain is worth, nothing is bought.
        const net = value * 5 * Math.log2(best / 1000) - (label / 1000) * (best - 1000) - 0.003 * best;
        fc.pre(Math.abs(net) > 0.01);
        const expected = net < 0 ? 1000 : best;
        expect((stop?.best.rule.n ?? 0) / expected).toBeCloseTo(1, 2);
      }),
      { numRuns: 40 },
    );
  });

  it("says what the next doubling costs, and for each point that it brings", () => {
    const { next } = planned({ pilots, curve: { model: "small" } });
    // 1,000 more labels at 0.05, and training on 2,000 examples at 0.003
    expect(next).toMatchObject({ offer: "acme/small:sft", examples: 2000, cost: "56" });
    expect(Number(next?.dollarsPerPoint)).toBeCloseTo(56 / (next?.points ?? 0), 5);
    // Some 5 points a doubling, less what curves bend.
    expect(next?.points).toBeGreaterThan(2);
    expect(next?.points).toBeLessThan(6);
    expect(planned().next).toBeNull();
  });

  it("prices a doubling of whole rows, where pilots of other epochs were converted", () => {
    const epochs = [3, 3, 1];
    const converted = pilots.map((pilot, index) => ({ ...pilot, epochs: epochs[index] ?? 1 }));
    const { next } = planned({ pilots: converted, curve: { model: "small" } });
    // 500 examples seen three times are worth 1,437.74 seen once; twice that is 2,875.48. 1,000 are owned.
    expect(next).toMatchObject({ examples: 2875, cost: String(1875 * 0.05 + 2875 * 0.003) });
  });

  it("reckons with the pilots' own model, whatever costs less, and with none in another currency", () => {
    const of = (name: string, asked = question) =>
      planned({ question: asked, answer: estimate(asked), pilots, curve: { model: name }, valuePerPoint: "300" });
    // 1,000 more labels at 0.05, and training on 2,000 examples at 0.03
    expect(of("large").next).toMatchObject({ offer: "acme/large:sft", examples: 2000, cost: "110" });
    expect(of("large").stop?.offer).toBe("acme/large:sft");
    const euros = model({ id: "large", rates: [rate("training", "30", { currency: "EUR" })] });
    const abroad = of("large", { ...question, prices: book([model(), euros]) });
    expect([abroad.next, abroad.stop]).toEqual([null, null]);
  });

  it("says how many examples a target takes", () => {
    const { target } = planned({ pilots, curve: { model: "small" }, target: 0.75 });
    expect(target?.n.median).toBeGreaterThan(1000);
  });

  it.each([
    [{ pilots }, "pilots_without_model"],
    [{ pilots, curve: { model: "small" }, valuePerPoint: "0" }, "bad_dollars"],
    [{ target: Number.NaN }, "bad_target"],
    [{ budget: { amount: "-1", currency: "USD" } }, "not_decimal"],
    [{ budget: { amount: "5", currency: "EUR" } }, "unknown_currency"],
  ] as [Partial<PurchaseQuestion>, string][])("case %#: a problem by its kind", (more, kind) => {
    const asked = {
      question,
      answer: estimate(question),
      budget: { amount: "100", currency: "USD" },
      labels: { cost: "0.05", owned: 1000 },
    };
    expect(purchasePlan({ ...asked, ...more })).toMatchObject({ ok: false, problem: { kind } });
  });
});
