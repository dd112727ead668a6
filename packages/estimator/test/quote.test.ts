import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, explain, quote, type ModelEntry, type StatusEntry } from "../src/index.ts";
import { book, model, rate } from "./book.ts";

const asOf = "2026-11-24";
const size = { examples: 8000, tokensPerExample: 620 };

describe("quote", () => {
  it("passes over what new customers cannot buy and what is known in part, however cheap", () => {
    const closed: StatusEntry = {
      kind: "closed_to_new_customers",
      from: "2026-01-01",
      source: "https://example.com",
      seen: "2026-01-01",
      confidence: "primary",
    };
    const at = (id: string, price: string, more: Partial<ModelEntry> = {}): ModelEntry =>
      model({ id, rates: [rate("training", price)], serving: [], ...more });
    const [cheap, dear] = [at("closed", "1", { status: [closed] }), at("dear", "9")];
    const found = quote({ asOf, prices: book([cheap, dear, at("open", "5")]), ...size });
    expect(found).toMatchObject({ ok: true, value: { model: "open" } });
    expect(quote({ asOf, prices: book([cheap]), ...size })).toMatchObject({
      ok: false,
      problem: { kind: "not_for_sale", offer: "acme/closed:sft" },
    });
    expect(quote({ asOf, prices: book([]), ...size })).toMatchObject({ ok: false });
  });

  it("gives the cheapest offer that a new customer can buy, with the money of estimate", () => {
    const found = quote({ asOf, prices, model: "gpt-oss-20b", ...size });
    if (!found.ok) throw new Error(explain(found.problem));
    expect(["open", "listed", "deprecated"]).toContain(found.value.status.kind);
    const { offers } = estimate({ asOf, prices, job: { ...size, epochs: 3 }, only: { models: [found.value.id] } });
    expect(offers[0]?.total).toEqual(found.value.total);
    expect(quote({ asOf, prices, provider: found.value.provider, model: "gpt-oss-20b", ...size })).toEqual(found);
  });

  it.each([
    [{ model: "gpt-4.1-mini", provider: "openai" }, "not_for_sale"],
    [{ model: "gpt-9" }, "unknown_model"],
    [{ model: "openai/gpt-3.5-turbo-0613" }, "closed_to_new_jobs"],
    [{ examples: -1 }, "out_of_range"],
    [{ asOf: "tomorrow" }, "bad_day"],
    [{ epochs: "many" }, undefined],
  ])("says why there is none: %j", (stated, kind) => {
    const found = quote({ asOf, prices, ...size, ...stated } as never);
    expect(found.ok).toBe(false);
    if (found.ok) return;
    expect(found.problem.kind).toBe(kind ?? found.problem.kind);
    expect(explain(found.problem)).toMatch(/\w.*[.?]$/u);
  });
});
