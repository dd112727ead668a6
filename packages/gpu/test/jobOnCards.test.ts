import { describe, expect, it } from "vitest";
import { estimate, type Job, type Offer, type Question } from "../../estimator/src/index.ts";
import { decimal } from "../../estimator/src/money.ts";
import { book as services, model } from "../../estimator/test/book.ts";
import { countsOf, profileOf } from "../../estimator/test/profileOf.ts";
import { cheapestOnCards, cheapestRun, joinSelfHosted, withJobOnCards } from "../src/index.ts";
import { book } from "./book.ts";

const job = { examples: 8000, tokensPerExample: 620, epochs: 3 } as const;
const use = { requestsPerMonth: 240_000, inputTokens: 900, outputTokens: 120, months: 3 } as const;
const pair = { from: "USD", to: "EUR", rate: "0.92", date: "2026-11-20", source: "https://example.org" };
const eur = { exchange: [pair] };

function asked(own: Job, more: Partial<Question> = {}): Question {
  return { asOf: "2026-11-24", prices: services([model()]), job: own, ...more };
}

function rows(own: Job, more: Partial<Question> = {}): readonly Offer[] {
  const question = asked(own, more);
  const joined = withJobOnCards(estimate(question), question, { model: "llama-3.1-8b", method: "qlora" }, book);
  if (!joined.ok) throw new Error(JSON.stringify(joined.problem));
  return joined.value.answer.offers.filter(({ provider }) => provider === "self-hosted");
}

function row(own: Job, more: Partial<Question> = {}): Offer {
  const [found] = rows(own, more);
  if (found === undefined) throw new Error("No run on cards.");
  return found;
}

const said = ({ assumptions }: Offer): string => assumptions.map(({ sentence }) => sentence).join(" ");

describe("the job of a question on rented cards", () => {
  it("is trained for the likeliest of a range of epochs, whose ends are in the range", () => {
    const [few, likely, many] = [4, 5, 6].map((epochs) => row({ ...job, epochs }));
    const ranged = row({ ...job, epochs: { low: 4, typical: 5, high: 6 } });
    expect([ranged.epochs, ranged.training]).toEqual([5, likely?.training]);
    expect(ranged.trainingRange).toEqual({ low: few?.trainingRange.low, high: many?.trainingRange.high });
  });

  it("says how many epochs are taken where each provider's own are asked for", () => {
    const { epochs, ...counted } = job;
    const offer = row({ ...counted, epochs: "provider" });
    expect([offer.epochs, offer.training]).toEqual([epochs, row(job).training]);
    expect(row(counted).training).toEqual(offer.training);
    expect(said(offer)).toContain("3 are billed");
    expect(said(row(job))).not.toContain("3 are billed");
  });

  it("is served for the ends of the traffic in its range", () => {
    const at = (requestsPerMonth: number): Offer => row(job, { traffic: { ...use, requestsPerMonth } });
    const requestsPerMonth = { low: 100_000, typical: 240_000, high: 90_000_000 };
    const ranged = row(job, { traffic: { ...use, requestsPerMonth } });
    expect([ranged.total, ranged.monthly]).toEqual([at(240_000).total, at(240_000).monthly]);
    expect([ranged.range.low, ranged.range.high]).toEqual([at(100_000).range.low, at(90_000_000).range.high]);
    expect(decimal(ranged.range.high ?? 0).greaterThan(decimal(at(240_000).range.high ?? 0).times(2))).toBe(true);
  });

  it("takes the hours of a month as the question states them", () => {
    // A card at $0.50 an hour.
    expect(row(job, { traffic: use, hoursPerMonth: 700 }).monthly?.amount).toBe("350");
    expect(row(job, { traffic: use }).monthly?.amount).toBe("365");
  });

  it("is priced by the reader's own rate of exchange, and says so", () => {
    const [dollars, euro] = [row(job, { traffic: use }), row(job, { traffic: use, ownPrices: eur })];
    expect([euro.total.currency, euro.range.currency, euro.monthly?.currency]).toEqual(["EUR", "EUR", "EUR"]);
    for (const of of [(offer: Offer) => offer.total, (offer: Offer) => offer.training, (offer: Offer) => offer.monthly])
      expect(of(euro)?.amount).toBe(
        decimal(of(dollars)?.amount ?? "")
          .times("0.92")
          .toFixed(),
      );
    expect(said(euro)).toContain("1 USD = 0.92 EUR on 2026-11-20");
    expect(euro.lines.every(({ rate }) => rate.overlay)).toBe(true);
    expect(said(dollars)).not.toContain("EUR");
    expect(dollars.lines.some(({ rate }) => rate.overlay)).toBe(false);
    const other = { exchange: [{ ...pair, from: "CNY" }] };
    expect(row(job, { traffic: use, ownPrices: other })).toEqual(dollars);
  });

  it("is learned by GRPO where the model draws its completions, as a run of that objective", () => {
    const rollouts = { tokens: 500, perPrompt: 8 };
    const drawn = row({ ...job, rollouts });
    expect(drawn.id).toContain("llama-3.1-8b:grpo-qlora@");
    const run = { model: "llama-3.1-8b", method: "qlora", objective: "grpo", rollouts, epochs: 3 } as const;
    const data = { examples: 8000, tokensPerExample: 620 };
    const bare = joinSelfHosted(estimate(asked(job, { only: { providers: [] } })), { ...run, data }, book);
    const same = bare.ok ? bare.value.offers.find(({ id }) => id === drawn.id) : undefined;
    expect(drawn.training).toEqual(same?.training);
    expect(decimal(drawn.training.amount).greaterThan(decimal(row(job).training.amount).times(5))).toBe(true);
  });

  it("is padded where the rows are not packed, and cut at the longest that is taken", () => {
    const mixed = countsOf([
      [100, 900],
      [4000, 100],
    ]);
    const profile = profileOf({ "llama-3.1/llama3": mixed });
    const cost = (more: Partial<Job>): number => Number(row({ profile, epochs: 3, ...more }).training.amount);
    expect(cost({ packing: false })).toBeGreaterThan(1.3 * cost({}));
    expect(cost({ packing: false, maxSequenceTokens: 500 })).toBeLessThan(cost({ packing: false }));
  });

  it("costs at least its bill where a validation set is scored besides", () => {
    const scored = row({ ...job, validation: { examples: 2000, tokensPerExample: 620 } });
    expect([scored.notCounted, scored.range.high, scored.trainingRange.high]).toEqual([["Validation"], null, null]);
    expect(scored.training).toEqual(row(job).training);
  });

  it("is refused by its own name where it cannot learn from the rows", () => {
    const profile = profileOf({ "llama-3.1/llama3": countsOf([[100, 10]]) }, { format: "dpo" });
    const question = asked({ profile }, { job: { profile, stages: [{ profile: profileOf({}) }] } });
    const joined = withJobOnCards(estimate(question), question, { model: "llama-3.1-8b" }, book);
    const refused = joined.ok ? joined.value.answer.refused.map(({ id }) => id) : [];
    expect(refused).toContain("self-hosted/llama-3.1-8b:dpo-lora");
  });

  it("is the cheapest run for a decision, at the likeliest epochs", () => {
    const question = asked({ ...job, epochs: { low: 4, typical: 5, high: 6 } }, { traffic: use });
    const bare = estimate({ ...question, only: { providers: [] } });
    const run = cheapestOnCards(bare, question, { model: "llama-3.1-8b", method: "qlora" }, book);
    const { training, trainingRange } = row({ ...job, epochs: 5 });
    expect(run).toMatchObject({ ok: true, value: { epochs: 5, training, trainingRange } });
    const none = cheapestOnCards(bare, question, { model: "no-such-model" }, book);
    expect(none).toMatchObject({ ok: false, problem: { kind: "unknown_model" } });
  });

  it("holds no runs that fail where a decision adds them", () => {
    const question = asked(job, { traffic: use });
    const bare = estimate({ ...question, only: { providers: [] } });
    const own = { model: "llama-3.1-8b", method: "qlora" } as const;
    const labels = (more: object): string[] => {
      const run = cheapestOnCards(bare, question, { ...own, ...more }, book);
      return run.ok ? run.value.lines.map(({ label }) => label) : [];
    };
    expect(labels({})).toContain("Failed runs: the share that fails half-way");
    expect(labels({ failedShare: 0 })).toEqual(
      labels({}).filter((label) => label !== "Failed runs: the share that fails half-way"),
    );
  });

  it("is one that some machine serves, before a cheaper one that none does", () => {
    const offers = [{ ...row(job), monthly: null }, row(job, { traffic: use })];
    const answer = estimate(asked(job));
    expect(cheapestRun({ ...answer, offers })).toEqual({ ok: true, value: offers[1] });
    expect(cheapestRun({ ...answer, offers: offers.slice(0, 1) })).toEqual({ ok: true, value: offers[0] });
    expect(cheapestRun({ ...answer, offers: [], refused: [] })).toEqual({ ok: false, problem: { kind: "no_offer" } });
  });
});
