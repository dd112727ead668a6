import { prices } from "@tunecast/pricing/history";
import { untuned } from "@tunecast/pricing/untuned";
import { describe, expect, it } from "vitest";
import { decide, estimate, purchasePlan, type Offer, type Question } from "../src/index.ts";
import { decimal } from "../src/money.ts";
import { bookOffers } from "../src/prices.ts";
import { decisionReport, estimateReport, planReport } from "../src/report.ts";
import { moneyText } from "../src/text.ts";

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

/** Every offer of the book that a question can be about. */
const offers = bookOffers(prices).map(({ id }) => id);
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
      inputTokens: of([inputTokens, { low: Math.ceil(inputTokens / 2), typical: inputTokens, high: 2 * inputTokens }]),
      cachedInputTokens: of([0, Math.floor(inputTokens / 2)]),
      batchShare: of([0, 0.5]),
      outputTokens: whole(10, 500),
      months: whole(1, 24),
    },
  };
  const labels = { cost: of(["0.05", "0.40", "1.25"]), owned: whole(0, 5000) };
  const budget = { amount: String(whole(5, 5000)), currency: isEuro ? "EUR" : "USD" };
  return { id, question, labels, budget };
}

/** The bill of an offer, also where it is refused by now. */
function billOf(question: Question, id: string): Offer | undefined {
  const { offers: taken, refused } = estimate(question);
  return [...taken, ...refused.flatMap(({ wouldBe }) => wouldBe ?? [])].find((offer) => offer.id === id);
}

describe("the answers to one question", () => {
  it(`agree to the cent, in ${count} questions in dollars and euros`, () => {
    let [asked, compared, bought, capped, none] = [0, 0, 0, 0, 0];
    const apart: string[] = [];
    for (let seed = 1; compared < count; seed += 1) {
      const { id, question, labels, budget } = questionAt(seed);
      const answer = estimate(question);
      const bill = answer.offers.find((offer) => offer.id === id);
      if (bill === undefined || bill.total.currency !== budget.currency) continue;
      asked += 1;
      const { currency } = budget;
      const told = estimateReport(answer, { question, by: "offer" });
      if (!told.headline.includes(moneyText(bill.total))) apart.push(`${seed}: ${id} ${told.headline}`);
      const about = {
        question,
        untuned,
        offers: [id],
        ways: [{ kind: "prompt", model: { input: "1", output: "4" } }],
        project: { labelCost: labels.cost, examplesOwned: labels.owned },
      } as const;
      const decision = decide(about);
      const way = decision.ok ? decision.value.ways.find((one) => one.id === id) : undefined;
      if (decision.ok && way !== undefined) {
        const labelled = way.lines.filter(({ kind }) => kind === "labels").map(({ amount }) => amount);
        const total = labelled.reduce((sum, amount) => sum.minus(amount), decimal(way.total.amount));
        // Both clip at the day the model stops answering; a month is told in ten-thousandths by neither.
        if (total.minus(bill.total.amount).abs().toNumber() >= 0.01)
          apart.push(`${seed}: ${id} ${total.toFixed(4)} ${bill.total.amount}`);
        const { figures } = decisionReport(decision.value, { asked: about, steps: [], offer: bill });
        const shown = figures.find((figure) => figure.id === "tuned")?.value;
        if (shown !== moneyText({ amount: way.total.amount, currency })) apart.push(`${seed}: ${id} shows ${shown}`);
        compared += 1;
      }
      const plan = purchasePlan({ answer, question, budget, labels });
      const row = plan.ok ? plan.value.rows.find((one) => one.id === id) : undefined;
      if (!plan.ok || row === undefined) {
        apart.push(`${seed}: ${id} is in no plan`);
        continue;
      }
      const costAt = (examples: number): number => {
        const at = billOf({ ...question, traffic: undefined, job: { ...question.job, examples } }, id);
        const label = decimal(labels.cost).times(Math.max(0, examples - labels.owned));
        return label.plus(at?.total.amount ?? "0").toNumber();
      };
      const isTaken = (examples: number): boolean =>
        estimate({ ...question, traffic: undefined, job: { ...question.job, examples } }).offers.some(
          (offer) => offer.id === id,
        );
      const most = Number(budget.amount);
      const hold = (what: string, isTrue: boolean): void => {
        if (!isTrue) apart.push(`${seed}: ${id} at ${row.examples}: ${what}`);
      };
      if (row.examples === 0) {
        const least = [1, 10, 25, 32, 50, 100, 128, 200].find(isTaken);
        const isFree = row.within && costAt(1e6) === costAt(1);
        hold("one run is paid for", isFree || least === undefined || costAt(least) > most);
        none += 1;
        continue;
      }
      hold("it is over the budget", costAt(row.examples) <= most);
      hold(
        "one more is paid for",
        row.examplesCapped ? isTaken(row.examples) && !isTaken(row.examples + 1) : costAt(row.examples + 1) > most,
      );
      const said = planReport(plan.value, { answer, question, budget, labels }, { by: "offer" });
      hold("the headline says another total", said.headline.includes(moneyText({ amount: row.spent.total, currency })));
      if (row.examplesCapped) capped += 1;
      else bought += 1;
    }
    console.log(
      `${asked} questions of ${offers.length} offers: ${compared} decisions agree with the bill, ${bought} budgets with brute force, ${capped} with the provider's limit, ${none} buy nothing.`,
    );
    expect(apart).toEqual([]);
    expect(bought).toBeGreaterThan(count / 2);
  }, 600_000);
});
