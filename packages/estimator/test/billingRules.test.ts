import { describe, expect, it } from "vitest";
import type { Job } from "../src/index.ts";
import { decimal } from "../src/money.ts";
import { ask, job, only, traffic } from "./ask.ts";
import { book, model, rate } from "./book.ts";

function billing(...tags: { readonly tag: string; readonly [name: string]: string | number | boolean }[]) {
  return book([model({ offers: [{ method: "sft", billing: tags }] })]);
}

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

  it.each([
    [undefined, true],
    [0, true],
    [2, false],
  ])("says that a validation set is not billed where it is billed by evaluations: %s", (evaluations, said) => {
    const prices = billing({ tag: "tokens_times_epochs" }, { tag: "validation_times_evaluations" });
    const validation = { examples: 100, tokensPerExample: 100 };
    const offer = only(ask({ prices, job: { ...job, validation, ...(evaluations !== undefined && { evaluations }) } }));
    expect(offer.assumptions.some(({ kind }) => kind === "validation_not_scored")).toBe(said);
  });

  it("rounds each epoch up to whole packed steps in the high end alone", () => {
    const prices = billing({ tag: "tokens_times_epochs" }, { tag: "packed_steps", tokensPerStep: 250_000 });
    const offer = only(ask({ prices }));
    expect([offer.total.amount, offer.range]).toMatchObject(["0.9", { low: "0.9", high: "2.25" }]);
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
    expect([offer.total.amount, offer.range]).toMatchObject(["0.9", { low: "0.63", high: "1.3221" }]);
    expect(offer.assumptions).toContainEqual({
      kind: "band",
      sentence: "The provider's own estimate allows 0.7 to 1.3 times its centre.",
      facts: { low: "0.7", high: "1.3" },
      source,
    });
  });

  it("holds both figures where sources disagree on a price, and says who has the other", () => {
    const other = (amount: string): { disputed: { amount: string; said: string; source: string } } => ({
      disputed: { amount, said: "a report has half", source: "https://example.com/report" },
    });
    const rates = [rate("training", "3", other("2")), rate("input", "0.3", other("0.4")), rate("output", "1.2")];
    const prices = book([model({ rates })]);
    const alone = only(ask({ prices }));
    // 300,000 tokens at $3, in the low end at $2; the high end is the other tokenizers' and stays at the dearer price.
    expect([alone.total.amount, alone.range]).toMatchObject(["0.9", { low: "0.6", high: only(ask()).range.high }]);
    const { total, range, assumptions, lines } = only(ask({ prices, traffic }));
    // 2,700,000 tokens read: ten cents more a million.
    expect(
      decimal(range.high ?? "")
        .minus(only(ask({ traffic })).range.high ?? "")
        .toString(),
    ).toBe("0.27");
    expect(decimal(total.amount).minus(range.low).toString()).toBe("0.3");
    expect(assumptions).toContainEqual({
      kind: "price_disputed",
      sentence: "Input tokens: a report has half. The range holds 0.4 USD per 1M tokens as well.",
      facts: { label: "Input tokens", said: "a report has half", amount: "0.4", currency: "USD", per: "1M tokens" },
      source: "https://example.com/report",
    });
    expect(lines[0]?.rate.disputed?.amount).toBe("2");
    const half = { discounts: [{ provider: "acme", percent: "50", source: "contract" }] };
    expect(only(ask({ prices, ownPrices: half })).range.low).toBe("0.3");
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
    expect(answer.refused.map(({ reason }) => reason)).toEqual([
      { kind: "unknown_rule", tag: "per_moon_phase", path: "billing.0" },
    ]);
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
