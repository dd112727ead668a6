import { describe, expect, it } from "vitest";
import type { ModelEntry } from "../../src/index.ts";
import { ask, only } from "../ask.ts";
import { book, model, rate } from "../book.ts";

const total = (more: Partial<ModelEntry>): string | undefined =>
  ask({ prices: book([model(more)]) }).offers[0]?.total.amount;
const variants = [{ method: "sft", variants: ["regional"], billing: [{ tag: "tokens_times_epochs" }] }];

describe("the rate of an offer", () => {
  it("is that of its variant before that of its method, and either before one for all", () => {
    const all = rate("training", "1");
    const ofMethod = rate("training", "2", { method: "sft" });
    const ofVariant = rate("training", "3", { variant: "regional" });
    const both = rate("training", "4", { method: "sft", variant: "regional" });
    const of = (...rates: ReturnType<typeof rate>[]): string | undefined => total({ offers: variants, rates });
    expect([of(all), of(all, ofMethod), of(all, ofMethod, ofVariant), of(ofVariant, both, ofMethod, all)]).toEqual([
      "0.3",
      "0.6",
      "0.9",
      "1.2",
    ]);
    // In whatever order they stand.
    expect(of(ofVariant, ofMethod, all)).toBe("0.9");
    expect(of(ofMethod, all)).toBe("0.6");
  });

  it("is the newest of the day, and its own list's before that of its size or its provider", () => {
    const rates = [
      rate("training", "2", { from: "2026-01-02" }),
      rate("training", "1"),
      rate("training", "9", { from: "2026-02-02" }),
    ];
    expect(total({ rates })).toBe("0.6");
    const tiers = [{ id: "all", label: "all", over: "1", upTo: "8", rates: [rate("training", "5")] }];
    const file = { tiers, rates: [rate("training", "7")] };
    const priced = (more: Partial<ModelEntry>): string => only(ask({ prices: book([model(more)], file) })).total.amount;
    expect(priced({ parameters: "8" })).toBe("0.9");
    expect(priced({ parameters: "8", rates: [] })).toBe("1.5");
    expect(priced({ parameters: "1", rates: [] })).toBe("2.1");
    expect(priced({ parameters: "8.1", rates: [] })).toBe("2.1");
  });

  it("is unknown only for the kind, the method and the variant that the book says are", () => {
    const refusalOf = (unknown: NonNullable<ModelEntry["unknown"]>[number]): string | undefined =>
      ask({ prices: book([model({ unknown: [unknown] })]) }).refused[0]?.reason.kind;
    const lost = { kind: "training", where: "https://example.com/list", from: "2026-01-20" } as const;
    expect(refusalOf(lost)).toBe("price_unknown");
    expect(refusalOf({ ...lost, method: "sft" })).toBe("price_unknown");
    expect(refusalOf({ ...lost, kind: "storage" })).toBeUndefined();
    expect(refusalOf({ ...lost, method: "dpo" })).toBeUndefined();
    expect(refusalOf({ ...lost, variant: "global" })).toBeUndefined();
    expect(refusalOf({ ...lost, from: "2026-03-01" })).toBeUndefined();
  });
});
