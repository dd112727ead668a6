import { describe, expect, it } from "vitest";
import { countText } from "../src/text.ts";
import { ask, only, traffic } from "./ask.ts";
import { book, model, rate } from "./book.ts";

describe("time", () => {
  const off = {
    kind: "inference_off",
    from: "2026-03-03",
    source: "https://example.com",
    seen: "2026-01-01",
    confidence: "primary",
  } as const;

  it("refuses a retired model and shows the rate of no later day", () => {
    const prices = book([model({ status: [off] })]);
    expect(ask({ prices, asOf: "2026-03-03" }).refused[0]?.reason).toEqual({ kind: "retired", from: "2026-03-03" });
    expect(ask({ prices, asOf: "2026-03-02" }).offers).toHaveLength(1);
    expect(ask({ asOf: "2025-12-31" }).refused[0]?.reason["kind"]).toBe("no_rate_yet");
  });

  it("before any price says the tokens that would be billed, the nearest rate as such, and what was looked for", () => {
    const unknown = [{ kind: "training", where: "copies of 2025" }];
    const early = ask({ prices: book([model({ unknown })]), asOf: "2025-12-31" }).refused[0];
    const then = only(ask({ prices: book([model({ unknown })]) }));
    const rate = then.lines.find(({ kind }) => kind === "training")?.rate;
    expect(early?.wouldBe).toBeUndefined();
    expect(early?.reason).toMatchObject({
      billedTokens: then.billedTokens,
      amount: rate?.amount,
      per: rate?.per,
      looked: "copies of 2025",
    });
    expect(early?.sentence).toContain(
      `Billed would be ${countText(then.billedTokens)} tokens. Looked for in vain: copies of 2025.`,
    );
  });

  it("says where a price was seen after the day from which its source states it", () => {
    const rates = [rate("training", "3", { from: "2026-01-15", fromKind: "stated", seen: "2026-03-01" })];
    const kinds = (day: string) => only(ask({ prices: book([model({ rates })]), asOf: day })).assumptions;
    expect(kinds("2026-02-01").map(({ sentence }) => sentence)).toContain(
      "A price here was seen on 2026-03-01; its source states that it holds since 2026-01-15.",
    );
    expect(kinds("2026-03-01").map(({ kind }) => kind)).not.toContain("seen_later");
  });

  it("cuts the horizon at the retirement and says so", () => {
    const offer = only(ask({ prices: book([model({ status: [off] })]), traffic }));
    expect(offer.horizon).toEqual({ months: 0.9863, clippedAt: "2026-03-03" });
    expect(offer.status.until).toBe("2026-03-03");
    expect(offer.assumptions.map(({ kind }) => kind)).toContain("clipped");
  });

  it("is whole where the model answers to the last hour of it", () => {
    const { horizon } = only(
      ask({ prices: book([model({ status: [off] })]), traffic: { ...traffic, months: 1 }, hoursPerMonth: 720 }),
    );
    expect(horizon).toEqual({ months: 1 });
  });

  it("names the first known price to a day before all, however the list stands", () => {
    const later = rate("training", "5", { from: "2026-03-01" });
    const rates = [later, rate("training", "3", { from: "2026-02-20" })];
    const { reason } = ask({ prices: book([model({ rates })]) }).refused[0] ?? {};
    expect(reason).toMatchObject({ kind: "no_rate_yet", first: "2026-02-20", amount: "3" });
  });

  it("says where to look for a price that nobody found", () => {
    const where = "https://example.com/quote";
    const unknown = [{ kind: "training", where }];
    const { reason } = ask({ prices: book([model({ unknown, rates: [] })]) }).refused[0] ?? {};
    expect(reason).toMatchObject({ kind: "price_unknown", where });
  });

  it("knows a price again from the day on which it stands in a new list", () => {
    const unknown = [{ kind: "training", where: "https://example.com", from: "2026-01-20" }];
    const since = (from: string) =>
      ask({ prices: book([model({ unknown, rates: [rate("training", "3", { from })] })]) });
    expect(only(since("2026-01-20")).total.amount).toBe("0.9");
    expect(since("2026-01-19").refused[0]?.reason.kind).toBe("price_unknown");
  });

  it("bills a price to the last day before the one from which it is not known", () => {
    const unknown = [{ kind: "training", where: "https://example.com", from: "2026-02-10" }];
    const on = (asOf: string) => ask({ asOf, prices: book([model({ unknown })]) });
    expect(only(on("2026-02-09")).total.amount).toBe("0.9");
    expect(on("2026-02-10").refused[0]?.reason.kind).toBe("price_unknown");
  });

  it("uses the newest rate in force", () => {
    const rates = [rate("training", "3"), rate("training", "5", { from: "2026-02-15" })];
    const prices = book([model({ rates })]);
    expect(only(ask({ prices })).total.amount).toBe("0.9");
    expect(only(ask({ prices, asOf: "2026-02-15" })).total.amount).toBe("1.5");
  });

  it("takes a deployment that is up the whole month, and no longer", () => {
    const up = { ...traffic, deployedHoursPerMonth: 730 };
    expect(ask({ traffic: up }).problem).toBeUndefined();
    expect(ask({ traffic: up, hoursPerMonth: 720 }).problem?.sentence).toBe(
      "Deployed hours per month must be at most 720, not 730.",
    );
  });

  it("says of a day in the last month there is that no month is left", () => {
    const at = (asOf: string) => ask({ asOf, traffic }).problem;
    expect(at("9999-12-31")?.sentence).toBe('As of must be before 9999-12, not "9999-12-31".');
    expect(at("9999-12-01")?.reason["path"]).toBe("asOf");
    expect(at("9999-11-30")?.sentence).toBe("Months must be at most 1, not 3.");
  });

  it("bills hosting every hour, and of an idle deployment until it is deleted", () => {
    const hosted = model({
      rates: [...(model().rates ?? []), rate("hosting", "1.70", { per: "hour" })],
      serving: [{ tag: "per_token" }, { tag: "hosting", idleDeletedAfterHours: 360 }],
    });
    const idle = only(ask({ prices: book([hosted]), traffic: { ...traffic, requestsPerMonth: 0 } }));
    expect(idle.idle).toEqual({
      perDay: { amount: "40.8", currency: "USD" },
      days: 15,
      perMonth: { amount: "612", currency: "USD" },
    });
    expect(idle.total.amount).toBe("612.9");
    expect(only(ask({ prices: book([hosted]), traffic })).total.amount).toBe("3725.07");
  });
});
