import { describe, expect, it } from "vitest";
import {
  decide,
  estimate,
  type DecisionQuestion,
  type ModelEntry,
  type ProviderFile,
  type Question,
} from "../../src/index.ts";
import { asOf } from "../ask.ts";
import { book, model, rate } from "../book.ts";
import { decided, fewShot, question, tuned, used, way } from "./decided.ts";

const withRates = (...more: NonNullable<ModelEntry["rates"]>): Partial<DecisionQuestion> => ({
  question: { ...question, prices: book([model({ rates: [...(model().rates ?? []), ...more] })]) },
});
const cached = rate("base_cached_input", "0.015");

describe("the pay-back against a prompt that is cached", () => {
  // Today 10,000 × (21,200 × 0.15 + 50 × 0.6) / 1e6 = 32.1, the tuned model 1.2, and 0.9 once.
  const long = { ...fewShot, extraInputTokens: 21_000 };
  const caching = (asked: Partial<DecisionQuestion>) => tuned(decided({ ways: [long], ...asked })).against.withCaching;

  it("takes the cached price for all that the prompt adds", () => {
    // 10,000 × (200 × 0.15 + 21,000 × 0.015 + 30) / 1e6 = 3.75; 0.9 / 2.55
    expect(caching(withRates(cached))).toEqual({ cachedTokens: 21_000, verdict: "pays", months: 0.35 });
  });

  it("and for what requests have cached already, once", () => {
    const asked = withRates(cached);
    const traffic = { ...question.traffic!, cachedInputTokens: 100 };
    // 10,000 × (100 × 0.15 + 21,100 × 0.015 + 30) / 1e6 = 3.615, against 10,000 × (100 × 0.3 + 100 × 0.15 + 60) / 1e6
    expect(caching({ question: { ...asked.question!, traffic } })).toEqual({
      cachedTokens: 21_100,
      verdict: "pays",
      months: Math.round((100 * 0.9) / (3.615 - 1.05)) / 100,
    });
  });

  it("in every call of a request", () => {
    // 3 × 3.75 a month less 1.2
    expect(caching({ ...withRates(cached), ways: [{ ...long, calls: 3 }] })).toEqual({
      cachedTokens: 21_000,
      verdict: "pays",
      months: 0.09,
    });
  });

  it.each([
    ["without a cached price", { ways: [long] }],
    ["for passages that change with each request", { ...withRates(cached), ways: [{ ...long, kind: "rag" }] }],
    ["where the prompt adds nothing", { ...withRates(cached), ways: [{ kind: "prompt" }] }],
    ["where it is stated what is cached", { ...withRates(cached), ways: [{ ...long, cachedInputTokens: 5 }] }],
  ] as const)("is not said %s", (_when, asked) => {
    expect(caching(asked as Partial<DecisionQuestion>)).toBeNull();
  });
});

describe("thresholds by hand", () => {
  // The tuned model costs 120 and today's 360 millionths a request; 0.9 once.
  it("of requests: where it saves, and where it pays within the months", () => {
    const { requestsPerMonth } = tuned(decided()).against.thresholds;
    // 0.9 / (12 × 0.00024)
    expect(requestsPerMonth).toEqual({ saves: 0, pays: 313 });
    expect(tuned(decided(used({ months: 1 }))).against.thresholds.requestsPerMonth.pays).toBe(3750);
    const growing = used({ months: 2, growthPerMonth: 1 });
    // The second month has twice the requests: 0.9 / (3 × 0.00024)
    expect(tuned(decided(growing)).against.thresholds.requestsPerMonth.pays).toBe(1250);
  });

  it("of prompt tokens: where it saves, and where it pays within the months", () => {
    // Without a prompt today's costs 60 less than the tuned model: 60 / 0.15, and 0.9 more over 120,000 requests.
    expect(tuned(decided()).against.thresholds.promptTokens).toEqual({ saves: 400, pays: 450 });
    const calls = tuned(decided({ ways: [{ ...fewShot, calls: 2 }] })).against.thresholds.promptTokens;
    // Two calls of 200 and 50 tokens cost as much as the tuned model's one.
    expect(calls).toEqual({ saves: 0, pays: 25 });
    const asked = withRates(cached);
    const stated = tuned(decided({ ...asked, ways: [{ ...fewShot, cachedInputTokens: 2000 }] }));
    // A token more is cached as the others are: 2,000 of them cost 30 where 60 are lacking.
    expect(stated.against.thresholds.promptTokens).toEqual({ saves: 4000, pays: 4500 });
  });

  it("is none where no request saves", () => {
    const { requestsPerMonth } = tuned(decided({ ways: [{ kind: "prompt" }] })).against.thresholds;
    expect(requestsPerMonth).toEqual({ saves: null, pays: null });
    // Two calls of today's prompt cost as much as the tuned model's one, whatever the traffic.
    const even = tuned(decided({ ways: [{ kind: "prompt", calls: 2 }] })).against;
    expect([even.requestsPerMonth, even.thresholds.requestsPerMonth]).toEqual([0, { saves: 0, pays: null }]);
  });

  it("holds the other's fixed costs against it", () => {
    const hosted = model({
      rates: [...(model().rates ?? []), rate("hosting", "0.01", { per: "hour" })],
      serving: [{ tag: "per_token" }, { tag: "hosting" }],
    });
    const { total, against } = tuned(decided({ question: { ...question, prices: book([hosted]) } }));
    const { thresholds } = against;
    // 0.9 + 12 × (1.2 + 7.3); typed tokens may be up to 13 % more in training.
    expect(total).toMatchObject({ amount: "102.9" });
    expect([Number(total.low), Number(total.high)].map((end) => Math.abs(end - 102.9) < 0.2)).toEqual([true, true]);
    // 7.3 / 0.00024, and (0.9 + 12 × 7.3) / (12 × 0.00024)
    expect(thresholds.requestsPerMonth).toEqual({ saves: 30_417, pays: 30_730 });
  });
});

describe("the untuned model of today", () => {
  it("pays the batch price for the share that can wait, where there is one", () => {
    const batch = [rate("base_input", "0.075", { service: "batch" }), rate("base_output", "0.3", { service: "batch" })];
    const asked = withRates(...batch);
    const traffic = { ...question.traffic!, batchShare: 0.5 };
    // 0.75 of 3.6
    expect(way(decided({ question: { ...asked.question!, traffic } }), "few_shot").monthly.amount).toBe("2.7");
    const all = { ...traffic, batchShare: 1 };
    expect(way(decided({ question: { ...asked.question!, traffic: all } }), "few_shot").monthly.amount).toBe("1.8");
    expect(way(decided({ question: { ...question, traffic } }), "few_shot").monthly.amount).toBe("3.6");
    // Without rows of its own it has the tuned model's discount, as in the estimate's break-even: a third off, and a half.
    const tunedBatch = [rate("input", "0.2", { service: "batch" }), rate("output", "0.6", { service: "batch" })];
    const discounted: Question = { ...withRates(...tunedBatch).question!, traffic: all };
    expect(way(decided({ question: discounted }), "few_shot").monthly.amount).toBe("2.35");
    const [offer] = estimate({ ...discounted, alternative: fewShot }).offers;
    expect(offer?.breakEven?.alternativeMonthly.amount).toBe("2.35");
  });

  it("may go by another of its names, or be one that is sold untuned alone", () => {
    const named = model({ aliases: ["old-name"] });
    const untuned: ProviderFile = {
      provider: "acme",
      name: "Acme",
      page: "https://example.com",
      checked: "2026-01-01",
      models: [model({ id: "large", offers: [], rates: [rate("base_input", "1"), rate("base_output", "2")] })],
    };
    const decision = decided({
      question: { ...question, prices: book([named]) },
      untuned: [untuned],
      ways: [
        fewShot,
        { id: "alias", kind: "larger_model", model: "acme/old-name" },
        { id: "large", kind: "larger_model", model: "acme/large" },
      ],
    });
    // 10,000 × (200 × 0.15 + 50 × 0.6) / 1e6, and at 1 and 2
    expect(way(decision, "alias").monthly.amount).toBe("0.6");
    expect(way(decision, "large").monthly.amount).toBe("3");
  });

  it("is called by the name that the book gives it, or else by its id", () => {
    const large = { id: "large-2", rates: [rate("base_input", "1"), rate("base_output", "2")], offers: [] };
    const nameOf = (more: Partial<ModelEntry>) => {
      const untuned: ProviderFile = {
        provider: "acme",
        name: "Acme",
        page: "https://example.com",
        checked: "2026-01-01",
        models: [model({ ...large, ...more })],
      };
      const ways = [{ id: "large", kind: "larger_model", model: "acme/large-2" } as const];
      return way(decided({ untuned: [untuned], ways }), "large").name;
    };
    expect([nameOf({ name: "The Large One" }), nameOf({})]).toEqual(["The Large One", "Large 2"]);
  });

  it("writes as many tokens as the way says", () => {
    const decision = decided({ ways: [{ ...fewShot, outputTokens: 100 }] });
    expect(way(decision, "few_shot").monthly.amount).toBe("3.9");
  });
});

describe("a decision that cannot be made", () => {
  const problem = (more: Partial<DecisionQuestion>): unknown => {
    const found = decide({ question, ways: [fewShot], ...more });
    return found.ok ? "decided" : found.problem;
  };

  it.each([
    [{ today: "nobody" }, { kind: "unknown_way", field: "today", got: "nobody" }],
    [
      { quality: { nobody: { score: 0.5, metric: "accuracy", known: "measured" } } },
      { kind: "unknown_way", field: "quality.nobody" },
    ],
    [{ question: { ...question, traffic: undefined } }, { kind: "no_traffic" }],
    [used({ requestsPerMonth: 0 }), { kind: "no_traffic" }],
    [{ ways: [{ kind: "larger_model", model: "acme/nothing" }] }, { kind: "unknown_model" }],
  ] as const)("says why: %#", (more, said) => {
    expect(problem(more as Partial<DecisionQuestion>)).toMatchObject(said);
  });

  it("is made of a way by its own name, and a tuned offer may be today's", () => {
    expect(problem({ ways: [{ ...fewShot, id: "mine" }], today: "mine" })).toBe("decided");
    const decision = decided({ today: "acme/small:sft" });
    expect(decision.today).toBe("acme/small:sft");
    expect(way(decision, "acme/small:sft").against).toBeNull();
    expect(way(decision, "few_shot").against).toMatchObject({ verdict: "never", once: "-0.9", savedPerMonth: "-2.4" });
  });
});

describe("the order of ways", () => {
  it("is by total, then by name; what ends before the horizon comes last", () => {
    const status = [
      { kind: "inference_off", from: "2026-05-01", source: "https://example.com", seen: asOf, confidence: "primary" },
    ] as const;
    const decision = decided({
      question: { ...question, prices: book([model({ status })]) },
      ways: [fewShot, { ...fewShot, id: "b" }, { ...fewShot, id: "a" }],
    });
    expect(decision.ways.map(({ id }) => id)).toEqual(["a", "b", "few_shot", "acme/small:sft"]);
    const cut = tuned(decision);
    expect(cut.clippedAt).toBe("2026-05-01");
    // 89 days of 730 hours a month
    expect(cut.months).toBe(Math.round((10_000 * 89 * 24) / 730) / 10_000);
  });
});
