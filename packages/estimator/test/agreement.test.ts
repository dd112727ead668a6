import { prices } from "@tunecast/pricing/history";
import { untuned } from "@tunecast/pricing/untuned";
import { describe, expect, it } from "vitest";
import { budgetPlan, decide, estimate, type Question } from "../src/index.ts";
import { decimal } from "../src/money.ts";

/** Draws of a question, the same on every run. */
function drawn(seed: number): {
  readonly of: <T>(list: readonly T[]) => T;
  readonly whole: (from: number, to: number) => number;
} {
  let state = seed;
  const uniform = (): number => {
    state = (1_103_515_245 * state + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const whole = (from: number, to: number): number => from + Math.floor(uniform() * (to - from + 1));
  return {
    whole,
    of: (list) => {
      const drawn = list[whole(0, list.length - 1)];
      if (drawn === undefined) throw new Error("There is nothing to draw from.");
      return drawn;
    },
  };
}

const offers = [
  "openai/gpt-4.1-mini-2025-04-14:sft",
  "azure/gpt-4.1-mini:sft@regional",
  "aws-bedrock/nova-2-lite:sft",
  "azure/gpt-oss-20b:sft@global",
  "openai/gpt-4.1-2025-04-14:sft",
];
const euro = { from: "USD", to: "EUR", rate: "0.871", date: "2026-11-20", source: "https://www.ecb.europa.eu" };
const count = 200;

function questionAt(seed: number) {
  const { of, whole } = drawn(seed);
  const id = of(offers);
  const inputTokens = whole(100, 3000);
  const credit = {
    provider: id.split("/")[0] ?? "",
    amount: String(whole(1, 500)),
    currency: "USD",
    source: "contract",
  };
  const isEuro = of([true, false]);
  const ownPrices = { ...(isEuro && { exchange: [euro] }), ...(of([true, false]) && { credits: [credit] }) };
  const requests = whole(1000, 500_000);
  const question: Question = {
    asOf: "2026-11-24",
    prices,
    ownPrices,
    only: { models: [id] },
    job: { examples: whole(50, 20_000), tokensPerExample: whole(50, 1500), epochs: whole(1, 4) },
    traffic: {
      requestsPerMonth: of([requests, { low: Math.round(requests / 2), typical: requests, high: 2 * requests }]),
      inputTokens,
      cachedInputTokens: of([0, Math.floor(inputTokens / 2)]),
      outputTokens: whole(10, 500),
      months: whole(1, 24),
    },
  };
  const labels = { cost: of(["0.05", "0.40", "1.25"]), owned: whole(0, 5000) };
  const budget = { amount: String(whole(5, 5000)), currency: isEuro ? "EUR" : "USD" };
  return { id, question, labels, budget };
}

describe("the answers to one question", () => {
  it(`agree to the cent, in ${count} questions in dollars and euros`, () => {
    let [compared, bought] = [0, 0];
    const apart: string[] = [];
    for (let seed = 1; seed <= count; seed += 1) {
      const { id, question, labels, budget } = questionAt(seed);
      const answer = estimate(question);
      const bill = answer.offers.find((offer) => offer.id === id);
      const decision = decide({
        question,
        untuned,
        offers: [id],
        ways: [{ kind: "prompt", model: { input: "1", output: "4" } }],
        project: { labelCost: labels.cost, examplesOwned: labels.owned },
      });
      if (bill !== undefined && decision.ok && bill.total.currency === budget.currency) {
        const way = decision.value.ways.find((one) => one.id === id);
        const labelled = way?.lines.filter(({ kind }) => kind === "labels").map(({ amount }) => amount) ?? [];
        const total = labelled.reduce((sum, amount) => sum.minus(amount), decimal(way?.total.amount ?? "0"));
        // Both clip at the day the model stops answering; a month is told in ten-thousandths by neither.
        if (total.minus(bill.total.amount).abs().toNumber() >= 0.01)
          apart.push(`${seed}: ${id} ${total.toFixed(4)} ${bill.total.amount}`);
        compared += 1;
      }
      const plan = budgetPlan(answer, budget, question, { labels });
      const row = plan.ok ? plan.value.find((one) => one.id === id) : undefined;
      if (row === undefined || row.examples === 0 || row.examplesCapped) continue;
      const costAt = (examples: number): number => {
        const at = estimate({ ...question, traffic: undefined, job: { ...question.job, examples } });
        const [offer] = [...at.offers, ...at.refused.flatMap(({ wouldBe }) => wouldBe ?? [])];
        const label = decimal(labels.cost).times(Math.max(0, examples - labels.owned));
        return label.plus(offer?.total.amount ?? "0").toNumber();
      };
      expect(costAt(row.examples - 1), `${seed}: ${id}`).toBeLessThanOrEqual(Number(budget.amount));
      expect(costAt(row.examples + 2), `${seed}: ${id}`).toBeGreaterThan(Number(budget.amount));
      bought += 1;
    }
    console.log(`${count} questions: ${compared} decisions agree with the bill, ${bought} budgets with brute force.`);
    expect(apart).toEqual([]);
    expect(compared).toBeGreaterThan(count / 2);
    expect(bought).toBeGreaterThan(count / 3);
  }, 300_000);
});
