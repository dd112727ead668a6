import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, sum } from "../src/money.ts";
import { ask, only, traffic } from "./ask.ts";
import { book, model, rate } from "./book.ts";

describe("estimate from typed numbers", () => {
  it("bills tokens × epochs at the rate per million", () => {
    const offer = only(ask());
    expect(offer.id).toBe("acme/small:sft");
    expect(offer.billedTokens).toBe("300000");
    expect(offer.total).toEqual({ amount: "0.9", currency: "USD" });
    expect(offer.monthly).toBeNull();
  });

  it("adds inference over the horizon and shows a month and a thousand requests", () => {
    const offer = only(ask({ traffic }));
    expect(offer.perThousandRequests).toEqual({ amount: "0.39", currency: "USD" });
    expect(offer.monthly).toEqual({ amount: "0.39", currency: "USD" });
    expect(offer.total.amount).toBe("2.07");
  });

  it("bills cached input at its own rate, a rate of 0 included", () => {
    const free = model({
      rates: [rate("training", "3"), rate("input", "0.3"), rate("cached_input", "0"), rate("output", "1.2")],
    });
    const cached = { ...traffic, cachedInputTokens: 900, outputTokens: 0 };
    expect(only(ask({ prices: book([free]), traffic: cached })).monthly?.amount).toBe("0");
    expect(only(ask({ traffic: cached })).monthly?.amount).toBe("0.135");
  });

  it("bills the batch share at the provider's own batch rows, which need not be half", () => {
    const rates = [
      ...(model().rates ?? []),
      rate("input", "0.1", { service: "batch" }),
      rate("output", "0.9", { service: "batch" }),
    ];
    const half = { ...traffic, batchShare: 0.5 };
    const offer = only(ask({ prices: book([model({ rates })]), traffic: half }));
    // (450,000 × 0.3 + 50,000 × 1.2 + 450,000 × 0.1 + 50,000 × 0.9) / 1M
    expect(offer.monthly?.amount).toBe("0.285");
    const negotiated = (service: object) => [
      { provider: "acme", kind: "input", amount: "0", currency: "USD", per: "1M tokens", source: "mine", ...service },
    ];
    const monthly = (service: object) =>
      only(ask({ prices: book([model({ rates })]), traffic: half, ownPrices: { rates: negotiated(service) } })).monthly;
    // A negotiated price of the standard service leaves the batch rows alone, and the other way round.
    expect(monthly({})?.amount).toBe("0.15");
    expect(monthly({ service: "batch" })?.amount).toBe("0.24");
    const without = only(ask({ traffic: half }));
    expect(without.monthly?.amount).toBe("0.39");
    expect(without.assumptions.map(({ kind }) => kind)).toContain("no_batch_rate");
  });

  it("says at least where a rate for use is missing, and never bills it as 0", () => {
    const offer = only(ask({ prices: book([model({ rates: [rate("training", "3")] })]), traffic }));
    expect(offer.monthly).toBeNull();
    expect(offer.assumptions.map(({ kind }) => kind)).toContain("not_counted");
  });

  it("takes the provider's own epochs when asked", () => {
    const prices = book([
      model({ epochs: { rule: "openai_auto", source: "https://example.com", seen: "2026-01-01" } }),
    ]);
    expect(only(ask({ prices, job: { examples: 10, tokensPerExample: 100, epochs: "provider" } })).epochs).toBe(10);
    expect(only(ask({ prices, job: { examples: 9000, tokensPerExample: 100, epochs: "provider" } })).epochs).toBe(2);
    expect(only(ask({ prices })).providerEpochs).toBe(3);
  });

  it("narrows nothing silently: a typed count carries a range for the provider's own overhead", () => {
    expect(only(ask()).range).toEqual({ low: "0.9", high: "1.017", currency: "USD" });
    expect(only(ask()).tokensExact).toBe(false);
  });
});

describe("laws", () => {
  const jobs = fc.record({
    examples: fc.integer({ min: 1, max: 1_000_000 }),
    tokensPerExample: fc.integer({ min: 1, max: 100_000 }),
    epochs: fc.integer({ min: 1, max: 50 }),
  });

  it("twice the epochs cost twice the training", () => {
    fc.assert(
      fc.property(jobs, (one) => {
        const once = only(ask({ job: one })).total.amount;
        const twice = only(ask({ job: { ...one, epochs: 2 * one.epochs } })).total.amount;
        expect(decimal(twice).equals(decimal(once).times(2))).toBe(true);
      }),
    );
  });

  it("lines add up to the total, and the range holds it", () => {
    fc.assert(
      fc.property(
        jobs,
        fc.integer({ min: 0, max: 1e7 }),
        fc.integer({ min: 1, max: 36 }),
        (one, requestsPerMonth, months) => {
          const { lines, total, range } = only(ask({ job: one, traffic: { ...traffic, requestsPerMonth, months } }));
          expect(sum(lines.map(({ amount }) => decimal(amount))).equals(total.amount)).toBe(true);
          expect(decimal(range.low).lessThanOrEqualTo(total.amount)).toBe(true);
          expect(decimal(range.high ?? "").greaterThanOrEqualTo(total.amount)).toBe(true);
        },
      ),
    );
  });

  it("keeps the range in order and above nothing whatever the credits", () => {
    fc.assert(
      fc.property(jobs, fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 3 }), (one, amounts) => {
        const credits = amounts.map((amount) => ({
          provider: "acme",
          amount: String(amount),
          currency: "USD",
          source: "grant",
        }));
        const { total, range, lines } = only(ask({ job: one, ownPrices: { credits } }));
        expect(sum(lines.map(({ amount }) => decimal(amount))).equals(total.amount)).toBe(true);
        const ends = [range.low, total.amount, range.high ?? ""].map((amount) => decimal(amount));
        expect(ends[0]?.isNegative()).toBe(false);
        expect(ends[0]?.lessThanOrEqualTo(total.amount) && ends[2]?.greaterThanOrEqualTo(total.amount)).toBe(true);
      }),
    );
  });

  it("survives JSON and gives the same bytes again", () => {
    const answer = ask({ traffic });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(JSON.stringify(ask({ traffic }))).toBe(JSON.stringify(answer));
  });

  it("an overlay of equal rates changes nothing but its mark", () => {
    const same = {
      rates: [{ provider: "acme", kind: "training", amount: "3", currency: "USD", per: "1M tokens", source: "mine" }],
    };
    const [plain, marked] = [only(ask()), only(ask({ ownPrices: same }))];
    expect(marked.total).toEqual(plain.total);
    expect(marked.range).toEqual(plain.range);
    expect([plain.lines[0]?.rate.overlay, marked.lines[0]?.rate.overlay]).toEqual([undefined, true]);
  });
});
