import { describe, expect, it } from "vitest";
import { openBook, type ModelEntry, type Rate } from "../../src/index.ts";
import { bookOffers } from "../../src/prices.ts";
import type { BookOffer } from "../../src/prices/offers.ts";
import type { Overlay } from "../../src/prices/overlay.ts";
import { perHour, rateOn, ratesOfOtherUnits, timesRate, type RateInForce } from "../../src/prices/rates.ts";
import { book, model, rate } from "../book.ts";
import { day, offerWith, own, sold } from "./rated.ts";

function found(offer: BookOffer, overlay?: Overlay, on: string = day): RateInForce {
  const got = rateOn(offer, { kind: "training" }, on, overlay);
  if (!got.ok) throw new Error(got.problem.kind);
  return got.value;
}
const problem = (offer: BookOffer, on: string = day): unknown => {
  const got = rateOn(offer, { kind: "training" }, on);
  return got.ok ? got.value.amount : got.problem;
};
describe("a negotiated rate", () => {
  const offer = offerWith(rate("training", "3"));

  it("has the list price beside it where both count one thing in one currency", () => {
    expect(found(offer, { rates: [own("2")] })).toMatchObject({ amount: "2", list: "3", overlay: true, seen: day });
    expect(found(offer, { rates: [own("2", { per: "1K tokens" })] })).toMatchObject({ amount: "2", list: "0.003" });
    expect(found(offer, { rates: [own("2", { per: "hour" })] })).not.toHaveProperty("list");
    expect(found(offer, { rates: [own("2", { currency: "EUR" })] })).not.toHaveProperty("list");
    expect(found(offerWith(), { rates: [own("2")] })).not.toHaveProperty("list");
    const exchange = [{ from: "USD", to: "EUR", rate: "0.5", date: day, source: "ECB" }];
    expect(found(offer, { rates: [own("2")], exchange })).toMatchObject({ amount: "1", list: "1.5", currency: "EUR" });
    expect(found(offer, { rates: [own("2", { currency: "EUR" })], exchange })).toMatchObject({
      amount: "2",
      list: "1.5",
    });
  });

  it("holds for its own model, method and provider alone", () => {
    for (const other of [{ provider: "other" }, { model: "large" }, { method: "dpo" }, { kind: "input" }] as const)
      expect(found(offer, { rates: [own("2", other)] }).amount).toBe("3");
    for (const same of [{ model: "small" }, { method: "sft" }] as const)
      expect(found(offer, { rates: [own("2", same)] }).amount).toBe("2");
  });

  it("of another unit is told apart from one that is billed", () => {
    const other = own("2", { per: "hour" });
    expect(ratesOfOtherUnits(offer, "training", "token", { rates: [other, own("1")] })).toEqual([other]);
    expect(ratesOfOtherUnits(offer, "training", "hour", { rates: [other] })).toEqual([]);
    expect(ratesOfOtherUnits(offer, "input", "token", { rates: [other] })).toEqual([]);
    expect(ratesOfOtherUnits(offer, "training", "token", {})).toEqual([]);
  });
});

describe("a discount", () => {
  it("keeps the list price, and is that of its provider alone", () => {
    const offer = offerWith(rate("training", "3"));
    const discount = { provider: "acme", percent: "10", source: "contract 7" };
    expect(found(offer, { discounts: [discount] })).toMatchObject({ amount: "2.7", list: "3", overlay: true });
    expect(found(offer)).not.toHaveProperty("list");
    expect(found(offer, { discounts: [{ ...discount, provider: "other" }] }).amount).toBe("3");
  });
});

describe("a price that is known to be there, and not known", () => {
  const lost = (from: string | undefined): NonNullable<ModelEntry["unknown"]>[number] => ({
    kind: "training",
    where: "https://example.com/console",
    ...(from !== undefined && { from }),
  });
  const where = { kind: "price_unknown", rate: "training", where: "https://example.com/console" };

  it("stands in place of older rates, and gives way to one of its own day or later", () => {
    const offer = (from: string | undefined): BookOffer =>
      sold({ rates: [rate("training", "3")], unknown: [lost(from)] });
    expect(problem(offer("2026-01-15"))).toMatchObject(where);
    expect(problem(offer("2026-01-01"))).toBe("3");
    expect(problem(offer("2025-12-01"))).toBe("3");
    expect(problem(offer("2026-02-02"))).toBe("3");
    expect(problem(offer(undefined))).toBe("3");
  });

  it("is told where to look, where there is no rate at all", () => {
    expect(problem(sold({ rates: [], unknown: [lost(undefined)] }))).toMatchObject(where);
    expect(problem(sold({ rates: [], unknown: [{ ...lost(undefined), kind: "input" }] }))).toMatchObject({
      kind: "price_unknown",
      where: "https://example.com",
    });
  });

  it("is told beside the first day of a rate that is to come", () => {
    const later = rate("training", "3", { from: "2026-03-01" });
    expect(problem(sold({ rates: [later], unknown: [lost(undefined)] }))).toMatchObject({
      kind: "no_rate_yet",
      first: "2026-03-01",
      amount: "3",
      looked: "https://example.com/console",
    });
    expect(problem(offerWith(later))).not.toHaveProperty("looked");
  });
});

describe("a model that is not released yet", () => {
  const offer = sold({ released: "2026-03-01", rates: [rate("training", "3")] });

  it("has no price before its day, whatever a price of its kind says", () => {
    expect(problem(offer)).toMatchObject({ kind: "no_rate_yet", first: "2026-03-01" });
    expect(problem(offer, "2026-02-28")).toMatchObject({ kind: "no_rate_yet" });
    expect(problem(offer, "2026-03-01")).toBe("3");
  });
});

describe("the most special of several rates", () => {
  it("names the method, whatever day it is from", () => {
    const rates = [rate("training", "3", { from: "2026-01-20" }), rate("training", "2", { method: "sft" })];
    expect(found(offerWith(...rates)).amount).toBe("2");
    expect(found(offerWith(...rates.toReversed())).amount).toBe("2");
  });

  it("is the newest of those alike that hold on the day", () => {
    const rates = ["2026-01-01", "2026-02-01", "2026-02-02"].map((from, at) => rate("training", String(at), { from }));
    expect(found(offerWith(...rates)).amount).toBe("1");
    expect(found(offerWith(...rates.toReversed())).amount).toBe("1");
  });
});

describe("what the book has from the day itself", () => {
  it("is in force, and not confirmed by itself", () => {
    const offer = offerWith(rate("training", "3", { from: day, seen: day }));
    expect(found(offer)).not.toHaveProperty("confirmed");
    expect(found(offer, {}, "2026-02-02")).not.toHaveProperty("confirmed");
    expect(problem(offer, "2026-01-31")).toMatchObject({ kind: "no_rate_yet", first: day });
  });

  it("is confirmed by a later copy of it, or by a later price", () => {
    expect(found(offerWith(rate("training", "3", { seen: "2026-02-02" })))).toHaveProperty("confirmed", true);
    const later = rate("training", "4", { from: "2026-02-02", seen: "2026-02-02" });
    expect(found(offerWith(rate("training", "3"), later))).toMatchObject({ amount: "3", confirmed: true });
    expect(found(offerWith(rate("training", "3"), { ...later, kind: "input" }))).not.toHaveProperty("confirmed");
  });

  it("is a price that is lost from that day on", () => {
    const unknown = [{ kind: "training", from: day, where: "https://example.com/console" }];
    const offer = sold({ rates: [rate("training", "3")], unknown });
    expect(problem(offer)).toMatchObject({ kind: "price_unknown", where: "https://example.com/console" });
    expect(problem(offer, "2026-01-31")).toBe("3");
  });
});

describe("a rate of a model, its size and its provider", () => {
  const tiers = [{ id: "mid", label: "7B-70B", over: "7", upTo: "70", rates: [rate("training", "2")] }];
  const offers = (more: Partial<ModelEntry>, rates: readonly Rate[] = [rate("training", "1")]): string => {
    const [offer] = bookOffers(openBook(book([model({ rates: [], ...more })], { tiers, rates: [...rates] })));
    return offer === undefined ? "none" : String(problem(offer));
  };

  it("is the first of them that is there: from over the lower end of the size up to the upper one", () => {
    expect(offers({ rates: [rate("training", "3")], parameters: "8" })).toBe("3");
    expect(["7", "7.01", "70", "70.01"].map((parameters) => offers({ parameters }))).toEqual(["1", "2", "2", "1"]);
    expect(offers({})).toBe("1");
    // One from a later day is none yet.
    expect(offers({ rates: [rate("training", "3", { from: "2026-03-01" })], parameters: "8" })).toBe("2");
  });
});

describe("a rate times a factor", () => {
  it.each([
    ["second", "7200"],
    ["minute", "120"],
    ["hour", "2"],
    ["GPU-second", "7200"],
  ])("by the %s is so much an hour: %s", (per, amount) => {
    const hourly = perHour({ ...found(offerWith(rate("training", "2"))), per });
    expect([hourly.amount, hourly.per]).toEqual([amount, per === "hour" ? per : "hour"]);
  });

  it("takes its list price and its disputed one along", () => {
    const given = { ...found(offerWith(rate("training", "2"))), list: "3", disputed: { amount: "5" } } as RateInForce;
    expect(timesRate(given, "2")).toMatchObject({ amount: "4", list: "6", disputed: { amount: "10" } });
  });
});
