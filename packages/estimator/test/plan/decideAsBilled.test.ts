import { describe, expect, it } from "vitest";
import { decide, estimate, type ModelEntry, type Question } from "../../src/index.ts";
import { book, model, rate } from "../book.ts";
import { decided, question, tuned, way } from "./decided.ts";

/** The question at another model and with other traffic. */
function asked(entry: Partial<ModelEntry>, traffic: Partial<NonNullable<Question["traffic"]>>): Question {
  return { ...question, prices: book([model(entry)]), traffic: { ...question.traffic!, ...traffic } };
}

describe("a month of a decision is the month of the bill", () => {
  const rates = [rate("training", "3"), rate("base_input", "0.15"), rate("base_output", "0.6")];
  const rented: Partial<ModelEntry> = {
    parameters: "31",
    serving: [{ tag: "dedicated_gpu" }],
    rates: [...rates, rate("hosting", "2", { per: "GPU-hour" })],
  };

  it.each([
    ["whose prompts are short", 35_000],
    ["which carries no more than that", 20_000_000],
  ])("at a deployment that is paid by the hour, %s", (_, requestsPerMonth) => {
    const own = asked(rented, { requestsPerMonth });
    const [offer] = estimate(own).offers;
    expect(offer?.monthly?.amount).toBe("1460");
    expect(tuned(decided({ question: own })).monthly.amount).toBe("1460");
  });

  const inBatch = { service: "batch" } as const;
  const cached = rate("base_cached_input", "0.015");
  const ofBase = [rate("base_input", "0.075", inBatch), rate("base_output", "0.3", inBatch)];
  const ofTuned = [rate("input", "0.15", inBatch), rate("output", "0.6", inBatch)];

  it.each([
    ["no price of its own", [cached]],
    ["no cached price", ofBase],
    ["no cached price for a batch", [cached, ...ofBase]],
    ["a cached price for a batch", [cached, ...ofBase, rate("base_cached_input", "0.01", inBatch)]],
    ["the tuned model's discount", [cached, ...ofTuned]],
    ["the tuned model's discount on cached tokens too", [cached, ...ofTuned, rate("cached_input", "0.05", inBatch)]],
    ["a price of half of its tokens", [cached, ...ofBase.slice(0, 1), ...ofTuned]],
  ])("of today's way, cached and in part in a batch, with %s", (_, more) => {
    for (const batchShare of [0, 0.25, 1]) {
      const own = asked({ rates: [...model().rates!, ...more] }, { cachedInputTokens: 150, batchShare });
      const [offer] = estimate({ ...own, alternative: { kind: "few_shot", extraInputTokens: 2000 } }).offers;
      expect(way(decided({ question: own }), "few_shot").monthly.amount).toBe(
        offer?.breakEven?.alternativeMonthly.amount,
      );
    }
  });
});

it("says of a model whose offers name no price for today's way what is missing first", () => {
  const bare = model({ rates: [rate("training", "3"), rate("input", "0.3"), rate("output", "1.2")] });
  const own = { ...question, prices: book([bare]) };
  const ways = [
    { kind: "few_shot", extraInputTokens: 100, model: { input: "0.1", output: "0.4" } },
    { kind: "longer_prompt", extraInputTokens: 100, model: "acme/small" },
  ] as const;
  expect(decided({ question: own, ways }).refused).toMatchObject([
    { id: "longer_prompt", reason: { kind: "price_unknown" } },
  ]);
});

it.each([
  [2200, {}, true],
  [2201, {}, false],
  [2201, { extraInputTokens: { low: 100, typical: 2001, high: 9000 } }, true],
])("holds no more of a prompt in the cache than it reads: %s", (cachedInputTokens, more, isRead) => {
  const ways = [{ kind: "few_shot", extraInputTokens: 2000, cachedInputTokens, ...more }] as const;
  const problem = { kind: "out_of_range", field: "cached input tokens of way 1", got: 2201 };
  expect(decide({ question, ways })).toMatchObject(isRead ? { ok: true } : { ok: false, problem });
});
