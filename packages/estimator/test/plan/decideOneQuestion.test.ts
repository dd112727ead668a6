import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, estimate, type DecisionQuestion, type Question } from "../../src/index.ts";
import { decisionReport, explainDecision } from "../../src/report.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";
import { decided, fewShot, question, tuned, used, way } from "./decided.ts";

describe("decide: the rows of a file", () => {
  const counted: Question = {
    ...question,
    job: { profile: profileOf({ "openai/o200k_base": countsOf([[100, 1000]]) }) },
  };

  it("are owned: no label of them is billed", () => {
    const lines = tuned(decided({ question: counted, project: { labelCost: { low: "0.2", high: "0.6" } } })).lines;
    expect(lines.map(({ kind }) => kind)).not.toContain("labels");
  });

  it("are billed where somebody says that fewer are labelled", () => {
    const project = { labelCost: "0.5", examplesOwned: 600 };
    const lines = tuned(decided({ question: counted, project })).lines;
    expect(lines.find(({ kind }) => kind === "labels")?.amount).toBe("200");
  });

  it("leave no label out of the total", () => {
    expect(decided({ question: counted }).leftOut).not.toContain("labels");
    expect(decided().leftOut).toContain("labels");
  });
});

describe("decide: the traffic as typed", () => {
  it("stays the likeliest value of its range", () => {
    const certain = tuned(decided());
    const ranged = tuned(
      decided(
        used({
          requestsPerMonth: { low: 4000, typical: 10_000, high: 30_000 },
          inputTokens: { low: 100, typical: 200, high: 1000 },
        }),
      ),
    );
    expect(ranged.total.amount).toBe(certain.total.amount);
    expect(ranged.against.savedPerMonth).toBe(certain.against.savedPerMonth);
    expect(Number(ranged.total.high)).toBeGreaterThan(Number(certain.total.amount));
  });
});

describe("decide: where prices come from", () => {
  it("names the page of each price, never that of the model's retirement", () => {
    const entry = model({
      status: [
        {
          kind: "no_new_jobs",
          from: "2027-06-01",
          source: "https://example.com/retirements",
          seen: "2026-01-05",
          confidence: "primary",
        },
      ],
    });
    const { lines } = tuned(decided({ question: { ...question, prices: book([entry]) } }));
    expect(lines.map(({ kind, from }) => [kind, from.source])).toEqual(
      lines.map(({ kind }) => [kind, "https://example.com/prices"]),
    );
    expect(lines.every(({ from }) => from.seen !== undefined && from.confidence !== undefined)).toBe(true);
  });

  it("names the contract where own prices win", () => {
    const rates = [{ provider: "acme", kind: "output", amount: "1", currency: "USD", per: "1M tokens" }];
    const ownPrices = { rates: rates.map((one) => ({ ...one, source: "contract 7" })) } as Question["ownPrices"];
    const { lines } = tuned(decided({ question: { ...question, ownPrices } }));
    expect(lines.find(({ kind }) => kind === "output")?.from.source).toBe("contract 7");
  });
});

describe("decide: the cache and retrieval", () => {
  const cached = model({ rates: [...(model().rates ?? []), rate("base_cached_input", "0.015")] });

  it("says nothing of a cache for passages that change with each request", () => {
    const asked = { ...question, prices: book([cached]) };
    const { against } = tuned(decided({ question: asked, ways: [{ kind: "rag", extraInputTokens: 2000 }] }));
    expect(against.withCaching).toBeNull();
  });
});

describe("decide: who may still buy", () => {
  const closed = model({
    id: "small",
    status: [
      {
        kind: "closed_to_new_customers",
        from: "2026-01-01",
        unless: "tuned_before",
        source: "https://example.com/closing",
        seen: "2026-01-05",
        confidence: "primary",
      },
    ],
  });
  const open = model({
    id: "large",
    rates: model().rates?.map((one) => ({ ...one, amount: String(2 * Number(one.amount)) })),
  });

  it("takes an offer that a new customer can buy before a cheaper one that is closed", () => {
    const decision = decided({ question: { ...question, prices: book([closed, open]) } });
    expect(tuned(decision).id).toBe("acme/large:sft");
    expect(decision.chosen).toMatchObject({ by: "default", cheaper: { id: "acme/small:sft", closed: true } });
  });

  it("says so of an offer that is closed", () => {
    const asked = { question: { ...question, prices: book([closed]) } };
    const decision = decided(asked);
    expect(tuned(decision).status?.kind).toBe("closed_to_new_customers");
    expect(decisionReport(decision, { asked, steps: [] }).headline).toMatch(/only .*customers/i);
  });

  it("names a cheaper offer that was passed over since its model is not sold untuned", () => {
    const rates = model().rates ?? [];
    const tunedOnly = model({
      id: "tiny",
      rates: rates.filter(({ kind }) => !kind.startsWith("base_")).map((one) => ({ ...one, amount: "0.01" })),
    });
    const decision = decided({ question: { ...question, prices: book([tunedOnly, model()]) } });
    expect(tuned(decision).id).toBe("acme/small:sft");
    expect(decision.chosen).toMatchObject({ by: "default", cheaper: { id: "acme/tiny:sft", closed: false } });
  });
});

describe("decide: credits", () => {
  const credits = [{ provider: "acme", amount: "10", currency: "USD", source: "contract 7" }];
  const asked: Question = { ...question, ownPrices: { credits } };

  it("are taken off the total as in the estimate, of every way at that provider", () => {
    const decision = decided({ question: asked });
    const [bill] = estimate(asked).offers;
    expect(tuned(decision).total.amount).toBe(bill?.total.amount);
    expect(tuned(decision).credits).toBe("10");
    expect(way(decision, "few_shot").total.amount).toBe(String(3.6 * 12 - 10));
  });

  it("take off no more than the provider's own part", () => {
    const all = credits.slice(0, 1).map((credit) => ({ ...credit, amount: "5000" }));
    const decision = decided({
      question: { ...question, ownPrices: { credits: all } },
      project: { labelCost: "0.5" },
    });
    // Labels are no bill of the provider, in the range of the draws either.
    expect(tuned(decision).total).toEqual({ amount: "500", low: "500", high: "500" });
    expect(tuned(decision).credits).toBe("15.3");
  });

  it("leave totals and bill equal, whatever the traffic, the horizon and the credit", () => {
    const closing = model({
      status: [
        {
          kind: "inference_off",
          from: "2026-07-11",
          source: "https://example.com/off",
          seen: "2026-01-05",
          confidence: "primary",
        },
      ],
    });
    const count = { equal: 0 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 0, max: 50_000 }),
        fc.boolean(),
        (requestsPerMonth, inputTokens, months, cents, closes) => {
          const one: Question = {
            ...question,
            prices: book([closes ? closing : model()]),
            traffic: { requestsPerMonth, inputTokens, outputTokens: 60, months },
            ownPrices: {
              credits: credits.slice(0, 1).map((credit) => ({ ...credit, amount: (cents / 100).toFixed(2) })),
            },
          };
          const [bill] = estimate(one).offers;
          expect(tuned(decided({ question: one })).total.amount).toBe(bill?.total.amount);
          count.equal += 1;
        },
      ),
      { seed: 5, numRuns: 200 },
    );
    expect(count.equal).toBe(200);
  });
});

describe("decide: what is stated and has no price", () => {
  it("stays among what is left out", () => {
    expect(decided({ project: { evaluation: { items: 300 } } }).leftOut).toContain("evaluation_price");
    expect(decided({ project: { monitoringItemsPerMonth: 50 } }).leftOut).toContain("monitoring_price");
  });

  it.each([
    ["fewshot", "fewshot"],
    ["rag", "rag"],
  ])("a quality of %s, which is not compared, is refused", (id) => {
    const quality = { [id]: { score: 0.8, metric: "accuracy", known: "measured" as const } };
    expect(decide({ question, ways: [fewShot], quality })).toMatchObject({
      ok: false,
      problem: { kind: "unknown_way", field: `quality.${id}`, got: id },
    });
  });
});

describe("decide: what to find out first", () => {
  const open = (project: DecisionQuestion["project"]) => decided({ project: project ?? {} }).influences[0];

  it("turns the verdict, and from which value on", () => {
    // Over 12 months tuning saves 28.8, less 0.9 of training: it pays up to 27.9 for 1,000 labels.
    const found = open({ labelCost: { low: "0.01", typical: "0.02", high: "0.05" } });
    expect(found).toMatchObject({ input: "project.labelCost", turns: true });
    expect(found?.edge).toBeCloseTo(0.0279, 6);
  });

  it("is nothing where no value of it turns the verdict", () => {
    const found = open({ labelCost: { low: "0.001", typical: "0.002", high: "0.003" } });
    expect(found).toMatchObject({ input: "project.labelCost", turns: false, edge: null });
  });
});

describe("decide: a model that nobody sells untuned", () => {
  it("says so, and names no way that has no name", () => {
    const rates = (model().rates ?? []).filter(({ kind }) => !kind.startsWith("base_"));
    const found = decide({ question: { ...question, prices: book([model({ rates })]) }, ways: [fewShot] });
    expect(found).toMatchObject({ ok: false, problem: { kind: "no_untuned_price", way: "few_shot" } });
    // By the names that people read, not by an id: the page shows this sentence, too.
    expect(found.ok ? "" : explainDecision(found.problem)).toBe(
      "No price of the untuned model is known for Small on Acme, so it cannot be compared with examples in the prompt. Compare it with a larger model, or choose an offer whose model is also sold untuned.",
    );
  });
});
