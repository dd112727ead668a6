import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, explain, quote } from "../src/index.ts";

const asOf = "2026-11-24";
const size = { examples: 8000, tokensPerExample: 620 };

describe("quote", () => {
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
