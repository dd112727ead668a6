import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, sum } from "../src/money.ts";
import { ask, job, only, traffic } from "./ask.ts";
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
      only(ask({ prices: book([model({ rates })]), traffic: half, overlay: { rates: negotiated(service) } })).monthly;
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
      `Billed would be ${then.billedTokens} tokens. Looked for in vain: copies of 2025.`,
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

describe("break-even", () => {
  it("divides the training by what a month saves", () => {
    const offer = only(
      ask({
        traffic: { ...traffic, requestsPerMonth: 100_000 },
        alternative: { kind: "few_shot", extraInputTokens: 4000 },
      }),
    );
    // Base: 100,000 × (4,900 × 0.15 + 100 × 0.6) / 1M = 79.50; tuned: 100,000 × (900 × 0.3 + 100 × 1.2) / 1M = 39.
    expect(offer.breakEven).toMatchObject({ alternativeMonthly: { amount: "79.5", currency: "USD" }, months: "0.02" });
  });

  it.each([
    // Base rows of their own: half at 0.15 and 0.6, half at 0.05 and 0.5.
    ["base_input", "0.05", "base_output", "0.5", "54.5", false],
    // The tuned model's discounts, a third and three quarters: half at 0.05 and 0.45.
    ["input", "0.1", "output", "0.9", "54.25", true],
    ["input", "0.1", "base_output", "0.5", "79.5", true],
  ] as const)("takes the batch share on both sides: %s %s, %s %s", (input, a, output, b, monthly, said) => {
    const batch = { service: "batch" };
    const rates = [...(model().rates ?? []), rate(input, a, batch), rate(output, b, batch)];
    const offer = only(
      ask({
        prices: book([model({ rates })]),
        traffic: { ...traffic, requestsPerMonth: 100_000, batchShare: 0.5 },
        alternative: { kind: "few_shot", extraInputTokens: 4000 },
      }),
    );
    expect(offer.breakEven?.alternativeMonthly.amount).toBe(monthly);
    expect(offer.assumptions.some(({ sentence }) => sentence.includes("batch price of the untuned model"))).toBe(said);
  });

  it("takes the tuned model's discounts where the untuned model has a batch price for one side alone", () => {
    const batch = { service: "batch" };
    const more = [rate("base_input", "0.05", batch), rate("input", "0.1", batch), rate("output", "0.9", batch)];
    const offer = only(
      ask({
        prices: book([model({ rates: [...(model().rates ?? []), ...more] })]),
        traffic: { ...traffic, requestsPerMonth: 100_000, batchShare: 0.5 },
        alternative: { kind: "few_shot", extraInputTokens: 4000 },
      }),
    );
    expect(offer.breakEven?.alternativeMonthly.amount).toBe("54.25");
  });

  it("takes no discount from a tuned model that is read for nothing", () => {
    const free = (model().rates ?? []).map((one) => (one.kind === "input" ? { ...one, amount: "0" } : one));
    const batch = { service: "batch" };
    const rates = [...free, rate("input", "0", batch), rate("output", "0.9", batch)];
    const offer = only(
      ask({
        prices: book([model({ rates })]),
        traffic: { ...traffic, requestsPerMonth: 100_000, batchShare: 0.5 },
        alternative: { kind: "few_shot", extraInputTokens: 4000 },
      }),
    );
    // 490M tokens read at the untuned model's 0.15; 10M written, half of them at three quarters of 0.6.
    expect(offer.breakEven?.alternativeMonthly.amount).toBe("78.75");
  });

  it("is never where the model stops answering before", () => {
    const source = "https://example.com/retired";
    const stopping = (from: string) =>
      book([model({ status: [{ kind: "inference_off", from, source, seen: "2026-01-01", confidence: "primary" }] })]);
    const more = {
      // Training for $9 saves $40.50 a month: 0.22 months, of 730 hours 6.8 days.
      job: { ...job, examples: 10_000 },
      traffic: { ...traffic, requestsPerMonth: 100_000 },
      alternative: { kind: "few_shot", extraInputTokens: 4000 },
    } as const;
    expect(only(ask({ ...more, prices: stopping("2026-02-08") })).breakEven).toMatchObject({ months: "0.22" });
    const late = only(ask({ ...more, prices: stopping("2026-02-07") })).breakEven;
    expect(late).toMatchObject({ months: null, low: null, high: null });
    expect(late?.sentence).toContain("0.22 months, and it stops answering on 2026-02-07");
  });

  it("is never where the tuned model costs more per month", () => {
    const offer = only(ask({ traffic, alternative: { kind: "prompt", extraInputTokens: 1 } }));
    expect(offer.breakEven).toMatchObject({ months: null, low: null, high: null });
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
        const { total, range, lines } = only(ask({ job: one, overlay: { credits } }));
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
    const [plain, marked] = [only(ask()), only(ask({ overlay: same }))];
    expect(marked.total).toEqual(plain.total);
    expect(marked.range).toEqual(plain.range);
    expect([plain.lines[0]?.rate.overlay, marked.lines[0]?.rate.overlay]).toEqual([undefined, true]);
  });
});
