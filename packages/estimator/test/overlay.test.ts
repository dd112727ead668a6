import { describe, expect, it } from "vitest";
import type { Question } from "../src/index.ts";
import { asOf, ask, job, only, traffic } from "./ask.ts";
import { book, model, rate } from "./book.ts";

describe("overlay", () => {
  const overlay = {
    rates: [
      { provider: "acme", kind: "training", amount: "2", currency: "USD", per: "1M tokens", source: "contract 7" },
    ],
  };

  it("lets a negotiated rate win and names it", () => {
    const offer = only(ask({ ownPrices: overlay }));
    expect(offer.total.amount).toBe("0.6");
    expect(offer.lines[0]?.rate.overlay).toBe(true);
    expect(offer.assumptions.some(({ sentence }) => sentence.includes("contract 7"))).toBe(true);
  });

  it("takes discounts and credits off, exactly", () => {
    const discounts = [{ provider: "acme", percent: "12.5", source: "contract 8" }];
    const credits = [{ provider: "acme", amount: "0.5", currency: "USD", source: "grant" }];
    expect(only(ask({ ownPrices: { discounts } })).total.amount).toBe("0.7875");
    expect(only(ask({ ownPrices: { credits } })).total.amount).toBe("0.4");
  });

  it("names every price that it sets: of a minimum, of hosting and of storage too", () => {
    const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum" }] }];
    const rates = [
      rate("training", "3"),
      rate("minimum", "20", { per: "job" }),
      rate("hosting", "1", { per: "hour" }),
      rate("storage", "2", { per: "month" }),
    ];
    const prices = book([model({ offers, rates, serving: [{ tag: "hosting" }, { tag: "storage" }] })]);
    const discounts = [{ provider: "acme", percent: "50", source: "contract 8" }];
    const { assumptions } = only(ask({ prices, traffic, ownPrices: { discounts } }));
    const said = assumptions.filter(({ kind }) => kind === "overlay").map(({ sentence }) => sentence);
    expect(said).toEqual(
      ["training", "minimum", "hosting", "storage"].map(
        (kind) => `Your own prices set ${kind} less 50 % (contract 8).`,
      ),
    );
  });

  it("lets the discount that names the kind win over the one for all, in either order", () => {
    const discounts = [
      { provider: "acme", percent: "10", source: "contract 8" },
      { provider: "acme", kind: "training", percent: "50", source: "contract 9" },
    ];
    // Half of 0.9; 0.39 a month less a tenth.
    for (const list of [discounts, discounts.toReversed()])
      expect(only(ask({ traffic: { ...traffic, months: 1 }, ownPrices: { discounts: list } })).total.amount).toBe(
        "0.801",
      );
  });

  it("keeps the list price beside a discounted one, in the currency of the bill", () => {
    const discounts = [{ provider: "acme", percent: "50", source: "contract 8" }];
    const exchange = [{ from: "USD", to: "EUR", rate: "0.5", date: "2026-01-30", source: "central bank" }];
    expect(only(ask({ ownPrices: { discounts, exchange } })).lines[0]?.rate).toMatchObject({
      amount: "0.75",
      list: "1.5",
    });
    expect(only(ask({ ownPrices: { exchange } })).lines[0]?.rate).not.toHaveProperty("list");
  });

  it("puts the currency that is converted to before others, as US dollars are without a rate of exchange", () => {
    const yuan = model({ id: "yuan", rates: [rate("training", "1", { currency: "CNY" })] });
    const prices = book([model(), yuan]);
    const ids = (overlay: Question["ownPrices"]): string[] =>
      ask({ prices, ownPrices: overlay }).offers.map(({ id }) => id);
    const exchange = [{ from: "USD", to: "EUR", rate: "0.5", date: "2026-01-30", source: "central bank" }];
    expect(ids({})).toEqual(["acme/small:sft", "acme/yuan:sft"]);
    expect(ids({ exchange })).toEqual(["acme/small:sft", "acme/yuan:sft"]);
  });

  it("puts that currency first at an old price too: what is cheaper in yuan, nobody can say", () => {
    const fresh = rate("training", "1", { currency: "CNY", seen: "2026-08-01", from: "2026-08-01" });
    const prices = book([model(), model({ id: "yuan", rates: [fresh] })]);
    const exchange = [{ from: "USD", to: "EUR", rate: "0.5", date: "2026-08-01", source: "central bank" }];
    const { offers } = ask({ prices, asOf: "2026-08-15", ownPrices: { exchange } });
    expect(offers.map(({ total }) => total.currency)).toEqual(["EUR", "CNY"]);
    expect(offers[0]?.priceAge).toBeGreaterThan(180);
  });

  it("makes a list price no younger by a discount or an exchange rate, and gives one that was agreed no age", () => {
    const discounts = [{ provider: "acme", percent: "50", source: "contract 8" }];
    const exchange = [{ from: "USD", to: "EUR", rate: "0.5", date: "2026-01-30", source: "central bank" }];
    const late = (own: object) => only(ask({ asOf: "2026-06-30", ownPrices: own })).priceAge;
    expect(late({})).toBeGreaterThan(90);
    expect([late({ discounts }), late({ exchange })]).toEqual([late({}), late({})]);
    expect(late(overlay)).toBeNull();
  });

  it("takes all credits of a provider off, one after another, at most the bill", () => {
    const credit = (amount: string) => ({ provider: "acme", amount, currency: "USD", source: `grant ${amount}` });
    const offer = only(ask({ ownPrices: { credits: [credit("0.5"), credit("0.6"), credit("7")] } }));
    expect(offer.lines.map(({ amount }) => amount)).toEqual(["0.9", "-0.5", "-0.4"]);
    expect([offer.total.amount, offer.range]).toMatchObject(["0", { low: "0", high: "0" }]);
    const part = only(ask({ ownPrices: { credits: [credit("0.95")] } }));
    expect([part.total.amount, part.range]).toMatchObject(["0", { low: "0", high: "0.067" }]);
    expect(part.lines[1]?.rate).toMatchObject({
      seen: asOf,
      source: "grant 0.95",
      overlay: true,
      confidence: "primary",
    });
  });

  it("takes credits of another currency off at the pinned rate, or says that it does not", () => {
    const exchange = [{ from: "USD", to: "EUR", rate: "0.5", date: "2026-01-30", source: "central bank" }];
    const credits = [{ provider: "acme", amount: "0.4", currency: "USD", source: "grant" }];
    expect(only(ask({ ownPrices: { exchange, credits } })).total).toEqual({ amount: "0.25", currency: "EUR" });
    const foreign = only(ask({ ownPrices: { credits: [{ ...credits[0], currency: "GBP" }] as never } }));
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
    expect(only(ask({ prices: mixed, traffic, ownPrices: { exchange } })).total).toEqual({
      amount: "2.16",
      currency: "USD",
    });
  });

  it("converts what the provider has rounded: it invoices in its own currency", () => {
    const rates = [rate("training", "3"), rate("minimum", "0.5", { per: "job" })];
    const billing = [{ tag: "tokens_times_epochs" }, { tag: "minimum" }, { tag: "round_amount_up", to: "0.01" }];
    const prices = book([model({ rates, offers: [{ method: "sft", billing }] })]);
    const exchange = [{ from: "USD", to: "EUR", rate: "0.9227", date: "2026-01-30", source: "central bank" }];
    const euros = (examples: number): unknown[] => {
      const { lines, total, range } = only(ask({ prices, job: { ...job, examples }, ownPrices: { exchange } }));
      return [lines.map(({ label, amount }) => `${label}: ${amount}`), total.amount, range.low];
    };
    // $0.03 up to $0.50, which needs no rounding.
    const rest = "Up to the minimum of 0.46135 EUR per job: 0.433669";
    expect(euros(33)).toEqual([
      ["Training, 3 epochs: 0.02740419", rest.replace("0.433669", "0.43394581")],
      "0.46135",
      "0.46135",
    ]);
    // $0.9117 up to $0.92.
    expect(euros(1013)).toEqual([
      ["Training, 3 epochs: 0.84122559", "Rounded up to 0.01 USD: 0.00765841"],
      "0.848884",
      "0.848884",
    ]);
  });

  it.each([
    [{ rates: [{ ...overlay.rates[0], amount: "-2" }] }, "rates.0.amount"],
    [{ rates: [{ ...overlay.rates[0], amount: "2e1" }] }, "rates.0.amount"],
    [{ rates: [{ ...overlay.rates[0], currency: "dollars" }] }, "rates.0.currency"],
    [{ rates: [{ ...overlay.rates[0], currency: "xUSD" }] }, "rates.0.currency"],
    [{ rates: [{ ...overlay.rates[0], currency: 840 }] }, "rates.0.currency"],
    [{ rates: [{ ...overlay.rates[0], currency: ["USD"] }] }, "rates.0.currency"],
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
    const answer = ask({ ownPrices: bad as Question["ownPrices"] & object });
    expect(answer.problem?.reason).toMatchObject({ kind: "bad_overlay", path });
    expect(answer.offers).toEqual([]);
  });

  it("leaves the prices of another provider alone", () => {
    const [acme] = book([model()]).providers;
    const [other] = book([model({ id: "large" })], { provider: "other", name: "Other" }).providers;
    const prices = { ...book([]), providers: [acme, other].filter((one) => one !== undefined) };
    const totals = ask({ prices, ownPrices: overlay }).offers.map(({ id, total }) => [id, total.amount]);
    expect(totals).toEqual([
      ["acme/small:sft", "0.6"],
      ["other/large:sft", "0.9"],
    ]);
  });

  it("takes a model by its other name", () => {
    const prices = book([model({ aliases: ["tiny"] })]);
    const rates = overlay.rates.map((one) => ({ ...one, model: "tiny" }));
    expect(only(ask({ prices, ownPrices: { rates } })).total.amount).toBe("0.6");
  });

  it("knows a model by those of its own provider alone", () => {
    const [acme] = book([model()]).providers;
    const [other] = book([model({ id: "large" })], { provider: "other", name: "Other" }).providers;
    const prices = { ...book([]), providers: [acme, other].filter((one) => one !== undefined) };
    const problem = ask({
      prices,
      ownPrices: { rates: overlay.rates.map((one) => ({ ...one, model: "large" })) },
    }).problem;
    expect(problem?.reason).toMatchObject({ kind: "bad_overlay", path: "rates.0.model" });
    expect(problem?.sentence).toContain("expected one of small");
  });

  it("names what was perhaps meant", () => {
    const rates = [{ ...overlay.rates[0], kind: "trainning" }] as never;
    expect(ask({ ownPrices: { rates } }).problem?.sentence).toBe(
      'In your own prices, rates.0.kind: expected one of training, got "trainning". Nothing of it was applied.',
    );
  });

  it("bills no token by the hour: a price of another unit is not used, and that is said", () => {
    const rates = [{ ...overlay.rates[0], per: "hour" }] as never;
    const offer = only(ask({ ownPrices: { rates } }));
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
    expect(only(ask({ prices, ownPrices: { rates }, job: { ...job, hours: 1.5 } })).total.amount).toBe("180");
  });

  it("prices nothing by a unit of newer data", () => {
    const prices = book([model({ rates: [rate("training", "3", { per: "1B tokens" })] })]);
    expect(ask({ prices }).refused[0]?.reason.kind).toBe("price_unknown");
  });
});
