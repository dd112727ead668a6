import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimate, type Answer, type Job, type Offer, type Question } from "../src/index.ts";
import { decimal, sum } from "../src/money.ts";
import { book, model, rate } from "./book.ts";

const asOf = "2026-02-01";
const job: Job = { examples: 1000, tokensPerExample: 100, epochs: 3 };
const traffic = { requestsPerMonth: 1000, inputTokens: 900, outputTokens: 100, months: 3 };

function ask(more: Partial<Question> = {}): Answer {
  return estimate({ asOf, prices: book([model()]), job, ...more });
}

function only(answer: Answer): Offer {
  expect(answer.refused).toEqual([]);
  const [offer, ...others] = answer.offers;
  expect(others).toEqual([]);
  if (offer === undefined) throw new Error("No offer.");
  return offer;
}

function billing(...tags: { readonly tag: string; readonly [name: string]: string | number | boolean }[]) {
  return book([model({ offers: [{ method: "sft", billing: tags }] })]);
}

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
    expect(only(ask()).range).toEqual({ low: "0.9", high: "1.017" });
    expect(only(ask()).tokensExact).toBe(false);
  });
});

describe("billing rules", () => {
  it("rounds the job's tokens up", () => {
    const prices = billing({ tag: "tokens_times_epochs" }, { tag: "round_tokens_up", to: 1000 });
    expect(only(ask({ prices, job: { examples: 11, tokensPerExample: 101, epochs: 1 } })).billedTokens).toBe("2000");
  });

  it("cuts or rejects examples over the context; what is dropped is turns, of which a typed count says nothing", () => {
    const limited = (overContext: "cut" | "reject" | "drop") =>
      book([model({ limits: { contextTokens: 50, overContext } })]);
    expect(only(ask({ prices: limited("cut") })).billedTokens).toBe("150000");
    expect(only(ask({ prices: limited("drop") })).billedTokens).toBe("300000");
    const refused = ask({ prices: limited("reject") }).refused[0];
    expect(refused?.reason).toEqual({ kind: "over_context", examples: 1000, most: 50 });
    expect(refused?.wouldBe?.total.amount).toBe("0.9");
  });

  it.each([
    ["validation_free", 300_000],
    ["validation_once", 310_000],
    ["validation_times_epochs", 330_000],
    ["validation_times_evaluations", 350_000],
  ])("%s bills %i tokens", (tag, tokens) => {
    const prices = billing({ tag: "tokens_times_epochs" }, { tag });
    const validation = { examples: 100, tokensPerExample: 100 };
    expect(only(ask({ prices, job: { ...job, validation, evaluations: 5 } })).billedTokens).toBe(String(tokens));
  });

  it.each([
    [undefined, 600_000],
    // Scored more often than there are epochs.
    [10, 1_300_000],
  ])("holds validation tokens in the high end alone where nobody says that they are free: %s", (evaluations, most) => {
    const validation = { examples: 1000, tokensPerExample: 100 };
    const one: Job = { ...job, validation, ...(evaluations !== undefined && { evaluations }) };
    const silent = only(ask({ job: one }));
    const free = only(ask({ job: one, prices: billing({ tag: "tokens_times_epochs" }, { tag: "validation_free" }) }));
    expect([silent.total.amount, silent.range.low]).toEqual([free.total.amount, free.range.low]);
    // At 3 dollars a million; the high end holds 13 tokens of overhead for each example of 100 besides.
    expect(silent.range.high).toBe(decimal(most).times("3.39e-6").toFixed());
    expect(free.range.high).toBe("1.017");
    const kinds = [silent, free].map(({ assumptions }) => assumptions.map(({ kind }) => kind));
    expect(kinds[0]).toContain("validation_not_stated");
    expect(kinds[1]).toContain("validation_free");
  });

  it("rounds each epoch up to whole packed steps in the high end alone", () => {
    const prices = billing({ tag: "tokens_times_epochs" }, { tag: "packed_steps", tokensPerStep: 250_000 });
    const offer = only(ask({ prices }));
    expect([offer.total.amount, offer.range]).toEqual(["0.9", { low: "0.9", high: "2.25" }]);
    expect(offer.assumptions.map(({ kind }) => kind)).toContain("packed_steps");
  });

  it("keeps one epoch in the low end where no page mentions epochs", () => {
    const prices = billing({ tag: "tokens_times_epochs" }, { tag: "epochs_not_stated" });
    const [three, one] = [3, 1].map((epochs) => only(ask({ prices, job: { ...job, epochs } })));
    expect([three?.total.amount, three?.range.low]).toEqual(["0.9", "0.3"]);
    expect([one?.total.amount, one?.range.low]).toEqual(["0.3", "0.3"]);
    expect(one?.assumptions.map(({ kind }) => kind)).not.toContain("epochs_not_stated");
  });

  it("takes the band of the provider's own estimate into the range", () => {
    const source = "https://example.com/estimator";
    const prices = billing({ tag: "tokens_times_epochs" }, { tag: "band", low: 0.7, high: 1.3, source });
    const offer = only(ask({ prices }));
    expect([offer.total.amount, offer.range]).toEqual(["0.9", { low: "0.63", high: "1.3221" }]);
    expect(offer.assumptions).toContainEqual({
      kind: "band",
      sentence: "The provider's own estimate allows 0.7 to 1.3 times its centre.",
      source,
    });
  });

  it("leaves a disputed charge out of the low end", () => {
    const prices = billing({ tag: "tokens_times_epochs" }, { tag: "validation_times_epochs", disputed: true });
    const offer = only(ask({ prices, job: { ...job, validation: { examples: 1000, tokensPerExample: 100 } } }));
    expect(offer.total.amount).toBe("1.8");
    expect(offer.range.low).toBe("0.9");
  });

  it("charges at least the minimum, as a line of its own", () => {
    const rates = [rate("training", "3"), rate("minimum", "4", { per: "job" })];
    const offer = only(
      ask({
        prices: book([
          model({ rates, offers: [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum" }] }] }),
        ]),
      }),
    );
    expect(offer.total.amount).toBe("4");
    expect(offer.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["training", "0.9"],
      ["minimum", "3.1"],
    ]);
  });

  it("keeps a disputed minimum out of the total and in the high end", () => {
    const rates = [rate("training", "3"), rate("minimum", "4", { per: "job" })];
    const offer = only(
      ask({
        prices: book([
          model({
            rates,
            offers: [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum", disputed: true }] }],
          }),
        ]),
      }),
    );
    expect([offer.total.amount, offer.range.high]).toEqual(["0.9", "4"]);
  });

  it("refuses an offer whose rule it does not know, and only that", () => {
    const prices = book([
      model(),
      model({ id: "newer", offers: [{ method: "sft", billing: [{ tag: "per_moon_phase" }] }] }),
    ]);
    const answer = ask({ prices });
    expect(answer.offers.map(({ id }) => id)).toEqual(["acme/small:sft"]);
    expect(answer.refused.map(({ reason }) => reason)).toEqual([{ kind: "unknown_rule", tag: "per_moon_phase" }]);
  });

  it("says where packing off or evaluations change nothing", () => {
    const kinds = (more: Partial<Job>) => {
      const { notices, offers } = ask({ job: { ...job, ...more } });
      return [...notices, ...(offers[0]?.assumptions ?? [])].map(({ kind }) => kind);
    };
    expect(kinds({ packing: false })).toContain("packed_only");
    expect(kinds({ packing: true })).not.toContain("packed_only");
    expect(kinds({ evaluations: 2 })).toContain("no_validation");
    expect(kinds({ evaluations: 2, validation: { examples: 1, tokensPerExample: 1 } })).not.toContain("no_validation");
  });

  it("bills unpacked rows at the longest sequence", () => {
    const prices = billing({ tag: "tokens_times_epochs" }, { tag: "unpacked_rows" });
    const unpacked = { examples: 10, tokensPerExample: 5, epochs: 2, packing: false };
    expect(only(ask({ prices, job: { ...unpacked, maxSequenceTokens: 8192 } })).billedTokens).toBe("163840");
    expect(ask({ prices, job: unpacked }).refused[0]?.reason).toEqual({
      kind: "not_stated",
      what: "max_sequence_tokens",
    });
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

describe("overlay", () => {
  const overlay = {
    rates: [
      { provider: "acme", kind: "training", amount: "2", currency: "USD", per: "1M tokens", source: "contract 7" },
    ],
  };

  it("lets a negotiated rate win and names it", () => {
    const offer = only(ask({ overlay }));
    expect(offer.total.amount).toBe("0.6");
    expect(offer.lines[0]?.rate.overlay).toBe(true);
    expect(offer.assumptions.some(({ sentence }) => sentence.includes("contract 7"))).toBe(true);
  });

  it("takes discounts and credits off, exactly", () => {
    const discounts = [{ provider: "acme", percent: "12.5", source: "contract 8" }];
    const credits = [{ provider: "acme", amount: "0.5", currency: "USD", source: "grant" }];
    expect(only(ask({ overlay: { discounts } })).total.amount).toBe("0.7875");
    expect(only(ask({ overlay: { credits } })).total.amount).toBe("0.4");
  });

  it("lets the discount that names the kind win over the one for all, in either order", () => {
    const discounts = [
      { provider: "acme", percent: "10", source: "contract 8" },
      { provider: "acme", kind: "training", percent: "50", source: "contract 9" },
    ];
    // Half of 0.9; 0.39 a month less a tenth.
    for (const list of [discounts, discounts.toReversed()])
      expect(only(ask({ traffic: { ...traffic, months: 1 }, overlay: { discounts: list } })).total.amount).toBe(
        "0.801",
      );
  });

  it("keeps the list price beside a discounted one, in the currency of the bill", () => {
    const discounts = [{ provider: "acme", percent: "50", source: "contract 8" }];
    const exchange = [{ from: "USD", to: "EUR", rate: "0.5", date: "2026-01-30", source: "central bank" }];
    expect(only(ask({ overlay: { discounts, exchange } })).lines[0]?.rate).toMatchObject({
      amount: "0.75",
      list: "1.5",
    });
    expect(only(ask({ overlay: { exchange } })).lines[0]?.rate).not.toHaveProperty("list");
  });

  it("takes all credits of a provider off, one after another, at most the bill", () => {
    const credit = (amount: string) => ({ provider: "acme", amount, currency: "USD", source: `grant ${amount}` });
    const offer = only(ask({ overlay: { credits: [credit("0.5"), credit("0.6"), credit("7")] } }));
    expect(offer.lines.map(({ amount }) => amount)).toEqual(["0.9", "-0.5", "-0.4"]);
    expect([offer.total.amount, offer.range]).toEqual(["0", { low: "0", high: "0" }]);
    const part = only(ask({ overlay: { credits: [credit("0.95")] } }));
    expect([part.total.amount, part.range]).toEqual(["0", { low: "0", high: "0.067" }]);
    expect(part.lines[1]?.rate).toMatchObject({ seen: asOf, source: "grant 0.95" });
  });

  it("takes credits of another currency off at the pinned rate, or says that it does not", () => {
    const exchange = [{ from: "USD", to: "EUR", rate: "0.5", date: "2026-01-30", source: "central bank" }];
    const credits = [{ provider: "acme", amount: "0.4", currency: "USD", source: "grant" }];
    expect(only(ask({ overlay: { exchange, credits } })).total).toEqual({ amount: "0.25", currency: "EUR" });
    const foreign = only(ask({ overlay: { credits: [{ ...credits[0], currency: "GBP" }] as never } }));
    expect(foreign.total.amount).toBe("0.9");
    expect(foreign.assumptions.map(({ sentence }) => sentence)).toContain(
      "Your credits in GBP (grant) are not taken off: pin an exchange rate to USD.",
    );
  });

  it("adds up two currencies only with a pinned exchange rate", () => {
    const mixed = book([
      model({ rates: [rate("training", "3", { currency: "EUR" }), rate("input", "0.3"), rate("output", "1.2")] }),
    ]);
    expect(ask({ prices: mixed, traffic }).refused[0]?.reason).toEqual({
      kind: "currency_without_rate",
      currency: "USD",
    });
    const exchange = [{ from: "EUR", to: "USD", rate: "1.1", date: "2026-01-30", source: "central bank" }];
    expect(only(ask({ prices: mixed, traffic, overlay: { exchange } })).total).toEqual({
      amount: "2.16",
      currency: "USD",
    });
  });

  it.each([
    [{ rates: [{ ...overlay.rates[0], amount: "-2" }] }, "rates.0.amount"],
    [{ rates: [{ ...overlay.rates[0], amount: "2e1" }] }, "rates.0.amount"],
    [{ rates: [{ ...overlay.rates[0], from: "2026-02-30" }] }, "rates.0.from"],
    [{ rates: [overlay.rates[0], overlay.rates[0]] }, "rates.1"],
    [{ ratez: [] }, "ratez"],
    [{ rates: [{ ...overlay.rates[0], per: "1M token" }] }, "rates.0.per"],
    [{ rates: [{ ...overlay.rates[0], per: "month" }] }, "rates.0.per"],
    [{ rates: [{ ...overlay.rates[0], kind: "input", per: "hour" }] }, "rates.0.per"],
    [{ rates: [{ ...overlay.rates[0], kind: "trainning" }] }, "rates.0.kind"],
    [{ rates: [{ ...overlay.rates[0], provider: "akme" }] }, "rates.0.provider"],
    [{ rates: [{ ...overlay.rates[0], model: "smal" }] }, "rates.0.model"],
    [{ rates: [{ ...overlay.rates[0], method: "dpo" }] }, "rates.0.method"],
    [{ rates: [{ ...overlay.rates[0], variant: "regional" }] }, "rates.0.variant"],
    [{ rates: [{ ...overlay.rates[0], service: "batch" }] }, "rates.0.service"],
    [{ discounts: [{ provider: "acme", kind: "trainning", percent: "1", source: "x" }] }, "discounts.0.kind"],
    [{ discounts: [1, 2].map((percent) => ({ provider: "acme", percent: `${percent}`, source: "x" })) }, "discounts.1"],
    [{ credits: [{ provider: "akme", amount: "1", currency: "USD", source: "x" }] }, "credits.0.provider"],
    [{ exchange: [{ from: "EUR", to: "USD", rate: "0", date: "2026-01-30", source: "x" }] }, "exchange.0.rate"],
    [
      { exchange: ["USD", "GBP"].map((to) => ({ from: "EUR", to, rate: "1", date: "2026-01-30", source: "x" })) },
      "exchange.1",
    ],
  ])("refuses %j whole, with the path", (bad, path) => {
    const answer = ask({ overlay: bad as Question["overlay"] & object });
    expect(answer.problem?.reason).toMatchObject({ kind: "bad_overlay", path });
    expect(answer.offers).toEqual([]);
  });

  it("names what was perhaps meant", () => {
    const rates = [{ ...overlay.rates[0], kind: "trainning" }] as never;
    expect(ask({ overlay: { rates } }).problem?.sentence).toBe(
      'In your price book, rates.0.kind: expected one of training, got "trainning". Nothing of it was applied.',
    );
  });

  it("bills no token by the hour: a price of another unit is not used, and that is said", () => {
    const rates = [{ ...overlay.rates[0], per: "hour" }] as never;
    const offer = only(ask({ overlay: { rates } }));
    expect(offer.total.amount).toBe("0.9");
    expect(offer.assumptions.map(({ sentence }) => sentence)).toContain(
      "Your own training price per hour (contract 7) is not used: this offer bills by the token.",
    );
  });

  it("bills training hours at a price per minute", () => {
    const prices = book([
      model({
        rates: [rate("training", "100", { per: "hour" })],
        offers: [{ method: "rft", billing: [{ tag: "hours" }] }],
      }),
    ]);
    const rates = [{ ...overlay.rates[0], per: "minute" }] as never;
    expect(only(ask({ prices, overlay: { rates }, job: { ...job, hours: 1.5 } })).total.amount).toBe("180");
  });

  it("prices nothing by a unit of newer data", () => {
    const prices = book([model({ rates: [rate("training", "3", { per: "1B tokens" as never })] })]);
    expect(ask({ prices }).refused[0]?.reason.kind).toBe("price_unknown");
  });
});

it("takes a field that is there but undefined as one left out", () => {
  const absent = { profile: undefined, epochs: undefined, validation: undefined };
  const asked = { job: { ...job, ...absent, stages: [{ ...job, ...absent }] }, traffic: undefined } as unknown;
  const [offer, usual] = [
    ask(asked as Partial<Question>),
    ask({ job: { ...job, stages: [{ examples: 1000, tokensPerExample: 100 }] } }),
  ].map(only);
  expect(offer).toEqual(usual);
});

describe("a question that cannot be answered", () => {
  it.each([
    [{ job: { ...job, epochs: 0 } }, "out_of_range"],
    [{ job: { ...job, epochs: 1.5 } }, "not_whole"],
    [{ job: { examples: -1, tokensPerExample: 10 } }, "out_of_range"],
    [{ job: { examples: 2.5, tokensPerExample: 10 } }, "not_whole"],
    [{ job: { examples: 1, tokensPerExample: Number.NaN } }, "not_number"],
    [{ job: { examples: 1, tokensPerExample: 0 } }, "out_of_range"],
    [{ asOf: "2026-02-30" }, "bad_day"],
    [{ job: { ...job, stages: [{ examples: 0, tokensPerExample: 1 }] } }, "out_of_range"],
    [{ traffic: { ...traffic, cachedInputTokens: 901 } }, "out_of_range"],
    [{ traffic: { ...traffic, batchShare: 1.5 } }, "out_of_range"],
    [{ traffic: { ...traffic, deployedHoursPerMonth: 1000 } }, "out_of_range"],
    [{ traffic: { ...traffic, deployedHoursPerMonth: 731 } }, "out_of_range"],
    [{ traffic: { ...traffic, deployedHoursPerMonth: 720.5 }, hoursPerMonth: 720 }, "out_of_range"],
    [{ traffic: { ...traffic, months: 100_000 } }, "out_of_range"],
    [{ asOf: "9999-12-31", traffic }, "out_of_range"],
    [{ only: { models: ["smal"] } }, "unknown_model"],
    [{ only: { providers: ["nobody"] } }, "unknown_provider"],
    [{ only: { methods: ["sfd"] } }, "unknown_method"],
    [{ only: { variants: ["regional"] } }, "unknown_variant"],
    [{ only: { status: ["opne"] } }, "unknown_status"],
    [{ only: { licences: ["MIT"] } }, "unknown_licence"],
    [{ only: { residency: ["SG"] } }, "unknown_residency"],
    [{ alternative: { kind: "rag", extraInputTokens: 9 } }, "needs_traffic"],
    [{ job: null }, "wrong_kind"],
    [{ job: 5 }, "wrong_kind"],
    [{ job: { profile: {} } }, "not_a_profile"],
    [{ job: { profile: null } }, "not_a_profile"],
    [{ job: { ...job, stages: 5 } }, "wrong_kind"],
    [{ job: { ...job, validation: null } }, "wrong_kind"],
    [{ job: { ...job, packing: "no" } }, "wrong_kind"],
    [{ job: { ...job, epocs: 2 } }, "unknown_field"],
    [{ traffic: null }, "wrong_kind"],
    [{ trafic: traffic }, "unknown_field"],
    [{ only: { models: "small" } }, "wrong_kind"],
    [{ only: { models: [5] } }, "wrong_kind"],
    [{ only: { model: ["small"] } }, "unknown_field"],
    [{ traffic, alternative: { kind: "magic", extraInputTokens: 9 } }, "wrong_kind"],
    [{ asOf: 5 }, "bad_day"],
    [{ hoursPerMonth: "730" }, "not_number"],
    [{ job: { ...job, epochs: { toString: 1 } } }, "not_whole"],
    [{ traffic: { ...traffic, months: { valueOf: 1, toString: null } } }, "not_number"],
    [{ asOf: { toString: 1 } }, "bad_day"],
  ] as unknown as [Partial<Question>, string][])("%j is the problem %s, in one sentence", (more, kind) => {
    const { problem, offers, refused } = ask(more);
    expect(problem?.reason.kind).toBe(kind);
    expect(problem?.sentence).toMatch(/^[A-Z"].*[.?]$/u);
    expect([offers, refused]).toEqual([[], []]);
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
          expect(decimal(range.high).greaterThanOrEqualTo(total.amount)).toBe(true);
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
        const ends = [range.low, total.amount, range.high].map((amount) => decimal(amount));
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
