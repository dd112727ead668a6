import { describe, expect, it } from "vitest";
import { billCurrency, pilotTraining } from "../../src/answer.ts";
import { fitCurve } from "../../src/curve.ts";
import { decide, estimate, purchasePlan, spendVerdict, type PurchaseQuestion, type Question } from "../../src/index.ts";
import { reconciledSentences } from "../../src/text.ts";
import { book, model, rate } from "../book.ts";
import { held, openaiJob } from "./reconciled.ts";

const exchange = [{ from: "USD", to: "EUR", rate: "0.5", date: "2026-01-30", source: "central bank" }];
const prices = book([model(), model({ id: "large", rates: [rate("training", "30")] })]);
const question: Question = { asOf: "2026-02-01", prices, job: { examples: 1000, tokensPerExample: 1000, epochs: 1 } };
const inEuros: Question = { ...question, ownPrices: { exchange } };
const pilots = [
  { n: 250, value: 0.6, se: 0.005 },
  { n: 500, value: 0.65, se: 0.005 },
  { n: 1000, value: 0.7, se: 0.005 },
];

function planOf(asked: Question, budget: string, more: Partial<PurchaseQuestion> = {}) {
  const answer = estimate(asked);
  const plan = purchasePlan({
    answer,
    question: asked,
    budget: { amount: budget, currency: billCurrency(answer) },
    labels: { cost: "0.05", owned: 1000 },
    ...more,
  });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problem));
  return plan.value;
}

describe("amounts beside an answer", () => {
  it("are in the currency that own exchange rates convert to, else in that of the bill, else in dollars", () => {
    expect(billCurrency(estimate(question))).toBe("USD");
    expect(billCurrency(estimate(inEuros))).toBe("EUR");
    const foreign = book([model({ rates: [rate("training", "3", { currency: "CNY" })] })]);
    expect(billCurrency(estimate({ ...question, prices: foreign }))).toBe("CNY");
    expect(billCurrency({ offers: [], input: {} })).toBe("USD");
  });

  it("are euros in a plan of a euro user, with stop and next doubling", () => {
    const plan = planOf(inEuros, "50", { pilots, curve: { model: "small" }, valuePerPoint: "30" });
    // 3 dollars a thousand examples are 1.5 euros: 0.0015 n + 0.05 (n − 1,000) within 50.
    expect(plan.rows[0]).toMatchObject({ id: "acme/small:sft", examples: Math.floor(100 / 0.0515) });
    expect(plan.next?.cost).toBe("53");
    expect(plan.stop?.offer).toBe("acme/small:sft");
  });

  it("are euros in a limit", () => {
    const answer = estimate(inEuros);
    expect(spendVerdict(answer, { currency: billCurrency(answer), max: "1.6" }).verdict).toBe("pass");
    expect(spendVerdict(answer, { currency: billCurrency(answer), max: "1.4" }).verdict).toBe("fail");
  });

  it("are compared with a bill in euros, which comes before one in yuan", () => {
    const yuan = model({ id: "yuan", rates: (model().rates ?? []).map((one) => ({ ...one, currency: "CNY" })) });
    const answer = estimate({ ...inEuros, prices: book([yuan, model()]) });
    expect(answer.offers.map(({ total }) => total.currency)).toEqual(["EUR", "CNY"]);
    const verdict = spendVerdict(answer, { currency: billCurrency(answer), max: "1.6" });
    expect([verdict.verdict, verdict.offer?.id]).toEqual(["pass", "acme/small:sft"]);
  });

  it("decide on an offer billed in euros before one in yuan that is open to all", () => {
    const closed = {
      kind: "closed_to_new_customers",
      from: "2026-01-01",
      source: "https://example.com",
      seen: "2026-01-01",
      confidence: "primary",
    } as const;
    const yuan = model({ id: "yuan", rates: (model().rates ?? []).map((one) => ({ ...one, currency: "CNY" })) });
    const traffic = { requestsPerMonth: 1000, inputTokens: 100, outputTokens: 50, months: 3 };
    const decision = decide({
      question: { ...inEuros, prices: book([yuan, model({ status: [closed] })]), traffic },
    });
    const ids = decision.ok ? decision.value.ways.flatMap(({ kind, id }) => (kind === "tuned" ? [id] : [])) : [];
    expect(ids).toEqual(["acme/small:sft"]);
  });

  it("price the training of pilots in euros", () => {
    const price = pilotTraining({ ...inEuros, tokensPerExample: 1000, epochs: 1, offer: "acme/small:sft" });
    expect(price.ok && [price.value.currency, price.value.costOf(2000)]).toEqual(["EUR", "3"]);
  });
});

describe("a decision", () => {
  const yuan = model({ id: "yuan", rates: (model().rates ?? []).map((one) => ({ ...one, currency: "CNY" })) });
  const traffic = { requestsPerMonth: 1000, inputTokens: 100, outputTokens: 50, months: 3 };
  const asked = { ...question, prices: book([yuan, model()]), traffic };
  const offers = ["acme/yuan:sft", "acme/small:sft"];

  it("adds no dollars to yuan: offers and runs on cards in another currency are refused", () => {
    const dollars = estimate(asked).offers.find(({ id }) => id === "acme/small:sft");
    if (dollars === undefined) throw new Error("No offer in dollars.");
    const onCards = [{ kind: "own_gpus", offer: { ...dollars, id: "self-hosted/small:lora@h100" } }] as const;
    const problem = { kind: "currency_without_rate", currency: "USD" };
    expect(decide({ question: asked, offers })).toEqual({ ok: false, problem });
    expect(decide({ question: asked, offers: ["acme/yuan:sft"], onCards })).toEqual({ ok: false, problem });
    expect(decide({ question: asked, offers: ["acme/small:sft"], onCards }).ok).toBe(true);
  });

  it("refuses a teacher and a judge that are paid in another currency", () => {
    const work = { model: "acme/small", inputTokens: 100, outputTokens: 100 };
    const projects = [{ teacher: work }, { evaluation: { items: 10, judge: work } }];
    for (const project of projects)
      expect(decide({ question: asked, offers: ["acme/yuan:sft"], project })).toMatchObject({
        ok: false,
        problem: { kind: "currency_without_rate", currency: "USD" },
      });
    const paid = { ...asked, ownPrices: { exchange: exchange.map((one) => ({ ...one, to: "CNY" })) } };
    expect(decide({ question: paid, offers, project: { teacher: work } }).ok).toBe(true);
  });
});

describe("a plan", () => {
  it("puts the cheapest first among offers that buy as many", () => {
    const limits = { maxExamples: 500 };
    const dear = model({ id: "a-dear", limits, rates: [rate("training", "4")] });
    const cheap = model({ id: "b-cheap", limits, rates: [rate("training", "3")] });
    const plan = planOf(
      { ...question, prices: book([dear, cheap]), job: { examples: 400, tokensPerExample: 1000 } },
      "900",
    );
    expect(plan.rows.map(({ id, examples }) => [id, examples])).toEqual([
      ["acme/b-cheap:sft", 500],
      ["acme/a-dear:sft", 500],
    ]);
  });

  it("shows the credit that lets it spend more than the budget", () => {
    const credits = [{ provider: "acme", amount: "40", currency: "USD", source: "contract 7" }];
    const [row] = planOf({ ...question, ownPrices: { credits } }, "100").rows;
    const {
      training,
      labels,
      credits: off,
      total,
    } = row?.spent ?? { training: "", labels: "", credits: "", total: "" };
    expect(Number(training)).toBeGreaterThan(5);
    expect(off).toBe(training);
    expect(total).toBe(labels);
    expect(Number(total)).toBeLessThanOrEqual(100);
  });

  it("stops at the very row at which brute force does", () => {
    const asked = { pilots, curve: { model: "small" }, valuePerPoint: "30" };
    const { stop } = planOf(question, "100", asked);
    const fitted = fitCurve(pilots, { model: "small" });
    if (!fitted.ok || stop === null) throw new Error("No curve.");
    const nets = Array.from({ length: 7001 }, (_, step) => 1000 + step).map((n) => {
      const cost = n === 1000 ? 0 : 0.003 * n + 0.05 * (n - 1000);
      return { n, net: 30 * 5 * Math.log2(n / 1000) - cost };
    });
    const best = nets.reduce((a, b) => (b.net > a.net ? b : a)).n;
    expect(Math.abs(stop.best.rule.n - best)).toBeLessThanOrEqual(1);
    expect(Number.isInteger(stop.best.n)).toBe(true);
    const around = (n: number) =>
      fitted.value.bestSpend((one) => String(0.003 * one + 0.05 * (one - 1000)), "30").n - n;
    expect(Math.abs(around(stop.best.n))).toBeLessThanOrEqual(1);
  });
});

describe("reconcile", () => {
  const one = { provider: "openai", id: "gpt-4o-mini", examples: 1000, tokensPerExample: 50.1, epochs: 3 };

  it("gives no reason that the job cannot show: a fifth more tokens may be anything", () => {
    // 150,300 estimated; 30,000 more are 10 for each example and epoch.
    const result = held(one, openaiJob("gpt-4o-mini", 3, 180_300));
    expect(result.reasons).toEqual([]);
    expect(reconciledSentences(result).join(" ")).toContain("no single reason");
  });

  it("claims no tokens for each example from a typed mean, which may be wrong by as much", () => {
    expect(held(one, openaiJob("gpt-4o-mini", 3, 156_300)).reasons).toEqual([]);
  });

  it("calls money outside of the range outside, also where it is a quote of the very tokens", () => {
    const asked = { provider: "mistral", examples: 1000, tokensPerExample: 1310.72, epochs: 1, price: "2" };
    const job = { object: "job", model: "open-mistral-7b", training_files: ["f"], trained_tokens: 1_310_720 };
    const result = held(asked, { ...job, metadata: { train_tokens: 1_310_720, cost: 13.11, cost_currency: "USD" } });
    expect(result).toMatchObject({ within: false, tokens: { difference: "0" } });
  });
});
