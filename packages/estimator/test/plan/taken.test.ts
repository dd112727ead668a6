import { describe, expect, it } from "vitest";
import { defaultOffer, ownedOf, truncationCost } from "../../src/answer.ts";
import { estimate, type ModelEntry, type PriceBook, type Question, type StatusEntry } from "../../src/index.ts";
import { fileRulesFor, takesJobsOn } from "../../src/prices.ts";
import { book, model, rate } from "../book.ts";

const page = { source: "https://example.com/status", seen: "2026-01-01", confidence: "primary" };
const status = (kind: string, from: string): StatusEntry => ({ kind, from, ...page });
const asOf = "2026-02-01";
const job = { examples: 1000, tokensPerExample: 100, epochs: 3 };
const traffic = { requestsPerMonth: 1000, inputTokens: 200, outputTokens: 50, months: 12 };
const served = [rate("input", "0.3"), rate("output", "1.2")];
const untuned = [rate("base_input", "0.15"), rate("base_output", "0.6")];
const sold = (id: string, training: string, more: Partial<ModelEntry> = {}, rates = [...served, ...untuned]) =>
  model({ id, rates: [rate("training", training), ...rates], ...more });

describe("the offer that is taken where none is named", () => {
  const taken = (models: readonly ModelEntry[], ...[isLeftOut]: [((id: string) => boolean)?]): string | undefined => {
    const question: Question = { asOf, prices: book(models), job, traffic };
    return defaultOffer(estimate(question), question, ({ model: id }) => isLeftOut?.(id) === true)?.model;
  };
  const closed = { status: [status("closed_to_new_customers", "2026-01-01")] };

  it("is the cheapest that a new customer can buy and whose model is sold untuned, too", () => {
    const alone = sold("alone", "1", {}, served);
    expect(taken([alone, sold("dear", "9"), sold("cheap", "3")])).toBe("cheap");
    // Where none can be compared with itself, the cheapest that is open; where none is open, the cheapest.
    expect(taken([alone, sold("closed", "0.5", closed)])).toBe("alone");
    expect(taken([sold("closed", "3", closed), sold("dearer", "4", closed)])).toBe("closed");
  });

  it("has a whole bill, if there is one, and else stops before the months are over", () => {
    const ends = { status: [status("inference_off", "2026-06-01")] };
    expect(taken([sold("ends", "1", ends), sold("stays", "9")])).toBe("stays");
    expect(taken([sold("ends", "1", ends)])).toBe("ends");
    // Nobody says what its use costs: it is no bill of a month.
    expect(taken([sold("unsaid", "1", {}, untuned), sold("said", "9")])).toBe("said");
  });

  it("is open before it is named first, where none has a whole bill, and none where there is none", () => {
    const bare = (id: string, more: Partial<ModelEntry> = {}) => sold(id, "3", more, []);
    expect(taken([bare("closed", closed), bare("open")])).toBe("open");
    expect(taken([bare("closed", closed)])).toBe("closed");
    expect(taken([])).toBeUndefined();
  });

  it("leaves out what a person would not take, unless nothing else is there", () => {
    const models = [sold("cheap", "3"), sold("dear", "9")];
    expect(taken(models, (id) => id === "cheap")).toBe("dear");
    expect(taken(models, () => true)).toBe("cheap");
  });
});

describe("examples that are labelled already", () => {
  it("are those of a counted file, none of typed counts, and as stated before both", () => {
    const profile = { examples: 39 } as never;
    expect([ownedOf({}, { profile }), ownedOf({}, job), ownedOf({ examplesOwned: 7 }, { profile })]).toEqual([
      39, 0, 7,
    ]);
  });
});

describe("what cut examples cost", () => {
  const files = { dataRules: { check: "acme" }, limits: { contextTokens: 4096, overContext: "cut", maxExamples: 5 } };
  const prices: PriceBook = book([
    sold("cheap", "3", files),
    sold("dear", "9", files),
    sold("other", "1"),
    model({ id: "abroad", ...files, rates: [rate("training", "2", { currency: "EUR" })] }),
  ]);
  const cut = { examples: 10, limit: 4096, tokens: 40_960, exact: true };
  const rules = (name?: string) => {
    const found = fileRulesFor(prices, "acme", name);
    if (!found.ok || found.value === null) throw new Error("no rules");
    return found.value;
  };

  it("is one pass of the limit for each, at the cheapest and the dearest under the same checks, in dollars", () => {
    // 40,960 tokens at $3 and at $9 a million; a limit on examples is no question of price.
    expect(truncationCost(cut, rules(), prices, asOf)).toEqual({
      low: { amount: "0.12288", currency: "USD" },
      high: { amount: "0.36864", currency: "USD" },
    });
    expect(truncationCost(cut, rules("dear"), prices, asOf)?.low.amount).toBe("0.36864");
    const reversed = {
      ...prices,
      providers: prices.providers.map((one) => ({ ...one, models: one.models.toReversed() })),
    };
    expect(truncationCost(cut, rules(), reversed, asOf)).toEqual(truncationCost(cut, rules(), prices, asOf));
  });

  it("is unknown where nobody is under the checks, or no price is in force", () => {
    expect(truncationCost(cut, { ...rules(), check: "none" }, prices, asOf)).toBeNull();
    expect(truncationCost(cut, { ...rules(), model: "unheard" }, prices, asOf)).toBeNull();
    expect(truncationCost(cut, rules(), prices, "2025-12-31")).toBeNull();
  });

  it("is unknown where every price is in another currency", () => {
    const euro = model({ dataRules: { check: "acme" }, rates: [rate("training", "1", { currency: "EUR" })] });
    expect(truncationCost(cut, rules(), book([euro]), asOf)).toBeNull();
  });

  it("is asked where anybody may still tune: earlier customers, too", () => {
    const closing = (kind: string) =>
      book([model({ dataRules: { check: "acme" }, status: [status(kind, "2026-03-01")] }), model({ id: "other" })]);
    expect(takesJobsOn(closing("no_new_jobs"), "acme", "2026-02-28")).toBe(true);
    expect(takesJobsOn(closing("no_new_jobs"), "acme", "2026-03-01")).toBe(false);
    expect(takesJobsOn(closing("inference_off"), "acme", "2026-03-01")).toBe(false);
    expect(takesJobsOn(closing("closed_to_new_customers"), "acme", "2026-03-01")).toBe(true);
    expect(takesJobsOn(closing("no_new_jobs"), "unheard", "2026-03-01")).toBeNull();
  });
});
