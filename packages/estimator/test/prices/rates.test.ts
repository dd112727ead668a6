import { describe, expect, it } from "vitest";
import type { Rate } from "../../src/index.ts";
import type { BookOffer } from "../../src/prices/offers.ts";
import type { Overlay, OverlayRate } from "../../src/prices/overlay.ts";
import { rateOn, type RateKey } from "../../src/prices/rates.ts";
import { rate } from "../book.ts";
import { day, offerWith, own } from "./rated.ts";

/** What a rate costs on a day, or why that is not known. */
function costs(offer: BookOffer, key: RateKey, overlay?: Overlay): string {
  const found = rateOn(offer, key, day, overlay);
  return found.ok ? `${found.value.amount} per ${found.value.per}` : found.problem.kind;
}

describe("a rate that was looked up", () => {
  it("is none of another unit, kind, service or method", () => {
    const offer = offerWith(
      rate("training", "3"),
      rate("training", "100", { per: "hour" }),
      rate("training", "2", { method: "dpo" }),
      rate("input", "0.3"),
      rate("input", "0.15", { service: "batch" }),
    );
    const keys: readonly (readonly [RateKey, string])[] = [
      [{ kind: "training", unit: "token" }, "3 per 1M tokens"],
      [{ kind: "training", unit: "hour" }, "100 per hour"],
      [{ kind: "training", unit: "token", method: "dpo" }, "2 per 1M tokens"],
      [{ kind: "training", unit: "image" }, "price_unknown"],
      [{ kind: "input" }, "0.3 per 1M tokens"],
      [{ kind: "input", service: "batch" }, "0.15 per 1M tokens"],
      [{ kind: "input", service: "1-month" }, "price_unknown"],
    ];
    // Asked twice, in both orders: what is remembered of one is not given for another.
    for (const [key, cost] of [...keys, ...keys.toReversed()]) expect(costs(offer, key)).toBe(cost);
  });

  it("is none of another day", () => {
    const offer = offerWith(rate("training", "3"), rate("training", "2", { from: "2026-03-01" }));
    const on = (asked: string) => rateOn(offer, { kind: "training" }, asked);
    expect(["2026-02-28", "2026-03-01", "2026-02-28"].map((asked) => on(asked))).toMatchObject([
      { value: { amount: "3" } },
      { value: { amount: "2" } },
      { value: { amount: "3" } },
    ]);
  });
});

describe("a rate that nobody has yet", () => {
  it("names the first day on which there is one, in whatever order the list stands", () => {
    const rates = ["2026-04-01", "2026-03-01", "2026-05-01"].map((from) => rate("training", "3", { from }));
    const found = rateOn(offerWith(...rates), { kind: "training" }, day);
    expect(found).toMatchObject({ ok: false, problem: { kind: "no_rate_yet", first: "2026-03-01", amount: "3" } });
  });
});

describe("a discount", () => {
  it("is off the list price of its provider, and the one for a kind before the one for all", () => {
    const discount = (percent: string, kind?: string) => ({
      provider: "acme",
      percent,
      source: "contract 7",
      ...(kind !== undefined && { kind }),
    });
    const offer = offerWith(rate("training", "3"), rate("input", "0.3"));
    const discounts = [discount("10"), discount("50", "input"), { ...discount("99"), provider: "other" }];
    const found = (kind: RateKey["kind"]) => rateOn(offer, { kind }, day, { discounts });
    expect(found("training")).toMatchObject({ ok: true, value: { amount: "2.7", list: "3", overlay: true } });
    expect(found("input")).toMatchObject({ ok: true, value: { amount: "0.15", list: "0.3", overlay: true } });
  });
});

describe("a rate that is older than the day", () => {
  it("is confirmed by a later copy, and by the next price of the same", () => {
    const confirmed = (more: Partial<Rate>, ...others: readonly Rate[]): boolean | undefined => {
      const found = rateOn(offerWith(rate("training", "3", more), ...others), { kind: "training" }, day);
      if (!found.ok) throw new Error(found.problem.kind);
      return found.value.confirmed;
    };
    expect(confirmed({})).toBeUndefined();
    expect(confirmed({ seen: "2026-02-02" })).toBe(true);
    expect(confirmed({}, rate("training", "2", { from: "2026-02-02" }))).toBe(true);
    expect(confirmed({}, rate("input", "2", { from: "2026-02-02" }))).toBeUndefined();
  });
});

describe("a rate whose copy bears no day", () => {
  it.each([
    [{}, false],
    [{ seenKind: "read" }, true],
    [{ fromKind: "read" }, true],
    [{ seenKind: "read", fromKind: "read" }, true],
    [{ fromKind: "stated" }, false],
  ])("of %j: %s", (more, undated) => {
    const found = rateOn(offerWith(rate("training", "3", more)), { kind: "training" }, day);
    expect(found.ok && (found.value.undated ?? false)).toBe(undated);
  });
});

describe("of several negotiated rates", () => {
  const cost = (...rates: readonly OverlayRate[]) =>
    costs(offerWith(rate("training", "3")), { kind: "training" }, { rates });

  it.each([
    ["the one that names more", [own("2"), own("1", { model: "small" })], "1"],
    ["the newest that holds", [own("2", { from: "2026-01-01" }), own("1", { from: "2026-02-01" })], "1"],
    ["one with a day before one without", [own("2"), own("1", { from: "2025-01-01" })], "1"],
    ["none from a later day", [own("2"), own("1", { from: "2026-02-02" })], "2"],
    [
      "the one that names more before a newer one",
      [own("2", { from: "2026-02-01" }), own("1", { method: "sft" })],
      "1",
    ],
  ] as const)("%s is billed, in whatever order they stand", (_which, [one, other], amount) => {
    expect([cost(one, other), cost(other, one)]).toEqual([`${amount} per 1M tokens`, `${amount} per 1M tokens`]);
  });
});
